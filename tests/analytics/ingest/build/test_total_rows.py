"""Rows that add up others are no order lines, whatever their date says."""

import polars as pl
import pytest

from tests.conftest import Command, Dataset, Workshop

HEADER = "订单编号,下单时间,客户ID,商品名称,数量,实付金额\n"


def amount(dataset: Dataset) -> float:
    return float(sum(line["amount"] for line in dataset.lines()))


def codes(dataset: Dataset) -> list[tuple[int, str]]:
    return [(row, code) for row, _, code, _ in dataset.problems()]


DAYS = (
    *("1001,2024-01-05,C1,拿铁,1,30\n", "1002,2024-01-05,C2,美式,2,50\n", "{}"),
    *("1003,2024-01-06,C1,拿铁,1,30\n", "{}"),
)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (",2024-01-05,,小计,3,80\n", ",2024-01-06,,小计,1,30\n"),
        (",2024-01-05,,本日合计,3,80\n", ",2024-01-06,,本日合计,1,30\n"),
        ("2024-01-05 小计,2024-01-05,,,3,80\n", "2024-01-06 小计,2024-01-06,,,1,30\n"),
        (",2024-01-05,小計：,,3,80\n", ",2024-01-06,小計：,,1,30\n"),
        (",2024-01-05,,Sub-total,3,80\n", ",2024-01-06,,Sub-total,1,30\n"),
        (",2024-01-05,2024-01-05 Total,,3,80\n", ",2024-01-06,2024-01-06 Total,,1,30\n"),
        ("Zwischensumme,2024-01-05,,,3,80\n", "Zwischensumme,2024-01-06,,,1,30\n"),
        (",2024-01-05,,합계,3,80\n", ",2024-01-06,,합계,1,30\n"),
        (",2024-01-05,,日计,3,80\n", ",2024-01-06,,日计,1,30\n"),
        ("-,2024-01-05,-,Daily total,3,80\n", "-,2024-01-06,-,Daily total,1,30\n"),
        (",2024-01-05,,,3,80\n", ",2024-01-06,,,1,30\n"),
    ],
)
def test_a_row_that_adds_up_a_day_is_set_aside(
    workshop: Workshop, first: str, second: str
) -> None:
    dataset = workshop.load(HEADER + "".join(DAYS).format(first, second))
    assert amount(dataset) == 110
    assert codes(dataset) == [(4, "total_line"), (6, "total_line")]


def test_the_word_may_stand_in_a_column_nobody_reads(workshop: Workshop) -> None:
    header = "订单编号,下单时间,客户ID,商品名称,实付金额,说明\n"
    rows = "1,2024-01-05,C1,拿铁,30,\n2,2024-01-05,C2,美式,50,\n,2024-01-05,,,80,小计\n"
    assert amount(workshop.load(header + rows)) == 80


@pytest.mark.parametrize(
    "line",
    [
        "1004,2024-01-07,C9,Total Care,1,80\n",
        "1004,2024-01-07,,Total,1,80\n",
        ",2024-01-07,C9,Total,1,80\n",
        ",2024-01-07,,总统套餐,1,80\n",
        ",2024-01-07,,Subtle,1,80\n",
        ",2024-01-07,,,1,77\n",
        "Summer-1,2024-01-07,C9,拿铁,1,80\n",
    ],
)
def test_a_line_that_only_resembles_a_total_counts(workshop: Workshop, line: str) -> None:
    dataset = workshop.load(HEADER + "".join(DAYS).format("", "") + line)
    assert len(dataset.lines()) == 4
    assert codes(dataset) == []


def test_a_guest_line_of_the_same_price_is_no_total(workshop: Workshop) -> None:
    dataset = workshop.load(HEADER + "1001,2024-01-05,C1,拿铁,1,30\n,2024-01-05,,,1,30\n")
    assert amount(dataset) == 60


def test_a_nameless_total_counts_refunds_and_what_stands_above_an_earlier_total(
    workshop: Workshop,
) -> None:
    rows = "1,2024-01-05,C1,a,1,30\n2,2024-01-05,C2,b,1,50\n,2024-01-05,,,2,80\n"
    rows += "3,2024-01-06,C1,a,1,30\n3,2024-01-06,C1,a,-1,-30\n,2024-01-06,,,0,0\n,,,,2,80\n"
    dataset = workshop.load(HEADER + rows)
    assert amount(dataset) == 80


def test_a_total_that_disagrees_with_its_rows_is_said(command: Command, workshop: Workshop) -> None:
    rows = "1,2024-01-05,C1,a,1,30\n2,2024-01-05,C2,b,1,50\n合计,,,,2,110\n"
    dataset = workshop.load(HEADER + rows)
    assert codes(dataset) == [(4, "total_line"), (4, "total_differs")]
    path = workshop.folder / "orders.csv"
    (file,) = command("import", path).body["files"]
    assert "110 / 80.00" in file["problems"][1]["message"]


@pytest.mark.parametrize("written", ["80", "80.00", "¥80.00"])
@pytest.mark.parametrize("first", ["合计,,,,2,{}\n", ""])
def test_a_total_that_agrees_is_not(workshop: Workshop, written: str, first: str) -> None:
    rows = "1,2024-01-05,C1,a,1,30\n2,2024-01-05,C2,b,1,50\n"
    last = "" if first else f"总计,,,,2,{written}\n"
    dataset = workshop.load(HEADER + first.format(written) + rows + last)
    assert [code for _, code in codes(dataset)] == ["total_line"]


def test_totals_of_totals_agree(workshop: Workshop) -> None:
    rows = "1,2024-01-05,C1,a,1,30\n,2024-01-05,,小计,1,30\n2,2024-01-06,C2,b,1,50\n"
    rows += ",2024-01-06,,小计,1,50\n,,,一月合计,2,80\n3,2024-02-06,C2,b,1,20\n"
    rows += ",2024-02-06,,小计,1,20\n,,,二月合计,1,20\n总计,,,,3,100\n"
    dataset = workshop.load(HEADER + rows)
    assert amount(dataset) == 100
    assert {code for _, code in codes(dataset)} <= {"total_line", "date_missing"}


def test_rows_set_aside_keep_their_cells(workshop: Workshop) -> None:
    dataset = workshop.load(HEADER + "".join(DAYS).format(",2024-01-05,,,3,80\n", ""))
    folder = dataset.store.versions_folder / dataset.version
    cells = pl.read_parquet(folder / "set_aside.parquet")["cells"].to_list()
    assert len(cells) == 1
    assert "80" in cells[0]
