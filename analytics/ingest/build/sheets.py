"""The extra sheets: small tables, read cell by cell by the kind of their column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.ingest.build import sheet_rewording
from analytics.ingest.build.numbers import powers, with_powers
from analytics.ingest.build.parse_issues import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.ingest.build.parts import Part
    from analytics.storage.engine import Builder
    from analytics.table import Column, Table

_TYPES: dict[str, tuple[str, Any]] = {
    "text": ("read_text", pl.String),
    "choice": ("read_text", pl.String),
    "time": ("read_time", pl.Datetime("us")),
    "day": ("read_time", pl.Date),
    "integer": ("read_number", pl.Int64),
    "decimal": ("read_number", pl.Float64),
    "flag": ("read_flag", pl.Boolean),
}
_CODES = {
    "time": "cell_emptied_date",
    "day": "cell_emptied_date",
    "integer": "cell_emptied_number",
    "decimal": "cell_emptied_number",
    "flag": "flag_unknown",
    "choice": "choice_unknown",
}


def empty(table: Table) -> pl.DataFrame:
    """No rows of `table`, in its types, with source_file and source_row."""
    types = {column.name: _TYPES[column.kind][1] for column in table.columns}
    return pl.DataFrame(schema={**types, "source_file": pl.String, "source_row": pl.Int64})


def read(
    builder: Builder,
    table: Table,
    cells: pl.DataFrame,
    part: Part,
    spellings: Mapping[str, list[str]],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row per row of the sheet with anything in it, and one row per cell that was emptied."""
    present = [column for column in table.columns if column.name in cells.columns]
    kinds = {column.name: column.kind for column in present}
    long = cells.unpivot(
        list(kinds), index="source_row", variable_name="cell_name", value_name="written"
    ).select(
        pl.col("source_row").cast(pl.Int64).alias("row"),
        pl.col("cell_name").alias("name"),
        pl.col("cell_name").replace_strict(kinds, return_dtype=pl.String).alias("kind"),
        pl.col("cell_name")
        .replace_strict(
            with_powers(dict.fromkeys(kinds, "point"), powers(part)), return_dtype=pl.String
        )
        .alias("manner"),
        "written",
    )
    builder.load("sheet_cells", long)
    readings = builder.frame("ingest/sheet_cells", date_order=part.date_order, spellings=spellings)
    spelt = sheet_rewording.plain(readings, long)
    if spelt is not None:
        builder.load("sheet_cells", spelt)
        readings = builder.frame(
            "ingest/sheet_cells", date_order=part.date_order, spellings=spellings
        )
    wide = pl.DataFrame({"source_row": readings["row"].unique().sort()})
    for column in present:
        wide = wide.join(_column(readings, column), on="source_row", how="left")
    typed = wide.with_columns(pl.lit(part.name).alias("source_file"))
    frame = pl.concat([empty(table), typed], how="diagonal").select(empty(table).columns)
    return frame, _problems(readings, kinds, part)


def _column(readings: pl.DataFrame, column: Column) -> pl.DataFrame:
    """One canonical column with source_row."""
    source, kind = _TYPES[column.kind]
    return readings.filter(pl.col("name") == column.name).select(
        pl.col("row").alias("source_row"), pl.col(source).cast(kind).alias(column.name)
    )


def _problems(readings: pl.DataFrame, kinds: dict[str, Any], part: Part) -> pl.DataFrame:
    codes = {name: _CODES.get(kind, "") for name, kind in kinds.items()}
    return (
        readings.filter("is_bad")
        .select(
            pl.lit(part.key).alias("file_key"),
            pl.lit(part.name).alias("file"),
            "row",
            "name",
            pl.col("written").alias("value"),
            pl.col("name").replace_strict(codes, return_dtype=pl.String).alias("code"),
            pl.lit(False).alias("is_set_aside"),
        )
        .cast(SCHEMA)
    )
