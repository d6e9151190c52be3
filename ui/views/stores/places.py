"""The same people online and in stores, and what each store brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.stats.intervals import Estimate
    from analytics.stores.costs import Store
    from ui.text import Text


def identified_sentence(share: Estimate, text: Text) -> str:
    """How many store orders say who bought."""
    if share.value is None:
        return text("stores.no_offline")
    return text(
        "stores.identified",
        count=fmt.count(share.n, text.lang),
        share=fmt.percent(share.value, text.lang),
        range=fmt.interval(share.low, share.high, text.lang, rate=True, digits=1),
    )


def store_rows(stores: Sequence[Store], currency: str | None, text: Text) -> pl.DataFrame:
    """One row per store, as people read it."""
    return pl.DataFrame(
        [
            {
                "store": store.name or store.store_id,
                "city": store.city,
                "opened_on": store.opened_on,
                "orders": store.orders,
                "identified": fmt.percent(_share(store), text.lang),
                "won": store.back.n,
                "back": _with_range(store.back, text),
                "kept": _kept(store, currency, text),
            }
            for store in stores
        ],
        schema_overrides={"city": pl.String, "opened_on": pl.Date},
    )


def _share(store: Store) -> float | None:
    return store.identified / store.orders if store.orders else None


def _with_range(share: Estimate, text: Text) -> str:
    if share.value is None:
        return fmt.dash(text.lang)
    ends = fmt.interval(share.low, share.high, text.lang, rate=True, digits=1)
    return text("stores.with_range", value=fmt.percent(share.value, text.lang), range=ends)


def _kept(store: Store, currency: str | None, text: Text) -> str:
    kept = store.kept
    if kept.refusal is not None:
        return text(f"stores.why.{kept.refusal.code}")
    value, low, high = (
        fmt.money(number, text.lang, currency)
        for number in (kept.cost.value, kept.cost.low, kept.cost.high)
    )
    ends = text("charts.unit.from_to", low=low, high=high)
    return text("stores.with_range", value=value, range=ends)
