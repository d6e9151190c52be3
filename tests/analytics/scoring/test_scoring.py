"""Scores against published indices, and the promises a score makes."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.scoring.scoring import (
    END_DOUBT,
    Goalposts,
    badge,
    compose,
    geometric_mean,
    mean_super,
    position,
    score_measure,
    score_super,
    super_badge,
    weighted_mean,
)
from analytics.stats.intervals import UNMEASURED, Estimate, wilson

scores = st.lists(st.floats(0, 100) | st.none(), min_size=1, max_size=9)
numbers = st.floats(-1e6, 1e6)
posts = st.tuples(numbers, numbers).filter(lambda ends: abs(ends[0] - ends[1]) > 1e-3)


def measure(key, value, low=None, high=None, n=200, **options):
    """A measure between goalposts 0 and 1."""
    return score_measure(key, Estimate(value, low, high, n), Goalposts(0, 1), **options)


def stave(key, score, weight=1.0):
    """A super at a given score; None = unassessed."""
    value = None if score is None else score / 100
    return score_super(key, weight, [measure(f"{key}_only", value, value, value)])


def staves(values, weights):
    return [
        stave(f"s{i}", value, weight)
        for i, (value, weight) in enumerate(zip(values, weights, strict=True))
    ]


# Published indices through the same functions.


def test_human_development_index_of_the_2020_report():
    """UNDP's technical note 1 of 2020 works its example out to 0.510."""
    income = position(math.log(3829), Goalposts(math.log(100), math.log(75_000)))
    assert round(income, 2) == 55.06
    assert round(geometric_mean([69.71, 34.47, income], [1, 1, 1], floor=0), 1) == 51.0


@pytest.mark.parametrize(
    ("years_of_life", "expected", "mean", "income", "published"),
    [
        (82.4, 18.1, 12.9, 66_494, 0.957),
        (76.9, 14.0, 8.1, 16_057, 0.761),
        (69.7, 12.2, 6.5, 6_681, 0.645),
        (62.4, 6.5, 2.1, 1_201, 0.394),
    ],
    ids=["Norway", "China", "India", "Niger"],
)
def test_human_development_index_of_countries(years_of_life, expected, mean, income, published):
    """Human Development Report 2020, table 1, from life, schooling and income to the index; the
    table's inputs are rounded, which moves the index by one in the third place."""
    life = position(years_of_life, Goalposts(20, 85))
    schooling = [position(expected, Goalposts(0, 18)), position(mean, Goalposts(0, 15))]
    money = position(math.log(income), Goalposts(math.log(100), math.log(75_000)))
    index = geometric_mean([life, weighted_mean(schooling, [1, 1]), money], [1, 1, 1], floor=0)
    assert index / 100 == pytest.approx(published, abs=0.0015)


def test_human_development_goalposts_clip_at_both_ends():
    assert position(85, Goalposts(20, 85)) == position(99, Goalposts(20, 85)) == 100
    assert position(9, Goalposts(0, 18)) == 50
    assert position(-1, Goalposts(0, 15)) == 0


TECHNOLOGY = [
    [Goalposts(0, 994), Goalposts(0, 272.6)],
    [Goalposts(0, 232.4), Goalposts(0, 80.8)],
    [Goalposts(0, math.log10(901)), Goalposts(math.log10(22), math.log10(6969))],
    [Goalposts(0.8, 12.0), Goalposts(0.1, 27.4)],
]


@pytest.mark.parametrize(
    ("country", "published"),
    [
        ([[187, 125.6], [200.2, 50.7], [3.08, 4.15], [10, 27.4]], 0.744),
        ([[289, 130], [179.1, 66.2], [3.00, 4.07], [12, 13.9]], 0.733),
        ([[271, 156.6], [125.8, 59.7], [3.10, 4.14], [11.4, 15.3]], 0.703),
        ([[994, 64.6], [49.0, 80.8], [3.00, 3.86], [9.5, 10.0]], 0.698),
        ([[779, 9.8], [4.8, 66.7], [2.97, 3.65], [10.8, 23.2]], 0.666),
        ([[82, 134.0], [57.4, 61.9], [3.02, 3.73], [9.4, 14.9]], 0.606),
    ],
    ids=["Finland", "United States", "Sweden", "Japan", "Korea", "United Kingdom"],
)
def test_technology_achievement_index(country, published):
    """UNDP's index of 2001, the OECD Handbook's running case (data: its table A.2)."""
    dimensions = [
        weighted_mean([position(v, g) for v, g in zip(values, goals, strict=True)], [1, 1])
        for values, goals in zip(country, TECHNOLOGY, strict=True)
    ]
    assert weighted_mean(dimensions, [1] * 4) / 100 == pytest.approx(published, abs=0.001)


def test_handbook_on_what_a_geometric_mean_punishes():
    """OECD Handbook 6.11: one arithmetic mean, two geometric ones."""
    uneven, even, equal = [21, 1, 1, 1], [6, 6, 6, 6], [1] * 4
    assert weighted_mean(uneven, equal) == weighted_mean(even, equal) == 6
    assert round(geometric_mean(uneven, equal, floor=0), 2) == 2.14
    assert geometric_mean(even, equal, floor=0) == pytest.approx(6)
    better = geometric_mean([21, 2, 1, 1], equal) / geometric_mean(uneven, equal)
    assert round(better - 1, 2) == 0.19


# Positions.


@given(posts, numbers, numbers)
def test_position_is_a_score_and_keeps_order(ends, first, second):
    goalposts = Goalposts(*ends)
    low, high = sorted((first, second), reverse=goalposts.good < goalposts.bad)
    assert 0 <= position(low, goalposts) <= position(high, goalposts) <= 100


@given(posts, st.lists(numbers, max_size=5))
def test_position_of_an_array_is_that_of_its_values(ends, values):
    goalposts = Goalposts(*ends)
    positions = position(np.array(values), goalposts)
    assert positions.tolist() == [position(value, goalposts) for value in values]


def test_lower_may_be_better():
    returns = Goalposts(bad=0.2, good=0.02)
    assert position(0.2, returns) == 0
    assert position(0.11, returns) == pytest.approx(50)
    assert position(0.01, returns) == 100
    measure_score = score_measure("returns", Estimate(0.11, 0.065, 0.155, 90), returns)
    assert (measure_score.low, measure_score.high) == (pytest.approx(25), pytest.approx(75))


@pytest.mark.parametrize("ends", [(1, 1), (0, math.inf), (math.nan, 1)])
def test_goalposts_are_two_different_numbers(ends):
    with pytest.raises(ValueError, match="goalposts"):
        Goalposts(*ends)


# Means.


@given(scores, st.randoms(use_true_random=False), st.data())
def test_means_ignore_order_scale_of_weights_and_the_unassessed(values, shuffler, data):
    weights = data.draw(st.lists(st.floats(0.01, 10), min_size=len(values), max_size=len(values)))
    pairs = list(zip(values, weights, strict=True))
    shuffled = [*pairs, (None, 3.0)]
    shuffler.shuffle(shuffled)
    for mean in (weighted_mean, geometric_mean):
        first = mean(values, weights)
        again = mean([v for v, _ in shuffled], [2 * w for _, w in shuffled])
        assert again == pytest.approx(first)
        assessed = [v for v in values if v is not None]
        assert (first is None) == (not assessed)
        if assessed:
            assert min(assessed) <= first <= max(*assessed, 1)


@given(scores, st.integers(0, 8), st.floats(0, 100))
def test_a_better_score_never_lowers_a_mean(values, at, rise):
    at %= len(values)
    if values[at] is None:
        return
    better = [*values]
    better[at] = min(values[at] + rise, 100)
    equal = [1.0] * len(values)
    for mean in (weighted_mean, geometric_mean):
        assert mean(better, equal) >= mean(values, equal) - 1e-9


def test_a_zero_weighs_heavily_but_erases_nothing_unless_asked_to():
    assert geometric_mean([0, 100], [1, 1]) == pytest.approx(10)
    assert geometric_mean([0, 100], [1, 1], floor=0) == 0


def test_means_of_nothing_are_nothing():
    assert weighted_mean([], []) is None
    assert geometric_mean([None, 50], [1, 0]) is None


# Measures and supers.


@pytest.mark.parametrize(
    ("n", "expected"), [(0, "insufficient"), (30, "indicative"), (99, "indicative"), (100, "sound")]
)
def test_badge_by_number_of_units(n, expected):
    assert badge(n, 30, 100) == expected


def test_unmeasured_is_not_zero():
    unmeasured = score_measure("m", UNMEASURED, Goalposts(0, 1))
    assert (unmeasured.score, unmeasured.low, unmeasured.high, unmeasured.badge) == (
        None,
        None,
        None,
        "insufficient",
    )
    only = score_super("s", 2, [unmeasured])
    assert (only.status, only.score, only.low, only.badge) == (
        "unassessed", None, None, "insufficient",
    )  # fmt: skip
    assert only.measures == (unmeasured,)


def test_unknown_limits_could_be_anything():
    measure_score = measure("m", 0.4)
    assert (measure_score.score, measure_score.low, measure_score.high) == (40, 0, 100)


@given(st.lists(st.tuples(st.integers(0, 50), st.floats(0.1, 5)), min_size=1, max_size=6))
def test_super_is_the_mean_of_its_measured_measures(answers):
    measures = [
        score_measure(f"m{i}", wilson(yes, 50), Goalposts(0.1, 0.9), weight=weight)
        for i, (yes, weight) in enumerate(answers)
    ]
    unmeasured = score_measure("none", UNMEASURED, Goalposts(0, 1), weight=7)
    alone, beside = mean_super("s", 1, measures), mean_super("s", 1, [*measures, unmeasured])
    assert (alone.score, alone.low, alone.high) == (beside.score, beside.low, beside.high)
    assert alone.score == weighted_mean([m.score for m in measures], [m.weight for m in measures])
    assert 0 <= alone.low <= alone.score <= alone.high <= 100


answers = st.lists(st.tuples(st.integers(0, 50), st.floats(0.1, 5)), min_size=1, max_size=6)


TENTHS = Goalposts(0.1, 0.9)


def super_of(yes_counts, goalposts=TENTHS, factor=1.0):
    return score_super(
        "s",
        1,
        [
            score_measure(f"m{i}", wilson(yes, 50), goalposts, weight=factor * weight)
            for i, (yes, weight) in enumerate(yes_counts)
        ],
    )


@given(answers, st.integers(0, 5), st.integers(1, 50))
def test_a_better_measure_never_lowers_its_super(yes_counts, at, more):
    at %= len(yes_counts)
    better = [*yes_counts]
    better[at] = (min(yes_counts[at][0] + more, 50), yes_counts[at][1])
    for rises, goalposts in ((True, TENTHS), (False, Goalposts(0.9, 0.1))):
        before, after = super_of(yes_counts, goalposts).score, super_of(better, goalposts).score
        assert after >= before - 1e-9 if rises else after <= before + 1e-9


@given(answers, st.floats(0.01, 100), st.randoms(use_true_random=False))
def test_a_super_ignores_the_order_and_the_scale_of_weights(yes_counts, factor, shuffler):
    shuffled = [*yes_counts]
    shuffler.shuffle(shuffled)
    plain, rescaled = super_of(yes_counts), super_of(shuffled, factor=factor)
    assert rescaled.score == pytest.approx(plain.score)
    assert (rescaled.low, rescaled.high) == (pytest.approx(plain.low), pytest.approx(plain.high))
    assert rescaled.badge == plain.badge


@given(st.lists(st.floats(0, 100), min_size=2, max_size=9), st.integers(0, 8), st.floats(0, 100))
def test_a_better_super_never_lowers_the_container(values, at, rise):
    at %= len(values)
    better = [*values]
    better[at] = min(values[at] + rise, 100)
    before, after = (compose(staves(each, [1.0] * len(values))) for each in (values, better))
    assert after.arithmetic >= before.arithmetic - 1e-9
    assert after.geometric >= before.geometric - 1e-9
    for container in (before, after):
        assert 0 <= container.geometric <= container.arithmetic <= 100


def test_a_super_of_one_measure_has_its_limits():
    only = measure("m", 0.4, 0.25, 0.6)
    super_ = score_super("s", 1, [only])
    assert (super_.low, super_.high) == (pytest.approx(25), pytest.approx(60))


def test_limits_of_a_super_cover():
    rng = np.random.default_rng(4)
    truths, ns, weights = (0.3, 0.6, 0.5), (40, 90, 60), (1, 2, 1)
    answers = rng.binomial(ns, truths, (2_000, 3))
    held = []
    for yes in answers:
        parts = [
            score_measure(f"m{i}", wilson(yes[i], ns[i]), Goalposts(0, 1), weight=weights[i])
            for i in range(3)
        ]
        super_ = score_super("s", 1, parts)
        held.append(super_.low <= 50 <= super_.high)
    assert 0.93 < np.mean(held) < 0.975


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(500, 1, 0.5)], "sound"),
        ([(500, 2, 0.5), (3, 1, 0.5)], "sound"),
        ([(500, 1, 0.5), (3, 2, 0.5)], "indicative"),
        ([(3, 1, 0.5), (5, 1, 0.5)], "insufficient"),
        ([(3, 1, 0.5), (50, 1, 0.5)], "indicative"),
        ([(500, 1, 0.5), (0, 2, None)], "indicative"),
        ([(500, 1, 0.5), (0, 1, None)], "sound"),
        ([(500, 0, 0.5), (3, 1, 0.5)], "insufficient"),
        ([(0, 1, None)], "insufficient"),
        ([], "insufficient"),
    ],
)
def test_badge_of_a_super_follows_the_weight(parts, expected):
    measures = [
        measure(f"m{i}", value, value, value, n, weight=weight)
        for i, (n, weight, value) in enumerate(parts)
    ]
    assert super_badge(measures) == expected


# The container.


@given(scores, st.integers(0, 10**6))
def test_container_ignores_order_scale_of_weights_and_the_unassessed(values, seed):
    shuffler = random.Random(seed)
    weights = [shuffler.uniform(0.1, 3) for _ in values]
    supers = staves(values, weights)
    container = compose(supers)
    shuffler.shuffle(supers)
    again = compose([replace(super_, weight=2 * super_.weight) for super_ in supers])
    assert again.level == container.level
    assert again.assessed_weight == pytest.approx(container.assessed_weight)
    wider = compose([*supers, stave("more", None, 5)])
    if container.arithmetic is None:
        assert (container.level, container.worst, container.best) == (None, 0, 100)
        return
    assert wider.arithmetic == pytest.approx(container.arithmetic)
    assert wider.geometric == pytest.approx(container.geometric)
    assert wider.assessed_weight < container.assessed_weight
    assert wider.worst < container.worst + 1e-9
    assert wider.best > container.best - 1e-9
    assert again.arithmetic == pytest.approx(container.arithmetic)
    assert container.hidden >= 0
    assert -1e-9 <= container.worst <= container.arithmetic + 1e-9
    assert container.arithmetic - 1e-9 <= container.best <= 100 + 1e-9


def test_container_by_hand():
    container = compose(staves([80, 20, None], [2, 1, 1]))
    assert container.arithmetic == pytest.approx(60)
    assert container.geometric == pytest.approx((80**2 * 20) ** (1 / 3))
    assert container.hidden == pytest.approx(60 - (80**2 * 20) ** (1 / 3))
    assert (container.level, container.assessed_weight) == (pytest.approx(20), 0.75)
    assert (container.worst, container.best) == (pytest.approx(45), pytest.approx(70))


def test_a_super_without_weight_is_shown_but_counts_for_nothing():
    container = compose(staves([80, 60, 10], [1, 1, 0]))
    assert (container.arithmetic, container.level, container.assessed_weight) == (70, 60, 1)


def test_one_stave_alone_holds_nothing():
    assert compose(staves([80, None], [1, 1])).level is None


def test_an_empty_container_says_nothing():
    container = compose([])
    assert (container.arithmetic, container.geometric, container.hidden, container.level) == (
        None,
    ) * 4
    assert (container.assessed_weight, container.worst, container.best) == (0, 0, 100)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_fewer_than_three_units_give_a_value_but_never_a_score(n):
    few = score_measure("m", Estimate(0.5, 0.1, 0.9, n), Goalposts(0, 1))
    assert (few.estimate.value, few.score, few.badge) == (0.5, None, "insufficient")
    assert score_super("s", 1, [few]).status == "unassessed"


@given(st.floats(0, 1), st.integers(3, 100_000))
def test_an_interval_never_closes_at_a_goalpost(share, n):
    """How near an end a score stands is known no better than where that end was set."""
    sure = score_measure("m", wilson(round(share * n), n), Goalposts(0.1, 0.8))
    assert sure.low <= min(sure.score, 100 - END_DOUBT)
    assert sure.high >= max(sure.score, END_DOUBT)
