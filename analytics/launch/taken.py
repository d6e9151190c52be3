"""What a new product took from older ones of its category, by products that were left alone."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from analytics.launch.base import (
    HORIZON,
    LEAST_CONTROLS,
    LEAST_EXPECTED,
    LEAST_POST,
    LEAST_PRE,
    MOST_POST,
    MOST_PRE,
    Refusal,
)
from analytics.launch.launches import overlap
from analytics.stats import counts, placebo
from analytics.stats.intervals import UNMEASURED, Estimate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from analytics.launch.launches import Launch

    Numbers = NDArray[np.float64]

WEEK = timedelta(days=7)
PRACTICALLY_NONE = 0.1
"""A tenth of the new units: less than that is no reason to do anything otherwise."""
FOLD_HISTORY = 2
"""A made-up day zero takes so many times its weeks before it, or its own past hides an effect."""
LIKENESS = 0.3
"""How far products of a category are reckoned to move as one: a sum of them is then worth fewer
than there are."""
RARE = 0.2
"""A change is no placebo's where so few of them, or none, are as large."""
YEAR_WEEKS = 52.1775
Certainty = Literal["clear", "practically_none", "cannot_tell"]
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
class Taken:
    """`share`: units that older products sold less than expected, over the new product's units of
    the same weeks (0.26: a quarter of what is sold anew came from there; negative: older ones
    gained); `units`: the same in units; `effect`: by which share the older products' units differ
    from what was expected; `rank` and `chance` as `stats.placebo` has them, of `controls`;
    `new_units` and `weeks` after day zero; `older` products, and those left out as too young;
    `whole`: by which factor all units of the category, the new product in, changed at day zero
    (an interrupted series of weeks)."""

    share: Estimate
    units: Estimate
    effect: Estimate
    certainty: Certainty
    rank: int | None
    chance: float | None
    controls: int
    older: int
    young: int
    new_units: float
    weeks: int
    rows: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=WEEKS), compare=False)
    placebos: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema=PLACEBOS), compare=False
    )
    whole: Estimate = UNMEASURED
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Panel:
    """Units by product and week: `names`, one row of `units` a product, one column a week;
    `start`: the place of the first whole week that begins on or after day zero. The week in which
    day zero lies is left out where it is no Monday."""

    names: Sequence[str]
    units: Numbers
    weeks: Sequence[date]
    start: int


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

    Expected units = those before day zero x the mean growth of controls: products of other
    categories that sold before the first week read, at five units a week or more, and whose
    category had no launch meanwhile. It is difference in differences of ln units of the whole
    weeks before (12 to 26) and after (4 to 13). Of shops simulated without any launch effect, with
    seasons, drifts and restless weeks, 3 to 6 in 100 were called clear
    (`python -m tests.bench.launch_rates`).
    """
    if refusal := _unready(launch):
        return _refused(refusal)
    assert launch.day_zero is not None
    rivals = [
        other.name
        for other in launches
        if overlap(launch, other, HORIZON)
        and other.state == "past"
        and other.day_zero is not None
        and other.day_zero >= launch.day_zero
    ]
    if rivals:
        return _refused(Refusal("overlap", len(rivals), 0))
    weeks, start, refusal = _weeks(rows, launch.day_zero)
    if refusal is not None:
        return _refused(refusal)
    begin = max(start - MOST_PRE, 0)
    old_from, touched = weeks[begin], _touched(launches, weeks[begin], weeks[-1])
    own = rows.filter(category=launch.category)
    older = own.filter((pl.col("item") != launch.item) & (pl.col("sold_from") <= old_from))
    young = own.filter((pl.col("item") != launch.item) & (pl.col("sold_from") > old_from))
    others = rows.filter(
        pl.col("category").is_not_null()
        & ~pl.col("category").is_in([launch.category, *touched])
        & (pl.col("sold_from") <= old_from)
    )
    treated, controls = panel(older, weeks, start), panel(others, weeks, start)
    new_units = float(_series(own.filter(item=launch.item), weeks)[start:].sum())
    say(0.2)
    counted = {
        "older": len(treated.names),
        "young": young["item"].n_unique(),
        "new_units": new_units,
        "weeks": len(weeks) - start,
    }
    if not treated.names:
        return _refused(Refusal("no_older", 0, 1), **counted)
    alone = _sold_enough(controls, begin)
    counted["controls"] = len(alone.names)
    if len(alone.names) < LEAST_CONTROLS:
        return _refused(Refusal("few_controls", len(alone.names), LEAST_CONTROLS), **counted)
    total = treated.units.sum(axis=0)
    if total[begin:start].mean() < LEAST_EXPECTED:
        refusal = Refusal("small_counts", float(total[begin:start].mean()), LEAST_EXPECTED)
        return _refused(refusal, **counted)
    if not new_units > 0:
        return _refused(Refusal("not_sold"), **counted)
    answer = _answer(treated, alone, begin, launch, counted)
    say(0.6)
    in_time = _in_time(treated, alone, say)
    new = _series(own.filter(item=launch.item), weeks)
    drawn = answer["rows"].with_columns(new_units=pl.Series(new[begin:]))  # type: ignore[attr-defined]
    return Taken(
        **answer | {"placebos": pl.concat([answer["placebos"], in_time]), "rows": drawn},  # type: ignore[arg-type, list-item]
        whole=_whole(total + new + panel(young, weeks, start).units.sum(axis=0), begin, start),
    )


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
    blocks = [table.units[:, at - 4 : at].sum(axis=1) for at in range(start, begin + 3, -4)]
    logs: Numbers = np.log(np.stack(blocks, axis=1) + 0.5)
    return logs


def held_against(
    one: Panel, controls: Panel, begin: int, start: int, stop: int | None = None, parts: float = 1.0
) -> placebo.Difference:
    """The growth of one row against that of the controls whose course before was nearest: half of
    them, and at least 8."""
    most = max(LEAST_CONTROLS, math.ceil(len(controls.names) / 2))
    return placebo.matched(
        float(growth(one, begin, start, stop)[0]),
        growth(controls, begin, start, stop),
        course(one, begin, start)[0],
        course(controls, begin, start),
        most,
        parts,
    )


def panel(rows: pl.DataFrame, weeks: Sequence[date], start: int) -> Panel:
    """Rows of `launch/weeks` as a table of the weeks given; 0 where nothing was sold."""
    parts = rows.partition_by("item", as_dict=True, maintain_order=True)
    names = [str(key[0]) for key in parts]
    table = np.array([_series(part, weeks) for part in parts.values()])
    return Panel(names, table.reshape(len(names), len(weeks)), weeks, start)


def certainty_of(share: Estimate, rank: int, chance: float) -> Certainty:
    """Clear where the limits leave out zero and hardly a control looks so by itself, practically
    none where the limits stay within a tenth of the new units either way."""
    if share.low is None or share.high is None:
        return "cannot_tell"
    if -PRACTICALLY_NONE <= share.low and share.high <= PRACTICALLY_NONE:
        return "practically_none"
    is_rare = rank == 1 or chance <= RARE
    return "clear" if is_rare and (share.low > 0 or share.high < 0) else "cannot_tell"


def _answer(
    treated: Panel, controls: Panel, begin: int, launch: Launch, counted: dict[str, object]
) -> dict[str, object]:
    start = treated.start
    before = treated.units[:, begin:start].sum(axis=1)
    total = treated.units.sum(axis=0)
    even = float((before**2).sum() / before.sum() ** 2)
    parts = 1 / (even + LIKENESS * (1 - even))
    one = Panel(["older"], total[None, :], treated.weeks, start)
    own = float(growth(one, begin, start)[0])
    gap = held_against(one, controls, begin, start, parts=parts)
    actual, new_units = float(total[start:].sum()), float(counted["new_units"])  # type: ignore[arg-type]
    low, high = gap.estimate.low, gap.estimate.high
    effect = _estimate([math.expm1(end) for end in _ends(gap.estimate)], gap.estimate.n)
    lost = [actual * math.expm1(-end) for end in _ends(gap.estimate)]
    units = _estimate([lost[0], *reversed(lost[1:])], gap.estimate.n)
    share = _estimate([end / new_units for end in _ends(units)], gap.estimate.n)
    places = list(gap.places)
    near = Panel([controls.names[at] for at in places], controls.units[places], one.weeks, start)
    usual = own - (gap.estimate.value or 0.0)
    frame = _drawn(one, near, begin, usual, low, high, own)
    return {
        **counted,
        "share": share,
        "units": units,
        "effect": effect,
        "certainty": certainty_of(share, gap.rank, gap.chance),
        "rank": gap.rank,
        "chance": gap.chance,
        "rows": frame,
        "placebos": _in_space(controls, gap),
    }


def _drawn(
    one: Panel,
    controls: Panel,
    begin: int,
    usual: float,
    low: float | None,
    high: float | None,
    own: float,
) -> pl.DataFrame:
    """Week by week: the controls' mean course, at the level of the older products before day zero;
    after it the sum is what was expected."""
    start = one.start
    before = controls.units[:, begin:start].mean(axis=1, keepdims=True)
    course = (controls.units / before).mean(axis=0)
    level = float(one.units[0, begin:start].mean())
    expected = course * level
    after = expected[start:]
    after *= level * math.exp(usual) * len(after) / after.sum()
    value = own - usual
    ends = [
        None
        if end is None
        else np.where(np.arange(len(expected)) >= start, expected * math.exp(value - end), np.nan)
        for end in (high, low)
    ]
    frame = pl.DataFrame(
        {
            "week_on": list(one.weeks),
            "actual": one.units[0],
            "expected": expected,
            "low": ends[0],
            "high": ends[1],
            "new_units": np.zeros(len(expected)),
        },
        schema=WEEKS,
        nan_to_null=True,
    )
    return frame.slice(begin)


def _in_space(controls: Panel, gap: placebo.Difference) -> pl.DataFrame:
    names = list(controls.names)
    effects = np.expm1(gap.placebos)
    columns = {"kind": ["space"] * len(names), "label": names, "effect": effects}
    return pl.DataFrame(columns, schema=PLACEBOS)


def _in_time(treated: Panel, controls: Panel, say: Callable[[float], None]) -> pl.DataFrame:
    """The older products at made-up days before the true one, as many weeks after them as the
    launch has been watched, at most 8, and twice as many before."""
    fold = min(len(treated.weeks) - treated.start, 8)
    total = treated.units.sum(axis=0)[None, :]
    one = Panel(["older"], total, treated.weeks, treated.start)
    places = range(treated.start - fold, FOLD_HISTORY * fold - 1, -fold)
    rows = []
    for place in places:
        begin = place - FOLD_HISTORY * fold
        gap = held_against(one, controls, begin, place, place + fold)
        effect = math.expm1(gap.estimate.value or 0.0)
        rows.append(("time", treated.weeks[place].isoformat(), effect))
        say(0.6 + 0.4 * len(rows) / len(places))
    return pl.DataFrame(rows, schema=PLACEBOS, orient="row")


def _whole(total: Numbers, begin: int, start: int) -> Estimate:
    """The whole category at day zero: an interrupted series, with the season where a year of weeks
    goes before."""
    first = max(start - 2 * 52, 0)
    harmonics = 1 if start - first >= YEAR_WEEKS else 0
    series = total[first if harmonics else begin :]
    place = start - (first if harmonics else begin)
    if series[:place].mean() < LEAST_EXPECTED:
        return UNMEASURED
    fit = counts.interrupted(series, place, harmonics=harmonics, period=YEAR_WEEKS)
    return fit.ratio(1, is_lasting=True)


def _weeks(rows: pl.DataFrame, day_zero: date) -> tuple[list[date], int, Refusal | None]:
    """The whole weeks read, without the one in which day zero lies, and the place of the first
    after it."""
    if rows.is_empty():
        return [], 0, Refusal("few_pre_weeks", 0, LEAST_PRE)
    first, last = rows["week_on"].min(), rows["week_on"].max()
    count = (last - first).days // 7 + 1  # type: ignore[operator]
    mondays = [first + place * WEEK for place in range(count)]  # type: ignore[operator]
    weeks = [on for on in mondays if on + WEEK <= day_zero or on >= day_zero]
    start = sum(on < day_zero for on in weeks)
    weeks = weeks[: start + MOST_POST]
    post = len(weeks) - start
    if start < LEAST_PRE:
        return weeks, start, Refusal("few_pre_weeks", start, LEAST_PRE)
    if post < LEAST_POST:
        return weeks, start, Refusal("few_post_weeks", post, LEAST_POST)
    return weeks, start, None


def _sold_enough(table: Panel, begin: int) -> Panel:
    """Products expected to sell five units a week and on sale to the end."""
    before = table.units[:, begin : table.start].mean(axis=1)
    is_on_sale = table.units[:, table.start :].sum(axis=1) > 0
    places = np.nonzero((before >= LEAST_EXPECTED) & is_on_sale)[0]
    return Panel([table.names[at] for at in places], table.units[places], table.weeks, table.start)


def _touched(launches: Sequence[Launch], first: date, last: date) -> list[str]:
    """Categories with a launch in the weeks read: their older products may have lost to it."""
    return [
        launch.category
        for launch in launches
        if launch.category and launch.day_zero and first <= launch.day_zero <= last + WEEK
    ]


def _series(rows: pl.DataFrame, weeks: Sequence[date]) -> Numbers:
    by_week = dict(rows.group_by("week_on").agg(pl.col("units").sum()).iter_rows())
    return np.array([float(by_week.get(on, 0.0)) for on in weeks])


def _unready(launch: Launch) -> Refusal | None:
    if launch.state != "past":
        return Refusal("to_come" if launch.state == "to_come" else "no_day_zero")
    if launch.item is None:
        return Refusal("not_sold")
    return Refusal("no_category") if launch.category is None else None


def _refused(refusal: Refusal, **counted: object) -> Taken:
    facts = {"controls": 0, "older": 0, "young": 0, "new_units": 0.0, "weeks": 0} | counted
    none = UNMEASURED
    return Taken(none, none, none, "cannot_tell", None, None, **facts, refusal=refusal)  # type: ignore[arg-type]


def _ends(estimate: Estimate) -> list[float]:
    """Value, low and high, the limits where there are any."""
    return [end for end in (estimate.value, estimate.low, estimate.high) if end is not None]


def _estimate(ends: Sequence[float], n: int) -> Estimate:
    low, high = (ends[1], ends[2]) if len(ends) > 1 else (None, None)
    return Estimate(ends[0], low, high, n)
