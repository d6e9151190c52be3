"""Intervals of the gate: the plain bootstrap's own, and as often right as they say."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Generator
from scipy.stats import binom

from analytics.gate.base import DEFAULT
from analytics.gate.prices import _rank, within
from analytics.stats import clusters
from analytics.stats.intervals import Estimate
from analytics.stats.resampling import bootstrap, weighted_median

TRIALS = 200


def held(trial: Callable[[Generator, int], bool], trials: int = TRIALS) -> float:
    """How often a trial succeeds, each with chance and a seed of its own."""
    rng = np.random.default_rng(5)
    return sum(trial(rng, int(rng.integers(1 << 30))) for _ in range(trials)) / trials


def logs(rng: Generator, products: int, gap: float, spread: float = 0.03) -> np.ndarray:
    """Log ratios of some products over six months, each product with a gap of its own."""
    own = rng.normal(gap, spread, products)
    return (own[:, None] + rng.normal(0, spread, (products, 6))).ravel()


@given(
    values=st.lists(st.floats(-1, 1, width=32), min_size=12, max_size=60),
    cluster_count=st.integers(5, 12),
)
@settings(max_examples=20, deadline=None)
def test_the_median_is_the_plain_bootstraps(values: list[float], cluster_count: int) -> None:
    names = [place % cluster_count for place in range(len(values))]
    quick = clusters.median(values, names)
    plain = bootstrap(lambda drawn: weighted_median(values, drawn), names, confidence=0.9)
    assert (quick.value, quick.n) == (plain.value, plain.n)
    if plain.low is not None:
        assert (quick.low, quick.high) == (plain.low, plain.high)


@pytest.mark.parametrize("products", [8, 24])
def test_the_median_holds_the_truth_nine_times_in_ten(products: int) -> None:
    def trial(rng: Generator, seed: int) -> bool:
        names = np.repeat(np.arange(products), 6)
        median = clusters.median(logs(rng, products, 0.0), names, seed=seed)
        return median.low is not None and median.high is not None and median.low <= 0 <= median.high

    assert 0.86 <= held(trial) <= 0.97


def test_a_gap_at_the_bands_edge_passes_one_time_in_twenty_at_most() -> None:
    """The size of the two one-sided tests, where the truth is as near to equal as it may not be."""

    def trial(rng: Generator, seed: int) -> bool:
        names = np.repeat(np.arange(24), 6)
        edge = float(np.log1p(-DEFAULT.band))
        median = clusters.median(logs(rng, 24, edge, 0.02), names, seed=seed)
        ends = (math.expm1(end or math.nan) for end in (median.value, median.low, median.high))
        return within(Estimate(*ends, median.n), DEFAULT.band) == "pass"

    assert held(trial) <= 0.08


def test_equal_prices_are_mostly_found_to_be_equal() -> None:
    def trial(rng: Generator, seed: int) -> bool:
        median = clusters.median(logs(rng, 24, 0.0), np.repeat(np.arange(24), 6), seed=seed)
        return within(median, DEFAULT.band) == "pass"

    assert held(trial) > 0.95


def test_a_share_of_parts_holds_about_nine_times_in_ten() -> None:
    def trial(rng: Generator, _: int) -> bool:
        whole, part = rng.lognormal(0, 1, 24), rng.beta(4, 5, 24)
        estimate = clusters.mix(whole * part, whole)
        return (
            estimate.low is not None
            and estimate.high is not None
            and estimate.low <= 4 / 9 <= estimate.high
        )

    assert 0.84 <= held(trial) <= 0.96


def test_products_that_agree_keep_an_interval() -> None:
    none = clusters.mix([0.0] * 20, [5.0] * 20)
    assert none.value == none.low == 0
    assert 0.05 < (none.high or 0) < 0.2
    assert clusters.mix([], []).value is None


def test_a_change_is_told_from_chance() -> None:
    rng = np.random.default_rng(1)
    whole = rng.lognormal(0, 1, 60)
    low, high = whole * 0.3 * rng.uniform(0.8, 1.2, 60), whole * 0.5 * rng.uniform(0.8, 1.2, 60)
    up = clusters.change((low, whole), (high, whole))
    assert (up.low or 0) > 0
    same = clusters.change((low, whole), (low, whole))
    assert (same.value, same.low) == (0, None)
    assert clusters.change(([], []), ([], [])).value is None


@pytest.mark.parametrize("n", [1, 4, 5, 8, 12, 24, 104])
def test_the_rank_is_the_widest_that_still_holds_nine_in_ten(n: int) -> None:
    rank = _rank(n)
    assert rank == 0 or 1 - 2 * binom.cdf(rank - 1, n, 0.5) >= 0.9
    assert 1 - 2 * binom.cdf(rank, n, 0.5) < 0.9
