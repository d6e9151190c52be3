"""Bootstrap by cluster: clusters (products) drawn again, as a whole with all their rows (months).

The same resamples as `resampling.bootstrap` draws, laid out so that thousands of products with
dozens of months each take milliseconds: a resample weighs products, and a median only needs to know
how many of each product's values lie below a point.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from analytics.stats.intervals import NO_SPREAD, Estimate, limited, share_of_sums
from analytics.stats.quantiles import student_t
from analytics.stats.resampling import DRAWS, FEWEST_CLUSTERS, SEED

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

CONFIDENCE = 0.90
"""Two one-sided tests at 5 % are a 90 % interval inside the band (Schuirmann 1987)."""
CELLS = 2_000_000
FEWEST_DRAWS = 500
POINTS = 512
REACH = 8.0
"""Standard errors of the share below the median, either side, that resamples can reach."""


def median(
    values: ArrayLike, clusters: ArrayLike, *, confidence: float = CONFIDENCE, seed: int = SEED
) -> Estimate:
    """The median of values in clusters, resampled by cluster; n is clusters.

    Below five clusters there are no limits. Where every resample has the same median, as with one
    strict price everywhere, the limits are the value itself: the sign test needs five to hold it at
    90 %. Up to 512 different values near the median the limits are those of
    `resampling.bootstrap` with the same seed; beyond, they are rounded to the nearest of 512.
    """
    numbers = np.asarray(values, dtype=float)
    names, rows = np.unique(np.asarray(clusters), return_inverse=True)
    n = len(names)
    if not n:
        return Estimate(None, None, None, 0)
    sizes = np.bincount(rows, minlength=n).astype(float)
    value = _middle(numbers)
    if n < FEWEST_CLUSTERS:
        return Estimate(value, None, None, n)
    points = _points(numbers, rows, sizes)
    below = _below(numbers, rows, points, n)
    drawn = weights(n, seed)
    reached = drawn @ below < (drawn @ sizes.astype(np.float32))[:, None] / 2
    medians = points[np.minimum(reached.sum(axis=1), len(points) - 1)]
    if np.ptp(medians) <= NO_SPREAD * abs(value):
        return Estimate(value, value, value, n)
    low, high = np.quantile(medians, tails(n, confidence))
    return limited(value, float(low), float(high), n)


def mix(inside: ArrayLike, whole: ArrayLike, *, confidence: float = CONFIDENCE) -> Estimate:
    """The share 0-1 of a sum over products each of which may lie inside in part; products are drawn
    again, n is products with any.

    With fewer than five products, or where all have the same share, Wilson's interval at their
    effective number.
    """
    part, all_of = _with_any(inside, whole)
    n = len(all_of)
    if n < FEWEST_CLUSTERS or np.ptp(part / all_of) <= NO_SPREAD:
        return _by_formula(part, all_of, confidence)
    inner, outer = (weights(n, SEED) @ np.stack([part, all_of], axis=1)).T
    shares = inner / outer
    low, high = np.quantile(shares, tails(n, confidence))
    value = float(part.sum() / all_of.sum())
    return limited(value, float(low), float(high), n, (0.0, 1.0))


def change(
    early: tuple[ArrayLike, ArrayLike],
    late: tuple[ArrayLike, ArrayLike],
    *,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """The later share less the earlier one, each a sum over products (part, whole), products drawn
    again with both; n is products. No limits where the data show no spread."""
    (part, all_of), (part_late, all_late) = (
        tuple(np.asarray(column, dtype=float) for column in side) for side in (early, late)
    )
    n = int(((all_of > 0) | (all_late > 0)).sum())
    if not all_of.sum() > 0 or not all_late.sum() > 0:
        return Estimate(None, None, None, n)
    value = float(part_late.sum() / all_late.sum() - part.sum() / all_of.sum())
    if n < FEWEST_CLUSTERS:
        return Estimate(value, None, None, n)
    sides = np.stack([part, all_of, part_late, all_late], axis=1)
    sums = weights(len(all_of), SEED) @ sides
    sums = sums[(sums[:, 1] > 0) & (sums[:, 3] > 0)]
    changes = sums[:, 2] / sums[:, 3] - sums[:, 0] / sums[:, 1]
    if np.ptp(changes) <= NO_SPREAD:
        return Estimate(value, None, None, n)
    low, high = np.quantile(changes, tails(n, confidence))
    return limited(value, float(low), float(high), n, (-1.0, 1.0))


def _with_any(inside: ArrayLike, whole: ArrayLike) -> tuple[Numbers, Numbers]:
    part, all_of = np.asarray(inside, dtype=float), np.asarray(whole, dtype=float)
    return part[all_of > 0], all_of[all_of > 0]


def _by_formula(part: Numbers, all_of: Numbers, confidence: float) -> Estimate:
    return share_of_sums(
        len(all_of),
        inside=float(part.sum()),
        whole=float(all_of.sum()),
        inside_squares=float((part**2).sum()),
        whole_squares=float((all_of**2).sum()),
        confidence=confidence,
    )


def _middle(numbers: NDArray[np.float64]) -> float:
    """The first value that reaches half, as resamples are read."""
    return float(np.sort(numbers)[(len(numbers) - 1) // 2])


def _points(
    numbers: NDArray[np.float64], rows: NDArray[np.intp], sizes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Values a resample's median may take, in order: all that lie near enough to the middle."""
    ordered = np.sort(numbers)
    n = len(numbers)
    residual = np.bincount(rows, weights=(numbers <= _middle(numbers)) - 0.5, minlength=len(sizes))
    room = REACH * math.sqrt(float((residual**2).sum())) + REACH
    first, last = max(int(n / 2 - room), 0), min(int(n / 2 + room) + 1, n)
    near = np.unique(ordered[first:last])
    if len(near) > POINTS:
        near = near[np.linspace(0, len(near) - 1, POINTS).round().astype(int)]
    points: NDArray[np.float64] = near
    return points


def _below(
    numbers: NDArray[np.float64], rows: NDArray[np.intp], points: NDArray[np.float64], n: int
) -> NDArray[np.float32]:
    """One row per cluster, one column per point: how many of its values are no larger."""
    width = len(points) + 1
    places = rows * width + np.searchsorted(points, numbers, side="left")
    counts = np.bincount(places, minlength=n * width).reshape(n, width)
    counted: NDArray[np.float32] = counts[:, :-1].cumsum(axis=1).astype(np.float32)
    return counted


@lru_cache(maxsize=4)
def weights(n: int, seed: int) -> NDArray[np.float32]:
    """How often each of n clusters is drawn, one row per resample; the more clusters, the fewer
    resamples, down to FEWEST_DRAWS."""
    draws = min(DRAWS, max(FEWEST_DRAWS, CELLS // n))
    picked = np.random.default_rng(seed).integers(n, size=(draws, n))
    picked += n * np.arange(draws)[:, None]
    counts = np.bincount(picked.ravel(), minlength=draws * n).reshape(draws, n)
    counted: NDArray[np.float32] = counts.astype(np.float32)
    counted.flags.writeable = False
    return counted


def tails(n: float, confidence: float) -> tuple[float, float]:
    """Percentiles, widened for few clusters (Hesterberg 2015, The American Statistician)."""
    level = 2 * NormalDist().cdf(math.sqrt(n / (n - 1)) * student_t(n - 1, confidence)) - 1
    return (1 - level) / 2, (1 + level) / 2
