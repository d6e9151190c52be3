"""Does a conclusion hold however repurchase is defined? One comparison under thirteen definitions.

"Repurchase" means something else in every tool: bought *in* a month or *by* its end, immature
customers in or out, means of cohorts or of customers. Each definition here is one of those in use,
so that a conclusion that hangs on the choice shows itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from analytics.repurchase.return_timing import rate_of
from analytics.scoring.differences import Verdict, verdict
from analytics.scoring.thresholds import EQUIVALENCE_MARGIN, MIN_CUSTOMERS
from analytics.stats.intervals import UNMEASURED, Estimate, difference, mean_interval, wilson

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.repurchase.repurchase import RepurchaseQuery
    from analytics.repurchase.return_timing import Improvement
    from analytics.storage.versions import Store

SOON = 90


@dataclass(frozen=True)
class Finding:
    """One definition's answer: the rate on either side (0-1), the change from `other` to `one`
    with 95 % limits, and the verdict. Nothing measured on a side leaves `verdict` None."""

    key: str
    one: Estimate
    other: Estimate
    change: Estimate
    verdict: Verdict | None


@dataclass(frozen=True)
class Robustness:
    """The house's own definition first, then the others; `agree` of `compared` others give the
    same verdict as the first. A definition that cannot be measured here is in neither."""

    findings: tuple[Finding, ...]

    @property
    def own(self) -> Finding:
        return self.findings[0]

    @property
    def compared(self) -> int:
        return sum(finding.verdict is not None for finding in self.findings[1:])

    @property
    def agree(self) -> int:
        return sum(finding.verdict == self.own.verdict for finding in self.findings[1:])


def outcomes(store: Store, version: str, query: RepurchaseQuery, days: int = SOON) -> pl.DataFrame:
    """One row per group and month of the first purchase: `repurchase/under_definitions.sql`."""
    params = {**query.filters.params(), "by": query.by, "window_days": days}
    counts = store.run("repurchase/under_definitions", version, **params)
    return counts.with_columns(pl.col("group").fill_null(""))


def between(
    counts: pl.DataFrame, rates: pl.DataFrame, group: str, reference: str, days: int = SOON
) -> Robustness:
    """Two groups compared under every definition; `rates` are theirs by `repurchase.within`, which
    is the house's own."""
    sides = {row["group"]: rate_of(row) for row in rates.filter(pl.col("days") == days).to_dicts()}
    own = sides.get(group, UNMEASURED), sides.get(reference, UNMEASURED)
    return _compared(
        own, counts.filter(pl.col("group") == group), counts.filter(pl.col("group") == reference)
    )


def over_time(counts: pl.DataFrame, improvement: Improvement) -> Robustness:
    """The later half of the customers against the earlier, by month of their first purchase, as
    `improvement` splits them, whose rates are the house's own.

    Months nobody was watched through stay with the later half, which only the definitions that
    take the immature see.
    """
    monthly = counts.group_by("month_on").agg(pl.exclude("group").sum()).sort("month_on")
    is_early = pl.lit(value=False)
    if improvement.since is not None:
        is_early = pl.col("month_on") < date.fromisoformat(f"{improvement.since}-01")
    return _compared(
        (improvement.later, improvement.earlier),
        monthly.filter(~is_early),
        monthly.filter(is_early),
    )


def _compared(
    own: tuple[Estimate, Estimate], group: pl.DataFrame, reference: pl.DataFrame
) -> Robustness:
    others = (
        _finding(key, (rate(group), rate(reference))) for key, rate in OTHER_DEFINITIONS.items()
    )
    return Robustness((_finding(OWN, own), *others))


def _finding(key: str, sides: tuple[Estimate, Estimate]) -> Finding:
    if min(side.n for side in sides) < MIN_CUSTOMERS or None in (side.value for side in sides):
        return Finding(key, *sides, UNMEASURED, None)
    change = difference(*sides)
    return Finding(key, *sides, change, verdict(change, EQUIVALENCE_MARGIN))


def _share(hits: str, of: str = "eligible") -> Callable[[pl.DataFrame], Estimate]:
    """Customers that hit, of those in `of`; Wilson limits."""
    return lambda side: wilson(int(side[hits].sum()), int(side[of].sum()))


def _of_purchases(side: pl.DataFrame) -> Estimate:
    """Of all purchases, those followed by another; customers are the independent units, so n is
    theirs."""
    purchases, n = int(side["purchases"].sum()), int(side["eligible"].sum())
    if not purchases or not n:
        return UNMEASURED
    return wilson(n * int(side["followed"].sum()) / purchases, n)


def _mean_of_months(side: pl.DataFrame) -> Estimate:
    """Every monthly cohort weighing the same, Student's t over months; n is the customers."""
    months = side.group_by("month_on").agg(pl.col("came_back", "eligible").sum())
    rates = months.filter(pl.col("eligible") > 0).select(
        rate=pl.col("came_back") / pl.col("eligible")
    )["rate"]
    mean = mean_interval(len(rates), float(rates.sum()), float((rates**2).sum()), bounds=(0.0, 1.0))
    return Estimate(mean.value, mean.low, mean.high, int(months["eligible"].sum()))


OWN = "own"
OTHER_DEFINITIONS: dict[str, Callable[[pl.DataFrame], Estimate]] = {
    "whole_window": _share("came_back"),
    "in_last_month": _share("in_last_month"),
    "ever": _share("ever"),
    "immature": _share("came_back_so_far", "customers"),
    "repeaters_only": _share("came_back", "ever"),
    "mean_of_months": _mean_of_months,
    "every_purchase": _of_purchases,
    "same_day": _share("same_day"),
    "not_exchanged": _share("not_exchanged"),
    "same_channel": _share("same_channel"),
    "same_product": _share("same_product"),
    "full_price": _share("full_price"),
}
"""How each other definition counts. The house's is `repurchase.within`: all customers, those
watched for less than the window for as long as they were, any product, any channel, a later day."""
