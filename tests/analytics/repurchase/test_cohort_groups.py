"""Cohorts by an attribute, and cells as every figure, against a slow recomputation."""

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from analytics.filters import Filters
from analytics.repurchase import cohort_groups, cohorts
from analytics.repurchase.cohort_groups import ATTRIBUTES, CellFigure, Split
from tests.analytics.repurchase.test_cohorts import (
    NOT_RECOMPUTED,
    Customer,
    Row,
    assert_same,
    customers_of,
    following,
    histories,
    line,
    slow_cohorts,
    start_of,
)
from tests.conftest import Command, Dataset, Workshop, as_csv

COST = Decimal(3)
TRAITS = {
    "c1": {"campaign": "spring", "referrer_id": "r1", "referrer_kind": "customer"},
    "c2": {"campaign": "autumn", "referrer_id": "r2", "referrer_kind": "ip"},
    "c3": {"campaign": None, "referrer_id": None, "referrer_kind": None},
}
LIST_PRICE_TIMES = {"c1": None, "c2": 1, "c3": 2}
DISCOUNTS = {"c1": "unknown", "c2": "full", "c3": "deal"}
NAMES = {"referrer": "referrer_id"}


def dressed(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows with attributes that hang on the customer; costs are known of c2's goods."""
    return [dict(row) | attributes(row) for row in rows]


def attributes(row: Row) -> dict[str, Any]:
    who = (row["customer_id"] or "c1").split("-")[0]
    times = LIST_PRICE_TIMES[who]
    return TRAITS[who] | {
        "list_price": abs(row["amount"]) * times if times else None,
        "unit_cost": COST if who == "c2" else None,
    }


def group_of(row: Row, by: str) -> str:
    who = (row["customer_id"] or "c1").split("-")[0]
    if by == "discount":
        return DISCOUNTS[who]
    if by == "channel":
        return str(row["channel"])
    return TRAITS[who][NAMES.get(by, by)] or ""


def cells_of(dataset: Dataset, by: str, grain: Any, until: date, most: int = 12) -> pl.DataFrame:
    source = (dataset.store, dataset.version, Filters())
    return cohort_groups.cells(*source, Split(by, grain, until, most))


def last_day(rows: Sequence[Row]) -> date:
    return max(row["ordered_at"].date() for row in rows)


def slow_return(member: Customer, grain: str) -> date | None:
    """The first day of the first later period with a purchase."""
    home = start_of(member.first, grain)
    starts = {start_of(order.at.date(), grain) for order in member.purchases}
    return min((start for start in starts if start > home), default=None)


class TestRandomHistories:
    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows=histories())
    def test_every_group_is_the_slow_recomputation_of_its_customers(
        self, workshop: Workshop, rows: list[Row]
    ) -> None:
        until = last_day(rows)
        dataset = workshop.rows(dressed(rows))
        for by in ("channel", "campaign", "referrer", "referrer_kind", "discount"):
            groups = {group_of(row, by) for row in rows}
            for grain in cohorts.GRAINS:
                cells = cells_of(dataset, by, grain, until)
                assert set(cells["group"]) <= groups
                for group in groups:
                    own_rows = [row for row in rows if group_of(row, by) == group]
                    expected = slow_cohorts(own_rows, grain, until)
                    flat = [
                        {"cohort": key, **cell} for key, row in expected.items() for cell in row
                    ]
                    own_cells = cohort_groups.of_group(cells, group).drop("size", *NOT_RECOMPUTED)
                    assert_same(own_cells.to_dicts(), flat)

    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows=histories())
    def test_so_far_counts_whoever_came_back_once(
        self, workshop: Workshop, rows: list[Row]
    ) -> None:
        until = last_day(rows)
        dataset = workshop.rows(rows)
        people = customers_of(rows, None)
        for grain in cohorts.GRAINS:
            cells = cohorts.cells(dataset.store, dataset.version, Filters(), grain, until)
            shown = cohort_groups.measured(cells, CellFigure("rate", is_so_far=True))
            for row in shown.filter(pl.col("index") > 0).to_dicts():
                members = [
                    member for member in people if start_of(member.first, grain) == row["cohort"]
                ]
                end = row["cohort"]
                for _ in range(row["index"] + 1):
                    end = following(end, grain)
                came = [
                    day for member in members if (day := slow_return(member, grain)) and day < end
                ]
                assert math.isclose(row["value"], len(came) / len(members))

    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows=histories())
    def test_margin_is_money_less_cost_where_costs_are_known_and_nothing_elsewhere(
        self, workshop: Workshop, rows: list[Row]
    ) -> None:
        until = last_day(rows)
        dataset = workshop.rows(dressed(rows))
        people = customers_of(rows, None)
        firsts = {
            order.customer: customer.first for customer in people for order in customer.orders
        }
        own_rows = [
            row
            for row in rows
            if (row["customer_id"] or "").startswith("c2") and row["customer_id"] in firsts
        ]
        # An order is of the day of its first line, whenever the others were written.
        begins: dict[str, datetime] = {}
        for row in rows:
            order = row["order_id"]
            begins[order] = min(row["ordered_at"], begins.get(order, row["ordered_at"]))
        counted = [
            row for row in own_rows if begins[row["order_id"]].date() >= firsts[row["customer_id"]]
        ]
        expected = sum(row["amount"] - COST * row["quantity"] for row in counted)
        cells = cells_of(dataset, "discount", "month", until)
        shown = cohort_groups.measured(cells, CellFigure("margin"))
        full = shown.filter(pl.col("group") == "full")["value"]
        assert math.isclose(float(full.sum() or 0), float(expected), abs_tol=1e-6)
        bought = shown.filter((pl.col("group") != "full") & (pl.col("orders") > 0))
        assert bought["value"].null_count() == bought.height

    def test_what_was_given_away_costs_its_goods(self, workshop: Workshop) -> None:
        goods = {"quantity": 1, "unit_cost": 3}
        rows = [
            line("1", "2023-11-20", "a", "10", **goods),
            line("2", "2023-12-01", "a", "0", **goods),
            line("3", "2024-02-01", "b", "10", **goods),
        ]
        dataset = workshop.rows(rows)
        cells = cohorts.cells(dataset.store, dataset.version, Filters(), "month", date(2024, 2, 1))
        shown = cohort_groups.measured(cells, CellFigure("margin"))
        assert shown["value"].to_list() == [7, -3, 0, 0, 7]


class TestAges:
    def test_a_group_is_weighed_over_members_old_enough(self) -> None:
        day = date(2024, 1, 1)
        rows = [
            (day, 0, 30, 30, True),
            (day, 1, 30, 15, True),
            (day + timedelta(days=31), 0, 10, 10, True),
            (day + timedelta(days=31), 1, 10, 0, False),
        ]
        ages = cohort_groups.by_age(triangle(rows), CellFigure()).to_dicts()
        assert [(row["size"], row["rate"], row["is_complete"]) for row in ages] == [
            (40, 1.0, True),
            (30, 0.5, True),
        ]
        young = cohort_groups.by_age(triangle(rows[2:]), CellFigure()).to_dicts()
        assert [(row["size"], row["is_complete"]) for row in young] == [(10, True), (10, False)]

    def test_two_groups_are_compared_where_both_are_old_enough(self) -> None:
        day = date(2024, 1, 1)
        many = triangle([(day, 0, 400, 400, True), (day, 1, 400, 200, True)])
        few = triangle([(day, 0, 400, 400, True), (day, 1, 400, 80, True)])
        named = [
            frame.select(pl.lit(name).alias("group"), pl.lit(False).alias("is_rest"), pl.all())
            for name, frame in (("a", many), ("b", few))
        ]
        ages = cohort_groups.by_age(pl.concat(named), CellFigure())
        gap = cohort_groups.gap(ages, ["a", "b"])
        assert gap is not None
        assert (gap.index, gap.best, gap.worst, gap.verdict) == (1, "a", "b", "better")
        assert gap.change.value == pytest.approx(0.3)
        # Newcombe's method 10 with Wilson limits (.4513, .5487) and (.1637, .2420).
        assert gap.change.low == pytest.approx(0.2357, abs=1e-3)
        assert cohort_groups.gap(ages, ["a"]) is None

    def test_the_extremes_of_many_have_to_stand_beside_all_other_pairs(self) -> None:
        day = date(2024, 1, 1)
        # A difference of two that holds at 95 %, and would be found by looking at ten.
        named = [
            triangle([(day, 0, 400, 400, True), (day, 1, 400, came, True)]).select(
                pl.lit(str(came)).alias("group"), pl.lit(False).alias("is_rest"), pl.all()
            )
            for came in (76, 86, 92, 94, 101)
        ]
        ages = cohort_groups.by_age(pl.concat(named), CellFigure())
        two = cohort_groups.gap(ages, ["76", "101"])
        many = cohort_groups.gap(ages, ["76", "86", "92", "94", "101"])
        assert two is not None
        assert many is not None
        assert (two.best, two.worst, two.verdict) == ("101", "76", "better")
        assert (many.best, many.worst, many.verdict) == ("101", "76", "cannot_tell")
        assert many.change == two.change


def triangle(rows: Sequence[tuple[date, int, int, int, bool]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "cohort": cohort,
                "index": index,
                "size": size,
                "customers": came,
                "rate": came / size,
                "orders": came,
                "revenue": 10.0 * came,
                "is_complete": is_complete,
                "comers": came if index else 0,
                "costed": None,
                "cost": None,
            }
            for cohort, index, size, came, is_complete in rows
        ],
        schema=cohorts.CELLS,
    )


class TestBehind:
    def test_behind_a_cell_of_a_group_stand_as_many_customers_as_it_counts(
        self, workshop: Workshop
    ) -> None:
        rows = [
            line("1", "2024-01-10", "a", "50", channel="shop", campaign="spring"),
            line("2", "2024-02-03", "a", "5", channel="web", campaign=""),
            line("3", "2024-01-20", "b", "5", channel="shop", campaign="spring"),
            line("4", "2024-02-04", "c", "5", channel="web", campaign=""),
            line("5", "2024-03-31", "c", "7", channel="shop", campaign="autumn"),
        ]
        dataset = workshop.rows(rows)
        source = (dataset.store, dataset.version, Filters())
        for by in ("channel", "campaign"):
            for grain in cohorts.GRAINS:
                split = Split(by, grain, dataset.as_of)
                cells = cohort_groups.cells(*source, split)
                for row in cells.to_dicts():
                    whose = (row["group"], row["index"], row["cohort"])
                    behind = cohort_groups.behind(cells, split, *whose)
                    assert behind is not None
                    customers = cohort_groups.members(*source, behind, 10)
                    assert customers.height == row["customers"]
        split = Split("campaign", "month", dataset.as_of)
        cells = cohort_groups.cells(*source, split)
        whole = cohort_groups.behind(cells, split, "spring", 1)
        assert whole is not None
        assert cohort_groups.members(*source, whole, 10)["customer_id"].to_list() == ["a"]
        assert cohort_groups.behind(cells, split, "nobody", 1) is None


class TestCommand:
    def test_by_an_attribute_the_largest_groups_come_first(
        self, command: Command, tmp_path: Path
    ) -> None:
        rows = [
            line("1", "2024-01-10", "a", "50", channel="shop"),
            line("2", "2024-02-03", "b", "5", channel="web"),
            line("3", "2024-02-04", "c", "5", channel="web"),
        ]
        path = tmp_path / "orders.csv"
        path.write_text(as_csv(rows), "utf-8")
        answer = command("cohorts", path, "--by", "channel", "--grain", "year").body
        sizes = [
            (group["group"], group["customers"], len(group["cohorts"]))
            for group in answer["groups"]
        ]
        assert (answer["by"], sizes) == ("channel", [("web", 2, 1), ("shop", 1, 1)])


def test_many_groups_are_cut_to_the_largest_and_the_others(workshop: Workshop) -> None:
    rows = [
        line(f"{name}{place}", "2024-01-10", f"{name}{place}", "5", sku=name, category="all")
        for name, size in (("a", 3), ("b", 2), ("c", 1), ("d", 1))
        for place in range(size)
    ]
    dataset = workshop.rows(rows)
    cells = cells_of(dataset, "product", "month", date(2024, 1, 31), most=2)
    sizes = cells.select("group", "is_rest", "size").rows()
    assert sizes == [("a", False, 3), ("b", False, 2), ("", True, 2)]
    attribute_names = cohort_groups.attributes(dataset.store, dataset.version, Filters())
    assert attribute_names == [name for name in ATTRIBUTES if name in ("product", "category")]
