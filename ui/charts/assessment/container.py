"""The signature picture: nine staves, one vessel, and the water it can hold; and its gauge."""

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.assessment import gauge, stave, vessel
from ui.charts.kit.figure import Row, blank, halved, nothing
from ui.text import Text
from ui.theme import Theme, alpha
from ui.theme import theme as theme_of

CHIP_FLOOR = 14


def staves(
    frame: pl.DataFrame,
    *,
    text: Text,
    theme: str,
    outline: pl.DataFrame | None = None,
    height: int = 480,
) -> go.Figure:
    """One stave a row: key, label, score, low, high (0-100 or null), status, badge, is_shortest.

    The water stands at the lowest of the shortest staves; without any there is none. `hint`, where
    the frame has it, is what little is measured of an unassessed super: a faint mark in its gap.

    `n` and `unlocks` (ready words naming the sheet) are shown on hover where the frame has them.
    `outline` holds key and score of another reading, drawn dotted. The stave under a pointer or
    a click carries its key in `customdata[0]`. An empty frame gives a figure with a sentence.
    """
    if frame.is_empty():
        return nothing(text, theme)
    figure = blank(text, theme, height=height)
    rows = stave.prepared(frame, outline, text)
    _draw(figure, rows, text, theme_of(theme))
    return figure


def total(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A slim gauge 0-100 of one row: arithmetic, geometric, low, high, worst, best.

    Any of them may be null and is then left out; without either mean a figure with a sentence.
    """
    row = frame.row(0, named=True) if not frame.is_empty() else {}
    if fmt.missing(row.get("arithmetic")) and fmt.missing(row.get("geometric")):
        return nothing(text, theme)
    figure = blank(text, theme, height=150 if fmt.missing(row.get("worst")) else 170)
    gauge.draw(figure, row, text, theme_of(theme))
    return figure


def _draw(figure: go.Figure, rows: list[Row], text: Text, paint: Theme) -> None:
    scored = [row for row in rows if row["score"] is not None]
    shortest = [row for row in scored if row.get("is_shortest")]
    keys = {row["key"] for row in shortest}
    rest = [row for row in scored if row["key"] not in keys]
    vessel.backdrop(figure, paint, len(rows))
    figure.add_traces([*vessel.planks(rest, len(rows), paint), vessel.grain(rest, paint)])
    _gaps(figure, [row for row in rows if row["score"] is None], text, paint)
    if shortest:
        _water(figure, shortest, len(rows), text, paint)
    vessel.board(figure, paint, len(rows))
    compared = [row | {"score": row["other"]} for row in rows if row["other"] is not None]
    figure.add_trace(vessel.outlines(compared, paint.text, "dot", "outline"))
    figure.add_traces([vessel.marks(scored, paint), vessel.touch(rows)])
    for row in scored:
        figure.add_annotation(vessel.number(row, paint.bad if row["key"] in keys else paint.text))
    figure.update_layout(xaxis=_places(rows, keys, paint), yaxis=_heights(), margin={"t": 4})


def _gaps(figure: go.Figure, rows: list[Row], text: Text, paint: Theme) -> None:
    """Staves without evidence: dashed, empty, and saying so upright on the missing plank."""
    full = [row | {"score": vessel.FULL} for row in rows]
    figure.add_trace(vessel.outlines(full, paint.neutral, "dash", "gaps"))
    figure.add_trace(vessel.hints([row for row in rows if row["hint"] is not None], paint))
    for row in rows:
        figure.add_annotation(
            x=row["place"],
            y=62,
            text=text("charts.container.gap" if row["hint"] is None else "charts.container.hint"),
            textangle=0 if text.is_chinese else -90,
            showarrow=False,
            font={"size": 16, "color": paint.muted},
        )


def _water(figure: go.Figure, shortest: list[Row], count: int, text: Text, paint: Theme) -> None:
    """The water, the shortest staves, and the level in words at the wall farther from the lowest
    of them."""
    lowest = min(shortest, key=lambda row: row["score"])
    figure.add_trace(vessel.water(lowest, count, paint))
    figure.add_traces([vessel.lip(row, paint) for row in shortest])
    figure.add_trace(vessel.grain(shortest, paint))
    at_left = lowest["place"] > (count - 1) / 2
    figure.add_annotation(
        x=-0.4 if at_left else count - 0.6,
        xanchor="left" if at_left else "right",
        y=max(lowest["score"] - 3, CHIP_FLOOR),
        yanchor="top",
        text=text("charts.container.level", score=lowest["shown"]),
        showarrow=False,
        bgcolor=alpha(paint.background, 0.9),
        borderpad=5,
        font={"size": 16, "color": paint.water_text},
    )


def _places(rows: list[Row], shortest: set[str], paint: Theme) -> Row:
    """The names under the staves, two lines each; Plotly turns them upright where it is narrow."""
    names = [halved(row["label"]) for row in rows]
    loud = f'<span style="color:{paint.bad}"><b>{{}}</b></span>'
    return {
        "tickvals": [row["place"] for row in rows],
        "ticktext": [
            loud.format(name) if row["key"] in shortest else name
            for row, name in zip(rows, names, strict=True)
        ],
        "tickfont": {"size": 14, "color": paint.text},
        "autotickangles": [0, -90],
        "range": [-0.68, len(rows) - 0.32],
        "fixedrange": True,
        "showgrid": False,
    }


def _heights() -> Row:
    return {
        "tickvals": [0, 25, 50, 75, 100],
        "range": [-5, 109],
        "fixedrange": True,
        "showgrid": False,
        "tickfont": {"size": 11},
    }
