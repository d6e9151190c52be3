from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.charts.assessment.test_quarters import BOTH, frame
from tests.ui.figures import TEXTS, assert_dressed
from ui.charts.assessment.quarters import lines
from ui.charts.channels.mix import panels
from ui.charts.kit import marks
from ui.charts.repurchase.return_timing import monthly
from ui.text import Text
from ui.theme import THEMES
from ui.views.channels.events import legend

EN = Text("en")
QUARTERS = marks.months([date(2023, 1, 1), date(2023, 4, 1), date(2023, 7, 1)], 3)
assert QUARTERS is not None
DAY = timedelta(days=1)
days = st.dates(date(2022, 6, 1), date(2024, 3, 1))


def sheet(*rows: tuple[str, date, date | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [(name, "Live", None, *days) for name, *days in sorted(rows, key=lambda row: row[1])],
        schema={
            "name": pl.String,
            "kind": pl.String,
            "phase": pl.String,
            "starts_on": pl.Date,
            "ends_on": pl.Date,
        },
        orient="row",
    )


def flags(figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


def test_a_day_lies_within_its_own_period() -> None:
    place = QUARTERS.place
    assert place(date(2023, 1, 1)) == -0.5
    assert place(date(2023, 4, 1)) == 0.5
    assert place(date(2023, 2, 15)) == pytest.approx(-0.5 + 45 / 90)
    assert place(date(2023, 9, 30)) == pytest.approx(2.5 - 1 / 92)


def test_a_day_between_two_periods_lies_where_the_later_begins() -> None:
    gap = marks.months([date(2023, 1, 1), date(2023, 5, 1)], 1)
    assert gap is not None
    assert gap.place(date(2023, 3, 8)) == gap.place(date(2023, 5, 1)) == 0.5


@given(st.lists(st.tuples(days, st.none() | st.integers(1, 400)), max_size=40))
def test_every_event_is_drawn_or_counted_and_no_two_flags_meet(
    spans: list[tuple[date, int | None]],
) -> None:
    rows = [
        (f"e{place}", first, last and first + last * DAY)
        for place, (first, last) in enumerate(spans)
    ]
    placed = marks.placed(sheet(*rows), QUARTERS)
    assert len(placed.shown) + placed.count_left_out == len(rows)
    assert len(placed.shown) <= marks.MOST
    assert [mark.number for mark in placed.shown] == list(range(1, len(placed.shown) + 1))
    begins, ends = QUARTERS.ends
    assert all(mark.starts_on <= ends for mark in placed.shown)
    assert all((mark.ends_on or mark.starts_on) >= begins for mark in placed.shown)
    for level in range(marks.LEVELS):
        at = [
            QUARTERS.share(max(mark.starts_on, begins))
            for mark in placed.shown
            if mark.level == level
        ]
        assert all(later - earlier >= marks.APART for earlier, later in pairwise(at))


def test_events_in_a_month_that_the_axis_lacks_are_counted_not_drawn() -> None:
    gap = marks.months([date(2023, 1, 1), date(2023, 5, 1)], 1)
    assert gap is not None
    placed = marks.placed(
        sheet(("in", date(2023, 1, 9), None), ("gap", date(2023, 3, 8), None)), gap
    )
    assert [mark.name for mark in placed.shown] == ["in"]
    assert placed.count_left_out == 1


def test_no_period_gives_no_axis() -> None:
    assert marks.months([], 1) is None


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", THEMES)
def test_marks_stand_on_quarters_and_are_hidden_where_there_are_none(text: Text, name: str) -> None:
    events = sheet(
        ("Opening", date(2023, 2, 15), date(2023, 2, 20)), ("Live", date(2023, 8, 1), None)
    )
    figure = lines(BOTH, text=text, theme=name, marks=marks.placed(events, QUARTERS))
    assert_dressed(figure, name)
    named = ["  <b>The container</b>", "  <b>Super looks</b>"]
    assert flags(figure) == [*named, "1", "2"]
    assert [shape.type for shape in figure.layout.shapes] == ["rect", "line", "line"]
    bare = lines(BOTH, text=text, theme=name)
    assert flags(bare) == named
    assert figure.layout.height > bare.layout.height


def test_a_band_ends_with_the_last_day_and_keeps_to_the_axis() -> None:
    events = sheet(("Long", date(2022, 1, 1), date(2030, 1, 1)))
    figure = lines(
        frame([1.0, 2.0, 3.0]), text=EN, theme="light", marks=marks.placed(events, QUARTERS)
    )
    band = figure.layout.shapes[0]
    assert (band.x0, band.x1) == (-0.5, 2.5)


def test_marks_stand_on_months() -> None:
    rates = pl.DataFrame(
        {
            "label": ["Jan", "Feb"],
            "group": ["2023-01", "2023-02"],
            "rate": [0.2, 0.3],
            "low": [0.1, 0.2],
            "high": [0.3, 0.4],
            "eligible": [40, 50],
        }
    )
    axis = marks.months([date(2023, 1, 1), date(2023, 2, 1)], 1)
    assert axis is not None
    placed = marks.placed(sheet(("Mid", date(2023, 2, 15), None)), axis)
    figure = monthly(rates, None, text=EN, theme="dark", marks=placed)
    assert figure.layout.annotations[0].x == 1.0


def test_hostile_names_are_drawn_as_written() -> None:
    events = sheet(("<b>x</b> [a](http://b) $y$", date(2023, 2, 15), None))
    placed = marks.placed(events, QUARTERS)
    figure = lines(BOTH, text=EN, theme="light", marks=placed)
    assert "&lt;b&gt;x&lt;/b&gt;" in figure.layout.annotations[-1].hovertext
    sentence = legend(placed, EN)
    assert "\\<b\\>x" in sentence
    assert "\\[a\\]\\(http" in sentence
    assert "\\$y\\$" in sentence


@pytest.mark.parametrize("text", TEXTS)
def test_the_list_names_each_number_and_counts_the_rest(text: Text) -> None:
    events = sheet(
        ("Opening", date(2023, 2, 15), date(2023, 2, 20)), ("Later", date(2024, 8, 1), None)
    )
    sentence = legend(marks.placed(events, QUARTERS), text)
    assert sentence.startswith("**1** Opening")
    assert "Later" not in sentence
    assert text("events.left_out", n=1) in sentence


def test_nothing_on_the_axis_says_nothing() -> None:
    assert legend(marks.placed(sheet(("Late", date(2024, 8, 1), None)), QUARTERS), EN) == ""


def test_a_day_zero_is_never_left_out_and_has_a_line_of_its_own() -> None:
    many = sheet(*[(f"E{at}", date(2023, 6, 1) + at * DAY, None) for at in range(30)])
    zero = sheet(("New: day zero", date(2023, 1, 9), None))
    events = pl.concat(
        [
            zero.with_columns(is_day_zero=pl.lit(value=True)),
            many.with_columns(is_day_zero=pl.lit(value=False)),
        ]
    )
    shown = marks.placed(events, QUARTERS)
    assert shown.shown[0].name == "New: day zero"
    assert len(shown.shown) + shown.count_left_out == events.height
    figure = lines(BOTH, text=EN, theme="light", marks=shown)
    widths = [shape.line.width for shape in figure.layout.shapes if shape.type == "line"]
    assert widths == [2] + [1] * (len(shown.shown) - 1)


def test_panels_side_by_side_are_each_marked() -> None:
    months_ = [date(2023, month, 1) for month in (1, 2, 3)]
    rows = pl.DataFrame(
        {
            "panel": ["A"] * 3 + ["B"] * 3,
            "period": months_ * 2,
            "label": [""] * 6,
            "value": [1.0, 2.0, 3.0] * 2,
            "sentence": [""] * 6,
        }
    )
    axis = marks.months(months_, 1)
    assert axis is not None
    shown = marks.placed(sheet(("Start", date(2023, 2, 1), None)), axis)
    figure = panels(rows, is_rate=False, text=EN, theme="light", marks=shown)
    assert [(shape.xref, shape.yref) for shape in figure.layout.shapes] == [
        ("x", "y domain"),
        ("x2", "y2 domain"),
    ]
