"""Reviews drawn: net sentiment with intervals, good against bad, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ui.charts.kit import marks as kit_marks
from ui.charts.kit.figure import Row, blank, nothing, periods_axis, plain, shortened
from ui.theme import alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ui.text import Text
    from ui.theme import Theme

ROW = 32
HEAD = 62
END = 66
NAME = 24
TICKS = (-100, -50, 0, 50, 100)


def nets(rows: Sequence[Row], *, text: Text, theme: str) -> go.Figure:
    """A dot and its interval for each row, the first on top: label, net, low, high (-100 to 100 or
    null), shown (printed at its end), is_enough, sentence. Rows that are not enough are grey.
    Without any the figure is a sentence."""
    if not any(row["net"] is not None for row in rows):
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEAD + ROW * len(rows))
    for place, row in enumerate(rows):
        if row["net"] is not None:
            figure.add_trace(_dot(row, [row["net"]], [place], "x", paint))
    figure.update_layout(
        xaxis=_scale(),
        yaxis=_names(rows),
        shapes=[_zero("x", paint)],
        annotations=[*_heads(text, paint), *_ends(rows, paint)],
        margin={"t": 30, "r": END},
    )
    return figure


def months(
    rows: Sequence[Row],
    starts: Sequence[date],
    *,
    text: Text,
    theme: str,
    marks: kit_marks.Marks | None = None,
) -> go.Figure:
    """`nets` from left to right, by months that begin on `starts`, with events marked."""
    points = [row for row in rows if row["net"] is not None]
    if not points:
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=320)
    labels = [row["label"] for row in rows]
    figure.add_trace(
        go.Scatter(
            x=[row["label"] for row in points],
            y=[row["net"] for row in points],
            mode="lines",
            line={"color": alpha(paint.muted, 0.5), "width": 1.5},
            hoverinfo="skip",
            name="line",
        )
    )
    for row in points:
        figure.add_trace(_dot(row, [row["label"]], [row["net"]], "y", paint))
    figure.update_layout(
        xaxis=periods_axis(labels, starts, text), yaxis=_scale(), shapes=[_zero("y", paint)]
    )
    kit_marks.draw(figure, marks, text=text, paint=paint)
    return figure


def split(rows: Sequence[Row], *, text: Text, theme: str) -> go.Figure:
    """What is good to the right and what is bad to the left, a bar each: label, positive, negative,
    good, bad (sentences). A click gives the row's number. No rows give a sentence."""
    if not rows:
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEAD + (ROW + 6) * len(rows))
    sides = (("negative", "bad", paint.bad, -1), ("positive", "good", paint.good, 1))
    for name, sentence, colour, sign in sides:
        figure.add_trace(_bar(rows, [sign * row[name] for row in rows], sentence, colour, name))
    reach = max(max(row["positive"], row["negative"]) for row in rows) or 1
    figure.update_layout(
        barmode="relative",
        bargap=0.3,
        xaxis={"range": [-1.2 * reach, 1.2 * reach], "visible": False, "fixedrange": True},
        yaxis=_names(rows),
        annotations=_heads(text, paint),
        shapes=[_zero("x", paint)],
        margin={"t": 30, "r": 14},
    )
    return figure


def counts(rows: Sequence[Row], tone: str, *, text: Text, theme: str) -> go.Figure:
    """A bar for each row, the first on top: label, value, shown, sentence; `tone` is good, bad or
    water. No rows give a sentence."""
    if not rows:
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=40 + ROW * len(rows))
    colour = {"good": paint.good, "bad": paint.bad, "water": paint.water}[tone]
    figure.add_trace(_bar(rows, [row["value"] for row in rows], "sentence", colour, "shown"))
    top = max(row["value"] for row in rows) or 1
    figure.update_layout(
        bargap=0.3,
        xaxis={"range": [0, 1.2 * top], "visible": False, "fixedrange": True},
        yaxis=_names(rows),
        margin={"t": 8, "r": 14},
    )
    return figure


def _bar(rows: Sequence[Row], values: list[float], hover: str, colour: str, shown: str) -> go.Bar:
    return go.Bar(
        x=values,
        y=list(range(len(rows))),
        orientation="h",
        marker={"color": alpha(colour, 0.75)},
        text=[plain(str(row[shown])) if row[shown] else "" for row in rows],
        textposition="outside",
        cliponaxis=False,
        hovertext=[row[hover] for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        name=shown,
    )


def _dot(row: Row, x: list[object], y: list[object], along: str, paint: Theme) -> go.Scatter:
    is_open = row["low"] is None or row["high"] is None
    colour = _ink(row, paint)
    return go.Scatter(
        x=x,
        y=y,
        mode="markers",
        marker={"color": colour, "size": 10},
        hovertext=[row["sentence"]],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        name="net",
        **{
            f"error_{along}": {
                "array": [0 if is_open else row["high"] - row["net"]],
                "arrayminus": [0 if is_open else row["net"] - row["low"]],
                "color": alpha(colour, 0.45),
                "thickness": 5,
                "width": 0,
            }
        },
    )


def _ink(row: Row, paint: Theme) -> str:
    """Grey under the floor; a colour of its own where the whole interval lies on one side."""
    if not row["is_enough"]:
        return paint.muted
    if row["low"] is not None and row["low"] > 0:
        return paint.good
    if row["high"] is not None and row["high"] < 0:
        return paint.bad
    return paint.neutral


def _scale() -> Row:
    return {
        "range": [-106, 106],
        "tickvals": list(TICKS),
        "ticktext": [f"+{tick}" if tick > 0 else str(tick) for tick in TICKS],
        "tickfont": {"size": 12},
        "fixedrange": True,
        "zeroline": False,
    }


def _names(rows: Sequence[Row]) -> Row:
    return {
        "tickvals": list(range(len(rows))),
        "ticktext": [plain(shortened(str(row["label"]), NAME)) for row in rows],
        "tickfont": {"size": 13},
        "range": [len(rows) - 0.5, -0.5],
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }


def _zero(along: str, paint: Theme) -> Row:
    across = {"x": "y", "y": "x"}[along]
    ends = {f"{along}0": 0, f"{along}1": 0, f"{across}0": 0, f"{across}1": 1}
    line = {"color": paint.muted, "width": 1}
    return {"type": "line", **ends, f"{across}ref": "paper", "line": line, "layer": "below"}


def _heads(text: Text, paint: Theme) -> list[Row]:
    """Which side is which, above the chart."""
    return [
        {
            "text": text(key),
            "x": x,
            "xref": "paper",
            "xanchor": "left" if x == 0 else "right",
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": 12, "color": paint.muted},
        }
        for key, x in (("voice.head_bad", 0), ("voice.head_good", 1))
    ]


def _ends(rows: Sequence[Row], paint: Theme) -> list[Row]:
    """What is shown of each row to the right of the chart."""
    return [
        {
            "text": plain(str(row["shown"])),
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 8,
            "y": place,
            "yref": "y",
            "showarrow": False,
            "font": {"size": 12, "color": paint.muted},
        }
        for place, row in enumerate(rows)
    ]
