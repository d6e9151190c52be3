"""What every chart starts from: an empty figure in the house's clothes, and text fit to draw."""

import math
from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from ui import format as fmt
from ui import names
from ui.text import Text
from ui.theme import template
from ui.theme import theme as theme_of

Figure = go.Figure
Row = dict[str, Any]
BADGES = {
    "insufficient": "charts.badge.insufficient",
    "indicative": "charts.badge.indicative",
    "sound": "charts.badge.sound",
}
STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
PERCENT = 0.01
CJK_FROM = 0x2E80
HALF_YEAR = 6
TICKS = 4
QUARTERS, JANUARY = (1, 4, 7, 10), (1,)
"""The months in which a quarter, or a year, begins."""
MOST_NAMED = 16
"""Names of months that a phone has room for."""
MOST_IN_A_LINE = 4
"""Names of a few letters that a phone has room for side by side."""


def finished(figure: go.Figure) -> go.Figure:
    """The same figure, which nothing changes any more: written out once, however often shown."""
    written: Row = figure.to_dict()
    figure.to_dict = lambda: written
    return figure


def blank(text: Text, theme: str, *, height: int) -> go.Figure:
    """An empty figure as wide as its place, `height` pixels tall, in the reader's glyphs.

    Plotly takes what it is given as it is: checking every template of every figure was most of
    the time a figure takes; `tests/ui/figures.py` has each checked.
    """
    paint = theme_of(theme)
    family = paint.font_for(text.lang)
    return go.Figure(
        layout={
            "template": template(paint),
            "height": height,
            "autosize": True,
            "showlegend": False,
            "font": {"family": family},
            "hoverlabel": {"font": {"family": family}},
        },
        _validate=False,
    )


def load_kinds() -> None:
    """Have Plotly load the kinds of marks in use, which it does when one is first drawn."""
    kinds = (go.Bar(), go.Heatmap(), go.Sankey(), go.Scatter())
    figure = go.Figure(kinds, layout={"xaxis": {}, "yaxis": {}})
    figure.add_annotation(text="", showarrow=False)
    figure.add_shape(type="line")
    figure.to_json()


def nothing(text: Text, theme: str, key: str = "charts.empty") -> go.Figure:
    """A figure that holds only the sentence of the text key `key`: there is nothing to draw."""
    figure = blank(text, theme, height=160)
    hidden = {"visible": False, "fixedrange": True}
    figure.update_layout(xaxis=hidden, yaxis=hidden)
    figure.add_annotation(
        text=wrapped(text(key), 32),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        font={"size": 15, "color": theme_of(theme).muted},
    )
    return figure


def rate_axis(rates: Sequence[float | None], text: Text) -> Row:
    """A vertical axis for 0-1 `rates`, from zero to a round percentage above the highest."""
    top = max([rate for rate in rates if rate is not None and not fmt.missing(rate)], default=1.0)
    step = next((step for step in STEPS if top <= step * 5), STEPS[-1])
    ticks = [i * step for i in range(math.ceil(top / step - 1e-9) + 1)]
    return {
        "range": [0, min(max(ticks[-1], step), 1.0) * 1.04],
        "tickvals": ticks,
        "ticktext": [fmt.percent(tick, text.lang, 1 if step < PERCENT else 0) for tick in ticks],
        "fixedrange": True,
    }


def count_axis(low: float, high: float, text: Text) -> Row:
    """A vertical axis for counts and money from zero, at or below which `low` lies, with round,
    short numbers in the reader's language: ten thousands on Chinese pages."""
    ticks = round_ticks(low, high)
    return {
        "range": [ticks[0], ticks[-1] * 1.04],
        "tickvals": ticks,
        "ticktext": tick_names(ticks, text),
        "fixedrange": True,
    }


def round_ticks(low: float, high: float, most: int = TICKS) -> list[float]:
    """About `most` steps of 1, 2 or 5 times a power of ten, from at or below `low` to at or above
    `high`."""
    step = _round_step((high - low) / most or 1.0)
    return [i * step for i in range(math.floor(low / step), math.ceil(high / step) + 1)]


def tick_names(ticks: Sequence[float], text: Text) -> list[str]:
    """Numbers of an axis as its reader writes them, short, with as many digits as a step has."""
    step = min((b - a for a, b in pairwise(ticks)), default=1.0)
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    if digits:
        return [fmt.number(tick, text.lang, digits) for tick in ticks]
    short = [fmt.count(tick, text.lang, compact=True) for tick in ticks]
    is_told_apart = len(set(short)) == len(short)
    return short if is_told_apart else [fmt.count(tick, text.lang) for tick in ticks]


def _round_step(rough: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(base * power for base in (1, 2, 5, 10) if base * power >= rough)


def score_axis() -> Row:
    """A horizontal axis for scores, from 0 to 100 whatever is drawn."""
    return {
        "range": [0, 100],
        "tickvals": [0, 25, 50, 75, 100],
        "tickfont": {"size": 12},
        "fixedrange": True,
        "showgrid": False,
    }


def periods_axis(labels: Sequence[str], starts: Sequence[date], text: Text) -> Row:
    """A horizontal axis with every period's place, in order. `starts` are their first days.

    A month is named where a quarter begins, and in every month of half a year; where there are
    more than four years, only Januaries are. The year stands under the first month named, and
    under every January.
    """
    marked = _marked(starts)
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": labels,
        "range": [-0.6, len(labels) - 0.4],
        "tickvals": [labels[place] for place in marked],
        "ticktext": month_names([starts[place] for place in marked], text),
        "tickangle": 0,
        "showgrid": False,
        "fixedrange": True,
    }


def _marked(starts: Sequence[date]) -> list[int]:
    """The places of the periods that are named."""
    if len(starts) <= HALF_YEAR:
        return list(range(len(starts)))
    for months in (QUARTERS, JANUARY):
        places = [place for place, start in enumerate(starts) if start.month in months]
        if len(places) <= MOST_NAMED:
            break
    else:
        places = places[:: math.ceil(len(places) / MOST_NAMED)]
    return places or [0]


def month_names(starts: Sequence[date], text: Text) -> list[str]:
    """The months of these days, with the year under the first of each."""
    marked = first_of_years([start.year for start in starts])
    return [
        fmt.month_name(start, text.lang)
        + (f"<br>{fmt.period(start, 'year', text.lang)}" if is_first else "")
        for start, is_first in zip(starts, marked, strict=True)
    ]


def first_of_years(years: Sequence[object]) -> list[bool]:
    """Where the year stands under a name: at the first of each, but not under the very first where
    the second begins a year: side by side the two would run into each other on a phone."""
    firsts = [not place or years[place - 1] != year for place, year in enumerate(years)]
    if firsts[:3] == [True, True, False]:
        firsts[0] = False
    return firsts


def side_by_side(labels: Sequence[str]) -> Row:
    """Names along a horizontal axis, in order: in two lines each where there are so many that on a
    phone they would touch."""
    is_tight = len(labels) > MOST_IN_A_LINE
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": labels,
        "tickvals": labels,
        "ticktext": [halved(label) if is_tight else plain(label) for label in labels],
        "tickangle": 0,
        "showgrid": False,
        "fixedrange": True,
    }


def plain(label: str) -> str:
    """A label from the data as its reader calls it, escaped so that Plotly draws its `<` instead of
    parsing it."""
    return escape(names.shown(label), quote=False)


def badge(code: str, text: Text) -> str:
    """How far to trust a number, in words."""
    return text(BADGES[code])


def evidence(row: Row, ends: str, text: Text) -> list[str]:
    """The evidence of a number, one line each: its interval, its n, its badge, where present.

    `ends` is the interval as written, `row` holds low, high and perhaps n and badge.
    """
    lines = []
    if not (fmt.missing(row["low"]) or fmt.missing(row["high"])):
        lines.append(text("charts.interval", interval=ends))
    if row.get("n") is not None:
        lines.append(text("charts.n", n=fmt.count(row["n"], text.lang)))
    if row.get("badge") is not None:
        lines.append(text("charts.evidence", badge=badge(row["badge"], text)))
    return lines


def wrapped(label: str, width: int) -> str:
    """`label` in lines of `width` half-width columns: words stay whole, Chinese breaks anywhere."""
    lines = [""]
    for piece in _pieces(names.shown(label)):
        if lines[-1] and columns(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "<br>".join(plain(line.strip()) for line in lines)


def halved(label: str) -> str:
    """`label` in two lines as even as its words allow; three characters or fewer stay together."""
    label = names.shown(label)
    pieces = _pieces(label)
    if len(label) <= 3 or len(pieces) == 1:  # noqa: PLR2004
        return plain(label)
    cuts = range(1, len(pieces))
    cut = min(cuts, key=lambda i: max(len("".join(pieces[:i])), len("".join(pieces[i:]))))
    return "<br>".join(plain("".join(part).strip()) for part in (pieces[:cut], pieces[cut:]))


def shortened(label: str, width: int) -> str:
    """`label` cut to `width` half-width columns (a Chinese character takes two), with dots."""
    label = names.shown(label)
    if columns(label) <= width:
        return label
    start = label
    while columns(start) > width - 2:
        start = start[:-1]
    return f"{start.rstrip()}.."


def columns(label: str) -> int:
    """How many half-width columns a label takes."""
    return sum(2 if _is_chinese(char) else 1 for char in label)


def _is_chinese(char: str) -> bool:
    return ord(char) >= CJK_FROM


def _pieces(label: str) -> list[str]:
    """What a line may be broken between: words with the space behind them, Chinese characters."""
    pieces: list[str] = []
    for char in label:
        last = pieces[-1][-1] if pieces else " "
        if last == " " or _is_chinese(char) or _is_chinese(last):
            pieces.append(char)
        else:
            pieces[-1] += char
    return pieces
