"""Rows that add up others are no order lines, whatever their date says."""

import tomllib
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import Command, Dataset, Reading, Workshop

CASES = tomllib.loads((Path(__file__).parent / "total_rows.toml").read_text("utf-8"))
HEADER = "order_id,ordered_at,customer_id,product,quantity,amount\n"


def amount(dataset: Dataset | Reading) -> float:
    return float(sum(line["amount"] for line in dataset.lines()))


def codes(dataset: Dataset | Reading) -> list[tuple[int, str]]:
    return [(row, code) for row, _, code, _ in dataset.problems()]


DAYS = (
    *("1001,2024-01-05,C1,latte,1,30\n", "1002,2024-01-05,C2,black,2,50\n", "{}"),
    *("1003,2024-01-06,C1,latte,1,30\n", "{}"),
)


@pytest.mark.parametrize(
    ("first", "second"), [(case["first"], case["second"]) for case in CASES["totals"]]
)
def test_a_row_that_adds_up_a_day_is_set_aside(workshop: Workshop, first: str, second: str) -> None:
    dataset = workshop.read(HEADER + "".join(DAYS).format(first + "\n", second + "\n"))
    assert amount(dataset) == 110
    assert codes(dataset) == [(4, "total_line"), (6, "total_line")]


def test_the_word_may_stand_in_a_column_nobody_reads(workshop: Workshop) -> None:
    header = "order_id,ordered_at,customer_id,product,amount,note\n"
    rows = "1,2024-01-05,C1,latte,30,\n2,2024-01-05,C2,black,50,\n"
    rows += CASES["note"] + "\n"
    assert amount(workshop.read(header + rows)) == 80


@pytest.mark.parametrize(
    "line",
    CASES["lines"],
)
def test_a_line_that_only_resembles_a_total_counts(workshop: Workshop, line: str) -> None:
    dataset = workshop.read(HEADER + "".join(DAYS).format("", "") + line + "\n")
    assert len(dataset.lines()) == 4
    assert codes(dataset) == []


def test_a_guest_line_of_the_same_price_is_no_total(workshop: Workshop) -> None:
    dataset = workshop.read(HEADER + "1001,2024-01-05,C1,latte,1,30\n,2024-01-05,,,1,30\n")
    assert amount(dataset) == 60


def test_a_nameless_total_counts_refunds_and_what_stands_above_an_earlier_total(
    workshop: Workshop,
) -> None:
    rows = "1,2024-01-05,C1,a,1,30\n2,2024-01-05,C2,b,1,50\n,2024-01-05,,,2,80\n"
    rows += "3,2024-01-06,C1,a,1,30\n3,2024-01-06,C1,a,-1,-30\n,2024-01-06,,,0,0\n,,,,2,80\n"
    dataset = workshop.read(HEADER + rows)
    assert amount(dataset) == 80


def test_a_total_that_disagrees_with_its_rows_is_said(command: Command, workshop: Workshop) -> None:
    rows = "1,2024-01-05,C1,a,1,30\n2,2024-01-05,C2,b,1,50\nTotal,,,,2,110\n"
    dataset = workshop.read(HEADER + rows)
    assert codes(dataset) == [(4, "total_line"), (4, "total_differs")]
    path = workshop.folder / "orders.csv"
    (file,) = command("import", path).body["files"]
    assert "110 / 80.00" in file["problems"][1]["message"]


@pytest.mark.parametrize("written", ["80", "80.00", "$80.00"])
@pytest.mark.parametrize("first", ["Total,,,,2,{}\n", ""])
def test_a_total_that_agrees_is_not(workshop: Workshop, written: str, first: str) -> None:
    rows = "1,2024-01-05,C1,a,1,30\n2,2024-01-05,C2,b,1,50\n"
    last = "" if first else f"Total,,,,2,{written}\n"
    dataset = workshop.read(HEADER + first.format(written) + rows + last)
    assert [code for _, code in codes(dataset)] == ["total_line"]


def test_totals_of_totals_agree(workshop: Workshop) -> None:
    rows = "1,2024-01-05,C1,a,1,30\n,2024-01-05,,Subtotal,1,30\n2,2024-01-06,C2,b,1,50\n"
    rows += ",2024-01-06,,Subtotal,1,50\n,,,Subtotal,2,80\n3,2024-02-06,C2,b,1,20\n"
    rows += ",2024-02-06,,Subtotal,1,20\n,,,Subtotal,1,20\nGrand total,,,,3,100\n"
    dataset = workshop.read(HEADER + rows)
    assert amount(dataset) == 100
    assert {code for _, code in codes(dataset)} <= {"total_line", "date_missing"}


def test_rows_set_aside_keep_their_cells(workshop: Workshop) -> None:
    dataset = workshop.load(HEADER + "".join(DAYS).format(",2024-01-05,,,3,80\n", ""))
    folder = dataset.store.versions_folder / dataset.version
    cells = pl.read_parquet(folder / "set_aside.parquet")["cells"].to_list()
    assert len(cells) == 1
    assert "80" in cells[0]


@pytest.mark.parametrize("total", CASES["stated"]["equal"])
def test_a_total_in_pieces_or_in_the_text_of_a_cell_that_comes_out_is_not_spoken_of(
    workshop: Workshop, total: str
) -> None:
    dataset = workshop.read(HEADER + "".join(DAYS).format("", "") + total + "\n")
    assert codes(dataset) == [(5, "total_line")]


@pytest.mark.parametrize("total", CASES["stated"]["unequal"])
def test_one_that_does_not_is_said_with_both_sums(workshop: Workshop, total: str) -> None:
    (part,) = workshop.look(HEADER + "".join(DAYS).format("", "") + total + "\n")
    problems = workshop.check([part]).problems().filter(code="total_differs")
    assert problems["row"].to_list() == [5]
    assert problems["value"][0].endswith((" / 110.00", " / 4"))
