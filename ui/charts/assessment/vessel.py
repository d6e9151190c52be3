"""The parts of the container picture: planks, grain, gaps, water, board and hoop.

A stave is a row with `place` (0, 1, 2 from the left), `key`, `score`, `low` and `high` (equal to
the score where no interval is known), `shown` and the height it is printed above, `number_at`, and
its sentence `hover`. Heights are scores, 0-100.
"""

import math

import plotly.graph_objects as go

from ui.charts.kit.figure import Row
from ui.theme import CLEAR, Theme, alpha, blend

FULL = 100
HALF = 0.472
HOOP = 0.45
LEAST = 1.2
"""The height of a plank whose score is nothing: a line of it shows that it is there."""
RIPPLES = 160
# Where the grain runs across a plank, and the share of the plank's height it climbs.
GRAIN = ((-0.37, 1.0), (-0.24, 0.62), (-0.09, 0.93), (0.05, 0.41), (0.16, 1.0), (0.31, 0.78))


def backdrop(figure: go.Figure, paint: Theme, count: int) -> None:
    """The vessel as it would stand if every stave were full."""
    _box(figure, (-0.5, count - 0.5), (0, FULL), alpha(paint.surface, 0.6), "below")


def board(figure: go.Figure, paint: Theme, count: int) -> None:
    """The board the staves stand on, with the hoop around it: below zero, where it hides none."""
    _box(figure, (-0.6, count - 0.4), (-4.6, -0.2), paint.grain, "above")
    hoop = blend(paint.grain, paint.wood, HOOP)
    _box(figure, (-0.6, count - 0.4), (-3.3, -1.7), hoop, "above")


def planks(staves: list[Row], count: int, paint: Theme) -> list[go.Scatter]:
    """Every scored stave: solid up to the low end of its interval, thinning out to the high end.

    One trace a stave, because a gradient belongs to a trace.
    """
    return [_plank(stave, _wood(stave["place"], count, paint)) for stave in staves]


def lip(stave: Row, paint: Theme) -> go.Scatter:
    """The shortest stave, in cinnabar and before the water: it is where the vessel runs over."""
    return _plank(stave, paint.bad)


def grain(staves: list[Row], paint: Theme) -> go.Scatter:
    """Fine lines along the planks, shifted from plank to plank so that they do not repeat."""
    x: list[float | None] = []
    y: list[float | None] = []
    for stave in staves:
        for across, share in GRAIN:
            shift = 0.045 * math.sin(5 * stave["place"] + 9 * across)
            x += [stave["place"] + across + shift, stave["place"] + across + shift * 0.4, None]
            y += [0, stave["low"] * share, None]
    line = {"color": alpha(paint.grain, 0.38), "width": 1.1}
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", name="grain")


def marks(staves: list[Row], paint: Theme) -> go.Scatter:
    """A line across every stave at its score."""
    return _across(staves, "score", {"color": paint.text, "width": 2.5}, "marks")


def number(stave: Row, colour: str) -> Row:
    """The score printed above the soft edge: an annotation, since a click fades unselected text."""
    return {
        "x": stave["place"],
        "y": stave["number_at"],
        "yanchor": "bottom",
        "text": f"<b>{stave['shown']}</b>",
        "showarrow": False,
        "font": {"size": 20, "color": colour},
        "name": "score",
    }


def outlines(staves: list[Row], colour: str, dash: str, name: str) -> go.Scatter:
    """A stroke around each stave up to its `score`, without any fill."""
    x: list[float | None] = []
    y: list[float | None] = []
    for stave in staves:
        left, right = stave["place"] - HALF + 0.02, stave["place"] + HALF - 0.02
        x += [left, left, right, right, None]
        y += [0, stave["score"], stave["score"], 0, None]
    line = {"color": colour, "width": 2, "dash": dash}
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", name=name)


def hints(staves: list[Row], paint: Theme) -> go.Scatter:
    """A faint dotted line across the gap of each stave at its `hint`."""
    return _across(staves, "hint", {"color": paint.muted, "width": 2, "dash": "dot"}, "hints")


def water(stave: Row, count: int, paint: Theme) -> go.Scatter:
    """Water from wall to wall up to the shortest stave, with a gentle top line."""
    x = [-0.5 + count * i / RIPPLES for i in range(RIPPLES + 1)]
    y = [stave["score"] + 0.4 * _ripple(place - stave["place"]) for place in x]
    return go.Scatter(
        x=x,
        y=[max(height, 0.0) for height in y],
        mode="lines",
        fill="tozeroy",
        fillgradient={
            "type": "vertical",
            "colorscale": [[0, alpha(paint.water, 0.72)], [1, alpha(paint.water, 0.30)]],
        },
        line={"color": paint.water, "width": 3},
        hoverinfo="skip",
        name="water",
    )


def touch(staves: list[Row]) -> go.Bar:
    """Unseen bars over the whole height that answer a finger or a pointer with their sentence."""
    return go.Bar(
        x=[stave["place"] for stave in staves],
        y=[FULL] * len(staves),
        width=1,
        marker={"color": CLEAR},
        customdata=[[stave["key"], stave["hover"]] for stave in staves],
        hovertemplate="%{customdata[1]}<extra></extra>",
        name="touch",
    )


def _across(staves: list[Row], height: str, line: Row, name: str) -> go.Scatter:
    """A line from side to side of every stave, at the height it has under that key."""
    x: list[float | None] = []
    y: list[float | None] = []
    for stave in staves:
        x += [stave["place"] - HALF, stave["place"] + HALF, None]
        y += [stave[height], stave[height], None]
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", name=name)


def _plank(stave: Row, colour: str) -> go.Scatter:
    left, right, high = stave["place"] - HALF, stave["place"] + HALF, max(stave["high"], LEAST)
    solid = min(max(stave["low"], LEAST) / high, 0.995)
    return go.Scatter(
        x=[left, left, right, right, left],
        y=[0, high, high, 0, 0],
        mode="lines",
        line={"width": 0, "color": CLEAR},
        fill="toself",
        fillgradient={
            "type": "vertical",
            "colorscale": [[0, colour], [solid, colour], [1, alpha(colour, 0.06)]],
        },
        hoverinfo="skip",
        name=f"plank {stave['key']}",
    )


def _wood(place: int, count: int, paint: Theme) -> str:
    """The plank's colour: darker towards the walls, as a round vessel is."""
    from_middle = abs(2 * place - (count - 1)) / max(count - 1, 1)
    return blend(paint.wood, paint.grain, 0.30 * from_middle**2)


def _ripple(x: float) -> float:
    """A calm surface that keeps its level at x = 0, where the shortest stave stands."""
    return math.sin(2.9 * x) + 0.6 * math.sin(5.3 * x)


def _box(
    figure: go.Figure, x: tuple[float, float], y: tuple[float, float], colour: str, layer: str
) -> None:
    figure.add_shape(
        type="rect",
        x0=x[0],
        x1=x[1],
        y0=y[0],
        y1=y[1],
        fillcolor=colour,
        line={"width": 0},
        layer=layer,
    )
