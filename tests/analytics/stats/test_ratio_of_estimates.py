"""Fieller's limits, shares drawn together, and several tests at once, against published numbers."""

import math
import statistics

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analytics.stats.fieller import fieller
from analytics.stats.multiple import holm_adjusted
from analytics.stats.quantiles import z
from analytics.stats.shrinkage import shrunk

NUMBERS = st.floats(0.1, 100)


def test_the_example_printed_by_the_r_package_mratios() -> None:
    """hatenadiary.com/mikuhatsune, 2012-12-12: t.test.ratio of two samples drawn in R with seed
    12345 prints .8643849 (.4056763 to 2.6170008)."""
    first = [1.5855288, 1.7094660, 0.8906967, 0.5465028, 1.6058875]
    second = [0.1820440, 2.6300986, 1.7238159, 1.7158403, 1.0806780]
    # Student's quantile at the 6.938 degrees of freedom that it finds there.
    ratio = fieller(
        statistics.mean(first),
        statistics.mean(second),
        variance_above=statistics.variance(first) / 5,
        variance_below=statistics.variance(second) / 5,
        reach=2.3688979,
    )
    assert ratio.value == pytest.approx(0.8643849, abs=1e-6)
    assert (ratio.low, ratio.high) == pytest.approx((0.4056763, 2.6170008), abs=2e-5)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.floats(-0.9, 0.9))
def test_at_its_limits_the_difference_is_just_told_from_zero(
    above: float, below: float, first: float, second: float, closeness: float
) -> None:
    covariance = closeness * math.sqrt(first * second)
    ratio = fieller(
        above, below, variance_above=first, variance_below=second, covariance=covariance
    )
    assert ratio.g == pytest.approx(z(0.95) ** 2 * second / below**2)
    assume(ratio.g < 0.9)
    assert ratio.low is not None
    assert ratio.high is not None
    assert ratio.low <= above / below <= ratio.high
    for limit in (ratio.low, ratio.high):
        spread = first - 2 * limit * covariance + limit**2 * second
        assert abs(above - limit * below) == pytest.approx(z(0.95) * math.sqrt(spread), rel=1e-5)


def test_a_denominator_that_may_be_nothing_leaves_no_limits() -> None:
    ratio = fieller(100.0, 3.0, variance_below=3.0)
    assert ratio.g > 1
    assert (ratio.value, ratio.low, ratio.high) == (pytest.approx(100 / 3), None, None)
    assert fieller(1.0, 0.0, variance_below=1.0).value is None


def test_a_known_sum_over_a_count_is_the_sum_over_the_limits_of_the_count() -> None:
    ratio = fieller(1000.0, 50.0, variance_below=50.0)
    half = z(0.95) * math.sqrt(50)
    assert (ratio.low, ratio.high) == pytest.approx((1000 / (50 + half), 1000 / (50 - half)))


def test_holm_as_r_prints_it() -> None:
    """p.adjust(c(.01, .02, .03, .005), "holm") in R 4: .03, .04, .04, .02."""
    assert holm_adjusted([0.01, 0.02, 0.03, 0.005]) == pytest.approx([0.03, 0.04, 0.04, 0.02])
    assert holm_adjusted([None, 0.02, 0.9]) == [None, pytest.approx(0.04), pytest.approx(0.9)]
    assert holm_adjusted([]) == []


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(1, 500)), min_size=2, max_size=12))
def test_drawn_shares_lie_between_their_own_and_the_mean(groups: list[tuple[float, float]]) -> None:
    shares, sizes = zip(*groups, strict=True)
    drawn = shrunk(shares, sizes)
    assert drawn.mean == pytest.approx(np.average(shares, weights=sizes))
    for own, value in zip(shares, drawn.values, strict=True):
        assert min(own, drawn.mean) - 1e-9 <= value <= max(own, drawn.mean) + 1e-9


def test_how_much_groups_differ_is_recovered() -> None:
    """400 groups of 60 from a beta distribution with mean .3 and k = 20."""
    rng = np.random.default_rng(1)
    truth = rng.beta(0.3 * 20, 0.7 * 20, 400)
    raw = rng.binomial(60, truth) / 60
    drawn = shrunk(raw, np.full(400, 60))
    assert drawn.mean == pytest.approx(0.3, abs=0.01)
    assert drawn.weight == pytest.approx(20, rel=0.2)
    assert np.mean((np.array(drawn.values) - truth) ** 2) < 0.8 * np.mean((raw - truth) ** 2)


def test_groups_that_differ_by_chance_alone_are_one() -> None:
    drawn = shrunk([0.3, 0.31, 0.29], [40, 40, 40])
    assert math.isinf(drawn.weight)
    assert drawn.values == pytest.approx((0.3, 0.3, 0.3))
    assert shrunk([0.4], [10]).values == (0.4,)
