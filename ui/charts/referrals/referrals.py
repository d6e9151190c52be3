"""Who brings whom: a part of the forest as boxes, and shares or means as dots with intervals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit.figure import Row, blank, nothing, plain, rate_axis, side_by_side
from ui.theme import CLEAR, Theme, blend, readable
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.text import Text

Way = Literal["own", "unpaid", "paid"]
WAYS: tuple[Way, ...] = ("own", "unpaid", "paid")
LEVEL = 74
HEAD = 58
TALL = 0.94
NAMED = 0.15
NUMBERED = 0.045
STEPS = 4
ROUND = (0.25, 0.5, 1, 2.5)
LEAST = 0.001
ROUNDING = 1e-9
AIR = 1.04


def tree(
    frame: pl.DataFrame, levels: Sequence[str], *, text: Text, theme: str, has_ways: bool
) -> go.Figure:
    """A row of boxes per generation, each under the one who brought them; a click hands on the
    key. Rows: customer_key, level (0 at the top), start, width (0-1), way, name, number, sentence.

    `levels` names the rows. Without `has_ways` paid and unpaid are one colour. An empty frame gives
    a figure with a sentence.
    """
    if frame.is_empty():
        return nothing(text, theme)
    paint, top = theme_of(theme), int(frame["level"].min())  # type: ignore[arg-type]
    figure = blank(text, theme, height=HEAD + LEVEL * len(levels))
    for way in WAYS:
        rows = frame.filter(pl.col("way") == way).to_dicts()
        if rows:
            figure.add_trace(_boxes(rows, top, way, paint, text, has_ways=has_ways))
    figure.update_layout(
        barmode="overlay",
        bargap=0,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "itemclick": False}
        | {"itemdoubleclick": False},
        xaxis={"range": [0, 1], "visible": False, "fixedrange": True},
        yaxis=_levels(levels),
        margin={"t": 40, "r": 4, "b": 8},
    )
    return figure


def dots(
    rows: Sequence[Row], *, text: Text, theme: str, title: str, is_share: bool = False
) -> go.Figure:
    """A dot and its interval for each row: label, value, low, high (null = not known), shown,
    sentence. `title` is that of the horizontal axis; shares get an axis in per cent.
    Without any value the figure is a sentence.
    """
    measured = [row for row in rows if row["value"] is not None]
    if not measured:
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=300)
    figure.add_trace(_dots(measured, paint))
    ends = [end for row in measured for end in (row["value"], row["high"]) if end is not None]
    figure.update_layout(
        xaxis=side_by_side([row["label"] for row in rows])
        | {"range": [-0.5, len(rows) - 0.3], "title": {"text": title}},
        yaxis=rate_axis(ends, text) if is_share else _plain_axis(ends, text),
        margin={"r": 44},
    )
    return figure


def _paint_of(way: Way, paint: Theme, *, has_ways: bool) -> str:
    if way == "own":
        return blend(paint.background, paint.muted, 0.45)
    return paint.categorical[1] if way == "paid" and has_ways else paint.categorical[0]


def _boxes(
    rows: list[Row], top: int, way: Way, paint: Theme, text: Text, *, has_ways: bool
) -> go.Bar:
    colour = _paint_of(way, paint, has_ways=has_ways)
    name = way if has_ways or way == "own" else "brought"
    return go.Bar(
        x=[row["start"] + row["width"] / 2 for row in rows],
        y=[TALL] * len(rows),
        base=[top - row["level"] - TALL for row in rows],
        width=[row["width"] for row in rows],
        marker={"color": colour, "line": {"color": paint.background, "width": 1.5}},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        text=[_label(row) for row in rows],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"size": 13, "color": readable(paint, colour)},
        customdata=[[row["customer_key"]] for row in rows],
        hovertext=[row["sentence"] for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        name=text(f"referrals.way.{name}"),
    )


def _label(row: Row) -> str:
    """As much as the box has room for."""
    if row["width"] >= NAMED:
        return f"{plain(row['name'])}<br><b>{row['number']}</b>"
    return f"<b>{row['number']}</b>" if row["width"] >= NUMBERED else ""


def _levels(levels: Sequence[str]) -> Row:
    return {
        "tickvals": [-place - TALL / 2 for place in range(len(levels))],
        "ticktext": list(levels),
        "ticksuffix": " ",
        "ticks": "outside",
        "ticklen": 6,
        "tickcolor": CLEAR,
        "tickfont": {"size": 12},
        "range": [-len(levels) + 1 - TALL - 0.02, 0.02],
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _dots(rows: list[Row], paint: Theme) -> go.Scatter:
    values = [row["value"] for row in rows]
    highs = [value if row["high"] is None else row["high"] for row, value in _with(rows)]
    lows = [value if row["low"] is None else row["low"] for row, value in _with(rows)]
    return go.Scatter(
        x=[row["label"] for row in rows],
        y=values,
        mode="markers+text",
        marker={"size": 13, "color": paint.categorical[0]},
        error_y={
            "array": [high - value for high, value in zip(highs, values, strict=True)],
            "arrayminus": [value - low for low, value in zip(lows, values, strict=True)],
            "color": paint.categorical[0],
            "thickness": 2.5,
            "width": 7,
        },
        text=[f"  <b>{row['shown']}</b>" for row in rows],
        textposition="middle right",
        textfont={"size": 14, "color": paint.text},
        hovertext=[row["sentence"] for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        name="dots",
    )


def _with(rows: list[Row]) -> list[tuple[Row, float]]:
    return [(row, row["value"]) for row in rows]


def _plain_axis(ends: Sequence[float], text: Text) -> Row:
    """From zero to above the highest, in round steps."""
    top = max([*ends, LEAST])
    tenth = 10.0 ** math.floor(math.log10(top))
    step = next(tenth * part for part in ROUND if top <= tenth * part * STEPS)
    ticks = [step * place for place in range(math.ceil(top / step - ROUNDING) + 1)]
    digits = max(0, 1 - math.floor(math.log10(step)))
    return {
        "range": [0, ticks[-1] * AIR],
        "tickvals": ticks,
        "ticktext": [fmt.number(tick, text.lang, digits) for tick in ticks],
        "fixedrange": True,
    }
