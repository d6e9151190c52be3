"""How much is sold on deal, how deep the deals are, and whether those who came at full price come
back more.

Only lines paid for and with a list price count: a gift is no discount, and where no list price is
known, neither is the discount. Full price is 98 % of the list price and more; for a whole purchase
day, one order of it at 99 % and more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.scoring.differences import verdict
from analytics.scoring.thresholds import EQUIVALENCE_MARGIN, MIN_CUSTOMERS
from analytics.stats import survival
from analytics.stats.intervals import (
    UNMEASURED,
    Estimate,
    difference,
    limited,
    share_of_sums,
    wilson,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.filters import Filters
    from analytics.scoring.differences import Verdict
    from analytics.storage.versions import Store

DAYS = (30, 60, 90, 180, 365)
ENOUGH_LISTED = 0.9
FULL = "full"
DISCOUNTED = "discounted"


@dataclass(frozen=True)
class Deals:
    """A period's sales on deal: `share` of the money, and their mean `depth` below the list price,
    0-1; `known` is the share of lines paid for that have a list price (None: no lines)."""

    share: Estimate
    depth: Estimate
    known: float | None


@dataclass(frozen=True)
class Change:
    """Full-price against discounted first purchases after so many days, Kaplan-Meier shares."""

    day: int
    full: Estimate
    discounted: Estimate
    change: Estimate
    verdict: Verdict | None


def monthly(store: Store, version: str, filters: Filters) -> pl.DataFrame:
    """One row per month: the sums of `customers/discount_months.sql`."""
    return store.run("customers/discount_months", version, **filters.params())


def deals(months: pl.DataFrame) -> Deals:
    """Of all these months together. Without a list price both are unmeasured."""
    return _deals(
        {name: float(months[name].sum()) for name in months.columns if name != "month_on"}
    )


def trend(months: pl.DataFrame) -> pl.DataFrame:
    """One row per month with a list price: share, low, high, n, depth (null: no deals)."""
    rows = [
        {"month_on": row["month_on"], **_trend_row(_deals(row))}
        for row in months.filter(pl.col("count_listed_lines") > 0).to_dicts()
    ]
    kinds = dict.fromkeys(("share", "low", "high", "depth"), pl.Float64)
    return pl.DataFrame(rows, schema={"month_on": pl.Date, **kinds, "n": pl.Int64})


def first_counts(store: Store, version: str, filters: Filters) -> pl.DataFrame:
    """Waits for the second purchase by the price of the first (`customers/discount_first.sql`)."""
    return store.run("customers/discount_first", version, **filters.params())


def after_first(counts: pl.DataFrame, days: Sequence[int] = DAYS) -> tuple[Change, ...]:
    """One change a day, full price less discounted (MOVER), from counts of `survival`.

    Unmeasured where either side has fewer than 30 customers or was not watched for so long.
    """
    curves = survival.kaplan_meier(counts)
    sizes = dict(counts.group_by("group").agg(pl.col("customers").sum()).iter_rows())
    if min(sizes.get(side, 0) for side in (FULL, DISCOUNTED)) < MIN_CUSTOMERS:
        return ()
    rows = survival.at_day(curves, days).to_dicts()
    points = {(row["group"], row["day"]): _estimate(row) for row in rows}
    return tuple(_change(day, points[FULL, day], points[DISCOUNTED, day]) for day in days)


def _change(day: int, full: Estimate, discounted: Estimate) -> Change:
    change = difference(full, discounted)
    return Change(day, full, discounted, change, verdict(change, EQUIVALENCE_MARGIN))


def _estimate(row: Mapping[str, Any]) -> Estimate:
    if row["repurchased"] is None:
        return UNMEASURED
    return Estimate(row["repurchased"], row["low"], row["high"], int(row["at_risk"]))


def _deals(sums: Mapping[str, float]) -> Deals:
    n, paid_lines = int(sums["count_listed_lines"]), sums["count_paid_lines"]
    on_deal = sums["listed_paid"] - sums["full_price_paid"]
    squares = sums["listed_squared"] - sums["full_price_squared"]
    share = share_of_sums(
        n,
        inside=on_deal,
        whole=sums["listed_paid"],
        inside_squares=squares,
        whole_squares=sums["listed_squared"],
    )
    list_amount = sums["list_amount"] - sums["full_price_list_amount"]
    return Deals(
        share, _depth(on_deal, list_amount, squares), n / paid_lines if paid_lines else None
    )


def _depth(paid: float, list_amount: float, squares: float) -> Estimate:
    """The mean depth of deals, by money.

    Wilson's interval at Kish's effective number of lines: what is taken off a line lies between
    nothing and all of it, and so spreads no more than a yes or no would; too wide, never too
    narrow.
    """
    if list_amount <= 0 or paid <= 0 or squares <= 0:
        return UNMEASURED
    depth, effective = 1 - paid / list_amount, paid**2 / squares
    estimate = wilson(depth * effective, max(round(effective), 1))
    if estimate.low is None or estimate.high is None:
        return UNMEASURED
    return limited(depth, estimate.low, estimate.high, estimate.n, (0.0, 1.0))


def _trend_row(deals_of_month: Deals) -> dict[str, float | None]:
    share = deals_of_month.share
    return {
        "share": share.value,
        "low": share.low,
        "high": share.high,
        "depth": deals_of_month.depth.value,
        "n": share.n,
    }
