"""What comes back: by product, by reason, and by when the customer came.

A unit sent back is a line with a negative quantity or with a reason for the return. Rates by
product set what came back in a period against what was sold in it; where more came back than was
sold, it belongs to sales before and no rate is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.stats.intervals import wilson_limits

if TYPE_CHECKING:
    from analytics.filters import Filters
    from analytics.storage.versions import Store

WINDOW = 90


def products(store: Store, version: str, filters: Filters) -> pl.DataFrame:
    """One row per product, most units sold first: sold, sent_back, rate, low, high (Wilson), paid,
    refunded; rate null where nothing was sold or more came back than was."""
    return with_rate(
        store.run("customers/return_products", version, **filters.params()), "sent_back", "sold"
    )


def reasons(store: Store, version: str, filters: Filters, sold: int) -> pl.DataFrame:
    """One row per reason as written (null: not given), commonest first: quantity, sold, rate, low,
    high: units sent back for it of all units sold."""
    units = store.run("customers/returns_by_reason", version, **filters.params())
    return with_rate(units.with_columns(sold=pl.lit(sold, pl.Int64)), "quantity", "sold")


def cohorts(store: Store, version: str, filters: Filters, window: int = WINDOW) -> pl.DataFrame:
    """One row per month of the first purchase: eligible (customers watched for the window),
    returners (those who sent something back within it), rate, low, high (Wilson)."""
    customers = store.run(
        "customers/return_cohorts", version, **filters.params(), window_days=window
    )
    return with_rate(customers, "returners", "eligible")


def with_rate(frame: pl.DataFrame, hits: str, of: str) -> pl.DataFrame:
    """The frame with `hits` of `of` as rate, low and high; null where that is no share."""
    capped = frame.select(pl.min_horizontal(hits, of)).to_series()
    low, high = wilson_limits(capped.to_numpy(), frame[of].to_numpy())
    limits = frame.with_columns(
        rate=pl.col(hits) / pl.col(of),
        low=pl.Series(low, dtype=pl.Float64),
        high=pl.Series(high, dtype=pl.Float64),
    )
    is_share = (pl.col(of) > 0) & (pl.col(hits) <= pl.col(of))
    return limits.with_columns(pl.when(is_share).then(pl.col("rate", "low", "high")).name.keep())
