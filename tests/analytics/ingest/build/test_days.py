"""Which days are plausible: shops of every rhythm, and what a mistyped year may move."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.filters import Filters
from analytics.gate import verdict
from analytics.ingest import problems
from analytics.ingest.build import days
from analytics.ingest.corrections import Corrections
from analytics.repurchase import cohorts, repurchase
from analytics.storage import engine
from analytics.view import View
from tests.conftest import Command, Dataset, Workshop

TODAY = date(2026, 11, 29)
WRONG = date(2062, 3, 5)
ALL = Filters()


def runs_of(ordered: Iterable[date], today: date = TODAY) -> list[dict[str, Any]]:
    """ingest/day_runs.sql in plain Python."""
    counts: Counter[date] = Counter(ordered)
    runs: list[dict[str, Any]] = []
    for is_future in (False, True):
        before = None
        for day in sorted(counts):
            if (day > today + days.ZONE) is not is_future:
                continue
            silence = (day - before).days if before else None
            if silence is None or silence >= days.SILENCE_DAYS:
                runs.append({"is_future": is_future, "first_on": day})
                runs[-1] |= {"count_lines": 0, "longest_silence": 0}
            else:
                runs[-1]["longest_silence"] = max(silence, runs[-1]["longest_silence"])
            runs[-1] |= {"last_on": day, "count_lines": runs[-1]["count_lines"] + counts[day]}
            before = day
    return runs


def plausible(ordered: Iterable[date], as_of: date | None = None) -> days.Plausible:
    return days.within(runs_of(ordered), as_of)


def season(year: int, count: int) -> list[date]:
    return [date(year, 6, 1) + timedelta(days=place % 60) for place in range(count)]


STARTS = st.dates(date(1985, 1, 1), date(2024, 1, 1))


@st.composite
def steady(draw: st.DrawFn) -> list[date]:
    """A shop of a hundred lines or more, whose silences last up to two years."""
    day, ordered = draw(STARTS), []
    for silence in draw(st.lists(st.integers(0, 700), min_size=1, max_size=10)):
        for place in range(draw(st.integers(1, 60))):
            ordered.append(day + timedelta(days=place))
        day = ordered[-1] + timedelta(days=silence)
    return [day for day in [*ordered, *[ordered[0]] * 100] if day <= TODAY]


class TestRule:
    @given(steady())
    def test_a_shop_that_is_silent_for_two_years_is_not_asked(self, ordered: list[date]) -> None:
        assert plausible(ordered) == days.Plausible()

    @given(steady(), st.sampled_from([2061, 2062, 2099]), st.integers(1, 50))
    def test_a_year_in_the_future_is_astray(
        self, ordered: list[date], year: int, count: int
    ) -> None:
        span = plausible([*ordered, *[date(year, 3, 5)] * count])
        assert span.last_on == max(ordered)
        assert span.first_on is None

    @given(steady(), st.integers(6, 30))
    def test_one_line_years_before_the_rest_is_astray(
        self, ordered: list[date], years: int
    ) -> None:
        longest = max(run["longest_silence"] for run in runs_of(ordered))
        early = min(ordered) - timedelta(days=max(366 * years, 3 * longest))
        assert plausible([*ordered, early]) == days.Plausible(first_on=min(ordered))

    @given(steady(), st.integers(1, 700))
    def test_an_order_placed_long_before_the_launch_counts(
        self, ordered: list[date], ahead: int
    ) -> None:
        assert plausible([*ordered, min(ordered) - timedelta(days=ahead)]) == days.Plausible()

    @given(steady(), st.integers(1, 700))
    def test_an_order_long_after_the_last_counts_if_its_day_has_come(
        self, ordered: list[date], behind: int
    ) -> None:
        last = min(max(ordered) + timedelta(days=behind), TODAY)
        assert plausible([*ordered, last]) == days.Plausible()

    @given(st.integers(2, 4), st.integers(1988, 1996), st.integers(1, 40))
    def test_a_fair_every_few_years_is_a_rhythm(self, every: int, first: int, newest: int) -> None:
        years = range(first, 2027, every)
        ordered = [day for year in years[:-1] for day in season(year, 200)]
        assert plausible([*ordered, *season(years[-1], newest)]) == days.Plausible()

    @given(st.integers(1955, 1995))
    def test_a_file_of_only_old_years_is_left_alone(self, year: int) -> None:
        assert plausible([*season(year, 300), *season(year + 1, 3)]) == days.Plausible()

    def test_two_lives_of_one_shop_both_count(self) -> None:
        assert plausible([*season(2008, 50), *season(2024, 400)]) == days.Plausible()

    def test_what_systems_write_for_no_date_is_astray_though_it_comes_often(self) -> None:
        span = plausible([*[date(1970, 1, 1)] * 30, *season(2024, 400)])
        assert span == days.Plausible(first_on=date(2024, 6, 1))
        assert plausible([*season(1970, 30), *season(1974, 400)]) == days.Plausible()

    def test_a_clock_that_runs_behind_sets_nothing_aside(self) -> None:
        assert plausible([*season(2026, 100), *season(2028, 101)]) == days.Plausible()

    def test_tomorrow_is_today_elsewhere(self) -> None:
        near = [*season(2026, 30), TODAY + timedelta(days=1)]
        assert plausible(near) == days.Plausible()
        assert plausible([*near, TODAY + timedelta(days=2)]).last_on == TODAY + timedelta(days=1)

    def test_a_day_asked_for_is_plausible(self) -> None:
        ordered = [*season(2009, 300), date(2021, 6, 1)]
        assert plausible(ordered).last_on == date(2009, 7, 30)
        assert plausible(ordered, date(2020, 1, 1)).last_on == date(2009, 7, 30)
        assert plausible(ordered, date(2022, 1, 1)) == days.Plausible()

    @pytest.mark.parametrize("count", [1, 3, 40, 500])
    def test_second_0_of_computers_is_no_date(self, count: int) -> None:
        """However many lines have it, and in whatever zone: 1970-01-01 08:00 is that of China."""
        for day in (date(1969, 12, 31), date(1970, 1, 1)):
            span = plausible([*[day] * count, *season(2024, 20)])
            assert span.first_on == min(season(2024, 20))

    def test_a_file_of_nothing_else_is_left_alone(self) -> None:
        assert plausible([date(1970, 1, 1)] * 9) == days.Plausible()

    def test_few_lines_of_the_last_century_beside_as_few_of_today(self) -> None:
        assert plausible([date(1988, 5, 1), *season(2024, 20)]).first_on == min(season(2024, 20))

    def test_of_a_handful_of_lines_nobody_can_tell_what_is_usual(self) -> None:
        assert plausible([date(2005, 1, 1), *season(2024, 20)]) == days.Plausible()
        assert plausible([date(1999, 1, 1), *season(2024, 30)]).first_on == date(2024, 6, 1)
        assert plausible([*season(2024, 20), WRONG]).last_on == date(2024, 6, 20)

    def test_nothing_has_no_bounds(self) -> None:
        assert plausible([]) == days.Plausible()


def test_runs_are_those_of_a_plain_walk(workshop: Workshop, tmp_path: Any) -> None:
    ordered = [*season(1990, 80), *season(1996, 3), *season(2024, 70), WRONG, WRONG]
    frame = pl.DataFrame({"ordered_at": ordered, "flaws": [0] * len(ordered)})
    frame.write_parquet(tmp_path / "orders-001.parquet")
    builder = engine.open_builder(tmp_path, [tmp_path])
    rows = builder.frame(
        "ingest/day_runs",
        parts=str(tmp_path / "orders-*.parquet"),
        name="ordered_at",
        fatal=1,
        until=(TODAY + days.ZONE).isoformat(),
        silence_days=days.SILENCE_DAYS,
    )
    builder.close()
    assert rows.to_dicts() == [{**run} for run in runs_of(ordered)]


def lines(count: int = 400) -> list[dict[str, object]]:
    """Two private and public channels, everybody back after some time."""
    return [
        {
            "order_id": f"O{place}",
            "ordered_at": date(2025, 1, 1) + timedelta(days=place),
            "customer_id": f"C{place % 150}",
            "sku": f"P{place % 7}",
            "quantity": 1,
            "amount": 100 + place % 7,
            "channel": ("shop", "group")[place % 2],
            "domain": ("public", "private")[place % 2],
        }
        for place in range(count)
    ]


def slip(day: object = WRONG) -> dict[str, object]:
    return {**lines(1)[0], "order_id": "SLIP", "ordered_at": day, "customer_id": "C3"}


@pytest.fixture(scope="module")
def clean(workshop: Workshop) -> Dataset:
    return workshop.rows(lines())


@pytest.fixture(scope="module")
def slipped(workshop: Workshop) -> Dataset:
    return workshop.rows([*lines(), slip()])


def answers(dataset: Dataset) -> list[Any]:
    place = (dataset.store, dataset.version)
    return [
        dataset.as_of,
        cohorts.cells(*place, ALL, "month", dataset.as_of).rows(),
        repurchase.within(*place, repurchase.RepurchaseQuery(ALL), (30, 90, 180)).rows(),
        verdict.as_json(verdict.assess(View(dataset.store, dataset.manifest))),
        dataset.manifest.fingerprint,
        dataset.manifest.about,
    ]


class TestOneMistypedYear:
    def test_moves_no_number(self, clean: Dataset, slipped: Dataset) -> None:
        assert answers(slipped) == answers(clean)

    def test_is_counted_named_and_can_be_downloaded(self, slipped: Dataset) -> None:
        assert slipped.problems() == [(402, "ordered_at", "date_astray", True)]
        assert [slipped.manifest.files[0][name] for name in ("rows_read", "rows_set_aside")] == [
            401,
            1,
        ]
        sheet = problems.set_aside_csv(slipped.store, slipped.version, "en").decode("utf-8-sig")
        assert "2062-03-05" in sheet
        assert "SLIP" in sheet

    def test_counts_where_somebody_calls_it_right(self, workshop: Workshop) -> None:
        part = workshop.look(_text([*lines(), slip()]))[0].with_dates_kept(True)
        draft = workshop.check([part])
        assert draft.problems().is_empty()
        assert draft.totals["last_on"] == "2062-03-05"

    def test_comes_back_mended(self, workshop: Workshop, clean: Dataset) -> None:
        part = workshop.look(_text([*lines(), slip()]))[0]
        mended = part.with_mends(Corrections(cells={402: {"ordered_at": "2026-02-05"}}))
        draft = workshop.check([mended])
        assert draft.problems().is_empty()
        assert draft.files[0]["rows_kept"] == 401
        assert draft.files[0]["rows_mended"] == 1

    def test_in_a_file_of_its_own_is_judged_beside_the_others(self, workshop: Workshop) -> None:
        parts = [
            *workshop.look(_text(lines()), "orders.csv"),
            *workshop.look(_text([slip()]), "more.csv"),
        ]
        draft = workshop.check(parts)
        assert [report["rows_set_aside"] for report in draft.files] == [0, 1]
        assert draft.totals["last_on"] == "2026-02-04"

    def test_of_a_response_leaves_it_undated(self, workshop: Workshop) -> None:
        rows = [f"F{n},2026-01-{n % 28 + 1:02},5,fine" for n in range(30)] + ["F99,2062-01-05,1,no"]
        content = "\n".join(["feedback_id,submitted_at,rating,text", *rows])
        dataset = workshop.load(content, "feedback.csv")
        assert dataset.as_of == date(2026, 1, 28)
        assert dataset.manifest.about["count_feedback"] == 31
        assert dataset.problems() == [(32, "submitted_at", "cell_emptied_astray", False)]

    def test_is_a_problem_of_the_command_unless_it_may_stay(
        self, command: Command, tmp_path: Any
    ) -> None:
        path = tmp_path / "orders.csv"
        path.write_text(_text([*lines(), slip()]), "utf-8")
        file = command("import", path).body["files"][0]
        assert (file["rows_set_aside"], file["problems"][0]["code"]) == (1, "date_astray")
        assert command("repurchase", path).body["as_of"] == "2026-02-04"
        assert command("repurchase", path, "--as-of", "2026-01-31").body["as_of"] == "2026-01-31"
        file = command("import", path, "--keep-dates").body["files"][0]
        assert (file["rows_set_aside"], file["problems"]) == (0, [])
        assert command("repurchase", path, "--keep-dates").body["as_of"] == "2062-03-05"


def _text(rows: Sequence[dict[str, object]]) -> str:
    from tests.conftest import as_csv

    return as_csv(rows)
