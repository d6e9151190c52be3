"""The word list that a definition's measures of reviews are read by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.voice import lexicons

if TYPE_CHECKING:
    from analytics.datasets import Store
    from analytics.definitions import Definition


def with_current_words(store: Store, definition: Definition) -> Definition:
    """The definition with the store's current word list: other words give another id."""
    return replace(definition, lexicon=lexicons.current(store).id)
