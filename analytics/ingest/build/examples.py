"""The example rows of the template, which people leave in the file they fill in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from analytics.ingest.build import parse_issues
from analytics.ingest.template import example_marks

if TYPE_CHECKING:
    from analytics.ingest.build.parts import Part


def pattern() -> str:
    """What the codes of the template's examples begin with in any language, as a regular
    expression."""
    return rf"^\s*(?:{'|'.join(map(re.escape, example_marks()))})"


def without(cells: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that are not the template's own examples, and those that are: their codes carry
    its mark. Orders among them have dates that nothing reads; the query recognises responses."""
    marked = pl.exclude("source_row").str.contains(pattern())
    is_example = pl.any_horizontal(marked.fill_null(value=False))
    return cells.filter(~is_example), cells.filter(is_example)


def problems(part: Part, examples: pl.DataFrame) -> pl.DataFrame:
    """One row per example set aside, as `problems.listed`, of the first column."""
    name = part.names[0]
    return examples.select(
        pl.lit(part.key).alias("file_key"),
        pl.lit(part.name).alias("file"),
        pl.col("source_row").cast(pl.Int64).alias("row"),
        pl.lit(name).alias("name"),
        pl.col(name).alias("value"),
        pl.lit("template_example").alias("code"),
        pl.lit(value=True).alias("is_set_aside"),
    ).cast(parse_issues.SCHEMA)
