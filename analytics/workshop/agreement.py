"""How far people who rate the same things agree, and how far chance alone would have them agree."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

SEED = 20_221_201
DRAWS = 20_000
CHANCE = 0.95
"""Of groups that answer at random, this share agrees less than the line drawn."""
FEWEST = 2
"""People who can agree, and things that can be put into an order."""


def within_group_agreement(scores: ArrayLike, options: int) -> float:
    """Agreement of several people on one thing: 1 - s² / ((A² - 1) / 12), s² the sample variance
    and A the number of answers possible.

    1 where all give the same answer, about 0 where they answer at random, negative where they
    form camps (James, Demaree and Wolf 1984, as Lindell and Brandt 1997 leave it below 0). NaN
    for fewer than two people.
    """
    values = np.asarray(scores, dtype=float)
    if values.size < FEWEST:
        return float("nan")
    return float(1 - values.var(ddof=1) / _uniform_variance(options))


def concordance(ratings: ArrayLike) -> float:
    """Kendall's W, corrected for ties: how far people put several things into the same order.

    `ratings`: one row per person, one column per thing. 0-1; NaN for fewer than two people or
    things, and where nobody tells any two things apart (Kendall and Babington Smith 1939; ties as
    in Siegel and Castellan 1988).
    """
    table = np.asarray(ratings, dtype=float)
    if min(table.shape) < FEWEST:
        return float("nan")
    people, things = table.shape
    ranks = np.apply_along_axis(_midranks, 1, table)
    totals = ranks.sum(axis=0)
    spread = float(((totals - totals.mean()) ** 2).sum())
    ties = sum(float((sizes**3 - sizes).sum()) for sizes in map(_tie_sizes, table))
    most = people**2 * (things**3 - things) - people * ties
    return 12 * spread / most if most > 0 else float("nan")


@lru_cache(maxsize=256)
def agreement_by_chance(people: int, options: int, level: float = CHANCE) -> float:
    """The agreement below which `level` of groups of so many people stay who answer at random."""
    drawn = _generator().integers(0, options, size=(DRAWS, people))
    agreed = 1 - drawn.var(axis=1, ddof=1) / _uniform_variance(options)
    return float(np.quantile(agreed, level))


@lru_cache(maxsize=256)
def concordance_by_chance(people: int, things: int, level: float = CHANCE) -> float:
    """The same of Kendall's W, for so many people who each order so many things at random."""
    draws = max(2_000, DRAWS * 10 // (people * things))
    ranks = _generator().permuted(np.tile(np.arange(1.0, things + 1), (draws, people, 1)), axis=2)
    totals = ranks.sum(axis=1)
    spread = ((totals - people * (things + 1) / 2) ** 2).sum(axis=1)
    return float(np.quantile(12 * spread / (people**2 * (things**3 - things)), level))


def _uniform_variance(options: int) -> float:
    return (options**2 - 1) / 12


def _generator() -> np.random.Generator:
    return np.random.default_rng(SEED)


def _midranks(row: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 1; what is tied shares the mean of its ranks."""
    _, place, sizes = np.unique(row, return_inverse=True, return_counts=True)
    last = sizes.cumsum()
    return np.asarray((last - (sizes - 1) / 2)[place], dtype=float)


def _tie_sizes(row: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.unique(row, return_counts=True)[1].astype(float)
