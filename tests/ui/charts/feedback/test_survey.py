import polars as pl
import pytest

from tests.ui.figures import TEXTS, assert_dressed, assert_speaks, hovers, names, notes, trace
from ui.charts.feedback.survey import answers, parts
from ui.text import Text
from ui.theme import THEMES, theme

EN = Text("en")
ANSWERS = pl.DataFrame(
    {
        "label": ["Super looks", "Super <b>ip", "Nobody"],
        "n": [40, 12, 0],
        "mean": [7.2, None, None],
        "low": [6.9, None, None],
        "high": [7.6, None, None],
        "counts": [
            [0, 0, 0, 0, 1, 3, 6, 14, 10, 4, 2],
            [0, 0, 2, 4, 4, 2, 0, 0, 0, 0, 0],
            [0] * 11,
        ],
        "doubt": [None, "not scored: another scale?", "nobody answered"],
    }
)
PARTS = pl.DataFrame(
    {"label": ["Very", "Somewhat", "Not"], "count": [18, 20, 2], "tone": ["good", "neutral", "bad"]}
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", THEMES)
def test_figures_are_dressed_and_speak_each_language(text, name):
    for figure in (
        answers(ANSWERS, text=text, theme=name),
        parts(PARTS, text=text, theme=name, line=0.4, interval=(0.3, 0.6)),
        parts(PARTS, text=text, theme=name),
    ):
        assert_dressed(figure, name)
        assert_speaks(figure)


def test_a_question_in_doubt_has_grey_bars_and_no_mean():
    figure = answers(ANSWERS, text=EN, theme="light")
    assert list(trace(figure, "means").x) == [7.2]
    assert names(figure).count("interval") == 1
    assert "not scored: another scale?" in notes(figure)
    assert "7.2 (6.9\u20137.6), 40 answers" in notes(figure)
    bars = [bar.marker.color for bar in figure.data if bar.name == "answers"]
    assert bars[0] != bars[1] == bars[2]


def test_the_tallest_bars_are_as_tall_in_every_row_and_all_stand_on_their_own_line():
    figure = answers(ANSWERS, text=EN, theme="light")
    bars = [bar for bar in figure.data if bar.name == "answers"]
    assert max(bars[0].y) == max(bars[1].y) > max(bars[2].y) == 0
    assert [bar.base[0] - bars[0].base[0] for bar in bars] == pytest.approx([0, -1, -2])


def test_a_pointer_hears_how_many_gave_an_answer():
    sentences = hovers(answers(ANSWERS, text=EN, theme="light"))
    assert "14 answered 7, 35% of all" in sentences[7]
    assert "&lt;b&gt;ip" in sentences[11]


def test_parts_are_shares_of_the_whole_beside_the_line():
    figure = parts(PARTS, text=EN, theme="light", line=0.4, interval=(0.31, 0.6))
    assert [part.x[0] for part in figure.data[:3]] == [0.45, 0.5, 0.05]
    assert figure.data[2].text == ""  # too narrow for words
    assert list(trace(figure, "interval").x) == [0.31, 0.6]
    assert figure.layout.shapes[0].x0 == 0.4
    assert "40%" in notes(figure)
    assert figure.data[0].marker.color == theme("light").water


def test_nothing_to_draw_is_a_sentence():
    for figure in (
        answers(ANSWERS.clear(), text=EN, theme="light"),
        parts(PARTS.clear(), text=EN, theme="light"),
        parts(PARTS.with_columns(count=0), text=EN, theme="light"),
    ):
        assert not figure.data
        assert notes(figure)


def test_a_long_question_leaves_its_mean_room():
    long = "Would you tell somebody at work about this brand?"
    figure = answers(ANSWERS.with_columns(label=pl.lit(long)), text=EN, theme="light")
    drawn = [note for note in notes(figure).splitlines() if "Would you" in note]
    assert len(drawn) == ANSWERS.height
    assert all(len(note.removeprefix("<b>").removesuffix("</b>")) <= 24 for note in drawn)
    assert all(long in sentence for sentence in hovers(figure))
