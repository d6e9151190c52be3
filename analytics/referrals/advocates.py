"""Who brings others: the advocates, how much rests on few of them, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.referrals import store as referral_store
from analytics.stats import survival
from analytics.stats.intervals import Estimate, wilson

if TYPE_CHECKING:
    from analytics.filters import Filters
    from analytics.storage.versions import Store

MOST = 50
FEW = 10
"""How many of the most active advocates `top_share` counts."""
HALF = 0.5
EVERYBODY = "all"


@dataclass(frozen=True)
class Advocates:
    """`share` of customers who brought anybody (of all within the filters, to this day). `top`:
    one row per advocate, most brought first: customer_key, first_on, generation, count_days, value,
    children, paid_children, heads, below, brought_value (net revenue of those brought directly).
    `top_share` of all brought rests on the ten most active, half of all on `half` advocates.
    `days` and `other_days` are mean purchase days of advocates and of everybody else."""

    share: Estimate
    brought: int
    paid: int
    top: pl.DataFrame
    top_share: float | None
    half: int
    days: float | None
    other_days: float | None


def advocates(store: Store, version: str, filters: Filters) -> Advocates:
    """The advocates among the customers within the filters."""
    people = referral_store.people(store, version)
    in_scope = referral_store.within_filters(people, store, version, filters)
    sums = in_scope.select(
        customers=pl.len(),
        days=pl.col("count_days").filter(pl.col("children") > 0).mean(),
        other_days=pl.col("count_days").filter(pl.col("children") == 0).mean(),
        paid=pl.col("paid_children").sum(),
    )
    totals = sums.collect().row(0, named=True)
    active = in_scope.filter(pl.col("children") > 0)
    counts = active.select("children").collect()["children"].sort(descending=True)
    brought, cumulative = int(counts.sum()), counts.cum_sum()
    order = ("children", "heads", "customer_key")
    top = active.sort(order, descending=[True, True, False]).head(MOST).collect()
    return Advocates(
        share=wilson(len(counts), totals["customers"]),
        brought=brought,
        paid=int(totals["paid"]),
        top=_top(top, people),
        top_share=int(counts.head(FEW).sum()) / brought if brought else None,
        half=int((cumulative < HALF * brought).sum()) + 1 if brought else 0,
        days=totals["days"],
        other_days=totals["other_days"],
    )


def _top(active: pl.DataFrame, people: pl.LazyFrame) -> pl.DataFrame:
    """The rows of `Advocates.top`."""
    brought_values = (
        people.filter(pl.col("parent_key").is_in(active["customer_key"].implode()))
        .group_by(customer_key="parent_key")
        .agg(total=_exact("value"), count_values=pl.col("value").count())
        .select("customer_key", brought_value=pl.when(pl.col("count_values") > 0).then("total"))
        .collect()
    )
    names = ("first_on", "generation", "count_days", "value", "children", "paid_children")
    return active.join(brought_values, "customer_key", "left", maintain_order="left").select(
        "customer_key", *names, "heads", "below", "brought_value"
    )


def _exact(column: str) -> pl.Expr:
    """A sum of money that is the same in whatever order the threads add it up."""
    return pl.col(column).cast(pl.Decimal(18, 2)).sum().cast(pl.Float64)


def first_brought(store: Store, version: str, filters: Filters) -> pl.DataFrame:
    """Kaplan-Meier curve of the days from a customer's first purchase to that of the first customer
    they brought; one group, `all`. Whoever has brought nobody yet is at risk to the end of the
    data. Columns as in `survival.kaplan_meier`.
    """
    in_scope = referral_store.within_filters(
        referral_store.people(store, version), store, version, filters
    )
    counts = in_scope.group_by(
        days=pl.coalesce("first_brought", "seen_days"),
        is_event=pl.col("first_brought").is_not_null(),
    ).agg(customers=pl.len())
    return survival.kaplan_meier(
        counts.with_columns(group=pl.lit(EVERYBODY)).sort("days", "is_event").collect()
    )
