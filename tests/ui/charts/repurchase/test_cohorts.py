from datetime import date, timedelta

import plotly.graph_objects as go
import polars as pl
import pytest

from tests.ui.figures import TEXTS, assert_dressed, assert_speaks, hovers, names, notes, trace
from ui.charts.repurchase.cohorts import ages, triangle
from ui.text import Text
from ui.theme import THEMES

EN = Text("en")


def cells(count: int, *, grain: str = "month") -> pl.DataFrame:
    """`count` cohorts of 100 customers, a triangle whose last cell of every row is unfinished."""
    rows = []
    for cohort in range(count):
        start = date(2023 + cohort // 12, cohort % 12 + 1, 1)
        if grain == "week":
            start = date(2023, 1, 2) + timedelta(weeks=cohort)
        for index in range(count):
            rate = None if index >= count - cohort else 1.0 if index == 0 else 0.2 - index / 1000
            shown = None if rate is None else f"{rate:.0%}"
            rows.append((start, 100, index, rate, rate, shown, index < count - cohort - 1))
    columns = ["cohort", "customers", "index", "rate", "value", "shown", "is_complete"]
    return pl.DataFrame(rows, schema=columns, orient="row")


MEAN = pl.DataFrame({"index": [0, 1, 2], "rate": [1.0, 0.2, 0.1], "eligible": [300, 200, 10]})


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", THEMES)
def test_the_triangle_is_dressed_and_speaks_each_language(text: Text, name: str) -> None:
    figure = triangle(cells(4), text=text, theme=name, mean=MEAN)
    assert_dressed(figure, name)
    assert_speaks(figure)


def test_rows_are_typed_cohorts_with_the_mean_set_apart_above() -> None:
    figure = triangle(cells(4), text=EN, theme="light", mean=MEAN)
    axis = figure.layout.yaxis
    assert axis.type == figure.layout.xaxis.type == "category"
    assert list(axis.categoryarray[:3]) == ["mean", " ", "2023-01-01"]
    assert len(axis.categoryarray) == 6
    assert "Jan 2023" in axis.ticktext[1]
    assert "100" in axis.ticktext[1]


def test_absent_cells_are_blank_and_not_zero() -> None:
    figure = triangle(cells(4), text=EN, theme="light")
    drawn = [z for heat in figure.data if heat.type == "heatmap" for row in heat.z for z in row]
    assert sum(z is not None for z in drawn) == 10
    assert 0 not in drawn


def test_unfinished_cells_are_framed_and_said_to_be_unfinished() -> None:
    figure = triangle(cells(4), text=EN, theme="light")
    assert len(figure.layout.shapes) == 4
    assert all(shape.line.dash == "dot" for shape in figure.layout.shapes)
    assert len(trace(figure, "unfinished").x) > 0
    assert any("not over yet" in sentence for sentence in hovers(figure))


def test_a_click_finds_the_cohort_and_the_age() -> None:
    answers = figure_answers(triangle(cells(4), text=EN, theme="light"), "finished")
    assert ("2", "2023-01-01") in answers
    assert ("3", "2023-01-01") not in answers


def figure_answers(figure: go.Figure, name: str) -> set[tuple[str, str]]:
    scatter = next(t for t in figure.data if t.type == "scatter" and t.name == name)
    return set(zip(scatter.x, scatter.y, strict=True))


@pytest.mark.parametrize(("count", "grain", "numbers"), [(24, "month", True), (104, "week", False)])
def test_numbers_stand_in_the_cells_only_where_there_is_room(
    count: int, grain: str, numbers: bool
) -> None:
    figure = triangle(cells(count, grain=grain), text=EN, theme="dark", grain=grain)
    finished = [t for t in figure.data if t.type == "heatmap" and t.name == "finished"]
    assert any(heat.texttemplate for heat in finished) is numbers
    assert any(heat.showscale for heat in finished) is not numbers
    assert sum(len(t.x) for t in figure.data if t.type == "scatter") == count * (count + 1) // 2
    assert len(figure.to_json()) < 600_000
    assert_dressed(figure, "dark")


def test_the_strongest_colour_is_not_spent_on_everybody() -> None:
    figure = triangle(cells(6), text=EN, theme="light")
    assert trace(figure, "finished").zmax < 0.3
    everybody = trace(figure, "everybody")
    assert list(everybody.x) == ["0"]
    assert everybody.texttemplate is None


def test_ages_turn_pale_where_few_were_observed() -> None:
    figure = ages(MEAN, text=EN, theme="light")
    assert names(figure) == ["ages", "thin"]
    assert list(trace(figure, "ages").x) == [0, 1]
    assert list(trace(figure, "thin").x) == [1, 2]
    assert trace(figure, "thin").line.dash == "dot"


@pytest.mark.parametrize("text", TEXTS)
def test_ages_speak_with_interval_and_n(text: Text) -> None:
    bounded = MEAN.with_columns(low=pl.col("rate") - 0.05, high=pl.col("rate") + 0.05)
    figure = ages(bounded, text=text, theme="light")
    assert_dressed(figure, "light")
    assert_speaks(figure)
    assert "band" in names(figure)
    assert "200" in hovers(figure)[1]


def test_empty_frames_are_sentences() -> None:
    for figure in (
        triangle(cells(3).clear(), text=EN, theme="light"),
        triangle(cells(3).with_columns(rate=pl.lit(None, pl.Float64)), text=EN, theme="light"),
        ages(MEAN.clear(), text=EN, theme="light"),
    ):
        assert not figure.data
        assert notes(figure)


def test_a_single_cohort_and_money_in_the_cells_are_no_trouble() -> None:
    first = cells(1)
    assert_dressed(triangle(first, text=EN, theme="light"), "light")
    money = cells(5).with_columns(value=pl.col("rate") * 250, shown=pl.lit("CN 250"))
    assert "everybody" not in names(triangle(money, text=EN, theme="light"))


def test_a_chosen_cell_is_framed_and_one_that_is_not_there_is_not() -> None:
    def frames(marked: tuple[str, str] | None) -> list[tuple[float, float]]:
        figure = triangle(cells(4), text=EN, theme="light", marked=marked)
        return [(shape.x0, shape.y0) for shape in figure.layout.shapes if shape.name == "marked"]

    assert frames(("2", "2023-01-01")) == [(1.54, -0.42)]
    assert frames(("9", "2023-01-01")) == frames(None) == []
