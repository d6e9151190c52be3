"""Where customers go from what they came for: a flow from purchase to purchase, and who moves from
which category to which."""

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit.figure import Row, blank, nothing, plain, shortened, wrapped
from ui.text import Text
from ui.theme import Theme, alpha, readable, scale
from ui.theme import theme as theme_of

FLOW_HEIGHT = 480
NODE_WIDTH = 18
CELL_HEIGHT = 40
HEAD_HEIGHT = 90
AXIS_WIDTH = 12
LINK = 0.32
FAINT = 0.14
UPRIGHT_FROM = 5


def flow(nodes: pl.DataFrame, links: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A Sankey. Nodes in order: label, kind (name, other, stopped, recent), colour (a number that
    names share from column to column), sentence. Links: source and target (places of nodes),
    customers, kind, colour, sentence. No links give a figure with a sentence.
    """
    if links.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=FLOW_HEIGHT)
    figure.add_trace(
        go.Sankey(
            arrangement="snap",
            node=_nodes(nodes.to_dicts(), paint),
            link=_links(links.to_dicts(), paint),
            textfont={"size": 12, "color": paint.text, "shadow": _halo(paint)},
            name="flow",
        )
    )
    figure.update_layout(margin={"l": 8, "r": 8, "t": 12, "b": 12})
    return figure


def _halo(paint: Theme) -> str:
    """The page's own ground around a name, so that no flow strikes it through."""
    return ", ".join([f"0 0 2px {paint.background}"] * 4)


def _nodes(rows: list[Row], paint: Theme) -> Row:
    return {
        "label": [plain(shortened(row["label"], NODE_WIDTH)) for row in rows],
        "color": [_colour(row, paint) for row in rows],
        "customdata": [row["sentence"] for row in rows],
        "hovertemplate": "%{customdata}<extra></extra>",
        "line": {"width": 0},
        "pad": 14,
        # Whoever stopped stands where they stopped, not at the far end.
        "align": "left",
        "thickness": 14,
    }


def _links(rows: list[Row], paint: Theme) -> Row:
    return {
        **{name: [row[name] for row in rows] for name in ("source", "target")},
        "value": [row["customers"] for row in rows],
        "color": [
            alpha(_colour(row, paint), LINK if row["kind"] in ("name", "other") else FAINT)
            for row in rows
        ],
        "customdata": [row["sentence"] for row in rows],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _colour(row: Row, paint: Theme) -> str:
    if row["kind"] == "name":
        return paint.categorical[int(row["colour"]) % len(paint.categorical)]
    return paint.grid if row["kind"] == "recent" else paint.neutral


def matrix(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """One cell a pair. Rows: first, later (labels), place_first, place_later (from the top and the
    left), rate (0-1, null: too few), sentence. An empty frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    rows = frame.sort("place_first", "place_later").to_dicts()
    height = HEAD_HEIGHT + CELL_HEIGHT * (1 + max(row["place_first"] for row in rows))
    figure = blank(text, theme, height=height)
    top = max((row["rate"] or 0.0 for row in rows), default=0.0) or 1.0
    figure.add_trace(_heat(rows, top, paint))
    figure.update_layout(
        annotations=[_written(row, top, text, paint) for row in rows],
        xaxis=_axis(rows, "later") | _above(rows),
        yaxis={**_axis(rows, "first"), "autorange": "reversed", "automargin": True},
    )
    return figure


def _heat(rows: list[Row], top: float, paint: Theme) -> go.Heatmap:
    return go.Heatmap(
        x=[row["place_later"] for row in rows],
        y=[row["place_first"] for row in rows],
        z=[row["rate"] for row in rows],
        zmin=0,
        zmax=top,
        colorscale=scale(paint.sequential),
        showscale=False,
        xgap=2,
        ygap=2,
        hovertext=[row["sentence"] for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        hoverongaps=False,
        name="moves",
    )


def _written(row: Row, top: float, text: Text, paint: Theme) -> Row:
    has_rate = row["rate"] is not None
    step = round((row["rate"] or 0.0) / top * (len(paint.sequential) - 1))
    ink = readable(paint, paint.sequential[step]) if has_rate else paint.muted
    return {
        "x": row["place_later"],
        "y": row["place_first"],
        "text": fmt.percent(row["rate"], text.lang, 0),
        "showarrow": False,
        "font": {"size": 12, "color": ink},
    }


def _above(rows: list[Row]) -> Row:
    """Many names stand upright: side by side they would run into each other on a phone."""
    is_many = max(row["place_later"] for row in rows) >= UPRIGHT_FROM
    labels = {row["place_later"]: row["later"] for row in rows}
    upright = [plain(shortened(label, AXIS_WIDTH)) for label in labels.values()]
    turned: Row = {"tickangle": -90, "ticktext": upright} if is_many else {"tickangle": 0}
    return {"side": "top", "automargin": True, **turned}


def _axis(rows: list[Row], side: str) -> Row:
    labels = {row[f"place_{side}"]: row[side] for row in rows}
    return {
        "tickvals": list(labels),
        "ticktext": [
            wrapped(shortened(label, 2 * AXIS_WIDTH), AXIS_WIDTH) for label in labels.values()
        ],
        "tickfont": {"size": 12},
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }
