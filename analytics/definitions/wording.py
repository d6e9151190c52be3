"""The word list that a definition's measures of reviews are read by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.feedback.lexicon import store as lexicon_store

if TYPE_CHECKING:
    from analytics.definitions.definition import Definition
    from analytics.storage.versions import Store


def with_current_words(store: Store, definition: Definition) -> Definition:
    """The definition with the store's current word list: other words give another id."""
    return replace(definition, lexicon=lexicon_store.current(store).id)
