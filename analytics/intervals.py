"""How sure a number is: estimates with their intervals, from counts and sums alone.

Every function gives an `Estimate`. Nothing observed gives `Estimate(None, None, None, 0)`. When the
data show no spread at all (one customer, or ten who agree), a formula would claim certainty; such
an estimate has limits only where the scale's own ends (`bounds`) let us say how far off it may be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from analytics.quantiles import student_t, z

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Bounds = tuple[float, float]
    Statistic = Callable[[NDArray[np.float64]], NDArray[np.float64]]

CONFIDENCE = 0.95
SEED = 20_220_901
DRAWS = 2_000
FEWEST_CLUSTERS = 5
CELLS_AT_ONCE = 4_000_000
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


def wilson(successes: float, n: int, confidence: float = CONFIDENCE) -> Estimate:
    """A share 0-1 with Wilson's score interval (Wilson 1927)."""
    if n <= 0:
        return UNMEASURED
    low, high = wilson_limits(successes, n, confidence)
    return _estimate(successes / n, float(low), float(high), n)


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
    """A mean with Student's t interval; `bounds` are the scale's ends, for instance 1 and 5."""
    if count <= 0:
        return UNMEASURED
    mean = total / count
    squares = total_of_squares - total * mean
    if count == 1 or squares <= NO_SPREAD * abs(total_of_squares):
        return _without_spread(mean, count, count, bounds, confidence)
    half = student_t(count - 1, confidence) * math.sqrt(squares / (count - 1) / count)
    return _estimate(mean, mean - half, mean + half, count, bounds)


def net_promoter(
    promoters: int, passives: int, detractors: int, confidence: float = CONFIDENCE
) -> Estimate:
    """Promoters less detractors in points, -100 to 100, with the adjusted Wald interval.

    Three answers are added, three quarters of one to each end, before the interval is worked out
    (Rocks 2016, The American Statistician); any share of good less share of bad may use it.
    """
    n = promoters + passives + detractors
    if n <= 0:
        return UNMEASURED
    up, down = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    half = z(confidence) * math.sqrt((up + down - (up - down) ** 2) / (n + 3))
    score = 100 * (promoters - detractors) / n
    return _estimate(score, 100 * (up - down - half), 100 * (up - down + half), n, (-100, 100))


def bayesian_rating(
    count: int,
    total: float,
    total_of_squares: float,
    prior_mean: float,
    prior_weight: float,
    *,
    prior_spread: float = 1.0,
    bounds: Bounds | None = None,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """A mean rating drawn towards `prior_mean` as if `prior_weight` such ratings stood before it.

    The interval is the posterior one of the normal model with unknown variance (Gelman et al.,
    Bayesian Data Analysis, 3.3); the imagined ratings have standard deviation `prior_spread`. No
    rating: not measured, since the prior alone says nothing about this product.
    """
    if count <= 0 or prior_weight <= 0:
        return mean_interval(count, total, total_of_squares, bounds, confidence)
    weight, mean = prior_weight + count, total / count
    value = (prior_weight * prior_mean + total) / weight
    squares = max(total_of_squares - total * mean, 0.0) + prior_weight * prior_spread**2
    squares += prior_weight * count / weight * (mean - prior_mean) ** 2
    half = student_t(weight, confidence) * math.sqrt(squares) / weight
    return _estimate(value, value - half, value + half, count, bounds)


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
    known; with fewer than about 30 units or one unit that outweighs the rest it is too narrow.
    """
    if n <= 0 or sum_x == 0:
        return Estimate(None, None, None, max(n, 0))
    ratio = sum_y / sum_x
    residual = sum_yy - 2 * ratio * sum_xy + ratio**2 * sum_xx
    if n == 1 or residual <= NO_SPREAD * (sum_yy + ratio**2 * sum_xx):
        return _without_spread(ratio, n, sum_x**2 / sum_xx, bounds, confidence)
    half = student_t(n - 1, confidence) * math.sqrt(n * residual / (n - 1)) / abs(sum_x)
    return _estimate(ratio, ratio - half, ratio + half, n, bounds)


def difference(a: Estimate, b: Estimate) -> Estimate:
    """a less b for two independent estimates, lopsided limits kept; n is the smaller of the two.

    MOVER (Zou and Donner 2008); for two Wilson shares it is Newcombe's method 10 (1998).
    """
    n = min(a.n, b.n)
    if a.value is None or b.value is None:
        return Estimate(None, None, None, n)
    value = a.value - b.value
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return Estimate(value, None, None, n)
    down = math.hypot(a.value - a.low, b.high - b.value)
    up = math.hypot(a.high - a.value, b.value - b.low)
    return Estimate(value, value - down, value + up, n)


def herfindahl(
    counts: ArrayLike, *, draws: int = DRAWS, seed: int = SEED, confidence: float = CONFIDENCE
) -> Estimate:
    """Concentration 0-1: the sum of squared shares, with a multinomial bootstrap interval.

    Each resample overstates concentration by (1 - H) / n, and so does the sample itself; both are
    taken out (Simpson 1949 gives the estimate without it). Half a count for whoever has not been
    seen yet keeps a single source from looking certain.
    """
    seen = np.asarray(counts, dtype=float)
    n = int(seen.sum())
    if n <= 0:
        return UNMEASURED
    value = float(((seen / n) ** 2).sum())
    if n == 1:
        return Estimate(value, None, None, n)
    shares = np.append(seen, 0.5) / (n + 0.5)
    resampled = np.random.default_rng(seed).multinomial(n, shares, size=draws)
    index = (resampled.astype(float) ** 2).sum(axis=1) / n**2
    low, high = np.quantile(index - 2 * (1 - index) / n, _tails(confidence))
    return _estimate(value, float(low), float(high), n, (0, 1))


def bootstrap(
    statistic: Statistic,
    clusters: ArrayLike,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """Any statistic of rows that come in clusters (a customer's orders), resampled by cluster.

    `clusters` names each row's cluster. `statistic` gets weights, one line per resample and one
    column per row, and returns one number per line: `lambda w: (w @ paid) / (w @ listed)`. Limits
    are percentiles, widened for few clusters (Hesterberg 2015, The American Statistician); below
    five clusters there are none. The order of the rows changes nothing.
    """
    names, rows = np.unique(np.asarray(clusters), return_inverse=True)
    n = len(names)
    value = float(statistic(np.ones((1, len(rows))))[0]) if n else math.nan
    if not math.isfinite(value):
        return Estimate(None, None, None, n)
    if n < FEWEST_CLUSTERS:
        return Estimate(value, None, None, n)
    found = _resampled(statistic, rows, n, draws, np.random.default_rng(seed))
    found = found[np.isfinite(found)]
    if len(found) * 2 < draws or np.ptp(found) <= NO_SPREAD * abs(value):
        return Estimate(value, None, None, n)
    reach = math.sqrt(n / (n - 1)) * student_t(n - 1, confidence)
    low, high = np.quantile(found, _tails(2 * NormalDist().cdf(reach) - 1))
    return _estimate(value, float(low), float(high), n)


def weighted_median(values: ArrayLike, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The median of `values` under each line of weights: the first value that reaches half."""
    numbers: NDArray[np.float64] = np.asarray(values, dtype=float)
    ordered = np.argsort(numbers, kind="stable")
    reached = np.cumsum(weights[:, ordered], axis=1)
    at = (reached >= reached[:, -1:] / 2).argmax(axis=1)
    found: NDArray[np.float64] = numbers[ordered[at]]
    return found


def _tails(confidence: float) -> tuple[float, float]:
    return (1 - confidence) / 2, (1 + confidence) / 2


def _resampled(
    statistic: Statistic, rows: NDArray[np.intp], n: int, draws: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """The statistic of each resample, a few at a time so that memory stays bounded."""
    at_once = max(1, CELLS_AT_ONCE // len(rows))
    found = []
    for start in range(0, draws, at_once):
        lines = min(at_once, draws - start)
        picked = rng.integers(n, size=(lines, n)) + n * np.arange(lines)[:, None]
        weights = np.bincount(picked.ravel(), minlength=lines * n).reshape(lines, n)
        found.append(statistic(weights[:, rows].astype(float)))
    return np.concatenate(found)


def _without_spread(
    value: float, n: int, weight: float, bounds: Bounds | None, confidence: float
) -> Estimate:
    """Units that all agree: Wilson's interval on the scale, where a yes or no spreads the most."""
    if bounds is None:
        return Estimate(value, None, None, n)
    span = bounds[1] - bounds[0]
    share = min(max((value - bounds[0]) / span, 0.0), 1.0)
    low, high = wilson_limits(share * weight, weight, confidence)
    return _estimate(value, bounds[0] + span * float(low), bounds[0] + span * float(high), n)


def _estimate(
    value: float, low: float, high: float, n: int, bounds: Bounds | None = None
) -> Estimate:
    """The limits kept on the scale, and made to hold the value itself."""
    floor, ceiling = bounds or (-math.inf, math.inf)
    return Estimate(value, min(max(low, floor), value), max(min(high, ceiling), value), n)
