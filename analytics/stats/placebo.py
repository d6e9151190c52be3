"""One treated group against others that were left alone: its difference, and how often such a one
comes without any treatment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.stats.intervals import Estimate
from analytics.stats.quantiles import student_t

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

FEWEST = 3
"""Controls from which on each of them has two others to be held against."""


@dataclass(frozen=True)
class Difference:
    """The change of the treated less the mean change of the controls; `placebos` the same of each
    control as if it had been treated, against the other controls; `rank` of the treated among all
    by size, 1 the largest, and `chance` = rank / (controls + 1), which cannot be smaller than
    1 / (controls + 1)."""

    estimate: Estimate
    placebos: Numbers
    rank: int
    chance: float
    places: tuple[int, ...] = ()
    """Which controls the treated was held against."""


def difference(treated: float, controls: ArrayLike, parts: float = 1.0) -> Difference:
    """Difference in differences of one treated group, from the change of each group between
    before and after; n is controls.

    Limits are Student's t on the spread of the controls' changes, as for one new draw of `parts`
    like them (Donald and Lang 2007, The Review of Economics and Statistics 89(2), with one treated
    group). Ranks are of the changes over their own errors, so that a treated sum of several parts
    is held against single controls fairly; with one part that is the order of placebo tests
    (Abadie, Diamond and Hainmueller 2010, Journal of the American Statistical Association
    105(490)). Fewer than 3 controls, or such that all change alike, give no limits.
    """
    others = np.asarray(controls, float)
    count = len(others)
    value = float(treated - others.mean()) if count else math.nan
    if count < FEWEST:
        return Difference(Estimate(value, None, None, count), np.zeros(0), 1, 1.0)
    placebos = (others - others.mean()) * count / (count - 1)
    spread = float(others.std(ddof=1))
    error = spread * math.sqrt(1 / parts + 1 / count)
    half = student_t(count - 1) * error
    without = np.array([np.delete(others, place).std(ddof=1) for place in range(count)])
    errors = without * math.sqrt(1 + 1 / (count - 1))
    if spread <= 0:
        return Difference(Estimate(value, None, None, count), placebos, 1, 1.0)
    with np.errstate(divide="ignore"):
        sizes = np.abs(placebos) / errors
    rank = 1 + int((sizes >= abs(value) / error).sum())
    return Difference(
        Estimate(value, value - half, value + half, count), placebos, rank, rank / (count + 1)
    )


def matched(
    treated: float,
    controls: ArrayLike,
    course: ArrayLike,
    courses: ArrayLike,
    *,
    most: int,
    parts: float = 1.0,
) -> Difference:
    """`difference` against the `most` controls whose course before lay nearest: the mean square of
    the gaps between the courses, each about its own mean. Each control is matched in the same way
    with the other ones, or the treated alone would have the better neighbours."""
    others, rows = np.asarray(controls, float), np.asarray(courses, float)
    count = len(others)
    if count <= FEWEST:
        return difference(treated, others, parts)
    places = _nearest(np.asarray(course, float), rows, most)
    own = difference(treated, others[list(places)], parts)
    placebos, sizes = np.zeros(count), np.zeros(count)
    for place in range(count):
        rest = np.delete(np.arange(count), place)
        near = others[rest[list(_nearest(rows[place], rows[rest], most))]]
        placebos[place] = others[place] - near.mean()
        error = float(near.std(ddof=1)) * math.sqrt(1 + 1 / len(near))
        sizes[place] = abs(placebos[place]) / error if error > 0 else math.inf
    if own.estimate.low is None or own.estimate.value is None or own.estimate.high is None:
        return Difference(own.estimate, placebos, 1, 1.0, places)
    error = (own.estimate.high - own.estimate.low) / 2 / student_t(len(places) - 1)
    rank = 1 + int((sizes >= abs(own.estimate.value) / error).sum())
    return Difference(own.estimate, placebos, rank, rank / (count + 1), places)


def _nearest(course: Numbers, courses: Numbers, most: int) -> tuple[int, ...]:
    gaps = (courses - courses.mean(axis=1, keepdims=True)) - (course - course.mean())
    order = np.argsort((gaps**2).mean(axis=1), kind="stable")
    return tuple(sorted(int(place) for place in order[:most]))


def changes(table: ArrayLike, is_after: ArrayLike) -> Numbers:
    """The mean after less the mean before of each row of a table."""
    rows, after = np.asarray(table, float), np.asarray(is_after, bool)
    gaps: Numbers = rows[:, after].mean(axis=1) - rows[:, ~after].mean(axis=1)
    return gaps


def rank_by_size(treated: float, placebos: ArrayLike) -> int:
    """The place of a change among those of untreated groups, 1 the largest; ties count against
    it."""
    return 1 + int((np.abs(np.asarray(placebos, float)) >= abs(treated)).sum())
