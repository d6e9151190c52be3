"""Random numbers: one stream a concern, so that new reviews leave the orders as they are."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from scripts.sample.plan import SEED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import ArrayLike, NDArray


def stream(name: str) -> Generator:
    """The generator of one concern, the same on every run."""
    return np.random.default_rng([SEED, crc32(name.encode())])


def pick(rng: Generator, weights: ArrayLike, count: int) -> NDArray[np.int64]:
    """`count` indices drawn with the weights."""
    return quantile(weights, rng.random(count))


def pick_rows(rng: Generator, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """One column index a row, drawn with that row's weights."""
    cumulative = np.cumsum(weights, axis=1)
    marks = rng.random(len(weights)) * cumulative[:, -1]
    column: NDArray[np.int64] = (marks[:, None] >= cumulative).sum(axis=1, dtype=np.int64)
    return column


def quantile(weights: ArrayLike, uniform: NDArray[np.float64]) -> NDArray[np.int64]:
    """The index at which a uniform number falls among the weights."""
    cumulative = np.cumsum(np.asarray(weights, dtype=float))
    return np.searchsorted(cumulative / cumulative[-1], uniform, side="right").astype(np.int64)


def coupled(rng: Generator, latent: NDArray[np.float64], load: float) -> NDArray[np.float64]:
    """Uniform numbers that go along with a standard normal trait, correlation `load`."""
    own = rng.standard_normal(len(latent))
    mixed = load * latent + np.sqrt(1 - load**2) * own
    normal = NormalDist()
    return np.array([normal.cdf(value) for value in mixed])


def choose(rng: Generator, options: Sequence[str]) -> str:
    """One of the options, all alike."""
    return options[int(rng.integers(len(options)))]
