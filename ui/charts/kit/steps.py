"""The parts of a survival picture: step curves with their bands, and the numbers at risk below."""

from collections.abc import Callable, Sequence
from functools import partial

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit.figure import Row, plain, shortened
from ui.text import Text
from ui.theme import Theme, alpha

HoverText = tuple[Callable[..., str], str]
"""The sentence of a point on a curve, as a function of its facts, and the language."""
THIN = 30
POINTS = 1_600
BAND_OPACITY = {1: 0.18, 2: 0.16, 3: 0.12, 4: 0.10}
FAINTEST = 0.06
NEAREST_MARKS = 0.13
NAME_WIDTH = 16


def curves(frame: pl.DataFrame, most: int, last: int) -> dict[str, list[Row]]:
    """The rows of the `most` largest groups up to the day `last`, largest first, from day 0 on."""
    sizes = frame.group_by("group").agg(pl.col("at_risk").max()).sort("at_risk", "group")
    names = sizes["group"].reverse().to_list()[:most]
    room = POINTS // max(len(names), 1)
    return {name: _curve(frame.filter(pl.col("group") == name), last, room) for name in names}


def traces(
    name: str,
    rows: list[Row],
    colour: str,
    opacity: float,
    *,
    text: Text,
    point: str = "charts.survival.curve",
) -> list[go.Scatter]:
    """A band, its curve, and the pale end of it where too few are still at risk. `point` is the
    text key of the sentence of a point on the curve."""
    sentence = partial(text, point)
    thin = next((i for i, row in enumerate(rows) if row["at_risk"] < THIN), len(rows))
    drawn = [
        _edge(rows, "low", None, name),
        _edge(rows, "high", alpha(colour, opacity), name),
        _line(rows[:thin], name, colour, "solid", (sentence, text.lang)),
    ]
    if thin < len(rows):
        drawn.append(
            _line(rows[max(thin - 1, 0) :], name, alpha(colour, 0.55), "dot", (sentence, text.lang))
        )
    return drawn


def band_opacity(count: int) -> float:
    """The more bands lie upon each other, the fainter each is."""
    return BAND_OPACITY.get(count, FAINTEST)


def spaced_marks(days: Sequence[int]) -> list[int]:
    """The marks that have room for a number below them, counted from the last one back."""
    spaced: list[int] = []
    for day in sorted(days, reverse=True):
        if not spaced or spaced[-1] - day >= NEAREST_MARKS * spaced[0]:
            spaced.append(day)
    return spaced[::-1]


def at_risk(
    frame: pl.DataFrame, names: Sequence[str], days: Sequence[int], text: Text, paint: Theme
) -> go.Scatter:
    """How many of each group are still watched at each day, as text on the second vertical axis."""
    cells = [
        (day, place, _still_watched(frame.filter(pl.col("group") == name), day))
        for place, name in enumerate(names)
        for day in days
    ]
    return go.Scatter(
        x=[day for day, _, _ in cells],
        y=[place for _, place, _ in cells],
        text=[fmt.count(count, text.lang, compact=True) for _, _, count in cells],
        mode="text",
        textfont={"size": 12, "color": paint.text},
        yaxis="y2",
        cliponaxis=False,
        hoverinfo="skip",
        name="at risk",
    )


def names_axis(names: Sequence[str], colours: Sequence[str]) -> Row:
    """The second vertical axis: a row a group, its name behind a dot in its curve's colour."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [
            f'<span style="color:{colour}">&#9679;</span> {plain(shortened(name, NAME_WIDTH))}'
            for name, colour in zip(names, colours, strict=False)
        ],
        "range": [len(names) - 0.5, -0.5],
        "showgrid": False,
        "fixedrange": True,
        "automargin": True,
    }


def _curve(rows: pl.DataFrame, last: int, room: int) -> list[Row]:
    """Day 0, then the days on which somebody came back, thinned to `room` of them, then the end."""
    watched = rows.sort("day").filter(pl.col("day") <= last)
    moves = watched.filter(pl.col("events") > 0)
    step = -(-moves.height // room)
    points = (
        pl.concat([moves.gather_every(max(step, 1)), watched.tail(1)]).unique("day").sort("day")
    )
    start = {
        "day": 0,
        "at_risk": rows["at_risk"].max(),
        "repurchased": 0.0,
        "low": 0.0,
        "high": 0.0,
    }
    return [start, *points.to_dicts()]


def _still_watched(rows: pl.DataFrame, day: int) -> int:
    later = rows.filter(pl.col("day") >= day).sort("day")
    return int(later["at_risk"][0]) if not later.is_empty() else 0


def _edge(rows: list[Row], end: str, fill: str | None, name: str) -> go.Scatter:
    return go.Scatter(
        x=[row["day"] for row in rows],
        y=[row[end] for row in rows],
        mode="lines",
        line={"width": 0, "shape": "hv"},
        fill="tonexty" if fill else None,
        fillcolor=fill,
        hoverinfo="skip",
        name=f"{name} {end}",
    )


def _line(rows: list[Row], name: str, colour: str, dash: str, hover_text: HoverText) -> go.Scatter:
    sentence_of, lang = hover_text
    shown, ends, n = (f"%{{customdata[{i}]}}" for i in range(3))
    sentence = sentence_of(group=plain(name), day="%{x}", rate=shown, interval=ends, n=n)
    return go.Scatter(
        x=[row["day"] for row in rows],
        y=[row["repurchased"] for row in rows],
        mode="lines",
        line={"color": colour, "width": 3, "shape": "hv", "dash": dash},
        customdata=[_spoken(row, lang) for row in rows],
        hovertemplate=f"{sentence}<extra></extra>",
        name=name,
    )


def _spoken(row: Row, lang: str) -> list[str]:
    return [
        fmt.percent(row["repurchased"], lang),
        fmt.interval(row["low"], row["high"], lang, rate=True, digits=1),
        fmt.count(row["at_risk"], lang),
    ]
