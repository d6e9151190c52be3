"""Pictures of a launch: dressed, speaking, and empty where there is nothing to draw."""

from datetime import date

import polars as pl
import pytest

from tests.ui.figures import TEXTS, assert_dressed, assert_speaks
from ui.charts.launch import ages, strip, tasks
from ui.text import Text

EN = Text("en")
LINES = pl.DataFrame(
    {
        "code": ["a", "a", "b", "b"],
        "name": ["Dawn <b>", "Dawn <b>", "Dusk", "Dusk"],
        "age": [0, 1, 0, 1],
        "total": [3.0, 7.0, 1.0, 2.0],
        "is_own": [True, True, False, False],
        "sentence": list("abcd"),
    }
)
USUAL = pl.DataFrame({"age": [0, 1], "low": [1.0, 2.0], "high": [2.0, 5.0]})
PHASES = [("Teaser", -20, -9), ("On sale", -1, 7)]
PHASE_TASKS = pl.DataFrame(
    {
        "phase": ["Teaser", "On sale"],
        "done": [3, 0],
        "late_done": [0, 1],
        "late": [1, 0],
        "open": [0, 2],
    }
)
WEEKS = pl.DataFrame(
    {
        "week_on": [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)],
        "actual": [20.0, 18.0, 15.0],
        "expected": [19.0, 20.0, 21.0],
        "low": [None, 15.0, 16.0],
        "high": [None, 25.0, 26.0],
        "new_units": [0.0, 5.0, 6.0],
        "sentence": list("abc"),
    }
)
DOTS = pl.DataFrame(
    {
        "kind": ["space", "time", "own"],
        "row": ["Left alone", "Made-up days", "This launch"],
        "effect": [0.1, -0.05, -0.3],
        "sentence": list("abc"),
    }
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("text", TEXTS)
def test_every_picture_is_dressed(text: Text, theme: str) -> None:
    for figure in (
        ages.overlay(LINES, USUAL, PHASES, text=text, theme=theme),
        tasks.by_phase(PHASE_TASKS, text=text, theme=theme),
        strip.effect(WEEKS, date(2026, 3, 7), text=text, theme=theme),
        strip.placebos(DOTS, text=text, theme=theme),
    ):
        assert_dressed(figure, theme)


def test_nothing_to_draw_is_a_sentence() -> None:
    for figure in (
        ages.overlay(LINES.clear(), USUAL.clear(), [], text=EN, theme="light"),
        tasks.by_phase(PHASE_TASKS.clear(), text=EN, theme="light"),
        strip.effect(WEEKS.clear(), date(2026, 3, 7), text=EN, theme="light"),
        strip.placebos(DOTS.clear(), text=EN, theme="light"),
    ):
        assert_speaks(figure)


def test_the_launch_looked_at_is_drawn_last_and_bold() -> None:
    figure = ages.overlay(LINES, USUAL, PHASES, text=EN, theme="light")
    own = figure.data[-1]
    assert own.name == "Dawn &lt;b&gt;"
    assert own.line.width > max(trace.line.width for trace in figure.data[:-1])
    assert figure.layout.xaxis.range[0] <= -20


def test_phases_outside_what_is_drawn_are_left_out() -> None:
    far = [("Teaser", -200, -150), ("Trial", 300, 400)]
    figure = ages.overlay(LINES, USUAL.clear(), far, text=EN, theme="light")
    assert [note.text for note in figure.layout.annotations] == ["Launch day"]
    assert [shape.type for shape in figure.layout.shapes] == ["line"]
    assert figure.layout.xaxis.range[0] == ages.EARLIEST - 1


def test_limits_begin_at_day_zero_and_every_kind_has_its_row() -> None:
    figure = strip.effect(WEEKS, date(2026, 3, 7), text=EN, theme="light")
    assert min(figure.data[0].x) == date(2026, 3, 9)
    dots = strip.placebos(DOTS, text=EN, theme="light")
    assert [trace.y[0] for trace in dots.data] == DOTS["row"].to_list()
