"""A second table under the first one adds no lines to it."""

import io
import tomllib
from pathlib import Path

import pytest
import xlsxwriter

from tests.conftest import Dataset, Reading, Workshop

CASES = tomllib.loads((Path(__file__).parent / "under_tables.toml").read_text("utf-8"))
HEADER, LINES, RETURNED = (CASES[name] for name in ("header", "lines", "returned"))
RETURNS_HEADER, BELOW = CASES["returns_header"], CASES["below"]
BLANK: list[str] = []


def as_text(rows: list[list[str]], delimiter: str = ",", *, is_padded: bool = False) -> str:
    padded = [row + [""] * (len(HEADER) - len(row)) if is_padded else row for row in rows]
    return "".join(delimiter.join(row) + "\n" for row in padded)


def as_workbook(rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("May")
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, [int(cell) if cell.isdecimal() else cell for cell in row])
    book.close()
    return out.getvalue()


def amount(dataset: Dataset | Reading) -> float:
    return float(sum(line["amount"] for line in dataset.lines()))


@pytest.mark.parametrize("kind", ["csv", "padded csv", "semicolons", "xlsx"])
@pytest.mark.parametrize("below", BELOW)
def test_rows_of_the_second_table_are_set_aside(workshop: Workshop, below: str, kind: str) -> None:
    rows = [CASES["title"], HEADER, *LINES, *BELOW[below]]
    content: str | bytes = as_workbook(rows)
    if kind != "xlsx":
        delimiter = ";" if kind == "semicolons" else ","
        content = as_text(rows, delimiter, is_padded=kind == "padded csv")
    dataset = workshop.read(content, "month.xlsx" if kind == "xlsx" else "month.csv")
    assert amount(dataset) == 110
    assert {code for _, _, code, _ in dataset.problems()} == {"second_table"}


def test_a_repeated_header_goes_on_with_the_first_table(workshop: Workshop) -> None:
    rows = [HEADER, LINES[0], BLANK, CASES["second_title"], HEADER, LINES[1]]
    rows += [
        BLANK,
        CASES["third_title"],
        RETURNS_HEADER,
        RETURNED,
        BLANK,
        CASES["fourth_title"],
        HEADER,
        LINES[2],
    ]
    dataset = workshop.read(as_text(rows))
    assert amount(dataset) == 110


@pytest.mark.parametrize(
    "row",
    CASES["between"],
)
def test_a_note_or_a_bad_row_between_lines_ends_nothing(workshop: Workshop, row: list[str]) -> None:
    rows = [HEADER, LINES[0], LINES[1], BLANK, row, LINES[2]]
    assert amount(workshop.read(as_text(rows))) == 110


def test_a_file_of_returns_is_read_whole(workshop: Workshop) -> None:
    rows = [
        CASES["returns_title"],
        HEADER,
        LINES[0],
        BLANK,
        CASES["returns_title"],
        HEADER,
        LINES[1],
    ]
    assert amount(workshop.read(as_text(rows), CASES["returns_file"])) == 80
