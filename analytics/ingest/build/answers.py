"""Ratings and answers on a scale that are written otherwise than as bare numbers.

`10 - Extremely likely` beside a bare `9`: read as numbers alone, only the unlabelled middle of the
scale would count. Looked at only where a cell could not be read, and then on the distinct cells.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.ingest.build.parse_issues import BITS, QUESTIONS_OUTSIDE, SCHEMA
from analytics.ingest.columns import answers
from analytics.schema import SUPERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from analytics.ingest.build.parts import Part
    from analytics.storage.engine import Builder

RATING, RATING_MAX = "rating", "rating_max"
QUESTIONS = ("nps", *SUPERS, "intent_cheap", "intent_expensive")
TOP_OF_QUESTIONS = 10.0
UNREAD = QUESTIONS_OUTSIDE | BITS["feedback"]["rating.cell_emptied_number"]
WIDTHS = (5.0, 7.0, 10.0)
"""Tops of the scales in use, for one of which only one end is labelled."""
EXAMPLES = 5


@dataclass(frozen=True)
class ColumnAnswers:
    """How the cells of one column are read: number by cell (bare numbers are not among them), the
    highest there is (None = by the numbers), what numbers are taken from where the labels say that
    the lowest is the best (None = they stand as they are), and whether they may be turned but
    cannot be, so that none is read. `examples`: label and the number that was written."""

    column: str
    numbers: Mapping[str, float]
    top: float | None = None
    turned_from: float | None = None
    is_doubtful: bool = False
    examples: tuple[tuple[str, float], ...] = ()

    @property
    def is_turned(self) -> bool:
        return self.turned_from is not None

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON, for a report."""
        return {
            "column": self.column,
            "top": self.top,
            "turned_from": self.turned_from,
            "is_doubtful": self.is_doubtful,
            "examples": [list(example) for example in self.examples],
        }


@dataclass(frozen=True)
class Answers:
    """The columns of a part that are written otherwise than as bare numbers."""

    columns: tuple[ColumnAnswers, ...] = ()
    params: dict[str, list[str]] = field(default_factory=lambda: {"key": [], "value": []})
    """As a map of SQL: `<column>:<cell>` -> number, `<column>^` -> highest there is, `<column>*`
    -> what numbers are taken from, or `doubtful`."""


NONE = Answers()
CODES = ("scale_turned", "scale_doubtful")
"""Of the problems of whole columns."""


def answers_of(builder: Builder, part: Part, path: Path) -> Answers:
    """How the part writes its answers; no columns where every cell was a bare number or blank."""
    if part.table != "feedback":
        return NONE
    has_unread = pl.scan_parquet(path, glob=False).select((pl.col("flaws") & UNREAD != 0).any())
    asked = [name for name in (RATING, RATING_MAX, *QUESTIONS) if name in part.names]
    if not asked or not has_unread.collect().item():
        return NONE
    cells: dict[str, dict[str, int]] = {}
    for row in builder.frame("ingest/answer_cells", columns=asked).iter_rows(named=True):
        cells.setdefault(row["name"], {})[row["written"]] = row["count_cells"]
    row_tops = {_bare(cell) for cell in cells.pop(RATING_MAX, {})}
    columns = [
        _rating(own, row_tops) if name == RATING else _question(name, own)
        for name, own in cells.items()
    ]
    return _params([column for column in columns if column.numbers or column.is_doubtful])


def problems(worded: Answers, part: Part) -> pl.DataFrame:
    """One row, as `parse_issues.listed`, for each column whose labels say that its lowest number
    is the best: `scale_turned` or `scale_doubtful`, at the row of its header."""
    rows = [
        (
            part.key,
            part.name,
            part.header_row,
            column.column,
            ", ".join(f"{number:g} = {label}" for label, number in column.examples),
            CODES[column.is_doubtful],
            False,
        )
        for column in worded.columns
        if column.is_turned or column.is_doubtful
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _params(columns: list[ColumnAnswers]) -> Answers:
    pairs: dict[str, str] = {}
    for column in columns:
        pairs |= {f"{column.column}:{cell}": repr(n) for cell, n in column.numbers.items()}
        if column.top is not None:
            pairs[f"{column.column}^"] = repr(column.top)
        if column.is_doubtful or column.turned_from is not None:
            pairs[f"{column.column}*"] = (
                "doubtful" if column.is_doubtful else repr(column.turned_from)
            )
    return Answers(tuple(columns), {"key": list(pairs), "value": list(pairs.values())})


def _question(name: str, cells: Mapping[str, int]) -> ColumnAnswers:
    """A question on 0-10: only numbers count, a share of another scale is no answer to it."""
    written = {cell: answers.numbered(cell) for cell in cells if _bare(cell) is None}
    labelled = {
        cell: answer
        for cell, answer in _one_number_a_label(written).items()
        if answer.top in (None, TOP_OF_QUESTIONS)
    }
    numbers = {cell: answer.value for cell, answer in labelled.items()}
    return _directed(name, numbers, labelled.values(), cells, None)


def _rating(cells: Mapping[str, int], row_tops: set[float | None]) -> ColumnAnswers:
    """Stars, shares of a scale, labelled numbers, or words of one scale."""
    bare = [number for number in map(_bare, cells) if number is not None]
    written = {cell: answers.numbered(cell) for cell in cells if _bare(cell) is None}
    numbered = _one_number_a_label(written)
    # Beside 4 and 5 nobody can say what 80% is.
    if bare:
        numbered = {cell: each for cell, each in numbered.items() if not cell.strip().endswith("%")}
    unread = [cell for cell in written if cell not in numbered]
    words = _words(unread)
    tops = [answer.top for answer in numbered.values() if answer.top is not None]
    top = max(tops, default=answers.STARS if words else None)
    if top is not None and bare:
        top = max(top, next((width for width in (*WIDTHS, 100.0) if width >= max(bare)), top))
    if len(row_tops) == 1 and (own_top := next(iter(row_tops))) and own_top > 0:
        top = own_top
    numbers = {
        cell: answer.value if answer.top is None or top is None else answer.value / answer.top * top
        for cell, answer in numbered.items()
    }
    numbers |= {cell: level / answers.STARS * (top or 1) for cell, level in words.items()}
    column = _directed(RATING, numbers, numbered.values(), cells, top)
    if column.examples or not words:
        return column
    common = sorted(words, key=lambda cell: (-words[cell], cell))[:EXAMPLES]
    return ColumnAnswers(
        RATING, numbers, top, examples=tuple((cell, numbers[cell]) for cell in common)
    )


def _words(cells: list[str]) -> dict[str, float]:
    """Cell -> 1 to 5 by the scale of words that reads the most of the cells, of equals the one that
    tells the most of them apart, then the first; what it does not hold stays unread."""
    readings = [(cell, answers.levels(cell)) for cell in cells]
    scales = [
        {cell: level for cell, levels in readings if (level := levels[place]) is not None}
        for place in range(len(readings[0][1]) if readings else 0)
    ]
    return max(scales, key=lambda scale: (len(scale), len(set(scale.values()))), default={})


def _one_number_a_label(
    written: Mapping[str, answers.Answer | None],
) -> dict[str, answers.Answer]:
    """The cells that show a number, but those whose label stands beside several: a label names one
    place of a scale, and `3 times` beside `5 times` are no places of one."""
    shown = {cell: answer for cell, answer in written.items() if answer}
    places: dict[str, set[float]] = {}
    for answer in shown.values():
        places.setdefault(answer.label, set()).add(answer.value)
    return {
        cell: answer
        for cell, answer in shown.items()
        if not answer.label or len(places[answer.label]) == 1
    }


def _directed(
    name: str,
    numbers: dict[str, float],
    labelled: Iterable[answers.Answer],
    cells: Mapping[str, int],
    top: float | None,
) -> ColumnAnswers:
    """The column with its numbers turned where the labels say that the lowest is the best."""
    labels = {answer.value: answer.label for answer in labelled if answer.label}
    ends = {value: answers.end(label) for value, label in labels.items()}
    bare = [number for number in map(_bare, cells) if number is not None]
    every = [*bare, *numbers.values()]
    examples = tuple((labels[value], value) for value in sorted(labels))
    best = [value for value, side in ends.items() if side > 0]
    worst = [value for value, side in ends.items() if side < 0]
    if not _is_backwards(best, worst, every):
        return ColumnAnswers(name, numbers, top, examples=examples)
    lowest = min(every)
    highest = max(worst) if worst else max(every)
    if not best or (not worst and highest not in WIDTHS):
        return ColumnAnswers(name, {}, top, is_doubtful=True, examples=examples)
    return ColumnAnswers(
        name, numbers, top, turned_from=min(lowest, *best) + highest, examples=examples
    )


def _is_backwards(best: list[float], worst: list[float], every: list[float]) -> bool:
    """Whether the labels of the best end stand at the low numbers, or those of the worst end at the
    high ones; with one end labelled, whether it lies at the other end of what was answered."""
    if best and worst:
        return sum(best) / len(best) < sum(worst) / len(worst)
    if len(set(every)) < 2:  # noqa: PLR2004
        return False
    if best:
        return max(best) == min(every)
    return bool(worst) and min(worst) == max(every)


def _bare(cell: str) -> float | None:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return None
