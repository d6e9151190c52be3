"""Products by whole weeks around a day zero, and their growth across it against each other's."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import numpy as np
import polars as pl

from analytics.launch.base import (
    LEAST_CONTROLS,
    LEAST_EXPECTED,
    LEAST_POST,
    LEAST_PRE,
    MOST_POST,
    Refusal,
)
from analytics.stats import placebo

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

WEEK = timedelta(days=7)
BLOCK = 4
"""Weeks that a course before day zero is told by at once, so that chance is small in it."""


@dataclass(frozen=True)
class Panel:
    """Units by product and week: `names`, one row of `units` a product, one column a week;
    `start`: the place of the first whole week that begins on or after day zero. The week in which
    day zero lies is left out where it is no Monday."""

    names: Sequence[str]
    units: Numbers
    weeks: Sequence[date]
    start: int


def weeks_around(rows: pl.DataFrame, day_zero: date) -> tuple[list[date], int, Refusal | None]:
    """The whole weeks read, without the one in which day zero lies, and the place of the first
    after it."""
    if rows.is_empty():
        return [], 0, Refusal("few_pre_weeks", 0, LEAST_PRE)
    first, last = cast("tuple[date, date]", (rows["week_on"].min(), rows["week_on"].max()))
    mondays = [first + place * WEEK for place in range((last - first).days // 7 + 1)]
    weeks = [on for on in mondays if on + WEEK <= day_zero or on >= day_zero]
    start = sum(on < day_zero for on in weeks)
    weeks = weeks[: start + MOST_POST]
    post = len(weeks) - start
    if start < LEAST_PRE:
        return weeks, start, Refusal("few_pre_weeks", start, LEAST_PRE)
    if post < LEAST_POST:
        return weeks, start, Refusal("few_post_weeks", post, LEAST_POST)
    return weeks, start, None


def growth(table: Panel, begin: int, start: int, stop: int | None = None) -> Numbers:
    """ln of the mean units of the weeks from `start` to `stop` over those from `begin` to
    `start`, of each product; half a unit is added to both sums, so that none is without a
    logarithm."""
    before, after = table.units[:, begin:start], table.units[:, start:stop]
    ratio = (after.sum(axis=1) + 0.5) / after.shape[1] * before.shape[1]
    logs: Numbers = np.log(ratio / (before.sum(axis=1) + 0.5))
    return logs


def course(table: Panel, begin: int, start: int) -> Numbers:
    """ln of the units of each stretch of four weeks before `start`, of each product."""
    blocks = [
        table.units[:, at - BLOCK : at].sum(axis=1)
        for at in range(start, begin + BLOCK - 1, -BLOCK)
    ]
    logs: Numbers = np.log(np.stack(blocks, axis=1) + 0.5)
    return logs


def held_against(
    one: Panel, controls: Panel, span: tuple[int, int, int | None], parts: float = 1.0
) -> placebo.Difference:
    """The growth of one row against that of the controls whose course before was nearest: half of
    them, and at least 8. `span`: the places where before begins, where after does, and its end."""
    begin, start, stop = span
    most = max(LEAST_CONTROLS, math.ceil(len(controls.names) / 2))
    return placebo.matched(
        float(growth(one, begin, start, stop)[0]),
        growth(controls, begin, start, stop),
        course(one, begin, start)[0],
        course(controls, begin, start),
        most=most,
        parts=parts,
    )


def panel(rows: pl.DataFrame, weeks: Sequence[date], start: int) -> Panel:
    """Rows of `launch/weeks` as a table of the weeks given; 0 where nothing was sold."""
    parts = rows.partition_by("item", as_dict=True, maintain_order=True)
    names = [str(key[0]) for key in parts]
    table = np.array([series(part, weeks) for part in parts.values()])
    return Panel(names, table.reshape(len(names), len(weeks)), weeks, start)


def sold_enough(table: Panel, begin: int) -> Panel:
    """Products expected to sell five units a week and on sale to the end."""
    before = table.units[:, begin : table.start].mean(axis=1)
    is_on_sale = table.units[:, table.start :].sum(axis=1) > 0
    places = np.nonzero((before >= LEAST_EXPECTED) & is_on_sale)[0].tolist()
    return Panel([table.names[at] for at in places], table.units[places], table.weeks, table.start)


def series(rows: pl.DataFrame, weeks: Sequence[date]) -> Numbers:
    """Units of the weeks given, all products of the rows together; 0 where nothing was sold."""
    by_week = dict(rows.group_by("week_on").agg(pl.col("units").sum()).iter_rows())
    return np.array([float(by_week.get(on, 0.0)) for on in weeks])
