"""Online orders of a store's region against those expected, from weeks before the opening on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ui import format as fmt
from ui.charts.kit.bands import band
from ui.charts.kit.figure import blank, nothing, plain, round_ticks
from ui.theme import alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    import polars as pl

    from ui.charts.kit.figure import Row
    from ui.text import Text
    from ui.theme import Theme

HEIGHT, LEGEND = 340, 46
AIR, STEPS, EVERY = 1.1, 4, 8
LEAST_END = 20.0
"""Per cent: less than that either way would make a quiet region look wild."""


def strip(frame: pl.DataFrame, mean: tuple[float, str], *, text: Text, theme: str) -> go.Figure:
    """A line a region, those with a store above the others with their range.

    Rows: region, week from the opening, change, low and high in per cent (null for other regions),
    is_own, sentence. What lies far beyond the own line is cut off. An empty frame gives a figure
    with a sentence. `mean`: the change of all weeks after the opening in per cent, a level line,
    and what it says when it is pointed at.
    """
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT + LEGEND)
    own = frame.filter("is_own").sort("week")
    for place, rows in enumerate(
        frame.filter(~frame["is_own"]).sort("region", "week").partition_by("region")
    ):
        figure.add_trace(_other(rows, paint, text, is_named=place == 0))
    ranged = own.drop_nulls(["low", "high"])
    low, high = ranged["low"].to_list(), ranged["high"].to_list()
    figure.add_trace(
        band(ranged["week"].to_list(), low, high, alpha(paint.water, 0.22)).update(showlegend=False)
    )
    figure.add_trace(
        go.Scatter(
            x=own["week"].to_list(),
            y=own["change"].to_list(),
            mode="lines+markers",
            line={"color": paint.water_text, "width": 3},
            marker={"size": 5},
            hovertext=[plain(sentence) for sentence in own["sentence"]],
            hovertemplate="%{hovertext}<extra></extra>",
            name=plain(text("stores.halo.own")),
        )
    )
    figure.add_trace(_mean(own["week"].max(), mean, paint, text))  # type: ignore[arg-type]
    figure.update_layout(
        showlegend=True,
        xaxis=_along(own["week"].to_list(), text),
        yaxis=_up([*own["change"].drop_nulls(), *low, *high], text),
        shapes=[_line(paint, x=0.0), _line(paint, y=0.0)],
        annotations=[
            {
                "text": plain(text("stores.halo.opening")),
                "x": 0,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 12, "color": paint.muted},
            }
        ],
        margin={"t": LEGEND + 16},
        legend={"yref": "container", "y": 1, "yanchor": "top"},
    )
    return figure


def _other(rows: pl.DataFrame, paint: Theme, text: Text, *, is_named: bool) -> go.Scatter:
    return go.Scatter(
        x=rows["week"].to_list(),
        y=rows["change"].to_list(),
        mode="lines",
        line={"color": alpha(paint.muted, 0.35), "width": 1},
        hoverinfo="skip",
        showlegend=is_named,
        name=plain(text("stores.halo.others")),
    )


def _mean(last: int, mean: tuple[float, str], paint: Theme, text: Text) -> go.Scatter:
    value, sentence = mean
    return go.Scatter(
        x=[0, last],
        y=[value, value],
        mode="lines",
        line={"color": paint.water_text, "width": 2, "dash": "dot"},
        hovertext=[plain(sentence)] * 2,
        hovertemplate="%{hovertext}<extra></extra>",
        name=plain(text("stores.halo.mean")),
    )


def _line(paint: Theme, x: float | None = None, y: float | None = None) -> Row:
    """An upright line at x, or a level one at y."""
    ends = {"x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper"}
    if y is not None:
        ends = {"x0": 0, "x1": 1, "xref": "paper", "y0": y, "y1": y}
    return ends | {"type": "line", "layer": "below", "line": {"color": paint.primary, "width": 1.5}}


def _along(weeks: list[int], text: Text) -> Row:
    first, last = min(weeks), max(weeks)
    ticks = [week for week in range(first, last + 1) if week % EVERY == 0]
    return {
        "tickvals": ticks,
        "ticktext": [fmt.count(week, text.lang) for week in ticks],
        "title": {"text": plain(text("stores.halo.axis"))},
        "range": [first - 0.5, last + 0.5],
        "showgrid": False,
        "fixedrange": True,
    }


def _up(ends: list[float], text: Text) -> Row:
    low, high = min([-LEAST_END, *ends]) * AIR, max([LEAST_END, *ends]) * AIR
    ticks = round_ticks(low, high, STEPS)
    return {
        "range": [low, high],
        "tickvals": ticks,
        "ticktext": [fmt.percent(tick / 100, text.lang, 0) for tick in ticks],
        "fixedrange": True,
    }
