"""Answers on a scale as numbers from 0 to 10: words, labels, and scales of other widths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.ingest.columns import answers, questions

if TYPE_CHECKING:
    from collections.abc import Mapping

TOP = 10.0
WORDS = (1.0, 5.0)
NARROW = ((1.0, 5.0), (1.0, 7.0))
PERCENT = (0.0, 100.0)
LEAST_CELLS = 10
"""With fewer numbers nobody can say by them which scale they are of."""
MOST_OUTSIDE = 0.5
"""The share of numbers above 10 up to which they are slips and no wider scale."""
OUTSIDE, CONVERTED = "outside_scale", "scale_converted"


@dataclass(frozen=True)
class Scaled:
    """Cell -> its place from 0 to 10 as text; the cells outside their scale; and the scale they
    were on where it is another than 0-10."""

    plain: Mapping[str, str]
    outside: frozenset[str] = frozenset()
    scale: tuple[float, float] | None = None


def scaled(counts: Mapping[str, int], headers: tuple[str, ...]) -> Scaled:
    """The cells of one column; `counts`: how often each stands there, `headers`: what it is headed.

    A scale that a header names counts, else the numbers decide: up to 5 or 7 and none below 1 is
    1-5 or 1-7, mostly above 10 is 0-100.
    """
    words = _words(counts)
    numbers = {
        cell: answer.value
        for cell in counts
        if cell not in words and (answer := answers.numbered(cell))
    }
    scale = _named(headers) or (WORDS if words and not numbers else _by_numbers(numbers, counts))
    plain, outside = {}, set()
    for cell, value in {**numbers, **words}.items():
        low, high = WORDS if cell in words else scale
        place = (value - low) / (high - low) * TOP
        if 0 <= place <= TOP:
            plain[cell] = f"{place:.4g}"
        else:
            outside.add(cell)
    shown = WORDS if words and not numbers else scale
    return Scaled(plain, frozenset(outside), shown if shown != (0.0, TOP) else None)


def _named(headers: tuple[str, ...]) -> tuple[float, float] | None:
    scales = [scale for header in headers if (scale := questions.scale_of(header))]
    return max(scales, key=lambda scale: scale[1], default=None)


def _by_numbers(numbers: Mapping[str, float], counts: Mapping[str, int]) -> tuple[float, float]:
    total = sum(counts[cell] for cell in numbers)
    above = sum(counts[cell] for cell, value in numbers.items() if value > TOP)
    if total < LEAST_CELLS:
        return 0.0, TOP
    if above > MOST_OUTSIDE * total:
        return PERCENT
    places = [value for value in numbers.values() if value <= TOP]
    lowest, highest = min(places), max(places)
    narrow = (scale for scale in NARROW if scale[0] <= lowest and highest <= scale[1])
    return next(narrow, (0.0, TOP))


def _words(counts: Mapping[str, int]) -> dict[str, float]:
    """Cell -> 1 to 5 by the scale of words that reads the most cells."""
    readings = [
        {cell: level for cell in counts if (level := scale.get(answers.even(cell))) is not None}
        for scale in questions.levels()
    ]
    return max(readings, key=lambda read: sum(counts[cell] for cell in read), default={})
