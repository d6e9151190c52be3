"""What a new product took from older ones of its category, by products that were left alone."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from analytics.launch.base import (
    HORIZON,
    LEAST_CONTROLS,
    LEAST_EXPECTED,
    MOST_POST,
    MOST_PRE,
    Refusal,
)
from analytics.launch.launches import overlap
from analytics.launch.panel import (
    WEEK,
    held_against,
    panel,
    series,
    sold_enough,
    weeks_around,
)
from analytics.launch.sides import FOLD_HISTORY, PLACEBOS, WEEKS, Sides, drawn, placebos, whole
from analytics.stats.intervals import UNMEASURED, Estimate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from analytics.launch.launches import Launch

    Numbers = NDArray[np.float64]

PRACTICALLY_NONE = 0.1
"""A tenth of the new units: less than that is no reason to do anything otherwise."""
LIKENESS = 0.3
"""How far products of a category are reckoned to move as one: a sum of them is then worth fewer
than there are."""
RARE = 0.2
"""A change is no placebo's where so few of them, or none, are as large."""
Certainty = Literal["clear", "practically_none", "cannot_tell"]


def _no_weeks() -> pl.DataFrame:
    return pl.DataFrame(schema=WEEKS)


def _no_placebos() -> pl.DataFrame:
    return pl.DataFrame(schema=PLACEBOS)


@dataclass(frozen=True)
class Taken:
    """`share`: units that older products sold less than expected, over the new product's units of
    the same weeks (0.26: a quarter of what is sold anew came from there; negative: older ones
    gained); `units`: the same in units; `effect`: by which share the older products' units differ
    from what was expected; `rank` and `chance` as `stats.placebo` has them, of `controls`;
    `new_units` and `weeks` after day zero; `older` products, and those left out as too young;
    `whole`: by which factor all units of the category, the new product in, changed at day zero
    (an interrupted series of weeks)."""

    share: Estimate = UNMEASURED
    units: Estimate = UNMEASURED
    effect: Estimate = UNMEASURED
    certainty: Certainty = "cannot_tell"
    rank: int | None = None
    chance: float | None = None
    controls: int = 0
    older: int = 0
    young: int = 0
    new_units: float = 0.0
    weeks: int = 0
    rows: pl.DataFrame = field(default_factory=_no_weeks, compare=False)
    placebos: pl.DataFrame = field(default_factory=_no_placebos, compare=False)
    whole: Estimate = UNMEASURED
    refusal: Refusal | None = None


def window(day_zero: date) -> tuple[date, date]:
    """The Mondays between which weeks are read: as much before day zero as made-up ones take."""
    first = day_zero - timedelta(days=day_zero.weekday())
    return first - (MOST_PRE + FOLD_HISTORY * MOST_POST) * WEEK, first + (MOST_POST + 1) * WEEK


def taken(
    rows: pl.DataFrame,
    launch: Launch,
    launches: Sequence[Launch],
    say: Callable[[float], None] = lambda _: None,
) -> Taken:
    """The answer from rows of `launch/weeks`; `say` is told how far it is (0-1).

    Expected units = those before day zero x the mean growth of products left alone: of other
    categories without a launch meanwhile, on sale since the first week before, at five units a
    week or more, and of these the half, at least 8, with the course before that is nearest. It is
    difference in differences of ln units of the whole weeks before (12 to 26) and after (4 to 13).

    Of 150 simulated shops a line (`python -m tests.bench.launch_rates`) without any launch effect
    1 to 4 in 100 were called clear, 8 where all products of a category drift as one. Half of the
    new units taken was clear in 77 of 100 quiet shops and in 2 to 33 of restless ones; the limits
    held it 92 to 100 times.
    """
    if refusal := _unready(launch, launches):
        return Taken(refusal=refusal)
    assert launch.day_zero is not None
    weeks, start, refusal = weeks_around(rows, launch.day_zero)
    if refusal is not None:
        return Taken(refusal=refusal)
    sides = _sides(rows, launch, launches, weeks, start)
    say(0.2)
    if refusal := _lacking(sides):
        return _known(sides, refusal)
    answer = _answer(sides)
    say(0.6)
    return answer


def certainty_of(share: Estimate, rank: int, chance: float) -> Certainty:
    """Clear where the limits leave out zero and hardly a control looks so by itself, practically
    none where the limits stay within a tenth of the new units either way."""
    if share.low is None or share.high is None:
        return "cannot_tell"
    if share.low >= -PRACTICALLY_NONE and share.high <= PRACTICALLY_NONE:
        return "practically_none"
    is_rare = rank == 1 or chance <= RARE
    return "clear" if is_rare and (share.low > 0 or share.high < 0) else "cannot_tell"


def _sides(
    rows: pl.DataFrame,
    launch: Launch,
    launches: Sequence[Launch],
    weeks: Sequence[date],
    start: int,
) -> Sides:
    begin = max(start - MOST_PRE, 0)
    is_own = pl.col("category") == launch.category
    is_new, is_old = pl.col("item") == launch.item, pl.col("sold_from") <= weeks[begin]
    touched = _touched(launches, weeks[begin], weeks[-1])
    is_alone = pl.col("category").is_not_null() & ~pl.col("category").is_in(touched)
    older, young, others = (
        panel(rows.filter(part), weeks, start)
        for part in (
            is_own & ~is_new & is_old,
            is_own & ~is_new & ~is_old,
            ~is_own & is_old & is_alone,
        )
    )
    new = series(rows.filter(is_new), weeks)
    return Sides(older, young, sold_enough(others, begin), new, begin)


def _known(sides: Sides, refusal: Refusal | None) -> Taken:
    """What is counted before there is an answer."""
    return Taken(
        controls=len(sides.alone.names),
        older=len(sides.older.names),
        young=len(sides.young.names),
        new_units=sides.new_units,
        weeks=len(sides.older.weeks) - sides.start,
        refusal=refusal,
    )


def _lacking(sides: Sides) -> Refusal | None:
    if not sides.older.names:
        return Refusal("no_older", 0, 1)
    if len(sides.alone.names) < LEAST_CONTROLS:
        return Refusal("few_controls", len(sides.alone.names), LEAST_CONTROLS)
    before = float(sides.one.units[0, sides.begin : sides.start].mean())
    if before < LEAST_EXPECTED:
        return Refusal("small_counts", before, LEAST_EXPECTED)
    return None if sides.new_units > 0 else Refusal("not_sold")


def _answer(sides: Sides) -> Taken:
    before = sides.older.units[:, sides.begin : sides.start].sum(axis=1)
    even = float((before**2).sum() / before.sum() ** 2)
    parts = 1 / (even + LIKENESS * (1 - even))
    gap = held_against(sides.one, sides.alone, (sides.begin, sides.start, None), parts)
    actual = float(sides.one.units[0, sides.start :].sum())
    units = _turned(gap.estimate, lambda end: actual * math.expm1(-end))
    share = _turned(units, lambda end: end / sides.new_units, is_falling=False)
    return replace(
        _known(sides, None),
        share=share,
        units=units,
        effect=_turned(gap.estimate, math.expm1, is_falling=False),
        certainty=certainty_of(share, gap.rank, gap.chance),
        rank=gap.rank,
        chance=gap.chance,
        rows=drawn(sides, gap),
        placebos=placebos(sides, gap),
        whole=whole(sides),
    )


def _touched(launches: Sequence[Launch], first: date, last: date) -> list[str]:
    """Categories with a launch in the weeks read: their older products may have lost to it."""
    return [
        launch.category
        for launch in launches
        if launch.category and launch.day_zero and first <= launch.day_zero <= last + WEEK
    ]


def _unready(launch: Launch, launches: Sequence[Launch]) -> Refusal | None:
    if launch.state != "past" or launch.day_zero is None:
        return Refusal("to_come" if launch.state == "to_come" else "no_day_zero")
    if launch.item is None:
        return Refusal("not_sold")
    if launch.category is None:
        return Refusal("no_category")
    later = [
        other
        for other in launches
        if other.state == "past"
        and other.day_zero is not None
        and other.day_zero >= launch.day_zero
        and overlap(launch, other, HORIZON)
    ]
    return Refusal("overlap", len(later), 0) if later else None


def _turned(
    estimate: Estimate, turn: Callable[[float], float], *, is_falling: bool = True
) -> Estimate:
    """An estimate on another scale; `is_falling`: what is more on the one is less on the other."""
    value, low, high = (
        None if end is None else turn(end) for end in (estimate.value, estimate.low, estimate.high)
    )
    return Estimate(value, *((high, low) if is_falling else (low, high)), estimate.n)
