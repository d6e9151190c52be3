"""Simon's designs in two stages: the fewest people that a yes or no about a product takes, where
a poor one is to be dropped after the first of them.

Simon 1989, Controlled Clinical Trials 10, 1. Both stages are counted together here; the rule of a
beta test (`design`) counts seeds and invited people apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from analytics.beta.design import binomial
from analytics.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

FALSE_GO, POWER = 0.05, 0.8
MOST = 200


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


@lru_cache(maxsize=64)
def designs(
    poor: float,
    good: float,
    false_go: float = FALSE_GO,
    power: float = POWER,
    most: int = MOST,
) -> tuple[TwoStages, TwoStages] | None:
    """The design that asks fewest people of a poor product on average (optimal), and the one with
    the smallest number of people at all (minimax), among those of at most `most` people; None
    where these are too few. UsageError for shares or chances that cannot be."""
    _check(poor, good, false_go, power)
    shares, limits = (poor, good), (false_go, power)
    optimal = minimax = None
    for people in range(2, most + 1):
        if not _is_able(people, shares, limits):
            continue
        for first in range(1, people):
            if optimal and _fewest_expected(first, people, shares, power) >= optimal.expected:
                continue
            design = _of_sizes(shares, (first, people), limits)
            if design is None:
                continue
            if optimal is None or design.expected < optimal.expected:
                optimal = design
            if minimax is None or (design.people, design.expected) < (
                minimax.people,
                minimax.expected,
            ):
                minimax = design
    return None if optimal is None or minimax is None else (optimal, minimax)


def _check(poor: float, good: float, false_go: float, power: float) -> None:
    if not 0 < poor < good < 1:
        raise UsageError.bad_option("unacceptable,desired", f"{poor:g},{good:g}", "0.25,0.4")
    if not 0 < false_go < power < 1:
        raise UsageError.bad_option("false_go,power", f"{false_go:g},{power:g}", "0.05,0.8")


def _is_able(people: int, shares: tuple[float, float], limits: tuple[float, float]) -> bool:
    """Whether so many people can suffice at all: no test of them beats the randomised one on all
    answers together (Neyman and Pearson 1933)."""
    weak, strong = (np.append(0.0, np.cumsum(binomial(people, share)[::-1])) for share in shares)
    return float(np.interp(limits[0], weak, strong)) >= limits[1]


def _fewest_expected(first: int, people: int, shares: tuple[float, float], power: float) -> float:
    """No design of these sizes asks fewer people of a poor product on average: it drops a good one
    in the first stage no oftener than in all."""
    dropped_good = np.cumsum(binomial(first, shares[1]))
    lines = int((dropped_good <= 1 - power).sum())
    dropped = float(binomial(first, shares[0])[:lines].sum())
    return first + (1 - dropped) * (people - first)


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
