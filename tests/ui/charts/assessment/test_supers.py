import polars as pl
import pytest

from tests.ui.figures import TEXTS, assert_dressed, assert_speaks, hovers, names, notes, trace
from ui.charts.assessment.supers import measures
from ui.text import Text
from ui.theme import THEMES

EN = Text("en")
FRAME = pl.DataFrame(
    {
        "label": [
            "Repurchase within 90 days",
            "A measure with rather a long name indeed",
            "Renewal",
        ],
        "score": [63.0, 41.0, None],
        "low": [55.0, None, None],
        "high": [70.0, None, None],
        "badge": ["sound", "indicative", "insufficient"],
        "grade": ["A", "C", "A"],
        "value_text": ["18.3%", "0.41", None],
        "weight": [3.0, 1.0, None],
        "n": [3500, None, None],
    }
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", THEMES)
def test_measures_are_dressed_and_speak_each_language(text: Text, name: str) -> None:
    figure = measures(FRAME, text=text, theme=name)
    assert_dressed(figure, name)
    assert_speaks(figure)
    assert len(hovers(figure)) == 3


def test_an_unmeasured_row_is_an_empty_dashed_track() -> None:
    figure = measures(FRAME, text=EN, theme="light")
    assert names(figure).count("track") == 2
    assert trace(figure, "unmeasured").line.dash == "dash"
    assert names(figure).count("interval") == 2
    assert len(trace(figure, "scores").x) == 2
    assert EN("charts.measures.unmeasured") in notes(figure)


def test_each_row_says_its_value_its_evidence_and_its_share_of_the_weight() -> None:
    words = notes(measures(FRAME, text=EN, theme="light"))
    assert "18.3%" in words
    assert EN("charts.measures.grade", grade="C") in words
    assert EN("charts.measures.weight", weight="75%") in words


def test_a_pointer_hears_value_score_interval_and_n() -> None:
    sentences = hovers(measures(FRAME, text=EN, theme="light"))
    assert "18.3%" in sentences[0]
    assert EN("charts.n", n="3,500") in sentences[0]
    assert "interval" not in sentences[1]


def test_long_names_take_two_lines_and_the_figure_grows() -> None:
    short = measures(FRAME.head(1), text=EN, theme="light")
    long = measures(FRAME.tail(2).head(1), text=EN, theme="light")
    assert "<br>" in notes(long)
    assert long.layout.height > short.layout.height


def test_an_empty_frame_is_a_sentence() -> None:
    figure = measures(FRAME.clear(), text=EN, theme="light")
    assert not figure.data
    assert notes(figure)
