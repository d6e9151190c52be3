"""Cohorts and what is in none of them make up the net money of everybody identified, to the cent;
so do comings and goings. Held to a plain walk over the orders."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings

from analytics.customers import rfm
from analytics.filters import Filters
from analytics.repurchase import cohorts
from analytics.repurchase.cohorts import Outside
from analytics.storage import versions
from tests.analytics.repurchase.test_cohorts import (
    AS_OF,
    START,
    Order,
    Row,
    customers_of,
    histories,
    line,
    orders_of,
)
from tests.conftest import Command, Dataset, Workshop, as_csv

ALL = Filters()


def identified(rows: Sequence[Row], as_of: date | None) -> list[Order]:
    return [order for order in orders_of(rows, as_of) if order.customer]


def money(orders: Sequence[Order]) -> Decimal:
    return sum((order.amount or Decimal(0) for order in orders), Decimal(0))


def slow_outside(rows: Sequence[Row], as_of: date | None) -> Outside:
    """The orders of everybody identified before the first day they bought on, if they ever did."""
    orders = identified(rows, as_of)
    firsts = {
        customer.purchases[0].customer: customer.first for customer in customers_of(rows, as_of)
    }
    early = [
        order
        for order in orders
        if order.customer not in firsts or order.at.date() < firsts[order.customer]
    ]
    return Outside(len(early), float(money(early)), len({order.customer for order in early}))


def in_cents(value: Any) -> Decimal:
    return Decimal(str(round(float(value), 2)))


def assert_identity(dataset: Dataset, rows: Sequence[Row], as_of: date | None) -> None:
    place, whole = (dataset.store, dataset.version), money(identified(rows, as_of))
    for grain in cohorts.GRAINS:
        outside = cohorts.outside(*place, ALL, grain)
        assert outside == slow_outside(rows, as_of)
        cells = cohorts.cells(*place, ALL, grain, as_of or dataset.as_of)
        assert in_cents(cells["revenue"].sum()) + in_cents(outside.revenue) == whole
    flows = rfm.flows(*place, as_of or dataset.as_of).filter(pl.col("kind") != "lapsed")
    customers = customers_of(rows, as_of)
    assert in_cents(flows["amount"].sum()) == whole
    assert flows["orders"].sum() == sum(len(customer.purchases) for customer in customers)
    assert flows.filter(pl.col("kind") == "new")["customers"].sum() == len(customers)
    for (month,), rows_of_month in flows.group_by("month_on"):
        own = [o for o in identified(rows, as_of) if o.at.date().replace(day=1) == month]
        assert in_cents(rows_of_month["amount"].sum()) == money(own)
        idle = {o.customer for o in own if not _has_purchase(own, o)}
        back = rows_of_month.filter(pl.col("kind") == "refunded")["customers"].sum()
        assert back == len(idle)


def _has_purchase(orders: Sequence[Order], order: Order) -> bool:
    """Whether the customer of an order bought on its day."""
    return any(
        other.is_purchase
        and other.customer == order.customer
        and other.at.date() == order.at.date()
        for other in orders
    )


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=histories(), days=AS_OF)
def test_cohorts_and_the_rest_are_all_the_money(
    workshop: Workshop, rows: list[Row], days: int | None
) -> None:
    as_of = None if days is None else START + timedelta(days=days)
    assert_identity(workshop.rows(rows, as_of=as_of), rows, as_of)


EARLY = [
    line("R1", "2024-01-03", "back-first", "-30.00", channel="a", sku="x"),
    line("A1", "2024-02-10", "back-first", "80.00", channel="a", sku="x"),
    line("R2", "2024-03-01", "never", "-15.50", channel="b", sku="x"),
    line("R3", "2024-03-09", "never", "-4.50", channel="b", sku="x"),
    line("A2", "2024-03-10", "plain", "20.00", channel="b", sku="y"),
    line("R4", "2024-03-11", None, "-7.00", channel="b", sku="y"),
]


class TestFilters:
    def test_a_first_purchase_to_come_says_where_a_refund_belongs(self, workshop: Workshop) -> None:
        dataset = workshop.rows(EARLY)
        place = (dataset.store, dataset.version)
        assert cohorts.outside(*place, ALL, "month") == Outside(3, -50.0, 2)
        own = {
            Filters(channels=("a",)): Outside(1, -30.0, 1),
            Filters(channels=("b",)): Outside(0, 0.0, 0),
            Filters(products=("x",)): Outside(1, -30.0, 1),
            Filters(start=date(2024, 2, 1), end=date(2024, 2, 1)): Outside(1, -30.0, 1),
            Filters(start=date(2024, 3, 1)): Outside(0, 0.0, 0),
        }
        for filters, outside in own.items():
            assert cohorts.outside(*place, filters, "month") == outside
        assert cohorts.outside(*place, Filters(start=date(2024, 3, 1)), "quarter") == Outside(
            1, -30.0, 1
        )

    def test_the_command_says_it_beside_the_cohorts(self, command: Command, tmp_path: Path) -> None:
        path = tmp_path / "orders.csv"
        path.write_text(as_csv(EARLY), "utf-8")
        body = command("cohorts", path).body
        assert body["outside"] == {"orders": 3, "revenue": -50.0, "customers": 2}
        assert command("cohorts", path, "--by", "channel").body["outside"] == body["outside"]


def test_a_version_of_an_earlier_release_has_cohorts_and_flows_without_it(
    workshop: Workshop,
) -> None:
    dataset = workshop.rows(EARLY)
    path = dataset.store.versions_folder / dataset.version / versions.MANIFEST
    manifest = json.loads(path.read_text("utf-8"))
    del manifest["about"]["count_outside_orders"]
    path.write_text(json.dumps(manifest), "utf-8")
    assert cohorts.outside(dataset.store, dataset.version, ALL, "month") is None
    flows = rfm.flows(dataset.store, dataset.version, dataset.as_of)
    assert flows["kind"].to_list() == ["new", "new"]
    assert not replace(dataset.manifest, about={}).has_outside_days
