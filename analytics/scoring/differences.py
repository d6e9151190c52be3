"""Differences between scores: their weighted mean, what they mean in a word, and which of many
looked at together still stand.

A difference is an `Estimate` in points, -100 to 100; its limits hold 95 % each for itself.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

from analytics.scoring.scoring import MAX_SCORE
from analytics.stats.intervals import CONFIDENCE, Estimate
from analytics.stats.quantiles import z

if TYPE_CHECKING:
    from collections.abc import Sequence

Verdict = Literal["better", "worse", "practically_equal", "cannot_tell"]

MARGIN = 5.0
"""Points: a difference that is surely smaller than this matters to nobody."""
EXACT = Estimate(0.0, 0.0, 0.0, 0)


def verdict(points: Estimate, margin: float = MARGIN) -> Verdict | None:
    """A difference in a word; None for no difference at all.

    Surely within the margin comes first, so that a difference nobody would notice is not called
    better for the size of its sample alone.
    """
    if points.value is None:
        return None
    if points.low is None or points.high is None:
        return "cannot_tell"
    if points.low >= -margin and points.high <= margin:
        return "practically_equal"
    if points.low > 0:
        return "better"
    return "worse" if points.high < 0 else "cannot_tell"


def mean(parts: Sequence[tuple[float, Estimate]]) -> Estimate:
    """The mean of independent differences with these weights (MOVER, Zou and Donner 2008).

    n is the least of them; a difference without limits could be anything. At least one part.
    """
    total = math.fsum(weight for weight, _ in parts)
    known = [(weight / total, one) for weight, one in parts]
    value = math.fsum(weight * (one.value or 0.0) for weight, one in known)
    down = math.sqrt(math.fsum((weight * _down(one)) ** 2 for weight, one in known))
    up = math.sqrt(math.fsum((weight * _up(one)) ** 2 for weight, one in known))
    n = min(one.n for _, one in known)
    return Estimate(value, max(value - down, -MAX_SCORE), min(value + up, MAX_SCORE), n)


def holm(found: Sequence[Estimate]) -> list[bool]:
    """Which differences stand when all are looked at together (Holm 1979), in the given order.

    The chance of each is read off its own limits: how many times the reach of its interval it lies
    from 0.
    """
    chances = {place: _chance(one) for place, one in enumerate(found) if one.value is not None}
    stands = [False] * len(found)
    for done, place in enumerate(sorted(chances, key=lambda place: chances[place])):
        if chances[place] > (1 - CONFIDENCE) / (len(chances) - done):
            break
        stands[place] = True
    return stands


def _chance(one: Estimate) -> float:
    """How often no difference would look at least like this one, 0-1."""
    value = one.value or 0.0
    reach = _down(one) if value > 0 else _up(one)
    if value == 0 or reach == 0:
        return 1.0 if value == 0 else 0.0
    return 2 * (1 - NormalDist().cdf(abs(value) / reach * z(CONFIDENCE)))


def _down(one: Estimate) -> float:
    return MAX_SCORE if one.low is None or one.value is None else one.value - one.low


def _up(one: Estimate) -> float:
    return MAX_SCORE if one.high is None or one.value is None else one.high - one.value
