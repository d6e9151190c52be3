"""Which super is the weakest: named where one is, tied where several may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.scoring.scoring import SuperScore

NEAR = 2 / 3
"""A super at least this likely, measured by the likeliest, is tied with it."""
FEWEST = 2


def shortest(supers: Sequence[SuperScore], chances: Mapping[str, float]) -> tuple[str, ...]:
    """The keys of the weakest supers, likeliest first; empty where there are no two to compare.

    `chances`: how often each comes out lowest (`uncertainty.Band.weakest`). The likeliest is
    named; those at least two thirds as likely are tied with it, and so is the one whose score is
    lowest, so that the water of the picture, which stands at the lowest score, meets a named stave.
    """
    scores = {
        super_.key: super_.score
        for super_ in supers
        if super_.score is not None and super_.weight > 0
    }
    if len(scores) < FEWEST:
        return ()
    level = min(scores.values())
    ranked = sorted(scores, key=lambda key: (-chances.get(key, 0.0), scores[key], key))
    most = chances.get(ranked[0], 0.0)
    return tuple(
        key
        for key in ranked
        if scores[key] <= level or (most > 0 and chances.get(key, 0.0) >= NEAR * most)
    )
