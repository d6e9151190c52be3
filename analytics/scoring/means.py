"""Weighted means of scores of which some are missing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

GEOMETRIC_FLOOR = 1.0


def weighted_mean(scores: Sequence[float | None], weights: Sequence[float]) -> float | None:
    """The arithmetic mean of the scores that are there; None when none of them has weight."""
    pairs = counted_pairs(scores, weights)
    total = math.fsum(weight for _, weight in pairs)
    if total <= 0:
        return None
    return _between(math.fsum(score * weight for score, weight in pairs) / total, pairs)


def geometric_mean(
    scores: Sequence[float | None], weights: Sequence[float], floor: float = GEOMETRIC_FLOOR
) -> float | None:
    """The geometric mean of the scores that are there, each taken as at least `floor`.

    With a floor of 1 point a super at 0 weighs very heavily but does not erase all the others, as
    a true zero would. Floor 0 is the plain mean, as in UNDP's Human Development Index.
    """
    pairs = [(max(score, floor), weight) for score, weight in counted_pairs(scores, weights)]
    total = math.fsum(weight for _, weight in pairs)
    if total <= 0:
        return None
    if any(score <= 0 for score, _ in pairs):
        return 0.0
    logs = math.fsum(weight * math.log(score) for score, weight in pairs)
    return _between(math.exp(logs / total), pairs)


def counted_pairs(
    scores: Sequence[float | None], weights: Sequence[float]
) -> list[tuple[float, float]]:
    """Scores that are there and count, with their weights."""
    pairs = zip(scores, weights, strict=True)
    return [(score, weight) for score, weight in pairs if score is not None and weight > 0]


def _between(mean: float, pairs: Sequence[tuple[float, float]]) -> float:
    """The mean, kept from leaving its own scores by a rounding error."""
    scores = [score for score, _ in pairs]
    return min(max(mean, min(scores)), max(scores))
