"""What was expected as a bar, what came as a dot, a row a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go
import polars as pl

from ui.charts.kit.figure import blank, nothing, plain, shortened
from ui.theme import alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    from ui.text import Text

ROW, AROUND = 34, 70
LONGEST = 22
REACH = (-1.15, 2.15)


def dots(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """Rows: label, place (0 and 1 are the ends of what was expected), is_inside, sentence. An empty
    frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=AROUND + ROW * frame.height)
    rows = list(range(frame.height))
    figure.add_trace(
        go.Bar(
            x=[1] * frame.height,
            base=[0] * frame.height,
            y=rows,
            orientation="h",
            width=0.5,
            marker={"color": alpha(paint.muted, 0.28)},
            hoverinfo="skip",
            name="expected",
        )
    )
    hover = [
        f"<b>{plain(row['label'])}</b><br>{plain(row['sentence'])}" for row in frame.to_dicts()
    ]
    figure.add_trace(
        go.Scatter(
            x=frame["place"].to_list(),
            y=rows,
            mode="markers",
            marker={
                "size": 11,
                "color": [paint.good if inside else paint.bad for inside in frame["is_inside"]],
                "symbol": ["circle" if inside else "diamond" for inside in frame["is_inside"]],
            },
            hovertext=hover,
            hovertemplate="%{hovertext}<extra></extra>",
            name="results",
        )
    )
    ends = [text("notes.axis_low"), text("notes.axis_high")]
    figure.update_layout(
        xaxis={"range": REACH, "tickvals": [0, 1], "ticktext": ends, "fixedrange": True},
        yaxis={
            "range": [frame.height - 0.4, -0.6],
            "tickvals": rows,
            "ticktext": [plain(shortened(label, LONGEST)) for label in frame["label"]],
            "automargin": True,
            "fixedrange": True,
            "showgrid": False,
        },
    )
    return figure
