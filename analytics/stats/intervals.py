"""How sure a number is: estimates with their intervals, from counts and sums alone.

Every function gives an `Estimate`. Nothing observed gives `Estimate(None, None, None, 0)`. When the
data show no spread at all (one customer, or ten who agree), a formula would claim certainty; such
an estimate has limits only where the scale's own ends (`bounds`) limit how far off it may be.
A 95 % interval holds the truth 93 to 97 times in 100; where one does not, its docstring says so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.stats.quantiles import student_t, z

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Bounds = tuple[float, float]

CONFIDENCE = 0.95
NO_SPREAD = 1e-12


@dataclass(frozen=True)
class Estimate:
    """A measured number, the limits it may lie between, and how many independent units it rests on.

    `value` None: cannot be measured. `low` and `high` None: measured, but the data cannot tell how
    far off it may be.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int


UNMEASURED = Estimate(None, None, None, 0)


def wilson(
    successes: float, n: int, confidence: float = CONFIDENCE, variance: float | None = None
) -> Estimate:
    """A share 0-1 with Wilson's score interval (Wilson 1927).

    `variance` is the share's own where units belong together (several reviews of a person): where
    it is larger than that of independent units, the interval is the one of so many fewer.

    It holds on average over shares; one given share may swing, between 92 and 98 % for n of 20 and
    more, between 89 and 99 % for 5 to 10, and a share below 2 in n is held 91 to 92 % of the time.
    """
    if n <= 0:
        return UNMEASURED
    share = successes / n
    if variance is not None and math.isinf(variance):
        return Estimate(share, None, None, n)
    return wilson_at(share, effective_number(share, n, variance), n, confidence)


def wilson_at(share: float, effective: float, n: int, confidence: float = CONFIDENCE) -> Estimate:
    """A share 0-1 of n units with Wilson's limits at the independent units that they are worth."""
    low, high = wilson_limits(share * effective, effective, confidence)
    return limited(share, float(low), float(high), n, (0.0, 1.0))


def effective_number(share: float, n: float, variance: float | None) -> float:
    """How many independent units a share of this variance is worth; at most `n`."""
    if not variance or not 0 < share < 1 or math.isinf(variance):
        return n
    return min(n, share * (1 - share) / variance)


def wilson_limits(
    successes: ArrayLike, n: ArrayLike, confidence: float = CONFIDENCE
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Wilson's lower and upper limits for whole arrays of counts; NaN where n is 0."""
    hits, trials = np.asarray(successes, dtype=float), np.asarray(n, dtype=float)
    trials = np.where(trials > 0, trials, np.nan)
    share, square = hits / trials, z(confidence) ** 2
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    spread = share * (1 - share) / trials + square / (4 * trials**2)
    half = np.sqrt(square * spread) / (1 + square / trials)
    low = np.where(hits == 0, middle * 0, np.maximum(middle - half, 0))
    high = np.where(hits == trials, middle * 0 + 1, np.minimum(middle + half, 1))
    return low, high


def mean_interval(
    count: int,
    total: float,
    total_of_squares: float,
    bounds: Bounds | None = None,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """A mean with Student's t interval; `bounds` are the scale's ends, for instance 1 and 5.

    Stars that are nearly all fives are held less often: 88 % of the time with 20 of them.
    """
    if count <= 0:
        return UNMEASURED
    mean = total / count
    squares = total_of_squares - total * mean
    if count == 1 or squares <= NO_SPREAD * abs(total_of_squares):
        return _without_spread(mean, count, count, bounds, confidence)
    half = student_t(count - 1, confidence) * math.sqrt(squares / (count - 1) / count)
    return limited(mean, mean - half, mean + half, count, bounds)


def net_promoter(
    promoters: int,
    passives: int,
    detractors: int,
    confidence: float = CONFIDENCE,
    *,
    effect: float = 1.0,
) -> Estimate:
    """Promoters less detractors in points, -100 to 100, with the adjusted Wald interval.

    Three answers are added, three quarters of one to each end, before the interval is worked out
    (Rocks 2016, The American Statistician); any share of good less share of bad may use it. Where
    nearly everybody is of one kind it is wider than it need be (98 %). `effect`: the design effect
    by which answers that hang together are worth fewer.
    """
    n = promoters + passives + detractors
    if n <= 0:
        return UNMEASURED
    whole = n / effect + 3
    up, down = ((part / effect + 0.75) / whole for part in (promoters, detractors))
    half = z(confidence) * math.sqrt((up + down - (up - down) ** 2) / whole)
    score = 100 * (promoters - detractors) / n
    return limited(score, 100 * (up - down - half), 100 * (up - down + half), n, (-100, 100))


def bayesian_rating(
    count: int,
    total: float,
    total_of_squares: float,
    prior_mean: float,
    prior_weight: float,
    *,
    prior_spread: float = 1.0,
    variance: float | None = None,
    bounds: Bounds | None = None,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """A mean rating drawn towards `prior_mean` as if `prior_weight` such ratings stood before it.

    The interval is the posterior one of the normal model with unknown variance (Gelman et al.,
    Bayesian Data Analysis, 3.3); the imagined ratings have standard deviation `prior_spread`. No
    rating: not measured, since the prior alone says nothing about this product.

    It holds 95 % of products that vary as the prior supposes. One half a star away from it, with a
    weight of 20, is held 3 times in 4 after 20 ratings, 9 in 10 after 100 and 94 % after 1,000.
    With the `variance` of the plain mean by people the limits also hold that mean's own, so that
    neither the prior nor several ratings of a person make them too narrow.
    """
    if count <= 0 or prior_weight <= 0:
        return mean_interval(count, total, total_of_squares, bounds, confidence)
    weight, mean = prior_weight + count, total / count
    value = (prior_weight * prior_mean + total) / weight
    squares = max(total_of_squares - total * mean, 0.0) + prior_weight * prior_spread**2
    squares += prior_weight * count / weight * (mean - prior_mean) ** 2
    half = student_t(weight, confidence) * math.sqrt(squares) / weight
    low, high = value - half, value + half
    if variance is not None and math.isfinite(variance):
        reach = z(confidence) * math.sqrt(variance)
        low, high = min(low, mean - reach), max(high, mean + reach)
    return limited(value, low, high, count, bounds)


def ratio_of_sums(
    n: int,
    *,
    sum_y: float,
    sum_x: float,
    sum_yy: float,
    sum_xx: float,
    sum_xy: float,
    bounds: Bounds | None = None,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """Sum of y over sum of x across n independent units (customers, say), by linearisation.

    Cochran 1977, Sampling Techniques, 6.4, with Student's t. Good when the sum of x is itself well
    known; with fewer than about 30 units or one unit that outweighs the rest it is too narrow, and
    where few units make up y (see `share_of_sums`) it takes a thousand: 82 % at 30, 90 % at 100.
    """
    if n <= 0 or sum_x == 0:
        return Estimate(None, None, None, max(n, 0))
    ratio = sum_y / sum_x
    residual = sum_yy - 2 * ratio * sum_xy + ratio**2 * sum_xx
    if n == 1 or residual <= NO_SPREAD * (sum_yy + ratio**2 * sum_xx):
        return _without_spread(ratio, n, sum_x**2 / sum_xx, bounds, confidence)
    half = student_t(n - 1, confidence) * math.sqrt(n * residual / (n - 1)) / abs(sum_x)
    return limited(ratio, ratio - half, ratio + half, n, bounds)


def share_of_sums(
    n: int,
    *,
    inside: float,
    whole: float,
    inside_squares: float,
    whole_squares: float,
    variance: float | None = None,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """The share 0-1 of a sum that lies with some of its n units (revenue with some order lines).

    Wilson's interval at the effective number of units: Kish's (Survey Sampling, 1965), or the one
    that linearisation gives where that is smaller (Franco et al. 2019, Journal of Survey Statistics
    and Methodology 7(3)). Sums of squares are over units. It holds where the linearised ratio
    fails, with few units or a small share; there it may hold up to 98 %. `variance` is the share's
    own with what belongs together taken together (all that a customer bought); it counts where it
    is larger, and where it is infinite, too few people to tell, there are no limits.
    """
    if n <= 0 or whole <= 0:
        return Estimate(None, None, None, max(n, 0))
    share = inside / whole
    if variance is not None and math.isinf(variance):
        return Estimate(share, None, None, n)
    effective = whole**2 / whole_squares
    residual = (1 - 2 * share) * inside_squares + share**2 * whole_squares
    # A share held to 0 or 1, where refunds leave some with less than nothing, has no variance of
    # its own; Kish's number stands.
    if n > 1 and 0 < share < 1 and residual > NO_SPREAD * whole_squares:
        apart = n * residual / (n - 1) / whole**2
        effective = min(effective, share * (1 - share) / apart)
    return wilson_at(share, effective_number(share, effective, variance), n, confidence)


def difference(a: Estimate, b: Estimate, correlation: float = 0.0) -> Estimate:
    """a less b, lopsided limits kept; n is the smaller of the two. Independent without
    `correlation`.

    MOVER (Zou and Donner 2008); for two Wilson shares it is Newcombe's method 10 (1998).
    """
    n = min(a.n, b.n)
    if a.value is None or b.value is None:
        return Estimate(None, None, None, n)
    value = a.value - b.value
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return Estimate(value, None, None, n)
    down = _apart(a.value - a.low, b.high - b.value, correlation)
    up = _apart(a.high - a.value, b.value - b.low, correlation)
    return Estimate(value, value - down, value + up, n)


def _apart(one: float, other: float, correlation: float) -> float:
    return math.sqrt(max(one**2 + other**2 - 2 * correlation * one * other, 0.0))


def limited(
    value: float, low: float, high: float, n: int, bounds: Bounds | None = None
) -> Estimate:
    """An estimate whose limits are kept on the scale, and made to hold the value itself."""
    floor, ceiling = bounds or (-math.inf, math.inf)
    return Estimate(value, min(max(low, floor), value), max(min(high, ceiling), value), n)


def _without_spread(
    value: float, n: int, weight: float, bounds: Bounds | None, confidence: float
) -> Estimate:
    """Units that all agree: Wilson's interval on the scale, where a yes or no spreads the most."""
    if bounds is None:
        return Estimate(value, None, None, n)
    span = bounds[1] - bounds[0]
    share = min(max((value - bounds[0]) / span, 0.0), 1.0)
    low, high = wilson_limits(share * weight, weight, confidence)
    return limited(value, bounds[0] + span * float(low), bounds[0] + span * float(high), n)
