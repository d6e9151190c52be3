"""Limits by groups of people where purses are uneven, and where people are too few to tell."""

import numpy as np
import pytest

from analytics.stats import replicates
from analytics.stats.intervals import share_of_sums, wilson
from analytics.stats.replicates import FEWEST_FOR_A_MEAN, GROUPS
from analytics.stats.weighted import on_scale

RUNS = 1_000
TRUE_DEPTH = 1.5 / 6.5


def bought(rng, n):
    """What each of n people spent, most of it by few, at a depth of their own."""
    purse = np.exp(rng.standard_normal(n))
    return purse * rng.gamma(2.0, size=n), rng.beta(1.5, 5.0, n)


def depth(rng, n):
    spent, depths = bought(rng, n)
    group = rng.integers(GROUPS, size=n)
    top, bottom = (
        np.bincount(group, weights=weights, minlength=GROUPS) for weights in (spent * depths, spent)
    )
    variance = replicates.variance(replicates.ratio(top, bottom), fewest=FEWEST_FOR_A_MEAN)
    return on_scale(top.sum() / bottom.sum(), variance, n, (0.0, 1.0))


@pytest.mark.parametrize(("n", "least"), [(30, 0.89), (60, 0.91), (300, 0.93)])
def test_uneven_purses_are_held_as_the_words_say(n, least):
    rng = np.random.default_rng(11)
    estimates = [depth(rng, n) for _ in range(RUNS)]
    held = np.mean(
        [
            estimate.low is not None and estimate.low <= TRUE_DEPTH <= estimate.high
            for estimate in estimates
        ]
    )
    assert least <= held <= 0.975


def test_too_few_people_give_no_limits():
    few = depth(np.random.default_rng(2), 12)
    assert few.value is not None
    assert few.low is few.high is None
    assert wilson(3, 9, variance=np.inf).low is None
    sums = {"inside": 3.0, "whole": 9.0, "inside_squares": 3.0, "whole_squares": 9.0}
    assert share_of_sums(9, **sums, variance=np.inf).high is None


def test_lines_of_one_customer_are_worth_one():
    """A hundred lines of ten people who each always do the same are worth ten."""
    together = 0.3 * 0.7 / 10
    plain, by_person = wilson(30, 100), wilson(30, 100, variance=together)
    ten = wilson(3, 10)
    assert (by_person.low, by_person.high) == pytest.approx((ten.low, ten.high))
    assert by_person.n == plain.n == 100
    assert wilson(30, 100, variance=1e-9) == plain
