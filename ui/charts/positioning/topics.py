"""What is claimed against what is praised, and which complaint sets a group apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ui import format as fmt
from ui.charts.kit.figure import blank, nothing, plain, rate_axis, shortened
from ui.theme import Theme, alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    import polars as pl

    from ui.text import Text

ROW, HEAD, FOOT = 34, 46, 40
LONGEST = 20
HOLLOW, FULL = 2, 0


def dumbbell(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A row a topic: its share of all praise with its range, filled where the brand claims it, and
    a line from there to its share of all claims. Rows as `ui.views.positioning.spoken.dumbbell`. An
    empty frame gives a figure with a sentence."""
    rows = frame.filter(frame["praised"].is_not_null())
    if rows.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEAD + FOOT + ROW * rows.height)
    for key, is_claimed, colour in (
        ("claimed", True, paint.water),
        ("unclaimed", False, paint.neutral),
    ):
        part = rows.filter((rows["claims"] > 0) == is_claimed)
        figure.add_trace(
            go.Scatter(
                x=part["praised"].to_list(),
                y=[plain(shortened(topic, LONGEST)) for topic in part["topic"]],
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
                hovertext=[plain(sentence) for sentence in part["sentence"]],
                hovertemplate="%{hovertext}<extra></extra>",
                name=text(f"positioning.praise.{key}"),
            )
        )
    claimed = rows.filter(rows["claimed"].is_not_null())
    if not claimed.is_empty():
        figure.add_traces(_claimed(claimed, text, paint))
    names = [plain(shortened(topic, LONGEST)) for topic in rows["topic"]]
    figure.update_layout(
        showlegend=True,
        xaxis=rate_axis([*rows["high"], *rows["claimed"]], text)
        | {"title": {"text": text("positioning.axis.praise")}, "showgrid": True},
        yaxis={"categoryorder": "array", "categoryarray": names[::-1], "fixedrange": True},
        margin={"t": HEAD},
        legend={"yref": "container", "y": 1, "yanchor": "top"},
    )
    return figure


def _claimed(rows: pl.DataFrame, text: Text, paint: Theme) -> list[go.Scatter]:
    """The shares of all claims, and the line from each to what is praised."""
    names = [plain(shortened(topic, LONGEST)) for topic in rows["topic"]]
    ends = rows.select("praised", "claimed").rows()
    return [
        go.Scatter(
            x=[place for praised, claimed in ends for place in (praised, claimed, None)],
            y=[place for name in names for place in (name, name, None)],
            mode="lines",
            line={"color": paint.muted, "width": 1.5, "dash": "dot"},
            hoverinfo="skip",
            showlegend=False,
            name="between",
        ),
        go.Scatter(
            x=rows["claimed"].to_list(),
            y=names,
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
    stands where the group differs from the rest. Rows as `ui.views.positioning.spoken.heatmap`;
    groups too small are left empty. An empty frame gives a figure with a sentence."""
    if frame.filter(frame["share"].is_not_null()).is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    topics = frame["topic"].unique(maintain_order=True).to_list()
    groups = frame["segment"].unique(maintain_order=True).to_list()
    cells = {(row["topic"], row["segment"]): row for row in frame.iter_rows(named=True)}
    grid = [[cells.get((topic, group)) for group in groups] for topic in topics]
    figure = blank(text, theme, height=HEAD + FOOT + ROW * len(topics))
    figure.add_trace(
        go.Heatmap(
            x=[plain(shortened(group, LONGEST)) for group in groups],
            y=[plain(shortened(topic, LONGEST)) for topic in topics],
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
            hovertext=[
                ["" if cell is None else plain(cell["sentence"]) for cell in row] for row in grid
            ],
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
        xaxis={"side": "top", "fixedrange": True},
        yaxis={"autorange": "reversed", "fixedrange": True},
        margin={"t": HEAD},
    )
    return figure
