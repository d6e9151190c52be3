"""Repurchase against scipy's Kaplan-Meier and a plain recomputation of the windows."""

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from analytics.filters import Filters
from analytics.repurchase import repurchase
from analytics.repurchase.repurchase import RepurchaseQuery
from tests.analytics.repurchase.test_cohorts import (
    START,
    Row,
    customers_of,
    histories,
    line,
    orders_of,
)
from tests.conftest import Command, Dataset, Workshop, as_csv

WINDOWS = (1, 30, 90, 365)


def waits(rows: Sequence[Row], as_of: date) -> list[tuple[int, int | None]]:
    """(days observed, days to the second purchase day or None) of every customer."""
    pairs = []
    for customer in customers_of(rows, as_of):
        days = sorted({order.at.date() for order in customer.purchases})
        again = (days[1] - days[0]).days if len(days) > 1 else None
        pairs.append(((as_of - days[0]).days, again))
    return pairs


def slow_within(customer_waits: Sequence[tuple[int, int | None]], days: int) -> tuple[int, int]:
    """Customers observed for the window, and those of them who came back inside it."""
    eligible = [again for observed, again in customer_waits if observed >= days]
    return len(eligible), sum(again is not None and again <= days for again in eligible)


def slow_curve(customer_waits: Sequence[tuple[int, int | None]], day: int) -> float:
    """Share known to have come back by a day: one less scipy's Kaplan-Meier."""
    events = [again for _, again in customer_waits if again is not None]
    censored = [observed for observed, again in customer_waits if again is None]
    survival = ecdf(CensoredData(uncensored=events, right=censored)).sf
    return 1 - float(survival.evaluate(day))


def slow_rate(customer_waits: Sequence[tuple[int, int | None]], day: int) -> float | None:
    """The same; None where nobody, or none of those still to come back, was watched so long."""
    waiting = [observed for observed, again in customer_waits if again is None]
    last = max(again or observed for observed, again in customer_waits)
    if not slow_within(customer_waits, day)[0] or (last < day and last in waiting):
        return None
    return slow_curve(customer_waits, day)


def assert_curve(rows: Sequence[Row], customer_waits: Sequence[tuple[int, int | None]]) -> None:
    days = sorted({again if again is not None else observed for observed, again in customer_waits})
    assert [row["day"] for row in rows] == days
    for row in rows:
        assert math.isclose(
            row["repurchased"], slow_curve(customer_waits, row["day"]), abs_tol=1e-9
        )
        assert row["at_risk"] == sum(
            (again or observed) >= row["day"] for observed, again in customer_waits
        )
        assert row["events"] == sum(again == row["day"] for _, again in customer_waits)
        assert 0 <= row["low"] <= row["repurchased"] <= row["high"] <= 1


def assert_within(rows: Sequence[Row], customer_waits: Sequence[tuple[int, int | None]]) -> None:
    for row in rows:
        eligible, repeaters = slow_within(customer_waits, row["days"])
        assert row["eligible"] == eligible
        assert row.get("repeaters", repeaters) == repeaters
        expected = slow_rate(customer_waits, row["days"])
        assert row["rate"] == (None if expected is None else pytest.approx(expected))
        if expected is not None:
            assert row["low"] <= row["rate"] <= row["high"]
        else:
            assert row["low"] is row["high"] is None


class TestRandomHistories:
    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows=histories(), days=st.integers(60, 700))
    def test_curve_windows_and_guests_are_the_slow_recomputation(
        self, workshop: Workshop, rows: list[Row], days: int
    ) -> None:
        as_of = START + timedelta(days=days)
        dataset = workshop.rows(rows, as_of=as_of)
        query = RepurchaseQuery(by="channel")
        curve = repurchase.curve(dataset.store, dataset.version, query)
        within = repurchase.within(dataset.store, dataset.version, query, WINDOWS)
        groups = repurchase.groups(dataset.store, dataset.version, query)
        for group in groups.to_dicts():
            own_rows = [row for row in rows if row["channel"] == group["group"]]
            customer_waits = waits(own_rows, as_of)
            assert group["customers"] == len(customer_waits)
            assert group["repeaters"] == sum(again is not None for _, again in customer_waits)
            purchases = [order for order in orders_of(own_rows, as_of) if order.is_purchase]
            guests = sum(order.customer is None for order in purchases)
            assert group["guests_share"] == pytest.approx(guests / len(purchases))
            chosen = pl.col("group") == group["group"]
            assert_curve(curve.filter(chosen).to_dicts(), customer_waits)
            assert_within(within.filter(chosen).to_dicts(), customer_waits)


def come_back(after: Sequence[int | None], observed: int = 400) -> list[dict[str, Any]]:
    """A customer for each entry, who comes back that many days after the first time, or never."""
    first = datetime(2023, 1, 1)
    last = {"order_id": "end", "ordered_at": first + timedelta(days=observed), "amount": "0"}
    rows = [last | {"customer_id": "nobody"}]
    for number, days in enumerate(after):
        who = {"customer_id": f"c{number}", "amount": "10"}
        rows.append({"order_id": f"{number}a", "ordered_at": first} | who)
        if days is not None:
            again = first + timedelta(days=days)
            rows.append({"order_id": f"{number}b", "ordered_at": again} | who)
    return rows


def group(dataset: Dataset, by: str = "all") -> Row:
    (only,) = repurchase.groups(dataset.store, dataset.version, RepurchaseQuery(by=by)).to_dicts()
    return only


class TestDefinitions:
    def test_the_median_is_the_day_half_have_come_back_by(self, workshop: Workshop) -> None:
        dataset = workshop.rows(come_back([10, 20, 30, None]))
        assert group(dataset)["median_days"] == 20

    def test_the_median_is_not_reached_when_fewer_than_half_come_back(
        self, workshop: Workshop
    ) -> None:
        dataset = workshop.rows(come_back([10, None, None]))
        assert group(dataset)["median_days"] is None

    def test_two_orders_on_one_day_are_no_repurchase(self, workshop: Workshop) -> None:
        rows = [
            line("1", "2024-01-10 08:00", "a", "5"),
            line("2", "2024-01-10 23:59", "a", "5"),
            line("3", "2024-03-10", "b", "5"),
        ]
        assert group(workshop.rows(rows))["repeaters"] == 0

    def test_an_order_without_money_left_is_no_repurchase(self, workshop: Workshop) -> None:
        rows = [
            line("1", "2024-01-10", "a", "5"),
            line("2", "2024-02-10", "a", "0"),
            line("3", "2024-03-10", "a", "7"),
            line("3", "2024-03-20", "a", "-7"),
        ]
        assert group(workshop.rows(rows))["repeaters"] == 0

    @pytest.mark.parametrize(
        ("product", "day", "repeaters"),
        [
            ("tea", "2024-02-20", 0),
            ("tea", "2024-01-25", 0),
            ("tea", "2024-02-25", 1),
            ("cup", "2024-02-01", 1),
            ("tea", "2024-01-20", 1),
        ],
    )
    def test_an_exchange_is_no_repurchase(
        self, workshop: Workshop, product: str, day: str, repeaters: int
    ) -> None:
        """Sent back on 21 January under its own number; the same again within 30 days is it."""
        rows = [
            line("1", "2024-01-10", "a", "5", product="tea", quantity=1),
            line("2", "2024-01-21", "a", "-5", product="tea", quantity=-1),
            line("3", day, "a", "5", product=product, quantity=1),
            line("4", "2024-03-01", "b", "5", product="tea", quantity=1),
        ]
        dataset = workshop.rows(rows)
        assert (group(dataset)["customers"], group(dataset)["repeaters"]) == (2, repeaters)

    def test_an_order_with_more_in_it_than_came_back_is_a_purchase(
        self, workshop: Workshop
    ) -> None:
        def bought(customer: str, *again: tuple[str, int]) -> list[dict[str, Any]]:
            first = line(f"{customer}1", "2024-01-10", customer, "5", sku="tea", quantity=1)
            back = line(f"{customer}2", "2024-01-21", customer, "-5", sku="tea", quantity=-1)
            later = [
                line(f"{customer}3", "2024-02-01", customer, "9", sku=sku, quantity=units)
                for sku, units in again
            ]
            return [first, back, *later]

        rows = [*bought("a", ("tea", 1), ("cup", 1)), *bought("b", ("tea", 2))]
        assert group(workshop.rows(rows))["repeaters"] == 2

    def test_a_return_of_what_was_never_bought_here_exchanges_nothing(
        self, workshop: Workshop
    ) -> None:
        rows = [
            line("1", "2024-01-10", "a", "-5", sku="tea", quantity=-1),
            line("2", "2024-01-21", "a", "5", sku="tea", quantity=1),
        ]
        assert group(workshop.rows(rows))["customers"] == 1

    def test_a_window_not_yet_observed_has_no_rate(self, workshop: Workshop) -> None:
        dataset = workshop.rows(come_back([5, None], observed=20))
        rows = repurchase.within(dataset.store, dataset.version, RepurchaseQuery(), [20, 21])
        assert rows.select("eligible", "rate").rows() == [(2, 0.5), (0, None)]

    def test_guests_are_counted_among_purchases_and_in_nothing_else(
        self, workshop: Workshop
    ) -> None:
        rows = [
            line("1", "2024-01-10", "a", "5"),
            line("2", "2024-01-11", None, "5"),
            line("3", "2024-01-12", None, "0"),
            line("4", "2024-01-13", None, "5"),
        ]
        only = group(workshop.rows(rows))
        assert (only["customers"], only["guests_share"]) == (1, pytest.approx(2 / 3))

    def test_groups_are_of_the_first_purchase_and_the_nameless_stay_together(
        self, workshop: Workshop
    ) -> None:
        rows = [
            line("1", "2024-01-10", "a", "5", channel="shop"),
            line("2", "2024-02-10", "a", "5", channel="web"),
            line("3", "2024-02-10", "b", "5", channel="web"),
            line("4", "2024-02-11", "c", "5", channel=None),
        ]
        dataset = workshop.rows(rows)
        groups = repurchase.groups(dataset.store, dataset.version, RepurchaseQuery(by="channel"))
        assert groups.select("group", "customers", "repeaters").rows() == [
            ("", 1, 0),
            ("shop", 1, 1),
            ("web", 1, 0),
        ]

    def test_the_dearest_line_says_what_the_first_purchase_was(self, workshop: Workshop) -> None:
        rows = [
            line("1", "2024-01-10", "a", "5", sku="small"),
            line("1", "2024-01-10", "a", "50", sku="big"),
            line("1", "2024-01-10", "a", "0", sku="gift"),
        ]
        dataset = workshop.rows(rows)
        assert group(dataset, "sku")["group"] == "big"

    def test_back_at_full_price_leaves_out_those_who_came_for_a_discount(
        self, workshop: Workshop
    ) -> None:
        rows = [
            line("1", "2024-01-10", "a", "10", quantity=1, list_price="10"),
            line("2", "2024-02-10", "a", "5", quantity=1, list_price="10"),
            line("3", "2024-02-10", "a", "10", quantity=1, list_price="10"),
            line("3", "2024-02-10", "a", "-10", quantity=-1, list_price="10"),
            line("4", "2024-03-10", "a", "10", quantity=1, list_price="10"),
        ]
        dataset = workshop.rows(rows)
        for again, days in (("any", 31), ("full_price", 60)):
            curve = repurchase.curve(dataset.store, dataset.version, RepurchaseQuery(again=again))
            assert curve.filter(pl.col("events") > 0)["day"].to_list() == [days]

    def test_back_to_the_same_product_or_channel(self, workshop: Workshop) -> None:
        """Who began with what is not known can come back to none, and is in no denominator."""
        rows = [
            line("1", "2024-01-10", "a", "10", product="tea", channel="shop"),
            line("2", "2024-01-20", "a", "10", product="cup", channel="shop"),
            line("3", "2024-01-30", "a", "10", product="tea", channel="web"),
            line("4", "2024-01-10", "b", "10", product=None, channel=None),
            line("5", "2024-01-15", "b", "10", product="tea", channel="web"),
            line("6", "2024-01-10", "c", "10", product="cup", channel="web"),
            line("7", "2024-03-30", None, "10", product="cup", channel="web"),
        ]
        dataset = workshop.rows(rows)

        def windows(again: repurchase.Again) -> list[tuple[int, int, int]]:
            within = repurchase.within(
                dataset.store, dataset.version, RepurchaseQuery(again=again), [5, 10, 20]
            )
            return within.select("days", "eligible", "repeaters").rows()

        assert windows("any") == [(5, 3, 1), (10, 3, 2), (20, 3, 2)]
        assert windows("same_product") == [(5, 2, 0), (10, 2, 0), (20, 2, 1)]
        assert windows("same_channel") == [(5, 2, 0), (10, 2, 1), (20, 2, 1)]

    def test_by_month_each_month_has_its_own_rate(self, workshop: Workshop) -> None:
        dataset = workshop.rows(
            [
                line("1", "2024-01-10", "a", "5"),
                line("2", "2024-01-12", "a", "5"),
                line("3", "2024-02-10", "b", "5"),
                line("4", "2024-04-12", "c", "5"),
            ]
        )
        months = repurchase.monthly(dataset.store, dataset.version, Filters(), 30)
        assert months.select("group", "rate").rows() == [("2024-01", 1.0), ("2024-02", 0.0)]

    def test_nobody_identified_gives_no_group(self, workshop: Workshop) -> None:
        dataset = workshop.rows([line("1", "2024-01-10", None, "5")])
        assert repurchase.groups(dataset.store, dataset.version, RepurchaseQuery()).is_empty()
        assert repurchase.curve(dataset.store, dataset.version, RepurchaseQuery()).is_empty()
        assert repurchase.within(dataset.store, dataset.version, RepurchaseQuery()).is_empty()


class TestCommand:
    def write(self, folder: Path, rows: Sequence[Row]) -> Path:
        path = folder / "orders.csv"
        path.write_text(as_csv(rows), "utf-8")
        return path

    def test_the_answer_is_laid_out_as_the_contract_says(
        self, command: Command, tmp_path: Path
    ) -> None:
        rows = [row | {"channel": "shop"} for row in come_back([10, 20, None])]
        path = self.write(tmp_path, [*rows, line("g", "2023-05-01", None, "5", channel="web")])
        answer = command("repurchase", path, "--days", "10,15", "--by", "channel").body
        (only,) = answer["groups"]
        assert set(only) == {
            *("group", "customers", "repeaters", "guests_share"),
            *("curve", "within", "median_days"),
        }
        exact = [row | {"amount": Decimal(row["amount"])} for row in rows]
        customer_waits = waits(exact, date.fromisoformat(answer["as_of"]))
        assert (only["group"], only["customers"], only["median_days"]) == ("shop", 3, 20)
        assert [row["days"] for row in only["within"]] == [10, 15]
        assert_curve(only["curve"], customer_waits)
        assert_within(only["within"], customer_waits)

    def test_what_counts_as_coming_back_is_the_callers_to_say(
        self, command: Command, tmp_path: Path
    ) -> None:
        bought = [
            ("a", "tea", "tea"),
            ("b", "tea", "cup"),
            ("c", "cup", "cup"),
            ("d", "cup", "cup"),
        ]
        rows = [
            line(f"{who}{number}", f"2024-0{1 + number}-05", who, "5", sku=sku)
            for who, *skus in bought
            for number, sku in enumerate(skus)
        ]
        path = self.write(tmp_path, rows)
        answers = {
            again: command("repurchase", path, "--days", "35", "--again", again).body
            for again in ("any", "same_product")
        }
        (every,), (same,) = (answer["groups"] for answer in answers.values())
        assert [answer["again"] for answer in answers.values()] == list(answers)
        assert (every["repeaters"], same["repeaters"]) == (4, 3)
        assert (every["within"][0]["rate"], same["within"][0]["rate"]) == (None, None)
        assert (every["curve"][-1]["repurchased"], same["curve"][-1]["repurchased"]) == (1, 0.75)

    def test_orders_without_a_customer_column_are_refused_with_the_reason(
        self, command: Command, tmp_path: Path
    ) -> None:
        row = {"order_id": "1", "ordered_at": "2024-01-05", "amount": "5"}
        answer = command("repurchase", self.write(tmp_path, [row]))
        assert answer.error == "needs_customers"
        assert "no customer column" in answer.message
        assert answer.body["error"]["message"] == answer.message

    def test_an_unknown_grouping_names_the_known_ones(
        self, command: Command, tmp_path: Path
    ) -> None:
        answer = command("repurchase", self.write(tmp_path, come_back([1])), "--by", "colour")
        assert answer.error == "unknown_column"
        assert "colour" in answer.message
        assert "channel" in answer.message

    @pytest.mark.parametrize("days", ["0", "30,x", "", "-5"])
    def test_windows_must_be_whole_days(self, command: Command, days: str) -> None:
        assert command("repurchase", "orders.csv", f"--days={days}").error == "bad_option"
