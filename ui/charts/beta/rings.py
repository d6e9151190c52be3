"""Who brought whom as rings round a middle: seeds inside, each generation further out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ui import format as fmt
from ui.charts.kit.figure import Row, blank, nothing, plain
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    import polars as pl

    from ui.text import Text

HEIGHT = 500
INNER = 1.0
LOWEST, HIGHEST = 0.0, 10.0
MARK_TICKS = (0, 5, 10)


def tree(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A dot for each tester, its colour the mark, hollow without an answer, tied to whoever brought
    them. Rows: tester, parent (null for seeds), ring (0 innermost), mark, sentence. An empty frame
    gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    rows = frame.to_dicts()
    at = _placed([(row["tester"], row["parent"], row["ring"]) for row in rows])
    figure = blank(text, theme, height=HEIGHT)
    ties_x, ties_y = list[float | None](), list[float | None]()
    for row in rows:
        if row["parent"] in at:
            (x, y), (x_above, y_above) = at[row["tester"]], at[row["parent"]]
            ties_x += [x_above, x, None]
            ties_y += [y_above, y, None]
    figure.add_trace(
        go.Scatter(
            x=ties_x,
            y=ties_y,
            mode="lines",
            line={"color": paint.grid, "width": 1},
            hoverinfo="skip",
            name="ties",
        )
    )
    silent = [row for row in rows if row["mark"] is None]
    marked = [row for row in rows if row["mark"] is not None]
    for part, name in ((silent, "silent"), (marked, "marked")):
        figure.add_trace(
            go.Scatter(
                x=[at[row["tester"]][0] for row in part],
                y=[at[row["tester"]][1] for row in part],
                mode="markers",
                marker={
                    "size": [12 if row["ring"] == 0 else 8 for row in part],
                    "line": {
                        "color": paint.muted if name == "silent" else paint.background,
                        "width": 1,
                    },
                    "color": (
                        paint.background if name == "silent" else [row["mark"] for row in part]
                    ),
                    "colorscale": [
                        [place / (len(paint.sequential) - 1), colour]
                        for place, colour in enumerate(paint.sequential)
                    ],
                    "cmin": LOWEST,
                    "cmax": HIGHEST,
                },
                hovertext=[
                    f"<b>{plain(row['tester'])}</b><br>{plain(row['sentence'])}" for row in part
                ],
                hovertemplate="%{hovertext}<extra></extra>",
                name=name,
            )
        )
    if marked:
        figure.data[-1].marker.update(showscale=True, colorbar=_scale(text))
    hidden = {"visible": False, "fixedrange": True}
    figure.update_layout(
        xaxis=hidden, yaxis=hidden | {"scaleanchor": "x"}, margin={"l": 4, "r": 4, "t": 4, "b": 52}
    )
    return figure


def _scale(text: Text) -> Row:
    """A strip under the tree that says which colour is which mark."""
    return {
        "orientation": "h",
        "x": 0.5,
        "y": -0.02,
        "yanchor": "top",
        "len": 220,
        "lenmode": "pixels",
        "thickness": 10,
        "outlinewidth": 0,
        "tickvals": list(MARK_TICKS),
        "ticktext": [fmt.number(mark, text.lang) for mark in MARK_TICKS],
        "tickfont": {"size": 13},
        "title": {"text": text("beta.scale_mark"), "side": "top", "font": {"size": 13}},
    }


def _placed(rows: list[tuple[str, str | None, int]]) -> dict[str, tuple[float, float]]:
    """Tester -> x, y. Whoever brought nobody takes a place on the circle; others stand amid those
    they brought. Without recursion, for a chain may be long."""
    testers = {tester for tester, _, _ in rows}
    below: dict[str, list[str]] = {}
    for tester, parent, _ in rows:
        if parent is not None and parent in testers:
            below.setdefault(parent, []).append(tester)
    ring = {tester: depth for tester, _, depth in rows}
    order, stack = (
        list[str](),
        [tester for tester, parent, _ in reversed(rows) if parent not in testers],
    )
    while stack:
        tester = stack.pop()
        order.append(tester)
        stack.extend(reversed(below.get(tester, [])))
    leaves = [tester for tester in order if tester not in below]
    angle = {tester: 2 * math.pi * place / len(leaves) for place, tester in enumerate(leaves)}
    for tester in reversed(order):
        if tester in below:
            turns = [angle[child] for child in below[tester]]
            angle[tester] = sum(turns) / len(turns)
    return {
        tester: (
            (INNER + ring[tester]) * math.cos(angle[tester]),
            (INNER + ring[tester]) * math.sin(angle[tester]),
        )
        for tester in order
    }
