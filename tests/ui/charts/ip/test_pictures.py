"""Pictures of IPs: dressed, speaking, and empty where there is nothing to draw."""

import math

import polars as pl
import pytest

from tests.ui.figures import TEXTS, assert_dressed, assert_speaks, hovers
from ui.charts.ip import costs, matrix
from ui.text import Text
from ui.views.ip.who import MATRIX

EN = Text("en")
CELLS = pl.DataFrame(
    [
        ("Ann <b>", "Personal IP", "Douyin", 400, 0.1, "a"),
        ("Ann <b>", "Personal IP", "A very long platform", 100, -0.02, "b"),
        ("Bob", "Brand IP", "Douyin", 4, None, "c"),
    ],
    schema=MATRIX,
    orient="row",
)
PRICES = pl.DataFrame(
    {
        "label": ["Ann <b>", "Bob", "Free"],
        "value": [100.0, None, 0.0],
        "low": [50.0, None, 0.0],
        "high": [200_000.0, None, 0.0],
        "figure": ["100", None, "0"],
        "sentence": ["a", "b", "c"],
        "reason": [None, "no touchpoint says what it cost", None],
    }
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("text", TEXTS)
def test_pictures_are_dressed_and_speak(text: Text, theme: str) -> None:
    for figure in (
        matrix.matrix(CELLS, text=text, theme=theme),
        matrix.matrix(CELLS.filter(pl.col("gap").is_null()), text=text, theme=theme),
        matrix.matrix(CELLS.head(0), text=text, theme=theme),
        costs.costs(PRICES, ("left", 90.0), text=text, theme=theme),
        costs.costs(PRICES, None, text=text, theme=theme),
        costs.costs(PRICES.head(0), None, text=text, theme=theme),
    ):
        assert_dressed(figure, theme)
        assert_speaks(figure)


def test_area_is_customers_and_hollow_is_refused() -> None:
    figure = matrix.matrix(CELLS, text=EN, theme="light")
    full, hollow = figure.data
    assert (full.name, hollow.name) == ("back", "few")
    first, second = full.marker.size
    assert first**2 / second**2 == pytest.approx(4)
    assert list(full.marker.color) == [0.1, -0.02]
    assert full.marker.cmin == -full.marker.cmax
    assert hollow.marker.color.endswith(",0)")
    assert any("&lt;b&gt;" in sentence for sentence in hovers(figure))


def test_prices_stand_on_an_axis_of_tenfolds() -> None:
    figure = costs.costs(PRICES, ("left", 90.0), text=EN, theme="light")
    dots = next(trace for trace in figure.data if trace.name == "values")
    assert dots.x[0] == pytest.approx(2)
    low, high = figure.layout.xaxis.range
    ticks = figure.layout.xaxis.tickvals
    assert all(low <= tick <= high for tick in ticks)
    assert 2 <= len(ticks) <= 9
    assert [math.log10(90.0)] == [shape.x0 for shape in figure.layout.shapes]
