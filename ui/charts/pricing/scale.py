"""What the pictures of prices share: their axes, marked prices, and rows of ranges on one axis."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import plotly.graph_objects as go

from ui import format as fmt
from ui.charts.kit.figure import (
    Row,
    blank,
    nothing,
    plain,
    round_ticks,
    shortened,
    tick_names,
    wrapped,
)
from ui.theme import Theme, alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from ui.text import Text

ROW = 46
SILENT, LINE = 1.15, 0.36
"""Rows that a silent source takes, and each further line of its reason."""
HEAD, LEVEL = 14, 20
FOOT = 30
LEAST_BAR = 0.045
"""Of the width: the shortest bar, which a dot in its middle does not hide on a phone."""
LONGEST = 46
"""Half-width columns of a name that a phone has room for."""
NUMBERS = 5
"""Numbers under an axis of prices, so that they keep apart on a phone."""
PERCENT = 100.0


class Mark(NamedTuple):
    """A price, or a change, drawn as a line from top to bottom, with its name above."""

    name: str
    at: float
    is_main: bool = False


def across(low: float, high: float, text: Text, *, is_rate: bool = False) -> Row:
    """A horizontal axis of prices, or of changes in per cent, with round numbers."""
    reach = high - low or abs(high) or 1.0
    ends = low - 0.04 * reach, high + 0.04 * reach
    ticks = [tick for tick in round_ticks(low, high, NUMBERS) if ends[0] <= tick <= ends[1]]
    labels = tick_names(ticks, text)
    if is_rate:
        labels = [fmt.percent(tick / PERCENT, text.lang, 0) for tick in ticks]
    return {
        "range": list(ends),
        "tickvals": ticks,
        "ticktext": labels,
        "tickfont": {"size": 12},
        "fixedrange": True,
        "showgrid": True,
    }


def marked(figure: go.Figure, marks: Sequence[Mark], paint: Theme) -> None:
    """Draw the marks, each name on a level of its own above the plot, which grows by them."""
    if not marks:
        return
    room = HEAD + LEVEL * len(marks)
    shapes = list(figure.layout.shapes)
    notes = list(figure.layout.annotations)
    low, high = figure.layout.xaxis.range
    for level, mark in enumerate(marks):
        ink = paint.primary if mark.is_main else paint.muted
        upright = {"yref": "paper", "y0": 0, "y1": 1, "x0": mark.at, "x1": mark.at}
        dash = "solid" if mark.is_main else "dot"
        shapes.append(
            {"type": "line", "line": {"color": ink, "width": 1.5, "dash": dash}, **upright}
        )
        is_left = mark.at < low + (high - low) / 2
        notes.append(
            {
                "text": plain(mark.name),
                "x": mark.at,
                "y": 1,
                "yref": "paper",
                "yshift": 2 + LEVEL * (len(marks) - 1 - level),
                "xanchor": "left" if is_left else "right",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 12, "color": paint.water_text if mark.is_main else paint.muted},
            }
        )
    figure.update_layout(
        shapes=shapes,
        annotations=notes,
        height=figure.layout.height + room,
        margin={"t": (figure.layout.margin.t or 0) + room},
    )


def ranges(
    frame: pl.DataFrame,
    *,
    text: Text,
    theme: str,
    marks: Sequence[Mark] = (),
    is_rate: bool = False,
) -> go.Figure:
    """A row each, on one axis. Rows: label, value, low, high (null where there is none), sentence,
    reason (null unless the row is silent), and figure where the name is to end with a number. A
    range is a bar with its value as a dot in it, a value alone a diamond; of a silent row the
    reason stands where its bar would be. An empty frame gives a figure with a sentence.
    """
    rows, room = _placed(frame.to_dicts())
    ends = [row[end] for row in rows for end in ("low", "value", "high") if row[end] is not None]
    if not ends:
        return nothing(text, theme)
    ends += [mark.at for mark in marks]
    paint = theme_of(theme)
    figure = blank(text, theme, height=round(HEAD + FOOT + ROW * room))
    axis = across(min(ends), max(ends), text, is_rate=is_rate)
    figure.add_traces([_bar(row, axis["range"], paint) for row in rows if not row["reason"]])
    figure.add_trace(_dots([row for row in rows if row["value"] is not None], paint))
    figure.add_trace(_touch(rows, axis["range"]))
    figure.update_layout(
        annotations=[note for row in rows for note in _words(row, paint)],
        xaxis=axis,
        yaxis={"visible": False, "range": [room - 0.55, -0.75], "fixedrange": True},
        margin={"l": 8, "r": 12, "t": 4},
    )
    marked(figure, marks, paint)
    return figure


def _placed(rows: list[Row]) -> tuple[list[Row], float]:
    """The rows, each with its place down the picture, and the room they take: 1 for a range, more
    for the lines of a reason."""
    places, room = [], 0.0
    for row in rows:
        places.append(row | {"place": room})
        lines = wrapped(row["reason"], LONGEST).count("<br>") if row["reason"] else 0
        room += SILENT + LINE * lines if row["reason"] else 1.0
    return places, room


def _bar(row: Row, reach: list[float], paint: Theme) -> go.Scatter:
    """The range of a row; one that is a single price is as long as can be seen beside its dot."""
    has_range = row["low"] is not None and row["high"] is not None
    track, ends = {"color": paint.grid, "width": 1}, reach
    if has_range:
        spare = max(LEAST_BAR * (reach[1] - reach[0]) - (row["high"] - row["low"]), 0.0) / 2
        ends = [row["low"] - spare, row["high"] + spare]
    return go.Scatter(
        x=ends,
        y=[row["place"], row["place"]],
        mode="lines",
        line={"color": alpha(paint.water, 0.5), "width": 11} if has_range else track,
        hoverinfo="skip",
        name="range" if has_range else "track",
    )


def _dots(rows: list[Row], paint: Theme) -> go.Scatter:
    is_alone = [row["low"] is None or row["high"] is None for row in rows]
    return go.Scatter(
        x=[row["value"] for row in rows],
        y=[row["place"] for row in rows],
        mode="markers",
        marker={
            "size": 11,
            "symbol": ["diamond" if alone else "circle" for alone in is_alone],
            "color": [paint.wood if alone else paint.water_text for alone in is_alone],
        },
        hoverinfo="skip",
        cliponaxis=False,
        name="values",
    )


def _touch(rows: list[Row], reach: list[float]) -> go.Scatter:
    """Unseen points that answer with the row's name and sentence."""
    return go.Scatter(
        x=[_middle(row, reach) for row in rows],
        y=[row["place"] for row in rows],
        mode="markers",
        marker={"size": 24, "opacity": 0},
        hovertext=[f"<b>{plain(row['label'])}</b><br>{plain(row['sentence'])}" for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        name="touch",
    )


def _middle(row: Row, reach: list[float]) -> float:
    if row["value"] is not None:
        return float(row["value"])
    ends = reach if row["low"] is None or row["high"] is None else [row["low"], row["high"]]
    return float(sum(ends) / 2)


def _words(row: Row, paint: Theme) -> list[Row]:
    """The name above the track; of a silent row the reason in the place of its track."""
    figure = row.get("figure")
    room = LONGEST - len(figure) - 2 if figure else LONGEST
    name = plain(shortened(row["label"], room))
    name = f"{name}  <b>{plain(figure)}</b>" if figure else name
    at = {"x": 0, "xref": "paper", "xanchor": "left", "align": "left", "showarrow": False}
    # Names stay readable where a mark's line runs through them.
    at["bgcolor"] = alpha(paint.background, 0.75)
    font = {"size": 13, "color": paint.muted if row["reason"] else paint.text}
    label = at | {"y": row["place"] - 0.16, "yanchor": "bottom", "text": name, "font": font}
    if not row["reason"]:
        return [label]
    reason = {
        "y": row["place"] - 0.16,
        "yanchor": "top",
        "text": wrapped(row["reason"], LONGEST),
        "font": {"size": 12, "color": paint.muted},
    }
    return [label, at | reason]
