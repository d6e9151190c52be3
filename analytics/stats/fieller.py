"""A ratio of two numbers that are each known only so well, by Fieller's theorem."""

from __future__ import annotations

import math
from dataclasses import dataclass

from analytics.stats.intervals import CONFIDENCE
from analytics.stats.quantiles import z


@dataclass(frozen=True)
class FiellerRatio:
    """A ratio with its limits, and `g`, how little the number below is told from zero: from 1 on it
    may be zero, so that the ratio has no limits (low and high None)."""

    value: float | None
    low: float | None
    high: float | None
    g: float


def fieller(
    above: float,
    below: float,
    *,
    variance_above: float = 0.0,
    variance_below: float,
    covariance: float = 0.0,
    reach: float | None = None,
) -> FiellerRatio:
    """`above` over `below`, two estimates with their variances and their covariance.

    The limits are all ratios r for which `above` - r x `below` is not told from zero (Fieller 1954,
    JRSS B 16(2)), lying within `reach` standard errors of it: those of 95 % of a normal number
    unless said. No value where `below` is 0.
    """
    if below == 0:
        return FiellerRatio(None, None, None, math.inf)
    square = (z(CONFIDENCE) if reach is None else reach) ** 2
    g = square * variance_below / below**2
    value = above / below
    if g >= 1:
        return FiellerRatio(value, None, None, g)
    divisor = below**2 - square * variance_below
    middle = above * below - square * covariance
    spread = middle**2 - divisor * (above**2 - square * variance_above)
    half = math.sqrt(max(spread, 0.0))
    return FiellerRatio(value, (middle - half) / divisor, (middle + half) / divisor, g)
