"""Time to the next purchase, with those who may still come back counted as such (Kaplan-Meier).

`counts` is one row per (group, days, is_event): `days` since the first purchase, until the next one
(`is_event`) or until we stopped looking, and how many `customers` that happened to. Whoever is
censored on a day was still at risk on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.stats.quantiles import chi_square_tail, z

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Counts = NDArray[np.float64]

HALF = 0.5
ROUNDING = 1e-10


@dataclass(frozen=True)
class LogRank:
    """Whether groups differ in how soon they buy again: chi-square and its p-value.

    `p_value` None: nothing to compare (fewer than two groups, or no repurchase while two groups
    were being watched).
    """

    chi_square: float
    degrees_of_freedom: int
    p_value: float | None


def kaplan_meier(counts: pl.DataFrame) -> pl.DataFrame:
    """One row per group and day on which anybody bought again or was censored, in that order.

    group, day, at_risk, events, repurchased (0-1, by the end of the day), low, high: 95 % limits by
    Greenwood's variance on the log-log scale (Kalbfleisch and Prentice), as in scipy and R. That
    formula is undefined in two places, where the number at risk decides instead: before a group's
    first event the limits are 0 and Wilson's upper one for nobody among those at risk, and once
    everybody has bought again they are the last limit before it and 1 (Wilson's lower one, if it
    happened at once). An empty input gives an empty frame.
    """
    return (
        _at_risk(counts.lazy())
        .with_columns(
            pl.col("group", "day", "at_risk", "events"),
            survived=(1 - pl.col("events") / pl.col("at_risk")).cum_prod().over("group"),
            variance=_hazard_variance().cum_sum().over("group"),
        )
        .with_columns(repurchased=1 - pl.col("survived"), **_log_log_limits())
        .with_columns(low=_low(), high=_high())
        .select("group", "day", "at_risk", "events", "repurchased", "low", "high")
        .collect()
    )


def median_days(curve: pl.DataFrame) -> pl.DataFrame:
    """One row per group: median_days, the first day by which half have bought again; null = never.

    Beyond half of the customers nothing is guessed: a curve that stops at 49 % has no median.
    """
    reached = pl.col("day").filter(pl.col("repurchased") >= HALF - ROUNDING)
    return curve.group_by("group").agg(median_days=reached.min()).sort("group")


def at_day(curve: pl.DataFrame, days: Sequence[int]) -> pl.DataFrame:
    """One row per group and requested day: day, at_risk, repurchased, low, high.

    Null beyond a group's last day, since nobody was watched for that long; but for a group that
    has come back whole, whose share stays 1 with nobody at risk (Klein and Moeschberger, 4.1).
    """
    requested_days = pl.LazyFrame({"day": sorted(set(days))}, schema={"day": curve.schema["day"]})
    # One plan, run once: a page asks for many small curves.
    curves = curve.lazy()
    grid = curves.select("group").unique().join(requested_days, how="cross")
    steps = pl.concat(
        [
            curves.drop("events").with_columns(is_requested=False),
            grid.with_columns(is_requested=True),
        ],
        how="diagonal",
    ).sort("group", "day", "is_requested")
    repurchased = _carried("repurchased")
    watched = pl.col("at_risk").max().over("group", "day").backward_fill().over("group")
    nobody_left = pl.when(repurchased == 1).then(0)
    everybody = pl.col("at_risk").max().over("group")
    values = (
        repurchased.fill_null(0.0),
        _carried("low").fill_null(0.0),
        _carried("high").fill_null(_upper_of_none(everybody)),
    )
    return (
        steps.with_columns(*values, at_risk=pl.coalesce(watched, nobody_left))
        .filter("is_requested")
        .select("group", "day", "at_risk", _where_watched("repurchased", "low", "high"))
        .collect()
    )


def log_rank(counts: pl.DataFrame) -> LogRank:
    """Whether the groups' curves differ, every day weighing alike (Mantel 1966)."""
    events, at_risk = _tables(counts)
    daily_events, daily_risk = events.sum(axis=1), at_risk.sum(axis=1)
    used = (daily_events > 0) & (daily_risk > 1)
    events, at_risk = events[used], at_risk[used]
    daily_events, daily_risk = daily_events[used], daily_risk[used]
    share = at_risk / daily_risk[:, None]
    surplus = (events - share * daily_events[:, None]).sum(axis=0)
    spread = daily_events * (daily_risk - daily_events) / (daily_risk - 1)
    covariance = np.diag((share * spread[:, None]).sum(axis=0)) - (share.T * spread) @ share
    freedom = int(np.linalg.matrix_rank(covariance, hermitian=True, rtol=ROUNDING))
    if freedom == 0:
        return LogRank(0.0, 0, None)
    inverse = np.linalg.pinv(covariance, hermitian=True, rtol=ROUNDING)
    chi_square = float(surplus @ inverse @ surplus)
    return LogRank(chi_square, freedom, chi_square_tail(chi_square, freedom))


def _at_risk(counts: pl.LazyFrame) -> pl.LazyFrame:
    """group, day, at_risk, events, sorted; days on which nobody came or went are left out."""
    customers = pl.col("customers").cast(pl.Int64)
    return (
        counts.filter(pl.col("customers") > 0)
        .group_by("group", day=pl.col("days"))
        .agg(left=customers.sum(), events=customers.filter(pl.col("is_event")).sum())
        .sort("group", "day")
        .with_columns(at_risk=pl.col("left").cum_sum(reverse=True).over("group"))
    )


def _hazard_variance() -> pl.Expr:
    """Greenwood's term of a day; infinite when everybody at risk bought again."""
    events, at_risk = pl.col("events"), pl.col("at_risk")
    return events / (at_risk.cast(pl.Float64) * (at_risk - events))


def _log_log_limits() -> dict[str, pl.Expr]:
    """Limits where 0 < S < 1, null elsewhere."""
    survived = pl.col("survived")
    factor = (z(0.95) * pl.col("variance").sqrt() / survived.log().abs()).exp()
    inside = (survived > 0) & (survived < 1)
    return {
        "near": pl.when(inside).then(1 - survived ** (1 / factor)),
        "far": pl.when(inside).then(1 - survived**factor),
    }


def _low() -> pl.Expr:
    all_at_once = 1 - _upper_of_none(pl.col("at_risk"))
    last = pl.col("near").forward_fill().over("group").fill_null(all_at_once)
    return pl.when(pl.col("survived") == 1).then(0.0).otherwise(last)


def _high() -> pl.Expr:
    nobody = _upper_of_none(pl.col("at_risk"))
    never = pl.col("survived") == 1
    return pl.when(never).then(nobody).otherwise(pl.col("far").fill_null(1.0))


def _carried(column: str) -> pl.Expr:
    """The value of the last step so far; null before the first."""
    return pl.col(column).forward_fill().over("group")


def _where_watched(*columns: str) -> pl.Expr:
    return pl.when(pl.col("at_risk").is_not_null()).then(pl.col(columns)).name.keep()


def _upper_of_none(at_risk: pl.Expr) -> pl.Expr:
    """Wilson's upper limit for 0 of so many."""
    square = z(0.95) ** 2
    return square / (at_risk + square)


def _tables(counts: pl.DataFrame) -> tuple[Counts, Counts]:
    """Events and numbers at risk, one line per day and one column per group."""
    days, line = np.unique(counts["days"].to_numpy(), return_inverse=True)
    column = _codes(counts["group"])
    customers = counts["customers"].cast(pl.Float64).to_numpy()
    shape = (len(days), int(column.max(initial=0)) + 1)
    left = _table(customers, line, column, shape)
    events = _table(customers * counts["is_event"].to_numpy(), line, column, shape)
    return events, left[::-1].cumsum(axis=0)[::-1]


def _table(
    customers: Counts, line: NDArray[np.intp], column: NDArray[np.intp], shape: tuple[int, int]
) -> Counts:
    cell, size = line * shape[1] + column, shape[0] * shape[1]
    filled: Counts = np.bincount(cell, weights=customers, minlength=size).astype(float)
    return filled.reshape(shape)


def _codes(group: pl.Series) -> NDArray[np.intp]:
    """Groups as 0, 1, 2 ...; rows without a group make one of their own."""
    ranks = group.rank("dense")
    return ranks.fill_null(group.n_unique()).to_numpy().astype(np.intp) - 1
