"""What a definition leaves to the store: the word list its measures of reviews read by, and the
target that its measure of it goes by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.feedback.lexicon import store as lexicon_store
from analytics.measures.positioning import target_share
from analytics.positioning import declared

if TYPE_CHECKING:
    from analytics.definitions.definition import Definition
    from analytics.storage.versions import Store


def with_current_words(store: Store, definition: Definition) -> Definition:
    """The definition with the store's current word list, and with its declared target where a
    measure asks for one: others give another id."""
    asks = any(
        use.measure.take is target_share for super_ in definition.supers for use in super_.measures
    )
    target = declared.current(store) if asks else None
    return replace(
        definition,
        lexicon=lexicon_store.current(store).id,
        target=target.id if target else "",
    )
