"""Importance against satisfaction by need, and where brands stand among attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from analytics.positioning.base import SCALE
from analytics.positioning.needs import BANDS
from ui import format as fmt
from ui.charts.kit.figure import Row, blank, nothing, plain, shortened
from ui.charts.kit.spots import Point, spots
from ui.theme import alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    import polars as pl

    from ui.text import Text
    from ui.theme import Theme

HEIGHT, LEGEND = 440, 46
LONGEST = 22
STEP = 2
PHONE = 330.0
"""Pixels that a map has to either side on a phone."""
ROOM = 1.15
"""Of the farthest point of a map, so that names at its edge stay inside."""


def landscape(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A dot a need with its ellipse, a colour a segment, and the lines of equal opportunity: 10, 12
    and 15. Rows as `ui.views.positioning.needs.POINTS`; names stand beside
    the needs that are badly met. An empty frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT + LEGEND)
    _bands(figure, text, paint)
    for place, rows in enumerate(frame.partition_by("segment", maintain_order=True)):
        colour = paint.categorical[place % len(paint.categorical)]
        name = plain(rows["segment"][0])
        for outline in rows["outline"]:
            figure.add_trace(_ellipse(outline, colour))
        figure.add_trace(
            go.Scatter(
                x=rows["x"].to_list(),
                y=rows["y"].to_list(),
                mode="markers+text",
                marker={"size": 10, "color": colour},
                text=[
                    plain(shortened(label, LONGEST)) if is_badly_met else ""
                    for label, is_badly_met in rows.select("label", "is_underserved").iter_rows()
                ],
                textposition="bottom center",
                textfont={"color": paint.text, "size": 13},
                hovertext=[
                    f"{name}<br>{plain(label)}<br>{plain(sentence)}"
                    for label, sentence in rows.select("label", "sentence").iter_rows()
                ],
                hovertemplate="%{hovertext}<extra></extra>",
                cliponaxis=False,
                name=name,
            )
        )
    figure.update_layout(
        showlegend=True,
        xaxis=_marks(text) | {"title": {"text": text("positioning.axis.importance")}},
        yaxis=_marks(text) | {"title": {"text": text("positioning.axis.satisfaction")}},
        margin={"t": LEGEND},
        legend={"yref": "container", "y": 1, "yanchor": "top"},
    )
    return figure


def _bands(figure: go.Figure, text: Text, paint: Theme) -> None:
    """The lines 2 I - S = 10, 12 and 15, from no satisfaction at all to full importance."""
    top = SCALE[1]
    for band in BANDS:
        figure.add_trace(
            go.Scatter(
                x=[band / 2, top],
                y=[0.0, 2 * top - band],
                mode="lines",
                line={"color": paint.muted, "width": 1.5, "dash": "dash"},
                hoverinfo="skip",
                showlegend=False,
                name=f"band {band:.0f}",
            )
        )
        figure.add_annotation(
            x=band / 2,
            y=0.0,
            text=fmt.number(band, text.lang),
            showarrow=False,
            yshift=10,
            xshift=-10,
            font={"size": 12, "color": paint.muted},
        )


def _ellipse(outline: list[list[float]], colour: str) -> go.Scatter:
    return go.Scatter(
        x=[corner[0] for corner in outline],
        y=[corner[1] for corner in outline],
        mode="lines",
        line={"color": alpha(colour, 0.5), "width": 1},
        fill="toself",
        fillcolor=alpha(colour, 0.08),
        hoverinfo="skip",
        showlegend=False,
        name="ellipse",
    )


def _marks(text: Text) -> Row:
    ticks = list(range(int(SCALE[0]), int(SCALE[1]) + 1, STEP))
    return {
        "range": [SCALE[0] - 0.2, SCALE[1] + 0.2],
        "tickvals": ticks,
        "ticktext": [fmt.number(tick, text.lang) for tick in ticks],
        "fixedrange": True,
        "showgrid": True,
    }


def rival_map(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """Brands with their ranges among attributes; both directions have one scale. Rows: kind, label,
    x, y, x_low, x_high, y_low, y_high, sentence. An empty frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT + LEGEND)
    columns = ("x", "y", "x_low", "x_high", "y_low", "y_high")
    reach = ROOM * max(abs(value) for name in columns for value in frame[name].drop_nulls())
    sides = _sides(frame, reach)
    for kind, colour, symbol in (
        ("attribute", paint.neutral, "diamond"),
        ("brand", paint.water, "circle"),
    ):
        rows = frame.filter(frame["kind"] == kind)
        figure.add_trace(
            go.Scatter(
                x=rows["x"].to_list(),
                y=rows["y"].to_list(),
                error_x=_reach(rows, "x", colour) if kind == "brand" else None,
                error_y=_reach(rows, "y", colour) if kind == "brand" else None,
                mode="markers+text",
                marker={"size": 11, "color": colour, "symbol": symbol},
                text=[plain(shortened(label, LONGEST)) for label in rows["label"]],
                textposition=[sides[key] for key in rows.select("kind", "label").iter_rows()],
                textfont={"color": paint.text, "size": 13},
                hovertext=[plain(sentence) for sentence in rows["sentence"]],
                hovertemplate="%{hovertext}<extra></extra>",
                name=text(f"positioning.map.{kind}"),
            )
        )
    axis = {"range": [-reach, reach], "tickvals": [0.0], "ticktext": [""], "fixedrange": True}
    figure.update_layout(
        showlegend=True,
        xaxis=axis | {"showgrid": True, "constrain": "domain"},
        yaxis=axis | {"showgrid": True, "constrain": "domain", "scaleanchor": "x"},
        margin={"t": LEGEND},
        legend={"yref": "container", "y": 1, "yanchor": "top"},
    )
    return figure


def _sides(frame: pl.DataFrame, reach: float) -> dict[tuple[str, str], str]:
    """On which side of its point each name stands, by kind and label, brands first: on a phone, for
    where there is more room names are farther apart."""
    rows = frame.sort(frame["kind"] != "brand", maintain_order=True)
    points = [
        Point(
            x=(1 + row["x"] / reach) * PHONE / 2,
            y=(1 + row["y"] / reach) * PHONE / 2,
            name=shortened(row["label"], LONGEST),
            usual="top center" if row["kind"] == "attribute" else "bottom center",
        )
        for row in rows.to_dicts()
    ]
    keys: list[tuple[str, str]] = list(rows.select("kind", "label").iter_rows())
    return dict(zip(keys, spots(points, (PHONE, PHONE)), strict=True))


def _reach(rows: pl.DataFrame, axis: str, colour: str) -> Row:
    """How far a brand's place may be off, to either side."""
    return {
        "type": "data",
        "symmetric": False,
        "array": (rows[f"{axis}_high"] - rows[axis]).to_list(),
        "arrayminus": (rows[axis] - rows[f"{axis}_low"]).to_list(),
        "color": alpha(colour, 0.5),
        "thickness": 1.5,
    }
