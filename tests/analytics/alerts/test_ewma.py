"""The chart against R's qcc, Laney's sigma worked out by hand, seasons, and when alarms begin."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.alerts import ewma, run_lengths, season
from analytics.alerts.base import LIMIT, WEIGHT, YEAR_WEEKS
from analytics.alerts.report import watched
from analytics.alerts.weekly import MEASURES, Weeks
from tests.bench.alert_coverage import false_rate

ORANGE_JUICE = np.array(
    [
        *(12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22),
        *(8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6),
    ],
    dtype=float,
)
"""Cans of 50 that leak, in 30 samples (Montgomery 1991; R's qcc, `orangejuice`)."""
MONDAY = date(2024, 1, 1)
REFUNDS = MEASURES[0]


def shewhart(cases: np.ndarray) -> tuple[float, float, float]:
    """Centre and limits of the p chart: 3 binomial standard errors of the newest value alone."""
    count = len(cases)
    both, totals = np.concatenate([cases, cases]), np.full(2 * count, 50.0)
    spread = ewma.followed(both, totals, 0, count, weight=1.0).spread
    limit = 3 / ewma.widened(1.0, count, spread)
    chart = ewma.followed(both, totals, 0, count, weight=1.0, limit=limit)
    half = (chart.high[-1] - chart.normal[-1]) / chart.spread
    return chart.centre, chart.centre - half, chart.centre + half


def test_the_orange_juice_chart_is_that_of_qcc() -> None:
    centre, low, high = shewhart(ORANGE_JUICE)
    assert (round(centre, 4), round(low, 4), round(high, 4)) == (0.2313, 0.0524, 0.4102)
    assert list(np.flatnonzero(high < ORANGE_JUICE / 50) + 1) == [15, 23]
    without = np.delete(ORANGE_JUICE, [14, 22])
    centre, _, high = shewhart(without)
    assert (round(centre, 4), round(high, 4)) == (0.2150, 0.3893)
    outside = high < ORANGE_JUICE / 50
    assert list(np.flatnonzero(outside) + 1) == [15, 21, 23]


def test_laneys_sigma_is_the_mean_moving_range_of_z_over_its_constant() -> None:
    rng = np.random.default_rng(5)
    totals = rng.integers(300, 500, 40).astype(float)
    cases = np.round(totals * rng.uniform(0.02, 0.12, 40))
    chart = ewma.followed(cases, totals, 0, 26)
    centre = cases[:26].sum() / totals[:26].sum()
    z = [
        (case / total - centre) / (centre * (1 - centre) / total) ** 0.5
        for case, total in zip(cases[:26], totals[:26], strict=True)
    ]
    ranges = [abs(later - earlier) for earlier, later in pairwise(z)]
    assert chart.spread == pytest.approx(sum(ranges) / 25 / 1.128)


def flat(weeks: int, rate: float = 0.05) -> tuple[np.ndarray, np.ndarray]:
    totals = np.full(weeks, 600.0)
    cases = np.random.default_rng(2).binomial(600, rate, weeks).astype(float)
    return cases, totals


def test_a_rise_is_an_alarm_that_begins_where_it_rose_and_ends_after_it() -> None:
    cases, totals = flat(78)
    cases[40:52] += 18
    chart = ewma.followed(cases, totals, 0, 26)
    (episode,) = chart.episodes
    assert episode.side == "above"
    assert 38 <= episode.since <= 41
    assert 40 < episode.noticed <= 46
    assert episode.ended is not None
    assert 52 <= episode.ended <= 60


def test_a_single_week_alone_is_no_alarm() -> None:
    cases, totals = flat(60)
    cases[45] = 200
    assert ewma.followed(cases, totals, 0, 26).episodes == ()


def test_the_other_way_round_the_same_alarms_stand_on_the_other_side() -> None:
    """Cases and what are no cases mirror each other."""
    cases, totals = flat(78, 0.3)
    cases[50:] += 60
    chart, mirrored = (ewma.followed(part, totals, 0, 26) for part in (cases, totals - cases))
    assert [episode.side for episode in chart.episodes] == ["above"]
    assert [episode.side for episode in mirrored.episodes] == ["below"]
    assert mirrored.mean[60] == pytest.approx(1 - chart.mean[60])


@given(st.integers(0, 51), st.floats(0.5, 3))
def test_a_season_that_returns_is_removed_and_one_that_never_came_twice_is_not(
    place: int, size: float
) -> None:
    week = np.zeros(2 * YEAR_WEEKS)
    week[[place, place + YEAR_WEEKS]] = size
    removed = season.yearly(week).values
    assert removed[place] == pytest.approx((week - week.mean())[place])
    week[place] = 0
    assert np.abs(season.yearly(week).values).max() == pytest.approx(0, abs=1e-9)
    assert not season.yearly(week[1:]).values.any()


def weeks_of(cases: np.ndarray, totals: np.ndarray) -> Weeks:
    starts = tuple(MONDAY + timedelta(days=7 * place) for place in range(len(cases)))
    return Weeks(starts, cases, totals)


def test_under_twenty_weeks_nothing_is_said_and_a_week_of_nothing_is_no_week_of_base() -> None:
    cases, totals = flat(60)
    few = watched(REFUNDS, weeks_of(cases[:19], totals[:19]))
    assert (few.refusal.code, few.refusal.have, few.refusal.least) == ("few_weeks", 19, 20)
    totals[3], cases[3] = 0, 0
    whole = watched(REFUNDS, weeks_of(cases, totals))
    assert (whole.chart.begin, whole.chart.stop) == (0, 27)


def test_weeks_without_a_case_count_and_thin_weeks_are_added_up_to_months() -> None:
    cases, totals = np.zeros(80), np.full(80, 20.0)
    cases[::2] = 3
    thin = watched(REFUNDS, weeks_of(cases, totals))
    assert (thin.step, thin.chart.centre) == ("month", pytest.approx(0.075))
    thinner = watched(REFUNDS, weeks_of((cases > 0) * (np.arange(80) % 8 == 0) * 1.0, totals))
    assert thinner.refusal.code == "few_counts"


def test_a_reset_begins_the_base_anew_and_without_it_a_base_stands_for_half_a_year() -> None:
    cases, totals = flat(110)
    cases[85:] += 20
    weeks = weeks_of(cases, totals)
    plain = watched(REFUNDS, weeks)
    assert weeks.starts[plain.chart.begin] == date(2025, 1, 6)
    longer = watched(REFUNDS, weeks_of(*(np.append(part, part[-9:]) for part in (cases, totals))))
    assert weeks.starts[longer.chart.begin] == date(2025, 1, 6)
    assert plain.current is not None
    anew = watched(REFUNDS, weeks, weeks.starts[85])
    assert (anew.chart.begin, anew.current) == (85, None)
    assert anew.chart.centre == pytest.approx(0.05 + 20 / 600, abs=0.01)
    assert watched(REFUNDS, weeks, weeks.starts[100]).refusal.code == "few_weeks"


def test_a_base_that_changed_in_the_middle_begins_behind_the_change() -> None:
    cases, totals = flat(70)
    cases[10:] += 60
    moved = watched(REFUNDS, weeks_of(cases, totals))
    assert moved.broke_on == moved.weeks.starts[10]
    assert (moved.chart.begin, moved.current) == (10, None)
    whole = watched(REFUNDS, weeks_of(*flat(70)))
    assert (whole.broke_on, whole.chart.begin) == (None, 0)
    short = watched(REFUNDS, weeks_of(cases[:30], totals[:30]))
    assert short.broke_on is None


def test_one_base_in_a_thousand_seems_broken_by_chance() -> None:
    rng = np.random.default_rng(9)
    totals = np.full(26, 500.0)
    sizes = [ewma.broken(rng.binomial(500, 0.1, 26) * 1.0, totals)[1] for _ in range(2_000)]
    assert np.mean(np.array(sizes) > 4.5) < 0.005


@pytest.mark.parametrize(("weeks", "has_season"), [(103, False), (104, True)])
def test_a_season_takes_two_years_of_weeks(weeks: int, has_season: bool) -> None:
    totals = np.full(weeks, 400.0)
    cases = np.round(24 + 5 * np.sin(2 * np.pi * np.arange(weeks) / 52))
    assert ewma.followed(cases, totals, 0, 26).has_season is has_season
    assert not ewma.followed(cases, totals, 0, 26, has_season=False).has_season


def test_weeks_that_vary_four_times_as_much_keep_the_promise() -> None:
    rng = np.random.default_rng(3)
    rate = false_rate(rng, excess=4.0, season=0.2, weeks=104, brands=2000)
    promised = YEAR_WEEKS / run_lengths.average(WEIGHT, LIMIT)
    years = 2000 * (104 - 26) / YEAR_WEEKS
    assert rate <= promised + 2 * (promised / years) ** 0.5
