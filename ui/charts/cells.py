"""The layers of a cohort triangle: colours with numbers, marks of the unfinished, answers."""

import math
from typing import Any

import plotly.graph_objects as go

from ui import format as fmt
from ui.charts.figure import Row
from ui.charts.grid import SPACER, Grid, age_title, matrix
from ui.text import Text
from ui.theme import Theme, blend, scale

OUTLINED_ROWS = 40
LABELLED_ROWS = 30
ANSWERS = {
    "mean": "charts.cohorts.mean_cell",
    "finished": "charts.cohorts.cell",
    "unfinished": "charts.cohorts.unfinished_cell",
}


def draw(
    figure: go.Figure, grid: Grid, text: Text, paint: Theme, *, grain: str, numbers: bool
) -> None:
    """Every layer of the triangle; without `numbers` a colour bar says what the colours mean."""
    unfinished = [cell for cell in grid.cells if _layer(cell, grid) == "unfinished"]
    for name in ("everybody", "unfinished", "finished"):
        cells = [cell for cell in grid.cells if _layer(cell, grid) == name]
        figure.add_trace(_colours(grid, cells, name, paint, numbers=numbers))
    if not numbers:
        figure.data[-1].update(showscale=True, colorbar=_legend(grid))
    if len(grid.rows) <= OUTLINED_ROWS:
        figure.update_layout(shapes=[_outline(grid, cell, paint) for cell in unfinished])
    figure.add_traces([_answers(grid, name, text, paint) for name in ANSWERS])
    figure.update_layout(
        xaxis=_across(grid, grain, text), yaxis=_down(grid, text, paint), hoverdistance=40
    )


def _layer(cell: Row, grid: Grid) -> str:
    if cell["index"] == 0 and grid.is_share:
        return "everybody"
    return "finished" if cell["is_complete"] else "unfinished"


def _colours(
    grid: Grid, cells: list[Row], name: str, paint: Theme, *, numbers: bool
) -> go.Heatmap:
    return go.Heatmap(
        x=[str(age) for age in grid.ages],
        y=list(grid.rows),
        z=matrix(grid, cells, "value"),
        zmin=0,
        zmax=grid.top,
        text=matrix(grid, [cell | {"shown": _written(cell)} for cell in cells], "shown"),
        texttemplate="%{text}" if numbers else None,
        textfont={"size": 13},
        colorscale=scale(_palette(name, paint)),
        showscale=False,
        xgap=1.5,
        ygap=1.5 if len(grid.rows) <= OUTLINED_ROWS else 0,
        hoverongaps=False,
        hoverinfo="skip",
        name=name,
    )


def _written(cell: Row) -> str:
    if not cell["cohort"]:
        return f"<b>{cell['shown']}</b>"
    return str(cell["shown"]) if cell["is_complete"] else f"<i>{cell['shown']}</i>"


def _palette(name: str, paint: Theme) -> tuple[str, ...]:
    """Everybody in one quiet tone, the unfinished washed out, the finished in full."""
    if name == "everybody":
        return (paint.surface, paint.surface)
    if name == "unfinished":
        return tuple(blend(colour, paint.background, 0.6) for colour in paint.sequential)
    return paint.sequential


def _legend(grid: Grid) -> Row:
    ordered = sorted((c for c in grid.cells if c["index"] > 0), key=lambda cell: cell["value"])
    ends = [ordered[0], ordered[-1]] if ordered else []
    return {
        "orientation": "h",
        "thickness": 10,
        "len": 0.6,
        "x": 1,
        "xanchor": "right",
        "y": 0,
        "yanchor": "top",
        "outlinewidth": 0,
        "tickvals": [cell["value"] for cell in ends],
        "ticktext": [cell["shown"] for cell in ends],
    }


def _outline(grid: Grid, cell: Row, paint: Theme) -> Row:
    """A dotted frame around a cell that is still filling; categories are counted from zero."""
    x, y = cell["index"] - grid.ages[0], grid.rows.index(cell["label"])
    return {
        "type": "rect",
        "x0": x - 0.46,
        "x1": x + 0.46,
        "y0": y - 0.42,
        "y1": y + 0.42,
        "line": {"color": paint.muted, "width": 1.2, "dash": "dot"},
    }


def _answers(grid: Grid, name: str, text: Text, paint: Theme) -> go.Scatter:
    """Unseen points that answer a pointer, and a click with the cohort's ISO day and the index."""
    cells = [cell for cell in grid.cells if _voice(cell) == name]
    tokens = {"age": "%{x}", "shown": "%{customdata[2]}", "n": "%{customdata[3]}"}
    written = {size: fmt.count(size, text.lang) for size in {c["customers"] for c in cells}}
    return go.Scatter(
        x=[str(cell["index"]) for cell in cells],
        y=[cell["label"] for cell in cells],
        mode="markers",
        marker={"size": 14, "opacity": 0, "color": paint.text},
        selected={"marker": {"opacity": 0.55}},
        unselected={"marker": {"opacity": 0}},
        customdata=[
            [c["cohort"], c["index"], c["shown"], written[c["customers"]], c["label"]]
            for c in cells
        ],
        hovertemplate=text(ANSWERS[name], cohort="%{customdata[4]}", **tokens) + "<extra></extra>",
        name=name,
    )


def _voice(cell: Row) -> str:
    if not cell["cohort"]:
        return "mean"
    return "finished" if cell["is_complete"] else "unfinished"


def _across(grid: Grid, grain: str, text: Text) -> dict[str, Any]:
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": [str(age) for age in grid.ages],
        "side": "top",
        "title": {"text": age_title(grain, text)},
        "range": [-0.5, len(grid.ages) - 0.5],
        "tickangle": 0,
        "showgrid": False,
        "fixedrange": True,
    }


def _down(grid: Grid, text: Text, paint: Theme) -> dict[str, Any]:
    """Cohorts downwards with their customers beside them; of many cohorts every second, third …"""
    step = math.ceil(len(grid.rows) / LABELLED_ROWS)
    cohorts = list(grid.sizes)[::step]
    labels = [row for row in grid.rows if row not in grid.sizes and row != SPACER] + cohorts
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(grid.rows),
        "range": [len(grid.rows) - 0.5, -0.5],
        "tickvals": labels,
        "ticktext": [_named(label, grid, text, paint) for label in labels],
        "tickfont": {"size": 12, "color": paint.text},
        "showgrid": False,
        "fixedrange": True,
    }


def _named(label: str, grid: Grid, text: Text, paint: Theme) -> str:
    if label not in grid.sizes:
        return f"<b>{label}</b>"
    size = fmt.count(grid.sizes[label], text.lang, compact=True)
    return f'{label}  <span style="color:{paint.muted}">{size}</span>'
