import polars as pl
import pytest

from tests.ui.figures import TEXTS, assert_dressed, assert_speaks, hovers, names, notes, trace
from ui.charts.kit.survival import curve, within
from ui.text import Text
from ui.theme import THEMES

EN = Text("en")


def curves(groups: int, days: int = 400) -> pl.DataFrame:
    """`groups` curves of `days` days each, one customer leaving a day."""
    rows = [
        (f"Group {g}", day, 1 + days - day + g, day % 2, day / 1000, day / 1200, day / 900)
        for g in range(groups)
        for day in range(1, days + 1)
    ]
    columns = ["group", "day", "at_risk", "events", "repurchased", "low", "high"]
    return pl.DataFrame(rows, schema=columns, orient="row")


WITHIN = pl.DataFrame(
    {
        "days": [90, 30, 365],
        "rate": [0.18, 0.08, None],
        "low": [0.16, 0.0, None],
        "high": [0.2, 0.1, None],
        "eligible": [3500, 4100, 0],
    }
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", THEMES)
def test_curves_are_dressed_and_speak_each_language(text: Text, name: str) -> None:
    figure = curve(curves(2), text=text, theme=name)
    assert_dressed(figure, name)
    assert_speaks(figure)


def test_curves_are_steps_from_nobody_on_day_zero() -> None:
    line = trace(curve(curves(1), text=EN, theme="light"), "Group 0")
    assert line.line.shape == "hv"
    assert (line.x[0], line.y[0]) == (0, 0)
    assert max(line.x) <= 365


def test_the_end_with_few_at_risk_is_dotted() -> None:
    figure = curve(curves(1, days=200), text=EN, theme="light")
    ends = [t for t in figure.data if t.name == "Group 0" and t.line.dash == "dot"]
    assert len(ends) == 1
    assert min(ends[0].x) >= 170


def test_numbers_at_risk_stand_below_for_every_group_at_marks_with_room() -> None:
    figure = curve(curves(3), text=EN, theme="light")
    table = trace(figure, "at risk")
    assert sorted(set(table.x)) == [30, 90, 180, 365]
    assert len(table.text) == 12
    assert table.text[0] == "373"
    assert [label.split("</span> ")[1] for label in figure.layout.yaxis2.ticktext] == [
        "Group 2",
        "Group 1",
        "Group 0",
    ]


def test_at_most_eight_groups_and_five_thousand_points() -> None:
    figure = curve(curves(11), text=EN, theme="light")
    assert len(figure.layout.yaxis2.ticktext) == 8
    assert sum(len(t.x) for t in figure.data) <= 5_300


def test_within_shows_what_was_watched_and_says_what_was_not() -> None:
    figure = within(WITHIN, text=EN, theme="light")
    dots = trace(figure, "within")
    assert list(dots.x) == ["30 days", "90 days"]
    assert dots.error_y.arrayminus[0] == pytest.approx(0.08)
    assert list(figure.layout.xaxis.categoryarray) == ["30 days", "90 days", "365 days"]
    assert EN("charts.survival.unwatched") in notes(figure)


@pytest.mark.parametrize("text", TEXTS)
def test_within_speaks_with_interval_and_n(text: Text) -> None:
    figure = within(WITHIN, text=text, theme="dark")
    assert_dressed(figure, "dark")
    assert_speaks(figure)
    assert "3,500" in hovers(figure)[1]


def test_empty_frames_are_sentences() -> None:
    unwatched = WITHIN.with_columns(rate=pl.lit(None, pl.Float64))
    for figure in (
        curve(curves(1).clear(), text=EN, theme="light"),
        within(WITHIN.clear(), text=EN, theme="light"),
        within(unwatched, text=EN, theme="light"),
    ):
        assert not figure.data
        assert notes(figure)


def test_long_names_are_cut_and_said_in_full_on_hover() -> None:
    name = "A very long <i>channel</i> name"
    figure = curve(curves(1).with_columns(group=pl.lit(name)), text=EN, theme="light")
    assert ".." in figure.layout.yaxis2.ticktext[0]
    assert any("&lt;i&gt;channel" in sentence for sentence in hovers(figure))
    assert name in names(figure)
