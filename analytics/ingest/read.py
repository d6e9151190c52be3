"""From a file to tables of text cells. Runs only inside the bounded subprocess (`worker`)."""

from __future__ import annotations

import csv
import sys
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.errors import FileError
from analytics.ingest.sniff import Sniffed, records, sniff

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

HEAD_ROWS = 60
WORKBOOK_LIMIT_MB = 200
"""A workbook is read whole into memory, and unpacks to several times its size."""
CELL_LIMIT = 10_000_000
END = "\x1eend"
"""A line put after the last: a record that has it inside a cell was never closed."""
csv.field_size_limit(CELL_LIMIT)


@dataclass(frozen=True)
class Head:
    """The first rows of one table in a file: a text file has one, a workbook one a sheet."""

    sheet: str | None
    rows: list[list[str | None]]
    """Up to HEAD_ROWS rows from the top of the sheet, header and notes included."""
    count_rows: int | None
    """Rows in the sheet; None where only reading it whole would tell."""


@dataclass(frozen=True)
class Inspection:
    """What a first look at a file found."""

    sniffed: Sniffed
    heads: tuple[Head, ...]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def inspect(path: Path, name: str) -> Inspection:
    """A first look at the file at `path`; FileError when it is not a table at all."""
    sniffed = sniff(path, name)
    if sniffed.kind == "text":
        rows = list(islice(records(path, sniffed.encoding, sniffed.delimiter), HEAD_ROWS))
        return Inspection(sniffed, (Head(None, [list(row) for row in rows], None),))
    if sniffed.kind == "parquet":
        return Inspection(sniffed, (_parquet_head(path, name),))
    return Inspection(sniffed, tuple(_sheet_heads(path, name)))


def _parquet_head(path: Path, name: str) -> Head:
    try:
        frame = pl.scan_parquet(path).head(HEAD_ROWS).collect()
        count = pl.scan_parquet(path).select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise FileError.damaged(name) from error
    rows = [[None if cell is None else str(cell) for cell in row] for row in frame.rows()]
    return Head(None, [list(frame.columns), *rows], count + 1)


def _sheet_heads(path: Path, name: str) -> Iterator[Head]:
    for sheet, frame in sheets(path, name):
        yield Head(sheet, [list(row) for row in frame.head(HEAD_ROWS).rows()], frame.height)


def sheets(path: Path, name: str, only: str | None = None) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every visible sheet with cells as text, row 1 of the sheet being row 0 of the frame."""
    import fastexcel

    size_mb = path.stat().st_size >> 20
    if size_mb > WORKBOOK_LIMIT_MB:
        raise FileError.too_large(name, size_mb, WORKBOOK_LIMIT_MB)
    try:
        book = fastexcel.read_excel(path)
        for sheet in [only] if only else book.sheet_names:
            loaded = book.load_sheet(sheet, header_row=None, dtypes="string", skip_rows=0)
            yield sheet, loaded.to_polars()
    except fastexcel.FastExcelError as error:
        raise _workbook_error(path, name, str(error)) from error


def _workbook_error(path: Path, name: str, message: str) -> FileError:
    """A workbook that cannot be opened is protected, or damaged, or no workbook at all."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
    encrypted = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e".encode("latin-1") in head
    if "password" in message.lower() or "encrypt" in message.lower() or encrypted:
        return FileError.protected(name)
    return FileError.damaged(name)


def cells(path: Path, name: str, sheet: str, header_row: int, names: Sequence[str]) -> pl.DataFrame:
    """A sheet below its header, columns renamed to `names`, with `source_row` as in the sheet."""
    ((_, frame),) = sheets(path, name, sheet)
    wanted = dict(zip(frame.columns, names, strict=False))
    numbered = frame.rename(wanted).with_row_index("source_row", offset=1)
    return numbered.slice(header_row).cast(pl.String)


def parquet_cells(path: Path, out: Path, names: Sequence[str]) -> None:
    """The Parquet file as delimited text without a header, in `out`, columns in file order."""
    frame = pl.scan_parquet(path)
    columns = frame.collect_schema().names()
    texts = [
        pl.col(column).cast(pl.String).alias(name)
        for column, name in zip(columns, names, strict=True)
    ]
    frame.select(texts).sink_csv(out, include_header=False)


def even_records(path: Path, sniffed: Sniffed, header_row: int, width: int, out: Path) -> None:
    """The records below the header as plain UTF-8 with one and the same number of cells.

    First cell: the row in the file. Last cell: what stood beyond the last header, joined, or
    everything that a quote nobody closed has swallowed.
    """
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        found = records(path, sniffed.encoding, sniffed.delimiter, (END,))
        for number, row in islice(enumerate(found, start=1), header_row, None):
            if row == [END]:
                break
            is_open = bool(row) and row[-1].endswith(END)
            row[-1:] = [cell.removesuffix(END) for cell in row[-1:]]
            beyond = row[-1:] if is_open else row[width:]
            overflow = " ".join(cell for cell in beyond if cell.strip())
            padded = row[:width] + [""] * (width - len(row))
            writer.writerow([number, *padded, overflow])


if sys.platform == "win32":  # pragma: no cover - csv on Windows keeps its own small limit
    csv.field_size_limit(2**31 - 1)
