"""The layers of a cohort triangle: colours with numbers, marks of the unfinished, answers."""

import plotly.graph_objects as go

from ui import format as fmt
from ui.charts.kit.figure import Row
from ui.charts.kit.grid import MEAN, Grid, across, down
from ui.text import Text
from ui.theme import Theme, blend, readable, scale

MANY_ROWS = 40
DIGITS = 4
LAYERS = ("everybody", "unfinished", "mean", "finished")
STYLES = {"mean": {"weight": "bold"}, "unfinished": {"style": "italic"}}
ANSWERS = {
    "mean": "charts.cohorts.mean_cell",
    "finished": "charts.cohorts.cell",
    "unfinished": "charts.cohorts.unfinished_cell",
}


def draw(
    figure: go.Figure, grid: Grid, text: Text, paint: Theme, *, grain: str, text_columns: int
) -> None:
    """Every layer of the triangle; where numbers do not fit, a colour bar is drawn."""
    numbers = len(grid.columns) <= text_columns and len(grid.rows) <= MANY_ROWS
    layers = _layers(grid, paint, numbers=numbers)
    for (name, ink), cells in layers.items():
        figure.add_trace(_colours(grid, cells, name, ink, paint, numbers=numbers))
    if not numbers:
        figure.data[-1].update(showscale=True, colorbar=_legend(layers, grid.top))
    if len(grid.rows) <= MANY_ROWS:
        unfinished = [cell for cell in grid.cells if not cell["is_complete"]]
        figure.update_layout(shapes=[_outline(grid, cell, paint) for cell in unfinished])
    figure.add_traces([_answers(grid, name, text, paint) for name in ANSWERS])
    figure.update_layout(
        xaxis=across(grid, grain, text), yaxis=down(grid, text, paint), hoverdistance=40
    )


def _layers(grid: Grid, paint: Theme, *, numbers: bool) -> dict[tuple[str, str], list[Row]]:
    """The cells by kind and by the ink that can be read on them: text has one ink a trace."""
    layers: dict[tuple[str, str], list[Row]] = {}
    for cell in grid.cells:
        name = "everybody" if cell["index"] == 0 and grid.is_share else _voice(cell)
        palette = _palette(name, paint)
        place = min(max(cell["value"] / grid.top, 0.0), 1.0) * (len(palette) - 1)
        ink = readable(paint, palette[round(place)]) if numbers else paint.text
        layers.setdefault((name, ink), []).append(cell)
    return dict(sorted(layers.items(), key=lambda layer: LAYERS.index(layer[0][0])))


def _colours(
    grid: Grid, cells: list[Row], name: str, ink: str, paint: Theme, *, numbers: bool
) -> go.Heatmap:
    """One layer; its numbers shrink with the cells, since their size is left to Plotly."""
    written = numbers and name != "everybody"
    # Plotly places numbers by column, not by category: with numbers no column may be left out.
    here = {cell["column"] for cell in cells}
    columns = [column for column in grid.columns if written or column in here]
    own = {(cell["row"], cell["column"]): cell for cell in cells}
    table = [[own.get((row, column)) for column in columns] for row in grid.rows]
    return go.Heatmap(
        x=columns,
        y=list(grid.rows),
        z=[[cell and round(cell["value"], DIGITS) for cell in row] for row in table],
        zmin=0,
        zmax=grid.top,
        text=_numbers(grid, own) if written else None,
        texttemplate="%{text}" if written else None,
        textfont={"color": ink} | STYLES.get(name, {}),
        colorscale=scale(_palette(name, paint)),
        showscale=False,
        xgap=1.5,
        ygap=1.5 if len(grid.rows) <= MANY_ROWS else 0,
        hoverongaps=False,
        hoverinfo="skip",
        name=name,
    )


def _numbers(grid: Grid, own: dict[tuple[str, str], Row]) -> list[list[str]]:
    """The layer's numbers; a blank in the cells of other layers, empty where there is no cell.

    Plotly sizes the numbers by their distances, and takes a guess where one row has them all.
    """
    places = {(cell["row"], cell["column"]) for cell in grid.cells}
    return [
        [
            own[row, column]["shown"] if (row, column) in own else " " * ((row, column) in places)
            for column in grid.columns
        ]
        for row in grid.rows
    ]


def _palette(name: str, paint: Theme) -> tuple[str, ...]:
    """Everybody in one quiet tone, the unfinished washed out, the others in full."""
    if name == "everybody":
        return (paint.surface, paint.surface)
    if name == "unfinished":
        return tuple(blend(colour, paint.background, 0.6) for colour in paint.sequential)
    return paint.sequential


def _legend(layers: dict[tuple[str, str], list[Row]], top: float) -> Row:
    """A bar between the smallest and the largest finished number, in the cells' own words."""
    cells = [
        cell for (name, _), members in layers.items() if name == "finished" for cell in members
    ]
    ends = [choose(cells, key=lambda cell: float(cell["value"])) for choose in (min, max) if cells]
    return {
        "orientation": "h",
        "thickness": 10,
        "len": 0.55,
        "x": 1,
        "xanchor": "right",
        "xpad": 24,
        "y": 0,
        "yanchor": "top",
        "outlinewidth": 0,
        "tickvals": [min(cell["value"], top) for cell in ends],
        "ticktext": [cell["shown"] for cell in ends],
    }


def frame(figure: go.Figure, grid: Grid, marked: tuple[str, str], paint: Theme) -> None:
    """A strong frame around the cell of a column and row; none where the triangle has not both."""
    column, row = marked
    if column in grid.columns and row in grid.rows:
        place = _outline(grid, {"column": column, "row": row}, paint)
        figure.add_shape(place | {"line": {"color": paint.bad, "width": 3}, "name": "marked"})


def _outline(grid: Grid, cell: Row, paint: Theme) -> Row:
    """A dotted frame around a cell that is still filling; categories are counted from zero."""
    x, y = grid.columns.index(cell["column"]), grid.rows.index(cell["row"])
    return {
        "type": "rect",
        "x0": x - 0.46,
        "x1": x + 0.46,
        "y0": y - 0.42,
        "y1": y + 0.42,
        "line": {"color": paint.muted, "width": 1.2, "dash": "dot"},
    }


def _answers(grid: Grid, name: str, text: Text, paint: Theme) -> go.Scatter:
    """Unseen points that answer a pointer; a click gives the column as x, the row as y."""
    cells = [cell for cell in grid.cells if _voice(cell) == name]
    # A group's cells count those old enough, its label everybody.
    sizes = [cell.get("size", cell["customers"]) for cell in cells]
    written = {size: fmt.count(size, text.lang) for size in set(sizes)}
    shown, n, cohort, age = (f"%{{customdata[{i}]}}" for i in range(4))
    sentence = text(ANSWERS[name], cohort=cohort, age=age, shown=shown, n=n)
    return go.Scatter(
        x=[cell["column"] for cell in cells],
        y=[cell["row"] for cell in cells],
        mode="markers",
        marker={"size": 14, "opacity": 0, "color": paint.text},
        selected={"marker": {"opacity": 0.55}},
        unselected={"marker": {"opacity": 0}},
        customdata=[
            [cell["shown"], written[size], cell["cohort"], cell["index"]]
            for cell, size in zip(cells, sizes, strict=True)
        ],
        hovertemplate=f"{sentence}<extra></extra>",
        name=name,
    )


def _voice(cell: Row) -> str:
    if cell["row"] == MEAN:
        return "mean"
    return "finished" if cell["is_complete"] else "unfinished"
