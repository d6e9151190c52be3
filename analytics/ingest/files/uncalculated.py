"""Cells of a workbook without a result: formulas that nobody has calculated, and errors.

The reader of cells returns nothing for either, so they are looked up in the text of the sheet.
"""

from __future__ import annotations

import html
import re
import zipfile
from typing import TYPE_CHECKING

from analytics.ingest.files import merged_ranges

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

    import polars as pl

CELL_LIMIT = 500_000
CHUNK = 1 << 20
LONGEST = 1 << 17
"""Bytes of one cell's record; a longer one is text."""
LONGEST_FORMULA = 60
_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^<>]*?\br="([A-Z]{1,3})(\d+)")([^<>]*[^<>/])>(.*?)</(?:\w+:)?c>', re.DOTALL
)
_ERROR = re.compile(rb"<(?:\w+:)?v>(#[^<]{1,20})</")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^<>]*?(?:/>|>([^<]*)</)")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^<>/]*>[^<]")
_SIGNS = (b't="e"', b"<f", b":f")


def filled(frame: pl.DataFrame, path: Path, sheet: str, header_row: int) -> pl.DataFrame:
    """The rows of a sheet, row 1 first, with the error or the formula as text in each cell that
    has no result; unchanged where no column that is read has an empty cell."""
    import polars as pl

    below = frame.slice(header_row)
    places = {
        index: name
        for index, name in enumerate(frame.columns)
        if not re.fullmatch(r"x\d+", name) and below[name].null_count()
    }
    if not places or not zipfile.is_zipfile(path):
        return frame
    texts: dict[str, tuple[list[int], list[str]]] = {}
    for row, column, text in _cells(path, sheet):
        name = places.get(column)
        if name is not None and header_row < row <= frame.height and frame[name][row - 1] is None:
            rows, values = texts.setdefault(name, ([], []))
            rows.append(row - 1)
            values.append(text)
    return frame.with_columns(
        frame[name].cast(pl.String).scatter(rows, values) for name, (rows, values) in texts.items()
    )


def _cells(path: Path, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Row from 1, column from 0, and text of each cell without a result, at most CELL_LIMIT."""
    try:
        with zipfile.ZipFile(path) as book:
            part = merged_ranges.sheet_part(book, sheet)
            if part is None:
                return
            with book.open(part) as text:
                yield from _records(text)
    except merged_ranges.BROKEN:
        return


def _records(part: IO[bytes]) -> Iterator[tuple[int, int, str]]:
    rest, count = b"", 0
    while chunk := part.read(CHUNK):
        text = rest + chunk
        end = text.rfind(b"c>") + 2  # behind the last whole cell
        rest = text[end:][-LONGEST:]
        if any(sign in text for sign in _SIGNS):
            for cell in _without_result(text[:end]):
                yield cell
                count += 1
                if count == CELL_LIMIT:
                    return


def _without_result(text: bytes) -> Iterator[tuple[int, int, str]]:
    for letters, row, attributes, content in _CELL.findall(text):
        error = _ERROR.search(content) if b't="e"' in attributes else None
        if error is not None:
            yield int(row), merged_ranges.column_number(letters), error[1].decode()
            continue
        formula = _FORMULA.search(content)
        if formula is not None and not _VALUE.search(content):
            written = html.unescape((formula[1] or b"").decode("utf-8", "replace"))
            yield int(row), merged_ranges.column_number(letters), f"={written[:LONGEST_FORMULA]}"
