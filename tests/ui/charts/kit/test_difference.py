import polars as pl
import pytest

from tests.ui.figures import TEXTS, assert_dressed, assert_speaks, names, notes, trace
from ui.charts.kit.difference import forest
from ui.text import Text
from ui.theme import THEMES, theme

EN = Text("en")
ROWS = [
    ("The container", 4.0, 1.0, 7.0, "better", True),
    ("Super <efficacy>", -23.0, -31.0, -15.0, "worse", False),
    ("Super looks", 1.0, -3.0, 4.0, "practically_equal", False),
    ("Super IP", 6.0, -9.0, 20.0, "cannot_tell", False),
    ("Super moat", None, None, None, None, False),
]
FRAME = pl.DataFrame(
    [
        {
            "label": label,
            "points": points,
            "low": low,
            "high": high,
            "verdict": verdict,
            "verdict_text": EN(f"against.verdict.{verdict or 'none'}"),
            "sentence": f"{label.replace('<', '').replace('>', '')}.",
            "is_total": is_total,
        }
        for label, points, low, high, verdict, is_total in ROWS
    ]
)


def drawn(frame: pl.DataFrame = FRAME, margin: float = 5, name: str = "light"):
    return forest(frame, margin=margin, text=EN, theme=name)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", THEMES)
def test_the_forest_is_dressed_and_speaks_each_language(text: Text, name: str) -> None:
    figure = forest(FRAME, margin=5, text=text, theme=name)
    assert_dressed(figure, name)
    assert_speaks(figure)


def test_only_clear_differences_are_full_and_coloured() -> None:
    paint, dots = theme("light"), trace(drawn(), "points")
    hollow = paint.background
    assert list(dots.marker.color) == [paint.good, paint.bad, hollow, hollow]
    assert list(dots.marker.line.color) == [paint.good, paint.bad, paint.neutral, paint.neutral]


def test_what_does_not_compare_is_a_dashed_track_without_a_dot() -> None:
    figure = drawn()
    assert names(figure).count("absent") == 1
    assert names(figure).count("interval") == 4
    assert trace(figure, "absent").line.dash == "dash"
    assert EN("against.verdict.none") in notes(figure)


def test_the_band_is_the_margin_and_zero_is_in_the_middle() -> None:
    for margin in (2, 10):
        band, zero = drawn(margin=margin).layout.shapes
        assert (band.x0, band.x1) == (-margin, margin)
        assert zero.x0 == zero.x1 == 0
    low, high = drawn().layout.xaxis.range
    assert low == -high
    assert low < -31


def test_small_differences_do_not_fill_the_picture() -> None:
    small = FRAME.filter(pl.col("label") == "Super looks")
    assert drawn(small).layout.xaxis.range[1] > 20


def test_a_label_is_drawn_as_written() -> None:
    assert "&lt;efficacy&gt;" in notes(drawn())


def test_an_empty_frame_is_a_sentence() -> None:
    figure = drawn(FRAME.clear())
    assert not figure.data
    assert notes(figure)
