"""The NBD-Dirichlet: how often buyers of a brand of some size come back in a stationary market.

Goodhardt, Ehrenberg and Chatfield (1984), The Dirichlet, Journal of the Royal Statistical Society
A 147. How often a person buys the category is negative binomial (mean M, shape K); of n purchases
a brand of share s has a beta-binomial number (alpha sS, beta (1-s)S).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

STEPS = 100
TAIL = 1e-9
"""Mass of purchase numbers that is left out."""
MOST_PURCHASES = 20_000
ENDS = (1e-4, 1e4)
"""Where K and S are looked for."""


@dataclass(frozen=True)
class Category:
    """Purchases of the category per person of the population (`mean`, M), and how alike people are
    in it (`shape`, K: small where few buy much)."""

    mean: float
    shape: float

    def longer(self, times: float) -> Category:
        """The same people over a period so many times as long."""
        return Category(self.mean * times, self.shape)


@dataclass(frozen=True)
class Brand:
    """What is expected of a brand: penetration (share of the population that buys it in a period),
    rate (purchases a buyer), category_rate (purchases of the category a buyer of the brand),
    repeat (share of a period's buyers who buy in the next as long)."""

    penetration: float
    rate: float
    category_rate: float
    repeat: float


def category(penetration: float, rate: float) -> Category | None:
    """The category from the share of people who buy it (0-1) and purchases a buyer: M = BW, and K
    from (1 + M/K)^(-K) = 1 - B. None where no K fits: so few purchases a buyer that they are less
    spread than by chance."""
    mean = penetration * rate

    def gap(shape: float) -> float:
        return (1 - penetration) - math.exp(-shape * math.log1p(mean / shape))

    shape = _root(gap)
    return None if shape is None else Category(mean, shape)


def penetration(market: Category, share: float, alike: float) -> float:
    """Share of the population that buys a brand of market share `share` (0-1) at S = `alike`."""
    return float(1 - np.sum(_numbers(market) * _none_of(market, share, alike)))


def spread(market: Category, share: float, bought_by: float) -> float | None:
    """S at which a brand of this share is bought by this share of the population; None where no S
    does: penetration lies between M's floor (one brand a person) and its ceiling (by chance)."""
    return _root(lambda alike: penetration(market, share, alike) - bought_by)


def expected(market: Category, share: float, alike: float) -> Brand:
    """What is expected of a brand of this share at S = `alike`."""
    numbers, none_of = _numbers(market), _none_of(market, share, alike)
    once = float(1 - np.sum(numbers * none_of))
    twice = penetration(market.longer(2), share, alike)
    count = np.arange(len(numbers))
    bought = float(np.sum(count * numbers * (1 - none_of)))
    return Brand(once, market.mean * share / once, bought / once, (2 * once - twice) / once)


@lru_cache(maxsize=64)
def _numbers(market: Category) -> NDArray[np.float64]:
    """P(n) of 0, 1, 2, ... purchases of the category, up to where next to nobody buys more."""
    ratio = market.mean / (market.mean + market.shape)
    steps = np.arange(1, MOST_PURCHASES)
    logs = np.cumsum(np.log((market.shape + steps - 1) / steps * ratio))
    first = -market.shape * math.log1p(market.mean / market.shape)
    chances: NDArray[np.float64] = np.exp(np.concatenate([[first], first + logs]))
    end = int(np.searchsorted(np.cumsum(chances), 1 - TAIL)) + 1
    return chances[:end]


def _none_of(market: Category, share: float, alike: float) -> NDArray[np.float64]:
    """Chance that none of n purchases of the category is of the brand, for each n."""
    before = np.arange(len(_numbers(market)) - 1)
    kept_off = ((1 - share) * alike + before) / (alike + before)
    chances: NDArray[np.float64] = np.concatenate([[1.0], np.cumprod(kept_off)])
    return chances


def _root(rising: Callable[[float], float]) -> float | None:
    """Where a function that rises crosses zero between ENDS; None where it does not."""
    low, high = (math.log(end) for end in ENDS)
    if rising(ENDS[0]) > 0 or rising(ENDS[1]) < 0:
        return None
    for _ in range(STEPS):
        middle = (low + high) / 2
        if rising(math.exp(middle)) < 0:
            low = middle
        else:
            high = middle
        if high - low < TAIL:
            break
    return math.exp((low + high) / 2)
