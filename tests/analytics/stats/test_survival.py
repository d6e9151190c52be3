"""Kaplan-Meier and log-rank against scipy, textbook data, and their own promise of 95 %."""

import warnings

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.stats.intervals import wilson
from analytics.stats.survival import at_day, kaplan_meier, log_rank, median_days

# Remission of acute myelogenous leukaemia, with and without maintenance (Miller 1981; R's `aml`).
MAINTAINED = "9 13 13+ 18 23 28+ 31 34 45+ 48 161+"
NOT_MAINTAINED = "5 5 8 8 12 16+ 23 27 30 33 43 45"
# Remission of leukaemia in weeks, 6-MP against placebo (Freireich et al. 1963).
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"

people = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60)


def counts(rows):
    """Counts from (group, days, is_event) rows, one customer each."""
    frame = pl.DataFrame(rows, schema=["group", "days", "is_event"], orient="row")
    return frame.group_by("group", "days", "is_event").agg(customers=pl.len())


def textbook(**groups):
    return counts(
        [
            (name, int(time.rstrip("+")), not time.endswith("+"))
            for name, times in groups.items()
            for time in times.split()
        ]
    )


def single(pairs):
    return counts([("all", days, is_event) for days, is_event in pairs])


def censored(pairs):
    return stats.CensoredData(
        uncensored=[days for days, is_event in pairs if is_event],
        right=[days for days, is_event in pairs if not is_event],
    )


def scipys(pairs):
    survival = stats.ecdf(censored(pairs)).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        limits = survival.confidence_interval(method="log-log")
    repurchased = 1 - survival.probabilities
    return survival.quantiles, repurchased, 1 - limits.high.probabilities, limits.low.probabilities


@given(people)
@settings(max_examples=100, deadline=None)
def test_curve_is_scipys_wherever_scipy_has_limits(pairs):
    days, repurchased, low, survival_low = scipys(pairs)
    curve = kaplan_meier(single(pairs))
    assert curve["day"].to_list() == days.tolist()
    np.testing.assert_allclose(curve["repurchased"], repurchased, atol=1e-9)
    has_limits = np.isfinite(low)
    np.testing.assert_allclose(curve["low"].to_numpy()[has_limits], low[has_limits], atol=1e-9)
    np.testing.assert_allclose(
        curve["high"].to_numpy()[has_limits], 1 - survival_low[has_limits], atol=1e-9
    )


@given(people)
@settings(max_examples=100, deadline=None)
def test_every_step_lies_within_limits_that_never_claim_certainty(pairs):
    curve = kaplan_meier(single(pairs))
    assert curve.null_count().sum_horizontal().item() == 0
    assert not any(curve[name].is_nan().any() for name in ("repurchased", "low", "high"))
    assert ((curve["low"] <= curve["repurchased"]) & (curve["repurchased"] <= curve["high"])).all()
    assert (curve["low"] < curve["high"]).all()
    assert curve["repurchased"].is_sorted()


def test_maintained_patients_are_rs():
    curve = kaplan_meier(textbook(kept=MAINTAINED)).filter(pl.col("events") > 0)
    survived = (1 - curve["repurchased"]).round(3).to_list()
    assert survived == [0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184]
    assert curve["at_risk"].to_list() == [11, 10, 8, 7, 5, 4, 2]
    assert (1 - curve["high"]).round(3).to_list() == [
        0.508, 0.447, 0.350, 0.266, 0.167, 0.093, 0.012,
    ]  # fmt: skip
    assert (1 - curve["low"]).round(3).to_list() == [
        0.987, 0.951, 0.899, 0.835, 0.753, 0.657, 0.525,
    ]  # fmt: skip


def test_median_is_the_first_day_by_which_half_came_back():
    curve = kaplan_meier(textbook(kept=MAINTAINED, other=NOT_MAINTAINED))
    assert median_days(curve).rows() == [("kept", 31), ("other", 23)]


def test_median_not_reached_is_null_and_exactly_half_is_reached():
    curve = kaplan_meier(textbook(half="3 9+", never="3 9+ 9+"))
    assert median_days(curve).rows() == [("half", 3), ("never", None)]


def test_before_the_first_and_after_the_last_return_the_number_at_risk_speaks():
    curve = kaplan_meier(single([(1, False)] * 5 + [(2, True)] * 3 + [(3, True)] * 2))
    first, _, last = curve.rows(named=True)
    assert (first["repurchased"], first["low"]) == (0.0, 0.0)
    assert first["high"] == pytest.approx(wilson(0, 10).high)
    assert (last["repurchased"], last["high"]) == (1.0, 1.0)
    assert last["low"] == curve["low"][1]
    at_once = kaplan_meier(single([(1, True)] * 4))
    assert at_once["low"].item() == pytest.approx(wilson(4, 4).low)


def test_value_at_a_day_holds_until_the_next_step_and_is_blank_beyond_the_last():
    curve = kaplan_meier(textbook(a="2 4+ 6 8+", b="3+ 5+"))
    points = at_day(curve, [6, 0, 5, 9, 5])
    assert points.columns == ["group", "day", "at_risk", "repurchased", "low", "high"]
    rows = points.select("group", "day", "at_risk", "repurchased").rows()
    assert rows == [
        ("a", 0, 4, 0.0),
        ("a", 5, 2, 0.25),
        ("a", 6, 2, 0.625),
        ("a", 9, None, None),
        ("b", 0, 2, 0.0),
        ("b", 5, 1, 0.0),
        ("b", 6, None, None),
        ("b", 9, None, None),
    ]
    assert points["low"].null_count() == points["high"].null_count() == 3
    assert points["high"][0] == pytest.approx(wilson(0, 4).high)


def test_groups_do_not_touch_each_other():
    both = kaplan_meier(textbook(kept=MAINTAINED, other=NOT_MAINTAINED))
    alone = kaplan_meier(textbook(kept=MAINTAINED))
    assert both.filter(pl.col("group") == "kept").equals(alone)
    assert both.select("group", "day").rows() == sorted(both.select("group", "day").rows())


def test_rows_without_a_group_are_a_group():
    some = textbook(kept=MAINTAINED, other=NOT_MAINTAINED)
    named = some.with_columns(group=pl.col("group").replace("other", None))
    curve = kaplan_meier(named)
    assert median_days(curve).rows() == [(None, 23), ("kept", 31)]
    assert at_day(curve, [23])["repurchased"].null_count() == 0
    assert log_rank(named).chi_square == pytest.approx(log_rank(some).chi_square)


def test_counted_customers_are_as_good_as_rows_and_split_rows_add_up():
    once = textbook(kept=MAINTAINED)
    split = pl.concat([once, once.with_columns(customers=pl.lit(2, pl.UInt32))])
    tripled = once.with_columns(customers=3 * pl.col("customers"))
    apart = once.filter(pl.col("customers") == 1)
    assert apart.height == once.height
    assert kaplan_meier(split).equals(kaplan_meier(tripled))


def test_nobody_gives_an_empty_curve():
    curve = kaplan_meier(textbook(kept=MAINTAINED).clear())
    assert curve.is_empty()
    assert at_day(curve, [30]).is_empty()
    assert median_days(curve).is_empty()
    assert log_rank(textbook(kept=MAINTAINED).clear()).p_value is None


def test_log_rank_of_the_textbooks():
    aml = log_rank(textbook(kept=MAINTAINED, other=NOT_MAINTAINED))
    assert (round(aml.chi_square, 1), aml.degrees_of_freedom) == (3.4, 1)
    assert aml.p_value == pytest.approx(0.0653, abs=5e-5)
    leukaemia = log_rank(textbook(treated=TREATED, placebo=PLACEBO))
    assert round(leukaemia.chi_square, 2) == 16.79


@given(people, people)
@settings(max_examples=100, deadline=None)
def test_log_rank_of_two_is_scipys(first, second):
    comparison = log_rank(
        counts([("a", *pair) for pair in first] + [("b", *pair) for pair in second])
    )
    if comparison.p_value is None:
        return
    expected = stats.logrank(censored(first), censored(second))
    assert comparison.chi_square == pytest.approx(expected.statistic**2, rel=1e-9, abs=1e-12)
    assert comparison.p_value == pytest.approx(expected.pvalue, rel=1e-9)


def test_log_rank_of_three_is_the_sum_over_days():
    rng = np.random.default_rng(1)
    rows = [
        (group, int(days), bool(is_event))
        for group, pace in (("a", 20), ("b", 25), ("c", 40))
        for days, is_event in zip(rng.exponential(pace, 50), rng.random(50) < 0.7, strict=True)
    ]
    surplus, covariance = np.zeros(3), np.zeros((3, 3))
    for day in {days for _, days, is_event in rows if is_event}:
        risk = np.array([sum(g == name and d >= day for g, d, _ in rows) for name in "abc"])
        came = np.array([sum(g == name and d == day and e for g, d, e in rows) for name in "abc"])
        total, bought, share = risk.sum(), came.sum(), risk / risk.sum()
        surplus += came - bought * share
        if total > 1:
            spread = bought * (total - bought) / (total - 1)
            covariance += spread * (np.diag(share) - np.outer(share, share))
    expected = surplus[:2] @ np.linalg.solve(covariance[:2, :2], surplus[:2])
    comparison = log_rank(counts(rows))
    assert comparison.chi_square == pytest.approx(expected)
    assert comparison.degrees_of_freedom == 2
    assert comparison.p_value == pytest.approx(stats.chi2.sf(expected, 2))


def test_log_rank_needs_two_groups_and_a_return():
    assert log_rank(textbook(kept=MAINTAINED)).p_value is None
    assert log_rank(textbook(a="3+ 4+", b="5+")).p_value is None


def test_limits_cover():
    rng = np.random.default_rng(2)
    brands, customers = 1_000, 80
    returns = rng.exponential(120, (brands, customers))
    watched = rng.uniform(30, 400, (brands, customers))
    frame = pl.DataFrame(
        {
            "group": np.repeat(np.arange(brands), customers),
            "days": np.ceil(np.minimum(returns, watched)).astype(int).ravel(),
            "is_event": (returns <= watched).ravel(),
            "customers": 1,
        }
    )
    points = at_day(kaplan_meier(frame), [30, 90, 180])
    truth = 1 - (-pl.col("day") / 120).exp()
    held = points.group_by("day").agg(
        share=((pl.col("low") <= truth) & (truth <= pl.col("high"))).mean()
    )
    assert held["share"].is_between(0.93, 0.975).all()
