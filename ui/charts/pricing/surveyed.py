"""What people say of prices: the four curves, how many would buy, and the offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ui import format as fmt
from ui.charts.kit.bands import band
from ui.charts.kit.figure import Row, blank, count_axis, nothing, plain
from ui.charts.pricing import scale
from ui.theme import Theme, alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from ui.text import Text

HEIGHT, LOW = 300, 240
LEGEND = 46
SHARES = (0, 25, 50, 75, 100)


def curves(
    frame: pl.DataFrame,
    crossings: pl.DataFrame,
    *,
    marks: Sequence[scale.Mark],
    text: Text,
    theme: str,
) -> go.Figure:
    """A line a question with its band. Rows: question, label, price, share, low, high (per cent);
    `crossings`: label, value, share, sentence of the points where two lines meet. An empty frame
    gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT + LEGEND)
    groups = frame.partition_by("question", maintain_order=True)
    for group, colour in zip(groups, paint.categorical, strict=False):
        figure.add_traces(_line(group, group["label"][0], colour, text, "pricing.curve_point"))
    drawn = crossings.drop_nulls(["value", "share"])
    figure.add_trace(_crossings(drawn, paint))
    prices = [*frame["price"], *(mark.at for mark in marks)]
    figure.update_layout(
        showlegend=True,
        xaxis=scale.across(min(prices), max(prices), text),
        yaxis=_shares(text),
        margin={"t": LEGEND},
        legend={"yref": "container", "y": 1, "yanchor": "top"},
    )
    scale.marked(figure, marks, paint)
    return figure


def outcome(
    frame: pl.DataFrame, best: float, *, marks: Sequence[scale.Mark], text: Text, theme: str
) -> go.Figure:
    """One curve over prices with its band and its best price. Rows: label, price, share, low, high
    (per cent, or money for each hundred asked). An empty frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=LOW)
    figure.add_traces(_line(frame, "outcome", paint.water, text, "pricing.outcome_point"))
    at_best = frame.sort((frame["price"] - best).abs()).row(0, named=True)
    figure.add_trace(
        go.Scatter(
            x=[best],
            y=[at_best["share"]],
            mode="markers",
            marker={"size": 11, "color": paint.wood},
            hoverinfo="skip",
            cliponaxis=False,
            name="best",
        )
    )
    prices = [*frame["price"], *(mark.at for mark in marks)]
    figure.update_layout(
        xaxis=scale.across(min(prices), max(prices), text),
        yaxis=count_axis(min([0.0, *frame["low"]]), max(frame["high"]), text)
        | {"title": {"text": text("pricing.column.hundred")}},
        margin={"t": 8},
    )
    scale.marked(figure, marks, paint)
    return figure


def demand(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """Who would buy at each price asked, as steps with limits, and beneath it how likely each is
    the best. Rows: price, label, share, low, high, chance (per cent), sentence. An empty frame
    gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT + 120)
    labels = frame["label"].to_list()
    shares = frame["share"].to_list()
    figure.add_trace(
        go.Scatter(
            x=labels,
            y=shares,
            mode="lines+markers",
            line={"color": paint.water, "width": 2, "shape": "hvh"},
            marker={"size": 9},
            error_y={
                "array": [high - share for high, share in zip(frame["high"], shares, strict=True)],
                "arrayminus": [
                    share - low for low, share in zip(frame["low"], shares, strict=True)
                ],
                "color": alpha(paint.water, 0.5),
                "width": 4,
            },
            hovertext=frame["sentence"].to_list(),
            hovertemplate="%{hovertext}<extra></extra>",
            name="demand",
        )
    )
    figure.add_trace(
        go.Bar(
            x=labels,
            y=frame["chance"].to_list(),
            yaxis="y2",
            marker={"color": paint.wood},
            hovertext=frame["sentence"].to_list(),
            hovertemplate="%{hovertext}<extra></extra>",
            name="chance",
        )
    )
    heads = (("pricing.demand_head", 1.0), ("pricing.chance_head", 0.3))
    figure.update_layout(
        bargap=0.5,
        annotations=[_head(text(key), y, paint) for key, y in heads],
        xaxis={"type": "category", "fixedrange": True, "showgrid": False, "anchor": "y2"},
        yaxis=_shares(text) | {"domain": [0.42, 0.94]},
        yaxis2=_shares(text)
        | {
            "domain": [0.0, 0.24],
            "tickvals": [0, 50, 100],
            "ticktext": [fmt.percent(share / 100, text.lang, 0) for share in (0, 50, 100)],
        },
        margin={"t": 8},
    )
    return figure


def _head(words: str, y: float, paint: Theme) -> Row:
    return {
        "text": words,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": y,
        "yref": "paper",
        "yanchor": "middle" if y == 1 else "bottom",
        "showarrow": False,
        "font": {"size": 13, "color": paint.muted},
    }


def _line(frame: pl.DataFrame, name: str, colour: str, text: Text, point: str) -> list[go.Scatter]:
    """The band and the line, which answers with price and height."""
    prices = frame["price"].to_list()
    low, high = frame["low"].to_list(), frame["high"].to_list()
    behind = band(prices, low, high, alpha(colour, 0.16), f"band {name}")
    behind.update(showlegend=False)
    sentences = [
        text(
            point,
            label=plain(row["label"]),
            price=fmt.number(row["price"], text.lang),
            share=fmt.number(row["share"], text.lang),
        )
        for row in frame.iter_rows(named=True)
    ]
    line = go.Scatter(
        x=prices,
        y=frame["share"].to_list(),
        mode="lines",
        line={"color": colour, "width": 2.5},
        hovertext=sentences,
        hovertemplate="%{hovertext}<extra></extra>",
        name=name,
    )
    return [behind, line]


def _crossings(points: pl.DataFrame, paint: Theme) -> go.Scatter:
    return go.Scatter(
        x=points["value"].to_list(),
        y=points["share"].to_list(),
        mode="markers",
        marker={
            "size": 10,
            "color": paint.background,
            "line": {"color": paint.text, "width": 2},
        },
        cliponaxis=False,
        hovertext=[
            f"<b>{plain(label)}</b><br>{plain(sentence)}"
            for label, sentence in points.select("label", "sentence").iter_rows()
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        showlegend=False,
        name="crossings",
    )


def _shares(text: Text) -> Row:
    return {
        "range": [0, 104],
        "tickvals": list(SHARES),
        "ticktext": [fmt.percent(share / 100, text.lang, 0) for share in SHARES],
        "fixedrange": True,
    }
