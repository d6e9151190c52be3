"""What a stave shows: its place, its printed score, its sentence under the pointer."""

import polars as pl

from ui import format as fmt
from ui.charts.kit.figure import Row, evidence, plain
from ui.text import Text

NUMBER_HEIGHT = 9


def prepared(frame: pl.DataFrame, outline: pl.DataFrame | None, text: Text) -> list[Row]:
    """The frame's rows with what the drawing needs: see `ui.charts.assessment.vessel`.

    `other` is the score of the reading to compare with, None without one.
    """
    others = {} if outline is None else dict(zip(outline["key"], outline["score"], strict=True))
    return [
        _stave(row, place, others.get(row["key"]), text)
        for place, row in enumerate(frame.iter_rows(named=True))
    ]


def _stave(row: Row, place: int, other: float | None, text: Text) -> Row:
    is_scored = row["status"] == "scored" and not fmt.missing(row["score"])
    score = row["score"] if is_scored else None
    has_interval = is_scored and not (fmt.missing(row["low"]) or fmt.missing(row["high"]))
    high = row["high"] if has_interval else score
    return row | {
        "place": place,
        "score": score,
        "low": row["low"] if has_interval else score,
        "high": high,
        "other": other,
        "hint": None if is_scored or fmt.missing(row.get("hint")) else row["hint"],
        "number_at": _number_at(high, other),
        "shown": fmt.score(score, text.lang),
        "hover": _scored(row, text) if is_scored else _unassessed(row, text),
    }


def _number_at(high: float | None, other: float | None) -> float | None:
    """The height the score is printed above: clear of a dotted line that would cross it."""
    if high is None or other is None or not high <= other <= high + NUMBER_HEIGHT:
        return high
    return other


def _scored(row: Row, text: Text) -> str:
    score = fmt.score(row["score"], text.lang)
    sentence = text("charts.container.scored", label=plain(row["label"]), score=score)
    ends = fmt.interval(row["low"], row["high"], text.lang)
    return "<br>".join([sentence, *evidence(row, ends, text)])


def _unassessed(row: Row, text: Text) -> str:
    is_bare = fmt.missing(row.get("hint"))
    key = "charts.container.not_scored" if is_bare else "charts.container.hinted"
    sentence = text(key, label=plain(row["label"]))
    if not row.get("unlocks"):
        return sentence
    unlocks = text("charts.container.unlocks", sheet=plain(str(row["unlocks"])))
    return f"{sentence}<br>{unlocks}"
