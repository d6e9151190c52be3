"""The repeat expected of ever larger brands, and where the own brand lies; and its searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit.bands import band
from ui.charts.kit.figure import Row, blank, nothing, periods_axis, plain, rate_axis, round_ticks
from ui.theme import alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    from ui.text import Text

HEIGHT, LEGEND = 340, 46
PERCENT = 100.0


def expected(curve: pl.DataFrame, brands: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """Penetration across, repeat up. Rows of the curve: penetration, repeat, low, high (0-1); of
    the brands: label, penetration, repeat, sentence, is_own, and of the own brand the observed
    repeat as repeat with low and high, else null. An empty frame gives a figure with a
    sentence."""
    if curve.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT + LEGEND)
    across = curve["penetration"].to_list()
    fill = alpha(paint.water, 0.16)
    figure.add_trace(band(across, curve["low"].to_list(), curve["high"].to_list(), fill))
    figure.add_trace(
        go.Scatter(
            x=across,
            y=curve["repeat"].to_list(),
            mode="lines",
            line={"color": paint.water, "width": 2},
            hoverinfo="skip",
            name=text("market.curve"),
            showlegend=True,
        )
    )
    sides = (("market.others", False, paint.neutral, 8), ("market.ours", True, paint.wood, 13))
    for key, is_own, colour, size in sides:
        rows = brands.filter(pl.col("is_own") == is_own)
        figure.add_trace(_dots(rows, text(key), colour, size))
    figure.data[0].showlegend = False
    top = max(across[-1], *brands["penetration"])
    figure.update_layout(
        showlegend=True,
        xaxis=_shares(top, text) | {"title": {"text": text("market.penetration")}},
        yaxis=rate_axis([*curve["high"], *brands["repeat"], *brands["high"]], text)
        | {"title": {"text": text("market.repeat")}},
        margin={"t": LEGEND},
        legend={"yref": "container", "y": 1, "yanchor": "top"},
    )
    return figure


def searched(weeks: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """The share of searches by week. Rows: week_on, label, share (0-1), sentence. An empty frame
    gives a figure with a sentence."""
    if weeks.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT - LEGEND)
    figure.add_trace(
        go.Scatter(
            x=weeks["label"].to_list(),
            y=weeks["share"].to_list(),
            mode="lines",
            line={"color": paint.water, "width": 2},
            hovertext=weeks["sentence"].to_list(),
            hovertemplate="%{hovertext}<extra></extra>",
            name="share",
        )
    )
    figure.update_layout(
        xaxis=periods_axis(weeks["label"].to_list(), weeks["week_on"].to_list(), text),
        yaxis=rate_axis(weeks["share"].to_list(), text),
    )
    return figure


def _dots(rows: pl.DataFrame, name: str, colour: str, size: int) -> go.Scatter:
    repeats = rows["repeat"]
    return go.Scatter(
        x=rows["penetration"].to_list(),
        y=repeats.to_list(),
        mode="markers",
        marker={"size": size, "color": colour},
        error_y={
            "array": (rows["high"] - repeats).fill_null(0).to_list(),
            "arrayminus": (repeats - rows["low"]).fill_null(0).to_list(),
            "color": colour,
            "thickness": 2,
            "width": 0,
        },
        hovertext=[plain(sentence) for sentence in rows["sentence"]],
        hovertemplate="%{hovertext}<extra></extra>",
        name=name,
    )


def _shares(top: float, text: Text) -> Row:
    ticks = round_ticks(0.0, PERCENT * top)
    return {
        "range": [0, max(ticks[-1], PERCENT * top) / PERCENT * 1.03],
        "tickvals": [tick / PERCENT for tick in ticks],
        "ticktext": [fmt.percent(tick / PERCENT, text.lang, 0) for tick in ticks],
        "fixedrange": True,
    }
