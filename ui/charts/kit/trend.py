"""Values period by period, with the period that is still running marked as such."""

from itertools import cycle

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit import marks as kit_marks
from ui.charts.kit.figure import Row, blank, count_axis, nothing, periods_axis, plain
from ui.text import Text
from ui.theme import alpha
from ui.theme import theme as theme_of

WHOLE_FROM = 100


def bars(
    frame: pl.DataFrame,
    *,
    text: Text,
    theme: str,
    in_progress: bool = False,
    is_share: bool = False,
    height: int = 320,
    marks: kit_marks.Marks | None = None,
) -> go.Figure:
    """Bars over time. Rows: period (first day), label, value (null: unknown), series.

    `series` may be absent; with it the bars are stacked in order of first appearance. `shown`
    may hold the value as formatted text, for example with its currency. `in_progress`
    marks the last period as not over yet: pale and hatched; with `is_share` the values are per
    cent. `marks` lie on months. An empty frame gives a figure with a sentence.
    """
    values = frame.filter(pl.col("value").is_not_null()).sort("period", maintain_order=True)
    if values.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    periods = frame.sort("period").unique("period", maintain_order=True)
    running = periods["period"][-1] if in_progress else None
    figure = blank(text, theme, height=height)
    for rows, colour in zip(_series(values), cycle(paint.categorical)):
        figure.add_trace(_bars(rows, running, colour, text))
    figure.update_layout(
        barmode="relative",
        bargap=0.18,
        showlegend=len(figure.data) > 1,
        xaxis=periods_axis(periods["label"].to_list(), periods["period"].to_list(), text),
        yaxis=_up(values, text, is_share=is_share),
    )
    kit_marks.draw(figure, marks, text=text, paint=paint)
    return figure


def _series(values: pl.DataFrame) -> list[pl.DataFrame]:
    if "series" not in values.columns:
        return [values]
    return values.partition_by("series", maintain_order=True)


def _bars(rows: pl.DataFrame, running: object, colour: str, text: Text) -> go.Bar:
    over = [period != running for period in rows["period"]]
    name = plain(str(rows["series"][0])) if "series" in rows.columns else "bars"
    return go.Bar(
        x=rows["label"].to_list(),
        y=rows["value"].cast(pl.Float64).to_list(),
        marker={
            "color": [colour if done else alpha(colour, 0.30) for done in over],
            "pattern": {
                "shape": ["" if done else "/" for done in over],
                "fgcolor": colour,
                "fgopacity": 0.9,
                "fillmode": "overlay",
                "size": 7,
                "solidity": 0.22,
            },
            "line": {"color": colour, "width": [0 if done else 1.5 for done in over]},
        },
        hovertext=[
            _sentence(row, text, done=done)
            for row, done in zip(rows.iter_rows(named=True), over, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        name=name,
    )


def _sentence(row: Row, text: Text, *, done: bool) -> str:
    shown = row.get("shown") or _written(row["value"], text.lang)
    sentence = text("charts.trend.bar", period=plain(row["label"]), value=plain(shown))
    lines = [f"<b>{plain(row['series'])}</b>"] if row.get("series") else []
    lines.append(sentence)
    if row.get("n") is not None:
        lines.append(text("charts.n", n=fmt.count(row["n"], text.lang)))
    return "<br>".join([*lines, *([] if done else [text("charts.trend.running")])])


def _written(value: float, lang: str) -> str:
    return fmt.count(value, lang) if abs(value) >= WHOLE_FROM else fmt.number(value, lang, 1)


def _up(values: pl.DataFrame, text: Text, *, is_share: bool) -> Row:
    """A vertical axis that holds what is stacked of each period."""
    totals = values.group_by("period").agg(
        above=pl.col("value").cast(pl.Float64).clip(lower_bound=0).sum(),
        below=pl.col("value").cast(pl.Float64).clip(upper_bound=0).sum(),
    )
    axis = count_axis(min(totals["below"]), max(totals["above"]), text)
    if is_share:
        axis["ticktext"] = [fmt.percent(tick / 100, text.lang, 0) for tick in axis["tickvals"]]
    return axis
