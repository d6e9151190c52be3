"""What a column as a whole says about its cells, and what follows for money, names and orders."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import ImportRefused
from analytics.ingest.build import dates, numbers
from analytics.storage import engine
from tests.conftest import Dataset, Reading, Workshop

MANNERS = tomllib.loads((Path(__file__).parents[1] / "manners.toml").read_text("utf-8"))
FEW = settings(max_examples=60, deadline=None)


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engine.Builder]:
    opened = engine.open_builder(tmp_path_factory.mktemp("build"), [])
    yield opened
    opened.close()


def read(builder: engine.Builder, call: str, written: str) -> Any:
    ((reading,),) = builder.connection.execute(f"select {call}", {"x": written}).fetchall()
    return reading


def column(workshop: Workshop, header: str, *cells: str) -> Reading:
    """A file with this column of dates or numbers beside what an order needs."""
    is_date = header == "date"
    rows = [
        f"{number};{cell}" + ("" if is_date else ";2024-01-05")
        for number, cell in enumerate(cells, 1)
    ]
    head = f"order_id;{header}" + ("" if is_date else ";date")
    return workshop.read("\n".join([head, *rows, ""]))


def days(dataset: Reading) -> list[date]:
    return [line["ordered_at"].date() for line in dataset.lines()]


class TestDates:
    def test_a_number_above_12_decides(self, workshop: Workshop) -> None:
        dataset = column(workshop, "date", "3/5/24", "13/5/24")
        assert days(dataset) == [date(2024, 5, 3), date(2024, 5, 13)]

    def test_a_minority_that_contradicts_becomes_problems(self, workshop: Workshop) -> None:
        dataset = column(workshop, "date", "5/13/24", "5/14/24", "14/5/24")
        assert days(dataset) == [date(2024, 5, 13), date(2024, 5, 14)]
        assert dataset.problems() == [(4, "ordered_at", "date_unreadable", True)]

    def test_no_order_lies_in_the_future(self) -> None:
        settled = dates.decide([evidence_row("dmy", 2, count_future=1), evidence_row("mdy", 2)])
        assert (settled.manner, settled.by) == ("mdy", "future")

    def test_both_orders_contradicted_leaves_it_to_a_person(self) -> None:
        rows = [evidence_row("dmy", 3, count_short=4), evidence_row("mdy", 3, count_short=4)]
        assert dates.decide(rows).by == "undecided"

    def test_the_order_of_the_rows_decides(self, workshop: Workshop) -> None:
        cells = ["5/1/24", "9/1/24", "2/2/24", "7/3/24", "1/4/24", "8/5/24", "3/6/24", "4/7/24"]
        assert days(column(workshop, "date", *cells))[-1] == date(2024, 7, 4)

    def test_rows_sorted_by_their_text_decide_nothing(self, workshop: Workshop) -> None:
        cells = [f"{month:02}/0{day}/2024" for month in range(1, 7) for day in (1, 2)]
        with pytest.raises(ImportRefused, match="dates_ambiguous"):
            column(workshop, "date", *cells)

    def test_who_is_asked_sees_what_each_order_would_give(self, workshop: Workshop) -> None:
        with pytest.raises(ImportRefused, match="dates_ambiguous") as refused:
            column(workshop, "date", "3/5/24", "4/6/24")
        evidence = {row["date_order"]: row for row in refused.value.facts["evidence"]}
        assert evidence["mdy"]["first_on"] == "2024-03-05"
        assert evidence["dmy"]["last_on"] == "2024-06-04"
        assert {row["count_read"] for row in evidence.values()} == {2}

    def test_short_years_in_front(self, workshop: Workshop) -> None:
        cells = ["24/01/30", "24/02/12", "24/03/31", "24/05/06"]
        assert days(column(workshop, "date", *cells))[0] == date(2024, 1, 30)

    @pytest.mark.parametrize("scale", [1, 1000])
    def test_a_whole_column_of_counted_seconds(self, workshop: Workshop, scale: int) -> None:
        cells = [str(1709647530 * scale), str(1709733930 * scale)]
        assert days(column(workshop, "date", *cells)) == [date(2024, 3, 5), date(2024, 3, 6)]

    def test_a_number_among_dates_is_no_counted_second(self, workshop: Workshop) -> None:
        dataset = column(workshop, "date", "2024-03-05", "1709647530")
        assert dataset.problems() == [(3, "ordered_at", "date_unreadable", True)]

    def test_a_dash_is_no_date_rather_than_a_wrong_one(self, workshop: Workshop) -> None:
        dataset = column(workshop, "date", "2024-03-05", "-", "N/A")
        assert {code for _, _, code, _ in dataset.problems()} == {"date_missing"}

    def test_a_product_called_total_is_kept_with_its_date(self, workshop: Workshop) -> None:
        text = "date,product,amount\n2024-03-05,Total Care,5\n,Total Care,5\n,Total,10\n"
        dataset = workshop.read(text)
        assert [line["product"] for line in dataset.lines()] == ["Total Care"]
        codes = [code for _, _, code, _ in dataset.problems()]
        assert codes == ["date_missing", "total_line", "total_differs"]


def evidence_row(date_order: str, count_read: int, **counts: Any) -> dict[str, Any]:
    """One row of ingest/date_evidence.sql."""
    plain = dict.fromkeys(
        (
            *("count_short", "count_epoch", "count_cells", "count_future", "count_rises"),
            *("count_falls", "count_text_rises", "count_text_falls"),
        ),
        0,
    )
    spans = {"first_on": date(2024, 1, 1), "last_on": date(2024, 2, 1), "example": "1/2/24"}
    row = {**plain, **spans, "count_days": 2, "count_read": count_read, "date_order": date_order}
    return {**row, "count_short": count_read, "count_cells": count_read, **counts}


MOMENTS = st.datetimes(datetime(1960, 1, 1), datetime(2090, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
DATE_FORMATS = [
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%dT%H:%M:%S+08:00",
    "%Y%m%d%H%M%S",
    "%d %b %Y %H:%M:%S",
    "%d %B %Y %I:%M:%S %p",
    "%B %d, %Y %H:%M:%S",
    "%A, %B %d, %Y %I:%M:%S %p",
    "%a, %d %b %Y %H:%M:%S +0000",
]


class TestLaws:
    @FEW
    @given(moment=MOMENTS, form=st.sampled_from(DATE_FORMATS))
    def test_what_is_written_comes_back(
        self, builder: engine.Builder, moment: datetime, form: str
    ) -> None:
        assert read(builder, "as_time($x, '')", moment.strftime(form)) == moment

    @FEW
    @given(value=st.decimals(-99999999, 99999999, places=2, allow_nan=False))
    def test_money_comes_back_from_either_manner(
        self, builder: engine.Builder, value: Decimal
    ) -> None:
        point = f"{value:,.2f}"
        comma = point.translate(str.maketrans(",.", ".,"))
        assert read(builder, "as_money($x, 'point')", point) == value
        assert read(builder, "as_money($x, 'comma')", comma) == value
        assert read(builder, "as_money($x, 'point')", f"NT${abs(value):,.2f}") == abs(value)

    @FEW
    @given(written=st.text(max_size=30))
    def test_no_text_ever_raises(self, builder: engine.Builder, written: str) -> None:
        text = written.replace("\0", "")
        for call in ("as_time($x, 'dmy')", "as_money($x, 'comma')", "id($x)", "currency_of($x)"):
            read(builder, call, text)

    @FEW
    @given(written=st.from_regex(r"\A[0-9]{8,24}\Z"))
    def test_digits_of_a_name_are_never_touched(
        self, builder: engine.Builder, written: str
    ) -> None:
        assert read(builder, "id($x)", written) == written
        assert read(builder, "id($x)", f'="{written}"') == written


class TestNumbers:
    def amounts(self, workshop: Workshop, *cells: str) -> list[Decimal]:
        return [line["amount"] for line in column(workshop, "amount", *cells).lines()]

    def test_one_column_has_one_sign_before_decimals(self, workshop: Workshop) -> None:
        amounts = self.amounts(workshop, "1.234,50", "1.234", "3,5", "12")
        assert amounts == [Decimal("1234.50"), 1234, Decimal("3.5"), 12]

    def test_a_slip_does_not_turn_a_column_over(self, workshop: Workshop) -> None:
        amounts = self.amounts(workshop, "1,234", "5,678", "3,50", "9.25")
        assert amounts == [1234, 5678, Decimal("3.5"), Decimal("9.25")]

    def test_alone_a_group_of_three_is_thousands(self, workshop: Workshop) -> None:
        assert self.amounts(workshop, "1,234", "12") == [1234, 12]

    def test_columns_are_settled_each_on_its_own(self, workshop: Workshop) -> None:
        text = "date;quantity;amount;unit_cost\n2024-01-05;1,000;1.234,50;1.250\n"
        (line,) = workshop.read(text).lines()
        assert (line["quantity"], line["amount"]) == (1000, Decimal("1234.50"))

    @pytest.mark.parametrize("cells", [("80.330", "2.333", "10.345"), ("1.234", "5.678", "9.012")])
    def test_three_digits_everywhere_are_asked_about_even_beside_semicolons(
        self, workshop: Workshop, cells: tuple[str, ...]
    ) -> None:
        text = "date;product;amount\n" + "".join(f"25.01.2024;A;{cell}\n" for cell in cells)
        with pytest.raises(ImportRefused, match="numbers_ambiguous"):
            workshop.load(text)
        whole = workshop.read(text + "26.01.2024;A;950\n")
        assert whole.lines()[-1]["amount"] == 950
        assert whole.lines()[0]["amount"] == Decimal(cells[0].replace(".", ""))

    def test_more_for_than_against(self) -> None:
        row = {"count_comma": 2, "count_point": 1, "count_thousands_comma": 0}
        assert numbers.decide(row).manner == "comma"
        assert numbers.decide({**row, "count_thousands_comma": 1}).manner == "point"

    def test_a_dash_is_absent_and_a_gift_is_nothing(self, workshop: Workshop) -> None:
        dataset = column(workshop, "amount", "-", MANNERS["words"]["free"], "12")
        assert [line["amount"] for line in dataset.lines()] == [None, 0, 12]
        assert dataset.problems() == []

    def test_a_refund_that_cannot_be_read_sets_its_row_aside(self, workshop: Workshop) -> None:
        dataset = workshop.read(
            "date,amount,refund_amount\n2024-01-05,10,some\n2024-01-05,10,-4\n2024-01-05,10,-\n"
        )
        assert [line["amount"] for line in dataset.lines()] == [6, 10]
        assert dataset.problems() == [(2, "refund_amount", "number_unreadable", True)]

    def test_a_rounded_quantity_with_a_comma_is_said(self, workshop: Workshop) -> None:
        rows = f"2024-01-05;2,4;10\n2024-01-05;{MANNERS['words']['pieces']};10\n"
        dataset = workshop.read("date;quantity;amount\n" + rows)
        assert [line["quantity"] for line in dataset.lines()] == [2, 3]
        assert dataset.problems() == [(2, "quantity", "quantity_rounded", False)]


class TestNames:
    def test_what_a_spreadsheet_cut_short_names_nobody(self, workshop: Workshop) -> None:
        text = (
            "order_id,date,customer_id,amount\n"
            "1.23457E+17,2024-01-05,1.38E+10,5\n"
            '="0012",2024-01-05,\'0034,5\n'
        )
        dataset = workshop.read(text)
        ids = [(line["order_id"], line["customer_id"]) for line in dataset.lines()]
        assert ids == [(None, None), ("0012", "0034")]
        assert dataset.problems() == [
            (2, "order_id", "id_damaged", False),
            (2, "customer_id", "id_damaged", False),
        ]

    def test_a_dash_is_a_guest(self, workshop: Workshop) -> None:
        dataset = workshop.read("date,customer_id,amount\n2024-01-05,-,5\n2024-01-05,N/A,5\n")
        assert [line["customer_id"] for line in dataset.lines()] == [None, None]
        assert dataset.problems() == [
            (2, "customer_id", "id_nobody", False),
            (3, "customer_id", "id_nobody", False),
        ]


def sums(dataset: Dataset) -> tuple[float, int]:
    """Money and goods that count."""
    about = dataset.run("facts/about_row").row(0, named=True)
    sold = f'select sum(quantity) from "{dataset.version}".sales'
    ((goods,),) = dataset.store.reader.connection.cursor().execute(sold).fetchall()
    return float(about["amount"]), int(goods)


class TestRefunds:
    HEADER = "order_id,date,customer_id,product,quantity,amount,status\n"

    def load(self, workshop: Workshop, *rows: str) -> tuple[float, int]:
        return sums(workshop.load(self.HEADER + "\n".join(rows) + "\n"))

    @pytest.mark.parametrize(("status", "left"), MANNERS["states"].items())
    def test_a_state_undoes_an_order_or_does_not(
        self, workshop: Workshop, status: str, left: int
    ) -> None:
        paid_row = "2,2024-01-06,b,B,1,7,paid"
        totals = self.load(workshop, f"1,2024-01-05,a,A,1,100,{status}", paid_row)
        assert totals == (left + 7, 1 + bool(left))

    @pytest.mark.parametrize("case", MANNERS["refunds"])
    def test_nothing_is_taken_back_twice(self, workshop: Workshop, case: dict[str, Any]) -> None:
        money, goods = case["left"]
        totals = self.load(workshop, *case["rows"], "9,2024-01-06,b,C,1,7,paid")
        assert totals == (money + 7, goods + 1)

    def test_a_refund_of_a_whole_order_on_its_first_line(self, workshop: Workshop) -> None:
        header = "order_id,date,product,quantity,unit_price,refund_amount,status\n"
        part = "1,2024-01-05,A,1,20,30,partially_refunded\n1,2024-01-05,B,1,30,,\n"
        whole = "2,2024-01-05,A,1,20,55,refunded\n2,2024-01-05,B,1,30,,\n"
        money, _ = sums(workshop.load(header + part))
        assert money == 20
        money, goods = sums(workshop.load(header + whole + "3,2024-01-05,A,1,7,,paid\n"))
        assert (money, goods) == (7, 1)

    def test_gifts_and_exchanges_are_lines_but_no_purchases(self, workshop: Workshop) -> None:
        dataset = workshop.load(self.HEADER + "\n".join(MANNERS["exchanges"]["rows"]) + "\n")
        about = dataset.run("facts/about_row").row(0, named=True)
        assert (about["count_lines"], about["amount"], about["count_customers"]) == (5, 9, 1)


class TestCurrencies:
    def test_money_of_a_second_currency_is_left_out_and_said_once(self, workshop: Workshop) -> None:
        text = (
            "order_id,date,customer_id,quantity,amount\n1,2024-01-05,a,1,RMB 10\n"
            "2,2024-01-05,b,1,US$99\n3,2024-01-05,c,1,20 CNY\n4,2024-01-05,d,2,US$1\n"
            "5,2024-01-06,e,1,5\n6,2024-01-06,f,1,RMB 1\n"
        )
        dataset = workshop.load(text)
        assert dataset.problems() == [(3, "currency", "several_currencies", False)]
        assert sums(dataset) == (36, 7)
        about = dataset.run("facts/about_row").row(0, named=True)
        assert (about["count_lines"], about["count_customers"]) == (6, 6)

    def test_a_currency_has_one_code(self, workshop: Workshop) -> None:
        names = ("RMB", "cny", MANNERS["words"]["yuan"])
        rows = [f"2024-01-05,1,{name}" for name in names]
        dataset = workshop.read("\n".join(["date,amount,currency", *rows, ""]))
        assert {line["currency"] for line in dataset.lines()} == {"CNY"}
        assert dataset.problems() == []
