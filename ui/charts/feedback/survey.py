"""The survey drawn: how the answers to each question spread, and a question split in parts."""

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit.figure import Row, blank, nothing, plain, shortened
from ui.text import Text
from ui.theme import Theme, alpha, readable
from ui.theme import theme as theme_of

ANSWERS = tuple(range(11))
ROW_HEIGHT = 78
FOOT_HEIGHT = 40
TALLEST = 0.5
NARROWEST_WORDS = 0.09
HALF_BAR = 0.3
LONGEST_LABEL = 24
"""Half-width columns of a question that leave its mean room on a phone."""


def answers(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """One row a 0-10 question: label, n, mean, low, high (or null), counts (of the answers 0-10),
    doubt (printed instead of a mean, or null).

    Small bars show how many gave each answer, each row on its own scale; a dot the mean, a line its
    interval. An empty frame gives a figure with a sentence.
    """
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    rows = [row | {"place": -place} for place, row in enumerate(frame.iter_rows(named=True))]
    figure = blank(text, theme, height=ROW_HEIGHT * len(rows) + FOOT_HEIGHT)
    figure.add_traces([_bars(row, text, paint) for row in rows])
    measured = [row for row in rows if not fmt.missing(row["mean"])]
    figure.add_traces([_interval(row, paint) for row in measured])
    figure.add_trace(_means(measured, text, paint))
    figure.update_layout(
        annotations=[words for row in rows for words in _words(row, text, paint)],
        barmode="overlay",
        bargap=0.12,
        xaxis={
            "range": [-0.6, 10.6],
            "tickvals": list(ANSWERS),
            "tickfont": {"size": 12},
            "fixedrange": True,
            "showgrid": False,
        },
        yaxis={"visible": False, "range": [0.5 - len(rows) - 0.02, 0.52], "fixedrange": True},
        margin={"l": 8, "r": 8, "t": 2},
    )
    return figure


def parts(
    frame: pl.DataFrame,
    *,
    text: Text,
    theme: str,
    line: float | None = None,
    interval: tuple[float, float] | None = None,
) -> go.Figure:
    """One bar cut into parts, one row each: label, count, tone (good, neutral or bad).

    `line` is a share 0-1 to compare the first part with, `interval` that part's limits. Nobody
    counted gives a figure with a sentence.
    """
    total = int(frame["count"].sum()) if not frame.is_empty() else 0
    if not total:
        return nothing(text, theme)
    paint = theme_of(theme)
    figure = blank(text, theme, height=156)
    figure.add_traces([_part(row, total, text, paint) for row in frame.iter_rows(named=True)])
    if interval:
        figure.add_trace(_reach(interval, paint))
    if line is not None:
        figure.add_shape(_mark(line, paint))
        figure.add_annotation(_marked(line, text, paint))
    figure.update_layout(
        barmode="stack",
        showlegend=True,
        legend={
            "itemclick": False,
            "itemdoubleclick": False,
            "traceorder": "normal",
            "y": 1,
            "font": {"size": 13},
        },
        xaxis={"range": [0, 1], "visible": False, "fixedrange": True},
        yaxis={"visible": False, "range": [-0.62, 0.5], "fixedrange": True},
        margin={"t": 44, "l": 8, "r": 8, "b": 4},
    )
    return figure


def _bars(row: Row, text: Text, paint: Theme) -> go.Bar:
    counts, most = row["counts"], max(row["counts"])
    is_measured = not fmt.missing(row["mean"])
    return go.Bar(
        x=list(ANSWERS),
        y=[TALLEST * count / most if most else 0 for count in counts],
        base=[row["place"] - 0.36] * len(ANSWERS),
        marker={"color": alpha(paint.water if is_measured else paint.neutral, 0.45)},
        hovertext=[_told(row, answer, text) for answer in ANSWERS],
        hovertemplate="%{hovertext}<extra></extra>",
        name="answers",
    )


def _told(row: Row, answer: int, text: Text) -> str:
    count = row["counts"][answer]
    return text(
        "survey.hover",
        label=plain(row["label"]),
        answer=answer,
        count=fmt.count(count, text.lang),
        share=fmt.percent(count / row["n"] if row["n"] else None, text.lang, 0),
    )


def _interval(row: Row, paint: Theme) -> go.Scatter:
    is_known = not (fmt.missing(row["low"]) or fmt.missing(row["high"]))
    return go.Scatter(
        x=[row["low"], row["high"]] if is_known else [None, None],
        y=[row["place"] - 0.36] * 2,
        mode="lines",
        line={"color": alpha(paint.water_text, 0.6), "width": 6},
        hoverinfo="skip",
        name="interval",
    )


def _means(rows: list[Row], text: Text, paint: Theme) -> go.Scatter:
    return go.Scatter(
        x=[row["mean"] for row in rows],
        y=[row["place"] - 0.36 for row in rows],
        mode="markers",
        marker={
            "size": 12,
            "color": paint.water_text,
            "line": {"color": paint.background, "width": 1.5},
        },
        hovertext=[f"{plain(row['label'])}<br>{_said(row, text)}" for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        name="means",
    )


def _words(row: Row, text: Text, paint: Theme) -> list[Row]:
    """The question at the left, its mean at the right, above the bars."""
    is_measured = not fmt.missing(row["mean"])
    ink = paint.text if is_measured else paint.bad
    question = shortened(row["label"], LONGEST_LABEL)
    return [
        _note(row, f"<b>{plain(question)}</b>", paint.text, 14, at_left=True),
        _note(row, _said(row, text), ink, 13, at_left=False),
    ]


def _said(row: Row, text: Text) -> str:
    if fmt.missing(row["mean"]):
        return str(row["doubt"])
    return text(
        "survey.mean",
        mean=fmt.number(row["mean"], text.lang, 1),
        interval=fmt.interval(row["low"], row["high"], text.lang, digits=1),
        n=fmt.count(row["n"], text.lang),
    )


def _note(row: Row, words: str, ink: str, size: int, *, at_left: bool) -> Row:
    return {
        "text": words,
        "x": -0.5 if at_left else 10.5,
        "y": row["place"] + 0.17,
        "xanchor": "left" if at_left else "right",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": size, "color": ink},
    }


def _part(row: Row, total: int, text: Text, paint: Theme) -> go.Bar:
    share = row["count"] / total
    fill = {"good": paint.water, "neutral": paint.grid, "bad": paint.bad}[row["tone"]]
    percent = fmt.percent(share, text.lang, 0)
    return go.Bar(
        x=[share],
        y=[0],
        width=2 * HALF_BAR,
        orientation="h",
        marker={"color": fill},
        text=f"<b>{percent}</b>" if share >= NARROWEST_WORDS else "",
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 14, "color": readable(paint, fill)},
        hovertext=[
            text(
                "survey.part",
                label=row["label"],
                count=fmt.count(row["count"], text.lang),
                share=percent,
            )
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        name=row["label"],
    )


def _reach(interval: tuple[float, float], paint: Theme) -> go.Scatter:
    """How far the first part's share may lie, under the bar."""
    return go.Scatter(
        x=list(interval),
        y=[-HALF_BAR - 0.09] * 2,
        mode="lines",
        line={"color": paint.text, "width": 4},
        hoverinfo="skip",
        showlegend=False,
        name="interval",
    )


def _mark(line: float, paint: Theme) -> Row:
    return {
        "type": "line",
        "x0": line,
        "x1": line,
        "y0": -HALF_BAR - 0.16,
        "y1": HALF_BAR + 0.05,
        "line": {"color": paint.text, "width": 2, "dash": "dot"},
    }


def _marked(line: float, text: Text, paint: Theme) -> Row:
    return {
        "x": line,
        "y": -HALF_BAR - 0.16,
        "yanchor": "top",
        "text": text("survey.line", share=fmt.percent(line, text.lang, 0)),
        "showarrow": False,
        "font": {"size": 12, "color": paint.muted},
    }
