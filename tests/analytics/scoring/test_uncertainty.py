"""The container's band against what the three sources of uncertainty amount to in closed form."""

import math

import numpy as np
import pytest

from analytics.scoring.scoring import Goalposts, compose, score_measure, score_super
from analytics.scoring.uncertainty import container_band
from analytics.stats.intervals import UNMEASURED, Estimate, wilson

CERTAIN_WEIGHTS = {"concentration": 1e12}
FIXED_POSTS = {"goalpost_shift": 0.0}
NORMAL_95 = 1.959964


def stave(key, *values, weight=1.0, error=0.0, **options):
    """A super of measures between goalposts 0 and 1, each give or take `error`."""
    measures = [
        score_measure(
            f"{key}{i}",
            Estimate(value, value - error, value + error, 99),
            Goalposts(0, 1),
            **options,
        )
        for i, value in enumerate(values)
    ]
    return score_super(key, weight, measures)


def half_width(band):
    return (band.high - band.low) / 2


@pytest.fixture
def brand():
    rng = np.random.default_rng(3)
    return [
        score_super(
            f"s{i}",
            float(rng.integers(1, 4)),
            [
                score_measure(
                    f"m{j}",
                    wilson(int(rng.integers(15, 65)), 80),
                    Goalposts(0.1, 0.9) if j % 2 else Goalposts(0.9, 0.1),
                    weight=float(rng.integers(1, 4)),
                    bounds=(0, 1),
                )
                for j in range(4)
            ],
        )
        for i in range(9)
    ]


def test_same_supers_same_band_in_whatever_order(brand):
    first = container_band(brand, line=50)
    assert repr(container_band(brand, line=50)) == repr(first)
    assert container_band(brand[::-1], line=50) == first
    assert container_band(brand, line=50, seed=1) != first


def test_band_holds_the_mean_and_its_parts_add_up(brand):
    band, container = container_band(brand, line=50), compose(brand)
    assert 0 <= band.low < container.arithmetic < band.high <= 100
    assert band.median == pytest.approx(container.arithmetic, abs=1)
    assert sum(band.weakest.values()) == pytest.approx(1)
    assert set(band.weakest) == {super_.key for super_ in brand}
    scores = {super_.key: super_.score for super_ in brand}
    assert scores[max(band.weakest, key=band.weakest.get)] == container.level
    shares = band.shares
    assert shares.sampling + shares.weights + shares.goalposts == pytest.approx(1, abs=0.05)


def test_unassessed_supers_and_measures_move_nothing(brand):
    nothing = score_measure("none", UNMEASURED, Goalposts(0, 1), weight=9)
    more = [score_super(super_.key, super_.weight, [*super_.measures, nothing]) for super_ in brand]
    more += [score_super("unassessed", 5, [nothing]), stave("weightless", 0.1, weight=0)]
    assert container_band(more, line=50) == container_band(brand, line=50)


def test_nothing_assessed_has_no_band():
    band = container_band([score_super("a", 1, [])], line=50)
    assert (band.low, band.median, band.high, band.above, band.shares) == (None,) * 5
    assert band.weakest == {}


def test_sampling_alone_gives_back_a_measures_own_limits():
    lopsided = score_measure("m", Estimate(0.5, 0.4, 0.8, 60), Goalposts(0, 1))
    band = container_band([score_super("s", 1, [lopsided])], draws=40_000, **FIXED_POSTS)
    assert band.low == pytest.approx(40, abs=0.5)
    assert band.median == pytest.approx(50, abs=0.5)
    assert band.high == pytest.approx(80, abs=0.8)
    assert band.shares.sampling == pytest.approx(1)
    assert (band.shares.weights, band.shares.goalposts) == pytest.approx((0, 0), abs=0.02)


def test_sampling_errors_of_supers_average_out():
    four = [stave(key, 0.5, error=0.1) for key in "abcd"]
    band = container_band(four, draws=40_000, **FIXED_POSTS, **CERTAIN_WEIGHTS)
    assert half_width(band) == pytest.approx(10 / math.sqrt(4), rel=0.03)


def test_weights_alone_have_dirichlets_variance():
    scores = [0.9, 0.2, 0.6]
    supers = [stave(key, score) for key, score in zip("abc", scores, strict=True)]
    band = container_band(supers, draws=40_000, concentration=80, **FIXED_POSTS)
    spread = 100 * math.sqrt(np.var(scores) / 81)
    assert half_width(band) == pytest.approx(NORMAL_95 * spread, rel=0.03)
    assert band.shares.weights == pytest.approx(1)


def test_goalposts_alone_have_half_their_variance_in_common():
    many = [stave(f"s{i:02}", 0.5) for i in range(40)]
    band = container_band(many, draws=20_000, **CERTAIN_WEIGHTS)
    own = 0.5 * (0.5**2 + 0.5**2) / 40
    spread = 100 * 0.05 * math.sqrt(0.5 + own)
    assert half_width(band) == pytest.approx(NORMAL_95 * spread, rel=0.03)
    assert band.shares.goalposts == pytest.approx(1, abs=1e-6)


def test_certainty_has_no_width_and_no_shares():
    band = container_band([stave("a", 0.3), stave("b", 0.3)], line=31, **FIXED_POSTS)
    assert (band.low, band.high) == (pytest.approx(30), pytest.approx(30))
    assert (band.above, band.shares) == (0, None)
    assert band.weakest == {"a": pytest.approx(0.5), "b": pytest.approx(0.5)}


def test_lower_is_better_mirrors_higher_is_better():
    up = score_measure("m", Estimate(0.3, 0.2, 0.5, 60), Goalposts(0, 1))
    down = score_measure("m", Estimate(0.7, 0.5, 0.8, 60), Goalposts(1, 0))
    bands = [container_band([score_super("s", 1, [measure])]) for measure in (up, down)]
    assert bands[0].low == pytest.approx(bands[1].low)
    assert bands[0].high == pytest.approx(bands[1].high)


def test_draws_stay_within_what_a_value_can_be():
    share = Estimate(0.95, 0.85, 0.99, 40)
    free = score_measure("m", share, Goalposts(0, 2))
    bound = score_measure("m", share, Goalposts(0, 2), bounds=(0, 0.95))
    bands = [
        container_band([score_super("s", 1, [measure])], **FIXED_POSTS) for measure in (free, bound)
    ]
    assert bands[0].high > 49
    assert bands[1].high == pytest.approx(47.5)


def test_unknown_limits_reach_over_the_whole_scale():
    unknown = score_measure("m", Estimate(0.5, None, None, 4), Goalposts(0, 1))
    band = container_band([score_super("s", 1, [unknown])], draws=40_000, **FIXED_POSTS)
    assert band.low == pytest.approx(0, abs=1)
    assert band.high == pytest.approx(100, abs=1)


def test_a_full_container_stays_inside_its_band():
    full = [stave(f"s{i}", 1.0, error=0.05, bounds=(0, 1)) for i in range(9)]
    band = container_band(full)
    assert band.high == 100
    assert band.low < band.median < 100


def test_higher_lines_are_reached_less_often(brand):
    reached = [container_band(brand, line=line, draws=2_000).above for line in range(0, 101, 20)]
    assert (reached[0], reached[-1]) == (1, 0)
    assert reached == sorted(reached, reverse=True)
    assert container_band(brand, draws=500).above is None


def test_more_answers_narrow_the_band():
    few, many = (
        [
            score_super(key, 1, [score_measure("m", wilson(n // 2, n), Goalposts(0, 1))])
            for key in "abc"
        ]
        for n in (40, 4_000)
    )
    assert half_width(container_band(few)) > 1.5 * half_width(container_band(many))
    assert container_band(few).shares.sampling > container_band(many).shares.sampling
