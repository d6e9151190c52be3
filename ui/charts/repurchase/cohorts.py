"""Repurchase cohorts: the triangle of cells, and the mean rate at every age."""

import math

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit import beside, cells
from ui.charts.kit.bands import band
from ui.charts.kit.figure import Row, blank, nothing, plain, rate_axis
from ui.charts.kit.grid import age_title, grid
from ui.text import Text
from ui.theme import Theme, alpha
from ui.theme import theme as theme_of

ROW_HEIGHTS = (9, 30)
TALLEST = 900
SURROUNDINGS = 70
THIN = 30


def triangle(
    frame: pl.DataFrame,
    *,
    text: Text,
    theme: str,
    grain: str = "month",
    mean: pl.DataFrame | None = None,
    text_columns: int = 25,
    marked: tuple[str, str] | None = None,
) -> go.Figure:
    """Cohorts down, ages across. Rows: cohort, customers, index, rate, value, shown, is_complete;
    `period`, the first day of the cell's own, if dates go across. A cohort is a day, or a
    name (`size` then is how many of its customers a cell counts, `key` the row's identity).

    Colour is `value`, the cell prints `shown`; a null rate stays blank. `mean` (index, rate,
    eligible) stands above the cohorts, weighted by whoever made it. Cells carry their numbers up
    to `text_columns` ages. A clicked cell has the index, or the ISO day of its period, as x
    and the cohort's ISO day or name as y; `marked` is the x and y of one to be framed.
    """
    rates = frame.filter(pl.col("rate").is_not_null())
    if rates.is_empty():
        return nothing(text, theme)
    table = grid(rates, _with_rates(mean), grain=grain, text=text)
    figure = blank(text, theme, height=_height(len(table.rows)))
    paint = theme_of(theme)
    cells.draw(figure, table, text, paint, grain=grain, text_columns=text_columns)
    if marked is not None:
        cells.frame(figure, table, marked, paint)
    return figure


def ages(mean: pl.DataFrame, *, text: Text, theme: str, grain: str = "month") -> go.Figure:
    """The mean rate at every age. Rows: index, rate, eligible; low and high (0-1) if known.

    From the first age with fewer than thirty eligible customers on, the line is pale and dotted.
    """
    rates = _with_rates(mean)
    if rates is None or rates.is_empty():
        return nothing(text, theme)
    figure = blank(text, theme, height=320)
    rows = rates.sort("index").to_dicts()
    thin = next((i for i, row in enumerate(rows) if row["eligible"] < THIN), len(rows))
    figure.add_traces(_lines(rows, thin, text, theme_of(theme)))
    figure.update_layout(
        xaxis={
            "title": {"text": age_title(grain, text)},
            "dtick": math.ceil(len(rows) / 8),
            "tickangle": 0,
            "showgrid": False,
            "fixedrange": True,
        },
        yaxis=rate_axis([end for row in rows for end in (row["rate"], row.get("high"))], text),
    )
    return figure


def compared(frame: pl.DataFrame, *, text: Text, theme: str, grain: str = "month") -> go.Figure:
    """A few groups' rates by age, a line with its interval and its name at the end each.

    Rows: group, index, size, rate, low, high (0-1), finished ages only.
    """
    if frame.is_empty():
        return nothing(text, theme)
    figure, paint = blank(text, theme, height=320), theme_of(theme)
    parts = frame.partition_by("group", maintain_order=True)
    ends = list[beside.End]()
    for place, part in enumerate(parts):
        colour = paint.categorical[place % len(paint.categorical)]
        rows = part.sort("index").rename({"size": "eligible"}).to_dicts()
        figure.add_trace(_band(rows, colour))
        figure.add_trace(_line(rows, text, colour, plain(part["group"][0]), "solid"))
        ends.append(beside.End(part["group"][0], colour, rows[-1]["rate"]))
    ages = frame["index"].unique()
    axis = rate_axis([*frame["rate"], *frame["high"]], text)
    beside.names(figure, ends, axis["range"])
    figure.update_layout(
        xaxis={
            "title": {"text": age_title(grain, text)},
            "dtick": math.ceil(len(ages) / 8),
            "tickangle": 0,
            "showgrid": False,
            "fixedrange": True,
        },
        yaxis=axis,
    )
    return figure


def _with_rates(mean: pl.DataFrame | None) -> pl.DataFrame | None:
    return None if mean is None else mean.filter(pl.col("rate").is_not_null())


def _height(rows: int) -> int:
    smallest, largest = ROW_HEIGHTS
    return round(min(max(TALLEST / rows, smallest), largest) * rows) + SURROUNDINGS


def _lines(rows: list[Row], thin: int, text: Text, paint: Theme) -> list[go.Scatter]:
    """The interval as a band, then the sound part of the line, then its thin end."""
    colour = paint.categorical[0]
    drawn = [_band(rows, colour)] if rows[0].get("low") is not None else []
    drawn.append(_line(rows[:thin], text, colour, "ages", "solid"))
    if thin < len(rows):
        drawn.append(_line(rows[max(thin - 1, 0) :], text, alpha(colour, 0.5), "thin", "dot"))
    return drawn


def _band(rows: list[Row], colour: str) -> go.Scatter:
    bounded = [row for row in rows if not fmt.missing(row["low"]) and not fmt.missing(row["high"])]
    places, low, high = ([row[name] for row in bounded] for name in ("index", "low", "high"))
    return band(places, low, high, alpha(colour, 0.16))


def _line(rows: list[Row], text: Text, colour: str, name: str, dash: str) -> go.Scatter:
    return go.Scatter(
        x=[row["index"] for row in rows],
        y=[row["rate"] for row in rows],
        mode="lines+markers",
        line={"color": colour, "width": 3, "dash": dash},
        marker={"size": 7, "color": colour},
        hovertext=[_sentence(row, text) for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        name=name,
    )


def _sentence(row: Row, text: Text) -> str:
    sentence = text(
        "charts.cohorts.age",
        age=row["index"],
        rate=fmt.percent(row["rate"], text.lang),
        n=fmt.count(row["eligible"], text.lang),
    )
    if fmt.missing(row.get("low")) or fmt.missing(row.get("high")):
        return sentence
    ends = fmt.interval(row["low"], row["high"], text.lang, rate=True, digits=1)
    return f"{sentence}<br>{text('charts.interval', interval=ends)}"
