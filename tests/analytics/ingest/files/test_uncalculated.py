"""Cells of a workbook without a result are said, and are neither nothing nor a nought."""

import io
import zipfile
from typing import Any

import pytest
import xlsxwriter

from tests.conftest import Workshop


def book(*rows: tuple[Any, ...]) -> bytes:
    """A workbook; a text that begins with = is a formula, a pair one with its stored result."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        sheet = workbook.add_worksheet("orders")
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, tuple):
                    sheet.write_formula(row, column, cell[0], None, cell[1])
                elif isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(row, column, cell, None, "")
                elif cell is not None:
                    sheet.write(row, column, cell)
    return out.getvalue()


HEAD = ("order_id", "date", "customer_id", "quantity", "amount")


def test_formulas_that_nobody_calculated(workshop: Workshop) -> None:
    content = book(
        HEAD,
        ("A1", "2024-01-05", "C1", 1, "=30*1"),
        ("A2", "2024-01-06", "C2", 2, ("=50*2", 100)),
        ("A3", "2024-01-07", "C3", 1, None),
        ("A4", "2024-01-08", "=B2&C2", 1, 7),
    )
    dataset = workshop.read(content, "orders.xlsx")
    assert [line["amount"] for line in dataset.lines()] == [None, 100, None, 7]
    assert [line["customer_id"] for line in dataset.lines()] == ["C1", "C2", "C3", None]
    assert dataset.problems() == [
        (2, "amount", "not_calculated", False),
        (5, "customer_id", "id_nobody", False),
    ]


def test_errors_are_told_from_empty_cells(workshop: Workshop) -> None:
    content = book(
        HEAD,
        ("A1", "2024-01-05", ("=NA()", "#N/A"), 1, 30),
        ("A2", "2024-01-06", ("=X9", "#REF!"), 1, 50),
        ("A3", "2024-01-07", None, 1, 20),
        ("A4", "2024-01-08", "C9", 1, ("=1+x", "#VALUE!")),
    )
    dataset = workshop.read(content, "orders.xlsx")
    assert [line["customer_id"] for line in dataset.lines()] == [None, None, None, "C9"]
    assert dataset.lines()[3]["amount"] is None
    assert dataset.problems() == [
        (5, "amount", "not_calculated", False),
        (2, "customer_id", "id_nobody", False),
        (3, "customer_id", "id_nobody", False),
    ]
    assert dataset.files[0]["ids"]["blank"] == 1


def test_nothing_calculated_is_no_total_of_nought(workshop: Workshop) -> None:
    content = book(HEAD, *((f"A{n}", f"2024-01-0{n}", "C1", 1, "=30*1") for n in range(1, 5)))
    dataset = workshop.load(content, "orders.xlsx")
    assert dataset.run("ingest/totals").item(0, "amount") is None
    assert len(dataset.problems()) == 4


ODS_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def ods(*rows: tuple[str, ...]) -> bytes:
    """A minimal OpenDocument sheet; an error is a formula that shows it."""
    lines = []
    for cells in rows:
        texts = [
            f'<table:table-cell table:formula="of:=NA()" office:value-type="string" '
            f'office:string-value=""><text:p>{cell}</text:p></table:table-cell>'
            if cell.startswith("#")
            else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in cells
        ]
        lines.append(f"<table:table-row>{''.join(texts)}</table:table-row>")
    body = f'<table:table table:name="orders">{"".join(lines)}</table:table>'
    content = (
        f"<office:document-content {ODS_NAMES}><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{content}')
        entry = '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type=""/>'
        namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{namespace}">{entry}</manifest:manifest>',
        )
    return out.getvalue()


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!"])
def test_an_error_in_place_of_a_customer_is_nobody_in_an_opendocument_sheet(
    workshop: Workshop, error: str
) -> None:
    """Two rows with one error are two guests, no customer who came back."""
    head = ("order_id", "date", "customer_id", "amount")
    rows = [("A1", "2024-01-05", error, "10"), ("A2", "2024-01-06", error, "20")]
    dataset = workshop.load(ods(head, *rows, ("A3", "2024-01-07", "C3", "30")), "orders.ods")
    assert [line["customer_id"] for line in dataset.lines()] == [None, None, "C3"]
    assert sum(line["amount"] for line in dataset.lines()) == 60
