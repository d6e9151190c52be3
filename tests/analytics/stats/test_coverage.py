"""Every interval held to its promise: 95 % of them hold the truth they were drawn from.

Where one does not, its docstring says so, and the numbers it says are held here.
"""

import math

import numpy as np
import polars as pl
import pytest
from scipy import stats

from analytics.stats.intervals import (
    bayesian_rating,
    difference,
    mean_interval,
    net_promoter,
    ratio_of_sums,
    share_of_sums,
    wilson,
    wilson_limits,
)
from analytics.stats.resampling import bootstrap, herfindahl, weighted_median
from analytics.stats.survival import kaplan_meier
from analytics.stats.survival_points import on_day

LEAST, MOST = 0.93, 0.97
RUNS = 2_000
"""Enough to tell 95 % from 93 or 97: the error of a rate of 95 % is half a point."""


def sums(values):
    return len(values), float(np.sum(values)), float(np.sum(np.square(values)))


def coverage(estimates, truths):
    """How often the limits hold the truth; without limits they do not."""
    truths = np.broadcast_to(truths, len(estimates))
    held = [
        estimate.low is not None and estimate.low <= truth <= estimate.high
        for estimate, truth in zip(estimates, truths, strict=True)
    ]
    return float(np.mean(held))


def wilsons(n, truths):
    """The exact coverage of Wilson's interval at each truth."""
    low, high = wilson_limits(np.arange(n + 1), n)
    at = np.asarray(truths)[:, None]
    held = (low <= at + 1e-12) & (at <= high + 1e-12)
    return (stats.binom.pmf(np.arange(n + 1), n, at) * held).sum(axis=1)


@pytest.mark.parametrize("n", [5, 10, 20, 40, 100, 400])
def test_wilson_covers_on_average(n):
    assert LEAST < wilsons(n, np.linspace(0.05, 0.95, 181)).mean() < MOST


@pytest.mark.parametrize(
    ("n", "least", "most"),
    [(5, 0.89, 0.995), (10, 0.89, 0.985), (20, 0.92, 0.98), (40, 0.92, 0.98)],
)
def test_wilson_at_one_share_swings_as_far_as_is_told(n, least, most):
    covered = wilsons(n, np.linspace(0.05, 0.95, 181))
    assert least < covered.min() < LEAST
    assert MOST < covered.max() < most


@pytest.mark.parametrize("n", [20, 100, 400])
def test_wilson_holds_a_tiny_share_less_often(n):
    assert 0.905 < wilsons(n, [0.5 / n, 1 / n]).min() < 0.925


@pytest.mark.parametrize("n", [2, 8, 40])
def test_mean_covers_normal_numbers(n):
    samples = np.random.default_rng(1).normal(3, 2, (RUNS, n))
    assert LEAST < coverage([mean_interval(*sums(sample)) for sample in samples], 3) < MOST


@pytest.mark.parametrize("n", [30, 100])
def test_mean_covers_answers_that_crowd_at_the_upper_end(n):
    shares = np.array([1, 1, 1, 2, 3, 6, 8, 14, 20, 20, 24]) / 100
    samples = np.random.default_rng(2).choice(11, p=shares, size=(RUNS, n)).astype(float)
    estimates = [mean_interval(*sums(sample), bounds=(0, 10)) for sample in samples]
    assert LEAST < coverage(estimates, shares @ np.arange(11)) < MOST


STARS = np.array([3, 2, 5, 20, 70]) / 100
MEAN_STARS = STARS @ np.arange(1, 6)


def stars(n, seed):
    return np.random.default_rng(seed).choice(np.arange(1.0, 6.0), p=STARS, size=(RUNS, n))


@pytest.mark.parametrize(("n", "least", "most"), [(20, 0.86, 0.91), (100, 0.93, 0.96)])
def test_mean_of_stars_that_are_nearly_all_fives_is_held_less_often(n, least, most):
    estimates = [mean_interval(*sums(sample), bounds=(1, 5)) for sample in stars(n, 3)]
    assert least < coverage(estimates, MEAN_STARS) < most


@pytest.mark.parametrize(
    "truth", [(0.5, 0.3, 0.2), (0.7, 0.2, 0.1), (0.1, 0.5, 0.4), (0.9, 0.08, 0.02)]
)
@pytest.mark.parametrize("n", [15, 50, 150])
def test_net_promoter_covers(n, truth):
    samples = np.random.default_rng(4).multinomial(n, truth, RUNS).tolist()
    score = 100 * (truth[0] - truth[2])
    assert LEAST < coverage([net_promoter(*answers) for answers in samples], score) < MOST


def test_net_promoter_of_nearly_all_promoters_is_wider_than_need_be():
    samples = np.random.default_rng(5).multinomial(50, (0.97, 0.02, 0.01), RUNS).tolist()
    assert MOST < coverage([net_promoter(*answers) for answers in samples], 96) < 0.995


@pytest.mark.parametrize("n", [3, 10, 30])
def test_bayesian_rating_covers_products_like_those_of_its_prior(n):
    rng = np.random.default_rng(6)
    truths = rng.normal(4, 1 / math.sqrt(6), RUNS)
    samples = rng.normal(truths[:, None], 1, (RUNS, n))
    assert (
        LEAST
        < coverage([bayesian_rating(*sums(sample), 4, 6) for sample in samples], truths)
        < MOST
    )


@pytest.mark.parametrize(
    ("n", "least", "most"), [(20, 0.70, 0.80), (100, 0.88, 0.93), (1_000, 0.93, 0.97)]
)
def test_bayesian_rating_of_a_product_unlike_its_prior_needs_many_ratings(n, least, most):
    estimates = [bayesian_rating(*sums(sample), 4, 20, bounds=(0, 5)) for sample in stars(n, 7)]
    assert least < coverage(estimates, MEAN_STARS) < most


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


@pytest.mark.parametrize("n", [40, 200])
def test_ratio_covers_where_every_unit_has_some_of_it(n):
    rng = np.random.default_rng(8)
    x = rng.gamma(4, 1, (RUNS, n))
    y = x * rng.beta(6, 2, (RUNS, n))
    assert LEAST < coverage([ratio(*pair) for pair in zip(y, x, strict=True)], 0.75) < MOST


@pytest.mark.parametrize(
    ("n", "least", "most"), [(30, 0.79, 0.85), (100, 0.87, 0.92), (1_000, 0.93, 0.97)]
)
def test_ratio_of_what_few_units_have_takes_a_thousand_of_them(n, least, most):
    """Years of protection: most order lines have none, some two, a few fifteen."""
    rng = np.random.default_rng(9)
    paid = rng.lognormal(4.5, 0.8, (RUNS, n))
    years = rng.choice([0.0, 2.0, 15.0], p=[0.7, 0.2, 0.1], size=(RUNS, n))
    estimates = [ratio(y * x, x, (0, 20)) for y, x in zip(years, paid, strict=True)]
    assert least < coverage(estimates, 1.9) < most


def shares_of(paid, inside):
    return [
        share_of_sums(
            len(x),
            inside=(x * chosen).sum(),
            whole=x.sum(),
            inside_squares=(x * x * chosen).sum(),
            whole_squares=(x * x).sum(),
        )
        for x, chosen in zip(paid, inside, strict=True)
    ]


@pytest.mark.parametrize("truth", [0.02, 0.1, 0.3, 0.6])
@pytest.mark.parametrize("n", [30, 100, 1_000])
def test_share_of_revenue_covers_even_where_it_is_small(n, truth):
    rng = np.random.default_rng(10)
    paid = rng.lognormal(4.5, 0.8, (RUNS, n))
    estimates = shares_of(paid, rng.random((RUNS, n)) < truth)
    assert LEAST < coverage(estimates, truth) < 0.985


def test_share_of_revenue_covers_where_the_chosen_lines_are_the_dear_ones():
    rng = np.random.default_rng(11)
    chosen = rng.random((RUNS, 400)) < 0.2
    paid = rng.lognormal(4.5, 0.6, (RUNS, 400)) * np.where(chosen, 3, 1)
    assert LEAST < coverage(shares_of(paid, chosen), 0.6 / 1.4) < MOST


@pytest.mark.parametrize("truth", [(0.3, 0.3), (0.9, 0.6), (0.08, 0.2)])
def test_difference_of_shares_covers(truth):
    rng = np.random.default_rng(12)
    a, b = rng.binomial(50, truth[0], RUNS), rng.binomial(80, truth[1], RUNS)
    estimates = [difference(wilson(i, 50), wilson(j, 80)) for i, j in zip(a, b, strict=True)]
    assert LEAST < coverage(estimates, truth[0] - truth[1]) < MOST


def curves(rng, ever, people, runs):
    """Kaplan-Meier curves of many samples at once, as groups; a third is watched for too short."""
    shape = (runs, people)
    back = np.where(rng.random(shape) < ever, rng.exponential(70, shape) + 1, np.inf)
    watched = rng.integers(30, 300, shape)
    frame = pl.DataFrame(
        {
            "group": np.repeat(np.arange(runs), people),
            "days": np.minimum(back, watched).astype(int).ravel(),
            "is_event": (back <= watched).ravel(),
        }
    )
    counts = frame.group_by("group", "days", "is_event").agg(customers=pl.len())
    estimates = on_day(kaplan_meier(counts), 90)
    return [estimates[run] for run in range(runs)]


def back_by_90(ever):
    """Whole days: whoever comes back before day 91 is counted by day 90."""
    return ever * (1 - math.exp(-90 / 70))


@pytest.mark.parametrize(("ever", "people"), [(0.4, 40), (0.4, 200), (0.9, 40), (0.1, 200)])
def test_kaplan_meier_covers(ever, people):
    estimates = curves(np.random.default_rng(13), ever, people, RUNS)
    assert LEAST < coverage(estimates, back_by_90(ever)) < MOST


def test_difference_of_two_curves_covers():
    rng = np.random.default_rng(14)
    more, fewer = curves(rng, 0.5, 60, RUNS), curves(rng, 0.3, 300, RUNS)
    estimates = [difference(a, b) for a, b in zip(more, fewer, strict=True)]
    assert LEAST < coverage(estimates, back_by_90(0.5) - back_by_90(0.3)) < MOST


@pytest.mark.parametrize(
    "shares", [(0.5, 0.3, 0.2), (0.7, 0.2, 0.06, 0.04), (0.9, 0.1), (0.5, *[0.05] * 10)]
)
def test_herfindahl_covers(shares):
    samples = np.random.default_rng(15).multinomial(100, shares, 1_000)
    truth = float(np.square(shares).sum())
    assert LEAST < coverage([herfindahl(orders, draws=400) for orders in samples], truth) < MOST


def test_herfindahl_of_many_equal_sources_is_always_held():
    samples = np.random.default_rng(16).multinomial(100, [0.05] * 20, 300)
    assert coverage([herfindahl(orders, draws=200) for orders in samples], 0.05) == 1


def resampled(make, truth, n):
    names = np.arange(n)
    return coverage([bootstrap(make(run), names, draws=1_000) for run in range(RUNS)], truth)


@pytest.mark.parametrize("n", [15, 25, 60])
def test_bootstrap_of_means_covers(n):
    values = np.random.default_rng(17).normal(2, 1, (RUNS, n))
    assert LEAST < resampled(lambda run: lambda w: (w @ values[run]) / n, 2, n) < MOST


def priced(n, seed):
    rng = np.random.default_rng(seed)
    list_prices = rng.lognormal(5, 0.8, (RUNS, n))
    return list_prices, list_prices * rng.beta(30, 6, (RUNS, n))


@pytest.mark.parametrize(
    ("n", "least", "most"), [(5, 0.87, 0.92), (8, 0.90, 0.94), (25, LEAST, MOST), (60, LEAST, MOST)]
)
def test_bootstrap_of_ratios_covers_except_where_clusters_are_few(n, least, most):
    list_prices, paid = priced(n, 18)
    covered = resampled(lambda run: lambda w: (w @ paid[run]) / (w @ list_prices[run]), 30 / 36, n)
    assert least < covered < most


@pytest.mark.parametrize(
    ("n", "least", "most"), [(5, 0.89, 0.94), (8, 0.90, 0.95), (25, LEAST, MOST)]
)
def test_bootstrap_of_weighted_medians_covers_except_where_clusters_are_few(n, least, most):
    rng = np.random.default_rng(19)
    values, weights = rng.lognormal(0, 0.15, (RUNS, n)), rng.lognormal(10, 1, (RUNS, n))
    covered = resampled(
        lambda run: lambda w: weighted_median(values[run], w * weights[run]), 1.0, n
    )
    assert least < covered < most


def test_bootstrap_covers_where_customers_buy_many_lines():
    """Lines of one customer are alike: resampling lines would hold far less often."""
    rng = np.random.default_rng(20)
    habit = np.repeat(rng.normal(0, 1, (1_000, 30)), 6, axis=1)
    values, customers = habit + rng.normal(0, 0.5, (1_000, 180)), np.repeat(np.arange(30), 6)

    def covered(names):
        estimates = [
            bootstrap(lambda w, sample=sample: (w @ sample) / w.sum(axis=1), names, draws=300)
            for sample in values[:600]
        ]
        return coverage(estimates, 0)

    assert LEAST - 0.015 < covered(customers) < MOST
    assert covered(np.arange(180)) < 0.75
