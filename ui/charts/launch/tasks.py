"""Tasks by phase: done, done late, late, open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ui.charts.kit.figure import blank, nothing, plain, round_ticks, tick_names
from ui.theme import alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    import polars as pl

    from ui.text import Text

ROW, FOOT, LEGEND = 40, 40, 40


def by_phase(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A bar for each phase. Rows: phase, done, late_done, late, open. An empty frame gives a figure
    with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=ROW * frame.height + FOOT + LEGEND)
    colours = {
        "done": paint.water,
        "late_done": alpha(paint.water, 0.45),
        "late": paint.bad,
        "open": alpha(paint.muted, 0.3),
    }
    labels = [plain(phase) for phase in frame["phase"]]
    for state, colour in colours.items():
        name = text(f"launch.column.{state}")
        figure.add_trace(
            go.Bar(
                x=frame[state].to_list(),
                y=labels,
                orientation="h",
                marker={"color": colour, "line": {"width": 0}},
                text=[str(count) if count else "" for count in frame[state]],
                textposition="inside",
                textangle=0,
                textfont={
                    "color": paint.text if state in {"late_done", "open"} else paint.background
                },
                insidetextanchor="middle",
                hovertemplate=f"{plain(name)}: %{{x}}<extra></extra>",
                name=plain(name),
            )
        )
    most = max(sum(row) for row in frame.select(*colours).iter_rows())
    ticks = [tick for tick in round_ticks(0, most) if tick == int(tick)]
    figure.update_layout(
        barmode="stack",
        bargap=0.35,
        showlegend=True,
        xaxis={
            "range": [0, max(ticks[-1], most)],
            "tickvals": ticks,
            "ticktext": tick_names(ticks, text),
            "fixedrange": True,
        },
        yaxis={"autorange": "reversed", "fixedrange": True, "tickfont": {"size": 13}},
        margin={"t": LEGEND},
        legend={"yref": "container", "y": 1, "yanchor": "top", "traceorder": "normal"},
    )
    return figure
