"""Prices on both sides of the gate: product by product, and in every channel."""

from __future__ import annotations

import math

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui import names
from ui.charts.kit.figure import Row, blank, columns, halved, nothing, plain, shortened, wrapped
from ui.text import Text
from ui.theme import Theme, alpha, blend, readable
from ui.theme import theme as theme_of

ROW = 30
TWO_LINES = 36
HEAD = 74
NAME = 24
STEP = 5.0
AIR = 1.08
PHONE_NAME = 16
CHANNEL, UPRIGHT_CHANNEL = 8, 14
LYING, UPRIGHT = 62, 104
"""Pixels above the cells for names of channels."""
DEEPEST = 20.0


def parity(frame: pl.DataFrame, *, band: float, text: Text, theme: str) -> go.Figure:
    """A dot and its interval for each row: label, gap, low, high (per cent or null), is_outside,
    is_total, sentence. The shaded stretch is the band of `band` per cent, 0 the public price.

    Without any gap the figure is a sentence.
    """
    rows = [row for row in frame.iter_rows(named=True) if row["gap"] is not None]
    if not rows:
        return nothing(text, theme)
    paint, reach = theme_of(theme), _reach(rows, band)
    figure = blank(text, theme, height=HEAD + ROW * len(rows))
    figure.add_traces([_interval(row, place, paint) for place, row in enumerate(rows)])
    figure.add_trace(_dots(rows, paint))
    figure.update_layout(
        shapes=[_band(band, len(rows), paint), _zero(len(rows), paint)],
        annotations=[_head(key, side, reach, paint, text) for key, side in _HEADS],
        xaxis=_across(reach, band, text),
        yaxis=_names([row["label"] for row in rows]),
        margin={"t": 34, "r": 12},
    )
    return figure


def matrix(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """Net unit prices, products down and channels across, coloured by their gap: rows of label,
    item, channel, domain, gap (per cent), shown, is_outside, sentence.

    Cells outside the band are outlined. Private channels come first. An empty frame gives a figure
    with a sentence.
    """
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    items = frame["item"].unique(maintain_order=True).to_list()
    channels = frame.sort("domain", "channel")["channel"].unique(maintain_order=True).to_list()
    labels = dict(frame.select("item", "label").iter_rows())
    cells = [
        row | {"x": channels.index(row["channel"]), "y": items.index(row["item"])}
        for row in frame.iter_rows(named=True)
    ]
    heads = [_head_of(channel, CHANNEL) for channel in channels]
    # A word wider than its column on a phone would run into the next.
    is_upright = max(columns(line) for head in heads for line in head.split("<br>")) > CHANNEL
    if is_upright:
        heads = [_head_of(channel, UPRIGHT_CHANNEL) for channel in channels]
    height = HEAD + (UPRIGHT if is_upright else LYING) - 34 + TWO_LINES * len(items)
    figure = blank(text, theme, height=height)
    figure.add_trace(_touch(cells))
    figure.update_layout(
        shapes=[shape for cell in cells for shape in _cell(cell, paint)],
        annotations=[_written(cell, paint) for cell in cells],
        xaxis=_columns(heads, is_upright=is_upright),
        yaxis=_names([labels[item] for item in items], PHONE_NAME, lines=2),
        margin={"t": UPRIGHT if is_upright else LYING, "r": 4},
    )
    return figure


_HEADS = (("gate.cheaper_head", -1), ("gate.dearer_head", 1))


def _reach(rows: list[Row], band: float) -> float:
    """The same room on both sides of 0, in steps of five. Limits of a total may run off it: where
    one product has most of the money they would leave the others no room."""
    ends = [
        abs(row[end])
        for row in rows
        for end in (("gap",) if row["is_total"] else ("gap", "low", "high"))
        if row[end] is not None
    ]
    widest: float = max([*ends, 2 * band])
    return STEP * math.ceil(widest / STEP)


def _ink(row: Row, paint: Theme) -> str:
    return paint.bad if row["is_outside"] else paint.good


def _interval(row: Row, place: int, paint: Theme) -> go.Scatter:
    is_open = row["low"] is None or row["high"] is None
    ends = [row["gap"]] * 2 if is_open else [row["low"], row["high"]]
    return go.Scatter(
        x=ends,
        y=[place, place],
        mode="lines",
        line={"color": alpha(_ink(row, paint), 0.4), "width": 10 if row["is_total"] else 7},
        hoverinfo="skip",
        name="interval",
    )


def _dots(rows: list[Row], paint: Theme) -> go.Scatter:
    return go.Scatter(
        x=[row["gap"] for row in rows],
        y=list(range(len(rows))),
        mode="markers",
        marker={
            "size": [15 if row["is_total"] else 10 for row in rows],
            "symbol": ["diamond" if row["is_total"] else "circle" for row in rows],
            "color": [_ink(row, paint) for row in rows],
        },
        hovertext=[f"<b>{plain(row['label'])}</b><br>{row['sentence']}" for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        name="gap",
    )


def _band(band: float, count: int, paint: Theme) -> Row:
    ends = {"x0": -band, "x1": band, "y0": -0.5, "y1": count - 0.5}
    fill = alpha(paint.water, 0.16)
    return {"type": "rect", **ends, "line": {"width": 0}, "fillcolor": fill, "layer": "below"}


def _zero(count: int, paint: Theme) -> Row:
    ends = {"x0": 0, "x1": 0, "y0": -0.5, "y1": count - 0.5}
    return {"type": "line", **ends, "line": {"color": paint.muted, "width": 1}, "layer": "below"}


def _head(key: str, side: int, reach: float, paint: Theme, text: Text) -> Row:
    return {
        "text": text(key),
        "x": side * reach,
        "xanchor": "left" if side < 0 else "right",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": paint.muted},
    }


def _across(reach: float, band: float, text: Text) -> Row:
    ticks = [-reach, -band, 0, band, reach]
    labels = [fmt.percent(tick / 100, text.lang, 0) for tick in ticks]
    return {
        "range": [-reach * AIR, reach * AIR],
        "tickvals": ticks,
        "ticktext": [
            f"+{label}" if tick > 0 else label for tick, label in zip(ticks, labels, strict=True)
        ],
        "tickfont": {"size": 12},
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }


def _names(labels: list[str], width: int = NAME, *, lines: int = 1) -> Row:
    """Names in as many lines of so many columns; what is longer ends in dots."""
    return {
        "tickvals": list(range(len(labels))),
        "ticktext": [wrapped(shortened(label, lines * width), width) for label in labels],
        "tickfont": {"size": 12},
        "range": [len(labels) - 0.5, -0.5],
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }


def _head_of(channel: str, width: int) -> str:
    """A channel's name in two even lines where it has more than so many columns."""
    return (
        plain(channel)
        if columns(names.shown(channel)) <= width
        else halved(shortened(channel, 2 * width))
    )


def _columns(heads: list[str], *, is_upright: bool) -> Row:
    return {
        "tickvals": list(range(len(heads))),
        "ticktext": heads,
        "tickfont": {"size": 11 if is_upright else 10},
        "tickangle": -90 if is_upright else 0,
        "ticklabelstandoff": 10,
        "side": "top",
        "range": [-0.5, len(heads) - 0.5],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }


def _fill(gap: float, paint: Theme) -> str:
    """The page's own ground at the public price, one colour below it, another above."""
    depth = 0.08 + 0.72 * min(abs(gap) / DEEPEST, 1.0)
    return blend(paint.background, paint.bad if gap < 0 else paint.water, depth)


def _cell(cell: Row, paint: Theme) -> list[Row]:
    ends = {"x0": cell["x"] - 0.47, "x1": cell["x"] + 0.47}
    ends |= {"y0": cell["y"] - 0.44, "y1": cell["y"] + 0.44}
    line = {"color": paint.text, "width": 1.6} if cell["is_outside"] else {"width": 0}
    return [
        {
            "type": "rect",
            **ends,
            "fillcolor": _fill(cell["gap"], paint),
            "line": line,
            "layer": "below",
        }
    ]


def _written(cell: Row, paint: Theme) -> Row:
    return {
        "x": cell["x"],
        "y": cell["y"],
        "text": f"<b>{cell['shown']}</b>" if cell["is_outside"] else cell["shown"],
        "showarrow": False,
        "font": {"size": 12, "color": readable(paint, _fill(cell["gap"], paint))},
    }


def _touch(cells: list[Row]) -> go.Scatter:
    """Unseen points that answer for their cells."""
    return go.Scatter(
        x=[cell["x"] for cell in cells],
        y=[cell["y"] for cell in cells],
        mode="markers",
        marker={"size": 24, "opacity": 0},
        hovertext=[
            f"<b>{plain(cell['label'])}</b><br>{plain(cell['channel'])}<br>{cell['sentence']}"
            for cell in cells
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        name="touch",
    )
