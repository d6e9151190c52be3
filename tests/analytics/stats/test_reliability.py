"""Cronbach's alpha against published examples, scipy, plain recomputation and its own promise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.stats.intervals import UNMEASURED
from analytics.stats.quantiles import fisher_f
from analytics.stats.reliability import Battery, reliability, with_rest

# Real Statistics (www.real-statistics.com), as kept in pingouin's datasets cronbach_alpha and
# cronbach_wide_missing: one respondent a line, one answer a sign, a dot where none was given.
LIKERT = (
    "3241451432",
    "5463512555",
    "7355643365",
    "2433222663",
    "6565444675",
    "1234252352",
    "4353521243",
    "2443722465",
    "6555165232",
    "5464353172",
    "4352532341",
    "4232534234",
    "5562332445",
    "6554221465",
    "4355313234",
)
BINARY = (
    "11111111111",
    "11111111010",
    ".011.111100",
    "11101101100",
    "11111000100",
    "01.01111000",
    "11110010000",
    "11111000000",
    "01011000010",
    "10010100.00",
    "11100000000",
    "10010000000",
)


def table(lines):
    """Answers as numbers, of the respondents who left nothing open."""
    return np.array([[float(sign) for sign in line] for line in lines if "." not in line])


def battery(answers):
    """What feedback/survey_battery.sql gives for these answers, taken up."""
    keys = [f"q{i}" for i in range(answers.shape[1])]
    whole = answers.sum(axis=1)
    rows = [
        {
            "question": key,
            "count_responses": len(answers),
            "battery_total": whole.sum(),
            "battery_squares": (whole**2).sum(),
            "total": own.sum(),
            "squares": (own**2).sum(),
            "cross_products": (own * whole).sum(),
        }
        for key, own in zip(keys, answers.T, strict=True)
    ]
    return Battery.of(rows, keys)


def plain_alpha(answers):
    """Straight from the definition, over the matrix of covariances."""
    matrix = np.cov(answers.T)
    k = len(matrix)
    return k / (k - 1) * (1 - np.trace(matrix) / matrix.sum())


def test_alpha_and_its_interval_are_the_published_ones():
    """pingouin's documentation, tested there against R's psych: 0.5917 (0.195 to 0.840)."""
    alpha = reliability(battery(table(LIKERT))).alpha
    assert alpha.value == pytest.approx(0.5917188485995826)
    assert (round(alpha.low, 3), round(alpha.high, 3)) == (0.195, 0.840)
    assert alpha.n == 15


def test_alpha_rests_on_those_who_answered_everything():
    """R's psych::alpha(use = "complete.obs") gives 0.80; pairwise it would be 0.73."""
    alpha = reliability(battery(table(BINARY))).alpha
    assert alpha.value == pytest.approx(0.8016949152542373)
    assert alpha.n == 9


answer_tables = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).integers(0, 11, (30, 4)).astype(float)
)


@given(answer_tables)
@settings(deadline=None)
def test_alpha_is_what_the_covariances_say(answers):
    scale = reliability(battery(answers))
    assert scale.alpha.value == pytest.approx(plain_alpha(answers))
    assert scale.alpha.low <= scale.alpha.value <= scale.alpha.high <= 1
    for i, fit in enumerate(scale.items):
        others = np.delete(answers, i, axis=1)
        assert fit.alpha_without == pytest.approx(plain_alpha(others))
        expected = stats.pearsonr(answers[:, i], others.sum(axis=1))
        assert fit.with_rest.value == pytest.approx(expected.statistic)
        low, high = expected.confidence_interval(0.95)
        assert fit.with_rest.low == pytest.approx(low)
        assert fit.with_rest.high == pytest.approx(high)


@given(answer_tables)
@settings(deadline=None)
def test_the_order_of_people_changes_nothing(answers):
    shuffled = np.random.default_rng(1).permutation(answers)
    alpha, alpha_shuffled = (
        reliability(battery(answers)).alpha,
        reliability(battery(shuffled)).alpha,
    )
    assert alpha.value == pytest.approx(alpha_shuffled.value)


@pytest.mark.parametrize("n", [10, 60])
def test_the_interval_covers(n):
    """Five parallel items with correlation 0.4: alpha is 5 * 0.4 / (1 + 4 * 0.4) = 0.769."""
    rng = np.random.default_rng(11)
    truth, hits, runs = 5 * 0.4 / (1 + 4 * 0.4), 0, 3_000
    for _ in range(runs):
        shared = rng.normal(size=(n, 1)) * np.sqrt(0.4)
        alpha = reliability(battery(shared + rng.normal(size=(n, 5)) * np.sqrt(0.6))).alpha
        hits += alpha.low <= truth <= alpha.high
    assert 0.935 < hits / runs < 0.965


def test_a_question_all_answer_alike_is_left_out():
    answers = table(LIKERT)
    level = np.hstack([answers, np.full((len(answers), 1), 7.0)])
    assert reliability(battery(level)).alpha == pytest.approx(reliability(battery(answers)).alpha)


class TestTooLittle:
    @pytest.mark.parametrize("people", [0, 1, 2])
    def test_nobody_one_or_two_have_no_alpha(self, people: int) -> None:
        assert reliability(battery(table(LIKERT)[:people])).alpha == UNMEASURED

    def test_one_question_has_no_alpha(self) -> None:
        scale = reliability(battery(table(LIKERT)[:, :1]))
        assert scale.alpha == UNMEASURED
        assert scale.items[0].alpha_without is None

    def test_people_who_all_answer_alike_have_no_alpha(self) -> None:
        scale = reliability(battery(np.full((12, 3), 8.0)))
        assert (scale.alpha, scale.items) == (UNMEASURED, ())

    def test_questions_that_agree_to_the_point_have_no_limits(self) -> None:
        own = np.array([[1.0], [4.0], [9.0], [2.0]])
        alpha = reliability(battery(np.hstack([own, own]))).alpha
        assert alpha.value == pytest.approx(1)
        assert alpha.low is alpha.high is None

    def test_a_question_that_is_not_there_has_no_correlation(self) -> None:
        assert with_rest(battery(table(LIKERT)), "nothing") == UNMEASURED


@given(
    st.sampled_from([0.005, 0.025, 0.5, 0.9, 0.975, 0.995]),
    st.integers(1, 2_000),
    st.integers(1, 20_000),
)
@settings(deadline=None)
def test_quantiles_of_f_are_scipys(share, first, second):
    assert fisher_f(share, first, second) == pytest.approx(
        stats.f.ppf(share, first, second), rel=1e-7
    )


@pytest.mark.parametrize("share", [0.025, 0.975])
def test_quantiles_of_f_hold_for_a_million_people(share):
    expected = stats.f.ppf(share, 10**6, 8 * 10**6)
    assert fisher_f(share, 10**6, 8 * 10**6) == pytest.approx(expected, rel=1e-9)
