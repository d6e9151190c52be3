"""What the charts of the Customers page hold: flows, groups, the check, what is expected."""

from collections.abc import Callable
from datetime import date

import plotly.graph_objects as go
import polars as pl
import pytest

from tests.ui.figures import TEXTS, assert_dressed, assert_speaks, hovers, notes, trace
from ui.charts.customers import clv, journey, rfm
from ui.charts.repurchase import return_timing
from ui.text import Text
from ui.theme import THEMES

EN = Text("en")
HOSTILE = "<b>tea</b>"
Draw = Callable[..., go.Figure]

NODES = pl.DataFrame(
    {
        "label": [HOSTILE, "cup", "no more"],
        "kind": ["name", "name", "stopped"],
        "colour": [0, 1, 0],
        "sentence": ["ten began with tea", "four took a cup", "six stopped"],
    }
)
LINKS = pl.DataFrame(
    {
        "source": [0, 0],
        "target": [1, 2],
        "customers": [4, 6],
        "kind": ["name", "stopped"],
        "colour": [1, 0],
        "sentence": ["four of ten", "six of ten"],
    }
)
MATRIX = pl.DataFrame(
    {
        "first": [HOSTILE, HOSTILE, "cup", "cup"],
        "later": [HOSTILE, "cup", HOSTILE, "cup"],
        "place_first": [0, 0, 1, 1],
        "place_later": [0, 1, 0, 1],
        "rate": [0.5, 0.25, None, 0.1],
        "sentence": ["half", "a quarter", "too few", "a tenth"],
    }
)
GROUPS = pl.DataFrame(
    {
        "label": ["best", HOSTILE],
        "customers": [3, 7],
        "share": [0.3, 0.7],
        "amount_share": [0.8, None],
        "sentence": ["three of ten", "seven of ten"],
    }
)
LORENZ = pl.DataFrame({"customers": [0.0, 0.5, 1.0], "amount": [0.0, 0.1, 1.0]})
WEEKS = pl.DataFrame(
    {
        "week_ends_on": [date(2025, 1, 7), date(2025, 1, 14), date(2025, 1, 21)],
        "predicted": [1.0, 2.0, 3.5],
        "actual": [1, 3, 4],
        "is_held_out": [False, False, True],
    }
)
MOMENTS = pl.DataFrame(
    {
        "product": [HOSTILE, "a product with a very long name indeed"],
        "events": [40, 90],
        "first_day": [29, 1],
        "last_day": [56, 168],
        "early": [26, 40],
        "middle": [30, 80],
        "late": [33, 140],
    }
)
EXPECTED = pl.DataFrame(
    {
        "period": [date(2025, 1, 1), date(2025, 2, 1)],
        "label": ["2025-01", "2025-02"],
        "value": [100.0, 50.0],
        "low": [90.0, None],
        "high": [112.0, None],
        "sentence": ["a hundred", "fifty"],
    }
)
WAITS = pl.DataFrame(
    {
        "first_day": [1, 8],
        "last_day": [7, 14],
        "at_risk": [100, 90],
        "events": [10, 18],
        "rate": [0.1, 0.2],
        "low": [0.06, 0.13],
        "high": [0.17, 0.29],
    }
)
MONTHS = pl.DataFrame(
    {
        "label": ["January", "February"],
        "group": ["2025-01", "2025-02"],
        "rate": [0.2, 0.3],
        "low": [0.1, 0.2],
        "high": [0.3, 0.4],
        "eligible": [40, 60],
    }
)


def flow(frame: pl.DataFrame, **options: object) -> go.Figure:
    return journey.flow(NODES, frame, **options)  # type: ignore[arg-type]


def monthly(frame: pl.DataFrame, **options: object) -> go.Figure:
    return return_timing.monthly(frame, "2025-02", **options)  # type: ignore[arg-type]


DRAWN: list[tuple[Draw, pl.DataFrame]] = [
    (flow, LINKS),
    (journey.matrix, MATRIX),
    (rfm.groups, GROUPS),
    (rfm.lorenz, LORENZ),
    (rfm.held_out, WEEKS),
    (return_timing.reorder, MOMENTS),
    (return_timing.hazard, WAITS),
    (monthly, MONTHS),
    (clv.by_cohort, EXPECTED),
]
CASES = pytest.mark.parametrize(("draw", "frame"), DRAWN, ids=[d.__name__ for d, _ in DRAWN])


@CASES
@pytest.mark.parametrize("name", THEMES)
def test_each_is_dressed_and_speaks_every_language(
    draw: Draw, frame: pl.DataFrame, name: str
) -> None:
    for text in TEXTS:
        figure = draw(frame, text=text, theme=name)
        assert_dressed(figure, name)
        if not isinstance(figure.data[0], go.Sankey):
            assert_speaks(figure)


@CASES
def test_nothing_to_draw_is_said(draw: Draw, frame: pl.DataFrame) -> None:
    figure = draw(frame.clear(), text=EN, theme="light")
    assert not figure.data
    assert notes(figure).replace("<br>", " ") == EN("charts.empty")


@CASES
def test_names_out_of_a_file_are_drawn_and_not_obeyed(draw: Draw, frame: pl.DataFrame) -> None:
    assert HOSTILE not in draw(frame, text=EN, theme="light").to_json()


def test_a_flow_carries_everybody() -> None:
    sankey = trace(flow(LINKS, text=EN, theme="dark"), "flow")
    assert list(sankey.link.value) == [4, 6]
    assert list(sankey.node.customdata) == NODES["sentence"].to_list()


def test_the_moment_of_a_product_runs_from_its_first_to_its_last_day() -> None:
    figure = return_timing.reorder(MOMENTS, text=EN, theme="light")
    bars, middle = trace(figure, "likeliest"), trace(figure, "middle")
    assert [(base + 1, base + length) for base, length in zip(bars.base, bars.x, strict=True)] == [
        (1, 168),
        (29, 56),
    ]
    assert list(middle.x) == [80, 30]
    assert list(middle.error_x.array) == [60, 3]


def test_an_interval_that_cannot_be_told_is_not_drawn() -> None:
    bars = trace(clv.by_cohort(EXPECTED, text=EN, theme="light"), "expected")
    assert list(bars.error_y.array) == [12, 0]
    assert list(bars.error_y.arrayminus) == [10, 0]


def test_the_weeks_the_model_had_not_seen_are_shaded() -> None:
    figure = rfm.held_out(WEEKS, text=EN, theme="light")
    (shade,) = figure.layout.shapes
    assert str(shade.x0).startswith("2025-01-21")


@pytest.mark.parametrize(
    ("draw", "frame"),
    [
        (clv.by_cohort, EXPECTED.with_columns(pl.col("value", "low", "high") * 1_000)),
        (rfm.held_out, WEEKS.with_columns(pl.col("predicted", "actual") * 30_000)),
    ],
)
def test_large_numbers_stand_in_ten_thousands_on_chinese_axes(
    draw: Draw, frame: pl.DataFrame
) -> None:
    for lang, sign in (("zh-Hans", "\u4e07"), ("zh-Hant", "\u842c"), ("en", "K")):
        axis = draw(frame, text=Text(lang), theme="light").layout.yaxis
        assert axis.ticktext[0] == "0"
        assert all(sign in label for label in axis.ticktext[1:]), axis.ticktext
        assert axis.range[1] > max(axis.tickvals)


def test_only_the_likeliest_week_is_full() -> None:
    figure = return_timing.hazard(WAITS, text=EN, theme="light")
    colours = trace(figure, "hazard").marker.color
    assert colours[0] != colours[1]
    assert len(hovers(figure)) == 2
