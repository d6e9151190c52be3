"""Dates in the future, or years away from all others, as a sentence and the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt

if TYPE_CHECKING:
    from ui.text import Text

CODES = ("date_astray", "cell_emptied_astray")
EXAMPLES = 5


def astray(problem_frame: pl.DataFrame) -> pl.DataFrame:
    """The problems of dates that are astray, in file order."""
    return problem_frame.filter(pl.col("code").is_in(CODES))


def sentence(rows: pl.DataFrame, text: Text) -> str:
    """How many dates are astray, and what becomes of their rows."""
    lines = rows.filter(pl.col("code") == CODES[0]).height
    responses = rows.height - lines
    parts = [
        text(f"checking.astray_{name}", count=fmt.count(count, text.lang))
        for name, count in (("lines", lines), ("responses", responses))
        if count
    ]
    return " ".join([*parts, text("checking.astray_why")])


def examples(rows: pl.DataFrame, text: Text) -> pl.DataFrame:
    """The first EXAMPLES, one row each: file, row, value."""
    names = {"file": "file", "row": "row", "value": "value"}
    labels = {name: text(f"data.column.{label}") for name, label in names.items()}
    return rows.head(EXAMPLES).select(*names).rename(labels)
