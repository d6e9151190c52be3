"""From purchase to purchase between places, and what customers are worth by the way they took."""

import math

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.customers import journey
from ui.charts.kit.figure import Row, blank, nothing, wrapped
from ui.text import Text
from ui.theme import Theme, alpha
from ui.theme import theme as theme_of

ACROSS = (0.001, 0.5, 0.999)
GAP = 0.05
"""Of the height, between two nodes."""
ROW = 34
HEAD = 46
NAME = 22
AIR = 0.15
TICKS = 3


def flow(nodes: pl.DataFrame, links: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A flow over three purchase days: nodes and links as in
    `ui.charts.customers.journey.flow`, nodes with
    column (1 to 3) and customers, each column from the top down. No links give a figure with a
    sentence."""
    figure = journey.flow(nodes, links, text=text, theme=theme)
    if links.is_empty():
        return figure
    columns = [part["customers"].to_list() for part in nodes.partition_by("column")]
    most = max(sum(column) for column in columns)
    room = 1 - GAP * (max(len(column) for column in columns) - 1)
    figure.update_traces(
        arrangement="fixed",
        node={
            "x": [ACROSS[column - 1] for column in nodes["column"]],
            "y": [middle for column in columns for middle in _middles(column, room / most)],
        },
    )
    figure.update_layout(height=400)
    return figure


def worth(frame: pl.DataFrame, *, currency: str | None, text: Text, theme: str) -> go.Figure:
    """A dot and its interval for each row: label, value, low, high (null: not known), is_none (no
    second purchase, drawn pale), sentence. An empty frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    rows = frame.to_dicts()
    figure = blank(text, theme, height=HEAD + ROW * len(rows))
    figure.add_traces([_interval(row, at, paint) for at, row in enumerate(rows)])
    figure.add_trace(_dots(rows, currency, paint, text))
    figure.update_layout(
        xaxis=_across(rows, text),
        yaxis={
            "tickvals": list(range(len(rows))),
            "ticktext": [wrapped(row["label"], NAME) for row in rows],
            "tickfont": {"size": 12},
            "range": [len(rows) - 0.5, -0.5],
            "automargin": True,
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
        margin={"t": 8, "r": 16},
    )
    return figure


def _middles(counts: list[int], each: float) -> list[float]:
    """The middle of each node of a column, as a share of the height, of which a customer takes
    `each`: columns begin at the top and are as tall as they have customers."""
    tops = [sum(counts[:at]) * each + GAP * at for at in range(len(counts))]
    middles = [top + count * each / 2 for top, count in zip(tops, counts, strict=True)]
    return [min(max(middle, ACROSS[0]), ACROSS[-1]) for middle in middles]


def _ink(row: Row, paint: Theme) -> str:
    return paint.neutral if row["is_none"] else paint.categorical[0]


def _interval(row: Row, at: int, paint: Theme) -> go.Scatter:
    is_open = fmt.missing(row["low"]) or fmt.missing(row["high"])
    return go.Scatter(
        x=[row["value"]] * 2 if is_open else [row["low"], row["high"]],
        y=[at, at],
        mode="lines",
        line={"color": alpha(_ink(row, paint), 0.4), "width": 8},
        hoverinfo="skip",
        name="interval",
    )


def _dots(rows: list[Row], currency: str | None, paint: Theme, text: Text) -> go.Scatter:
    amounts = [fmt.money(row["value"], text.lang, currency, compact=True) for row in rows]
    return go.Scatter(
        x=[row["value"] for row in rows],
        y=list(range(len(rows))),
        mode="markers+text",
        marker={"size": 11, "color": [_ink(row, paint) for row in rows]},
        text=[f"<b>{amount}</b>" for amount in amounts],
        textposition="top center",
        textfont={"size": 11, "color": paint.text},
        hovertext=[f"<b>{row['label']}</b><br>{row['sentence']}" for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        name="worth",
    )


def _across(rows: list[Row], text: Text) -> Row:
    ends = [row[end] for row in rows for end in ("value", "low", "high") if row[end] is not None]
    first, last = min([0.0, *ends]), max([1.0, *ends])
    step = _round_step((last - first) / TICKS)
    ticks = [at * step for at in range(math.floor(first / step), math.ceil(last / step) + 1)]
    return {
        "range": [ticks[0] - step * AIR, ticks[-1] + step * AIR],
        "tickvals": ticks,
        "ticktext": [fmt.count(tick, text.lang, compact=True) for tick in ticks],
        "tickfont": {"size": 12},
        "tickangle": 0,
        "fixedrange": True,
    }


def _round_step(rough: float) -> float:
    """The next 1, 2 or 5 times a power of ten, 1 at least."""
    power = 10.0 ** max(math.floor(math.log10(rough)), 0)
    return next(base * power for base in (1, 2, 5, 10) if base * power >= rough)
