"""`python -m tests.bench.gate_coverage`: how often the price by money holds the truth, simulated.

Every brand is drawn anew: products with a price gap of their own and twelve months of sales. The
truth is the mean gap of the population that the products come from. A 90 % interval should hold it
90 times in 100.
"""

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from analytics.stats.intervals import Estimate
from analytics.stats.ratios import Ratio, ratio_of_clusters

MONTHS = 12
NOISE = 0.02
UNEVEN = {"evenly": 0.3, "unevenly": 1.0, "very unevenly": 1.5}
DOMINANT = {"40 % in one": 0.4, "64 % in one": 0.64}
PRODUCTS = (8, 12, 25, 60)
SPREAD = 0.05
CHEAP, CHEAPER = 0.2, 0.75


@dataclass(frozen=True)
class Coverage:
    """Of brands simulated: the share whose interval holds the truth, of those that have one; the
    share without; the median width and effective number of products."""

    held: float
    without: float
    width: float
    effective: float


def spread_gaps(rng: Generator, products: int) -> tuple[np.ndarray, float]:
    """Ratios that vary by 5 % around 1, and their mean."""
    return np.exp(rng.normal(0, SPREAD, products)), math.exp(SPREAD**2 / 2)


def cheap_gaps(rng: Generator, products: int) -> tuple[np.ndarray, float]:
    """A fifth of products a quarter cheaper, the others the same to 1 %, and their mean."""
    is_cheap = rng.random(products) < CHEAP
    ratios = np.where(is_cheap, CHEAPER, 1.0) * np.exp(rng.normal(0, 0.01, products))
    return ratios, (1 - CHEAP * (1 - CHEAPER)) * math.exp(0.01**2 / 2)


GAPS = {"vary by 5 %": spread_gaps, "a fifth 25 % off": cheap_gaps}


def goods(rng: Generator, money: str, products: int) -> np.ndarray:
    """Private goods of each product at public prices."""
    if money in UNEVEN:
        return rng.lognormal(0, UNEVEN[money], products)
    rest = rng.lognormal(0, 0.5, products - 1)
    return np.append(rest / rest.sum() * (1 - DOMINANT[money]), DOMINANT[money])


def brand(rng: Generator, sizes: np.ndarray, ratios: np.ndarray) -> Ratio:
    """The price by money of one brand, its months spread and its prices read with noise."""
    shape = (len(sizes), MONTHS)
    below = sizes[:, None] * rng.lognormal(0, 0.3, shape)
    above = below * ratios[:, None] * np.exp(rng.normal(-(NOISE**2) / 2, NOISE, shape))
    names = np.repeat(np.arange(len(sizes)), MONTHS)
    seed = int(rng.integers(1 << 30))
    return ratio_of_clusters(above.ravel(), below.ravel(), names, seed=seed)


def coverage(money: str, gaps: str, products: int, brands: int, seed: int = 1) -> Coverage:
    """Simulate so many brands of one kind."""
    rng = np.random.default_rng(seed)
    held, widths, effective = [], [], []
    for _ in range(brands):
        ratios, truth = GAPS[gaps](rng, products)
        ratio = brand(rng, goods(rng, money, products), ratios)
        effective.append(ratio.effective)
        ends = limits(ratio.estimate)
        if ends is not None:
            held.append(ends[0] <= truth <= ends[1])
            widths.append(ends[1] - ends[0])
    without = 1 - len(held) / brands
    share, width = (float(np.mean(held)), float(np.median(widths))) if held else (math.nan,) * 2
    return Coverage(share, without, width, float(np.median(effective)))


def limits(estimate: Estimate) -> tuple[float, float] | None:
    """Both ends, or None without."""
    if estimate.low is None or estimate.high is None:
        return None
    return estimate.low, estimate.high


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line per kind of brand."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.gate_coverage", description=__doc__
    )
    parser.add_argument("--brands", type=int, default=1000, help="brands behind each line")
    brands = parser.parse_args(arguments).brands
    print("| Money lies | Prices | Products | Effective | Holds | No interval | Width |")
    print("|---|---|--:|--:|--:|--:|--:|")
    for gaps in GAPS:
        for money in (*UNEVEN, *DOMINANT):
            for products in PRODUCTS:
                row = coverage(money, gaps, products, brands)
                shares = f"{row.held:.1%} | {row.without:.0%} | {row.width:.3f}"
                print(f"| {money} | {gaps} | {products} | {row.effective:.1f} | {shares} |")


if __name__ == "__main__":
    main()
