"""The measures inside a super, each on the same track from goalpost to goalpost."""

import plotly.graph_objects as go
import polars as pl

from ui import format as fmt
from ui.charts.kit.figure import Row, badge, blank, evidence, nothing, plain, score_axis, wrapped
from ui.text import Text
from ui.theme import Theme, alpha
from ui.theme import theme as theme_of

ROW_HEIGHT = 92
LINE_HEIGHT = 20
FOOT_HEIGHT = 34
LABEL_WIDTH = 32


def measures(frame: pl.DataFrame, *, text: Text, theme: str) -> go.Figure:
    """One row a measure: label, score, low, high (0-100 or null), badge, grade, value_text, weight.

    Weights may have any scale; `n` is shown on hover where the frame has it. A measure without a
    score is an empty dashed track. An empty frame gives a figure with a sentence.
    """
    if frame.is_empty():
        return nothing(text, theme)
    paint = theme_of(theme)
    rows = _placed(frame)
    measured = [row for row in rows if row["is_known"]]
    lines = max(wrapped(row["label"], LABEL_WIDTH).count("<br>") for row in rows)
    height = (ROW_HEIGHT + LINE_HEIGHT * lines) * len(rows) + FOOT_HEIGHT
    figure = blank(text, theme, height=height)
    figure.add_traces([_track(row, paint) for row in rows])
    figure.add_traces([_interval(row, paint) for row in measured])
    figure.add_trace(_dots(measured, paint))
    figure.add_trace(_touch(rows, text))
    figure.update_layout(
        annotations=[words for row in rows for words in _words(row, text, paint)],
        xaxis=score_axis(),
        yaxis={"visible": False, "range": [len(rows) - 0.5, -0.62], "fixedrange": True},
        margin={"l": 12, "r": 12, "t": 2},
    )
    return figure


def _placed(frame: pl.DataFrame) -> list[Row]:
    """The rows with their place from the top, their share of the weight, and whether measured."""
    total = sum(frame["weight"].fill_null(0)) or 1
    return [
        row
        | {
            "place": place,
            "share": (row["weight"] or 0) / total,
            "is_known": not fmt.missing(row["score"]),
        }
        for place, row in enumerate(frame.iter_rows(named=True))
    ]


def _track(row: Row, paint: Theme) -> go.Scatter:
    solid = {"color": paint.surface, "width": 14}
    dashed = {"color": paint.neutral, "width": 2, "dash": "dash"}
    name = "track" if row["is_known"] else "unmeasured"
    return _line(row["place"], (0, 100), solid if row["is_known"] else dashed, name)


def _interval(row: Row, paint: Theme) -> go.Scatter:
    has_interval = not (fmt.missing(row["low"]) or fmt.missing(row["high"]))
    ends = (row["low"], row["high"]) if has_interval else (row["score"], row["score"])
    line = {"color": alpha(paint.water, 0.55), "width": 14}
    return _line(row["place"], ends, line, "interval")


def _line(place: int, ends: tuple[float, float], line: Row, name: str) -> go.Scatter:
    return go.Scatter(
        x=list(ends), y=[place, place], mode="lines", line=line, hoverinfo="skip", name=name
    )


def _dots(rows: list[Row], paint: Theme) -> go.Scatter:
    return go.Scatter(
        x=[row["score"] for row in rows],
        y=[row["place"] for row in rows],
        mode="markers",
        marker={
            "size": 18,
            "color": paint.water_text,
            "line": {"color": paint.background, "width": 2},
        },
        hoverinfo="skip",
        cliponaxis=False,
        name="scores",
    )


def _touch(rows: list[Row], text: Text) -> go.Scatter:
    """Unseen points, in the middle of an empty track, that answer with the measure's sentence."""
    return go.Scatter(
        x=[row["score"] if row["is_known"] else 50 for row in rows],
        y=[row["place"] for row in rows],
        mode="markers",
        marker={"size": 24, "opacity": 0},
        hovertext=[_sentence(row, text) for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        name="touch",
    )


def _sentence(row: Row, text: Text) -> str:
    label = plain(row["label"])
    if not row["is_known"]:
        return text("charts.measures.unmeasured_sentence", label=label)
    score = fmt.score(row["score"], text.lang)
    sentence = text(
        "charts.measures.sentence", label=label, value=plain(row["value_text"]), score=score
    )
    ends = fmt.interval(row["low"], row["high"], text.lang)
    return "<br>".join([sentence, *evidence(row, ends, text)])


def _words(row: Row, text: Text, paint: Theme) -> list[Row]:
    """The name and the value above the track, the small print below it."""
    value = plain(row["value_text"]) if row["is_known"] else text("charts.measures.unmeasured")
    name = f"<b>{wrapped(row['label'], LABEL_WIDTH)}</b>"
    ink = paint.text if row["is_known"] else paint.muted
    return [
        _note(row, name, ink, 15, x=0, yshift=10),
        _note(row, value, ink, 15, x=100, yshift=10),
        _note(row, _small_print(row, text), paint.muted, 12, x=0, yshift=-10),
        *([_score_note(row, text, paint)] if row["is_known"] else []),
    ]


def _score_note(row: Row, text: Text, paint: Theme) -> Row:
    score = text("charts.measures.score", score=fmt.score(row["score"], text.lang))
    return _note(row, score, paint.water_text, 12, x=100, yshift=-10)


def _note(row: Row, words: str, ink: str, size: int, *, x: int, yshift: int) -> Row:
    return {
        "text": words,
        "x": x,
        "y": row["place"],
        "xanchor": "right" if x else "left",
        "yanchor": "bottom" if yshift > 0 else "top",
        "yshift": yshift,
        "align": "left",
        "showarrow": False,
        "font": {"size": size, "color": ink},
    }


def _small_print(row: Row, text: Text) -> str:
    """How good the evidence is and how much it weighs."""
    weight = text("charts.measures.weight", weight=fmt.percent(row["share"], text.lang, 0))
    if not row["is_known"]:
        return weight
    grade = text("charts.measures.grade", grade=row["grade"])
    return text("charts.unit.joint").join([badge(row["badge"], text), grade, weight])
