"""How soon customers come back: curves with their intervals, and the share within so many days."""

from collections.abc import Sequence

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit import steps
from ui.charts.kit.figure import Row, blank, nothing, rate_axis, side_by_side
from ui.text import Text
from ui.theme import Theme
from ui.theme import theme as theme_of

MARKS = (30, 60, 90, 180, 365)
MOST_GROUPS = 8
PLOT_HEIGHT = 320
GAP_HEIGHT = 74
ROW_HEIGHT = 25


def curve(
    frame: pl.DataFrame,
    *,
    text: Text,
    theme: str,
    days: Sequence[int] = MARKS,
    since: str = "charts.survival.days_since",
    watched: str = "charts.survival.at_risk",
    point: str = "charts.survival.curve",
) -> go.Figure:
    """Step curves. Rows: group (a label), day, at_risk, events, repurchased, low, high (0-1).

    Below stand the numbers still at risk at `days`, beside the names of the curves. Where fewer
    than thirty are at risk a curve is pale and dotted; it ends with the last of `days`. At most
    the eight largest groups are drawn: what is left out is for the caller to say. `since`,
    `watched` and `point` are the keys of what the days count from, whom the numbers below count,
    and the sentence of a point on a curve.
    """
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    curves = steps.curves(frame, MOST_GROUPS, max(days))
    table = ROW_HEIGHT * len(curves)
    figure = blank(text, theme, height=PLOT_HEIGHT + GAP_HEIGHT + table)
    for (name, rows), colour in zip(curves.items(), paint.categorical, strict=False):
        opacity = steps.band_opacity(len(curves))
        figure.add_traces(steps.traces(name, rows, colour, opacity, text=text, point=point))
    marks = steps.spaced_marks(days)
    figure.add_trace(steps.at_risk(frame, list(curves), marks, text, paint))
    _frame(figure, curves, marks, text, paint)
    figure.add_annotation(_counted(text(watched), len(curves), paint))
    figure.update_xaxes(title={"text": text(since)})
    return figure


def within(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """The share that came back within so many days, as dots with their intervals.

    Rows: days, rate (0-1; null where nobody was observed for that long), low, high, eligible.
    """
    rates = frame.filter(pl.col("rate").is_not_null())
    if rates.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=320)
    places = [_within_days(days, text) for days in frame.sort("days")["days"]]
    figure.add_trace(_dots(rates.sort("days").to_dicts(), text, paint))
    for days in frame.filter(pl.col("rate").is_null())["days"]:
        figure.add_annotation(_unwatched(_within_days(days, text), text, paint))
    figure.update_layout(
        xaxis=side_by_side(places) | {"range": [-0.5, len(places) - 0.05]},
        yaxis=rate_axis([*rates["rate"], *rates["high"]], text),
    )
    return figure


def _frame(
    figure: go.Figure, curves: dict[str, list[Row]], marks: list[int], text: Text, paint: Theme
) -> None:
    """Axes: the curves above, the days under them, the table at the foot."""
    total = PLOT_HEIGHT + GAP_HEIGHT + ROW_HEIGHT * len(curves) - 20
    foot = _foot(len(curves))
    highest = [row["high"] for rows in curves.values() for row in rows]
    figure.update_layout(
        xaxis={
            "range": [0, marks[-1]],
            "tickvals": marks,
            "anchor": "y",
            "fixedrange": True,
        },
        yaxis=rate_axis(highest, text) | {"domain": [foot + (GAP_HEIGHT - 8) / total, 1]},
        yaxis2=steps.names_axis(list(curves), paint.categorical) | {"domain": [0, foot]},
        margin={"r": 22},
    )


def _foot(count: int) -> float:
    """How much of the height the table of so many curves takes, as a share."""
    return ROW_HEIGHT * count / (PLOT_HEIGHT + GAP_HEIGHT + ROW_HEIGHT * count - 20)


def _counted(words: str, count: int, paint: Theme) -> Row:
    """Whom the numbers at the foot count."""
    return {
        "text": words,
        "x": 0,
        "y": _foot(count),
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": paint.muted},
    }


def _within_days(days: int, text: Text) -> str:
    return text("charts.survival.within", days=days)


def _dots(rows: list[Row], text: Text, paint: Theme) -> go.Scatter:
    rates = [row["rate"] for row in rows]
    bounds = [(_or(row["low"], row["rate"]), _or(row["high"], row["rate"])) for row in rows]
    return go.Scatter(
        x=[_within_days(row["days"], text) for row in rows],
        y=rates,
        mode="markers+text",
        marker={"size": 13, "color": paint.categorical[0]},
        error_y={
            "array": [high - rate for (_, high), rate in zip(bounds, rates, strict=True)],
            "arrayminus": [rate - low for (low, _), rate in zip(bounds, rates, strict=True)],
            "color": paint.categorical[0],
            "thickness": 2.5,
            "width": 7,
        },
        text=[f"  <b>{fmt.percent(rate, text.lang)}</b>" for rate in rates],
        textposition="middle right",
        textfont={"size": 14, "color": paint.text},
        hovertext=[_sentence(row, text) for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        name="within",
    )


def _or(end: float | None, rate: float) -> float:
    """An end of an interval, or the rate itself where none is known."""
    return rate if end is None or fmt.missing(end) else end


def _sentence(row: Row, text: Text) -> str:
    return text(
        "charts.survival.within_sentence",
        days=row["days"],
        rate=fmt.percent(row["rate"], text.lang),
        interval=fmt.interval(row["low"], row["high"], text.lang, rate=True, digits=1),
        n=fmt.count(row["eligible"], text.lang),
    )


def _unwatched(place: str, text: Text, paint: Theme) -> Row:
    return {
        "x": place,
        "y": 0,
        "yanchor": "bottom",
        "text": text("charts.survival.unwatched"),
        "showarrow": False,
        "font": {"size": 12, "color": paint.muted},
    }
