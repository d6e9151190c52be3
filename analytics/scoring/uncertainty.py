"""How far the container's score could be off: Monte Carlo over data, weights and goalposts.

Three things could have been otherwise. *Sampling*: other customers might have come, bought and
answered; measures of the same people then move together, by their pulls (a Gaussian copula around
each measure's own limits). *Weights*:
another committee would have weighed the supers, and the measures within them, a little otherwise.
*Goalposts*: and drawn the marks for 0 and 100 elsewhere. Each draw varies all three at once
(OECD/JRC Handbook, step 7; Saisana, Saltelli and Tarantola 2005). Unassessed supers stay out: the
band covers what was measured, `Container.worst` and `best` of what was not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from analytics.scoring.draws import Shape, draw_set
from analytics.scoring.joint import correlations
from analytics.scoring.means import weighted_mean
from analytics.scoring.scoring import MAX_SCORE
from analytics.stats.quantiles import z

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from analytics.scoring.draws import DrawSet
    from analytics.scoring.scoring import MeasureScore, SuperScore

    Draws = NDArray[np.float64]

SEED = 20_220_901
DRAWS = 10_000
CONCENTRATION = 100.0
GOALPOST_SHIFT = 0.05
NARROWEST_SPAN = 0.1
NO_WIDTH = 1e-9
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Shares:
    """First-order shares of the band's variance (Sobol), 0-1; what is left is their interplay."""

    sampling: float
    weights: float
    goalposts: float


@dataclass(frozen=True)
class Band:
    """95 % of the draws of the container's arithmetic mean, 0-100, and what follows from them.

    The limits are made to hold the mean itself, which at the ends of the scale they may just miss.
    `weakest`: how often each assessed super is the lowest. `above`: how often the mean reaches
    `line`. With nothing assessed every number is None and `weakest` is empty.
    """

    low: float | None
    median: float | None
    high: float | None
    weakest: Mapping[str, float]
    above: float | None
    find_shares: Callable[[], Shares | None] = field(repr=False, compare=False)

    @cached_property
    def shares(self) -> Shares | None:
        """Where the width comes from, None when nothing varies; drawn when first asked for, as it
        takes as long as the band itself."""
        return self.find_shares()


def container_band(
    supers: Sequence[SuperScore],
    *,
    line: float | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    concentration: float = CONCENTRATION,
    goalpost_shift: float = GOALPOST_SHIFT,
) -> Band:
    """The band around the container's arithmetic mean; the same supers give the same band.

    `concentration` is Dirichlet's: a weight w has standard deviation sqrt(w (1 - w) / (c + 1)), so
    that at 100 one of nine equal weights, 11 %, mostly lies between 6 % and 18 %. `goalpost_shift`
    is the standard deviation of each goalpost, in spans between the two.
    """
    panel = _panel(supers)
    if panel is None:
        return Band(None, None, None, {}, None, lambda: None)
    shape = panel.shape(draws, seed, concentration, goalpost_shift)
    world = _world(panel, draw_set(shape, 0))
    scores = _scores(panel, world)
    means = _means(world, scores)
    low, median, high = _limits(supers, means)
    return Band(
        low,
        median,
        high,
        _weakest(panel, scores),
        None if line is None else float((means >= line).mean()),
        partial(_shares, panel, shape),
    )


def container_range(supers: Sequence[SuperScore], draws: int = DRAWS) -> tuple[float, float] | None:
    """`low` and `high` of `container_band` with the same draws, and nothing else of it, which costs
    several times as much; None with nothing assessed."""
    panel = _panel(supers)
    if panel is None:
        return None
    low, _, high = _limits(supers, _first_means(panel, draws))
    return low, high


def share_above(supers: Sequence[SuperScore], line: float) -> float | None:
    """`above` of `container_band` for `line`, 0-1; None with nothing assessed."""
    panel = _panel(supers)
    return None if panel is None else float((_first_means(panel, DRAWS) >= line).mean())


def _first_means(panel: _Panel, draws: int) -> Draws:
    """The container's arithmetic mean in every draw of the first world."""
    shape = panel.shape(draws, SEED, CONCENTRATION, GOALPOST_SHIFT)
    world = _world(panel, draw_set(shape, 0))
    return _means(world, _scores(panel, world))


def _limits(supers: Sequence[SuperScore], means: Draws) -> tuple[float, float, float]:
    """Ends and middle of the band; the ends are made to hold the mean itself."""
    tails = (1 - CONFIDENCE) / 2, 0.5, (1 + CONFIDENCE) / 2
    low, median, high = (float(quantile) for quantile in np.quantile(means, tails))
    centre = (
        weighted_mean([super_.score for super_ in supers], [super_.weight for super_ in supers])
        or 0.0
    )
    return min(low, centre), median, max(high, centre)


@dataclass(frozen=True)
class _Panel:
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

    def shape(self, draws: int, seed: int, concentration: float, shift: float) -> Shape:
        """What the draws for this panel depend on."""
        weights = tuple(self.measure_weights.tolist()), tuple(self.weights.tolist())
        return Shape(*weights, draws, seed, concentration, shift)


@dataclass(frozen=True)
class _World:
    """One way things could have been, per draw (columns): the three sources of uncertainty."""

    place: Draws
    measure_weights: Draws
    weights: Draws
    bad: Draws
    good: Draws

    def sharing(self, other: _World, *names: str) -> _World:
        """The other world with this one's side of `names`."""
        return _World(**{**vars(other), **{name: vars(self)[name] for name in names}})


def _panel(supers: Sequence[SuperScore]) -> _Panel | None:
    assessed = sorted(
        (super_ for super_ in supers if super_.score is not None and super_.weight > 0), key=_key
    )
    if not assessed:
        return None
    groups = [sorted(filter(_counts, super_.measures), key=_key) for super_ in assessed]
    measures = [measure for group in groups for measure in group]
    places = np.array([_places(measure) for measure in measures]).T
    return _Panel(
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


def _world(panel: _Panel, drawn: DrawSet) -> _World:
    """Draws of a split normal through low, value and high; Dirichlet weights; shifted goalposts."""
    normal = panel.mixing @ drawn.normal
    place = panel.place + normal * np.where(normal < 0, panel.down, panel.up)
    return _World(
        np.clip(place, panel.floor, panel.ceiling),
        drawn.measure_weights,
        drawn.weights,
        drawn.bad,
        drawn.good,
    )


def _scores(panel: _Panel, world: _World) -> Draws:
    """Scores 0-100, one row per super and one column per draw."""
    span = np.maximum(1 + world.good - world.bad, NARROWEST_SPAN)
    scores = MAX_SCORE * np.clip((world.place - world.bad) / span, 0.0, 1.0)
    total: Draws = np.add.reduceat(scores * world.measure_weights, panel.starts)
    weight: Draws = np.add.reduceat(world.measure_weights, panel.starts)
    return total / weight


def _means(world: _World, scores: Draws) -> Draws:
    total: Draws = (scores * world.weights).sum(axis=0)
    weight: Draws = world.weights.sum(axis=0)
    return np.minimum(total / weight, MAX_SCORE)


def _weakest(panel: _Panel, scores: Draws) -> dict[str, float]:
    """How often each super is the lowest; a shared last place is split."""
    lowest = scores <= scores.min(axis=0) + NO_WIDTH
    often = (lowest / lowest.sum(axis=0)).mean(axis=1)
    return dict(zip(panel.keys, often.tolist(), strict=True))


def _shares(panel: _Panel, shape: Shape) -> Shares | None:
    """Correlation of the mean with itself when only one source keeps its draws (Sobol 1993)."""
    first, second = (_world(panel, draw_set(shape, number)) for number in range(2))
    means = _means(first, _scores(panel, first))
    if np.ptp(means) < NO_WIDTH:
        return None
    sources = (("place",), ("measure_weights", "weights"), ("bad", "good"))
    return Shares(
        *(_source_share(panel, first.sharing(second, *names), means) for names in sources)
    )


def _source_share(panel: _Panel, world: _World, means: Draws) -> float:
    again = _means(world, _scores(panel, world))
    if np.ptp(again) < NO_WIDTH:
        return 0.0
    return min(max(float(np.corrcoef(means, again)[0, 1]), 0.0), 1.0)
