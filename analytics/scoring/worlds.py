"""Worlds that could have been: what is measured, and what chance makes of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from analytics.scoring.joint import correlations
from analytics.stats.quantiles import z

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analytics.scoring.scoring import MeasureScore, SuperScore

    Draws = NDArray[np.float64]

SHARED_STRICTNESS = 0.5
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Panel:
    """What is measured, one row per measure, super after super, in the order of their keys."""

    keys: tuple[str, ...]
    weights: Draws
    starts: NDArray[np.intp]
    measure_weights: Draws
    mixing: Draws
    """Turns independent normal numbers, a row each, into numbers as correlated as the measures."""
    place: Draws
    down: Draws
    up: Draws
    floor: Draws
    ceiling: Draws


@dataclass(frozen=True)
class Luck:
    """What chance alone decides in one world: normal numbers, weights and goalposts' shifts."""

    normal: Draws
    measure_weights: Draws
    weights: Draws
    bad: Draws
    good: Draws


@dataclass(frozen=True)
class World:
    """One way things could have been, per draw (columns): the three sources of uncertainty."""

    place: Draws
    measure_weights: Draws
    weights: Draws
    bad: Draws
    good: Draws

    def sharing(self, other: World, *names: str) -> World:
        """The other world with this one's side of `names`."""
        return World(**{**vars(other), **{name: vars(self)[name] for name in names}})


def panel_of(supers: Sequence[SuperScore]) -> Panel | None:
    """What of these supers is measured; None where nothing is assessed."""
    assessed = sorted(
        (super_ for super_ in supers if super_.score is not None and super_.weight > 0), key=_key
    )
    if not assessed:
        return None
    groups = [sorted(filter(_counts, super_.measures), key=_key) for super_ in assessed]
    measures = [measure for group in groups for measure in group]
    places = np.array([_places(measure) for measure in measures]).T
    return Panel(
        tuple(super_.key for super_ in assessed),
        np.array([super_.weight for super_ in assessed])
        / math.fsum(super_.weight for super_ in assessed),
        np.cumsum([0, *map(len, groups[:-1])]),
        np.concatenate([_normal([m.weight for m in group]) for group in groups]),
        _root(correlations([measure.pull for measure in measures])),
        *places[:, :, None],
    )


def _root(matrix: Draws) -> Draws:
    """The symmetric square root, which leaves independent measures alone."""
    sizes, ways = np.linalg.eigh(matrix)
    root: Draws = (ways * np.sqrt(np.maximum(sizes, 0.0))) @ ways.T
    return root


def _key(item: SuperScore | MeasureScore) -> str:
    return item.key


def _counts(measure: MeasureScore) -> bool:
    return measure.score is not None and measure.weight > 0


def _normal(weights: Sequence[float]) -> Draws:
    return np.array(weights) / math.fsum(weights)


def _places(measure: MeasureScore) -> tuple[float, float, float, float, float]:
    """A measure in spans between its goalposts: value, the spread below and above it, its ends.

    Unknown limits reach over both goalposts. Turning the scale so that better is always up swaps
    the two sides of a lower-is-better measure.
    """
    posts, estimate = measure.goalposts, measure.estimate
    value = estimate.value or 0.0
    low = min(posts.bad, posts.good, value) if estimate.low is None else estimate.low
    high = max(posts.bad, posts.good, value) if estimate.high is None else estimate.high
    place, *ends = (
        (number - posts.bad) / (posts.good - posts.bad) for number in (value, low, high)
    )
    limits = sorted((end - posts.bad) / (posts.good - posts.bad) for end in measure.bounds)
    spread = z(CONFIDENCE)
    return place, (place - min(ends)) / spread, (max(ends) - place) / spread, limits[0], limits[1]


def luck_of(
    panel: Panel, seed: int, draws: int, concentration: float, shift: float
) -> tuple[Luck, Luck]:
    """The luck of two worlds of the panel: `container_band` says what the numbers mean."""
    of_measures, of_supers = panel.measure_weights.tolist(), panel.weights.tolist()
    return _drawn(seed, draws, (concentration, shift), tuple(of_measures), tuple(of_supers))


@lru_cache(maxsize=2)
def _drawn(
    seed: int,
    draws: int,
    spreads: tuple[float, float],
    measure_weights: tuple[float, ...],
    weights: tuple[float, ...],
) -> tuple[Luck, Luck]:
    """The luck of two worlds, which hangs on nothing but weights: whoever changes a filter or asks
    what one more case would bring meets the same. Nobody changes it: 14 MB a world of 40 measures.

    Half of a goalpost's shift is common to all measures of a draw (a strict committee is strict
    everywhere), or the shifts would cancel out and the goalposts seem not to matter.
    """
    concentration, shift = spreads
    rng = np.random.default_rng(seed)

    def one() -> Luck:
        shape = (len(measure_weights), draws)
        normal = rng.standard_normal(shape)
        common = math.sqrt(SHARED_STRICTNESS) * rng.standard_normal(draws)
        bad, good = (
            shift * (common + math.sqrt(1 - SHARED_STRICTNESS) * rng.standard_normal(shape))
            for _ in range(2)
        )
        of_measures, of_supers = np.array(measure_weights), np.array(weights)
        return Luck(
            normal,
            rng.standard_gamma(concentration * of_measures[:, None], shape),
            rng.standard_gamma(concentration * of_supers[:, None], (len(weights), draws)),
            bad,
            good,
        )

    return one(), one()


def world_of(panel: Panel, luck: Luck) -> World:
    """Draws of a split normal through low, value and high; Dirichlet weights; shifted goalposts."""
    normal = panel.mixing @ luck.normal
    place = panel.place + normal * np.where(normal < 0, panel.down, panel.up)
    return World(
        np.clip(place, panel.floor, panel.ceiling),
        luck.measure_weights,
        luck.weights,
        luck.bad,
        luck.good,
    )
