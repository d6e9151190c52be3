"""What each month's new customers will still bring."""

import plotly.graph_objects as go
import polars as pl

from ui.charts.kit.figure import blank, count_axis, nothing, periods_axis
from ui.text import Text
from ui.theme import alpha
from ui.theme import theme as theme_of

HEIGHT = 300


def by_cohort(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A bar a month of the first purchase, with the interval of what is expected.

    Rows: period (its first day), label, value, low, high (both null where there is no interval),
    sentence.
    """
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    rows = frame.to_dicts()
    intervals = [
        (row["high"] or row["value"], row["low"] or row["value"], row["value"]) for row in rows
    ]
    figure = blank(text, theme, height=HEIGHT)
    figure.add_trace(
        go.Bar(
            x=frame["label"].to_list(),
            y=frame["value"].to_list(),
            marker={"color": alpha(paint.categorical[0], 0.75)},
            error_y={
                "array": [high - value for high, _, value in intervals],
                "arrayminus": [value - low for _, low, value in intervals],
                "color": paint.muted,
                "thickness": 1.5,
                "width": 0,
            },
            hovertext=frame["sentence"].to_list(),
            hovertemplate="%{hovertext}<extra></extra>",
            name="expected",
        )
    )
    figure.update_layout(
        xaxis=periods_axis(frame["label"].to_list(), frame["period"].to_list(), text),
        yaxis=count_axis(0, max(high for high, _, _ in intervals), text),
    )
    return figure
