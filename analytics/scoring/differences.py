"""Differences between scores: their verdict in a word, and which of many remain significant when
tested together.

A difference is an `Estimate` in points, -100 to 100; its limits hold 95 % each for itself.
"""

from __future__ import annotations

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


def holm(estimates: Sequence[Estimate]) -> list[bool]:
    """Whether each difference is significant when all are tested together (Holm 1979), in order.

    Each p-value comes from the estimate's own limits: how many times the reach of its interval it
    lies from 0. An unmeasured difference is not significant and does not count among them.
    """
    p_values = {
        place: p_value(estimate)
        for place, estimate in enumerate(estimates)
        if estimate.value is not None
    }
    is_significant = [False] * len(estimates)
    for done, place in enumerate(sorted(p_values, key=lambda place: p_values[place])):
        if p_values[place] > (1 - CONFIDENCE) / (len(p_values) - done):
            break
        is_significant[place] = True
    return is_significant


def p_value(estimate: Estimate) -> float:
    """The two-sided normal p-value (0-1) of no difference, its spread read off the limits."""
    value = estimate.value or 0.0
    reach = _down(estimate) if value > 0 else _up(estimate)
    if value == 0 or reach == 0:
        return 1.0 if value == 0 else 0.0
    return 2 * (1 - NormalDist().cdf(abs(value) / reach * z(CONFIDENCE)))


def _down(estimate: Estimate) -> float:
    return (
        MAX_SCORE
        if estimate.low is None or estimate.value is None
        else estimate.value - estimate.low
    )


def _up(estimate: Estimate) -> float:
    return (
        MAX_SCORE
        if estimate.high is None or estimate.value is None
        else estimate.high - estimate.value
    )
