"""Lists of members, reports by product and by day are no orders; orders with points are."""

import tomllib
from pathlib import Path

import pytest

from analytics.ingest.columns.match import recognise
from analytics.ingest.columns.sums import is_one_a_day
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


def test_the_refusal_names_the_columns(command: Command, workshop: Workshop) -> None:
    content = f"{SUMS[0]}\nM1,A,13800000001,2023-01-05 10:00:00,1200,6,100\n"
    path = workshop.look(content, "members.csv")[0].path
    answer = command("import", path)
    assert answer.error == "table_of_sums"
    assert SUMS[0].split(",")[-2] in answer.body["error"]["message"]
    assert answer.body["error"]["row"] == 1
    assert command("import", "--orders", path).code == 0
