"""A word list as a spreadsheet: written for a person to edit, and read back.

Columns, kinds and supers are written by name in the reader's language; names of any language, and
codes, are accepted when reading.
"""

from __future__ import annotations

import io
import tempfile
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from analytics import exports
from analytics.errors import FileError
from analytics.exports import FORMULA_STARTS
from analytics.feedback.lexicon.errors import LexiconError
from analytics.feedback.lexicon.lexicon import COLUMNS, DIMENSIONS, KINDS
from analytics.ingest import sandbox
from analytics.words import LANGUAGES, words

MOST_ROWS = 5_000
"""Rows of one's own: the whole list as delivered has some 9,000."""
MOST_COLUMNS = 40
LONGEST_CELL = 500
TOP = 20
"""Rows from the top among which the header is looked for."""
WRITTEN = COLUMNS[:5]
NEEDED = {"term", "kind"}
LIMITS = sandbox.Limits(seconds=30, memory_mb=3_000)
Rows = list[list[str | None]]


def as_csv(rows: pl.DataFrame, lang: str) -> bytes:
    """The list as CSV for Excel, no cell of it a formula; without rows the names alone."""
    return exports.as_csv(_spoken(rows, lang), _headers(lang))


def as_workbook(rows: pl.DataFrame, lang: str) -> bytes:
    """The list as a workbook whose cells are texts and numbers and never formulas, with the kinds
    and supers to choose from."""
    import xlsxwriter

    out = io.BytesIO()
    settings = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(out, settings)
    sheet, bold = book.add_worksheet("words"), book.add_format({"bold": True})
    sheet.write_row(0, 0, list(_headers(lang).values()), bold)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(WRITTEN), 20)
    for place, column in enumerate(_spoken(rows, lang)):
        for row, cell in enumerate(column, start=1):
            if isinstance(cell, str):
                sheet.write_string(row, place, cell)
            elif cell is not None:
                sheet.write_number(row, place, cell)
    for name, codes in (("kind", KINDS), ("dimension", DIMENSIONS)):
        place, source = WRITTEN.index(name), [words(lang).get(f"lexicon.{name}.{c}") for c in codes]
        check = {"validate": "list", "source": source, "ignore_blank": True}
        sheet.data_validation(1, place, MOST_ROWS, place, check)
    book.close()
    return out.getvalue()


def read(content: bytes, name: str) -> pl.DataFrame:
    """`row` (as in the sheet) and those of COLUMNS that a person's file has, as text with codes.

    It is parsed in a process of its own within bounds. FileError where it is no table;
    LexiconError where it is no word list, is too long or takes too much.
    """
    with tempfile.TemporaryDirectory(prefix="nine-supers-") as folder:
        path = Path(folder) / "words"
        path.write_bytes(content)
        try:
            tables = sandbox.call({"verb": "words", "path": str(path), "name": name}, LIMITS)
        except sandbox.ChildFailed as error:
            raise LexiconError.too_slow(name) from error
    return _list(tables, name)


def tables(path: Path, name: str) -> list[Rows]:
    """The first rows and cells of each sheet of a file, no more than a word list can have; runs
    inside the bounded process. FileError as for an import."""
    from analytics.ingest.files.read import sheets
    from analytics.ingest.files.sniff import records, sniff

    sniffed = sniff(path, name, "", "")
    if sniffed.kind == "workbook":
        sheet_rows = [frame.head(MOST_ROWS + TOP + 1).rows() for _, frame in sheets(path, name)]
    elif sniffed.kind == "text":
        sheet_rows = [
            [tuple(row) for row in islice(records(path, name, sniffed), MOST_ROWS + TOP + 1)]
        ]
    else:
        raise FileError.not_a_table(name, sniffed.kind)
    return [[_cells(row) for row in rows] for rows in sheet_rows]


def _cells(row: Any) -> list[str | None]:
    return [cell and str(cell)[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]]


def _list(tables: list[Rows], name: str) -> pl.DataFrame:
    """The rows below the header of the first sheet that has one; LexiconError where none has."""
    for rows in tables:
        for place, row in enumerate(rows[:TOP]):
            headers = [_code("column", cell) for cell in row]
            if set(headers) >= NEEDED:
                return _below(rows[place + 1 :], headers, place + 2, name)
    first = next((row for rows in tables for row in rows if any(row)), [])
    header = ", ".join(cell for cell in first if cell)[:LONGEST_CELL]
    raise LexiconError.no_columns(name, header)


def _below(rows: Rows, headers: list[str], first: int, name: str) -> pl.DataFrame:
    places = {header: headers.index(header) for header in WRITTEN if header in headers}
    entries = [
        {"row": number, **{header: _cell(row, place, header) for header, place in places.items()}}
        for number, row in enumerate(rows, start=first)
        if any(cell and cell.strip() for cell in row)
    ]
    if len(entries) > MOST_ROWS:
        raise LexiconError.too_long(name, MOST_ROWS)
    return pl.DataFrame(entries, schema={"row": pl.UInt32, **dict.fromkeys(places, pl.String)})


def _cell(row: list[str | None], place: int, header: str) -> str:
    """A cell without the apostrophe that kept it from being a formula; a kind or dimension as its
    code."""
    cell = (row[place] if place < len(row) else None) or ""
    bare = cell.strip()
    if bare.startswith("'") and bare[1:2] in FORMULA_STARTS:
        bare = bare[1:]
    return _code(header, bare) if header in ("kind", "dimension") else bare


def _code(family: str, cell: str | None) -> str:
    """The code of a name in any language, of this release or an earlier one; a cell that is no such
    name stays as it is."""
    bare = (cell or "").strip()
    codes = {"column": WRITTEN, "kind": KINDS, "dimension": DIMENSIONS}[family]
    for code in codes:
        keys = [f"lexicon.{family}.{code}", f"lexicon.former.{family}.{code}"]
        names = (words(lang).get(key) for key in keys for lang in LANGUAGES if words(lang).has(key))
        if bare.casefold() in (code, *(name.casefold() for name in names)):
            return code
    return bare


def _headers(lang: str) -> dict[str, str]:
    return {name: words(lang).get(f"lexicon.column.{name}") for name in WRITTEN}


def _spoken(rows: pl.DataFrame, lang: str) -> pl.DataFrame:
    """The rows with kinds and dimensions by name."""
    text = words(lang)
    return rows.select(
        "term",
        pl.col("kind").replace({code: text.get(f"lexicon.kind.{code}") for code in KINDS}),
        pl.col("dimension").replace(
            {code: text.get(f"lexicon.dimension.{code}") for code in DIMENSIONS}
        ),
        "topic",
        "value",
    )
