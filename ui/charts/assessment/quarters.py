"""Scores quarter by quarter on the same goalposts, each with its interval."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit import beside
from ui.charts.kit import marks as kit_marks
from ui.charts.kit.figure import Row, blank, evidence, first_of_years, nothing, plain
from ui.theme import alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    from datetime import date

    from ui.text import Text
    from ui.theme import Theme

HEIGHT = 360
APART = 0.12
"""Half the step between the places of two series, so that their intervals stand side by side."""


def lines(
    frame: pl.DataFrame, *, text: Text, theme: str, marks: kit_marks.Marks | None = None
) -> go.Figure:
    """Lines over quarters. Rows: quarter_on, label (the quarter), series, score, low, high
    (0-100 or null), is_complete, is_usual, share (0-1 of the weight measured), n (or null).

    Every series has every quarter, in order. An unassessed quarter is a gap. A dot is hollow, and
    the line to it dotted, where the quarter is not whole or rests on other measures than usual.
    `marks` are events on its quarters. Without a score anywhere the figure is a sentence.
    """
    if frame["score"].null_count() == frame.height:
        return nothing(text, theme)
    paint = theme_of(theme)
    quarters = frame["quarter_on"].unique(maintain_order=True).to_list()
    figure = blank(text, theme, height=HEIGHT)
    parts = frame.partition_by("series", maintain_order=True)
    ends = list[beside.End]()
    for number, part in enumerate(parts):
        rows = _placed(part, (2 * number + 1 - len(parts)) * APART)
        ink = (paint.water_text, paint.wood)[number % 2]
        figure.add_trace(_intervals(rows, ink))
        figure.add_traces(
            [_line(rows, ink, is_comparable=is_comparable) for is_comparable in (True, False)]
        )
        figure.add_trace(_dots(rows, ink, paint, text))
        scores = [row["score"] for row in rows if not fmt.missing(row["score"])]
        if scores:
            ends.append(beside.End(rows[0]["series"], ink, scores[-1]))
    figure.update_layout(xaxis=_across(quarters, text), yaxis=_up(), margin={"t": 34})
    beside.names(figure, ends, (0, 100))
    kit_marks.draw(figure, marks, text=text, paint=paint)
    return figure


def _placed(part: pl.DataFrame, shift: float) -> list[Row]:
    """The rows with their place from the left, and whether the quarter is complete and usual."""
    return [
        row | {"place": place + shift, "is_comparable": row["is_complete"] and row["is_usual"]}
        for place, row in enumerate(part.iter_rows(named=True))
    ]


def _intervals(rows: list[Row], ink: str) -> go.Scatter:
    x, y = list[float | None](), list[float | None]()
    for row in rows:
        if not (fmt.missing(row["low"]) or fmt.missing(row["high"])):
            x += [row["place"], row["place"], None]
            y += [row["low"], row["high"], None]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": alpha(ink, 0.28), "width": 10},
        hoverinfo="skip",
        name="interval",
    )


def _line(rows: list[Row], ink: str, *, is_comparable: bool) -> go.Scatter:
    """The steps between neighbouring quarters: solid between two that compare, else dotted."""
    x, y = list[float | None](), list[float | None]()
    for earlier, later in pairwise(rows):
        are_scored = not (fmt.missing(earlier["score"]) or fmt.missing(later["score"]))
        if are_scored and (earlier["is_comparable"] and later["is_comparable"]) == is_comparable:
            x += [earlier["place"], later["place"], None]
            y += [earlier["score"], later["score"], None]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={
            "color": ink,
            "width": 2.5 if is_comparable else 1.5,
            "dash": "solid" if is_comparable else "dot",
        },
        hoverinfo="skip",
        name="firm" if is_comparable else "loose",
    )


def _dots(rows: list[Row], ink: str, paint: Theme, text: Text) -> go.Scatter:
    scored = [row for row in rows if not fmt.missing(row["score"])]
    return go.Scatter(
        x=[row["place"] for row in scored] or [None],
        y=[row["score"] for row in scored] or [None],
        mode="markers",
        marker={
            "size": 11,
            "color": [ink if row["is_comparable"] else paint.background for row in scored] or ink,
            "line": {"color": ink, "width": 2},
        },
        hovertext=[_sentence(row, text) for row in scored],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        name="dots",
    )


def _sentence(row: Row, text: Text) -> str:
    head = text(
        "time.point",
        series=plain(row["series"]),
        quarter=row["label"],
        score=fmt.score(row["score"], text.lang),
    )
    lines = [head, *evidence(row, fmt.interval(row["low"], row["high"], text.lang), text)]
    if not row["is_complete"]:
        lines.append(text("time.part"))
    if not row["is_usual"]:
        lines.append(text("time.unusual", share=fmt.percent(row["share"], text.lang, 0)))
    return "<br>".join(lines)


def _across(quarters: list[date], text: Text) -> Row:
    """Every quarter by its name, the year under the first of each: on a phone names of neighbours
    would run into each other."""
    marked = first_of_years([day.year for day in quarters])
    names = [
        text("time.quarter.axis", number=(day.month + 2) // 3)
        + (f"<br>{fmt.period(day, 'year', text.lang)}" if is_first else "")
        for day, is_first in zip(quarters, marked, strict=True)
    ]
    return {
        "range": [-0.6, len(quarters) - 0.4],
        "tickvals": list(range(len(quarters))),
        "ticktext": names,
        "tickangle": 0,
        "showgrid": False,
        "fixedrange": True,
    }


def _up() -> Row:
    """From goalpost to goalpost, whatever the scores: quarters then compare from view to view."""
    return {"range": [0, 100], "tickvals": [0, 25, 50, 75, 100], "fixedrange": True}
