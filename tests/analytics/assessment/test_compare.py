"""Differences of two assessments: the arithmetic against published and simulated oracles, the laws
any comparison obeys, and what the sample brand has planted in it."""

import math
from dataclasses import replace
from datetime import date
from itertools import count

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.assessment.assessment import Assessment, assess
from analytics.assessment.compare import Comparison, compare
from analytics.filters import Filters
from analytics.scoring import differences
from analytics.scoring.differences import holm, verdict
from analytics.scoring.scoring import Goalposts, MeasureScore, compose, score_measure, score_super
from analytics.stats.intervals import Estimate, wilson
from tests.conftest import Dataset

OPPOSITE = {"better": "worse", "worse": "better"}
LAST = Filters(date(2025, 11, 1), date(2026, 10, 1))
BEFORE = Filters(date(2024, 11, 1), date(2025, 10, 1))


class Scenarios:
    """The brand as it is, and on invented data."""

    def __init__(self, whole: Assessment) -> None:
        self.whole = whole
        self.keys = [score.key for score in whole.supers]
        self._numbers = count(1)

    def __repr__(self) -> str:
        return "Scenarios"

    def on(self, shares: dict[str, tuple[int, int]]) -> Assessment:
        """Another dataset, where a named super has one measure: hits out of n, between 0 and 1."""
        supers = tuple(
            score_super(
                score.key, score.weight, [_measure(score.measures[0].key, shares.get(score.key))]
            )
            for score in self.whole.supers
        )
        manifest = replace(self.whole.manifest, version=f"v_{next(self._numbers)}")
        return replace(self.whole, manifest=manifest, supers=supers, container=compose(supers))


@pytest.fixture(scope="module")
def scenarios(brand_assessment: Assessment) -> Scenarios:
    return Scenarios(brand_assessment)


def _measure(key: str, share: tuple[int, int] | None) -> MeasureScore:
    hits, n = share or (0, 0)
    return score_measure(key, wilson(hits, n), Goalposts(0, 1), bounds=(0, 1))


class TestArithmetic:
    def test_one_measure_gives_newcombes_interval(self, scenarios: Scenarios) -> None:
        """Newcombe 1998, Statistics in Medicine 17, 873, table II, contrast (a): 56/70 less 48/80
        is 0.2000 with method 10 limits 0.0524 and 0.3339."""
        a = scenarios.on({"efficacy": (56, 70)})
        b = scenarios.on({"efficacy": (48, 80)})
        points = compare(a, b).super_difference("efficacy").points
        assert points.value == pytest.approx(20.00)
        assert (points.low, points.high) == pytest.approx((5.24, 33.39), abs=0.005)

    @given(st.lists(st.floats(0.001, 60), min_size=1, max_size=9), st.randoms())
    def test_holm_is_the_textbook_step_down(self, sizes: list[float], rng) -> None:
        """Against a plain one: the k-th smallest chance meets 0.05 / (m - k), all before it too."""
        estimates = [Estimate(size, size - 10, size + 10, 9) for size in sizes]
        chances = [2 * stats.norm.sf(size / 10 * stats.norm.ppf(0.975)) for size in sizes]
        order = sorted(range(len(sizes)), key=lambda place: chances[place])
        significant, is_going = [False] * len(sizes), True
        for k, place in enumerate(order):
            is_going = is_going and chances[place] <= 0.05 / (len(sizes) - k)
            significant[place] = is_going
        edge = any(
            math.isclose(chance, 0.05 / m, rel_tol=1e-6)
            for chance in chances
            for m in range(1, len(sizes) + 1)
        )
        assert edge or holm(estimates) == significant

    def test_holm_never_names_what_is_not_there(self) -> None:
        nothing = Estimate(None, None, None, 0)
        assert holm([nothing, Estimate(50, 45, 55, 9), nothing]) == [False, True, False]


@st.composite
def points(draw: st.DrawFn) -> Estimate:
    low, value, high = sorted(draw(st.tuples(*[st.floats(-100, 100)] * 3)))
    return Estimate(value, low, high, 30)


class TestVerdict:
    @given(points(), st.floats(0, 20))
    def test_turning_the_sides_turns_the_verdict(self, difference: Estimate, margin: float) -> None:
        reversed_ = Estimate(-difference.value, -difference.high, -difference.low, difference.n)
        turned = verdict(difference, margin)
        assert verdict(reversed_, margin) == OPPOSITE.get(turned, turned)

    @given(points(), st.floats(0, 20), st.floats(0, 20))
    def test_a_wider_margin_only_ever_makes_equal(
        self, difference: Estimate, margin: float, more: float
    ) -> None:
        narrow, wide = verdict(difference, margin), verdict(difference, margin + more)
        assert wide in (narrow, "practically_equal")

    @given(points(), st.floats(0, 100))
    def test_a_wider_interval_never_makes_surer(self, difference: Estimate, more: float) -> None:
        wider = Estimate(
            difference.value, difference.low - more, difference.high + more, difference.n
        )
        assert verdict(wider) in (verdict(difference), "cannot_tell", *_after_equal(difference))

    def test_surely_small_comes_before_surely_different(self) -> None:
        assert verdict(Estimate(2, 1, 3, 9)) == "practically_equal"
        assert verdict(Estimate(2, 1, 3, 9), margin=2) == "better"
        assert verdict(Estimate(None, None, None, 0)) is None
        assert verdict(Estimate(50, None, None, 9)) == "cannot_tell"


def _after_equal(difference: Estimate) -> tuple[str, ...]:
    """A difference that was surely small and surely there may grow past the margin first."""
    return ("better", "worse") if verdict(difference) == "practically_equal" else ()


counts = st.integers(3, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


class TestLaws:
    @given(st.data())
    def test_sides_turn_with_the_sign(self, scenarios: Scenarios, data: st.DataObject) -> None:
        sides = [
            scenarios.on(data.draw(st.dictionaries(st.sampled_from(scenarios.keys), counts)))
            for _ in range(2)
        ]
        there, back = compare(*sides), compare(*sides[::-1])
        for forth, reverse in zip(_all(there), _all(back), strict=True):
            assert OPPOSITE.get(forth.verdict, forth.verdict) == reverse.verdict
            assert forth.is_significant == reverse.is_significant
            if forth.points.value is not None:
                assert forth.points.value == pytest.approx(-reverse.points.value)
                assert forth.points.low == pytest.approx(-reverse.points.high)
                assert forth.points.low <= forth.points.value <= forth.points.high

    @given(st.dictionaries(st.sampled_from(["efficacy", "looks", "ip"]), counts, min_size=1))
    def test_equal_data_are_never_better_or_worse(
        self, scenarios: Scenarios, shares: dict[str, tuple[int, int]]
    ) -> None:
        comparison = compare(scenarios.on(shares), scenarios.on(dict(shares)))
        for difference in _all(comparison):
            assert difference.verdict in (None, "cannot_tell", "practically_equal")
            assert difference.points.value in (None, 0)

    @given(st.integers(0, 200), st.integers(0, 199))
    def test_one_more_hit_never_lowers_the_difference(
        self, scenarios: Scenarios, other: int, hits: int
    ) -> None:
        other_side = scenarios.on({"looks": (other, 200)})
        lower, higher = (
            compare(scenarios.on({"looks": (number, 200)}), other_side).super_difference("looks")
            for number in (hits, hits + 1)
        )
        assert higher.points.value > lower.points.value
        assert higher.points.low >= lower.points.low
        assert higher.points.high >= lower.points.high


def _all(comparison: Comparison):
    return (*comparison.supers, comparison.container)


class TestWhatCompares:
    def test_only_what_both_sides_have(self, scenarios: Scenarios) -> None:
        a = scenarios.on({"efficacy": (50, 100), "looks": (90, 100), "ip": (2, 2)})
        b = scenarios.on({"efficacy": (50, 100), "moat": (10, 100), "ip": (90, 100)})
        comparison = compare(a, b)
        absent = {difference.key: difference.absent for difference in comparison.supers}
        assert absent["efficacy"] == ""
        assert (absent["looks"], absent["moat"], absent["value"]) == ("second", "first", "both")
        assert absent["ip"] == "first"
        assert comparison.super_difference("looks").points == Estimate(None, None, None, 0)
        assert comparison.container.points.value == 0
        assert set(comparison.container.left_out) == {"looks", "moat", "ip"}

    def test_nothing_in_common_has_no_verdict(self, scenarios: Scenarios) -> None:
        comparison = compare(scenarios.on({}), scenarios.on({"ip": (5, 9)}))
        assert comparison.container.verdict is None
        assert comparison.container.first is comparison.container.second is None

    def test_a_super_is_compared_on_the_measures_both_have(self, brand: Dataset) -> None:
        difference = between(brand, LAST, BEFORE).super_difference("repurchase")
        common = [measure.key for measure in difference.measures if measure.is_common]
        assert common == ["back_within_90", "back_at_full_price", "repurchase_voice"]
        assert set(difference.left_out) == {"back_within_year", "repurchase_item"}
        scores = [measure.first for measure in difference.measures if measure.is_common]
        wanted = np.average(
            [score.score for score in scores], weights=[score.weight for score in scores]
        )
        assert difference.first == pytest.approx(wanted)
        assert difference.points.value == pytest.approx(difference.first - difference.second)

    def test_evidence_of_the_whole_brand_cannot_set_channels_apart(self, brand: Dataset) -> None:
        channels = brand.run("shared/choices").filter(kind="channel")["code"].to_list()
        sides = [Filters(channels=(channel,)) for channel in channels[:2]]
        difference = between(brand, *sides).super_difference("endorsement")
        shared = {measure.key: measure for measure in difference.measures if measure.is_shared}
        assert set(shared) == {"independent_endorsements"}
        score = shared["independent_endorsements"].score
        assert (score.value, score.low, score.high) == (0, 0, 0)
        assert difference.points.value == pytest.approx(difference.first - difference.second)

    def test_the_same_view_twice_is_the_same_evidence(self, scenarios: Scenarios) -> None:
        comparison = compare(scenarios.whole, scenarios.whole)
        assert {difference.absent for difference in _all(comparison)} == {"shared"}
        assert {difference.verdict for difference in _all(comparison)} == {None}

    def test_other_goalposts_do_not_compare(self, scenarios: Scenarios) -> None:
        other = replace(scenarios.whole, definition=replace(scenarios.whole.definition, supers=()))
        with pytest.raises(ValueError, match="definitions"):
            compare(scenarios.whole, other)

    def test_currencies_are_told_where_they_differ(self, scenarios: Scenarios) -> None:
        about = scenarios.whole.manifest.about | {"currency": "EUR"}
        other = replace(
            scenarios.whole,
            manifest=replace(scenarios.whole.manifest, version="v_other", about=about),
        )
        assert compare(scenarios.whole, other).currencies == ("CNY", "EUR")
        assert compare(scenarios.whole, scenarios.whole).currencies is None


def between(brand: Dataset, *sides: Filters) -> Comparison:
    first, second = (assess(brand.store, brand.manifest, side) for side in sides)
    return compare(first, second)


def test_the_default_margin_is_five_points() -> None:
    assert differences.MARGIN == 5
