"""Shares of small groups drawn towards the share of all, by as much as the groups really differ."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

LEAST_GROUPS = 2


@dataclass(frozen=True)
class Shrinkage:
    """`values`: the shares drawn towards `mean` as if `weight` units with the mean's share stood
    beside each group's own (infinite: the groups differ by no more than chance)."""

    mean: float
    weight: float
    values: tuple[float, ...]


def shrunk(shares: ArrayLike, sizes: ArrayLike) -> Shrinkage:
    """Shares 0-1 of groups worth so many independent units: (x + k mean) / (n + k), in order.

    k by the method of moments of the beta-binomial (Kleinman 1973, JASA 68(341)), groups weighing
    by their units. Under two groups nothing says how much groups differ: they stay as they are.
    """
    rates, units = np.asarray(shares, dtype=float), np.asarray(sizes, dtype=float)
    total = float(units.sum())
    if len(rates) < LEAST_GROUPS or total <= 0:
        return Shrinkage(float(rates.mean()) if len(rates) else math.nan, 0.0, tuple(rates))
    mean = float(rates @ units) / total
    weight = _weight(rates, units, mean, total)
    if math.isinf(weight):
        return Shrinkage(mean, weight, (mean,) * len(rates))
    drawn = (rates * units + weight * mean) / np.maximum(units + weight, np.finfo(float).tiny)
    return Shrinkage(mean, weight, tuple(float(share) for share in drawn))


def _weight(rates: np.ndarray, units: np.ndarray, mean: float, total: float) -> float:
    """k = 1/likeness - 1, likeness being how alike two units of one group are (0-1)."""
    spread = mean * (1 - mean)
    between = float(units @ (rates - mean) ** 2)
    chance = spread * (len(rates) - 1)
    room = spread * (total - float(units @ units) / total - (len(rates) - 1))
    likeness = (between - chance) / room if room > 0 else 0.0
    if likeness <= 0:
        return math.inf
    return max(1 / likeness - 1, 0.0)
