"""What is claimed against what is praised, and which complaint sets a group apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ui import format as fmt
from ui.charts.kit.figure import Row, blank, nothing, plain, rate_axis, shortened
from ui.theme import Theme, alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from ui.text import Text

LINE, HEAD, FOOT = 34, 46, 40
LONGEST = 20
HOLLOW, FULL = 2, 0


def dumbbell(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A row a topic: its share of all praise with its range, filled where the brand claims it, and
    a line from there to its share of all claims. Rows as `ui.views.positioning.claims.dumbbell`. An
    empty frame gives a figure with a sentence."""
    # Rows stand by their place: two topics may have the same beginning.
    rows = frame.filter(frame["praised"].is_not_null()).with_row_index("place")
    if rows.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEAD + FOOT + LINE * rows.height)
    for key, is_claimed, colour in (
        ("claimed", True, paint.water),
        ("unclaimed", False, paint.neutral),
    ):
        part = rows.filter((rows["claims"] > 0) == is_claimed)
        figure.add_trace(
            go.Scatter(
                x=part["praised"].to_list(),
                y=part["place"].to_list(),
                error_x={
                    "type": "data",
                    "symmetric": False,
                    "array": (part["high"] - part["praised"]).to_list(),
                    "arrayminus": (part["praised"] - part["low"]).to_list(),
                    "color": alpha(colour, 0.6),
                },
                mode="markers",
                marker={
                    "size": 12,
                    "color": colour,
                    "symbol": "circle" if is_claimed else "circle-open",
                    "line": {"width": FULL if is_claimed else HOLLOW, "color": colour},
                },
                hovertext=[
                    f"{plain(topic)}<br>{plain(sentence)}"
                    for topic, sentence in part.select("topic", "sentence").iter_rows()
                ],
                hovertemplate="%{hovertext}<extra></extra>",
                name=text(f"positioning.praise.{key}"),
            )
        )
    claimed = rows.filter(rows["claimed"].is_not_null())
    if not claimed.is_empty():
        figure.add_traces(_claimed(claimed, text, paint))
    figure.update_layout(
        showlegend=True,
        xaxis=rate_axis([*rows["high"], *rows["claimed"]], text)
        | {"title": {"text": text("positioning.axis.praise")}, "showgrid": True},
        yaxis=_by_place(rows["topic"].to_list()) | {"range": [rows.height - 0.5, -0.5]},
        margin={"t": HEAD},
        legend={"yref": "container", "y": 1, "yanchor": "top"},
    )
    return figure


def _claimed(rows: pl.DataFrame, text: Text, paint: Theme) -> list[go.Scatter]:
    """The shares of all claims, and the line from each to what is praised."""
    places = rows["place"].to_list()
    ends = rows.select("praised", "claimed").rows()
    return [
        go.Scatter(
            x=[place for praised, claimed in ends for place in (praised, claimed, None)],
            y=[end for place in places for end in (place, place, None)],
            mode="lines",
            line={"color": paint.muted, "width": 1.5, "dash": "dot"},
            hoverinfo="skip",
            showlegend=False,
            name="between",
        ),
        go.Scatter(
            x=rows["claimed"].to_list(),
            y=places,
            mode="markers",
            marker={"size": 11, "color": paint.wood, "symbol": "diamond"},
            hovertext=[
                text("positioning.part_of_claims", share=fmt.percent(share, text.lang, 0))
                for share in rows["claimed"]
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            name=text("positioning.praise.claims"),
        ),
    ]


def heatmap(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A row a complaint, a column a group: the colour is the share who complain of it, and a number
    stands where the group differs from the rest. Rows as `ui.views.positioning.pains.heatmap`;
    groups too small are left empty. An empty frame gives a figure with a sentence."""
    if frame.filter(frame["share"].is_not_null()).is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    topics = frame["topic"].unique(maintain_order=True).to_list()
    groups = frame["segment"].unique(maintain_order=True).to_list()
    cells = {(row["topic"], row["segment"]): row for row in frame.iter_rows(named=True)}
    grid = [[cells.get((topic, group)) for group in groups] for topic in topics]
    figure = blank(text, theme, height=HEAD + FOOT + LINE * len(topics))
    figure.add_trace(
        go.Heatmap(
            x=list(range(len(groups))),
            y=list(range(len(topics))),
            z=[[None if cell is None else cell["share"] for cell in row] for row in grid],
            text=[
                [
                    fmt.percent(cell["share"], text.lang, 0)
                    if cell is not None and cell["is_apart"]
                    else ""
                    for cell in row
                ]
                for row in grid
            ],
            texttemplate="%{text}",
            hovertext=[["" if cell is None else _hover(cell) for cell in row] for row in grid],
            hovertemplate="%{hovertext}<extra></extra>",
            colorscale=[
                [place / (len(paint.sequential) - 1), colour]
                for place, colour in enumerate(paint.sequential)
            ],
            zmin=0.0,
            showscale=False,
            xgap=2,
            ygap=2,
        )
    )
    figure.update_layout(
        xaxis=_by_place(groups)
        | {"side": "top", "range": [-0.5, len(groups) - 0.5], "showgrid": False},
        yaxis=_by_place(topics) | {"range": [len(topics) - 0.5, -0.5], "showgrid": False},
        margin={"t": HEAD},
    )
    return figure


def _hover(cell: Row) -> str:
    return f"{plain(cell['segment'])}<br>{plain(cell['topic'])}<br>{plain(cell['sentence'])}"


def _by_place(labels: Sequence[str]) -> Row:
    """An axis on which names stand at their place, whatever they begin with: a name that is a
    number stays a name."""
    return {
        "tickvals": list(range(len(labels))),
        "ticktext": [plain(shortened(label, LONGEST)) for label in labels],
        "fixedrange": True,
    }
