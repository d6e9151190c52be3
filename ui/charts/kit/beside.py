"""Names of lines at their right ends, apart from each other, instead of a legend elsewhere."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import plotly.graph_objects as go

from ui.charts.kit.figure import columns, plain, shortened

LONGEST = 16
LINE = 17
CHARACTER = 7
SURROUNDINGS = 80
"""Pixels of a figure's height that are not its plot."""


class End(NamedTuple):
    """A line's name and colour, and the height at which it ends."""

    name: str
    colour: str
    height: float


def names(figure: go.Figure, ends: Sequence[End], reach: tuple[float, float]) -> None:
    """Write the names beside the plot of a figure whose vertical axis has this `reach`, and leave
    room for them."""
    gap = (reach[1] - reach[0]) * LINE / (figure.layout.height - SURROUNDINGS)
    heights = spread([end.height for end in ends], gap, reach)
    labels = [shortened(end.name, LONGEST) for end in ends]
    for end, label, height in zip(ends, labels, heights, strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            y=height,
            text=f"  <b>{plain(label)}</b>",
            showarrow=False,
            font={"size": 13, "color": end.colour},
        )
    room = CHARACTER * max((columns(label) for label in labels), default=0)
    figure.update_layout(margin={"r": 24 + room})


def spread(heights: Sequence[float], gap: float, reach: tuple[float, float]) -> list[float]:
    """The heights in their order, each at least `gap` above the one below it, moved down together
    where the highest would stand above the reach."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = list(heights)
    for lower, upper in pairwise(order):
        placed[upper] = max(placed[upper], placed[lower] + gap)
    ceiling = reach[1]
    for place in reversed(order):
        placed[place] = min(placed[place], ceiling)
        ceiling = placed[place] - gap
    return placed
