"""Quantiles and tails of the three distributions behind the intervals, without importing scipy.

`scipy.stats` takes a second to import, which every start of the command would pay; the tests hold
these to it.
"""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist

LAST_EXACT_DF = 200
PRECISION = 1e-12


@cache
def z(confidence: float) -> float:
    """The normal quantile that leaves `confidence` between it and its negative; 1.96 for 0.95."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


@cache
def student_t(df: float, confidence: float = 0.95) -> float:
    """Student's quantile, as `z` is the normal one; fractions of a degree of freedom are dropped.

    Exact by Newton's method on the finite sums of Abramowitz and Stegun 26.7.3-4, and beyond 200
    degrees of freedom by their expansion 26.7.5, where it errs by less than 1e-8.
    """
    whole, start = max(int(df), 1), z(confidence)
    if whole > LAST_EXACT_DF:
        first = (start**3 + start) / 4
        second = (5 * start**5 + 16 * start**3 + 3 * start) / 96
        third = (3 * start**7 + 19 * start**5 + 17 * start**3 - 15 * start) / 384
        return start + first / whole + second / whole**2 + third / whole**3
    scale = math.gamma((whole + 1) / 2) / math.gamma(whole / 2) / math.sqrt(whole * math.pi)
    point, step = start, math.inf
    while abs(step) > PRECISION * point:
        density = scale * (1 + point**2 / whole) ** (-(whole + 1) / 2)
        step = (confidence - _between(point, whole)) / (2 * density)
        point += step
    return point


def chi_square_tail(value: float, degrees_of_freedom: int) -> float:
    """The probability of a chi-square beyond `value` (Abramowitz and Stegun 26.4.4-5)."""
    half, odd = value / 2, degrees_of_freedom % 2
    tail = math.erfc(math.sqrt(half)) if odd else math.exp(-half)
    power = 0.5 if odd else 1.0
    while power < degrees_of_freedom / 2:
        tail += math.exp(power * math.log(half) - half - math.lgamma(power + 1)) if half else 0.0
        power += 1
    return min(tail, 1.0)


def _between(point: float, df: int) -> float:
    """The probability of Student's t between -point and point (Abramowitz and Stegun 26.7.3-4)."""
    angle = math.atan2(point, math.sqrt(df))
    odd, square = df % 2, math.cos(angle) ** 2
    term, total = math.cos(angle) if odd else 1.0, 0.0
    for k in range(df // 2):
        total += term
        term *= square * (2 * k + 1 + odd) / (2 * k + 2 + odd)
    area = math.sin(angle) * total
    return 2 / math.pi * (angle + area) if odd else area
