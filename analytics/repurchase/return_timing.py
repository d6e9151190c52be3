"""How people come back, beyond the second purchase: step by step, on which days, which group
sooner, and whether it is getting better.

Everything rests on purchase days of identified customers, as `repurchase` does; a difference has an
interval of its own, never the overlap of two.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from analytics.repurchase.repurchase import RepurchaseQuery, monthly
from analytics.scoring.differences import verdict
from analytics.stats import survival
from analytics.stats.intervals import UNMEASURED, Estimate, difference, wilson_limits
from analytics.stats.survival_points import on_day

if TYPE_CHECKING:
    from analytics.filters import Filters
    from analytics.scoring.differences import Verdict
    from analytics.storage.versions import Store
from analytics.scoring.thresholds import EQUIVALENCE_MARGIN, MIN_CUSTOMERS

HALVES = 2
WEEK = 7


@dataclass(frozen=True)
class Improvement:
    """Whether newer customers come back more: the later half of the months against the earlier.

    `change` is the later rate less the earlier (0-1), with 95 % limits; n is the smaller half's
    customers watched so long. `since` is the first month of the later half; None when there are not
    two halves.
    """

    earlier: Estimate
    later: Estimate
    change: Estimate
    since: str | None
    verdict: Verdict


def steps(store: Store, version: str, filters: Filters) -> pl.DataFrame:
    """Kaplan-Meier curves from each purchase day to the next: `group` 1 (first to second) to 3.

    Only those who got so far are in a step; one row per group and day, as `survival.kaplan_meier`.
    """
    counts = store.run("repurchase/steps", version, **filters.params())
    return survival.kaplan_meier(counts.rename({"step": "group"}))


def weekly(store: Store, version: str, query: RepurchaseQuery) -> pl.DataFrame:
    """The hazard of the second purchase, in stretches of a week; see `hazard`."""
    return hazard(store.run("repurchase/counts", version, **query.params()))


def hazard(counts: pl.DataFrame, width: int = WEEK) -> pl.DataFrame:
    """One row per stretch of `width` days: first_day, last_day, at_risk, events, rate, low, high.

    `rate` is the share of those still waiting at its start who come back within it: the life
    table's q, withdrawals at risk for half of it (Cutler and Ederer 1958), with Wilson limits.
    Stretches that begin with fewer than 30 waiting are left out; empty input gives no rows.
    """
    binned = (
        counts.with_columns(stretch=(pl.col("days") - 1).clip(0) // width)
        .group_by("stretch")
        .agg(
            left=pl.col("customers").sum(),
            events=pl.col("customers").filter("is_event").sum(),
        )
        .sort("stretch")
        .with_columns(at_risk=pl.col("left").cum_sum(reverse=True))
        .with_columns(exposed=pl.col("at_risk") - (pl.col("left") - pl.col("events")) / 2)
        .filter(pl.col("at_risk") >= MIN_CUSTOMERS)
    )
    low, high = wilson_limits(binned["events"].to_numpy(), binned["exposed"].to_numpy())
    return binned.select(
        first_day=pl.col("stretch") * width + 1,
        last_day=(pl.col("stretch") + 1) * width,
        at_risk="at_risk",
        events="events",
        rate=pl.col("events") / pl.col("exposed"),
        low=pl.Series(low, dtype=pl.Float64),
        high=pl.Series(high, dtype=pl.Float64),
    )


def soonest(stretches: pl.DataFrame) -> tuple[int, int] | None:
    """The days, first and last, on which those still waiting are likeliest to come back; None
    without events.

    The stretch with the highest rate and its neighbours that do not differ from it: with few
    customers, or a flat curve, that is a long time.
    """
    if not stretches["events"].sum():
        return None
    rows = stretches.to_dicts()
    peak = max(range(len(rows)), key=lambda place: rows[place]["rate"])
    is_near = [_is_near(row, rows[peak]) for row in rows]
    first = next((at + 1 for at in range(peak, -1, -1) if not is_near[at]), 0)
    last = next((at - 1 for at in range(peak, len(rows)) if not is_near[at]), len(rows) - 1)
    return rows[first]["first_day"], rows[last]["last_day"]


def _is_near(row: dict[str, float], peak: dict[str, float]) -> bool:
    """Whether the two rates do not differ: MOVER's lower limit of their difference is at most 0."""
    gap = peak["rate"] - row["rate"]
    return gap**2 <= (peak["rate"] - peak["low"]) ** 2 + (row["high"] - row["rate"]) ** 2


def log_rank_test(store: Store, version: str, query: RepurchaseQuery) -> survival.LogRank:
    """Whether the groups of a query differ in how soon they come back (log-rank)."""
    counts = store.run("repurchase/counts", version, **query.params())
    return survival.log_rank(counts.with_columns(pl.col("group").fill_null("")))


def against_first(rates: pl.DataFrame, first: str) -> pl.DataFrame:
    """One row per other group and window: group, day, rate, reference, change, low, high.

    `rates`: group, days, rate, low, high, eligible, as `repurchase.within` gives them; a rate here
    is the rate shown beside it.
    `change` is the group's less that of the group called `first`, 0-1 (Newcombe 1998, method 10);
    null where nobody of either was watched for so long. Groups share no customers.
    """
    base = {row["days"]: rate_of(row) for row in rates.to_dicts() if row["group"] == first}
    rows = [
        _row(row, rate_of(row), base.get(row["days"], UNMEASURED))
        for row in rates.filter(pl.col("group") != first).to_dicts()
    ]
    kinds = {"group": pl.String, "day": pl.Int64}
    numbers = dict.fromkeys(("rate", "reference", "change", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema={**kinds, **numbers}, orient="row")


def improving(store: Store, version: str, filters: Filters, days: int) -> Improvement:
    """Whether more come back within `days` of late: the months of `repurchase.monthly` split where
    the customers watched for so long halve, and the rate of either half.

    Rates of Kaplan-Meier, as everywhere; their difference has MOVER limits. `cannot_tell` below 30
    customers watched in either half.
    """
    months = monthly(store, version, filters, days)
    query = RepurchaseQuery(filters, by="month")
    return between_halves(months, store.run("repurchase/counts", version, **query.params()), days)


def between_halves(months: pl.DataFrame, counts: pl.DataFrame, days: int) -> Improvement:
    """`months`: group (YYYY-MM) and eligible, in order; `counts`: the rows of `survival` by such
    groups. See `improving`."""
    watched = months.sort("group").with_columns(before=pl.col("eligible").cum_sum())
    if watched.height < HALVES:
        return _undecided()
    middle = watched["before"][-1] / 2
    is_early = (watched["before"] - watched["eligible"] / 2) < middle
    halves = [
        _half(half, counts, days) for half in (watched.filter(is_early), watched.filter(~is_early))
    ]
    if min(half.n for half in halves) < MIN_CUSTOMERS:
        return _undecided()
    earlier, later = halves
    change = difference(later, earlier)
    outcome = verdict(change, EQUIVALENCE_MARGIN) or "cannot_tell"
    return Improvement(earlier, later, change, watched.filter(~is_early)["group"][0], outcome)


def _half(months: pl.DataFrame, counts: pl.DataFrame, days: int) -> Estimate:
    """The rate of customers of these months; n is those watched for the whole window."""
    own = counts.filter(pl.col("group").is_in(months["group"].implode()))
    point = on_day(survival.kaplan_meier(own.with_columns(group=1)), days).get(1, UNMEASURED)
    return replace(point, n=int(months["eligible"].sum()))


def _undecided() -> Improvement:
    return Improvement(UNMEASURED, UNMEASURED, UNMEASURED, None, "cannot_tell")


def rate_of(row: dict[str, object]) -> Estimate:
    """A row of `repurchase.within`; n is the customers watched for the whole window."""
    value, low, high, n = (row[name] for name in ("rate", "low", "high", "eligible"))
    return Estimate(value, low, high, int(n or 0))  # type: ignore[arg-type, call-overload]


def _row(row: dict[str, object], own: Estimate, reference: Estimate) -> tuple[object, ...]:
    change = difference(own, reference)
    return (
        *(row["group"], row["days"]),
        *(own.value, reference.value),
        *(change.value, change.low, change.high),
    )
