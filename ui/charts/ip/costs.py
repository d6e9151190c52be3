"""What a customer who stays costs, IP by IP, on an axis that a tenfold price does not burst."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from ui.charts.kit.figure import tick_names
from ui.charts.pricing import scale
from ui.charts.pricing.scale import Mark

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from ui.text import Text

STEPS = (1, 2, 5)
MOST_TICKS = 6
LEAST = 0.01


def costs(
    frame: pl.DataFrame, left: tuple[str, float] | None, *, text: Text, theme: str
) -> go.Figure:
    """Rows as of `pricing.scale.ranges`, in money; `left`: name and amount of a line across. Prices
    of nothing stand at the left end."""
    logs = frame.with_columns(pl.col("value", "low", "high").clip(LEAST).log10())
    marks = [] if left is None else [Mark(left[0], math.log10(max(left[1], LEAST)), is_main=True)]
    figure = scale.ranges(logs, text=text, theme=theme, marks=marks)
    if figure.layout.xaxis.range is None or not figure.layout.xaxis.tickvals:
        return figure
    low, high = figure.layout.xaxis.range
    ticks = _ticks(low, high)
    figure.update_layout(
        xaxis={
            "tickvals": [math.log10(tick) for tick in ticks],
            "ticktext": [tick_names([tick], text)[0] for tick in ticks],
        }
    )
    return figure


def _ticks(low: float, high: float) -> list[float]:
    """Round amounts between two powers of ten, powers alone where there are many."""
    powers = range(math.floor(low), math.ceil(high) + 1)
    for steps in (STEPS, (1, 3), (1,)):
        ticks = [
            float(step * 10.0**power)
            for power in powers
            for step in steps
            if low <= math.log10(step * 10.0**power) <= high
        ]
        if len(ticks) <= MOST_TICKS:
            break
    return ticks
