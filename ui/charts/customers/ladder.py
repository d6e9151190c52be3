"""Who moved from rung to rung between two days."""

import plotly.graph_objects as go
import polars as pl

from ui.charts.customers import journey
from ui.text import Text

ENDS = (0.001, 0.999)
GAP = 0.05
"""Of the height, between two rungs."""


def moved(nodes: pl.DataFrame, links: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """A flow from the earlier day's rungs to the later day's, the highest on top.

    Nodes and links as `ui.charts.customers.journey.flow`, nodes with side (0 earlier, 1 later) and
    customers,
    each side from the top down. No links give a figure with a sentence.
    """
    figure = journey.flow(nodes, links, text=text, theme=theme)
    if links.is_empty():
        return figure
    figure.update_traces(
        arrangement="fixed",
        node={
            "x": [ENDS[side] for side in nodes["side"]],
            "y": [*_heights(nodes, 0), *_heights(nodes, 1)],
        },
    )
    return figure


def _heights(nodes: pl.DataFrame, side: int) -> list[float]:
    """The middle of each node of a side, as a share of the height."""
    counts = nodes.filter(pl.col("side") == side)["customers"].to_list()
    room = 1 - GAP * (len(counts) - 1)
    total = sum(counts) or 1
    tops = [sum(counts[:place]) / total * room + GAP * place for place in range(len(counts))]
    middles = [top + count / total * room / 2 for top, count in zip(tops, counts, strict=True)]
    return [min(max(middle, ENDS[0]), ENDS[1]) for middle in middles]
