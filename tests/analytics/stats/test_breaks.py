"""Breaks in series of counts, series at the same age, and one treated group among others, against
what was published of the same data, and slow recomputation."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.stats import counts, placebo
from analytics.stats.intervals import Estimate

SICILY = pl.read_csv(Path(__file__).with_name("sicily.csv"))
"""Acute coronary events in Sicily by month, and the standardised population; a smoking ban from
January 2005 (gasparrini/2017_lopezbernal_IJE_codedata, GitHub; Lopez Bernal, Cummins and Gasparrini
2017)."""
BAN = 36
STATES = pl.read_csv(Path(__file__).with_name("proposition99.csv"))
"""Packs of cigarettes a head in 39 states, 1970 to 2000; Californian law from 1989
(synth-inference/synthdid, GitHub; Abadie, Diamond and Hainmueller 2010)."""
LAW = 1989


def sicily(**options: int) -> counts.CountFit:
    offset = np.log(SICILY["stdpop"].to_numpy())
    return counts.interrupted(SICILY["aces"].to_numpy(), BAN, offset=offset, **options)


def rounded(estimate: Estimate) -> tuple[float, ...]:
    return tuple(round(float(end or 0), 3) for end in (estimate.value, estimate.low, estimate.high))


def test_the_published_effect_of_the_smoking_ban_in_sicily() -> None:
    plain = sicily()
    assert rounded(plain.ratio(1, dispersion=1, is_large=True)) == (0.894, 0.865, 0.925)
    assert rounded(plain.ratio(1, is_large=True)) == (0.894, 0.839, 0.953)
    assert plain.dispersion == pytest.approx(3.559, abs=5e-4)
    assert rounded(sicily(harmonics=2).ratio(1, is_large=True)) == (0.885, 0.839, 0.933)


def test_students_limits_and_alike_neighbours_are_wider() -> None:
    fit = sicily()
    large, student, lasting = (
        fit.ratio(1, is_large=True),
        fit.ratio(1),
        fit.ratio(1, is_lasting=True),
    )
    lows = [estimate.low for estimate in (lasting, student, large)]
    assert lows == sorted(lows)  # type: ignore[type-var]
    assert 0 < fit.lasting < 1


def test_a_step_is_found_where_it_was_put_whatever_the_trend_does_after() -> None:
    time = np.arange(60.0)
    mean = np.exp(5 + 0.01 * time + np.where(time >= 40, 0.5 - 0.02 * (time - 40), 0))
    fit = counts.interrupted(mean, 40, has_slope=True)
    assert fit.slopes[1] == pytest.approx(0.5, abs=1e-8)
    assert fit.slopes[3] == pytest.approx(-0.02, abs=1e-8)


def test_proposition_99_by_difference_in_differences() -> None:
    table = STATES.drop("State").to_numpy()
    is_after = np.array([int(year) >= LAW for year in STATES.columns[1:]])
    changes = placebo.changes(table, is_after)
    place = STATES["State"].to_list().index("California")
    others = np.delete(changes, place)
    assert changes[place] == pytest.approx(-55.9, abs=0.05)
    difference = placebo.difference(changes[place], others)
    assert difference.estimate.value == pytest.approx(-27.35, abs=0.005)
    assert (difference.rank, difference.chance) == (4, pytest.approx(4 / 39))
    assert placebo.rank_by_size(-27.349, difference.placebos) == 4


@given(st.lists(st.floats(-5, 5), min_size=4, max_size=12), st.floats(-5, 5))
def test_a_placebo_is_the_difference_of_that_control_by_itself(
    others: list[float], treated: float
) -> None:
    controls = np.array(others)
    difference = placebo.difference(treated, controls)
    if difference.estimate.low is None:
        assert np.ptp(controls) <= 1e-9
        return
    for place, value in enumerate(difference.placebos):
        rest = np.delete(controls, place)
        assert value == pytest.approx(controls[place] - rest.mean(), abs=1e-9)
    assert 1 / (len(others) + 1) <= difference.chance <= 1


def test_too_few_or_too_alike_controls_give_no_limits() -> None:
    for controls in ([1.0, 2.0], [1.0] * 5):
        difference = placebo.difference(3.0, controls)
        assert difference.estimate.low is None
        assert difference.chance == 1


def test_the_ratio_at_an_age_is_the_regression_on_series_and_day() -> None:
    chance = np.random.default_rng(5)
    own, other = chance.poisson(9, 30), chance.poisson(6, 30)
    ratio = counts.ratio_at_age(own, other)
    days = np.eye(30)
    columns = np.column_stack([np.r_[np.ones(30), np.zeros(30)], np.vstack([days, days])])
    fit = counts.regression(np.r_[own, other], columns)
    same = fit.ratio(0)
    assert ratio.value == pytest.approx(own.sum() / other.sum())
    assert ratio.value == pytest.approx(same.value)
    own_low, own_high, low, high = (
        float(end or 0) for end in (ratio.low, ratio.high, same.low, same.high)
    )
    assert 0 < own_low <= low + 1e-9
    assert high - 1e-9 <= own_high < 1.25 * high


def test_nothing_sold_has_no_ratio_and_one_day_no_limits() -> None:
    assert counts.ratio_at_age([0, 0], [3, 1]).value is None
    single = counts.ratio_at_age([4], [2])
    assert (single.value, single.low) == (2.0, None)
