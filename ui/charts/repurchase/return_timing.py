"""On which days people come back, and whether newer customers come back more."""

from datetime import date

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit import marks as kit_marks
from ui.charts.kit.figure import Row, blank, nothing, periods_axis, plain, rate_axis, shortened
from ui.text import Text
from ui.theme import alpha
from ui.theme import theme as theme_of

HEIGHT = 300
LONGEST_DAYS = 365
ROW_HEIGHT = 34
NAME_WIDTH = 24


def hazard(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """Of those still waiting, how many come back in each stretch of days: a bar a stretch, the
    likeliest one full, the band of its interval behind.

    Rows: first_day, last_day, at_risk, events, rate (0-1), low, high. Nothing beyond a year.
    """
    rows = frame.filter(pl.col("last_day") <= LONGEST_DAYS).to_dicts()
    if not rows or not any(row["events"] for row in rows):
        return nothing(text, theme)
    paint = theme_of(theme)
    best = max(row["rate"] for row in rows)
    figure = blank(text, theme, height=HEIGHT)
    figure.add_trace(
        go.Bar(
            x=[(row["first_day"] + row["last_day"]) / 2 for row in rows],
            y=[row["rate"] for row in rows],
            width=[row["last_day"] - row["first_day"] + 0.2 for row in rows],
            marker={
                "color": [
                    paint.categorical[0]
                    if row["rate"] == best
                    else alpha(paint.categorical[0], 0.4)
                    for row in rows
                ]
            },
            error_y={
                "array": [row["high"] - row["rate"] for row in rows],
                "arrayminus": [row["rate"] - row["low"] for row in rows],
                "color": paint.muted,
                "thickness": 1,
                "width": 0,
            },
            hovertext=[_stretch(row, text) for row in rows],
            hovertemplate="%{hovertext}<extra></extra>",
            name="hazard",
        )
    )
    figure.update_layout(
        xaxis={
            "range": [0, rows[-1]["last_day"] + 1],
            "tickvals": [day for day in range(0, LONGEST_DAYS, 60) if day <= rows[-1]["last_day"]],
            "tickangle": 0,
            "title": {"text": text("charts.survival.days_since")},
            "showgrid": False,
            "fixedrange": True,
        },
        yaxis=rate_axis([row["high"] for row in rows], text),
        margin={"r": 18},
    )
    return figure


def monthly(
    frame: pl.DataFrame,
    since: str | None,
    *,
    text: Text,
    theme: str,
    marks: kit_marks.Marks | None = None,
) -> go.Figure:
    """One rate followed across monthly cohorts: dots with their intervals, the later half full.

    Rows: label, group (YYYY-MM), rate (0-1), low, high, eligible. `since` is the first month of
    the later half; `marks` are events on its months.
    """
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    rows = frame.sort("group").to_dicts()
    labels = [row["label"] for row in rows]
    colours = [
        paint.categorical[0]
        if since and row["group"] >= since
        else alpha(paint.categorical[0], 0.5)
        for row in rows
    ]
    figure = blank(text, theme, height=HEIGHT)
    figure.add_trace(
        go.Scatter(
            x=labels,
            y=[row["rate"] for row in rows],
            mode="markers",
            marker={"size": 10, "color": colours},
            error_y={
                "array": [row["high"] - row["rate"] for row in rows],
                "arrayminus": [row["rate"] - row["low"] for row in rows],
                "color": alpha(paint.categorical[0], 0.45),
                "thickness": 2,
                "width": 0,
            },
            hovertext=[_month(row, text) for row in rows],
            hovertemplate="%{hovertext}<extra></extra>",
            name="monthly",
        )
    )
    figure.update_layout(
        xaxis=periods_axis(
            labels, [date.fromisoformat(f"{row['group']}-01") for row in rows], text
        ),
        yaxis=rate_axis([row["high"] for row in rows], text),
    )
    kit_marks.draw(figure, marks, text=text, paint=paint)
    return figure


def reorder(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """When each product is bought again: the likeliest days as a bar, the middle half of those who
    do as a line, half of them at the dot.

    Rows: product, events, first_day, last_day, early, middle, late; the soonest on top.
    """
    rows = frame.to_dicts()[::-1]
    if not rows:
        return nothing(text, theme)
    paint = theme_of(theme)
    names = [plain(shortened(row["product"], NAME_WIDTH)) for row in rows]
    places = list(range(len(rows)))
    sentences = [_moment(row, text) for row in rows]
    figure = blank(text, theme, height=ROW_HEIGHT * len(rows) + 70)
    figure.add_trace(
        go.Bar(
            x=[row["last_day"] - row["first_day"] + 1 for row in rows],
            base=[row["first_day"] - 1 for row in rows],
            y=places,
            orientation="h",
            width=0.5,
            marker={"color": alpha(paint.categorical[0], 0.35), "line": {"width": 0}},
            hovertext=sentences,
            hovertemplate="%{hovertext}<extra></extra>",
            name="likeliest",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[row["middle"] for row in rows],
            y=places,
            mode="markers",
            marker={"size": 10, "color": paint.categorical[0]},
            error_x={
                "array": [row["late"] - row["middle"] for row in rows],
                "arrayminus": [row["middle"] - row["early"] for row in rows],
                "color": paint.categorical[0],
                "thickness": 2,
                "width": 0,
            },
            hovertext=sentences,
            hovertemplate="%{hovertext}<extra></extra>",
            name="middle",
        )
    )
    figure.update_layout(
        xaxis={
            "range": [0, max(max(row["late"], row["last_day"]) for row in rows) + 5],
            "title": {"text": text("charts.comeback.days_after")},
            "fixedrange": True,
        },
        yaxis={
            "tickvals": places,
            "ticktext": names,
            "range": [-0.6, len(rows) - 0.4],
            "showgrid": False,
            "fixedrange": True,
        },
    )
    return figure


def _moment(row: Row, text: Text) -> str:
    days = {name: row[name] for name in ("first_day", "last_day", "early", "middle", "late")}
    n = fmt.count(row["events"], text.lang)
    return text("charts.comeback.moment", product=plain(row["product"]), n=n, **days)


def _stretch(row: Row, text: Text) -> str:
    return text(
        "charts.comeback.stretch",
        first=row["first_day"],
        last=row["last_day"],
        **_told(row, row["at_risk"], text),
    )


def _month(row: Row, text: Text) -> str:
    return text("charts.comeback.month", month=row["label"], **_told(row, row["eligible"], text))


def _told(row: Row, n: int, text: Text) -> dict[str, str]:
    return {
        "rate": fmt.percent(row["rate"], text.lang),
        "interval": fmt.interval(row["low"], row["high"], text.lang, rate=True, digits=1),
        "n": fmt.count(n, text.lang),
    }
