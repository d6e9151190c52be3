"""Means of marks as people joined: of each kind of tester, and of the friends of each seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ui.charts.kit.figure import Row, blank, nothing, plain, round_ticks, tick_names
from ui.theme import alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    import polars as pl

    from ui.text import Text
    from ui.theme import Theme

HEIGHT, LEGEND = 250, 46
TOP = 10
PLACES = 6
"""Numbers under the axis of places, so that they keep apart on a phone."""


def settling(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A line for each kind of tester: the mean of all marks so far. Rows: kind, label, place,
    so_far, sentence. An empty frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT + LEGEND)
    groups = frame.partition_by("kind", maintain_order=True)
    for group, colour in zip(groups, paint.categorical, strict=False):
        label = group["label"][0]
        figure.add_trace(
            go.Scatter(
                x=group["place"].to_list(),
                y=group["so_far"].to_list(),
                mode="lines",
                line={"color": colour, "width": 2.5},
                hovertext=_sentences(group, label),
                hovertemplate="%{hovertext}<extra></extra>",
                name=plain(label),
            )
        )
    figure.update_layout(
        showlegend=True,
        xaxis=_places(max(frame["place"]), text),
        yaxis=_marks(text),
        margin={"t": LEGEND},
        legend={"yref": "container", "y": 1, "yanchor": "top"},
    )
    return figure


def by_seed(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A thin line for the friends of each seed: the mean of their marks so far. Rows: seed_id,
    seed_place, of_seed, sentence. An empty frame gives a figure with a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT)
    x, y = list[float | None](), list[float | None]()
    ends: list[Row] = []
    for group in frame.partition_by("seed_id", maintain_order=True):
        x += [*group["seed_place"].to_list(), None]
        y += [*group["of_seed"].to_list(), None]
        ends.append(group.row(-1, named=True))
    figure.add_trace(
        go.Scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": alpha(paint.water, 0.45), "width": 1.5},
            hoverinfo="skip",
            name="friends",
        )
    )
    figure.add_trace(_ends(ends, paint))
    figure.update_layout(xaxis=_places(max(frame["seed_place"]), text), yaxis=_marks(text))
    return figure


def _ends(rows: list[Row], paint: Theme) -> go.Scatter:
    return go.Scatter(
        x=[row["seed_place"] for row in rows],
        y=[row["of_seed"] for row in rows],
        mode="markers",
        marker={"size": 9, "color": paint.water_text},
        hovertext=[f"<b>{plain(row['seed_id'])}</b><br>{plain(row['sentence'])}" for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        name="ends",
    )


def _sentences(rows: pl.DataFrame, label: str) -> list[str]:
    return [f"<b>{plain(label)}</b><br>{plain(sentence)}" for sentence in rows["sentence"]]


def _places(last: int, text: Text) -> Row:
    ticks = [tick for tick in round_ticks(0, max(last, PLACES), PLACES) if tick <= last]
    return {
        "range": [0.5, last + 0.5],
        "tickvals": ticks[1:],
        "ticktext": tick_names(ticks, text)[1:],
        "title": {"text": text("beta.axis_places")},
        "fixedrange": True,
        "showgrid": False,
    }


def _marks(text: Text) -> Row:
    ticks = list(range(0, TOP + 1, 2))
    return {
        "range": [-0.3, TOP + 0.3],
        "tickvals": ticks,
        "ticktext": tick_names(ticks, text),
        "fixedrange": True,
    }
