"""Older products week by week against what was expected, and changes that come without a launch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ui import format as fmt
from ui.charts.kit.bands import band
from ui.charts.kit.figure import Row, blank, count_axis, month_names, nothing, plain, round_ticks
from ui.theme import alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from ui.text import Text

HEIGHT, LEGEND, DOTS = 320, 46, 200
MONTHS, WEEK = 5, 7
"""Months named at most, so that a phone has room for them."""
OWN_SIZE, SIZE = 15, 10


def effect(frame: pl.DataFrame, day_zero: date, *, text: Text, theme: str) -> go.Figure:
    """Units by week, the day zero as a rule. Rows: week_on, actual, expected, low, high (null
    before day zero), new_units, sentence. An empty frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT + LEGEND)
    after = frame.drop_nulls(["low", "high"])
    if after.height:
        weeks = after["week_on"].to_list()
        low, high = after["low"].to_list(), after["high"].to_list()
        figure.add_trace(band(weeks, low, high, alpha(paint.wood, 0.25)).update(showlegend=False))
    looks = {
        "expected": {"color": paint.wood, "width": 2, "dash": "dot"},
        "actual": {"color": paint.water_text, "width": 3},
    }
    x = frame["week_on"].to_list()
    figure.add_trace(
        go.Bar(
            x=x,
            y=frame["new_units"].to_list(),
            marker={"color": alpha(paint.categorical[1], 0.6)},
            hoverinfo="skip",
            name=plain(text("launch.strip_new")),
        )
    )
    for name, line in looks.items():
        figure.add_trace(
            go.Scatter(
                x=x,
                y=frame[name].to_list(),
                mode="lines",
                line=line,
                hovertext=[plain(sentence) for sentence in frame["sentence"]],
                hovertemplate="%{hovertext}<extra></extra>",
                name=plain(text(f"launch.strip_{name}")),
            )
        )
    ends = [
        end
        for name in ("actual", "expected", "high", "new_units")
        for end in frame[name].drop_nulls()
    ]
    firsts = [on for on in x if on.day <= WEEK]
    months = firsts[:: max(1, math.ceil(len(firsts) / MONTHS))]
    figure.update_layout(
        showlegend=True,
        xaxis={
            "type": "date",
            "tickvals": months,
            "ticktext": month_names(months, text),
            "tickangle": 0,
            "fixedrange": True,
            "showgrid": False,
        },
        yaxis=count_axis(0, max(ends), text),
        shapes=[
            {
                "type": "line",
                "x0": day_zero,
                "x1": day_zero,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": paint.primary, "width": 1.5},
            }
        ],
        annotations=[
            {
                "text": plain(text("launch.day_zero")),
                "x": day_zero,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "xanchor": "left",
                "showarrow": False,
                "font": {"size": 12, "color": paint.muted},
            }
        ],
        margin={"t": LEGEND + 16},
        legend={"yref": "container", "y": 1, "yanchor": "top"},
    )
    return figure


def placebos(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A row of dots for each kind of change, in per cent. Rows: kind (space, time, own), row,
    effect, sentence. An empty frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=DOTS)
    looks: dict[str, Row] = {
        "space": {"size": SIZE, "color": alpha(paint.muted, 0.6)},
        "time": {
            "size": SIZE,
            "color": "rgba(0,0,0,0)",
            "line": {"width": 2, "color": paint.wood},
        },
        "own": {"size": OWN_SIZE, "color": paint.water_text, "symbol": "diamond"},
    }
    for kind, marker in looks.items():
        rows = frame.filter(kind=kind)
        if rows.is_empty():
            continue
        figure.add_trace(
            go.Scatter(
                x=rows["effect"].to_list(),
                y=[plain(row) for row in rows["row"]],
                mode="markers",
                marker=marker,
                hovertext=[plain(sentence) for sentence in rows["sentence"]],
                hovertemplate="%{hovertext}<extra></extra>",
                cliponaxis=False,
                name=kind,
            )
        )
    effects = frame["effect"].drop_nulls()
    ticks = round_ticks(min([0.0, *effects]), max([0.0, *effects]), 5)
    figure.update_layout(
        xaxis={
            "range": [ticks[0], ticks[-1]],
            "tickvals": ticks,
            "ticktext": [fmt.percent(tick, text.lang, 0) for tick in ticks],
            "fixedrange": True,
            "zeroline": True,
        },
        yaxis={"fixedrange": True, "autorange": "reversed", "tickfont": {"size": 12}},
        margin={"t": 12},
    )
    return figure
