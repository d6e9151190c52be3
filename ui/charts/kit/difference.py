"""Differences between two sides, super by super, each with its interval and the margin within which
two scores are as good as equal."""

import math

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit.figure import Row, blank, nothing, plain
from ui.text import Text
from ui.theme import Theme, alpha
from ui.theme import theme as theme_of

ROW_HEIGHT = 62
HEAD_HEIGHT = 64
LEAST_REACH = 20.0
STEP = 10.0
WHOLE = 100.0
AIR = 1.06
CLEAR = ("better", "worse")


def forest(
    frame: pl.DataFrame,
    *,
    margin: float,
    text: Text,
    theme: str,
    heads: tuple[str, str] = ("against.left", "against.right"),
) -> go.Figure:
    """One row a super: label, points, low, high (-100 to 100 or null), verdict (a code, null where
    nothing compares), verdict_text, sentence, is_total.

    Above 0 the first side is ahead. The shaded band is the margin; a full dot is a clear
    difference, a hollow one is not. `heads` are the text keys of the headings above the two halves.
    A row without points is an empty dashed track. An empty frame
    gives a figure with a sentence.
    """
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    rows = [row | {"place": place} for place, row in enumerate(frame.iter_rows(named=True))]
    reach = _reach(rows, margin)
    figure = blank(text, theme, height=HEAD_HEIGHT + ROW_HEIGHT * len(rows))
    figure.add_traces([_track(row, reach, paint) for row in rows])
    figure.add_traces([_interval(row, paint) for row in rows if _is_known(row)])
    figure.add_trace(_dots([row for row in rows if _is_known(row)], paint))
    figure.add_trace(_touch(rows))
    figure.update_layout(
        annotations=[
            *(words for row in rows for words in _words(row, reach, paint)),
            *_heads(heads, reach, text, paint),
        ],
        shapes=[_band(margin, len(rows), paint), _zero(len(rows), paint)],
        xaxis=_across(reach, text),
        yaxis={"visible": False, "range": [len(rows) - 0.5, -1.05], "fixedrange": True},
        margin={"l": 12, "r": 12, "t": 4},
    )
    return figure


def _is_known(row: Row) -> bool:
    return not fmt.missing(row["points"])


def _reach(rows: list[Row], margin: float) -> float:
    """The same room on both sides of 0, for everything drawn, in whole tens."""
    ends = [abs(row[end]) for row in rows for end in ("points", "low", "high") if row[end]]
    widest: float = max([*ends, margin, LEAST_REACH])
    return min(STEP * math.ceil(widest / STEP), WHOLE)


def _colour(row: Row, paint: Theme) -> str:
    return {"better": paint.good, "worse": paint.bad}.get(row["verdict"], paint.neutral)


def _track(row: Row, reach: float, paint: Theme) -> go.Scatter:
    is_known = _is_known(row)
    dashed = {"color": paint.neutral, "width": 1.5, "dash": "dash"}
    return go.Scatter(
        x=[-reach, reach],
        y=[row["place"], row["place"]],
        mode="lines",
        line={"color": paint.grid, "width": 1} if is_known else dashed,
        hoverinfo="skip",
        name="track" if is_known else "absent",
    )


def _interval(row: Row, paint: Theme) -> go.Scatter:
    is_open = fmt.missing(row["low"]) or fmt.missing(row["high"])
    ends = (row["points"], row["points"]) if is_open else (row["low"], row["high"])
    return go.Scatter(
        x=list(ends),
        y=[row["place"], row["place"]],
        mode="lines",
        line={"color": alpha(_colour(row, paint), 0.42), "width": 13 if row["is_total"] else 9},
        hoverinfo="skip",
        name="interval",
    )


def _dots(rows: list[Row], paint: Theme) -> go.Scatter:
    inks = [_colour(row, paint) for row in rows]
    full = [row["verdict"] in CLEAR for row in rows]
    return go.Scatter(
        x=[row["points"] for row in rows],
        y=[row["place"] for row in rows],
        mode="markers",
        marker={
            "size": [16 if row["is_total"] else 12 for row in rows],
            "symbol": ["diamond" if row["is_total"] else "circle" for row in rows],
            "color": [
                ink if is_full else paint.background
                for ink, is_full in zip(inks, full, strict=True)
            ],
            "line": {"color": inks, "width": 2},
        },
        hoverinfo="skip",
        cliponaxis=False,
        name="points",
    )


def _touch(rows: list[Row]) -> go.Scatter:
    """Unseen points, on 0 where nothing compares, that answer with the super's sentence."""
    return go.Scatter(
        x=[row["points"] if _is_known(row) else 0 for row in rows],
        y=[row["place"] for row in rows],
        mode="markers",
        marker={"size": 24, "opacity": 0},
        hovertext=[row["sentence"] for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        name="touch",
    )


def _words(row: Row, reach: float, paint: Theme) -> list[Row]:
    """The super's name at the left and the verdict at the right, above its track."""
    is_clear = row["verdict"] in CLEAR
    name, verdict = plain(row["label"]), plain(row["verdict_text"])
    ink = _colour(row, paint) if is_clear else paint.muted
    return [
        _note(f"<b>{name}</b>", -reach, row["place"], {"size": 15, "color": paint.text}),
        _note(
            f"<b>{verdict}</b>" if is_clear else verdict,
            reach,
            row["place"],
            {"size": 13, "color": ink},
        ),
    ]


def _heads(heads: tuple[str, str], reach: float, text: Text, paint: Theme) -> list[Row]:
    """Which way is better, above the first row."""
    font = {"size": 12, "color": paint.muted}
    places = zip(heads, (-reach, reach), strict=True)
    return [_note(text(key), x, -0.62, font) for key, x in places]


def _note(words: str, x: float, place: float, font: Row) -> Row:
    """Words at the left or the right end, just above a place."""
    return {
        "text": words,
        "x": x,
        "y": place - 0.12,
        "xanchor": "left" if x < 0 else "right",
        "yanchor": "bottom",
        "showarrow": False,
        "font": font,
    }


def _band(margin: float, count: int, paint: Theme) -> Row:
    return {
        "type": "rect",
        "x0": -margin,
        "x1": margin,
        "y0": -0.5,
        "y1": count - 0.5,
        "line": {"width": 0},
        "fillcolor": alpha(paint.water, 0.13),
        "layer": "below",
    }


def _zero(count: int, paint: Theme) -> Row:
    return {
        "type": "line",
        "x0": 0,
        "x1": 0,
        "y0": -0.5,
        "y1": count - 0.5,
        "line": {"color": paint.muted, "width": 1},
        "layer": "below",
    }


def _across(reach: float, text: Text) -> Row:
    ticks = [-reach, -reach / 2, 0, reach / 2, reach]
    labels = [fmt.number(tick, text.lang) for tick in ticks]
    return {
        "range": [-reach * AIR, reach * AIR],
        "tickvals": ticks,
        "ticktext": [
            label if tick <= 0 else f"+{label}" for label, tick in zip(labels, ticks, strict=True)
        ],
        "tickfont": {"size": 12},
        "fixedrange": True,
        "showgrid": False,
    }
