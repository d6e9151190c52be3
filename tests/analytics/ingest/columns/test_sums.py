"""Lists of members, reports by product and by day are no orders; orders with points are."""

import tomllib
from pathlib import Path

import pytest
import xlsxwriter

from analytics.ingest.columns.match import recognise
from analytics.ingest.columns.sums import is_one_a_day, is_one_each
from tests.conftest import Command, Workshop

WORDS = tomllib.loads((Path(__file__).parent / "sums.toml").read_text("utf-8"))
SUMS, ORDERS = WORDS["sums"], WORDS["orders"]


@pytest.mark.parametrize("headers", SUMS)
def test_sums_are_no_orders(headers: str) -> None:
    match = recognise(headers.split(","))
    assert match.table != "orders"
    assert match.sums


@pytest.mark.parametrize("headers", SUMS)
def test_somebody_may_say_that_they_are(headers: str) -> None:
    assert recognise(headers.split(","), "orders").table == "orders"


@pytest.mark.parametrize("headers", ORDERS)
def test_orders_stay_orders(headers: str) -> None:
    assert recognise(headers.split(",")).table == "orders"


def test_a_report_by_day_is_known_by_its_rows() -> None:
    columns = {"ordered_at", "amount"}
    assert is_one_a_day(columns, ["2024-01-01", "2024-01-02", "2024-01-03"])
    assert not is_one_a_day(columns, ["2024-01-01", "2024-01-01", "2024-01-03"])
    assert not is_one_a_day(columns, ["2024-01-01 10:00", "2024-01-02 11:00", "2024-01-03 9:00"])
    assert not is_one_a_day({*columns, "customer_id"}, ["2024-01-01", "2024-01-02", "2024-01-03"])


def test_a_report_by_product_is_known_by_its_rows() -> None:
    assert is_one_each({"product", "quantity", "amount"}, ["Tea", "Mug", "Soap", None])
    assert not is_one_each({"product", "amount"}, ["Tea", "Mug", "Tea"])
    assert not is_one_each({"product", "unit_price"}, ["Tea", "Mug", "Soap"])


def test_a_report_by_product_beside_the_orders_ends_no_import(
    command: Command, tmp_path: Path
) -> None:
    lines = [["Order ID", "Order Date", "Customer ID", "Item", "Qty", "Amount"]]
    lines += [[f"A{day}", f"2024-01-0{day}", "C1", "Tea", "1", "10"] for day in (1, 2, 3)]
    report = [["Item", "Qty", "Amount"], ["Tea", "3", "30"], ["Mug", "0", "0"], ["Soap", "0", "0"]]
    path = tmp_path / "orders.xlsx"
    book = xlsxwriter.Workbook(path)
    for rows in (lines, report):
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    body = command("import", path).body
    assert body["totals"]["amount"] == 30
    assert [(file["table"], file.get("sums")) for file in body["files"]] == [
        ("orders", None),
        (None, ["Item"]),
    ]


def test_the_sheet_of_sums_is_the_one_refused(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    book = xlsxwriter.Workbook(path)
    for rows in (["About", "x"], ["y", "z"]), (["Date", "Amount"], *(
        [f"2024-01-0{day}", "10"] for day in (1, 2, 3)
    )):  # fmt: skip
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    assert command("import", path).error == "table_of_sums"


def test_the_refusal_names_the_columns(command: Command, workshop: Workshop) -> None:
    content = f"{SUMS[0]}\nM1,A,13800000001,2023-01-05 10:00:00,1200,6,100\n"
    path = workshop.look(content, "members.csv")[0].path
    answer = command("import", path)
    assert answer.error == "table_of_sums"
    assert SUMS[0].split(",")[-2] in answer.body["error"]["message"]
    assert answer.body["error"]["row"] == 1
    assert command("import", "--orders", path).code == 0
