"""Quantiles and tails of the few distributions behind the intervals, without importing scipy.

`scipy.stats` takes a second to import, which every start of the command would pay; the tests hold
these to it.
"""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist

LAST_EXACT_DF = 200
PRECISION = 1e-12
STEPS = 200
SMALLEST = 1e-300
LONGEST = 100_000


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


@cache
def fisher_f(share: float, first: int, second: int) -> float:
    """The value of Fisher's F with these degrees of freedom that `share` (0-1) lies below.

    Newton's method, kept between bounds that close in, on the incomplete beta function; it starts
    from Paulson's normal approximation (1942).
    """
    low, high, point = 0.0, math.inf, _paulson(share, first, second)
    for _ in range(STEPS):
        miss = _below_f(point, first, second) - share
        low, high = (low, point) if miss > 0 else (point, high)
        step = miss / max(_density_f(point, first, second), SMALLEST)
        if abs(step) <= PRECISION * point:
            break
        inside = low < point - step < high
        point = point - step if inside else (low + high) / 2 if high < math.inf else 2 * point
    return point


def _paulson(share: float, first: int, second: int) -> float:
    """Roughly the quantile; 1 where the approximation has none."""
    a, b, deviate = 2 / (9 * first), 2 / (9 * second), NormalDist().inv_cdf(share)
    rest = (1 - b) ** 2 - deviate**2 * b
    if rest <= 0:
        return 1.0
    spread = (1 - b) ** 2 * a + (1 - a) ** 2 * b - a * b * deviate**2
    return max(((1 - a) * (1 - b) + deviate * math.sqrt(spread)) / rest, 0.1) ** 3


def _below_f(point: float, first: int, second: int) -> float:
    """The probability of an F below `point`."""
    return incomplete_beta(first * point / (first * point + second), first / 2, second / 2)


def _density_f(point: float, first: int, second: int) -> float:
    a, b, ratio = first / 2, second / 2, first * point / second
    logs = a * math.log(ratio) - (a + b) * math.log1p(ratio) - math.log(point)
    return math.exp(logs + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b))


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction on the side where that
    converges fast (Abramowitz and Stegun 26.5.8)."""
    if not 0 < x < 1:
        return float(x > 0)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    front = a * math.log(x) + b * math.log1p(-x)
    front += math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return math.exp(front) / a / _beta_fraction(x, a, b)


def _beta_fraction(x: float, a: float, b: float) -> float:
    """1 + d1 x / (1 + d2 x / (1 + ...)), from the front by Lentz's method."""
    total, upper, lower = 1.0, 1.0, 0.0
    for step in range(1, LONGEST):
        half, odd = divmod(step, 2)
        if odd:
            term = -(a + half) * (a + b + half) * x / ((a + step - 1) * (a + step))
        else:
            term = half * (b - half) * x / ((a + step - 1) * (a + step))
        lower = 1 / (1 + term * lower)
        upper = 1 + term / upper
        total *= upper * lower
        if abs(upper * lower - 1) < PRECISION / 100:
            break
    return total


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
