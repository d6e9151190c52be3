"""Rows on their way into a spreadsheet."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

import polars as pl

from analytics.problems import FORMULA_STARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

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
