"""Small multiples: one measure by month, a panel a place."""

import math
from itertools import cycle

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit import marks as kit_marks
from ui.charts.kit.figure import (
    Row,
    blank,
    nothing,
    rate_axis,
    round_ticks,
    shortened,
    tick_names,
    wrapped,
)
from ui.text import Text
from ui.theme import alpha
from ui.theme import theme as theme_of

ACROSS = 2
PANEL = 118
GAP = 56
FOOT = 24
NAME = 22
AIR = 1.1
STEPS = 2
"""On a panel's vertical axis."""


def panels(
    frame: pl.DataFrame,
    *,
    is_rate: bool,
    text: Text,
    theme: str,
    marks: kit_marks.Marks | None = None,
) -> go.Figure:
    """A line a panel, two panels side by side, all on the same axes; of `marks` their lines and
    bands alone, for flags have no room.

    Rows: panel, period (first day of a month), label, value (0-1 where `is_rate`), sentence. Months
    without a row are gaps in the line. An empty frame gives a figure with a sentence.
    """
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    names = frame["panel"].unique(maintain_order=True).to_list()
    count = math.ceil(len(names) / ACROSS)
    height = count * (PANEL + GAP) + FOOT
    figure = blank(text, theme, height=height)
    figure.set_subplots(
        rows=count,
        cols=ACROSS,
        shared_xaxes="all",
        shared_yaxes="all",
        horizontal_spacing=0.04,
        vertical_spacing=GAP / height if count > 1 else 0,
        subplot_titles=[wrapped(shortened(name, 2 * NAME), NAME) for name in names],
    )
    starts = frame["period"].to_list()
    months = pl.date_range(min(starts), max(starts), "1mo", eager=True)
    for at, (panel, colour) in enumerate(zip(names, cycle(paint.categorical), strict=False)):
        rows = _by_month(frame.filter(pl.col("panel") == panel), months)
        place = {"row": at // ACROSS + 1, "col": at % ACROSS + 1}
        figure.add_trace(_line(rows, panel, colour), **place)
    figure.update_xaxes(_along(months, text))
    figure.update_yaxes(_up(frame["value"].to_list(), text, is_rate=is_rate))
    figure.update_annotations(font={"size": 12, "color": paint.text}, yshift=2)
    figure.update_layout(margin={"t": 44, "r": 14, "l": 8, "b": 28})
    for at in range(len(names)):
        kit_marks.rule(figure, marks, panel=at + 1, paint=paint)
    return figure


def _by_month(rows: pl.DataFrame, months: pl.Series) -> list[Row]:
    """Every month in order, without a value where there is none."""
    every = pl.DataFrame({"at": range(len(months)), "period": months})
    return every.join(rows, on="period", how="left").sort("at").to_dicts()


def _line(rows: list[Row], panel: str, colour: str) -> go.Scatter:
    return go.Scatter(
        x=[row["at"] for row in rows],
        y=[row["value"] for row in rows],
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={"size": 4},
        # A gap would be filled as if it were known.
        fill="none" if any(row["value"] is None for row in rows) else "tozeroy",
        fillcolor=alpha(colour, 0.12),
        hovertext=[row["sentence"] or "" for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        name=panel,
    )


def _along(months: pl.Series, text: Text) -> Row:
    """The first and the last month in one: there is no room for more on a phone."""
    first, last = (fmt.month(months[at], text.lang) for at in (0, -1))
    return {
        "tickvals": [(len(months) - 1) / 2],
        "ticktext": [text("common.from_to", first=first, last=last)],
        "tickfont": {"size": 11},
        "tickangle": 0,
        "range": [-0.6, len(months) - 0.4],
        "showgrid": False,
        "fixedrange": True,
    }


def _up(values: list[float], text: Text, *, is_rate: bool) -> Row:
    low, high = min([0.0, *values]), max([0.0, *values]) or 1.0
    if is_rate and low == 0:
        return rate_axis(values, text) | {"nticks": 3}
    ticks = round_ticks(low, high, STEPS)
    written = [fmt.percent(tick, text.lang, 0) for tick in ticks] if is_rate else None
    return {
        "range": [min(ticks[0], low * AIR), max(ticks[-1], high) * AIR],
        "tickvals": ticks,
        "ticktext": written or tick_names(ticks, text),
        "fixedrange": True,
    }
