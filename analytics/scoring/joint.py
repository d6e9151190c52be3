"""Several scores together when the same people are behind them: how far their mean may stray.

A score's `pull` says how it hangs on each replicate group of people, at length 1; the product of
two pulls is the correlation of the two scores. What no people are behind, an endorsement or a
rival's price, has none and goes its own way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

Pull = tuple[float, ...]


@dataclass(frozen=True)
class Part:
    """One score in a weighted sum; `weight` below 0 takes it away. `people` names whose groups its
    pull speaks of: two datasets' people have nothing in common."""

    weight: float
    score: float
    low: float
    high: float
    pull: Pull = ()
    people: str = ""


def reaches(parts: Sequence[Part]) -> tuple[float, float]:
    """How far the weighted sum of the scores may stray, down and up (MOVER with correlations; Zou
    and Donner 2008). Parts without a pull are independent of all others; no part gives 0 and 0."""
    down = [part.score - part.low if part.weight > 0 else part.high - part.score for part in parts]
    up = [part.high - part.score if part.weight > 0 else part.score - part.low for part in parts]
    return _length(parts, down), _length(parts, up)


def correlation(first: Pull, second: Pull) -> float:
    """How far two numbers of the same people hang together, -1 to 1; 0 where one has no pull."""
    if not first or not second:
        return 0.0
    return min(max(float(np.dot(first, second)), -1.0), 1.0)


def correlations(pulls: Sequence[Pull]) -> NDArray[np.float64]:
    """The matrix of all correlations; 1 on the diagonal."""
    width = max((len(pull) for pull in pulls), default=0)
    rows = np.array([pull or (0.0,) * width for pull in pulls], dtype=float)
    rows = rows.reshape(len(pulls), width)
    matrix: NDArray[np.float64] = rows @ rows.T
    np.fill_diagonal(matrix, 1.0)
    return matrix


def _length(parts: Iterable[Part], reach: Iterable[float]) -> float:
    """The length of all reaches added up as vectors: along the pulls, or each at right angles."""
    alone = 0.0
    together: dict[str, NDArray[np.float64]] = {}
    for part, far in zip(parts, reach, strict=True):
        if part.pull:
            step = part.weight * far * np.asarray(part.pull)
            together[part.people] = together.get(part.people, 0.0) + step
        else:
            alone += (part.weight * far) ** 2
    return math.sqrt(alone + math.fsum(float(step @ step) for step in together.values()))
