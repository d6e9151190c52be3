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

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.scoring.means import weighted_mean
from analytics.scoring.scoring import MAX_SCORE
from analytics.scoring.worlds import CONFIDENCE, luck_of, panel_of, world_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from analytics.scoring.scoring import SuperScore
    from analytics.scoring.worlds import Panel, World

    Draws = NDArray[np.float64]

SEED = 20_220_901
DRAWS = 10_000
CONCENTRATION = 100.0
GOALPOST_SHIFT = 0.05
NARROWEST_SPAN = 0.1
NO_WIDTH = 1e-9


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
    `line`. `shares`: where the width comes from, None when nothing varies. With nothing
    assessed every number is None and `weakest` is empty.
    """

    low: float | None
    median: float | None
    high: float | None
    weakest: Mapping[str, float]
    above: float | None
    shares: Shares | None


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
    panel = panel_of(supers)
    if panel is None:
        return Band(None, None, None, {}, None, None)
    luck = luck_of(panel, seed, draws, concentration, goalpost_shift)
    first, second = (world_of(panel, each) for each in luck)
    scores = _scores(panel, first)
    means = _means(first, scores)
    low, median, high = _limits(supers, means)
    return Band(
        low,
        median,
        high,
        _weakest(panel, scores),
        None if line is None else float((means >= line).mean()),
        _shares(panel, first, second, means),
    )


def container_range(supers: Sequence[SuperScore], *, draws: int = DRAWS) -> tuple[float, float]:
    """The limits of `container_band` alone, for a quarter of the work; 0 and 0 where nothing is
    assessed."""
    panel = panel_of(supers)
    if panel is None:
        return 0.0, 0.0
    low, _, high = _limits(supers, _first_means(panel, draws))
    return low, high


def chance_of_reaching(supers: Sequence[SuperScore], line: float) -> float | None:
    """`above` of `container_band` alone."""
    panel = panel_of(supers)
    return None if panel is None else float((_first_means(panel, DRAWS) >= line).mean())


def _first_means(panel: Panel, draws: int) -> Draws:
    luck, _ = luck_of(panel, SEED, draws, CONCENTRATION, GOALPOST_SHIFT)
    world = world_of(panel, luck)
    return _means(world, _scores(panel, world))


def _limits(supers: Sequence[SuperScore], means: Draws) -> tuple[float, float, float]:
    """95 % of the means and their median, the limits no further in than the mean itself."""
    tails = (1 - CONFIDENCE) / 2, 0.5, (1 + CONFIDENCE) / 2
    low, median, high = (float(quantile) for quantile in np.quantile(means, tails))
    centre = (
        weighted_mean([super_.score for super_ in supers], [super_.weight for super_ in supers])
        or 0.0
    )
    return min(low, centre), median, max(high, centre)


def _scores(panel: Panel, world: World) -> Draws:
    """Scores 0-100, one row per super and one column per draw."""
    span = np.maximum(1 + world.good - world.bad, NARROWEST_SPAN)
    scores = MAX_SCORE * np.clip((world.place - world.bad) / span, 0.0, 1.0)
    total: Draws = np.add.reduceat(scores * world.measure_weights, panel.starts)
    weight: Draws = np.add.reduceat(world.measure_weights, panel.starts)
    return total / weight


def _means(world: World, scores: Draws) -> Draws:
    total: Draws = (scores * world.weights).sum(axis=0)
    weight: Draws = world.weights.sum(axis=0)
    return np.minimum(total / weight, MAX_SCORE)


def _weakest(panel: Panel, scores: Draws) -> dict[str, float]:
    """How often each super is the lowest; a shared last place is split."""
    lowest = scores <= scores.min(axis=0) + NO_WIDTH
    often = (lowest / lowest.sum(axis=0)).mean(axis=1)
    return dict(zip(panel.keys, often.tolist(), strict=True))


def _shares(panel: Panel, first: World, second: World, means: Draws) -> Shares | None:
    """Correlation of the mean with itself when only one source keeps its draws (Sobol 1993)."""
    if np.ptp(means) < NO_WIDTH:
        return None
    sources = (("place",), ("measure_weights", "weights"), ("bad", "good"))
    return Shares(
        *(_source_share(panel, first.sharing(second, *names), means) for names in sources)
    )


def _source_share(panel: Panel, world: World, means: Draws) -> float:
    again = _means(world, _scores(panel, world))
    if np.ptp(again) < NO_WIDTH:
        return 0.0
    return min(max(float(np.corrcoef(means, again)[0, 1]), 0.0), 1.0)
