"""Regressions with effects of groups taken out: products and weeks, countries and years."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.stats.intervals import CONFIDENCE, Estimate
from analytics.stats.quantiles import student_t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]
    Codes = NDArray[np.intp]

SINGULAR = 1e-10
ROUNDS = 60
ROUNDS_SETTLED = 1e-9
FEWEST_CLUSTERS = 5
TINY = 1e-12
LARGEST_LOG = 30.0


@dataclass(frozen=True)
class Fit:
    """Slopes in the order of the columns, their covariance, which holds for rows that hang
    together within clusters, and how many clusters and rows there are."""

    slopes: Numbers
    covariance: Numbers
    classical: Numbers
    """Standard errors as if all rows were independent and alike."""
    clusters: int
    rows: int
    residuals: Numbers
    """What is left of each row, on the scale of the slopes (of counts: what they lie above their
    mean, as a share of it)."""
    weights: Numbers
    """What each row weighs: 1, of counts their mean."""

    def estimate(self, place: int, confidence: float = CONFIDENCE) -> Estimate:
        """A slope with Student's t limits on clusters less one; n is clusters, and below five of
        them there are no limits."""
        value, variance = float(self.slopes[place]), float(self.covariance[place, place])
        if self.clusters < FEWEST_CLUSTERS or not variance > 0:
            return Estimate(value, None, None, self.clusters)
        half = student_t(self.clusters - 1, confidence) * math.sqrt(variance)
        return Estimate(value, value - half, value + half, self.clusters)


def least_squares(
    outcome: ArrayLike, columns: ArrayLike, effects: Sequence[ArrayLike], clusters: ArrayLike
) -> Fit:
    """Ordinary least squares of the outcome on the columns with an effect of each group of each
    of `effects` (one name a row, at most two sets; without any, a constant), which are taken out
    beforehand (Frisch and Waugh 1933).

    Errors by cluster are sandwich ones with the factor G / (G - 1) * (N - 1) / (N - K) (Cameron
    and Miller 2015, Journal of Human Resources 50(2)), K slopes and effects together.
    """
    codes = _codes(effects, len(np.asarray(outcome)))
    weights = np.ones(len(codes[0]))
    both = np.column_stack([np.asarray(outcome, float), np.asarray(columns, float)])
    swept = without_effects(both, codes, weights)
    y, x = swept[:, 0], swept[:, 1:]
    bread: Numbers = np.asarray(np.linalg.pinv(x.T @ x), dtype=float)
    slopes = bread @ (x.T @ y)
    residuals = y - x @ slopes
    k = x.shape[1] + _rank(codes)
    free = max(len(y) - k, 1)
    classical = np.sqrt(np.diag(bread) * float(residuals @ residuals) / free)
    covariance, count = _sandwich(bread, x * residuals[:, None], clusters, k)
    return Fit(slopes, covariance, classical, count, len(y), residuals, weights)


def poisson(
    outcome: ArrayLike, columns: ArrayLike, effects: Sequence[ArrayLike], clusters: ArrayLike
) -> Fit:
    """Poisson pseudo-likelihood for outcomes that may be 0 (Santos Silva and Tenreyro 2006, The
    Review of Economics and Statistics 88(4)): the mean is an exponential of the same terms.

    Reweighted least squares with the effects swept out under the weights of each round (Correia,
    Guimaraes and Zylkin 2020, The Stata Journal 20(1)). Groups without any outcome above 0 say
    nothing and should be left out by the caller. Errors by cluster as in `least_squares`.
    """
    y, x_all = np.asarray(outcome, float), np.asarray(columns, float)
    codes = _codes(effects, len(y))
    mean = (y + y.mean()) / 2
    line = np.log(mean)
    last = math.inf
    for _ in range(ROUNDS):
        working = line + (y - mean) / mean
        swept = without_effects(np.column_stack([working, x_all]), codes, mean)
        z, x = swept[:, 0], swept[:, 1:]
        bread = np.linalg.pinv((x * mean[:, None]).T @ x)
        slopes = bread @ ((x * mean[:, None]).T @ z)
        line = np.clip(working - (z - x @ slopes), -LARGEST_LOG, LARGEST_LOG)
        mean = np.maximum(np.exp(line), TINY)
        deviance = 2 * float((mean - y + y * np.log(np.maximum(y, TINY) / mean)).sum())
        if abs(deviance - last) <= ROUNDS_SETTLED * (abs(deviance) + 1):
            break
        last = deviance
    covariance, count = _sandwich(
        bread, x * (y - mean)[:, None], clusters, x.shape[1] + _rank(codes)
    )
    classical = np.sqrt(np.diag(bread))
    return Fit(slopes, covariance, classical, count, len(y), (y - mean) / mean, mean)


def added_variable(
    fit: Fit, columns: ArrayLike, effects: Sequence[ArrayLike], place: int
) -> tuple[Numbers, Numbers]:
    """What a fit leaves of one column when all else is taken out of it, and of the outcome when the
    same is taken out: the slope through these points, weighted as the fit, is the column's slope
    (added-variable plot; of counts the partial residuals of Landwehr, Pregibon and Shoemaker 1984,
    Journal of the American Statistical Association 79(385))."""
    codes = _codes(effects, fit.rows)
    swept = without_effects(np.asarray(columns, float), codes, fit.weights)
    own, others = swept[:, place], np.delete(swept, place, axis=1)
    root = np.sqrt(fit.weights)
    slopes = np.linalg.lstsq(others * root[:, None], own * root, rcond=None)[0]
    left: Numbers = own - others @ slopes
    return left, fit.slopes[place] * left + fit.residuals


def without_effects(table: Numbers, codes: Sequence[Codes], weights: Numbers) -> Numbers:
    """The columns less the weighted effects of one or two sets of groups.

    Of two sets the effects of the larger are eliminated, which leaves a system of as many unknowns
    as the smaller has groups (Guimaraes and Portugal 2010, The Stata Journal 10(4)); where the
    groups fall into parts that never meet, any solution serves, for only sums count.
    """
    if len(codes) == 1:
        swept: Numbers = table - _means(table, codes[0], weights)[codes[0]]
        return swept
    large, small = sorted(codes, key=lambda code: -int(code.max()))
    shape = (int(large.max()) + 1, int(small.max()) + 1)
    pairs = np.bincount(large * shape[1] + small, weights, shape[0] * shape[1]).reshape(shape)
    of_large = np.maximum(pairs.sum(axis=1), TINY)
    means = _means(table, large, weights)
    left = _sums(table, small, weights) - pairs.T @ means
    system = np.diag(pairs.sum(axis=0)) - pairs.T @ (pairs / of_large[:, None])
    # Singular by one for each part of groups that meet: a hair on the diagonal makes it solvable.
    hair = SINGULAR * max(float(np.trace(system)) / shape[1], TINY)
    effects = np.linalg.solve(system + hair * np.eye(shape[1]), left)
    offsets = means - pairs @ effects / of_large[:, None]
    rest: Numbers = table - offsets[large] - effects[small]
    return rest


def _sums(table: Numbers, code: Codes, weights: Numbers) -> Numbers:
    count = int(code.max()) + 1
    return np.stack([np.bincount(code, weights * column, count) for column in table.T], axis=1)


def _means(table: Numbers, code: Codes, weights: Numbers) -> Numbers:
    sizes = np.maximum(np.bincount(code, weights), TINY)
    means: Numbers = _sums(table, code, weights) / sizes[:, None]
    return means


def _codes(effects: Sequence[ArrayLike], rows: int) -> list[Codes]:
    groups = [np.unique(np.asarray(effect), return_inverse=True)[1].ravel() for effect in effects]
    return groups or [np.zeros(rows, dtype=np.intp)]


def _rank(codes: Sequence[Codes]) -> int:
    """How many effects are estimated; each further set of groups shares one with the first."""
    return sum(int(code.max()) + 1 for code in codes) - (len(codes) - 1)


def _sandwich(bread: Numbers, scores: Numbers, clusters: ArrayLike, k: int) -> tuple[Numbers, int]:
    names, members = np.unique(np.asarray(clusters), return_inverse=True)
    count, rows = len(names), len(scores)
    columns = [np.bincount(members.ravel(), column, count) for column in scores.T]
    sums = np.stack(columns, axis=1)
    factor = count / max(count - 1, 1) * (rows - 1) / max(rows - k, 1)
    covariance: Numbers = factor * bread @ (sums.T @ sums) @ bread
    return covariance, count
