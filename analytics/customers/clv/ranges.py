"""The range of what will come: how well the models are known, times the chance of what people do.

The interval of an expectation says how well an average is known, and holds far less often what
people then do; how often either held it stands in `sums.cohorts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.customers.clv import bgnbd, draws, gammagamma, model

if TYPE_CHECKING:
    import polars as pl
    from numpy.random import Generator
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]
    Places = NDArray[np.int64]

DRAWS = 1_000
AT_ONCE = 50
"""Draws made at a time, so that many customers fit into memory."""
MOST_DRAWN = 2_000_000
"""Customers times draws: of more customers a part of each group is drawn for all of it."""
LEAST_DRAWN = 100
LIMITS = (0.025, 0.975)


@dataclass(frozen=True)
class Chance:
    """By group (rows) and draw (columns), how far its purchases and their value come out from what
    is expected; `value` is all NaN without Gamma-Gamma."""

    purchases: Vector
    value: Vector


def chance_of(
    history_counts: pl.DataFrame, groups: Places, models: model.Models, horizon_days: int
) -> Chance:
    """What may come besides the expectation; `groups` is the place of each history's group, from 0.

    Drawn from the models as fitted, with a fixed seed. A part that is drawn for a whole group
    stands evenly among its histories, and scatters as the root of their number.
    """
    chance = np.random.default_rng(model.SEED)
    count = history_counts["customers"].to_numpy().astype(np.int64)
    sizes = np.bincount(groups, weights=count).astype(np.int64)
    picked = _picked(groups, count, sizes)
    x, t_x, age = (times[picked] for times in model.times(history_counts, models.unit))
    sums = model.vector(history_counts["sum_monetary"].fill_null(0.0))
    mean = np.maximum(sums / np.maximum(count, 1), 0.0)[picked]
    ahead = horizon_days / models.unit
    starts = np.flatnonzero(np.diff(groups[picked], prepend=-1))
    purchases, value = np.zeros((2, len(sizes), DRAWS))
    for first in range(0, DRAWS, AT_ONCE):
        span = slice(first, first + AT_ONCE)
        counts = draws.purchases(models.bg_nbd, (x, t_x, age), ahead, chance=chance, count=AT_ONCE)
        purchases[:, span] = np.add.reduceat(counts, starts, axis=0)
        if models.gamma_gamma is not None:
            worth = draws.values(counts, models.gamma_gamma, x, mean, chance)
            value[:, span] = np.add.reduceat(worth, starts, axis=0)
    each = bgnbd.expected(models.bg_nbd, x, t_x, age, ahead)
    scale = np.sqrt(sizes / np.bincount(groups[picked]))[:, None]
    purchases -= np.add.reduceat(each, starts)[:, None]
    if models.gamma_gamma is None:
        return Chance(purchases * scale, np.full_like(value, np.nan))
    worth_each = each * gammagamma.expected(models.gamma_gamma, x, mean)
    value -= np.add.reduceat(worth_each, starts)[:, None]
    return Chance(purchases * scale, value * scale)


def _picked(groups: Places, count: Places, sizes: Places) -> Places:
    """The histories to draw, one entry a customer, group by group."""
    share = min(1.0, MOST_DRAWN / DRAWS / max(int(count.sum()), 1))
    order = np.argsort(groups, kind="stable")
    customers = np.repeat(order, count[order])
    ends = np.cumsum(sizes)
    parts = []
    for end, size in zip(ends, sizes, strict=True):
        drawn = min(size, max(LEAST_DRAWN, round(size * share)))
        places = ((np.arange(drawn) + 0.5) * size / drawn).astype(np.int64)
        parts.append(customers[end - size + places])
    return np.concatenate(parts)


def limits(point: Vector, error: Vector, deviation: Vector) -> Vector:
    """Low and high (columns) of each group's sum: the middle 95 % of what the models make likely.

    `error` is the standard error of the logarithm of `point`; NaN where it is not known.
    """
    chance: Generator = np.random.default_rng(model.SEED + 1)
    expectation = point[:, None] * np.exp(
        error[:, None] * chance.standard_normal(deviation.shape[1])
    )
    return np.maximum(np.quantile(expectation + deviation, LIMITS, axis=1), 0.0).T
