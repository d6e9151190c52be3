"""What the brand did and when: the events sheet, cleaned for marking on charts over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from analytics.storage.versions import Store


def events(store: Store, version: str) -> pl.DataFrame:
    """One row per event, oldest first: name, kind, phase, starts_on, ends_on (null: one day).

    An event without a first day is left out, one without a name goes by its kind or its id. A
    dataset without the sheet gives no row.
    """
    return store.run("channels/events", version)
