"""Exports as files: csv in its encoding, or a workbook with its sheets."""

import csv
import io
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.bench.faults.exports import Export, Style

NOT_CALCULATED = "formula:"
"""A cell of a workbook that begins so is a formula without a value."""
ERROR = "error:"
"""A cell of a workbook that begins so is one of its errors."""


def as_text(cell: Any, style: Style) -> str:
    """The cell as the file spells it."""
    if isinstance(cell, datetime):
        return cell.strftime(style.dates)
    if isinstance(cell, Decimal):
        text = f"{cell:,.2f}" if style.money != "plain" else f"{cell:.2f}"
        return text.translate(str.maketrans(",.", ".,")) if style.money == "german" else text
    return str(cell if cell is not None else "").removeprefix(ERROR)


def csv_text(export: Export) -> str:
    """The rows below their headers."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=export.style.delimiter, lineterminator="\r\n")
    writer.writerow(export.headers)
    for row in export.rows:
        writer.writerow([as_text(cell, export.style) for cell in row])
    return out.getvalue()


def write(export: Export, folder: Path, name: str) -> Path:
    """The export as a file of its kind, under this name without its end."""
    path = folder / f"{name}.{export.style.kind}"
    if export.style.kind == "csv":
        path.write_bytes(csv_text(export).encode(export.style.encoding))
        return path
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False})
    days = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for title, rows in {"Sheet1": [export.headers, *export.rows], **export.sheets}.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                _put(sheet, number, column, cell, days)
        if title in export.hidden:
            getattr(sheet, export.hidden[title])()
    book.close()
    return path


def _put(sheet: Any, row: int, column: int, cell: Any, days: Any) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell.replace(tzinfo=None), days)
    elif isinstance(cell, Decimal | int):
        sheet.write_number(row, column, float(cell))
    elif isinstance(cell, str) and cell.startswith(NOT_CALCULATED):
        sheet.write_formula(row, column, cell.removeprefix(NOT_CALCULATED), None, "")
    elif isinstance(cell, str) and cell.startswith(ERROR):
        sheet.write_formula(row, column, "=NA()", None, cell.removeprefix(ERROR))
    elif cell not in (None, ""):
        sheet.write_string(row, column, str(cell))
