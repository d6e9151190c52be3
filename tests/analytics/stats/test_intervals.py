"""Intervals against published examples and against scipy; test_coverage.py holds them to 95 %."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.stats.intervals import (
    UNMEASURED,
    Estimate,
    bayesian_rating,
    difference,
    mean_interval,
    net_promoter,
    ratio_of_sums,
    share_of_sums,
    wilson,
    wilson_limits,
)
from analytics.stats.quantiles import chi_square_tail, student_t
from analytics.stats.resampling import bootstrap, herfindahl, weighted_median


def sums(values):
    return len(values), float(np.sum(values)), float(np.sum(np.square(values)))


def ratio(y, x, bounds=None):
    return ratio_of_sums(
        len(x),
        sum_y=y.sum(),
        sum_x=x.sum(),
        sum_yy=(y * y).sum(),
        sum_xx=(x * x).sum(),
        sum_xy=(x * y).sum(),
        bounds=bounds,
    )


@given(st.integers(1, 10**6), st.data(), st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_is_scipys(n, data, confidence):
    hits = data.draw(st.integers(0, n))
    estimate = wilson(hits, n, confidence)
    expected = stats.binomtest(hits, n).proportion_ci(confidence, method="wilson")
    assert (estimate.value, estimate.n) == (hits / n, n)
    assert estimate.low == pytest.approx(expected.low, abs=1e-12)
    assert estimate.high == pytest.approx(expected.high, abs=1e-12)


def test_forty_testers_say_fifteen_points_either_way():
    estimate = wilson(16, 40)
    assert (round(estimate.low, 2), round(estimate.high, 2)) == (0.26, 0.55)


@pytest.mark.parametrize(("enough", "n"), [(18, 30), (23, 40), (27, 50)])
def test_smallest_counts_that_clear_the_forty_percent_line(enough, n):
    assert wilson(enough, n).low > 0.4 > wilson(enough - 1, n).low


def test_wilson_of_arrays_leaves_empty_cells_blank():
    low, high = wilson_limits([0, 3, 5], [0, 10, 5])
    assert np.isnan(low[0])
    assert np.isnan(high[0])
    assert (low[1], high[2]) == (pytest.approx(wilson(3, 10).low), 1.0)


@pytest.mark.parametrize(("n", "points"), [(30, 27), (50, 21), (75, 17), (100, 15), (150, 12)])
def test_net_promoter_margins_at_half_promoters_and_a_fifth_detractors(n, points):
    estimate = net_promoter(n // 2, n - n // 2 - n // 5, n // 5)
    assert round((estimate.high - estimate.low) / 2) == points


def test_net_promoter_stays_on_its_scale_and_holds_its_value():
    for answers in [(1, 0, 0), (0, 0, 1), (500, 0, 0), (0, 3, 0)]:
        estimate = net_promoter(*answers)
        assert -100 <= estimate.low <= estimate.value <= estimate.high <= 100
        assert estimate.high > estimate.low


def test_difference_is_newcombes_method_10():
    estimate = difference(wilson(56, 70), wilson(48, 80))
    assert estimate.value == pytest.approx(0.2)
    assert (round(estimate.low, 4), round(estimate.high, 4)) == (0.0524, 0.3339)
    assert estimate.n == 70


def test_difference_says_what_it_cannot_know():
    assert difference(wilson(1, 4), UNMEASURED) == Estimate(None, None, None, 0)
    assert difference(wilson(1, 4), Estimate(0.5, None, None, 1)).low is None


@given(st.integers(1, 10**6), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
@settings(deadline=None)
def test_student_quantiles_are_scipys(df, confidence):
    expected = stats.t.ppf(0.5 + confidence / 2, df)
    assert student_t(df, confidence) == pytest.approx(expected, rel=1e-8)


@given(st.floats(0, 200), st.integers(1, 30))
def test_chi_square_tails_are_scipys(value, freedom):
    expected = stats.chi2.sf(value, freedom)
    assert chi_square_tail(value, freedom) == pytest.approx(expected, rel=1e-9, abs=1e-15)


def test_mean_is_scipys_t_interval():
    values = np.array([4.0, 5.0, 3.0, 5.0, 2.0])
    estimate = mean_interval(*sums(values))
    low, high = stats.t.interval(0.95, 4, values.mean(), stats.sem(values))
    assert (estimate.low, estimate.high) == (pytest.approx(low), pytest.approx(high))


def test_ratio_is_cochrans_linearised_one():
    rng = np.random.default_rng(5)
    x = rng.uniform(1, 3, 50)
    y = 0.7 * x + rng.normal(0, 0.2, 50)
    estimate = ratio(y, x)
    residuals = y - estimate.value * x
    error = math.sqrt(residuals.var(ddof=1) / 50) / x.mean()
    assert estimate.value == pytest.approx(y.sum() / x.sum())
    assert estimate.high - estimate.value == pytest.approx(student_t(49) * error)


def test_a_share_of_equal_units_is_wilsons_share_of_their_number():
    estimate = share_of_sums(40, inside=160, whole=400, inside_squares=1_600, whole_squares=4_000)
    expected = stats.binomtest(16, 40).proportion_ci(method="wilson")
    assert (estimate.value, estimate.n) == (0.4, 40)
    assert (estimate.low, estimate.high) == (
        pytest.approx(expected.low, abs=0.004),
        pytest.approx(expected.high, abs=0.004),
    )


def test_one_big_unit_leaves_few_effective_ones():
    """Kish: of amounts 9, 1, 1 ... 1 (ten) the effective number is 18 ** 2 / 90 = 3.6."""
    estimate = share_of_sums(10, inside=0, whole=18, inside_squares=0, whole_squares=90)
    assert estimate.low == 0
    assert estimate.high == pytest.approx(wilson_limits(0, 3.6)[1])


def test_a_share_knows_when_the_chosen_units_are_the_large_ones():
    alike = share_of_sums(100, inside=50, whole=100, inside_squares=50, whole_squares=100)
    larger = share_of_sums(100, inside=50, whole=100, inside_squares=500, whole_squares=555)
    assert larger.high - larger.low > 1.5 * (alike.high - alike.low)


def test_no_answers_cannot_be_measured():
    assert wilson(0, 0) == UNMEASURED
    assert net_promoter(0, 0, 0) == UNMEASURED
    assert mean_interval(0, 0, 0) == UNMEASURED
    assert bayesian_rating(0, 0, 0, 4.5, 10) == UNMEASURED
    assert ratio(np.array([]), np.array([])) == UNMEASURED
    assert share_of_sums(0, inside=0, whole=0, inside_squares=0, whole_squares=0) == UNMEASURED
    assert herfindahl([]) == herfindahl([0, 0]) == UNMEASURED
    assert bootstrap(lambda w: w.sum(axis=1), []) == UNMEASURED


@pytest.mark.parametrize("n", [1, 2, 9])
def test_agreement_is_not_certainty(n):
    fives = np.full(n, 5.0)
    for estimate in (
        mean_interval(*sums(fives), bounds=(1, 5)),
        bayesian_rating(*sums(fives), 5, 3, bounds=(1, 5)),
        ratio(fives, fives, bounds=(0, 1)),
        herfindahl([n + 1]),
        wilson(n, n),
    ):
        assert estimate.low < estimate.value
    assert mean_interval(*sums(fives)) == Estimate(5.0, None, None, n)
    assert ratio(fives, fives) == Estimate(1.0, None, None, n)
    assert herfindahl([1, 0]) == Estimate(1.0, None, None, 1)


def test_nothing_to_divide_by_cannot_be_measured():
    assert ratio(np.array([1.0, 2.0]), np.zeros(2)) == Estimate(None, None, None, 2)


@pytest.mark.parametrize(
    ("ratings", "prior", "expected"),
    [(([5.0] * 2), (3.5, 10), 3.75), (([8.0] * 3), (7.0, 25_000), 7.0001), ([4, 2], (3, 2), 3.0)],
)
def test_bayesian_average_is_the_mean_with_so_many_ratings_before_it(ratings, prior, expected):
    """(C m + sum) / (C + n), the form that IMDb printed beside its list of the best 250 films."""
    estimate = bayesian_rating(*sums(ratings), *prior)
    assert estimate.value == pytest.approx(expected, abs=1e-4)


def test_bayesian_limits_are_the_posterior_of_the_normal_model():
    """Normal-inverse-chi-square (Gelman et al. 3.3): the prior's ratings join the sample's."""
    ratings, mean, weight, spread = np.array([5.0, 4.0, 4.0, 3.0, 5.0]), 4.2, 6, 1.0
    estimate = bayesian_rating(*sums(ratings), mean, weight, prior_spread=spread)
    n, own = len(ratings), ratings.mean()
    squares = ((ratings - own) ** 2).sum() + weight * spread**2
    squares += weight * n / (weight + n) * (own - mean) ** 2
    scale = math.sqrt(squares / (weight + n) / (weight + n))
    centre = (weight * mean + n * own) / (weight + n)
    low, high = stats.t.interval(0.95, weight + n, centre, scale)
    assert (estimate.low, estimate.high) == (pytest.approx(low), pytest.approx(high))


def test_few_ratings_lean_on_the_prior_and_many_do_not():
    few = bayesian_rating(2, 10, 50, 4, 8)
    many = bayesian_rating(2_000, 10_000, 50_000, 4, 8)
    assert few.value == pytest.approx(4.2)
    assert many.value == pytest.approx(5, abs=0.01)
    assert bayesian_rating(5, 20, 90, 4, 0) == mean_interval(5, 20, 90)


def test_bootstrap_knows_clusters_from_rows_and_ignores_their_order():
    rng = np.random.default_rng(8)
    customers = np.repeat(np.arange(60), 5)
    values = np.repeat(rng.normal(size=60), 5)
    mean = bootstrap(lambda w: (w @ values) / w.sum(axis=1), customers)
    alone = mean_interval(*sums(values[::5]))
    assert mean.n == 60
    assert mean.high - mean.low == pytest.approx(alone.high - alone.low, rel=0.1)
    order = rng.permutation(len(values))
    shuffled = bootstrap(lambda w: (w @ values[order]) / w.sum(axis=1), customers[order])
    assert shuffled.low == pytest.approx(mean.low)


def test_bootstrap_is_silent_about_too_few_or_identical_clusters():
    mean = lambda w: w.mean(axis=1)  # noqa: E731
    assert bootstrap(mean, [1, 2, 3, 4, 4]) == Estimate(1.0, None, None, 4)
    same = bootstrap(lambda w: (w @ np.full(9, 2.0)) / w.sum(axis=1), np.arange(9))
    assert same == Estimate(2.0, None, None, 9)


def test_weighted_median_is_the_median_of_the_repeated_values():
    values, weights = np.array([5.0, 1.0, 3.0]), np.array([[1.0, 1.0, 1.0], [0.0, 3.0, 1.0]])
    assert weighted_median(values, weights).tolist() == [3.0, 1.0]


def test_seeded_results_repeat():
    assert herfindahl([50, 31, 94]) == herfindahl([50, 31, 94])
    assert herfindahl([50, 31, 94]) != herfindahl([50, 31, 94], seed=1)
    assert herfindahl([5, 3, 2]).value == pytest.approx(0.38)


def test_scoring_does_not_wait_for_scipy():
    modules = "analytics.scoring.uncertainty, analytics.stats.survival"
    code = f"import sys, {modules}; print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
