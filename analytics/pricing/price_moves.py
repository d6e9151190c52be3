"""What happened when prices moved: units and margin before and after, against alike products."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.pricing.base import LEAST_CONTROLS, Refusal
from analytics.pricing.weeks import WINDOW, PriceMove, ProductWeeks
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.stats.quantiles import student_t

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.intp]

MOST_CONTROLS = 30
LEAST_UNITS = 5.0
"""Units before, below which nothing is compared: chance alone would decide."""
MOST_APART = math.log(8)
"""Controls sell at most so many times more or less, as a logarithm."""


@dataclass(frozen=True)
class MoveEffect:
    """A move of a regular price and what followed in the weeks after it, against alike products
    whose price stood still.

    `weeks_before` and `weeks_after` count its deal-free weeks. `units` and `margin` are changes
    (-0.1 = a tenth less) with 95 % limits, n the alike products;
    `placebo` the share of them that, taken for the changed one, moved as much or more, the changed
    one counted in. `implied` is the elasticity that the values alone imply. A refusal stands in
    place of all of them.
    """

    item: str
    product: str
    week_on: date
    before: float
    after: float
    weeks_before: int
    weeks_after: int
    units_before: float
    units_after: float
    units: Estimate
    margin: Estimate
    placebo: float | None
    implied: float | None
    refusal: Refusal | None = None


def move_effects(table: ProductWeeks) -> list[MoveEffect]:
    """Every move of a regular price, latest first: difference in differences on ln units a week.

    Alike are products on sale through both sides whose own price did not move within them, of the
    same category where enough are, with units nearest before, at most 30. Their changes are what
    chance does to a product alike, so the limits are those of one more draw (Student's t, with
    the spread of the changes and of their mean), and no matter how few weeks there are. Deal weeks
    are left out, each product's own. Of 120 simulated shops a line, with 20 or 60 products, 94 to
    96 intervals in 100 held the truth (`python -m tests.bench.price_coverage`).
    """
    every = table.moves
    moved = np.zeros(table.units.shape, dtype=bool)
    for move in every:
        moved[move.product, move.week] = True
    effects = [_effect(table, move, moved) for move in every]
    return sorted(effects, key=lambda effect: (effect.week_on, effect.item), reverse=True)


def _effect(table: ProductWeeks, move: PriceMove, moved: NDArray[np.bool_]) -> MoveEffect:
    start, stop = max(move.week - WINDOW, 0), min(move.week + WINDOW, table.units.shape[1])
    is_used = table.on_sale[move.product]
    before = np.flatnonzero(is_used[start : move.week]) + start
    after = np.flatnonzero(is_used[move.week : stop]) + move.week
    own = _means(table, np.array([move.product]), before, after)[0]
    free = [int((~table.is_deal[move.product, weeks]).sum()) for weeks in (before, after)]
    refusal = None
    units, margin, placebo = UNMEASURED, UNMEASURED, None
    controls = _controls(table, move, moved, before, after)
    if own[0] * free[0] < LEAST_UNITS or own[1] <= 0:
        refusal = Refusal("few_sales", float(own[0] * free[0]), LEAST_UNITS)
    elif len(controls) < LEAST_CONTROLS:
        refusal = Refusal("few_controls", len(controls), LEAST_CONTROLS)
    else:
        others = _means(table, controls, before, after)
        changes = np.log(others[:, 1] / others[:, 0])
        log_change, reach = _against(math.log(own[1] / own[0]), changes)
        units = _as_share(log_change, reach, len(controls), 1.0)
        margin = _margin(table, move, log_change, reach, len(controls))
        placebo = _placebo(log_change, changes)
    implied = None
    if units.value is not None:
        implied = math.log1p(units.value) / math.log(move.after / move.before)
    return MoveEffect(
        item=table.items[move.product],
        product=table.products[move.product],
        week_on=table.weeks[move.week],
        before=move.before,
        after=move.after,
        weeks_before=free[0],
        weeks_after=free[1],
        units_before=float(own[0]),
        units_after=float(own[1]),
        units=units,
        margin=margin,
        placebo=placebo,
        implied=implied,
        refusal=refusal,
    )


def _means(table: ProductWeeks, products: Places, before: Places, after: Places) -> Numbers:
    """Units a week before and after, deal weeks aside, one row per product; 0 of no weeks."""
    sides = []
    for weeks in (before, after):
        cells = np.ix_(products, weeks)
        is_free = ~table.is_deal[cells]
        sold = (table.units[cells] * is_free).sum(axis=1)
        sides.append(sold / np.maximum(is_free.sum(axis=1), 1))
    means: Numbers = np.stack(sides, axis=1)
    return means


def _controls(
    table: ProductWeeks,
    move: PriceMove,
    moved: NDArray[np.bool_],
    before: Places,
    after: Places,
) -> Places:
    """Products alike, nearest in units first."""
    if not len(before) or not len(after):
        return np.zeros(0, dtype=np.intp)
    span = slice(max(int(before[0]) - WINDOW // 2, 0), int(after[-1]) + WINDOW // 2)
    weeks = np.concatenate([before, after])
    means = _means(table, np.arange(len(table.items)), before, after)
    with np.errstate(divide="ignore"):
        apart = np.abs(np.log(means[:, 0] / max(means[move.product, 0], 1e-9)))
    is_alike = (
        table.on_sale[:, weeks].all(axis=1)
        & ~moved[:, span].any(axis=1)
        & (means * [len(before), len(after)] >= LEAST_UNITS).all(axis=1)
        & (apart <= MOST_APART)
    )
    is_alike[move.product] = False
    category = table.categories[move.product]
    same = np.array([other == category for other in table.categories]) & is_alike
    chosen = np.flatnonzero(same if same.sum() >= LEAST_CONTROLS else is_alike)
    return chosen[np.argsort(apart[chosen], kind="stable")][:MOST_CONTROLS]


def _against(own: float, changes: Numbers) -> tuple[float, float]:
    """The change beyond that of the others, and the reach of its 95 % limits."""
    count = len(changes)
    spread = float(changes.std(ddof=1)) * math.sqrt(1 + 1 / count)
    return own - float(changes.mean()), student_t(count - 1) * spread


def _as_share(log_change: float, reach: float, n: int, factor: float) -> Estimate:
    value, low, high = (
        factor * math.exp(end) - 1 for end in (log_change, log_change - reach, log_change + reach)
    )
    return Estimate(value, low, high, n)


def _margin(
    table: ProductWeeks, move: PriceMove, log_change: float, reach: float, n: int
) -> Estimate:
    """The change of money earned above cost at the two levels; unmeasured without a cost, or where
    nothing was earned before."""
    cost = float(table.unit_costs[move.product])
    earned = move.before - cost, move.after - cost
    if math.isnan(cost) or earned[0] <= 0:
        return UNMEASURED
    factor = earned[1] / earned[0]
    margin = _as_share(log_change, reach, n, factor)
    if factor >= 0 or margin.low is None or margin.high is None:
        return margin
    return Estimate(margin.value, margin.high, margin.low, n)


def _placebo(log_change: float, changes: Numbers) -> float:
    """Rank of the changed product among all, each set against the others (1 / all at the least)."""
    count = len(changes)
    others = (changes - changes.mean()) * count / (count - 1)
    return float((np.abs(others) >= abs(log_change)).sum() + 1) / (count + 1)


def by_direction(effects: Sequence[MoveEffect]) -> tuple[list[MoveEffect], list[MoveEffect]]:
    """Rises and cuts, of those with an answer."""
    answers = [effect for effect in effects if effect.refusal is None]
    rises = [effect for effect in answers if effect.after > effect.before]
    return rises, [effect for effect in answers if effect.after <= effect.before]
