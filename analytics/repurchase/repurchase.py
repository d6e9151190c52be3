"""Do people come back? Time to the second purchase day, and rates within fixed windows.

One curve answers both: Kaplan and Meier's, on which customers watched for less than a window count
for as long as they were. A rate "within 90 days" is where it stands on day 90, wherever it is
given. Customers who bought once are in it; guests are not, and their share is reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import polars as pl

from analytics.filters import Filters
from analytics.stats import survival

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.storage.versions import Store

WINDOWS = (30, 60, 90, 180, 365)
GROUPINGS = (
    "channel",
    "domain",
    "mode",
    "social_model",
    "product",
    "sku",
    "category",
    "month",
    "referrer_kind",
)
Again = Literal["any", "same_product", "same_channel", "full_price"]
AGAIN: tuple[Again, ...] = get_args(Again)
RATES = {"rate": "repurchased", "low": "low", "high": "high"}
"""A rate and its limits -> the column of a curve."""


@dataclass(frozen=True)
class RepurchaseQuery:
    """Which customers, split by what, coming back to what."""

    filters: Filters = Filters()
    by: str = "all"
    """One of GROUPINGS, of the customer's first purchase, or `all`."""
    again: Again = "any"
    """What counts as coming back: anything; the product, or the channel, of the first purchase;
    an order at full price."""

    def params(self) -> dict[str, object]:
        return {**self.filters.params(), "by": self.by, "again": self.again}


def curve(store: Store, version: str, query: RepurchaseQuery) -> pl.DataFrame:
    """One row per group and day: at_risk, events, repurchased (0-1), low, high. See `survival`."""
    counts = store.run("repurchase/counts", version, **query.params())
    return survival.kaplan_meier(counts.with_columns(_named_group()))


def within(
    store: Store, version: str, query: RepurchaseQuery, days: Sequence[int] = WINDOWS
) -> pl.DataFrame:
    """One row per group and window: days, eligible, repeaters, rate, low, high.

    rate, low and high are those of `curve` on that day (Kaplan and Meier 1958, log-log limits),
    null where nobody, or none of those still to come back, was watched for so long. `eligible`
    customers were watched for the whole window, and `repeaters` of these came back inside it;
    customers watched for less move the rate too.
    """
    counts = store.run("repurchase/within", version, days=list(days), **query.params())
    points = survival.at_day(curve(store, version, query), days)
    rates = points.select("group", pl.col("day").cast(pl.Int32).alias("days"), **RATES)
    return (
        counts.with_columns(_named_group())
        .join(rates, on=["group", "days"], how="left", maintain_order="left")
        .with_columns(pl.when(pl.col("eligible") > 0).then(pl.col(*RATES)))
    )


def groups(store: Store, version: str, query: RepurchaseQuery) -> pl.DataFrame:
    """One row per group, largest first: customers, repeaters (who came back as the query
    counts it), guests_share, median_days.

    guests_share: purchases without a customer among all purchases, null where a guest's group
    is not known. median_days: null when fewer than half are known to come back.
    """
    counted = store.run("repurchase/groups", version, **query.params())
    curves = curve(store, version, query)
    medians = survival.median_days(curves)
    repeaters = curves.group_by("group").agg(
        pl.col("events").sum().cast(pl.Int64).alias("repeaters")
    )
    return (
        counted.with_columns(_named_group())
        .join(repeaters, on="group", how="left")
        .with_columns(pl.col("repeaters").fill_null(0))
        .join(_guests(store, version, query), on="group", how="left")
        .join(medians, on="group", how="left")
        .sort("customers", "group", descending=[True, False])
    )


def monthly(store: Store, version: str, filters: Filters, days: int) -> pl.DataFrame:
    """One row per month of first purchase: the rate within `days`, as in `within`; months without
    one are left out."""
    query = RepurchaseQuery(filters, by="month")
    rates = within(store, version, query, [days])
    return rates.filter(pl.col("rate").is_not_null()).sort("group")


def _guests(store: Store, version: str, query: RepurchaseQuery) -> pl.DataFrame:
    purchases = store.run("repurchase/guests", version, **query.params())
    share = pl.col("count_guest_purchases") / pl.col("count_purchases")
    return purchases.select(
        _named_group(), guests_share=pl.when(pl.col("count_purchases") > 0).then(share)
    )


def _named_group() -> pl.Expr:
    """The group, "" for customers whose first purchase has no value for the grouping."""
    return pl.col("group").fill_null("")
