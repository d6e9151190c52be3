"""The random numbers behind the container's band: drawn once for every assessment of one shape.

They depend on how many measures there are and on what everything weighs, not on what was measured,
and drawing them takes longer than all that is done with them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]

SHARED_STRICTNESS = 0.5
MOST_KEPT = 4
"""Sets of draws that stay in memory, of up to 15 MB each: both of one shape, and two more."""


@dataclass(frozen=True)
class Shape:
    """What the draws depend on: the normalised weights of measures and supers, the settings of
    `uncertainty.container_band`."""

    measure_weights: tuple[float, ...]
    weights: tuple[float, ...]
    draws: int
    seed: int
    concentration: float
    goalpost_shift: float


@dataclass(frozen=True)
class DrawSet:
    """Random numbers of one world, a column per draw; nobody may change them."""

    normal: Draws
    """Independent standard normal numbers, a row per measure."""
    measure_weights: Draws
    weights: Draws
    bad: Draws
    """Shifts of each measure's goalposts, in spans between the two."""
    good: Draws
    state: dict[str, Any]
    """Where the generator stands after them."""


@lru_cache(maxsize=MOST_KEPT)
def draw_set(shape: Shape, number: int) -> DrawSet:
    """The draws of the world `number`, counted from 0, which go on where those before it end.

    Half of a goalpost's shift is common to all measures of a draw (a strict committee is strict
    everywhere), or the shifts would cancel out and the goalposts seem not to matter.
    """
    rng = np.random.default_rng(shape.seed)
    if number:
        rng.bit_generator.state = draw_set(shape, number - 1).state
    size = (len(shape.measure_weights), shape.draws)
    normal = rng.standard_normal(size)
    common = math.sqrt(SHARED_STRICTNESS) * rng.standard_normal(shape.draws)
    bad, good = (
        shape.goalpost_shift
        * (common + math.sqrt(1 - SHARED_STRICTNESS) * rng.standard_normal(size))
        for _ in range(2)
    )
    measure_weights, weights = (
        _gamma(rng, shape.concentration, each, shape.draws)
        for each in (shape.measure_weights, shape.weights)
    )
    numbers = (normal, measure_weights, weights, bad, good)
    for each in numbers:
        each.setflags(write=False)
    return DrawSet(*numbers, dict(rng.bit_generator.state))


def _gamma(rng: Generator, concentration: float, weights: tuple[float, ...], draws: int) -> Draws:
    """Numbers that, divided by their sum over the rows, are Dirichlet weights around `weights`."""
    return rng.standard_gamma(concentration * np.array(weights)[:, None], (len(weights), draws))
