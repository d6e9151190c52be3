"""The range of a line as a band behind it."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go


def band(
    x: Sequence[Any], low: Sequence[float], high: Sequence[float], fill: str, name: str = "band"
) -> go.Scatter:
    """The area between two lines over the same places, without an edge and without an answer to
    the mouse."""
    return go.Scatter(
        x=[*x, *x[::-1]],
        y=[*high, *low[::-1]],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=fill,
        hoverinfo="skip",
        name=name,
    )
