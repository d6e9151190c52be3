"""Events on a chart over time: a thin line with a numbered flag, a band where one has an end."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui.charts.kit.figure import Row, plain
from ui.theme import Theme, alpha

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from ui.text import Text

ONE_DAY = timedelta(days=1)
MOST = 12
LEVELS = 4
APART = 0.06
"""Of the axis: what a flag with two figures takes on a phone."""
FLAG = 19
STEM = 12
HEADROOM = 6
LEGEND = 34
"""Above the flags, for the names of the series."""


@dataclass(frozen=True)
class Periods:
    """An axis of periods side by side, the first at 0, the next at 1: days lie within their own.

    `starts` are the periods' first days in order, `stops` the days after their last; periods may
    be missing in between.
    """

    starts: tuple[date, ...]
    stops: tuple[date, ...]

    @property
    def ends(self) -> tuple[date, date]:
        """The first and the last day there is room for."""
        return self.starts[0], self.stops[-1] - ONE_DAY

    def place(self, day: date) -> float:
        """Where a day lies; one between two periods lies where the later begins."""
        number = bisect_right(self.starts, day) - 1
        start, stop = self.starts[number], self.stops[number]
        return number - 0.5 + min((day - start) / (stop - start), 1.0)

    def share(self, day: date) -> float:
        """How far along the axis a day lies, 0-1."""
        return (self.place(day) + 0.5) / len(self.starts)


@dataclass(frozen=True)
class Mark:
    """An event as it is drawn: `number` on its flag, `level` of the flag counted from below."""

    number: int
    level: int
    name: str
    kind: str | None
    phase: str | None
    starts_on: date
    ends_on: date | None
    is_day_zero: bool = False
    """Of a product on the chart: a line of its own kind, and never left out for want of room."""


@dataclass(frozen=True)
class Marks:
    """The events that are drawn on an axis, oldest first, and how many are not."""

    axis: Periods
    shown: tuple[Mark, ...]
    count_left_out: int


def months(starts: Sequence[date], length: int) -> Periods | None:
    """Periods of `length` whole months that begin on these days; None where there is none."""
    firsts = pl.Series(sorted(set(starts)), dtype=pl.Date)
    stops = firsts.dt.offset_by(f"{length}mo")
    return Periods(tuple(firsts), tuple(stops)) if len(firsts) else None


def placed(events: pl.DataFrame, axis: Periods) -> Marks:
    """The latest events within the axis, each with room for its flag.

    Rows: name, kind, phase, starts_on, ends_on and perhaps is_day_zero, oldest first. At most
    `MOST` are drawn, days zero before all others, and where too many lie close together those that
    find no room in `LEVELS` levels are left out.
    """
    begins, ends = axis.ends
    last_on = pl.coalesce("ends_on", "starts_on")
    within = events.filter((pl.col("starts_on") <= ends) & (last_on >= begins))
    rows = [row for row in _latest(within).to_dicts() if _is_on_axis(row, axis)]
    shown = list[Mark]()
    until = [-1.0] * LEVELS
    for row in rows:
        share = axis.share(max(row["starts_on"], begins))
        level = next(
            (candidate for candidate in range(LEVELS) if share - until[candidate] >= APART), None
        )
        if level is None and row.get("is_day_zero"):
            level = LEVELS - 1
        if level is not None:
            until[level] = share
            shown.append(Mark(len(shown) + 1, level, **row))
    return Marks(axis, tuple(shown), events.height - len(shown))


def _latest(within: pl.DataFrame) -> pl.DataFrame:
    """As many as are drawn: the days zero, and the latest of the others."""
    if "is_day_zero" not in within.columns:
        return within.tail(MOST)
    ranked = within.with_row_index("at").sort("is_day_zero", "at").tail(MOST)
    return ranked.sort("at").drop("at")


def _is_on_axis(row: Row, axis: Periods) -> bool:
    """Whether any of its days lies in a period of the axis."""
    last_on = row["ends_on"] or row["starts_on"]
    return any(
        row["starts_on"] < stop and last_on >= start
        for start, stop in zip(axis.starts, axis.stops, strict=True)
    )


def draw(figure: go.Figure, marks: Marks | None, *, text: Text, paint: Theme) -> None:
    """Draw the marks on a figure that nothing is done to afterwards: it grows by their flags."""
    if marks is None or not marks.shown:
        return
    room = STEM + FLAG * (1 + max(mark.level for mark in marks.shown)) + HEADROOM
    above = figure.layout.margin.t or 0
    if figure.layout.showlegend:
        room += max(LEGEND - above, 0)
    figure.update_layout(
        shapes=[shape for mark in marks.shown for shape in _shapes(mark, marks.axis, paint)],
        annotations=[
            *figure.layout.annotations,
            *(_flag(mark, marks.axis, text, paint) for mark in marks.shown),
        ],
        height=figure.layout.height + room,
        margin={"t": above + room},
        legend={"yref": "container", "y": 1, "yanchor": "top"},
    )


def rule(figure: go.Figure, marks: Marks | None, *, panel: int, paint: Theme) -> None:
    """Draw lines and bands of the marks on one panel of several, the first is 1, without flags."""
    number = "" if panel == 1 else str(panel)
    axes = {"xref": f"x{number}", "yref": f"y{number} domain"}
    if marks is None:
        return
    for mark in marks.shown:
        for shape in _shapes(mark, marks.axis, paint):
            figure.add_shape(shape | axes)


def dates(mark: Mark, text: Text) -> str:
    """The day of an event, or its first and last."""
    first = fmt.day(mark.starts_on, text.lang)
    if mark.ends_on is None:
        return first
    return text("events.days", first=first, last=fmt.day(mark.ends_on, text.lang))


def _first(mark: Mark, axis: Periods) -> date:
    return max(mark.starts_on, axis.ends[0])


def _shapes(mark: Mark, axis: Periods, paint: Theme) -> list[Row]:
    """A line on the first day and, behind it, a band until the end of the last."""
    x = axis.place(_first(mark, axis))
    upright = {"yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    line = upright | {
        "type": "line",
        "x0": x,
        "x1": x,
        "line": _line(mark, paint),
    }
    if mark.ends_on is None:
        return [line]
    last = axis.place(min(mark.ends_on, axis.ends[1]) + ONE_DAY)
    band = upright | {
        "type": "rect",
        "x0": x,
        "x1": last,
        "line": {"width": 0},
        "fillcolor": alpha(paint.muted, 0.16),
    }
    return [band, line]


def _line(mark: Mark, paint: Theme) -> Row:
    if mark.is_day_zero:
        return {"color": paint.text, "width": 2}
    return {"color": alpha(paint.muted, 0.6), "width": 1, "dash": "dot"}


def _flag(mark: Mark, axis: Periods, text: Text, paint: Theme) -> Row:
    return {
        "x": axis.place(_first(mark, axis)),
        "y": 1,
        "yref": "paper",
        "ax": 0,
        "ay": -(STEM + FLAG * mark.level + FLAG / 2),
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": alpha(paint.muted, 0.6),
        "text": str(mark.number),
        "font": {"size": 11, "color": paint.background},
        "bgcolor": paint.text if mark.is_day_zero else paint.muted,
        "borderpad": 2,
        "hovertext": _hover(mark, text),
        "hoverlabel": {
            "bgcolor": paint.surface,
            "bordercolor": paint.muted,
            "font": {"color": paint.text, "family": paint.font_for(text.lang), "size": 14},
        },
    }


def _hover(mark: Mark, text: Text) -> str:
    parts = [plain(part) for part in (mark.kind, mark.phase) if part]
    lines = [f"<b>{plain(mark.name)}</b>", dates(mark, text)]
    return "<br>".join([*lines, *([" / ".join(parts)] if parts else [])])
