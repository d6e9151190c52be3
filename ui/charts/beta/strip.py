"""Who would be very disappointed, on one axis with the zones of the rule; and the same people
twice, a line each."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ui import format as fmt
from ui.charts.kit.figure import Row, blank, nothing, plain, tick_names
from ui.theme import Theme, alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    import polars as pl

    from ui.text import Text

ROW, FOOT = 62, 44
TICKS = (0, 20, 40, 60, 80, 100)
PERCENT = 100.0
MARK_TICKS = (0, 2, 4, 6, 8, 10)


def decision(
    frame: pl.DataFrame, zones: tuple[float | None, float] | None, *, text: Text, theme: str
) -> go.Figure:
    """A row for each kind of answer: a dot in its range. Rows: kind, label, value, low, high (per
    cent, null where not known), sentence. `zones`: where stop ends on the row of seeds (None: it
    has no zone), and where go begins on that of the invited. Without any value the figure is a
    sentence."""
    rows = frame.to_dicts()
    if all(row["value"] is None for row in rows):
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=FOOT + ROW * len(rows))
    for place, row in enumerate(rows):
        if row["value"] is not None:
            figure.add_trace(_range(row, place, paint))
            figure.add_trace(_dot(row, place, paint))
    figure.update_layout(
        shapes=[] if zones is None else _zones(rows, zones, paint),
        annotations=[
            *(_name(row, place, paint) for place, row in enumerate(rows)),
            *([] if zones is None else _zone_names(rows, zones, text, paint)),
        ],
        xaxis={
            "range": [-2, 102],
            "tickvals": list(TICKS),
            "ticktext": [fmt.percent(tick / PERCENT, text.lang, 0) for tick in TICKS],
            "fixedrange": True,
        },
        yaxis={"visible": False, "range": [len(rows) - 0.6, -0.75], "fixedrange": True},
        margin={"l": 8, "r": 12, "t": 4},
    )
    return figure


def _zones(rows: list[Row], zones: tuple[float | None, float], paint: Theme) -> list[Row]:
    ends = {"invited": (zones[1], PERCENT, paint.good)}
    if zones[0] is not None:
        ends["seed"] = (0.0, zones[0], paint.bad)
    return [
        {
            "type": "rect",
            "layer": "below",
            "line": {"width": 0},
            "fillcolor": alpha(ends[row["kind"]][2], 0.18),
            "x0": ends[row["kind"]][0],
            "x1": ends[row["kind"]][1],
            "y0": place - 0.25,
            "y1": place + 0.25,
        }
        for place, row in enumerate(rows)
        if row["kind"] in ends
    ]


def _zone_names(
    rows: list[Row], zones: tuple[float | None, float], text: Text, paint: Theme
) -> list[Row]:
    """What a zone means, at its outer end."""
    outer = {"invited": (PERCENT, "right", "go")}
    if zones[0] is not None:
        outer["seed"] = (0.0, "left", "stop")
    return [
        {
            "x": outer[row["kind"]][0],
            "xanchor": outer[row["kind"]][1],
            "y": place,
            "yanchor": "middle",
            "text": text(f"beta.zone.{outer[row['kind']][2]}"),
            "font": {"size": 13, "color": paint.text},
            "showarrow": False,
        }
        for place, row in enumerate(rows)
        if row["kind"] in outer
    ]


def _range(row: Row, place: int, paint: Theme) -> go.Scatter:
    return go.Scatter(
        x=[row["low"], row["high"]],
        y=[place, place],
        mode="lines",
        line={"color": alpha(paint.water, 0.5), "width": 11},
        hoverinfo="skip",
        name="range",
    )


def _dot(row: Row, place: int, paint: Theme) -> go.Scatter:
    return go.Scatter(
        x=[row["value"]],
        y=[place],
        mode="markers",
        marker={"size": 12, "color": paint.water_text},
        hovertext=[f"<b>{plain(row['label'])}</b><br>{plain(row['sentence'])}"],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        name="value",
    )


def _name(row: Row, place: int, paint: Theme) -> Row:
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": place - 0.28,
        "yanchor": "bottom",
        "text": plain(row["label"]),
        "bgcolor": alpha(paint.background, 0.75),
        "font": {"size": 13, "color": paint.text},
        "showarrow": False,
    }


def slopes(frame: pl.DataFrame, names: tuple[str, str], *, text: Text, theme: str) -> go.Figure:
    """A thin line for each person from the first wave to the later, and their mean, thick. Rows:
    person, before, after (0-10). `names` of the two waves. An empty frame gives a figure with a
    sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=340)
    for before, after in frame["before", "after"].rows():
        colour = paint.good if after > before else paint.bad if after < before else paint.muted
        figure.add_trace(_line((before, after), alpha(colour, 0.35), 1.5, "person"))
    middle = fmean(frame["before"].to_list()), fmean(frame["after"].to_list())
    mean = _line(middle, paint.water_text, 5, "mean")
    mean.update(
        mode="lines+markers+text",
        text=[fmt.number(mark, text.lang, 1) for mark in middle],
        textposition=["middle left", "middle right"],
        textfont={"size": 15, "color": paint.text},
        marker={"size": 10, "color": paint.water_text},
    )
    figure.add_trace(mean)
    figure.update_layout(
        xaxis={
            "range": [-0.35, 1.35],
            "tickvals": [0, 1],
            "ticktext": [plain(name) for name in names],
            "showgrid": False,
            "fixedrange": True,
        },
        yaxis={
            "range": [-0.3, 10.3],
            "tickvals": list(MARK_TICKS),
            "ticktext": tick_names(MARK_TICKS, text),
            "fixedrange": True,
        },
    )
    return figure


def _line(ends: tuple[float, float], colour: str, width: float, name: str) -> go.Scatter:
    return go.Scatter(
        x=[0, 1],
        y=list(ends),
        mode="lines",
        line={"color": colour, "width": width},
        hoverinfo="skip",
        name=name,
    )
