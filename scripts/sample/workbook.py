"""The brand's workbook as bytes that are the same on every run."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from xlsxwriter import Workbook

from scripts.sample.plan import AS_OF

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from scripts.sample.brand import Sheet

COLUMN_WIDTH = 16
UNIX = 3  # what Python would else take from the machine it runs on


def workbook(sheets: list[Sheet]) -> bytes:
    """One worksheet a table, headers in the first row, dates as dates and codes as text."""
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(AS_OF.year, AS_OF.month, AS_OF.day)})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            write_sheet(book.add_worksheet(sheet.name), sheet, day)
    return stored(target.getvalue())


def write_sheet(page: Worksheet, sheet: Sheet, day: Format) -> None:
    """The headers, kept in view, and the rows."""
    page.freeze_panes(1, 0)
    page.set_column(0, len(sheet.columns) - 1, COLUMN_WIDTH)
    for row, cells in enumerate([sheet.columns, *sheet.rows]):
        for column, value in enumerate(cells):
            write_cell(page, (row, column), value, day)


def write_cell(page: Worksheet, place: tuple[int, int], value: Any, day: Format) -> None:
    """One cell by the kind of its value; nothing where there is none."""
    match value:
        case None | "":
            pass
        case bool():
            page.write_boolean(*place, value)
        case date():
            page.write_datetime(*place, value, day)
        case str():
            page.write_string(*place, value)
        case _:
            page.write_number(*place, value)


def stored(book: bytes) -> bytes:
    """The same workbook uncompressed: compressed bytes differ between builds of zlib."""
    target = BytesIO()
    with ZipFile(BytesIO(book)) as source, ZipFile(target, "w", ZIP_STORED) as copy:
        for part in source.infolist():
            plain = ZipInfo(part.filename)
            plain.create_system = UNIX
            copy.writestr(plain, source.read(part))
    return target.getvalue()
