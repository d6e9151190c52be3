"""Launches by days since day zero, and one of them against another at the same age."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from analytics.launch.base import HORIZON, LEAST_DAYS, LEAST_EARLIER, LEAST_UNITS, Refusal
from analytics.stats.counts import ratio_at_age
from analytics.stats.intervals import UNMEASURED, Estimate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from analytics.launch.launches import Launch

    Numbers = NDArray[np.float64]

Count = Literal["units", "buyers"]
COUNTS: tuple[Count, ...] = ("units", "buyers")
CURVES = {
    "code": pl.String,
    "name": pl.String,
    "age": pl.Int32,
    "units": pl.Float64,
    "buyers": pl.Float64,
    "total_units": pl.Float64,
    "total_buyers": pl.Float64,
}
"""One row per launch and day from day zero (age 0) to the last day of the data or day 90: units
paid for and customers who bought it for the first time, of the day and up to it."""


@dataclass(frozen=True)
class AtAge:
    """A launch beside an earlier one on the same day after the start: `total` and `other_total` up
    to `age`, `ahead` by which share it is ahead (-0.1: behind by a tenth; n is days)."""

    other: str | None
    age: int | None
    total: float | None
    other_total: float | None
    ahead: Estimate
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Usual:
    """What earlier launches had come to at the same age: the lowest, the middle and the highest of
    `launches`; `rank` of this launch among all, 1 the most."""

    launches: int
    low: float | None
    middle: float | None
    high: float | None
    rank: int | None
    refusal: Refusal | None = None


def curves(days: pl.DataFrame, launches: Sequence[Launch], as_of: date) -> pl.DataFrame:
    """Rows of CURVES from those of `launch/days`, of launches that have begun and have a
    product."""
    frames = []
    for launch in launches:
        if launch.day_zero is None or launch.item is None or launch.state != "past":
            continue
        last = min((as_of - launch.day_zero).days, HORIZON)
        ages = pl.DataFrame({"age": range(last + 1)}, schema={"age": pl.Int32})
        own = days.filter(item=launch.item).select(
            (pl.col("day_on") - launch.day_zero).dt.total_days().cast(pl.Int32).alias("age"),
            "units",
            pl.col("count_buyers").cast(pl.Float64).alias("buyers"),
        )
        frames.append(
            ages.join(own, "age", how="left", maintain_order="left")
            .with_columns(pl.col("units", "buyers").fill_null(0.0))
            .with_columns(
                pl.lit(launch.code).alias("code"),
                pl.lit(launch.name).alias("name"),
                pl.col("units").cum_sum().alias("total_units"),
                pl.col("buyers").cum_sum().alias("total_buyers"),
            )
            .select(pl.col(name).cast(kind) for name, kind in CURVES.items())
        )
    return pl.concat(frames) if frames else pl.DataFrame(schema=CURVES)


def at_age(
    table: pl.DataFrame, launch: Launch, launches: Sequence[Launch], count: Count = "units"
) -> AtAge:
    """The launch against the one before it, at the age of the younger."""
    own = _days(table, launch.code, count)
    if refusal := _refusal(launch, own):
        return AtAge(None, None, None, None, UNMEASURED, refusal)
    age, total = len(own) - 1, float(own.sum())
    earlier = _earlier(table, launch, launches)
    if not earlier:
        refusal = Refusal("no_earlier", 0, 1)
        return AtAge(None, age, total, None, UNMEASURED, refusal)
    last = earlier[0]
    other = _days(table, last.code, count)
    age = min(age, len(other) - 1)
    pair = own[: age + 1], other[: age + 1]
    total, other_total = (float(series.sum()) for series in pair)
    ratio = ratio_at_age(*pair)
    value, low, high = (
        None if end is None else end - 1 for end in (ratio.value, ratio.low, ratio.high)
    )
    ahead = Estimate(value, low, high, ratio.n)
    refusal = None
    if ratio.value is None or min(total, other_total) < LEAST_UNITS:
        refusal = Refusal("few_units", min(total, other_total), LEAST_UNITS)
    elif age + 1 < LEAST_DAYS:
        refusal = Refusal("few_days", age + 1, LEAST_DAYS)
    if refusal is not None:
        ahead = Estimate(ahead.value, None, None, ahead.n)
    return AtAge(last.name, age, total, other_total, ahead, refusal)


def usual(
    table: pl.DataFrame, launch: Launch, launches: Sequence[Launch], count: Count = "units"
) -> Usual:
    """What earlier launches had come to at the age of this one; refused under four of them."""
    own = _days(table, launch.code, count)
    totals = [
        float(days[: len(own)].sum())
        for earlier in _earlier(table, launch, launches)
        for days in [_days(table, earlier.code, count)]
        if len(days) >= len(own)
    ]
    if len(totals) < LEAST_EARLIER or not len(own):
        refusal = Refusal("few_launches", len(totals), LEAST_EARLIER)
        return Usual(len(totals), None, None, None, None, refusal)
    rank = 1 + sum(total > float(own.sum()) for total in totals)
    return Usual(len(totals), min(totals), float(np.median(totals)), max(totals), rank)


def usual_band(
    table: pl.DataFrame, launch: Launch, launches: Sequence[Launch], count: Count = "units"
) -> pl.DataFrame:
    """One row per age: low, middle and high of the totals of earlier launches that were watched
    for so long; ages with fewer than four of them are left out."""
    codes = [earlier.code for earlier in _earlier(table, launch, launches)]
    total = pl.col(f"total_{count}")
    return (
        table.filter(pl.col("code").is_in(codes))
        .group_by("age")
        .agg(n=pl.len(), low=total.min(), middle=total.median(), high=total.max())
        .filter(pl.col("n") >= LEAST_EARLIER)
        .sort("age")
    )


def _days(table: pl.DataFrame, code: str, count: Count) -> Numbers:
    own: Numbers = table.filter(code=code)[count].to_numpy()
    return own


def _earlier(table: pl.DataFrame, launch: Launch, launches: Sequence[Launch]) -> list[Launch]:
    """Launches that began before this one and sold, the latest first."""
    sold = set(table.filter(pl.col("total_units") > 0)["code"])
    return sorted(
        (
            other
            for other in launches
            if other.day_zero
            and launch.day_zero
            and other.day_zero < launch.day_zero
            and other.code in sold
        ),
        key=lambda other: (other.day_zero, other.code),
        reverse=True,
    )


def _refusal(launch: Launch, own: Numbers) -> Refusal | None:
    if launch.state == "undated":
        return Refusal("no_day_zero")
    if launch.state == "to_come":
        return Refusal("to_come")
    return Refusal("not_sold") if launch.item is None or not own.sum() > 0 else None
