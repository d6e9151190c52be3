"""Scores of the same people: their mean strays as far as simulated people make it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.scoring.joint import Part, correlation, correlations, reaches
from analytics.scoring.scoring import Goalposts, score_measure, score_super
from analytics.scoring.uncertainty import container_band
from analytics.stats.intervals import Estimate, mean_interval, wilson
from analytics.stats.replicates import GROUPS, ratio, unit

RUNS = 2_000
FIXED = {"goalpost_shift": 0.0, "concentration": 1e9}


def part(weight, score, reach, pull=(), people=""):
    return Part(weight, score, score - reach, score + reach, pull, people)


def grouped(values, group):
    """The pull of each group on the mean of the values."""
    top = np.bincount(group, weights=values, minlength=GROUPS)
    return unit(ratio(top, np.bincount(group, minlength=GROUPS).astype(float)))


def test_the_mean_of_independent_differences_covers_what_it_should():
    rng, truth, n = np.random.default_rng(5), ((0.3, 0.5), (0.6, 0.55), (0.8, 0.7)), 120
    weights, held = (0.25, 0.5, 0.25), 0
    wanted = np.average([a - b for a, b in truth], weights=weights)
    for _ in range(2 * RUNS):
        parts = []
        for weight, sides in zip(weights, truth, strict=True):
            for sign, share in zip((1, -1), sides, strict=True):
                side = wilson(rng.binomial(n, share), n)
                parts.append(Part(sign * weight, side.value, side.low, side.high))
        value = sum(part.weight * part.score for part in parts)
        down, up = reaches(parts)
        held += value - down <= wanted <= value + up
    assert 0.94 <= held / (2 * RUNS) <= 0.965


@pytest.mark.parametrize(("shared", "sign"), [(0.0, 1), (0.6, 1), (0.6, -1), (1.0, 1)])
def test_answers_of_the_same_people_cover_what_they_should(shared, sign):
    """Five questions to 200 people, and one question less another; taken as independent the mean of
    the five is held 63 % of the time where the answers share six tenths."""
    rng, n, held = np.random.default_rng(7), 200, 0
    weights = np.full(5, 0.2) if sign > 0 else np.array([1.0, -1.0, 0.0, 0.0, 0.0])
    for _ in range(RUNS):
        own = rng.standard_normal((5, n))
        answers = np.sqrt(shared) * rng.standard_normal(n) + np.sqrt(1 - shared) * own
        group = rng.integers(GROUPS, size=n)
        parts = []
        for weight, values in zip(weights, answers, strict=True):
            mean = mean_interval(n, values.sum(), (values**2).sum())
            parts.append(Part(weight, mean.value, mean.low, mean.high, grouped(values, group)))
        value = sum(part.weight * part.score for part in parts)
        down, up = reaches(parts)
        held += value - down <= 0 <= value + up
    assert 0.93 <= held / RUNS <= 0.97


def test_alone_and_together():
    """Two reaches of 3 and 4: at right angles 5, along one line 7, against each other 1."""
    pull, other = grouped([1.0, 2.0, 4.0], np.array([0, 1, 2])), (0.0,) * GROUPS
    along, against = tuple(pull), tuple(-value for value in pull)
    assert reaches([part(1, 50, 3), part(1, 50, 4)]) == pytest.approx((5, 5))
    assert reaches([part(1, 50, 3, along), part(1, 50, 4)]) == pytest.approx((5, 5))
    assert reaches([part(1, 50, 3, along), part(1, 50, 4, along)]) == pytest.approx((7, 7))
    assert reaches([part(1, 50, 3, along), part(1, 50, 4, against)]) == pytest.approx((1, 1))
    assert reaches([part(1, 50, 3, along), part(-1, 50, 4, along)]) == pytest.approx((1, 1))
    apart = [part(1, 50, 3, along, "one"), part(1, 50, 4, along, "other")]
    assert reaches(apart) == pytest.approx((5, 5))
    assert reaches([]) == (0, 0)
    assert correlation(along, against) == pytest.approx(-1)
    assert correlation(along, ()) == correlation(along, other) == 0


@given(st.lists(st.lists(st.floats(-9, 9), min_size=GROUPS, max_size=GROUPS), max_size=6))
def test_correlations_are_those_of_some_numbers(columns):
    pulls = [unit(np.array(column)) for column in columns]
    matrix = correlations(pulls)
    assert np.allclose(np.diag(matrix), 1)
    assert len(pulls) == 0 or np.linalg.eigvalsh(matrix).min() > -1e-9


def test_less_is_better_turns_the_pull_round():
    pull = grouped([1.0, 2.0, 4.0], np.array([0, 1, 2]))
    estimate = Estimate(0.5, 0.4, 0.6, 90)
    more, less = (
        score_measure("m", estimate, goalposts, pull=pull)
        for goalposts in (Goalposts(0, 1), Goalposts(1, 0))
    )
    assert more.pull == pull
    assert less.pull == tuple(-value for value in pull)
    both = score_super("s", 1, [more, less])
    assert both.low == pytest.approx(50) == both.high


def test_the_band_draws_what_belongs_together_together():
    """Nine supers of the same people are as unsure as one of them; of others, a third."""
    pull = grouped([1.0, 2.0, 4.0], np.array([0, 1, 2]))

    def width(pull):
        supers = [
            score_super(
                str(place), 1, [score_measure("m", wilson(50, 100), Goalposts(0, 1), pull=pull)]
            )
            for place in range(9)
        ]
        band = container_band(supers, **FIXED)
        return band.high - band.low

    assert width(pull) == pytest.approx(3 * width(()), rel=0.03)
