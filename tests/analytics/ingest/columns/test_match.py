"""Headers of real files: which table they make, and which column each of them is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random
from typing import Any

import pytest

from analytics.errors import UsageError
from analytics.ingest.columns.match import find_header_row, normalise, recognise, remap
from analytics.schema import TABLES

with (Path(__file__).parent / "headers.toml").open("rb") as _file:
    _CASES: dict[str, list[dict[str, Any]]] = tomllib.load(_file)
FILES = {case["name"]: case for case in _CASES["files"]}
NAMES = _CASES["normalised"]
HEADS = _CASES["heads"]


def named(headers: list[str], mapping: dict[str, int]) -> dict[str, str]:
    return {column: headers[index] for column, index in mapping.items()}


@pytest.mark.parametrize("case", FILES.values(), ids=FILES)
def test_a_file_is_taken_for_what_it_is(case: dict[str, Any]) -> None:
    match = recognise(case["headers"])
    assert (match.table, match.format) == (case.get("table"), case.get("format"))
    assert named(case["headers"], match.mapping) == case.get("mapping", {})
    assert list(match.missing) == case.get("missing", [])


@pytest.mark.parametrize("case", FILES.values(), ids=FILES)
def test_the_order_of_columns_changes_nothing_but_the_indices(case: dict[str, Any]) -> None:
    expected = recognise(case["headers"])
    for seed in range(20):
        headers = Random(seed).sample(case["headers"], len(case["headers"]))
        match = recognise(headers)
        assert (match.table, match.format, match.missing) == (
            expected.table,
            expected.format,
            expected.missing,
        )
        assert match.score == pytest.approx(expected.score)
        assert list(named(headers, match.mapping).items()) == list(
            named(case["headers"], expected.mapping).items()
        )


@pytest.mark.parametrize("case", FILES.values(), ids=FILES)
def test_each_header_serves_once_or_is_unused(case: dict[str, Any]) -> None:
    match = recognise(case["headers"])
    used = list(match.mapping.values())
    assert sorted([*used, *match.unused]) == list(range(len(case["headers"])))


@pytest.mark.parametrize("table", TABLES)
def test_canonical_headers_are_their_own_table(table: str) -> None:
    headers = list(TABLES[table].names)
    match = recognise(headers)
    assert match.table == table
    assert match.mapping == {column: index for index, column in enumerate(headers)}
    assert not match.unused


@pytest.mark.parametrize("table", TABLES)
def test_a_table_named_outright_is_believed(table: str) -> None:
    match = recognise(["foo", "bar"], table)
    assert (match.table, match.mapping) == (table, {})
    assert match.missing == TABLES[table].required


def test_a_named_table_still_finds_its_platform() -> None:
    assert recognise(FILES["shopify_orders"]["headers"], "orders").format == "shopify_orders"
    assert recognise(FILES["shopify_orders"]["headers"], "feedback").format == "feedback"


def test_nothing_is_recognised_in_nothing() -> None:
    for headers in ([], [""], ["", " ", "--"], ["foo", "bar"]):
        match = recognise(headers)
        assert (match.table, match.mapping, match.missing, match.score) == (None, {}, (), 0.0)
        assert match.unused == tuple(range(len(headers)))


def test_of_two_equal_headers_the_first_is_used_and_the_other_named() -> None:
    match = recognise(["date", "order_id", "amount", "Amount ", "note", "note", ""])
    assert match.mapping == {"order_id": 1, "ordered_at": 0, "amount": 2}
    assert match.duplicates == ("Amount", "note")
    assert match.unused == (3, 4, 5, 6)


def test_two_order_columns_are_too_few_to_ask_for_a_date() -> None:
    assert recognise(["order_id", "quantity", "note"]).table is None
    assert recognise(["order_id", "quantity", "sku"]).missing == ("ordered_at",)


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        recognise(["date"], "order")
    assert caught.value.facts["option"] == "table"


def test_a_correction_moves_a_header_to_another_column() -> None:
    headers = ["date", "order_id", "amount", "paid on"]
    match = remap(headers, "orders", {"ordered_at": "paid on", "list_amount": "amount"})
    assert named(headers, match.mapping) == {
        "order_id": "order_id",
        "ordered_at": "paid on",
        "list_amount": "amount",
    }
    assert match.unused == (0,)


def test_a_correction_can_say_that_there_is_no_such_column() -> None:
    match = remap(["date", "order_id"], "orders", {"ordered_at": None})
    assert match.mapping == {"order_id": 1}
    assert match.missing == ("ordered_at",)


def test_a_correction_can_swap_two_columns() -> None:
    headers = ["date", "order_id", "sku", "product"]
    match = remap(headers, "orders", {"sku": "product", "product": "sku"})
    assert (match.mapping["sku"], match.mapping["product"]) == (3, 2)


def test_a_correction_finds_the_second_of_two_headers_by_its_exact_text() -> None:
    assert (
        remap(["date", "Amount", "amount"], "orders", {"amount": "amount"}).mapping["amount"] == 2
    )
    assert remap(["date", "Amount"], "orders", {"amount": "amount"}).mapping["amount"] == 1


def test_no_correction_leaves_what_was_recognised() -> None:
    headers = FILES["sample_orders"]["headers"]
    assert remap(headers, "orders", {}) == recognise(headers, "orders")


def test_corrections_that_cannot_be_are_refused() -> None:
    with pytest.raises(UsageError, match="unknown_column"):
        remap(["date"], "orders", {"amout": "date"})
    with pytest.raises(UsageError, match="no such"):
        remap(["date"], "orders", {"amount": "no such"})
    with pytest.raises(UsageError, match="date"):
        remap(["date", "sum"], "orders", {"amount": "date", "profit": "date"})
    with pytest.raises(UsageError, match="table"):
        remap(["date"], "sales", {})


@pytest.mark.parametrize("case", NAMES, ids=lambda case: str(case["header"]))
def test_what_counts_of_a_header(case: dict[str, str]) -> None:
    assert normalise(case["header"]) == case["name"]


def test_a_byte_order_mark_does_not_count() -> None:
    assert normalise("\N{ZERO WIDTH NO-BREAK SPACE}Order\N{NO-BREAK SPACE}ID\t") == "orderid"


@pytest.mark.parametrize("case", HEADS, ids=lambda case: str(case["name"]))
def test_the_header_row_is_found(case: dict[str, Any]) -> None:
    rows = [[cell or None for cell in row] for row in case["rows"]]
    assert find_header_row(rows) == case["at"]


def test_the_header_is_looked_for_in_the_first_rows_only() -> None:
    rows = [["1", "2"]] * 5 + [["order_id", "date"]]
    assert find_header_row(rows) == 5
    assert find_header_row(rows, limit=5) == 0
