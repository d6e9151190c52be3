"""Product weeks by price and units against usual, with the slope through them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ui import format as fmt
from ui.charts.kit.bands import band
from ui.charts.kit.figure import Row, blank, nothing, plain
from ui.theme import alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    import polars as pl

    from ui.text import Text

HEIGHT = 400
ROOM = 0.05
NUMBERS = 5
ROUND = (0, 1, -0.5, 4, -0.8, 0.5, -0.3, 0.2, -0.2, 9, -0.9, 0.1, -0.1, 0.05, -0.05, 0.02, -0.02)
"""Changes that axes may name, those that say most first: doubled stands as far up as halved stands
down, for the axes are logarithms."""


def dots(
    frame: pl.DataFrame, line: tuple[float, float, float], *, text: Text, theme: str
) -> go.Figure:
    """Price across, units up, both as logarithms against usual and named in per cent. Rows:
    log_price, log_units, label, sentence. `line`: the slope and its limits. An empty frame gives a
    figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT)
    low, high = min(frame["log_price"]), max(frame["log_price"])
    ends = [low, 0.0, high]
    value, lower, upper = line
    figure.add_trace(
        go.Scatter(
            x=frame["log_price"].to_list(),
            y=frame["log_units"].to_list(),
            mode="markers",
            marker={"size": 6, "color": alpha(paint.wood, 0.5)},
            hovertext=[
                f"<b>{plain(label)}</b><br>{plain(sentence)}"
                for label, sentence in frame.select("label", "sentence").iter_rows()
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            name="weeks",
        )
    )
    figure.add_trace(
        band(
            ends,
            [min(lower * end, upper * end) for end in ends],
            [max(lower * end, upper * end) for end in ends],
            alpha(paint.water, 0.25),
        )
    )
    figure.add_trace(
        go.Scatter(
            x=ends,
            y=[value * end for end in ends],
            mode="lines",
            line={"color": paint.water_text, "width": 2.5},
            hoverinfo="skip",
            name="slope",
        )
    )
    figure.update_layout(
        xaxis=_axis(frame["log_price"].to_list(), text)
        | {"title": {"text": text("pricing.price_against_usual")}},
        yaxis=_axis(frame["log_units"].to_list(), text)
        | {"title": {"text": text("pricing.units_against_usual")}},
        margin={"t": 12},
    )
    return figure


def _axis(logs: list[float], text: Text) -> Row:
    """An axis of logarithms, around what is drawn, with round changes that keep apart."""
    low, high = min(*logs, 0.0), max(*logs, 0.0)
    reach = high - low or 1.0
    ticks: list[float] = []
    for change in ROUND:
        at = math.log1p(change)
        if low <= at <= high and all(abs(at - tick) >= reach / NUMBERS for tick in ticks):
            ticks.append(at)
    ticks.sort()
    return {
        "range": [low - ROOM * reach, high + ROOM * reach],
        "tickvals": ticks,
        "ticktext": [fmt.percent(math.expm1(tick), text.lang, 0) for tick in ticks],
        "fixedrange": True,
        "showgrid": True,
    }
