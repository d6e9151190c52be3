from datetime import date

import polars as pl
import pytest

from tests.ui.figures import TEXTS, assert_dressed, assert_speaks, hovers, notes
from ui.charts.assessment.quarters import lines
from ui.text import Text
from ui.theme import THEMES, theme

EN = Text("en")


def frame(scores: list[float | None], series: str = "The container") -> pl.DataFrame:
    count = len(scores)
    return pl.DataFrame(
        {
            "quarter_on": [date(2023 + place // 4, place % 4 * 3 + 1, 1) for place in range(count)],
            "label": [f"Q{place % 4 + 1} {2023 + place // 4}" for place in range(count)],
            "series": [series] * count,
            "score": scores,
            "low": [None if score is None else score - 5 for score in scores],
            "high": [None if score is None else score + 5 for score in scores],
            "badge": [None if score is None else "sound" for score in scores],
            "n": [None if score is None else 40 for score in scores],
            "share": [0.5] * count,
            "is_complete": [*[True] * (count - 1), False],
            "is_usual": [True] * count,
        },
        schema_overrides={"score": pl.Float64, "low": pl.Float64, "high": pl.Float64},
    )


SCORES = [41.0, 44.0, None, 50.0, 52.0, 55.0]
BOTH = pl.concat([frame(SCORES), frame([30.0, *[None] * 4, 60.0], "Super looks")])


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", THEMES)
def test_lines_are_dressed_and_speak_each_language(text: Text, name: str) -> None:
    figure = lines(BOTH, text=text, theme=name)
    assert_dressed(figure, name)
    assert_speaks(figure)


def test_the_scale_is_the_goalposts_whatever_the_scores() -> None:
    for scores in ([41.0, 44.0], [1.0, 99.0]):
        assert tuple(lines(frame(scores), text=EN, theme="light").layout.yaxis.range) == (0, 100)


def test_an_unassessed_quarter_is_a_gap() -> None:
    figure = lines(frame(SCORES), text=EN, theme="light")
    dots = next(trace for trace in figure.data if trace.name == "dots")
    assert len(dots.x) == 5
    steps = [trace for trace in figure.data if trace.name in ("firm", "loose")]
    segments = sum(len(step.x) // 3 for step in steps)
    assert segments == 3


def test_a_running_or_unusual_quarter_is_hollow_and_says_why() -> None:
    unusual = frame(SCORES).with_columns(is_usual=pl.col("label") != "Q1 2023")
    figure = lines(unusual, text=EN, theme="light")
    dots = next(trace for trace in figure.data if trace.name == "dots")
    is_hollow = [colour == theme("light").background for colour in dots.marker.color]
    assert is_hollow == [True, False, False, False, True]
    sentences = hovers(figure)
    assert EN("time.unusual", share="50%") in sentences[0]
    assert EN("time.part") in sentences[-1]
    assert EN("time.part") not in sentences[1]
    loose = next(trace for trace in figure.data if trace.name == "loose")
    assert len(loose.x) // 3 == 2


def test_every_quarter_is_named_upright_where_there_is_no_room() -> None:
    axis = lines(frame([50.0] * 12), text=EN, theme="light").layout.xaxis
    years = [
        f"Q{number}<br>{year}" if number == 1 else f"Q{number}"
        for year in (2023, 2024, 2025)
        for number in (1, 2, 3, 4)
    ]
    assert list(axis.ticktext) == years


def test_no_score_anywhere_is_a_sentence() -> None:
    for nothing in (frame([None, None]), BOTH.clear()):
        figure = lines(nothing, text=EN, theme="light")
        assert not figure.data
        assert notes(figure)
