"""Against whom: value against price, and what bigger packs cost for as much; and what units do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit.bands import band
from ui.charts.kit.figure import Row, blank, count_axis, nothing, plain, round_ticks
from ui.charts.kit.spots import Point, spots
from ui.charts.pricing import scale
from ui.theme import alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    from ui.text import Text

HEIGHT, LEGEND = 320, 46
PHONE = (280.0, 250.0)
"""Pixels across and up that a map has on a phone."""
PERCENT = 100.0


def value_map(
    frame: pl.DataFrame, line: tuple[float, float] | None, *, text: Text, theme: str
) -> go.Figure:
    """Rated quality across, price up, both in per cent of the mean of brands. Rows: label, is_own,
    quality, price, sentence. `line`: intercept and slope of fair value (price over quality, 100 =
    the mean), None where there is none. An empty frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT + LEGEND)
    low, high = min(frame["quality"]), max(frame["quality"])
    if line is not None:
        intercept, slope = line
        figure.add_trace(
            go.Scatter(
                x=[low, high],
                y=[intercept + slope * low, intercept + slope * high],
                mode="lines",
                line={"color": paint.muted, "width": 1.5, "dash": "dash"},
                hoverinfo="skip",
                name=text("pricing.map_line"),
            )
        )
    sides = (
        ("pricing.map_rival", False, paint.neutral, 9),
        ("pricing.map_own", True, paint.wood, 13),
    )
    across, up = (
        scale.across(low, high, text, is_rate=True),
        _around(frame["price"].to_list(), text),
    )
    places = pl.Series("place", _places(frame, across["range"], up["range"]), pl.String)
    placed = frame.with_columns(places)
    for key, is_own, colour, size in sides:
        points = placed.filter(placed["is_own"] == is_own)
        figure.add_trace(
            go.Scatter(
                x=points["quality"].to_list(),
                y=points["price"].to_list(),
                mode="markers+text",
                marker={"size": size, "color": colour},
                text=[plain(label) for label in points["label"]],
                textposition=points["place"].to_list(),
                hovertext=[plain(sentence) for sentence in points["sentence"]],
                hovertemplate="%{hovertext}<extra></extra>",
                cliponaxis=False,
                name=text(key),
            )
        )
    figure.update_layout(
        showlegend=True,
        xaxis=across | {"title": {"text": text("pricing.map_quality")}},
        yaxis=up | {"title": {"text": text("pricing.map_price")}},
        margin={"t": LEGEND},
        legend={"yref": "container", "y": 1, "yanchor": "top"},
    )
    return figure


def _places(frame: pl.DataFrame, across: list[float], up: list[float]) -> list[str]:
    """On which side of its point each name stands on a phone: towards the middle, where it has
    room, unless something is in the way."""
    rows = frame.to_dicts()
    middle = (min(frame["quality"]) + max(frame["quality"])) / 2
    points = [
        Point(
            x=PHONE[0] * (row["quality"] - across[0]) / (across[1] - across[0]),
            y=PHONE[1] * (row["price"] - up[0]) / (up[1] - up[0]),
            name=row["label"],
            usual="middle left" if row["quality"] > middle else "middle right",
        )
        for row in rows
    ]
    return spots(points, PHONE)


def ladder(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A line a product over its sizes: what as much costs. Rows: label (the product), amount,
    price_of_much (for a hundred units of size), sentence, is_dearer (than the next smaller pack).
    An empty frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT + LEGEND)
    families = frame.partition_by("label", maintain_order=True)
    for place, rows in enumerate(families):
        colour = paint.categorical[place % len(paint.categorical)]
        figure.add_trace(
            go.Scatter(
                x=rows["amount"].to_list(),
                y=rows["price_of_much"].to_list(),
                mode="lines+markers",
                line={"color": colour, "width": 2},
                marker={
                    "size": [13 if is_dearer else 9 for is_dearer in rows["is_dearer"]],
                    "color": [
                        paint.bad if is_dearer else colour for is_dearer in rows["is_dearer"]
                    ],
                },
                hovertext=[plain(sentence) for sentence in rows["sentence"]],
                hovertemplate="%{hovertext}<extra></extra>",
                name=plain(rows["label"][0]),
            )
        )
    amounts = frame["amount"].to_list()
    top = max(frame["price_of_much"])
    figure.update_layout(
        showlegend=True,
        xaxis=scale.across(min(amounts), max(amounts), text)
        | {"title": {"text": text("pricing.ladder_size")}},
        yaxis=count_axis(0.0, top, text)
        | {"title": {"text": text("pricing.column.price_of_much")}},
        margin={"t": LEGEND},
        legend={"yref": "container", "y": 1, "yanchor": "top"},
    )
    return figure


def response(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """By how much units change when prices do, with its band. Rows: change, units, low, high (per
    cent), sentence. An empty frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT)
    changes = frame["change"].to_list()
    figure.add_trace(
        band(changes, frame["low"].to_list(), frame["high"].to_list(), alpha(paint.water, 0.18))
    )
    figure.add_trace(
        go.Scatter(
            x=changes,
            y=frame["units"].to_list(),
            mode="lines+markers",
            line={"color": paint.water, "width": 2.5},
            marker={"size": 8},
            hovertext=frame["sentence"].to_list(),
            hovertemplate="%{hovertext}<extra></extra>",
            name="units",
        )
    )
    ends = [*frame["low"], *frame["high"]]
    figure.update_layout(
        xaxis=scale.across(min(changes), max(changes), text, is_rate=True)
        | {"title": {"text": text("pricing.change_of_price")}},
        yaxis=_around([0.0, *ends], text) | {"title": {"text": text("pricing.change_of_units")}},
        margin={"t": 12},
    )
    return figure


def _around(values: list[float], text: Text) -> Row:
    """A vertical axis in per cent, around what is drawn."""
    ticks = round_ticks(min(values), max(values))
    return {
        "range": [ticks[0], ticks[-1]],
        "tickvals": ticks,
        "ticktext": [fmt.percent(tick / PERCENT, text.lang, 0) for tick in ticks],
        "fixedrange": True,
    }
