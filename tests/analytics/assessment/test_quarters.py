"""Quarters: what a period restricts, what is too young to tell, and what moved."""

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.assessment import quarters
from analytics.assessment.assessment import assess
from analytics.assessment.quarters import CONTAINER, Quarter
from analytics.filters import Filters
from analytics.measures import MEASURES
from analytics.view import View
from tests.conftest import Dataset, Workshop


@pytest.fixture(scope="module")
def brand_quarters(brand: Dataset) -> Sequence[Quarter]:
    return quarters.assess_quarters(brand.store, brand.manifest, Filters())


class TestAsOf:
    @given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
    def test_a_period_ends_on_the_last_day_of_its_month(self, day: date) -> None:
        last = Filters(end=day.replace(day=1)).last_on
        assert last is not None
        assert (last.year, last.month) == (day.year, day.month)
        assert (last + timedelta(days=1)).day == 1

    def test_now_is_the_end_of_the_period_never_beyond_the_data(self, brand: Dataset) -> None:
        def as_of(end: date | None) -> date:
            return View(brand.store, brand.manifest, Filters(end=end)).as_of

        assert as_of(None) == as_of(date(2031, 1, 1)) == brand.as_of
        assert as_of(date(2025, 2, 1)) == date(2025, 2, 28)

    def test_the_last_year_looks_back_from_the_period(self, brand: Dataset) -> None:
        view = View(brand.store, brand.manifest, Filters(end=date(2025, 11, 1))).last_year
        assert (view.filters.start, view.filters.end) == (date(2024, 12, 1), date(2025, 11, 1))

    def test_a_period_long_ago_has_measures_of_its_own_last_year(self, brand: Dataset) -> None:
        """Against the plain sum over the order lines of those months."""
        filters = Filters(date(2025, 1, 1), date(2025, 3, 1))
        share = MEASURES["full_price_share"].take(View(brand.store, brand.manifest, filters))
        lines = (
            pl.DataFrame(brand.lines(), infer_schema_length=None)
            .filter(pl.col("ordered_at").dt.date().is_between(date(2025, 1, 1), date(2025, 3, 31)))
            .with_columns(list_amount=pl.col("list_price") * pl.col("quantity"))
            .filter(pl.col("amount") > 0, pl.col("list_amount").is_not_null())
        )
        full = lines.filter(pl.col("amount") >= 0.98 * pl.col("list_amount"))
        assert share.n == lines.height > 0
        assert share.value == pytest.approx(float(full["amount"].sum() / lines["amount"].sum()))

    def test_an_endorsement_of_later_does_not_stand_for_then(self, brand: Dataset) -> None:
        early = View(brand.store, brand.manifest, Filters(end=date(2025, 1, 1)))
        endorsements = brand.run("evidence/endorsements", limit=99, offset=0)
        then = date(2025, 1, 31)
        valid = endorsements.filter(
            pl.col("valid_from").is_null() | (pl.col("valid_from") <= then),
            pl.col("valid_to").is_null() | (pl.col("valid_to") >= then),
        )
        assert early.rows("measures/endorsements_valid").height == valid.height
        assert valid.height < brand.run("measures/endorsements_valid", end=None).height


class TestQuarters:
    def test_every_quarter_has_every_super_and_the_container(
        self, brand_quarters: Sequence[Quarter]
    ) -> None:
        frame = quarters.as_frame(brand_quarters)
        starts = [quarter.starts_on for quarter in brand_quarters]
        assert starts == pl.date_range(starts[0], starts[-1], "3mo", eager=True).to_list()
        assert frame.group_by("quarter_on").len()["len"].unique().to_list() == [10]
        assert frame["definition"].n_unique() == frame["fingerprint"].n_unique() == 1

    def test_a_quarter_is_its_period_filter(
        self, brand: Dataset, brand_quarters: Sequence[Quarter]
    ) -> None:
        quarter = brand_quarters[3]
        filters = Filters(date(2025, 7, 1), date(2025, 9, 1))
        assert quarter.starts_on == filters.start
        assert quarter.found.supers == assess(brand.store, brand.manifest, filters).supers

    def test_the_first_and_the_running_quarter_are_not_whole(
        self, brand_quarters: Sequence[Quarter]
    ) -> None:
        """The sample begins in November and ends in October."""
        whole = [quarter.is_complete for quarter in brand_quarters]
        assert whole == [False, *[True] * 7, False]

    def test_a_quarter_too_young_is_blank_and_never_zero(
        self, brand_quarters: Sequence[Quarter]
    ) -> None:
        """31 days cannot tell who comes back within 90."""
        last = brand_quarters[-1].found.super_score("repurchase")
        assert {measure.estimate.value for measure in last.measures} == {None}
        frame = quarters.as_frame(brand_quarters).filter(super="repurchase").sort("quarter_on")
        assert frame["score"][-1] is None
        assert frame["assessed_weight"][-1] == 0
        young = brand_quarters[-2].found.super_score("repurchase")
        measured = {measure.key for measure in young.measures if measure.score is not None}
        assert "back_within_90" in measured
        assert not measured & {"back_within_year", "back_at_full_price"}

    def test_what_rests_on_other_measures_is_marked(
        self, brand_quarters: Sequence[Quarter]
    ) -> None:
        frame = quarters.as_frame(brand_quarters).filter(super="repurchase").sort("quarter_on")
        usual = frame.filter("is_usual")["measures"].unique().to_list()
        assert usual == ["back_at_full_price back_within_90 back_within_year repurchase_voice"]
        assert not frame["is_usual"][-2]

    def test_a_period_cuts_quarters_and_says_so(self, brand: Dataset) -> None:
        filters = Filters(date(2025, 2, 1), date(2025, 6, 1))
        timeline = quarters.assess_quarters(brand.store, brand.manifest, filters)
        assert [quarter.starts_on for quarter in timeline] == [date(2025, 1, 1), date(2025, 4, 1)]
        assert [quarter.is_complete for quarter in timeline] == [False, True]
        assert timeline[0].found.filters.start == filters.start

    def test_at_most_twelve_and_none_without_orders(self, workshop: Workshop) -> None:
        start = date(2020, 1, 1)
        rows = [
            {"ordered_at": start + timedelta(days=30 * number), "amount": 9} for number in range(60)
        ]
        long = workshop.rows(rows)
        timeline = quarters.assess_quarters(long.store, long.manifest, Filters())
        assert len(timeline) == 12
        assert timeline[-1].starts_on == date(2024, 10, 1)
        answers = workshop.load("submitted_at,rating\n2025-01-05,5\n2025-06-05,4\n", "answers.csv")
        frame = quarters.quarters(answers.store, answers.manifest, Filters())
        assert frame.is_empty()
        assert frame.columns == list(quarters.SCHEMA)


class TestChanges:
    def test_a_change_between_usual_quarters_has_the_scores_of_the_table(
        self, brand_quarters: Sequence[Quarter]
    ) -> None:
        moved = quarters.changes(brand_quarters, "repurchase")
        first = moved[0]
        scores = {
            row["quarter_on"]: row["score"]
            for row in quarters.as_frame(brand_quarters)
            .filter(super="repurchase")
            .iter_rows(named=True)
        }
        assert first.is_usual
        assert first.difference.first == pytest.approx(scores[first.until])
        assert first.difference.second == pytest.approx(scores[first.since])

    def test_the_latest_whole_quarter_is_told_on_what_both_have(
        self, brand_quarters: Sequence[Quarter]
    ) -> None:
        later = quarters.changes(brand_quarters, "repurchase")[1]
        common = [measure.key for measure in later.difference.measures if measure.is_common]
        assert later.until == date(2026, 7, 1)
        assert common == ["back_within_90", "repurchase_voice"]

    def test_the_container_moves_too(self, brand_quarters: Sequence[Quarter]) -> None:
        for change in quarters.changes(brand_quarters, CONTAINER):
            assert change.since < change.until
            assert change.difference.verdict

    def test_one_quarter_is_no_change(self, brand_quarters: Sequence[Quarter]) -> None:
        assert quarters.changes(brand_quarters[:2], "repurchase") == ()
        assert quarters.changes((), CONTAINER) == ()
