"""Cells a person has corrected before they are read, and what a correction might be.

A mend replaces text by text, ahead of every reader, so that a mended cell goes through the same
checks as one that was right from the start. It stands in the manifest; the file stays as it was.
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
    """Column -> text as written -> text instead, wherever it stands in the column."""
    cells: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """Row in the file -> column -> text instead; outranks `values`."""

    @property
    def is_empty(self) -> bool:
        return not any(self.values.values()) and not any(self.cells.values())

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON, rows as texts."""
        cells = {str(row): dict(given) for row, given in self.cells.items() if given}
        values = {name: dict(given) for name, given in self.values.items() if given}
        return {"values": values, "cells": cells}

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any] | None) -> Corrections:
        """What `as_dict` wrote; nothing for None."""
        raw = raw or {}
        cells = {int(row): given for row, given in raw.get("cells", {}).items()}
        return cls(raw.get("values", {}), cells)

    def with_values(self, name: str, changes: Mapping[str, str]) -> Corrections:
        """The same and these replacements in one column."""
        return Corrections(
            {**self.values, name: {**self.values.get(name, {}), **changes}}, self.cells
        )

    def with_cells(self, changes: Mapping[int, Mapping[str, str]]) -> Corrections:
        """The same and these single cells."""
        merged = {
            row: {**self.cells.get(row, {}), **changes.get(row, {})}
            for row in {*self.cells, *changes}
        }
        return Corrections(self.values, merged)

    def row(self, number: int, names: Sequence[str], cells: Sequence[str]) -> list[str]:
        """One record with its corrections."""
        own = self.cells.get(number, {})
        return [
            own.get(name, self.values.get(name, {}).get(cell, cell))
            for name, cell in zip(names, cells, strict=False)
        ] + list(cells[len(names) :])

    def frame(self, staged: pl.DataFrame) -> pl.DataFrame:
        """A frame of text cells with `source_row`, with its corrections."""
        changed = [
            pl.col(name).replace(dict(given))
            for name, given in self.values.items()
            if given and name in staged.columns
        ]
        mended = staged.with_columns(changed)
        for name in {name for given in self.cells.values() for name in given}:
            if name not in mended.columns:
                continue
            given = {str(row): own[name] for row, own in self.cells.items() if name in own}
            mended = mended.with_columns(
                pl.coalesce(
                    pl.col("source_row").replace_strict(
                        given, default=None, return_dtype=pl.String
                    ),
                    name,
                ).alias(name)
            )
        return mended


def suggest(code: str, value: str | None) -> str | None:
    """What a cell that could not be read most likely means; None where there is more than one
    reading.

    The one number in a text of words (99 out of "about 99"), the one day in it. Never applied
    unless a person says so.
    """
    plain = unicodedata.normalize("NFKC", value or "").strip()
    if code in NUMBERS:
        numbers = _NUMBER.findall(plain)
        return numbers[0].replace(",", "") if len(numbers) == 1 else None
    if code in DAYS:
        return _day(plain)
    return None


def _day(plain: str) -> str | None:
    found = _DAY.findall(plain)
    if len(found) != 1:
        return None
    clock = _CLOCK.search(plain)
    year, month, day = map(int, found[0])
    hour, minute, second = (int(one or 0) for one in clock.groups()) if clock else (0, 0, 0)
    try:
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    return moment.isoformat(" ") if clock else moment.date().isoformat()
