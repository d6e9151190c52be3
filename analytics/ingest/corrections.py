"""Corrections of cells made by a person before the cells are read, and suggested corrections.

A correction replaces text by text ahead of every reader, so that a corrected cell goes through the
same checks as any other. It is stored in the manifest; the file stays as it was.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?")
NUMBERS = ("number_unreadable", "cell_emptied_number")
DAYS = ("date_unreadable", "cell_emptied_date")


@dataclass(frozen=True)
class Corrections:
    """Corrections of one table by staged column name (canonical where matched, else x0, x1 ...)."""

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Column -> text as written -> text instead, in every row of the column."""
    cells: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """Row in the file -> column -> text instead; outranks `values`."""

    @property
    def is_empty(self) -> bool:
        return not any(self.values.values()) and not any(self.cells.values())

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON, rows as texts."""
        cells = {str(row): dict(texts) for row, texts in self.cells.items() if texts}
        values = {
            name: dict(replacements) for name, replacements in self.values.items() if replacements
        }
        return {"values": values, "cells": cells}

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any] | None) -> Corrections:
        """The inverse of `as_dict`; no corrections for None."""
        raw = raw or {}
        cells = {int(row): texts for row, texts in raw.get("cells", {}).items()}
        return cls(raw.get("values", {}), cells)

    def with_values(self, name: str, changes: Mapping[str, str]) -> Corrections:
        """A copy with these replacements added in one column."""
        return Corrections(
            {**self.values, name: {**self.values.get(name, {}), **changes}}, self.cells
        )

    def with_cells(self, changes: Mapping[int, Mapping[str, str]]) -> Corrections:
        """A copy with these single cells added."""
        merged = {
            row: {**self.cells.get(row, {}), **changes.get(row, {})}
            for row in {*self.cells, *changes}
        }
        return Corrections(self.values, merged)

    def row(self, number: int, names: Sequence[str], cells: Sequence[str]) -> list[str]:
        """One record with its corrections."""
        texts = self.cells.get(number, {})
        return [
            texts.get(name, self.values.get(name, {}).get(cell, cell))
            for name, cell in zip(names, cells, strict=False)
        ] + list(cells[len(names) :])

    def frame(self, staged: pl.DataFrame) -> pl.DataFrame:
        """A frame of text cells with `source_row`, with its corrections."""
        replaced = [
            pl.col(name).replace(dict(replacements))
            for name, replacements in self.values.items()
            if replacements and name in staged.columns
        ]
        corrected = staged.with_columns(replaced)
        for name in {name for texts in self.cells.values() for name in texts}:
            if name not in corrected.columns:
                continue
            text_by_row = {
                str(row): texts[name] for row, texts in self.cells.items() if name in texts
            }
            corrected = corrected.with_columns(
                pl.coalesce(
                    pl.col("source_row").replace_strict(
                        text_by_row, default=None, return_dtype=pl.String
                    ),
                    name,
                ).alias(name)
            )
        return corrected


def suggest(code: str, value: str | None) -> str | None:
    """The most likely reading of a cell that could not be read; None where there are several or
    none.

    The one number in a text of words (99 out of "about 99"), the one day in it. Never applied
    unless a person confirms it.
    """
    plain = unicodedata.normalize("NFKC", value or "").strip()
    if code in NUMBERS:
        numbers = _NUMBER.findall(plain)
        return numbers[0].replace(",", "") if len(numbers) == 1 else None
    if code in DAYS:
        return _day(plain)
    return None


def _day(plain: str) -> str | None:
    days = _DAY.findall(plain)
    if len(days) != 1:
        return None
    clock = _CLOCK.search(plain)
    year, month, day = map(int, days[0])
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    try:
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    return moment.isoformat(" ") if clock else moment.date().isoformat()
