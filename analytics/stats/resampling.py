"""Intervals by resampling the observed data, where no formula gives them."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from analytics.stats.intervals import CONFIDENCE, NO_SPREAD, UNMEASURED, Estimate, limited
from analytics.stats.quantiles import student_t

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Statistic = Callable[[NDArray[np.float64]], NDArray[np.float64]]

SEED = 20_220_901
DRAWS = 2_000
FEWEST_CLUSTERS = 5
CELLS_AT_ONCE = 4_000_000


def herfindahl(
    counts: ArrayLike, *, draws: int = DRAWS, seed: int = SEED, confidence: float = CONFIDENCE
) -> Estimate:
    """Concentration 0-1: the sum of squared shares, with a multinomial bootstrap interval.

    Each resample overstates concentration by (1 - H) / n, and so does the sample itself; both are
    taken out (Simpson 1949 gives the estimate without it). Half a count for sources not observed
    yet keeps a single source from looking certain. Many sources of one size are always held.
    """
    observed = np.asarray(counts, dtype=float)
    n = int(observed.sum())
    if n <= 0:
        return UNMEASURED
    value = float(((observed / n) ** 2).sum())
    if n == 1:
        return Estimate(value, None, None, n)
    shares = np.append(observed, 0.5) / (n + 0.5)
    resampled = np.random.default_rng(seed).multinomial(n, shares, size=draws)
    index = (resampled.astype(float) ** 2).sum(axis=1) / n**2
    low, high = np.quantile(index - 2 * (1 - index) / n, _tails(confidence))
    return limited(value, float(low), float(high), n, (0, 1))


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
    five clusters there are none, with 5 they hold 89 to 92 % of the time and with 8 to 15 about
    92 %. The order of the rows changes nothing.
    """
    names, rows = np.unique(np.asarray(clusters), return_inverse=True)
    n = len(names)
    value = float(statistic(np.ones((1, len(rows))))[0]) if n else math.nan
    if not math.isfinite(value):
        return Estimate(None, None, None, n)
    if n < FEWEST_CLUSTERS:
        return Estimate(value, None, None, n)
    resampled = _resampled(statistic, rows, n, draws, np.random.default_rng(seed))
    resampled = resampled[np.isfinite(resampled)]
    if len(resampled) * 2 < draws or np.ptp(resampled) <= NO_SPREAD * abs(value):
        return Estimate(value, None, None, n)
    reach = math.sqrt(n / (n - 1)) * student_t(n - 1, confidence)
    low, high = np.quantile(resampled, _tails(2 * NormalDist().cdf(reach) - 1))
    return limited(value, float(low), float(high), n)


def weighted_median(values: ArrayLike, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The median of `values` under each line of weights: the first value that reaches half."""
    numbers: NDArray[np.float64] = np.asarray(values, dtype=float)
    ordered = np.argsort(numbers, kind="stable")
    reached = np.cumsum(weights[:, ordered], axis=1)
    at = (reached >= reached[:, -1:] / 2).argmax(axis=1)
    medians: NDArray[np.float64] = numbers[ordered[at]]
    return medians


def _tails(confidence: float) -> tuple[float, float]:
    return (1 - confidence) / 2, (1 + confidence) / 2


def _resampled(
    statistic: Statistic, rows: NDArray[np.intp], n: int, draws: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """The statistic of each resample, a few at a time so that memory stays bounded."""
    at_once = max(1, CELLS_AT_ONCE // len(rows))
    batches = []
    for start in range(0, draws, at_once):
        count = min(at_once, draws - start)
        picked = rng.integers(n, size=(count, n)) + n * np.arange(count)[:, None]
        weights = np.bincount(picked.ravel(), minlength=count * n).reshape(count, n)
        batches.append(statistic(weights[:, rows].astype(float)))
    return np.concatenate(batches)
