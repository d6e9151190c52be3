"""Cohorts against a slow recomputation that knows nothing of frames, cubes or SQL."""

import itertools
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.filters import Filters
from analytics.ingest.build import build
from analytics.repurchase import cohorts
from tests.conftest import Command, Dataset, Workshop, as_csv

START = date(2023, 11, 20)
SPAN_DAYS = 480
Row = Mapping[str, Any]
Cell = tuple[int, int, Decimal]
NOT_RECOMPUTED = ("comers", "costed", "cost")
"""What the slow recomputation here leaves to that of the groups."""


def start_of(day: date, grain: str) -> date:
    """The first day of the calendar period a day lies in; weeks begin on Monday."""
    if grain == "week":
        return date.fromordinal(day.toordinal() - (day.toordinal() - 1) % 7)
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[grain]
    return day.replace(day=1, month=month)


def following(start: date, grain: str) -> date:
    """The first day of the period after the one that begins on `start`."""
    if grain == "week":
        return start + timedelta(days=7)
    month = start.month + {"month": 1, "quarter": 3, "year": 12}[grain]
    return date(start.year + (month > 12), month - 12 * (month > 12), 1)


@dataclass
class Order:
    """What the lines of one order add up to."""

    at: datetime
    customer: str | None = None
    amount: Decimal | None = None
    quantity: int = 0
    lines: list[Row] = field(default_factory=list)
    is_exchange: bool = False

    @property
    def is_purchase(self) -> bool:
        left = self.quantity > 0 if self.amount is None else self.amount > 0
        is_bill = all(line.get("is_bill") for line in self.lines)
        return left and not self.is_exchange and not is_bill


@dataclass
class Customer:
    """The orders of one identified customer, by day."""

    orders: list[Order] = field(default_factory=list)

    @property
    def purchases(self) -> list[Order]:
        return [order for order in self.orders if order.is_purchase]

    @property
    def first(self) -> date:
        return min(order.at.date() for order in self.purchases)


def orders_of(rows: Sequence[Row], as_of: date | None) -> list[Order]:
    """The orders in the rows up to the as-of day."""
    orders: dict[object, Order] = {}
    for number, row in enumerate(rows):
        at = row["ordered_at"]
        if as_of and at.date() > as_of:
            continue
        key = row.get("order_id") or ("row", number)
        order = orders.setdefault(key, Order(at))
        order.at = min(order.at, at)
        order.customer = max(filter(None, (order.customer, row.get("customer_id"))), default=None)
        order.quantity += row.get("quantity", 1)
        order.lines.append(row)
        if row.get("amount") is not None:
            order.amount = (order.amount or Decimal(0)) + row["amount"]
    lines: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for line in (line for order in orders.values() for line in order.lines):
        if line.get("customer_id") and line.get("sku"):
            lines[line["customer_id"], line["sku"]].append(line)
    for order in orders.values():
        order.is_exchange = len(order.lines) == 1 and _was_sent_back(order.lines[0], lines)
    return list(orders.values())


def _was_sent_back(line: Row, lines: Mapping[tuple[str, str], Sequence[Row]]) -> bool:
    """Whether as many of it, bought before, came back under another number at most 30 days ago."""
    same = lines.get((line.get("customer_id") or "", line.get("sku") or ""), ())
    return any(
        other["quantity"] <= -line["quantity"] < 0
        and (other.get("amount") or 0) <= 0
        and other["ordered_at"] <= line["ordered_at"]
        and (line["ordered_at"].date() - other["ordered_at"].date()).days <= 30
        and any(
            bought["quantity"] > 0 and bought["ordered_at"] < other["ordered_at"] for bought in same
        )
        for other in same
    )


def customers_of(rows: Sequence[Row], as_of: date | None) -> list[Customer]:
    """Identified customers with a purchase."""
    customers: dict[str, Customer] = defaultdict(Customer)
    for order in orders_of(rows, as_of):
        if order.customer:
            customers[order.customer].orders.append(order)
    return [customer for customer in customers.values() if customer.purchases]


def slow_cohorts(rows: Sequence[Row], grain: str, as_of: date | None) -> dict[date, list[Row]]:
    """Every cell observed by `as_of` (None: the last day in the rows), customer by customer."""
    until = as_of or max(row["ordered_at"].date() for row in rows)
    groups: dict[date, list[Customer]] = defaultdict(list)
    for customer in customers_of(rows, as_of):
        groups[start_of(customer.first, grain)].append(customer)
    return {
        cohort: slow_row(members, cohort, grain, until)
        for cohort, members in sorted(groups.items())
    }


def slow_row(members: Sequence[Customer], cohort: date, grain: str, until: date) -> list[Row]:
    row, begins = [], cohort
    while begins <= until:
        ends = following(begins, grain)
        cell = slow_cell(members, begins, ends)
        customers, orders, revenue = cell
        row.append(
            {
                "index": len(row),
                "customers": customers,
                "rate": customers / len(members),
                "orders": orders,
                "revenue": float(revenue),
                "is_complete": ends - timedelta(days=1) <= until,
            }
        )
        begins = ends
    return row


def slow_cell(members: Sequence[Customer], begins: date, ends: date) -> Cell:
    """Customers with a purchase in the period, purchases, and net money from the first one on."""
    came, orders, revenue = 0, 0, Decimal(0)
    for member in members:
        bought = [order for order in member.purchases if begins <= order.at.date() < ends]
        came += bool(bought)
        orders += len(bought)
        revenue += sum(
            (order.amount or Decimal(0))
            for order in member.orders
            if begins <= order.at.date() < ends and order.at.date() >= member.first
        )
    return came, orders, revenue


def slow_mean(table: Mapping[date, Sequence[Row]]) -> list[Row]:
    """By index, over cohorts whose period is complete, weighted by their customers."""
    means = []
    for index in range(max((len(row) for row in table.values()), default=0)):
        cells = [row for row in table.values() if len(row) > index and row[index]["is_complete"]]
        sizes = sum(row[0]["customers"] for row in cells)
        if cells:
            came = sum(row[index]["customers"] for row in cells)
            means.append({"index": index, "rate": came / sizes, "eligible": sizes})
    return means


def assert_agrees(dataset: Dataset, rows: Sequence[Row], grain: Any, as_of: date | None) -> None:
    """The product's cells of the histories in channel `h…` are those of the recomputation."""
    for channel in sorted({row["channel"] for row in rows}):
        own_rows = [row for row in rows if row["channel"] == channel]
        until = as_of or max(row["ordered_at"].date() for row in rows)
        filters = Filters(channels=(channel,))
        cells = cohorts.cells(dataset.store, dataset.version, filters, grain, until)
        expected = slow_cohorts(own_rows, grain, until)
        flat = [{"cohort": key, **cell} for key, row in expected.items() for cell in row]
        assert_same(cells.drop("size", *NOT_RECOMPUTED).to_dicts(), flat)
        assert_same(cohorts.mean(cells).to_dicts(), slow_mean(expected))


def assert_same(rows: Sequence[Row], expected: Sequence[Row]) -> None:
    assert len(rows) == len(expected)
    for row, expected_row in zip(rows, expected, strict=True):
        assert row.keys() == expected_row.keys()
        for name, value in expected_row.items():
            if isinstance(value, float):
                assert math.isclose(row[name], value, rel_tol=1e-12, abs_tol=1e-9), (
                    name,
                    expected_row,
                )
            else:
                assert row[name] == value, (name, row, expected_row)


MONEY = st.sampled_from([Decimal(text) for text in ("0", "0.01", "9.90", "100", "120.5")])
DAYS = st.one_of(
    st.integers(0, SPAN_DAYS),
    st.sampled_from([0, 1, 6, 7, 41, 42, 60, 102, 132, 133, SPAN_DAYS]),
)


@st.composite
def lines(draw: st.DrawFn) -> list[Row]:
    """The lines of one order: bought, given, perhaps sent back: then, later, as its own order."""
    at = datetime.combine(START, datetime.min.time()) + timedelta(
        days=draw(DAYS), hours=draw(st.integers(0, 23))
    )
    customer = draw(st.sampled_from(["c1", "c2", "c3", None]))
    bought = [
        {
            "ordered_at": at,
            "customer_id": customer,
            "sku": draw(st.sampled_from(["tea", "tea", "cup", None])),
            "quantity": 1,
            "amount": draw(MONEY),
        }
        for _ in range(draw(st.integers(1, 2)))
    ]
    undone = draw(st.sampled_from(["", "", "", "same", "own", "part"]))
    if undone:
        later = at + timedelta(days=draw(st.sampled_from([0, 1, 20, 40])))
        whole = bought[0]["amount"]
        amount = -(whole / 4).quantize(Decimal("0.01")) if undone == "part" else -whole
        back = bought[0] | {"ordered_at": later, "quantity": -1, "amount": amount}
        bought.append(back | ({"own": True} if undone == "own" else {}))
    return bought


@st.composite
def histories(draw: st.DrawFn) -> list[Row]:
    """Several brands' histories, each in a channel and with customers of its own."""
    rows = []
    for brand in range(draw(st.integers(1, 4))):
        for number, order in enumerate(draw(st.lists(lines(), min_size=1, max_size=9))):
            for place, line in enumerate(order):
                is_own = line.pop("own", False)
                customer = line["customer_id"] and f"{line['customer_id']}-{brand}"
                order_id = f"{brand}-{number}" + (f"-{place}" if is_own else "")
                channel = {"channel": f"h{brand}"}
                rows.append({"order_id": order_id} | line | {"customer_id": customer} | channel)
    return rows


AS_OF = st.one_of(st.none(), st.integers(-5, SPAN_DAYS + 100))


class TestRandomHistories:
    @settings(max_examples=7, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows=histories(), days=AS_OF)
    def test_every_figure_is_the_slow_recomputation(
        self, workshop: Workshop, rows: list[Row], days: int | None
    ) -> None:
        as_of = None if days is None else START + timedelta(days=days)
        dataset = workshop.rows(rows, as_of=as_of)
        for grain in cohorts.GRAINS:
            assert_agrees(dataset, rows, grain, as_of)

    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows=histories())
    def test_without_amounts_a_purchase_is_an_order_with_goods_left(
        self, workshop: Workshop, rows: list[Row]
    ) -> None:
        bare = [{name: row[name] for name in row if name != "amount"} for row in rows]
        dataset = workshop.rows(bare)
        for grain in cohorts.GRAINS:
            assert_agrees(dataset, bare, grain, None)

    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows=histories())
    def test_cubes_and_purchases_give_the_same_triangle(
        self, workshop: Workshop, rows: list[Row]
    ) -> None:
        sold = [row | {"sku": "AB"[index % 3 == 2]} for index, row in enumerate(rows)]
        direct = workshop.rows(sold)
        assert not direct.manifest.has_celled_products
        for least in (1, 4):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(build, "MANY_PURCHASES", least)
                celled = workshop.rows(sold)
            for grain, products in itertools.product(cohorts.GRAINS, (("A",), ("A", "B"))):
                filters = Filters(products=products)
                by_cell, by_day = (
                    cohorts.cells(dataset.store, dataset.version, filters, grain, dataset.as_of)
                    for dataset in (celled, direct)
                )
                assert by_cell.equals(by_day)
            everybody = cohorts.cells(celled.store, celled.version, Filters(), grain, celled.as_of)
            assert by_cell.equals(everybody)

    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows=histories())
    def test_behind_a_cell_stand_as_many_customers_as_it_counts(
        self, workshop: Workshop, rows: list[Row]
    ) -> None:
        dataset = workshop.rows(rows)
        source = (dataset.store, dataset.version, Filters())
        for grain in ("week", "quarter"):
            for row in cohorts.cells(*source, grain, dataset.as_of).to_dicts():
                cell = cohorts.Cell(grain, row["cohort"], row["index"])
                customers = cohorts.members(*source, cell, 10_000)
                assert customers["customer_id"].n_unique() == customers.height == row["customers"]
                assert customers["amount"].is_sorted(descending=True)

    def test_a_customer_behind_a_cell_bought_the_product_of_the_dearest_day(
        self, workshop: Workshop
    ) -> None:
        days = [(date(2024, 5, 2), "cheap", "9.90"), (date(2024, 5, 9), "dear", "30.45")]
        loaded = workshop.rows(
            {"order_id": sku, "ordered_at": day, "customer_id": "a", "sku": sku, "amount": amount}
            for day, sku, amount in days
        )
        cell = cohorts.Cell("month", date(2024, 5, 1), 0)
        (row,) = cohorts.members(loaded.store, loaded.version, Filters(), cell, 10).to_dicts()
        assert (row["product"], row["amount"]) == ("dear", 40.35)

    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows=histories())
    def test_worth_is_all_the_money_so_far_over_everybody(
        self, workshop: Workshop, rows: list[Row]
    ) -> None:
        dataset = workshop.rows(rows)
        cells = cohorts.cells(dataset.store, dataset.version, Filters(), "month", dataset.as_of)
        for row in cohorts.accumulated(cells).to_dicts():
            so_far = cells.filter(
                (pl.col("cohort") == row["cohort"]) & (pl.col("index") <= row["index"])
            )
            assert row["worth"] == pytest.approx(so_far["revenue"].sum() / row["size"])


def line(order: str, day: str, customer: str | None, amount: str, **more: object) -> dict[str, Any]:
    at = datetime.fromisoformat(day)
    return {"order_id": order, "ordered_at": at, "customer_id": customer, "amount": amount, **more}


def triangle(dataset: Dataset, grain: Any = "month", filters: Filters = Filters()) -> list[Row]:
    return cohorts.cells(dataset.store, dataset.version, filters, grain, dataset.as_of).to_dicts()


class TestDefinitions:
    def test_an_empty_month_is_a_zero_and_does_not_shift_what_follows(
        self, workshop: Workshop
    ) -> None:
        dataset = workshop.rows(
            [line("1", "2024-01-31", "a", "5"), line("2", "2024-03-01", "a", "5")]
        )
        assert [(row["index"], row["customers"]) for row in triangle(dataset)] == [
            (0, 1),
            (1, 0),
            (2, 1),
        ]

    def test_an_order_refunded_in_full_later_was_no_purchase(self, workshop: Workshop) -> None:
        rows = [
            line("1", "2024-01-10", "a", "50"),
            line("1", "2024-02-03", "a", "-50"),
            line("2", "2024-02-20", "a", "20"),
        ]
        (only,) = triangle(workshop.rows(rows))
        assert (only["cohort"], only["revenue"]) == (date(2024, 2, 1), 20)

    def test_a_refund_as_its_own_order_lowers_revenue_where_it_was_booked(
        self, workshop: Workshop
    ) -> None:
        rows = [line("1", "2024-01-10", "a", "50"), line("2", "2024-02-03", "a", "-30")]
        first, second = triangle(workshop.rows(rows))
        assert (first["customers"], first["orders"], first["revenue"]) == (1, 1, 50)
        assert (second["customers"], second["orders"], second["revenue"]) == (0, 0, -30)

    def test_a_cancelled_order_is_none(self, workshop: Workshop) -> None:
        rows = [
            line("1", "2024-01-10", "a", "50", status="cancelled"),
            line("2", "2024-02-03", "a", "30", status="paid"),
        ]
        (only,) = triangle(workshop.rows(rows))
        assert only["cohort"] == date(2024, 2, 1)

    def test_a_gift_brings_nobody_back(self, workshop: Workshop) -> None:
        rows = [line("1", "2024-01-10", "a", "50"), line("2", "2024-02-03", "a", "0")]
        assert [row["customers"] for row in triangle(workshop.rows(rows))] == [1, 0]

    def test_a_guest_is_in_no_cohort(self, workshop: Workshop) -> None:
        rows = [line("1", "2024-01-10", None, "50"), line("2", "2024-02-03", "a", "5")]
        assert [row["size"] for row in triangle(workshop.rows(rows))] == [1]

    def test_the_running_period_is_marked_and_averaged_nowhere(self, workshop: Workshop) -> None:
        rows = [line("1", "2024-01-10", "a", "50"), line("2", "2024-02-28", "a", "5")]
        dataset = workshop.rows(rows)
        assert [row["is_complete"] for row in triangle(dataset)] == [True, False]
        full = workshop.rows(rows, as_of=date(2024, 2, 29))
        assert [row["is_complete"] for row in triangle(full)] == [True, True]
        cells = cohorts.cells(dataset.store, dataset.version, Filters(), "month", dataset.as_of)
        assert cohorts.mean(cells)["index"].to_list() == [0]

    @pytest.mark.parametrize(
        ("grain", "cohort"),
        [
            ("week", date(2024, 12, 30)),
            ("month", date(2025, 1, 1)),
            ("quarter", date(2025, 1, 1)),
            ("year", date(2025, 1, 1)),
        ],
    )
    def test_a_week_may_begin_in_the_year_before(
        self, workshop: Workshop, grain: str, cohort: date
    ) -> None:
        (only,) = triangle(workshop.rows([line("1", "2025-01-05 23:59", "a", "5")]), grain)
        assert only["cohort"] == cohort

    def test_a_period_filter_keeps_whole_cohorts_with_all_their_later_cells(
        self, workshop: Workshop
    ) -> None:
        rows = [
            line("1", "2024-01-10", "a", "50"),
            line("2", "2024-02-03", "b", "5"),
            line("3", "2024-04-03", "b", "5"),
        ]
        filters = Filters(start=date(2024, 2, 1), end=date(2024, 2, 1))
        cells = triangle(workshop.rows(rows), filters=filters)
        assert [(row["cohort"].month, row["index"]) for row in cells] == [(2, 0), (2, 1), (2, 2)]

    def test_a_channel_filter_goes_by_the_first_purchase_and_keeps_later_ones_elsewhere(
        self, workshop: Workshop
    ) -> None:
        rows = [
            line("1", "2024-01-10", "a", "50", channel="shop"),
            line("2", "2024-02-03", "a", "5", channel="web"),
        ]
        dataset = workshop.rows(rows)
        assert len(triangle(dataset, filters=Filters(channels=("shop",)))) == 2
        assert triangle(dataset, filters=Filters(channels=("web",))) == []

    def test_the_first_purchase_counts_even_after_a_refund_on_the_same_day(
        self, workshop: Workshop
    ) -> None:
        rows = [
            line("0", "2024-01-10 08:00", "a", "-9", channel="shop"),
            line("1", "2024-01-10 10:00", "a", "50", channel="web"),
        ]
        assert len(triangle(workshop.rows(rows), filters=Filters(channels=("web",)))) == 1

    def test_nobody_who_bought_leaves_an_empty_triangle(self, workshop: Workshop) -> None:
        dataset = workshop.rows([line("1", "2024-01-10", None, "5")])
        cells = cohorts.cells(dataset.store, dataset.version, Filters(), "month", dataset.as_of)
        assert cells.is_empty()
        assert cells.schema == cohorts.CELLS
        assert cohorts.mean(cells).is_empty()


class TestCommand:
    @pytest.mark.parametrize("grain", ["week", "quarter", "year"])
    def test_the_answer_is_laid_out_as_the_contract_says(
        self, command: Command, tmp_path: Any, grain: str
    ) -> None:
        rows = [
            line("1", "2024-01-10", "a", "50"),
            line("2", "2024-02-03", "b", "5"),
            line("3", "2024-04-03", "b", "5"),
        ]
        path = tmp_path / "orders.csv"
        path.write_text(as_csv(rows), "utf-8")
        answer = command("cohorts", path, "--grain", grain, "--as-of", "2024-04-30").body
        assert (answer["grain"], answer["as_of"]) == (grain, "2024-04-30")
        exact = [row | {"amount": Decimal(row["amount"])} for row in rows]
        expected = slow_cohorts(exact, grain, date(2024, 4, 30))
        assert [row["cohort"] for row in answer["cohorts"]] == [key.isoformat() for key in expected]
        for row, cells in zip(answer["cohorts"], expected.values(), strict=True):
            assert row["customers"] == cells[0]["customers"]
            assert_same(row["periods"], cells)
        assert_same(answer["mean"], slow_mean(expected))
