"""Older products beside those left alone, week by week: what was expected, and how much changes
where nothing was launched."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.launch.panel import Panel, growth, held_against
from analytics.stats import counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.stats.intervals import Estimate
    from analytics.stats.placebo import Difference

    Numbers = NDArray[np.float64]

MOST_FOLD, FOLD_HISTORY = 8, 2
"""Weeks that a made-up day zero is followed for, and how many times as many go before it: with
less its own past would hide an effect."""
YEAR_WEEKS, MOST_SERIES = 52.1775, 104
WEEKS = {
    "week_on": pl.Date,
    "actual": pl.Float64,
    "expected": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "new_units": pl.Float64,
}
"""One row per whole week: units of the older products, what products left alone would have had
them be (with limits, after day zero alone), and units of the new one."""
PLACEBOS = {"kind": pl.String, "label": pl.String, "effect": pl.Float64}
"""One row per change that is none of the launch's: `kind` space (a control as if it had been
launched beside) or time (the older products at a made-up day zero); `effect` by which share units
differ from what was expected."""


@dataclass(frozen=True)
class Sides:
    """Older products, those too young to have a past, products left alone that sell enough, and
    the new one week by week; `begin`: the place of the first week that counts as before."""

    older: Panel
    young: Panel
    alone: Panel
    new: Numbers
    begin: int

    @property
    def start(self) -> int:
        """The place of the first week after day zero."""
        return self.older.start

    @property
    def one(self) -> Panel:
        """All older products as one."""
        total = self.older.units.sum(axis=0, keepdims=True)
        return Panel(["older"], total, self.older.weeks, self.start)

    @property
    def new_units(self) -> float:
        """Units of the new product in the weeks after."""
        return float(self.new[self.start :].sum())


def drawn(sides: Sides, gap: Difference) -> pl.DataFrame:
    """Week by week: the mean course of the controls, at the level of the older products before day
    zero; after it the sum is what was expected."""
    one, begin, start = sides.one, sides.begin, sides.start
    near = sides.alone.units[list(gap.places)]
    course = (near / near[:, begin:start].mean(axis=1, keepdims=True)).mean(axis=0)
    level, value = float(one.units[0, begin:start].mean()), gap.estimate.value or 0.0
    expected = course * level
    after = expected[start:]
    usual = math.exp(float(growth(one, begin, start)[0]) - value)
    after *= level * usual * len(after) / after.sum()
    is_after = np.arange(len(expected)) >= start
    low, high = (
        np.where(is_after, expected * math.exp(value - (math.nan if end is None else end)), np.nan)
        for end in (gap.estimate.high, gap.estimate.low)
    )
    columns = (list(one.weeks), one.units[0], expected, low, high, sides.new)
    frame = pl.DataFrame(dict(zip(WEEKS, columns, strict=True)), schema=WEEKS, nan_to_null=True)
    return frame.slice(begin)


def placebos(sides: Sides, gap: Difference) -> pl.DataFrame:
    """Each control as if launched beside, and the older products at made-up days before the true
    one."""
    effects = np.expm1(gap.placebos).tolist()
    rows = [
        ("space", name, effect) for name, effect in zip(sides.alone.names, effects, strict=True)
    ]
    one, start = sides.one, sides.start
    fold = min(len(one.weeks) - start, MOST_FOLD)
    for place in range(start - fold, FOLD_HISTORY * fold - 1, -fold):
        made_up = held_against(one, sides.alone, (place - FOLD_HISTORY * fold, place, place + fold))
        effect = math.expm1(made_up.estimate.value or 0.0)
        rows.append(("time", one.weeks[place].isoformat(), effect))
    return pl.DataFrame(rows, schema=PLACEBOS, orient="row")


def whole(sides: Sides) -> Estimate:
    """The whole category at day zero, with the season where a year of weeks goes before."""
    total = sides.one.units[0] + sides.young.units.sum(axis=0) + sides.new
    harmonics = 1 if sides.start >= YEAR_WEEKS else 0
    first = max(sides.start - MOST_SERIES, 0) if harmonics else sides.begin
    fit = counts.interrupted(
        total[first:], sides.start - first, harmonics=harmonics, period=YEAR_WEEKS
    )
    return fit.ratio(1, is_lasting=True)
