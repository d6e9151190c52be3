"""From a file to tables of text cells. Runs only inside the bounded subprocess (`worker`)."""

from __future__ import annotations

import csv
import sys
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.errors import FileError
from analytics.ingest.files import (
    archive,
    continuation,
    jsonl,
    markup,
    merged_cells,
    merged_ranges,
    ole,
    uncalculated,
)
from analytics.ingest.files.errors import LookRefused
from analytics.ingest.files.sniff import LINE_LIMIT, Sniffed, records, sniff

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

HEAD_ROWS = 60
WORKBOOK_LIMIT_MB = 200
"""A workbook is read whole into memory, and unpacks to several times its size."""
SHEET_LIMIT = 1_000
COLUMN_LIMIT = 16_384
"""As wide as a worksheet can be."""
HEAD_CELL = 1_000
"""Characters of a cell that a first look hands on."""
HEAD_CELLS = 500_000
HEAD_CHARACTERS = 8_000_000
csv.field_size_limit(LINE_LIMIT)


@dataclass(frozen=True)
class Head:
    """The first rows of one table in a file: a text file has one, a workbook one a sheet."""

    sheet: str | None
    rows: list[list[str | None]]
    """Up to HEAD_ROWS rows from the top of the sheet, header and notes included."""
    count_rows: int | None
    """Rows in the sheet; None for text files, which would have to be read whole."""
    has_header_row: bool = True
    """False where the first of `rows` names the columns but is no row of the file."""
    is_hidden: bool = False
    """Whether the workbook hides the sheet, so that whoever opens it does not see it."""


@dataclass(frozen=True)
class Inspection:
    """Result of the first inspection of a file."""

    sniffed: Sniffed
    heads: tuple[Head, ...]
    path: str
    name: str
    members: tuple[Inspection, ...] = ()
    """The files inside an archive, which has no heads of its own."""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def inspect(
    path: Path, name: str, encoding: str = "", delimiter: str = "", *, folder: Path | None = None
) -> Inspection:
    """First inspection of the file at `path`; FileError when it is not a table at all.

    `encoding` and `delimiter` override what would be sniffed. An archive is unpacked into
    `folder`, or one beside it.
    """
    sniffed = sniff(path, name, encoding, delimiter)
    if sniffed.kind == "zip":
        inside = folder or path.with_name(f"{path.name}.members")
        members = _members(archive.members(path, name, inside), encoding, delimiter)
        return Inspection(sniffed, (), str(path), name, members)
    heads = tuple(_bounded(_heads(path, name, sniffed), name))
    return Inspection(sniffed, heads, str(path), name)


def _members(
    members: Sequence[archive.Member], encoding: str, delimiter: str
) -> tuple[Inspection, ...]:
    """The tables of an archive; pictures and empty files are left out unless there is nothing
    else, any other trouble is the archive's."""
    inspections, errors = [], []
    for member in members:
        try:
            sniffed = sniff(member.path, member.name, encoding, delimiter)
            if sniffed.kind == "zip":
                raise FileError.archive_nested(member.name)
            inspections.append(inspect(member.path, member.name, encoding, delimiter))
        except FileError as error:
            if error.code not in ("file_not_a_table", "file_empty"):
                raise
            errors.append(error)
    if not inspections:
        raise errors[0]
    return tuple(inspections)


def _heads(path: Path, name: str, sniffed: Sniffed) -> Iterator[Head]:
    if sniffed.kind == "parquet":
        yield _parquet_head(path, name)
    elif sniffed.kind == "workbook":
        yield from _sheet_heads(path, name)
    elif sniffed.kind == "jsonl":
        yield _json_head(path, name, sniffed)
    else:
        rows = islice(records(path, name, sniffed), HEAD_ROWS)
        yield Head(None, [list(row) for row in rows], None)


def _bounded(heads: Iterator[Head], name: str) -> Iterator[Head]:
    """What goes back to the caller, however large the cells and however many the sheets."""
    cells, characters = HEAD_CELLS, HEAD_CHARACTERS
    for head in islice(heads, SHEET_LIMIT):
        width = max(map(len, head.rows), default=0)
        if width > COLUMN_LIMIT:
            raise FileError.too_wide(name, width, COLUMN_LIMIT)
        rows = head.rows[: max(2, cells // max(1, width))]
        longest = max(32, min(HEAD_CELL, characters // max(1, len(rows) * width)))
        clipped = [[cell and cell[:longest] for cell in row] for row in rows]
        cells -= len(rows) * width
        characters -= sum(len(cell) for row in clipped for cell in row if cell)
        yield Head(head.sheet, clipped, head.count_rows, head.has_header_row, head.is_hidden)


def _json_head(path: Path, name: str, sniffed: Sniffed) -> Head:
    keys, count = jsonl.columns(path, name, sniffed.encoding)
    if not keys:
        raise FileError.empty(name)
    numbered_rows = islice(jsonl.rows(path, name, sniffed.encoding), HEAD_ROWS)
    rows: list[list[str | None]] = [[cells.get(key) for key in keys] for _, cells in numbered_rows]
    return Head(None, [[*keys], *rows], count + 1, has_header_row=False)


def _parquet_head(path: Path, name: str) -> Head:
    import polars as pl

    try:
        frame = pl.scan_parquet(path, glob=False).head(HEAD_ROWS).collect()
        count = pl.scan_parquet(path, glob=False).select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise FileError.damaged(name) from error
    rows = [[None if cell is None else str(cell) for cell in row] for row in frame.rows()]
    return Head(None, [list(frame.columns), *rows], count + 1)


def _sheet_heads(path: Path, name: str) -> Iterator[Head]:
    for sheet, frame, is_hidden in _loaded(path, name, None):
        rows = [list(row) for row in frame.head(HEAD_ROWS).rows()]
        yield Head(sheet, rows, frame.height, is_hidden=is_hidden)


def sheets(path: Path, name: str, only: str | None = None) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every sheet with cells as text, row 1 of the sheet being row 0 of the frame."""
    return ((sheet, frame) for sheet, frame, _ in _loaded(path, name, only))


def _loaded(path: Path, name: str, only: str | None) -> Iterator[tuple[str, pl.DataFrame, bool]]:
    """The same, with whether the sheet is hidden or very hidden."""
    import fastexcel

    size_mb = path.stat().st_size >> 20
    if size_mb > WORKBOOK_LIMIT_MB:
        raise FileError.too_large(name, size_mb, WORKBOOK_LIMIT_MB)
    if markup.is_markup(path):
        yield from ((*sheet, False) for sheet in markup.sheets(path, name, only))
        return
    archive.refuse_bomb(path, name)
    if ole.is_excel_95(path):
        raise LookRefused.excel_95(name)
    try:
        book = fastexcel.read_excel(path)
        for sheet in [only] if only else book.sheet_names:
            loaded = book.load_sheet(sheet, header_row=None, dtypes="string", skip_rows=0)
            yield sheet, loaded.to_polars(), loaded.visible != "visible"
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


def cells(
    path: Path,
    name: str,
    sheet: str,
    *,
    header_row: int,
    names: Sequence[str],
    text_columns: Sequence[str] = (),
) -> pl.DataFrame:
    """A sheet below its header, columns renamed to `names`, with `source_row` as in the sheet.

    In the columns `words` a merged block below the header holds its text in every row; elsewhere
    only in the first, so that no amount counts twice. Lines that continue an order are filled.
    """
    import polars as pl

    ((_, frame),) = sheets(path, name, sheet)
    renaming = dict(zip(frame.columns, names, strict=False))
    named = uncalculated.filled(frame.rename(renaming), path, sheet, header_row)
    numbered = named.with_row_index("source_row", offset=1)
    spread = merged_cells.spread(
        numbered, merged_ranges.ranges(path, sheet), header_row, names, text_columns
    )
    return continuation.filled_frame(spread.slice(header_row).cast(pl.String))


def parquet_cells(path: Path, out: Path, names: Sequence[str]) -> None:
    """The Parquet file as delimited text without a header, in `out`, columns in file order."""
    import polars as pl

    frame = pl.scan_parquet(path, glob=False)
    columns = frame.collect_schema().names()
    texts = [
        pl.col(column).cast(pl.String).alias(name)
        for column, name in zip(columns, names, strict=True)
    ]
    frame.select(texts).sink_csv(out, include_header=False)


if sys.platform == "win32":  # pragma: no cover - csv on Windows keeps its own small limit
    csv.field_size_limit(2**31 - 1)
