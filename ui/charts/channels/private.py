"""How many people of a private domain are left after each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from ui.charts.kit.figure import Row, blank, nothing, plain
from ui.theme import Theme, alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.text import Text

ROW_HEIGHT = 44
GROUP_GAP = 0.5
HEAD = 12


def funnel(rows: Sequence[Row], *, text: Text, theme: str) -> go.Figure:
    """A bar a step, groups below each other: label, share (0-1 of those listed in the group),
    shown, colour (a number), is_first (of its group), sentence. No rows give a sentence."""
    if not rows:
        return nothing(text, theme)
    paint = theme_of(theme)
    gaps = 0.0
    placed: list[Row] = []
    for at, row in enumerate(rows):
        gaps += GROUP_GAP if row["is_first"] and at else 0.0
        placed.append(row | {"place": at + gaps})
    depth = placed[-1]["place"]
    figure = blank(text, theme, height=round(HEAD + ROW_HEIGHT * (depth + 1)))
    figure.add_trace(_bars(placed, [1.0] * len(placed), paint, is_ground=True))
    figure.add_trace(_bars(placed, [row["share"] for row in placed], paint, is_ground=False))
    figure.update_layout(
        barmode="overlay",
        annotations=[note for row in placed for note in _words(row, paint)],
        xaxis={"visible": False, "range": [0, 1], "fixedrange": True},
        yaxis={"visible": False, "range": [depth + 0.45, -0.75], "fixedrange": True},
        margin={"l": 12, "r": 12, "t": 4, "b": 4},
    )
    return figure


def _bars(rows: list[Row], widths: list[float], paint: Theme, *, is_ground: bool) -> go.Bar:
    inks = [paint.categorical[row["colour"] % len(paint.categorical)] for row in rows]
    return go.Bar(
        x=widths,
        y=[row["place"] for row in rows],
        width=0.34,
        orientation="h",
        marker={"color": [alpha(ink, 0.12) for ink in inks] if is_ground else inks},
        hovertext=[row["sentence"] for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        name="listed" if is_ground else "people",
    )


def _words(row: Row, paint: Theme) -> list[Row]:
    """The step at the left and how many take it at the right, above the bar."""
    return [
        {
            "text": words,
            "x": x,
            "xref": "paper",
            "y": row["place"] - 0.2,
            "xanchor": side,
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": 13, "color": paint.text},
        }
        for side, x, words in (
            ("left", 0, f"<b>{plain(row['label'])}</b>"),
            ("right", 1, plain(row["shown"])),
        )
    ]
