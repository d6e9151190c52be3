"""A rate week by week: what is normal with its limits, the running mean, and where it left them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.gate.months import across
from ui.charts.kit import marks as kit_marks
from ui.charts.kit.bands import band
from ui.charts.kit.figure import Row, blank, nothing, plain, round_ticks
from ui.charts.kit.marks import Periods
from ui.theme import alpha
from ui.theme import theme as theme_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ui.text import Text
    from ui.theme import Theme

HEIGHT, LEGEND = 280, 46
ROOM = 0.08
TENTH = 0.01
DAYS = {"week": 7, "month": 28}


def periods(starts: Sequence[date], step: str) -> Periods:
    """An axis of weeks, or of months of four weeks, that begin on these days."""
    stops = (start + timedelta(days=DAYS[step]) for start in starts)
    return Periods(tuple(starts), tuple(stops))


def line(
    frame: pl.DataFrame,
    stretches: pl.DataFrame,
    *,
    axis: Periods,
    text: Text,
    theme: str,
    marks: kit_marks.Marks | None = None,
) -> go.Figure:
    """Rows: starts_on, rate, normal, mean, low, high, is_out, totals; of the stretches first, last
    (places), now, normal, is_bad. Without a row the figure is a sentence."""
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=HEIGHT + LEGEND)
    numbered = frame.with_row_index("place")
    watched = numbered.filter(pl.col("mean").is_not_null())
    if watched.height:
        places = watched["place"].to_list()
        ends = (watched["low"].to_list(), watched["high"].to_list())
        figure.add_trace(band(places, *ends, alpha(paint.muted, 0.18), text("notes.legend.limits")))
    figure.add_trace(_dots(numbered, paint, text))
    figure.add_trace(_normal(numbered, paint, text))
    if watched.height:
        figure.add_trace(_mean(watched, paint, text))
    for row in stretches.to_dicts():
        figure.add_trace(_stretch(row, paint, text))
    out = watched.filter(pl.col("is_out"))
    if out.height:
        figure.add_trace(_signals(out, stretches, paint, text))
    figure.update_layout(
        xaxis=across(axis, text),
        yaxis=_up(numbered, text),
        showlegend=True,
        margin={"t": LEGEND},
        legend={"yref": "container", "y": 1, "yanchor": "top"},
    )
    kit_marks.draw(figure, marks, text=text, paint=paint)
    return figure


def _dots(rows: pl.DataFrame, paint: Theme, text: Text) -> go.Scatter:
    return go.Scatter(
        x=rows["place"].to_list(),
        y=rows["rate"].to_list(),
        mode="markers",
        marker={"size": 4, "color": alpha(paint.muted, 0.8)},
        hovertext=[_hover(row, text) for row in rows.to_dicts()],
        hovertemplate="%{hovertext}<extra></extra>",
        name=text("notes.legend.rate"),
    )


def _normal(rows: pl.DataFrame, paint: Theme, text: Text) -> go.Scatter:
    return go.Scatter(
        x=rows["place"].to_list(),
        y=rows["normal"].to_list(),
        mode="lines",
        line={"color": paint.muted, "width": 1.5, "dash": "dash"},
        hoverinfo="skip",
        name=text("notes.legend.normal"),
    )


def _mean(rows: pl.DataFrame, paint: Theme, text: Text) -> go.Scatter:
    return go.Scatter(
        x=rows["place"].to_list(),
        y=rows["mean"].to_list(),
        mode="lines",
        line={"color": paint.categorical[0], "width": 2.5},
        hoverinfo="skip",
        name=text("notes.legend.mean"),
    )


def _stretch(row: Row, paint: Theme, text: Text) -> go.Scatter:
    """The rate of all periods of an alert together, over what was normal for them."""
    colour = _colour(row["is_bad"], paint)
    name = text("notes.legend.now")
    return go.Scatter(
        x=[row["first"], row["last"], None, row["first"], row["last"]],
        y=[row["now"], row["now"], None, row["normal"], row["normal"]],
        mode="lines",
        line={"color": alpha(colour, 0.75), "width": 1.5},
        hoverinfo="skip",
        showlegend=False,
        name=name,
    )


def _signals(rows: pl.DataFrame, stretches: pl.DataFrame, paint: Theme, text: Text) -> go.Scatter:
    is_bad = stretches["is_bad"][-1] if stretches.height else None
    return go.Scatter(
        x=rows["place"].to_list(),
        y=rows["mean"].to_list(),
        mode="markers",
        marker={"size": 7, "color": _colour(is_bad, paint)},
        hovertext=[_hover(row, text) for row in rows.to_dicts()],
        hovertemplate="%{hovertext}<extra></extra>",
        name=text("notes.legend.out"),
    )


def _colour(is_bad: bool | None, paint: Theme) -> str:
    return paint.primary if is_bad is None else paint.bad if is_bad else paint.good


def _hover(row: Row, text: Text) -> str:
    lines = [f"<b>{plain(fmt.day(row['starts_on'], text.lang))}</b>"]
    for name in ("rate", "mean", "normal"):
        if row[name] is not None:
            lines.append(f"{text(f'notes.legend.{name}')}: {_percent(row[name], text)}")
    lines.append(text("charts.n", n=fmt.count(row["totals"], text.lang)))
    return "<br>".join(lines)


def _percent(rate: float, text: Text) -> str:
    return fmt.percent(rate, text.lang, 1)


def _up(rows: pl.DataFrame, text: Text) -> Row:
    """Room around all that is drawn: from zero, a rate of 70 % that moves could not be seen."""
    shown = pl.concat([rows[name].drop_nulls() for name in ("rate", "mean", "low", "high")])
    shown = shown.append(rows["normal"])
    low, high = float(shown.to_numpy().min()), float(shown.to_numpy().max())
    room = max((high - low) * ROOM, TENTH / 10)
    first, last = max(low - room, -room / 2), high + room
    ticks = [tick for tick in round_ticks(first, last) if max(first, 0) <= tick <= min(last, 1)]
    digits = 1 if len(ticks) > 1 and ticks[1] - ticks[0] < TENTH else 0
    return {
        "range": [first, last],
        "tickvals": ticks,
        "ticktext": [fmt.percent(tick, text.lang, digits) for tick in ticks],
        "fixedrange": True,
    }
