"""Counts over time: regression of counts, a break in a series, and two series at the same age."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.stats.intervals import CONFIDENCE, UNMEASURED, Estimate
from analytics.stats.quantiles import student_t, z

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

ROUNDS = 60
SETTLED = 1e-12
LARGEST_LOG = 30.0
TINY = 1e-12
MOST_LASTING = 0.8
"""Correlation of neighbours that limits reckon with at most: a short series knows no more."""


@dataclass(frozen=True)
class CountFit:
    """Slopes of a regression of counts with a log link, in the order of the columns; `covariance`
    as if they were Poisson; `dispersion`, Pearson's chi-square over what is free, which is 1 for
    Poisson counts; the fitted means; and how alike neighbouring residuals are (-1 to 1)."""

    slopes: Numbers
    covariance: Numbers
    dispersion: float
    free: int
    means: Numbers
    lasting: float

    def ratio(
        self,
        place: int,
        *,
        dispersion: float | None = None,
        is_lasting: bool = False,
        is_large: bool = False,
    ) -> Estimate:
        """By which factor the mean changes with one more of a column, with its 95 % limits: times
        the dispersion measured (never below 1), or the one given.

        `is_lasting` widens them for neighbours that are alike, by the root of (1 + r) / (1 - r),
        the loss of independent points of a first-order series; `is_large` takes the normal
        distribution in place of Student's, as published analyses of long series do.
        """
        spread = max(self.dispersion, 1.0) if dispersion is None else dispersion
        r = min(max(self.lasting, 0.0), MOST_LASTING) if is_lasting else 0.0
        variance = float(self.covariance[place, place]) * spread * (1 + r) / (1 - r)
        value = math.exp(float(self.slopes[place]))
        if self.free < 1 or not math.isfinite(variance):
            return Estimate(value, None, None, self.free)
        free = max(self.free * (1 - r) / (1 + r), 1.0)
        half = (z(CONFIDENCE) if is_large else student_t(free)) * math.sqrt(variance)
        return Estimate(value, value * math.exp(-half), value * math.exp(half), len(self.means))


def regression(counts: ArrayLike, columns: ArrayLike, offset: ArrayLike | None = None) -> CountFit:
    """Poisson regression by reweighted least squares (McCullagh and Nelder 1989, Generalized
    Linear Models, 2.5); `offset`: the logarithm of what each count is out of."""
    y, x = np.asarray(counts, float), np.asarray(columns, float)
    base = np.zeros(len(y)) if offset is None else np.asarray(offset, float)
    mean = np.maximum((y + y.mean()) / 2, TINY)
    line, last = np.log(mean), math.inf
    slopes = np.zeros(x.shape[1])
    bread = np.eye(x.shape[1])
    for _ in range(ROUNDS):
        working = line - base + (y - mean) / mean
        bread = np.linalg.pinv((x * mean[:, None]).T @ x)
        slopes = bread @ ((x * mean[:, None]).T @ working)
        line = np.clip(x @ slopes + base, -LARGEST_LOG, LARGEST_LOG)
        mean = np.exp(line)
        deviance = 2 * float((mean - y + y * np.log(np.maximum(y, TINY) / mean)).sum())
        if abs(deviance - last) <= SETTLED * (abs(deviance) + 1):
            break
        last = deviance
    free = len(y) - x.shape[1]
    scaled = (y - mean) / np.sqrt(mean)
    dispersion = float(scaled @ scaled) / free if free > 0 else math.nan
    return CountFit(slopes, bread, dispersion, free, mean, _lasting(scaled, x.shape[1]))


def interrupted(
    counts: ArrayLike,
    start: int,
    *,
    offset: ArrayLike | None = None,
    harmonics: int = 0,
    period: float = 12.0,
    has_slope: bool = False,
) -> CountFit:
    """Segmented regression of a series with a break before its place `start` (Lopez Bernal,
    Cummins and Gasparrini 2017, International Journal of Epidemiology 46(1)): ln mean = level +
    trend + break + seasons. The break is column 1; with `has_slope` the trend may change there,
    and is counted from the break, so that column 1 stays the step at the break itself.

    Of 300 simulated series of 39 weeks without any break, limits with `is_lasting` left 1 out 2
    times in 100, and 8 times where each week is like the one before (by 0.3 or 0.6).
    """
    time = np.arange(len(np.asarray(counts)), dtype=float)
    after = (time >= start).astype(float)
    columns = [np.ones_like(time), after, time - start]
    if has_slope:
        columns.append((time - start) * after)
    for order in range(1, harmonics + 1):
        angle = 2 * math.pi * order * (time + 1) / period
        columns += [np.sin(angle), np.cos(angle)]
    return regression(counts, np.column_stack(columns), offset)


def ratio_at_age(first: ArrayLike, second: ArrayLike) -> Estimate:
    """The total of one series over that of another of the same days since their starts, with
    limits by what days swing beyond a common course; n is days. Unmeasured where one has nothing.

    It is the quasi-Poisson regression on series and day, whose days drop out: given both counts
    of a day, the first is a share of them (McCullagh and Nelder 1989, 6.4 and 7.2). The limits are
    the wider of it and of the squares of the days themselves, and Student's on as many days as are
    alike in size. Of 600
    simulated pairs of launches with the same mean 1 to 3 in 100 were called different, and 6 to 7
    where busy days swing most (`python -m tests.bench.launch_rates`).
    """
    own, other = np.asarray(first, float), np.asarray(second, float)
    total, rest = float(own.sum()), float(other.sum())
    both = own + other
    days = int((both > 0).sum())
    if total <= 0 or rest <= 0:
        return UNMEASURED
    value = total / rest
    if days < 2:  # noqa: PLR2004
        return Estimate(value, None, None, days)
    share = total / (total + rest)
    gaps, sums = own - share * both, float(both.sum())
    pearson = float((gaps[both > 0] ** 2 / both[both > 0]).sum())
    dispersion = max(1.0, pearson / (share * (1 - share)) / (days - 1))
    # Where busy days swing more than quiet ones, the squares of the days themselves say how far.
    own_squares = float((gaps**2).sum()) / (share * (1 - share) * sums) ** 2 * days / (days - 1)
    variance = max(dispersion * (1 / total + 1 / rest), own_squares)
    alike_days = sums**2 / float((both**2).sum())
    half = student_t(max(alike_days - 1, 1)) * math.sqrt(variance)
    return Estimate(value, value * math.exp(-half), value * math.exp(half), days)


def _lasting(residuals: Numbers, terms: int) -> float:
    """Correlation of each residual with the next, raised by what fitting so many terms takes from
    it in a short series: about terms / n (Kendall 1954, Biometrika 41, for the mean alone)."""
    square, n = float(residuals @ residuals), len(residuals)
    if square <= 0 or n <= terms:
        return 0.0
    plain = float(residuals[1:] @ residuals[:-1]) / square
    return (plain * n + terms) / (n - terms)
