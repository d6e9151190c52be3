"""Are those whom a customer brought better customers than those who came by themselves?

Association, not proof: who is brought by a friend differs in more than that. Named referrers count
as such even where the tree cannot use them (unknown ids, rings, referrers who bought later).
Whoever named themselves came by themselves; whom an IP's code brought is in neither group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.referrals import store as referral_store
from analytics.referrals.links import KINDS
from analytics.repurchase.return_timing import against_first
from analytics.stats import survival
from analytics.stats.intervals import UNMEASURED, Estimate, difference, mean_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.filters import Filters
    from analytics.storage.versions import Store

Split = Literal["referred", "paid"]
SPLITS: tuple[Split, ...] = ("referred", "paid")
WINDOWS = (30, 90, 180)
MONEY = tuple(f"value_{days}" for days in WINDOWS)
OWN = "own"
GROUP = pl.Enum(("paid", "unpaid", "referred", OWN))
PEOPLE = ("customer", "unknown", "ring", "later")
"""Links that name another person."""


@dataclass(frozen=True)
class Worth:
    """Net revenue per customer within `days` of the first purchase, the first order among it, of
    customers observed for so long; `change` is the group's mean less that of those who came by
    themselves."""

    group: str
    days: int
    mean: Estimate
    own: Estimate
    change: Estimate


@dataclass(frozen=True)
class Comparison:
    """`sizes`: group, customers. `curve`: Kaplan-Meier of the second purchase. `apart`: log-rank
    test over the groups. `returning`: `return_timing.against_first` at 30, 90 and 180 days,
    against those who came by themselves. `worth` is empty where the data carry no money."""

    split: Split
    sizes: pl.DataFrame
    curve: pl.DataFrame
    apart: survival.LogRank
    returning: pl.DataFrame
    worth: tuple[Worth, ...]


def compared(store: Store, version: str, filters: Filters, split: Split = "referred") -> Comparison:
    """Groups `own` and `referred`, or `own`, `unpaid` and `paid`."""
    in_scope = referral_store.within_filters(
        referral_store.people(store, version), store, version, filters
    )
    grouped = in_scope.with_columns(group=_group(split)).filter(pl.col("group").is_not_null())
    counts = _counts(grouped)
    curve = survival.kaplan_meier(counts)
    sizes = counts.group_by("group").agg(pl.col("customers").sum()).sort("group")
    money = grouped.select("group", "seen_days", *MONEY).filter(pl.col(MONEY[0]).is_not_null())
    parts = money.collect().partition_by("group", as_dict=True, include_key=False)
    by_group = {str(name): part for (name,), part in sorted(parts.items())}
    worth = tuple(group_worth for days in WINDOWS for group_worth in _worth(by_group, days))
    log_rank_test = survival.log_rank(counts)
    points = survival.at_day(curve, WINDOWS).rename(
        {"day": "days", "repurchased": "rate", "at_risk": "eligible"}
    )
    returning = against_first(points, OWN)
    return Comparison(split, sizes, curve, log_rank_test, returning, worth)


def _group(split: Split) -> pl.Expr:
    """own / referred, or own / paid / unpaid; null for what an IP brought."""
    link = pl.col("link").to_physical()
    paid, unpaid, referred, own = (pl.lit(name, GROUP) for name in GROUP.categories)
    brought = pl.when("is_paid").then(paid).otherwise(unpaid) if split == "paid" else referred
    return (
        pl.when(link.is_in([KINDS.index(kind) for kind in PEOPLE]))
        .then(brought)
        .when(link.is_in([KINDS.index(kind) for kind in ("none", "self")]))
        .then(own)
    )


def _counts(grouped: pl.LazyFrame) -> pl.DataFrame:
    """The input of `survival`, one row per group, day and outcome: group, days, is_event (came back
    on that day, else observed until it), customers."""
    gap = (pl.col("second_on") - pl.col("first_on")).dt.total_days().cast(pl.Int32)
    return (
        grouped.group_by(
            "group",
            days=pl.coalesce(gap, "seen_days"),
            is_event=pl.col("second_on").is_not_null(),
        )
        .agg(customers=pl.len())
        .with_columns(pl.col("group").cast(pl.String))
        .sort("group", "days", "is_event")
        .collect()
    )


def _worth(parts: Mapping[str, pl.DataFrame], days: int) -> list[Worth]:
    """One entry per group but the first. `parts`: the customers of each group."""
    means = {name: _mean(part, days) for name, part in parts.items()}
    own = means.pop(OWN, UNMEASURED)
    return [
        Worth(name, days, mean, own, difference(mean, own))
        for name, mean in means.items()
        if mean.n
    ]


def _mean(part: pl.DataFrame, days: int) -> Estimate:
    """Added up in the order of the rows: threads would give other last digits each time."""
    paid = part.filter(pl.col("seen_days") >= days)[f"value_{days}"].to_numpy()
    return mean_interval(len(paid), float(paid.sum()), float((paid**2).sum()))
