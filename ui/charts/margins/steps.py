"""Bars that go on where the one before ended: from one sum to another, a step a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    import polars as pl

    from ui.text import Text

ROW, HEAD, FOOT = 46, 14, 30
SILENT, LINE = 1.15, 0.36
"""Rows that a silent step takes, and each further line of its reason."""
LONGEST = 46
"""Half-width columns of a name that a phone has room for."""
THINNEST = 0.004
"""Of the axis: the thinnest bar that can be seen."""
TICKS = 4


def steps(frame: pl.DataFrame, *, text: Text, theme: str, is_share: bool = True) -> go.Figure:
    """A row each, from the top down. Rows: label, figure, start, end (shares 0-1, or money where
    not `is_share`; null where the row is silent), kind (whole, loss or gain), low, high (how far
    `end` may lie; null where all is known), sentence, and reason (null unless silent). An empty
    frame gives a figure with a sentence.
    """
    rows, room = _placed(frame.to_dicts())
    ends = [row[end] for row in rows for end in ("start", "end", "low", "high") if _has(row, end)]
    if not ends:
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=round(HEAD + FOOT + ROW * room))
    low, high = min(0.0, *ends), max(ends)
    figure.add_traces([_bar(row, high - low, paint) for row in rows if _has(row, "end")])
    figure.add_trace(_doubt([row for row in rows if _has(row, "low")], paint))
    figure.update_layout(
        annotations=[note for row in rows for note in _words(row, paint)],
        xaxis=_across(low, high, text, is_share=is_share),
        yaxis={"visible": False, "range": [room - 0.55, -0.75], "fixedrange": True},
        barmode="overlay",
        margin={"l": 8, "r": 12, "t": 4},
    )
    return figure


def _has(row: Row, end: str) -> bool:
    return row[end] is not None


def _placed(rows: list[Row]) -> tuple[list[Row], float]:
    """The rows, each with its place down the picture, and the room they take."""
    places, room = [], 0.0
    for row in rows:
        places.append(row | {"place": room})
        lines = wrapped(row["reason"], LONGEST).count("<br>") if row["reason"] else 0
        room += SILENT + LINE * lines if row["reason"] else 1.0
    return places, room


def _across(low: float, high: float, text: Text, *, is_share: bool) -> Row:
    """A horizontal axis of shares or money, with round numbers from zero or below."""
    ticks = round_ticks(low, high, TICKS)
    labels = tick_names(ticks, text)
    if is_share:
        labels = [fmt.percent(tick, text.lang, 0) for tick in ticks]
    reach = high - low
    return {
        "range": [low - 0.01 * reach, high + 0.02 * reach],
        "tickvals": ticks,
        "ticktext": labels,
        "tickfont": {"size": 12},
        "fixedrange": True,
        "showgrid": True,
    }


def _bar(row: Row, reach: float, paint: Theme) -> go.Bar:
    colours = {
        "whole": paint.water,
        "loss": alpha(paint.wood, 0.75),
        "gain": alpha(paint.good, 0.8),
    }
    width = row["end"] - row["start"]
    least = THINNEST * reach
    shown = width if abs(width) >= least else (least if width >= 0 else -least)
    return go.Bar(
        x=[shown],
        base=[row["start"]],
        y=[row["place"] + 0.12],
        orientation="h",
        width=[0.36],
        marker={"color": colours[row["kind"]], "line": {"width": 0}},
        hovertext=[f"<b>{plain(row['label'])}</b><br>{plain(row['sentence'])}"],
        hovertemplate="%{hovertext}<extra></extra>",
        name=row["kind"],
    )


def _doubt(rows: list[Row], paint: Theme) -> go.Scatter:
    """How far the ends may lie, as lines over the ends of the bars."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row in rows:
        x += [row["low"], row["high"], None]
        y += [row["place"] + 0.12, row["place"] + 0.12, None]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": paint.text, "width": 2},
        hoverinfo="skip",
        name="doubt",
    )


def _words(row: Row, paint: Theme) -> list[Row]:
    """The name and figure above the bar; of a silent row the reason under its name."""
    name = plain(shortened(row["label"], LONGEST - len(row["figure"]) - 2))
    is_whole = row["kind"] == "whole"
    name = f"<b>{name}</b>" if is_whole else name
    at = {"x": 0, "xref": "paper", "xanchor": "left", "align": "left", "showarrow": False}
    at["bgcolor"] = alpha(paint.background, 0.75)
    label = at | {
        "y": row["place"] - 0.12,
        "yanchor": "bottom",
        "text": f"{name}  <b>{plain(row['figure'])}</b>" if row["figure"] else name,
        "font": {"size": 13, "color": paint.muted if row["reason"] else paint.text},
    }
    if not row["reason"]:
        return [label]
    reason = {
        "y": row["place"] - 0.12,
        "yanchor": "top",
        "text": wrapped(row["reason"], LONGEST),
        "font": {"size": 12, "color": paint.muted},
    }
    return [label, at | reason]
