"""Rows on their way into a spreadsheet."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First letters that make a spreadsheet take a text for a formula."""
_FORMULA = f"^[{re.escape(''.join(FORMULA_STARTS))}]"


def as_csv(frame: pl.DataFrame, headers: Mapping[str, str]) -> bytes:
    """The frame as CSV under `headers`, for Excel: with a byte-order mark, and a quote before text
    that a spreadsheet would take for a formula. Without rows: the headers alone."""
    named = frame.select(
        _guarded(column).alias(headers.get(column.name, column.name)) for column in frame
    )
    return codecs.BOM_UTF8 + named.write_csv().encode()


def _guarded(column: pl.Series) -> pl.Series:
    if column.dtype != pl.String:
        return column
    is_formula = column.str.contains(_FORMULA)
    return pl.select(pl.when(is_formula).then("'" + column).otherwise(column)).to_series()


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
