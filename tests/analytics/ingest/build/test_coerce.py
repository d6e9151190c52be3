"""What a cell as people write it is read as: a table of readings, and the traps among them."""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from analytics.storage import engine
from tests.conftest import Workshop

CELLS = tomllib.loads((Path(__file__).parent / "cells.toml").read_text("utf-8"))

MACROS = {
    "numbers": "as_share(x, 'point')",
    "numbers_comma": "as_share(x, 'comma')",
    "numbers_unasked": "as_share(x, '')",
    "money": "as_money(x, 'point')",
    "whole": "as_whole(x, 'point')",
    "absent": "is_absent_word(x)",
    "ids": "id(x)",
    "currencies": "currency_of(x)",
    "times": "as_time(x, '')",
    "times_mdy": "as_time(x, 'mdy')",
    "times_dmy": "as_time(x, 'dmy')",
    "times_ymd": "as_time(x, 'ymd')",
    "times_epoch": "as_time(x, 'epoch')",
    "times_1904": "as_time(x, '1904')",
    "flags": "as_flag(cell(x))",
    "cells": "cell(x)",
    "totals": "is_total_word(x)",
}
CASES = [
    pytest.param(kind, written, read, id=f"{kind}-{number}")
    for kind, readings in CELLS.items()
    for number, (written, read) in enumerate(readings.items())
]


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engine.Builder]:
    opened = engine.open_builder(tmp_path_factory.mktemp("build"), [])
    yield opened
    opened.close()


def as_text(value: Any) -> str:
    """A value as the table writes it; nothing for an unread cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


@pytest.fixture(scope="module")
def readings(builder: engine.Builder) -> dict[tuple[str, str | None], Any]:
    """What each cell of the table is read as, and a cell that is absent. All cells of a kind in one
    query: a macro takes far longer to plan than to run."""
    read: dict[tuple[str, str | None], Any] = {}
    for kind, macro in MACROS.items():
        cells = [*CELLS.get(kind, {}), None]
        query = f"select x, {macro} from (select unnest($cells::varchar[]) as x)"
        rows = builder.connection.execute(query, {"cells": cells}).fetchall()
        read |= {(kind, written): reading for written, reading in rows}
    return read


@pytest.mark.parametrize(("kind", "written", "read"), CASES)
def test_a_cell_is_read_as_the_table_says(
    readings: dict[tuple[str, str | None], Any], kind: str, written: str, read: str
) -> None:
    assert as_text(readings[kind, written]) == read, written


@pytest.mark.parametrize("kind", MACROS)
def test_an_absent_cell_stays_absent(
    readings: dict[tuple[str, str | None], Any], kind: str
) -> None:
    assert readings[kind, None] is None


@pytest.mark.parametrize("order", ["", "mdy", "dmy"])
def test_no_short_date_is_ever_in_the_year_3(builder: engine.Builder, order: str) -> None:
    cells = ["3/5/24", "03/05/24", "3-5-24", "3.5.24", "3/5/0024", "24/3/5"]
    query = "select x, as_time(x, $order) from (select unnest($cells::varchar[]) as x)"
    rows = builder.connection.execute(query, {"cells": cells, "order": order}).fetchall()
    assert len(rows) == len(cells)
    assert [row for row in rows if row[1] is not None and row[1].year < 1950] == []


def only(workshop: Workshop, header: str, *cells: str) -> dict[str, Any]:
    """The one line kept of a file with one row."""
    row = ";".join(cells)
    (line,) = workshop.read(f"order_id;date;{header}\n1;2024-01-05;{row}\n").lines()
    return line


class TestLines:
    """What follows for a whole line from the cells it has."""

    def test_an_amount_comes_from_price_and_quantity_when_absent(self, workshop: Workshop) -> None:
        assert only(workshop, "quantity;unit_price", "3", "2,50")["amount"] == Decimal("7.50")

    def test_an_amount_wins_over_price_times_quantity(self, workshop: Workshop) -> None:
        line = only(workshop, "quantity;unit_price;amount", "3", "2,50", "6")
        assert (line["amount"], line["unit_price"]) == (6, Decimal("2.5"))

    def test_a_quantity_is_one_unless_given(self, workshop: Workshop) -> None:
        assert only(workshop, "amount", "6")["quantity"] == 1

    def test_goods_sent_back_bring_money_back_whatever_its_sign(self, workshop: Workshop) -> None:
        for written in ("6", "-6"):
            assert only(workshop, "quantity;amount", "-1", written)["amount"] == -6

    def test_a_refund_beside_the_payment_is_taken_off(self, workshop: Workshop) -> None:
        assert only(workshop, "amount;refund_amount", "10", "4")["amount"] == 6

    def test_a_refund_that_makes_up_the_total_was_taken_off_already(
        self, workshop: Workshop
    ) -> None:
        line = only(workshop, "amount;refund_amount;list_amount", "6", "4", "10")
        assert line["amount"] == 6

    def test_a_list_price_follows_from_the_list_amount_or_the_discount(
        self, workshop: Workshop
    ) -> None:
        assert only(workshop, "quantity;amount;list_amount", "2", "6", "10")["list_price"] == 5
        assert only(workshop, "quantity;amount;discount_rate", "2", "6", "25%")["list_price"] == 4

    def test_a_cost_follows_from_the_profit(self, workshop: Workshop) -> None:
        assert only(workshop, "quantity;amount;profit", "2", "6", "2")["unit_cost"] == 2

    def test_a_date_alone_is_midnight(self, workshop: Workshop) -> None:
        assert only(workshop, "amount", "6")["ordered_at"] == datetime(2024, 1, 5)


class TestProblems:
    """A flaw sets the row aside or empties the cell, and is always in the list."""

    HEADER = "order_id,date,customer_id,quantity,amount,list_price,channel,domain,status\n"

    @pytest.mark.parametrize(
        ("row", "parse_issues"),
        [
            ("1,,a,1,5,9,shop,public,paid", [("ordered_at", "date_missing", True)]),
            ("1,soon,a,1,5,9,shop,public,paid", [("ordered_at", "date_unreadable", True)]),
            ("1,2024-01-05,a,1,five,9,shop,public,paid", [("amount", "number_unreadable", True)]),
            ("1,2024-01-05,a,one,5,9,shop,public,paid", [("quantity", "number_unreadable", True)]),
            ("1,2024-01-05,a,1,99999999999,9,shop,public,", [("amount", "number_too_large", True)]),
            ("Total,,,1,5,,,,", [("ordered_at", "total_line", True)]),
            ("1,2024-01-05,a,1,5,9,shop,public,paid,x", [("overflow", "too_many_cells", True)]),
            ("1,2024-01-05,a,1,5,dear,s,public,", [("list_price", "cell_emptied_number", False)]),
            ("1,2024-01-05,a,1,5,9,shop,moon,paid", [("domain", "choice_unknown", False)]),
            ("1,2024-01-05,a,1.5,5,9,shop,public,", [("quantity", "quantity_rounded", False)]),
            ("1,2024-01-05,a,2.0,5,9,shop,public,paid", []),
            (",2024-01-05,,,,,,,", []),
            (",,,,,,,,", []),
        ],
    )
    def test_each_flaw_has_its_code_and_its_consequence(
        self, workshop: Workshop, row: str, parse_issues: list[tuple[str, str, bool]]
    ) -> None:
        dataset = workshop.read(f"{self.HEADER}0,2024-01-04,a,1,5,9,shop,public,paid\n{row}\n")
        assert dataset.problems() == [(3, *issue) for issue in parse_issues]
        (report,) = dataset.files
        assert report["rows_set_aside"] == sum(issue[2] for issue in parse_issues)
        assert report["rows_read"] == report["rows_kept"] + report["rows_set_aside"]

    def test_rows_set_aside_can_be_had_back_with_reason_and_row(self, workshop: Workshop) -> None:
        from analytics.ingest.problems import set_aside_csv

        dataset = workshop.load(
            f"{self.HEADER}0,2024-01-04,a,1,5,9,shop,public,\n1,soon,=cmd,1,5,,,,\n"
        )
        text = set_aside_csv(dataset.store, dataset.version, "en").decode("utf-8-sig")
        header, row = text.splitlines()
        assert header.endswith(self.HEADER.strip())
        assert row.startswith("orders.csv,3,")
        assert row.endswith("1,soon,'=cmd,1,5,,,,")


class TestExtremes:
    """Numbers from another column (a barcode, a phone) must cost their own row at most."""

    @pytest.mark.parametrize(
        ("header", "row", "code"),
        [
            ("quantity,unit_price", "999999999,99999999999999", "number_too_large"),
            ("quantity,unit_price", "99,20240105134507", "number_too_large"),
            ("quantity,unit_price", "1,4241101060137000000", "number_unreadable"),
            ("quantity,amount", "13800138,5", "number_unreadable"),
            ("amount,refund_amount", "5,99999999999999", "number_too_large"),
        ],
    )
    def test_an_impossible_number_sets_its_row_aside(
        self, workshop: Workshop, header: str, row: str, code: str
    ) -> None:
        dataset = workshop.load(f"order_id,date,{header}\n1,2024-01-05,{row}\n2,2024-01-05,1,1\n")
        assert {(line, is_aside) for line, _, _, is_aside in dataset.problems()} == {(2, True)}
        assert code in {problem for _, _, problem, _ in dataset.problems()}
        assert dataset.run("facts/about_row")["count_lines"].item() == 1

    def test_large_amounts_of_a_small_currency_add_up_exactly(self, workshop: Workshop) -> None:
        rows = [
            {
                "order_id": str(number // 2),
                "ordered_at": "2024-01-05",
                "customer_id": "a",
                "sku": "s",
                "quantity": 1_000_000,
                "list_price": "99999999",
                "amount": "9999999999.99",
            }
            for number in range(4)
        ]
        dataset = workshop.rows(rows)
        params = {"start": None, "end": None, "channels": None, "products": None}
        (sold,) = dataset.run("shared/sales_by_product", **params).to_dicts()
        assert sold["paid"] == 39999999999.96
        assert sold["paid_squared"] == pytest.approx(4 * 9999999999.99**2)

    def test_a_rating_out_of_nothing_or_of_everything_takes_the_scale_of_the_file(
        self, workshop: Workshop
    ) -> None:
        rows = "1,2024-01-05,0,0\n2,2024-01-06,5,99999999999\n3,2024-01-06,8,10\n"
        params = {"start": None, "end": None, "channels": None, "products": None}
        dataset = workshop.load(
            f"feedback_id,submitted_at,rating,rating_max\n{rows}", "feedback.csv"
        )
        (sums,) = dataset.run("feedback/sums", **params).to_dicts()
        assert (sums["rating_count"], sums["rating_total"]) == (3, 0 + 2.5 + 4)
