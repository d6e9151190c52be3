"""Shares of customers and of revenue, a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ui.charts.kit.figure import blank, nothing, plain, rate_axis, shortened
from ui.theme import alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    import polars as pl

    from ui.text import Text

ROW, HEAD, FOOT = 36, 14, 56
LONGEST = 20


def shares(frame: pl.DataFrame, title: str, *, text: Text, theme: str) -> go.Figure:
    """A row each, the first on top: the share as a dot in its range. Rows as
    `ui.views.positioning.whom.SHARES`; `title` says of what they are shares. An empty frame gives a
    figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEAD + FOOT + ROW * frame.height)
    # Rows stand by their place: two products may have one name, or the same beginning of one.
    places = list(range(frame.height))
    values, lows, highs = (frame[name].to_list() for name in ("value", "low", "high"))
    figure.add_trace(
        go.Scatter(
            x=values,
            y=places,
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [_reach(high, value) for high, value in zip(highs, values, strict=True)],
                "arrayminus": [_reach(value, low) for low, value in zip(lows, values, strict=True)],
                "color": alpha(paint.water, 0.6),
            },
            mode="markers",
            marker={"size": 12, "color": paint.water},
            hovertext=[
                f"{plain(label)}<br>{plain(sentence)}"
                for label, sentence in frame.select("label", "sentence").iter_rows()
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            name=title,
        )
    )
    figure.update_layout(
        xaxis=rate_axis([*highs, *values], text) | {"title": {"text": title}, "showgrid": True},
        yaxis={
            "tickvals": places,
            "ticktext": [plain(shortened(label, LONGEST)) for label in frame["label"]],
            "range": [frame.height - 0.5, -0.5],
            "fixedrange": True,
            "showgrid": False,
        },
        margin={"t": HEAD},
    )
    return figure


def _reach(high: float | None, low: float | None) -> float:
    """How far a share may be off to one side; 0 where nobody can tell."""
    return 0.0 if high is None or low is None else max(high - low, 0.0)
