"""One part of a join, whole and as text, whatever kind of file it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.errors import FileError
from analytics.ingest.corrections import Corrections
from analytics.ingest.files import continuation, normalised_csv, read
from analytics.ingest.files.sniff import Sniffed
from analytics.schema import ORDERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST_VALUE = 200
"""Letters of a line that a remark shows."""

Remark = tuple[int, str, str]
"""Row of the file, the file with the text of the line, code of its sentence."""


def rows(
    part: Mapping[str, Any], number: int, out: Path, places: Sequence[int] | None = None
) -> tuple[pl.DataFrame, pl.Series, list[Remark]]:
    """The non-blank rows below the header, columns named `number.place`, blanks as null; the text
    beyond the last header; and what was read otherwise than it is written.

    `places` are the columns to return, all by default. A normalised copy lies beside `out`
    meanwhile. FileError where there is no row.
    """
    source = out.with_name(f".{out.stem}-{number}.csv")
    names = list(part["names"])
    try:
        cells, remarks = _cells(part, names, source)
    except pl.exceptions.NoDataError as error:
        raise FileError.header_only(part["name"], part["header_row"], part["sheet"]) from error
    finally:
        source.unlink(missing_ok=True)
    wanted = range(len(names)) if places is None else places
    corrected = Corrections.from_dict(part["mends"]).frame(cells)
    blank = pl.all_horizontal(pl.col(names).is_null())
    filled = corrected.with_columns(_blank_as_null(name) for name in (*names, "overflow")).filter(
        ~blank
    )
    part_rows = filled.select(pl.col(names[place]).alias(f"{number}.{place}") for place in wanted)
    return part_rows, filled["overflow"], remarks


def _blank_as_null(name: str) -> pl.Expr:
    return pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name)).alias(name)


def _cells(
    part: Mapping[str, Any], names: list[str], source: Path
) -> tuple[pl.DataFrame, list[Remark]]:
    """Every row with its number in the file, its cells under `names`, and `overflow`; and what was
    read otherwise than it is written."""
    path, sniffed = Path(part["path"]), Sniffed(**part["sniffed"])
    if sniffed.kind == "workbook":
        return _of_sheet(part, path, names), []
    if sniffed.kind == "parquet":
        read.parquet_cells(path, source, names)
        cells = _read(source, names)
        cells = cells.with_row_index("source_row", offset=1).with_columns(
            pl.col("source_row").cast(pl.String), pl.lit(None, pl.String).alias("overflow")
        )
        return cells, []
    short: list[tuple[int, str]] = []
    stray = normalised_csv.write(
        path,
        part["name"],
        sniffed,
        header_row=part["header_row"],
        names=names,
        out=source,
        keeps_quotes="quotes" in part["as_written"],
        short=None if sniffed.kind == "jsonl" else short,
    )
    notes = [(quote.row, quote.line, "stray_quote") for quote in stray]
    notes += [(row, line, "too_few_cells") for row, line in short]
    remarks = [(row, f"{part['name']}: {text[:LONGEST_VALUE]}", code) for row, text, code in notes]
    return _read(source, ["source_row", *names, "overflow"]), remarks


def _of_sheet(part: Mapping[str, Any], path: Path, names: list[str]) -> pl.DataFrame:
    cells = read.cells(
        path,
        part["name"],
        part["sheet"] or "",
        header_row=part["header_row"],
        names=names,
        text_columns=continuation.text_columns_of(ORDERS.name),
    )
    if cells.is_empty():
        raise FileError.header_only(part["name"], part["header_row"], part["sheet"])
    return cells.with_columns(pl.lit(None, pl.String).alias("overflow"))


def _read(source: Path, names: list[str]) -> pl.DataFrame:
    return pl.read_csv(source, glob=False, has_header=False, new_columns=names, infer_schema=False)
