"""Launches over days since their day zero, with the phases of the one looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ui.charts.kit.bands import band
from ui.charts.kit.figure import Row, blank, count_axis, nothing, plain, round_ticks, tick_names
from ui.theme import alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from ui.text import Text
    from ui.theme import Theme

HEIGHT, LEVEL, LEGEND = 400, 16, 56
EARLIEST = -60
"""Days before day zero that are drawn at most."""


def overlay(
    frame: pl.DataFrame,
    usual: pl.DataFrame,
    phases: Sequence[tuple[str, int, int]],
    *,
    text: Text,
    theme: str,
) -> go.Figure:
    """A line for each launch, the one looked at bold, over the range of earlier ones. Rows of
    `frame`: name, age, total, is_own, sentence; of `usual`: age, low, high. `phases`: name, first
    and last day. An empty frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT + LEGEND + LEVEL * len(phases))
    if usual.height:
        name = text("launch.usual_name")
        area = band(usual["age"].to_list(), usual["low"].to_list(), usual["high"].to_list(),
                    alpha(paint.wood, 0.25), plain(name))  # fmt: skip
        figure.add_trace(area.update(showlegend=True))
    groups = frame.partition_by("code", maintain_order=True)
    others = [colour for colour in paint.categorical if colour != paint.water]
    for group, colour in zip(
        sorted(groups, key=lambda rows: rows["is_own"][0]), others * 9, strict=False
    ):
        figure.add_trace(_line(group, colour, paint))
    first = max(min([0, *(start for _, start, _ in phases)]), EARLIEST)
    last = max(frame["age"])
    figure.update_layout(
        showlegend=True,
        xaxis=_ages(first, last, text),
        yaxis=count_axis(0, max(frame["total"]) or 1.0, text),
        shapes=[*_bands(phases, first, last, paint), _rule(paint)],
        annotations=_names(phases, first, last, paint, text),
        margin={"t": 12 + LEVEL * (len(phases) + 1)},
        legend={"yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "font": {"size": 12}},
    )
    figure.update_layout(margin={"b": LEGEND + 50})
    return figure


def _line(rows: pl.DataFrame, colour: str, paint: Theme) -> go.Scatter:
    is_own, name = rows["is_own"][0], plain(rows["name"][0])
    return go.Scatter(
        x=rows["age"].to_list(),
        y=rows["total"].to_list(),
        mode="lines",
        line={
            "color": paint.water_text if is_own else alpha(colour, 0.7),
            "width": 3.5 if is_own else 1.5,
            "shape": "hv",
        },
        hovertext=[f"<b>{name}</b><br>{plain(sentence)}" for sentence in rows["sentence"]],
        hovertemplate="%{hovertext}<extra></extra>",
        name=name if len(name) <= 24 else f"{name[:23]}\u2026",  # noqa: PLR2004
    )


def _ages(first: int, last: int, text: Text) -> Row:
    ticks = [tick for tick in round_ticks(first, last, 8) if first <= tick <= last]
    return {
        "range": [first - 1, last + 1],
        "tickvals": ticks,
        "ticktext": tick_names(ticks, text),
        "title": {"text": text("launch.axis_age")},
        "fixedrange": True,
        "showgrid": False,
    }


def _rule(paint: Theme) -> Row:
    return {
        "type": "line",
        "x0": 0,
        "x1": 0,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": paint.primary, "width": 1.5},
    }


def _bands(
    phases: Sequence[tuple[str, int, int]], first: int, last: int, paint: Theme
) -> list[Row]:
    return [
        {
            "type": "rect",
            "x0": max(start, first) - 0.5,
            "x1": min(end, last) + 0.5,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "fillcolor": alpha(colour, 0.14),
            "line": {"width": 0},
            "layer": "below",
        }
        for (_, start, end), colour in zip(phases, paint.categorical, strict=False)
        if end >= first and start <= last
    ]


def _names(
    phases: Sequence[tuple[str, int, int]], first: int, last: int, paint: Theme, text: Text
) -> list[Row]:
    """Each name on a level of its own above the plot, so that none runs into the next."""
    names = [
        (name, max(start, first)) for name, start, end in phases if end >= first and start <= last
    ]
    names = [*names, (text("launch.day_zero"), 0)]
    return [
        {
            "text": plain(name),
            "x": at,
            "y": 1,
            "yref": "paper",
            "yshift": 2 + LEVEL * (len(names) - 1 - level),
            "xanchor": "left",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": 12, "color": paint.muted},
        }
        for level, (name, at) in enumerate(names)
    ]
