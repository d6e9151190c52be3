"""IPs by platforms: who brings whom, and whose people stay."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ui.charts.kit.figure import Row, blank, halved, nothing, plain, shortened
from ui.theme import Theme, alpha, scale
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    import polars as pl

    from ui.text import Text

ROW, HEAD = 78, 76
LARGEST, SMALLEST = 46.0, 8.0
"""Pixels of the largest and the smallest circle."""
LEAST_REACH = 0.1
"""Shares back so far from the mean take the full colour at least."""
LONGEST = 26


def matrix(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A circle per IP and platform: area is new customers, colour the share back against that of
    all, hollow where it is refused. Rows: ip, kind, platform, new, gap (0-1, null where refused),
    sentence; IPs of one kind stand together. An empty frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    rows = frame.to_dicts()
    places, kinds = _places(rows)
    platforms = _platforms(rows)
    room = max(places.values()) + 1
    figure = blank(text, theme, height=round(HEAD + ROW * room))
    figure.add_traces(_circles(rows, places, platforms, paint))
    figure.update_layout(
        xaxis=_across(platforms),
        yaxis={
            "range": [room - 0.45, -0.95],
            "tickvals": list(places.values()),
            "ticktext": [halved(shortened(name, LONGEST)) for name in places],
            "showgrid": False,
            "fixedrange": True,
        },
        annotations=[
            *(_kind(name, at, paint) for name, at in kinds.items()),
            *_numbers(rows, places, platforms, paint),
        ],
        margin={"t": 44, "r": 12},
    )
    return figure


def _places(rows: list[Row]) -> tuple[dict[str, float], dict[str, float]]:
    """How far down each IP stands, and the heading of its kind above the first of it."""
    places: dict[str, float] = {}
    kinds: dict[str, float] = {}
    at = 0.0
    for row in rows:
        if row["ip"] in places:
            continue
        if row["kind"] not in kinds:
            at += 0.35 if kinds else 0.0
            kinds[row["kind"]] = at
        places[row["ip"]] = at
        at += 1.0
    return places, kinds


def _platforms(rows: list[Row]) -> list[str]:
    """The platforms, most customers first."""
    sums: dict[str, int] = {}
    for row in rows:
        sums[row["platform"]] = sums.get(row["platform"], 0) + row["new"]
    return sorted(sums, key=lambda name: (-sums[name], name))


def _size(new: int, most: int) -> float:
    return max(LARGEST * math.sqrt(new / most), SMALLEST)


def _circles(
    rows: list[Row], places: dict[str, float], platforms: list[str], paint: Theme
) -> list[go.Scatter]:
    most = max(row["new"] for row in rows)
    reach = max([LEAST_REACH, *(abs(row["gap"]) for row in rows if row["gap"] is not None)])
    traces = []
    for name, own in (
        ("back", [row for row in rows if row["gap"] is not None]),
        ("few", [row for row in rows if row["gap"] is None]),
    ):
        marker: Row = {
            "size": [_size(row["new"], most) for row in own],
            "line": {"color": paint.muted, "width": 1},
        }
        if name == "back":
            marker |= {
                "color": [row["gap"] for row in own],
                "cmin": -reach,
                "cmax": reach,
                "colorscale": scale(paint.diverging),
            }
        else:
            marker |= {"color": alpha(paint.background, 0.0)}
        traces.append(
            go.Scatter(
                x=[platforms.index(row["platform"]) for row in own],
                y=[places[row["ip"]] for row in own],
                mode="markers",
                marker=marker,
                hovertext=[f"<b>{plain(row['ip'])}</b><br>{plain(row['sentence'])}" for row in own],
                hovertemplate="%{hovertext}<extra></extra>",
                cliponaxis=False,
                name=name,
            )
        )
    return [trace for trace in traces if len(trace.x)]


def _across(platforms: list[str]) -> Row:
    return {
        "range": [-0.55, len(platforms) - 0.45],
        "tickvals": list(range(len(platforms))),
        "ticktext": [halved(name) for name in platforms],
        "tickangle": 0,
        "side": "top",
        "showgrid": False,
        "fixedrange": True,
    }


def _kind(name: str, at: float, paint: Theme) -> Row:
    """The heading of a kind, above its first IP at the left."""
    return {
        "text": plain(name),
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": -2,
        "y": at - 0.5,
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": 12, "color": paint.muted},
    }


def _numbers(
    rows: list[Row], places: dict[str, float], platforms: list[str], paint: Theme
) -> list[Row]:
    """New customers under each circle, where neither a neighbour nor a heading stands."""
    most = max(row["new"] for row in rows)
    return [
        {
            "text": f"{row['new']:,}",
            "x": platforms.index(row["platform"]),
            "y": places[row["ip"]],
            "yanchor": "top",
            "yshift": -_size(row["new"], most) / 2,
            "showarrow": False,
            "font": {"size": 12, "color": paint.text},
        }
        for row in rows
    ]
