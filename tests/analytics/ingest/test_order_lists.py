"""A list of orders and a list of their items, imported together, are one brand's money once."""

from pathlib import Path

from tests.analytics.ingest.test_repeats import imported, table
from tests.conftest import Command

ORDERS = ["order id", "order date", "customer id", "total"]
ITEMS = ["order id", "order date", "sku", "quantity", "line total"]
LISTED = [
    ["1", "2024-01-02", "u1", "10.00"],
    ["2", "2024-01-03", "u2", "7.00"],
    ["3", "2024-02-03", "u1", "5.00"],
]
SOLD = [
    ["1", "2024-01-02", "A", "1", "4.00"],
    ["1", "2024-01-02", "B", "1", "6.00"],
    ["2", "2024-01-03", "A", "1", "7.00"],
    ["3", "2024-02-03", "A", "1", "2.00"],
    ["3", "2024-02-03", "C", "1", "3.00"],
]


def test_orders_count_once_and_lend_their_customers(command: Command, tmp_path: Path) -> None:
    files = {"orders.csv": table(LISTED, ORDERS), "items.csv": table(SOLD, ITEMS)}
    body = imported(command, tmp_path, files)
    totals = body["totals"]
    assert (totals["amount"], totals["orders"], totals["customers"]) == (22.0, 3, 2)
    assert totals["lines"] == len(SOLD)
    codes = {problem["code"] for file in body["files"] for problem in file["problems"]}
    assert "summary_table" in codes


def test_the_order_of_the_files_says_nothing(command: Command, tmp_path: Path) -> None:
    files = {"a_items.csv": table(SOLD, ITEMS), "b_orders.csv": table(LISTED, ORDERS)}
    totals = imported(command, tmp_path, files)["totals"]
    assert (totals["amount"], totals["lines"], totals["customers"]) == (22.0, len(SOLD), 2)


def test_orders_that_only_one_list_has_still_count(command: Command, tmp_path: Path) -> None:
    listed = [*LISTED, ["4", "2024-03-01", "u9", "8.00"]]
    files = {"orders.csv": table(listed, ORDERS), "items.csv": table(SOLD, ITEMS)}
    totals = imported(command, tmp_path, files)["totals"]
    assert (totals["amount"], totals["orders"], totals["customers"]) == (30.0, 4, 3)


def test_a_person_may_count_both(command: Command, tmp_path: Path) -> None:
    files = {"orders.csv": table(LISTED, ORDERS), "items.csv": table(SOLD, ITEMS)}
    totals = imported(command, tmp_path, files, "--keep-repeats")["totals"]
    assert totals["amount"] == 44.0


def test_refunds_of_a_later_file_are_no_list(command: Command, tmp_path: Path) -> None:
    later = [["1", "2024-03-02", "A", "-1", "-4.00"], ["2", "2024-03-03", "A", "-1", "-7.00"]]
    files = {"orders.csv": table(LISTED, ORDERS), "later.csv": table(later, ITEMS)}
    assert imported(command, tmp_path, files)["totals"]["amount"] == 11.0


def test_a_report_by_day_and_channel_is_a_summary(command: Command, tmp_path: Path) -> None:
    listed = [[str(day), f"2024-01-{day:02}", f"u{day % 3}", f"{day}.00"] for day in range(1, 9)]
    report = [
        [f"2024-01-{day:02}", channel, f"{day / 2:.2f}"]
        for day in range(1, 9)
        for channel in ("Tmall", "JD")
    ]
    files = {
        "orders.csv": table(listed, ORDERS),
        "daily.csv": table(report, ["date", "channel", "sales"]),
    }
    totals = imported(command, tmp_path, files)["totals"]
    assert (totals["amount"], totals["orders"]) == (36.0, 8)


def test_a_balance_brought_forward_is_no_sale(command: Command, tmp_path: Path) -> None:
    for words in ("Balance brought forward", "\u4e0a\u671f\u7ed3\u8f6c"):
        rows = [["", "2024-01-01", words, "", "5000.00"], *SOLD]
        totals = imported(command, tmp_path, {"items.csv": table(rows, ITEMS)})["totals"]
        assert totals["amount"] == 22.0


def test_orders_under_other_numbers_are_said(command: Command, tmp_path: Path) -> None:
    older = [[f"00{row[0]}7", *row[1:]] for row in LISTED]
    for newer in ([f"{row[0]}7" for row in LISTED], [f"#{row[0]}7" for row in LISTED]):
        rows = [[number, *row[1:]] for number, row in zip(newer, LISTED, strict=True)]
        files = {"a.csv": table(older, ORDERS), "b.csv": table(rows, ORDERS)}
        body = imported(command, tmp_path, files)
        (problem,) = body["files"][1]["problems"]
        assert problem["code"] == "orders_alike"
        assert "0017 = " in problem["message"]


def test_customers_that_differ_in_case_are_said(command: Command, tmp_path: Path) -> None:
    rows = [*LISTED, ["9", "2024-03-01", "U1", "8.00"]]
    body = imported(command, tmp_path, {"a.csv": table(rows, ORDERS)})
    (problem,) = body["files"][0]["problems"]
    assert (problem["code"], body["totals"]["customers"]) == ("ids_alike", 3)
    assert "U1 = u1" in problem["message"]


def test_other_months_have_no_doubles(command: Command, tmp_path: Path) -> None:
    later = [[f"1{row[0]}", row[1].replace("2024", "2025"), *row[2:]] for row in LISTED]
    files = {"a.csv": table(LISTED, ORDERS), "b.csv": table(later, ORDERS)}
    body = imported(command, tmp_path, files)
    assert [file["problems"] for file in body["files"]] == [[], []]
