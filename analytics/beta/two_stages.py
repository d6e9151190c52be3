"""Simon's designs in two stages: the fewest people that a yes or no about a product takes, where
a poor one is to be dropped after the first of them.

Simon 1989, Controlled Clinical Trials 10, 1. Both stages are counted together here; the rule of a
beta test (`design`) counts seeds and invited people apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.beta.design import binomial

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 60


@dataclass(frozen=True)
class TwoStages:
    """Drop the product if at most `stop_at` of the `first` people, or at most `drop_at` of all
    `people`, say yes. `expected`: people asked on average of a poor product; `false_go` and
    `power`: how often a poor and a good one pass."""

    stop_at: int
    first: int
    drop_at: int
    people: int
    expected: float
    false_go: float
    power: float


def designs(
    poor: float, good: float, false_go: float = 0.05, power: float = 0.8, most: int = MOST
) -> tuple[TwoStages, TwoStages] | None:
    """The design that asks fewest people of a poor product on average (optimal), and the one with
    the smallest number of people at all (minimax), among those of at most `most` people; None
    where these are too few."""
    every = [
        design
        for people in range(2, most + 1)
        for first in range(1, people)
        if (design := _of_sizes((poor, good), (first, people), (false_go, power))) is not None
    ]
    if not every:
        return None
    optimal = min(every, key=lambda design: design.expected)
    return optimal, min(every, key=lambda design: (design.people, design.expected))


def _of_sizes(
    shares: tuple[float, float], sizes: tuple[int, int], limits: tuple[float, float]
) -> TwoStages | None:
    """The design of these two sizes that asks fewest people of a poor product on average."""
    first, people = sizes
    weak, strong = (_passing(share, first, people) for share in shares)
    stops, drops = np.nonzero((weak <= limits[0]) & (strong >= limits[1]))
    if not len(stops):
        return None
    stop_at = int(stops.max())
    drop_at = int(drops[stops == stop_at].min())
    dropped = float(binomial(first, shares[0])[: stop_at + 1].sum())
    expected = first + (1 - dropped) * (people - first)
    chances = float(weak[stop_at, drop_at]), float(strong[stop_at, drop_at])
    return TwoStages(stop_at, first, drop_at, people, expected, *chances)


def _passing(share: float, first: int, people: int) -> NDArray[np.float64]:
    """How likely a product of that share passes: one row per line after the first stage, one column
    per line at the end."""
    early, late = binomial(first, share), binomial(people - first, share)
    beyond = np.append(np.cumsum(late[::-1])[::-1], 0.0)
    lacking = np.arange(people)[None, :] + 1 - np.arange(first + 1)[:, None]
    whole = early[:, None] * beyond[np.clip(lacking, 0, people - first + 1)]
    passing: NDArray[np.float64] = np.cumsum(whole[::-1], axis=0)[::-1][1:]
    return passing
