"""A product's price in either domain week by week, and the terms either domain sells on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit import beside
from ui.charts.kit import marks as kit_marks
from ui.charts.kit.figure import (
    HALF_YEAR,
    QUARTERS,
    Row,
    blank,
    month_names,
    nothing,
    round_ticks,
    tick_names,
)
from ui.charts.kit.marks import Periods
from ui.text import Text
from ui.theme import readable
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

HEIGHT = 320
MIDWEEK = timedelta(days=3)
QUARTER = 12
"""Whole weeks that a quarter has at least."""
BAR = 150
LEGEND = 2
TERMS = ("shelf", "commission", "group", "live")
SIDES = ("private", "public")


def weeks(starts: Sequence[date]) -> Periods | None:
    """The weeks that begin on these Mondays and all between; None where there is none."""
    if not starts:
        return None
    days = pl.date_range(min(starts), max(starts), "1w", eager=True)
    return Periods(tuple(days), tuple(day + timedelta(days=7) for day in days))


def history(
    frame: pl.DataFrame,
    *,
    axis: Periods | None,
    text: Text,
    theme: str,
    marks: kit_marks.Marks | None = None,
) -> go.Figure:
    """A line a domain. Rows: week_on, domain (`private`, `public`), unit_price, count_lines.

    `marks` are events on the same axis. Without a row the figure is a sentence.
    """
    if axis is None or frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT)
    ends = list[beside.End]()
    for place, side in enumerate(SIDES):
        rows = frame.filter(pl.col("domain") == side).sort("week_on")
        if rows.height:
            colour = paint.categorical[place]
            figure.add_trace(_line(rows, side, axis, colour, text))
            ends.append(beside.End(text(f"common.domain_{side}"), colour, rows["unit_price"][-1]))
    up = _up(frame, text)
    figure.update_layout(xaxis=across(axis, text), yaxis=up)
    low, high = up["range"]
    beside.names(figure, ends, (low, high))
    kit_marks.draw(figure, marks, text=text, paint=paint)
    return figure


def terms(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """One bar a domain, split by terms. Rows: label, terms (a code), name, value (per cent),
    sentence. An empty frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=BAR + 24 * LEGEND)
    for place, code in enumerate(TERMS):
        rows = frame.filter((pl.col("terms") == code) & (pl.col("value") > 0))
        if rows.height:
            colour = paint.neutral if code == "shelf" else paint.categorical[place]
            figure.add_trace(_bar(rows, colour, readable(paint, colour), text))
    labels = frame["label"].unique(maintain_order=True).to_list()
    figure.update_layout(
        barmode="stack",
        bargap=0.35,
        showlegend=True,
        legend={"traceorder": "normal"},
        xaxis={
            "range": [0, 100],
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": [fmt.percent(share / 100, text.lang, 0) for share in (0, 25, 50, 75, 100)],
            "fixedrange": True,
            "showgrid": False,
        },
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": labels[::-1],
            "automargin": True,
            "fixedrange": True,
            "showgrid": False,
        },
        # Plotly hides a label that would stand past the figure, such as 100%.
        margin={"r": 24},
    )
    return figure


def _line(rows: pl.DataFrame, side: str, axis: Periods, colour: str, text: Text) -> go.Scatter:
    name = text(f"common.domain_{side}")
    return go.Scatter(
        x=[axis.place(day) + 0.5 for day in rows["week_on"]],
        y=rows["unit_price"],
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={"size": 4},
        name=name,
        hovertext=[_said(row, name, text) for row in rows.to_dicts()],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _said(row: Row, name: str, text: Text) -> str:
    price = fmt.number(row["unit_price"], text.lang, 2)
    return "<br>".join(
        [
            fmt.period(row["week_on"], "week", text.lang),
            text("gate.history_hover", domain=name, price=price),
            text("charts.n", n=fmt.count(row["count_lines"], text.lang)),
        ]
    )


def across(axis: Periods, text: Text) -> Row:
    """A horizontal axis of weeks, named by the months that begin on them."""
    count = len(axis.starts)
    days = [start + MIDWEEK for start in axis.starts]
    firsts = [
        place for place in range(count) if not place or days[place].month != days[place - 1].month
    ]
    quarters = [place for place in firsts if days[place].month in QUARTERS]
    places = quarters if len(firsts) > HALF_YEAR else firsts
    if len(places) > 2 and places[1] - places[0] < QUARTER:  # noqa: PLR2004
        # A few days of a first month would crowd the next name.
        places = places[1:]
    return {
        "range": [-0.6, count - 0.4],
        "tickvals": places,
        "ticktext": month_names([days[place] for place in places], text),
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }


def _up(frame: pl.DataFrame, text: Text) -> Row:
    """Room around the prices: from zero, a tenth off a price could not be seen."""
    low, high = (float(getattr(frame["unit_price"].to_numpy(), end)()) for end in ("min", "max"))
    room = max((high - low) * 0.15, high * 0.05)
    first, last = max(low - room, 0.0), high + room
    # None at the foot, where the months stand.
    ticks = [tick for tick in round_ticks(first, last) if first + room / 2 < tick <= last]
    return {
        "range": [first, last],
        "tickvals": ticks,
        "ticktext": tick_names(ticks, text),
        "fixedrange": True,
    }


def _bar(rows: pl.DataFrame, colour: str, ink: str, text: Text) -> go.Bar:
    return go.Bar(
        x=rows["value"],
        y=rows["label"],
        orientation="h",
        marker={"color": colour},
        name=rows["name"][0],
        text=[fmt.percent(share / 100, text.lang, 0) for share in rows["value"]],
        textposition="inside",
        insidetextanchor="middle",
        textfont={"color": ink},
        hovertext=rows["sentence"],
        hovertemplate="%{hovertext}<extra></extra>",
    )
