"""Where names beside points stand so that they do not run into each other."""

from collections.abc import Sequence
from typing import NamedTuple

from ui.charts.kit.figure import columns

CHARACTER, LINE, MARK = 7.0, 16.0, 8.0
"""Pixels: width of a half-width column and height of a name of size 13, from a point's centre to
its rim."""
SIDES = {
    "bottom center": (0, -1),
    "top center": (0, 1),
    "middle right": (1, 0),
    "middle left": (-1, 0),
    "bottom right": (1, -1),
    "bottom left": (-1, -1),
    "top right": (1, 1),
    "top left": (-1, 1),
}
"""Plotly's name of a place -> on which side of the point the name stands, across and up."""
OUTSIDE = 4.0
"""So many times worse is a name that leaves the plot than one that lies on another."""


class Point(NamedTuple):
    """A point in pixels from the lower left corner of the plot, its name, and the place its name
    takes where nothing is in the way."""

    x: float
    y: float
    name: str
    usual: str


class Box(NamedTuple):
    """Left, lower, right and upper edge in pixels."""

    left: float
    lower: float
    right: float
    upper: float


def spots(points: Sequence[Point], plot: tuple[float, float]) -> list[str]:
    """The place of each name, in the order of the points: the usual one, or where it lies least on
    names placed before it, on points, and outside the `plot` (its width and height)."""
    rims = [Box(point.x - MARK, point.y - MARK, point.x + MARK, point.y + MARK) for point in points]
    boxes: list[Box] = []
    places = []
    for own, point in enumerate(points):
        others = boxes + [rim for place, rim in enumerate(rims) if place != own]
        order = sorted(SIDES, key=lambda side, usual=point.usual: side != usual)  # type: ignore[misc]
        worst = {side: _harm(box(point, side), others, plot) for side in order}
        places.append(min(order, key=worst.__getitem__))
        boxes.append(box(point, places[-1]))
    return places


def box(point: Point, side: str) -> Box:
    """What a name covers on one side of its point."""
    across, up = SIDES[side]
    width = CHARACTER * columns(point.name)
    left = point.x + across * MARK - (1 - across) / 2 * width
    lower = point.y + up * MARK - (1 - up) / 2 * LINE
    return Box(left, lower, left + width, lower + LINE)


def shared(first: Box, second: Box) -> float:
    """Square pixels that lie in both."""
    across = min(first.right, second.right) - max(first.left, second.left)
    up = min(first.upper, second.upper) - max(first.lower, second.lower)
    return max(across, 0.0) * max(up, 0.0)


def _harm(name: Box, others: Sequence[Box], plot: tuple[float, float]) -> float:
    inside = shared(name, Box(0.0, 0.0, *plot))
    area = (name.right - name.left) * (name.upper - name.lower)
    return sum(shared(name, other) for other in others) + OUTSIDE * (area - inside)
