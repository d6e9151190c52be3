"""What is bought together: pairs of products in the same order, with how sure their lift is.

Association is not proof: what is offered side by side, bundled or on sale together has a lift of
its own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from analytics.scoring.differences import holm
from analytics.stats.intervals import CONFIDENCE, Estimate, wilson_limits
from analytics.stats.quantiles import z

if TYPE_CHECKING:
    from analytics.filters import Filters
    from analytics.storage.versions import Store

LEAST = 10
"""Orders with both: below this a lift is noise."""
MOST = 200


def pairs(store: Store, version: str, filters: Filters, least: int = LEAST) -> pl.DataFrame:
    """One row per pair bought together in `least` orders or more, as `affinities`."""
    return affinities(
        store.run("customers/basket_pairs", version, **filters.params(), least_orders=least).head(
            MOST
        )
    )


def largest(store: Store, version: str, filters: Filters) -> float | None:
    """The share (0-1) of the orders of identified customers that one of them placed; None without
    any."""
    row = store.run("customers/basket_largest", version, **filters.params()).row(0, named=True)
    return row["largest"] / row["orders"] if row["orders"] else None


def affinities(counts: pl.DataFrame) -> pl.DataFrame:
    """One row per pair, clearest first: support, confidence and lift, each with 95 % limits.

    support: share of orders with both; confidence: of the orders with the rarer product, the share
    that has the other too (`given` and `then` name them); Wilson limits. lift: how many times as
    often together as chance would have it; limits on the log scale by the delta method (Agresti,
    Categorical Data Analysis, 16.1) for a multinomial sample of orders. `is_significant`:
    different from 1 when all pairs are tested together (Holm). Columns of
    `customers/basket_pairs.sql` kept; empty gives empty.
    """
    n, left, right, both = (
        pl.col(name).cast(pl.Float64) for name in ("orders", "with_left", "with_right", "with_both")
    )
    is_left_rarer = pl.col("with_left") <= pl.col("with_right")
    lift = n * both / (left * right)
    variance = (1 / both - 1 / left - 1 / right + (2 * lift - 1) / n).clip(lower_bound=0)
    reach = z(CONFIDENCE) * variance.sqrt()
    lifts = counts.with_columns(
        given=pl.when(is_left_rarer).then("left_name").otherwise("right_name"),
        then=pl.when(is_left_rarer).then("right_name").otherwise("left_name"),
        with_given=pl.min_horizontal("with_left", "with_right"),
        support=both / n,
        lift=lift,
        lift_low=lift * (-reach).exp(),
        lift_high=lift * reach.exp(),
    ).with_columns(confidence=pl.col("with_both") / pl.col("with_given"))
    limited = _shares(_shares(lifts, "support", "orders"), "confidence", "with_given")
    is_significant = pl.Series("is_significant", holm(_log_lifts(limited)), dtype=pl.Boolean)
    return limited.with_columns(is_significant).sort(
        "lift_low", "left_name", "right_name", descending=[True, False, False]
    )


def _shares(frame: pl.DataFrame, name: str, of: str) -> pl.DataFrame:
    low, high = wilson_limits(frame["with_both"].to_numpy(), frame[of].to_numpy())
    return frame.with_columns(
        pl.Series(f"{name}_low", low, dtype=pl.Float64),
        pl.Series(f"{name}_high", high, dtype=pl.Float64),
    )


def _log_lifts(lifts: pl.DataFrame) -> list[Estimate]:
    rows = lifts.select("lift", "lift_low", "lift_high", "with_both").iter_rows()
    return [
        Estimate(math.log(lift), math.log(low), math.log(high), n) for lift, low, high, n in rows
    ]
