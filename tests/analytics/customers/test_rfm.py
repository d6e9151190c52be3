"""Histories, groups, concentration and flows against a plain recomputation in pandas."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.customers import rfm
from analytics.customers.clv import model
from analytics.filters import Filters
from analytics.repurchase import repurchase
from tests.conftest import Command, Dataset, Workshop

START, UNTIL = date(2024, 1, 1), date(2024, 12, 31)
LAPSE = 60


def order_lines() -> list[dict[str, object]]:
    """Small histories with same-day orders, guests, refunds inside and outside their order."""
    chance = np.random.default_rng(3)
    rows: list[dict[str, object]] = []
    for number in range(400):
        customer = f"c{chance.integers(0, 90)}" if chance.random() < 0.95 else None
        day = START + timedelta(days=int(chance.integers(0, 420)))
        amount = int(chance.integers(5, 200))
        channel = ("shop", "app")[number % 2]
        row = {"order_id": f"o{number}", "date": day, "customer_id": customer, "amount": amount}
        rows.append({**row, "channel": channel})
        if chance.random() < 0.1:
            rows.append({**row, "amount": -amount, "channel": channel})
        if chance.random() < 0.1:
            later = {"order_id": f"r{number}", "date": day + timedelta(days=9), "amount": -3}
            rows.append({**row, **later, "channel": channel})
    return rows


@pytest.fixture(scope="module")
def shop(workshop: Workshop) -> Dataset:
    return workshop.rows(order_lines())


def days_of(until: date, *, is_whole: bool = False) -> pd.DataFrame:
    """One row per customer and day from the first purchase on: orders that are purchases, money.

    `is_whole`: the days before it too, and those of people who never bought.
    """
    lines = pd.DataFrame(order_lines()).dropna(subset=["customer_id"])
    orders = lines.groupby("order_id").agg(
        customer_id=("customer_id", "first"),
        date=("date", "min"),
        amount=("amount", "sum"),
        channel=("channel", "first"),
    )
    orders["is_purchase"] = orders["amount"] > 0
    first = orders[orders["is_purchase"]].sort_values("date").groupby("customer_id")["date"].min()
    days = orders.groupby(["customer_id", "date"], as_index=False).agg(
        orders=("is_purchase", "sum"), amount=("amount", "sum")
    )
    days["first_on"] = days["customer_id"].map(first)
    if is_whole:
        return days[days["date"] <= until]
    days = days.dropna(subset=["first_on"])
    return days[(days["date"] >= days["first_on"]) & (days["date"] <= until)]


class TestListed:
    def test_every_customer_is_the_slow_recomputation(self, shop: Dataset) -> None:
        customers = rfm.customers(shop.store, shop.version, UNTIL)
        days = days_of(UNTIL)
        expected = {}
        for name, own in days.groupby("customer_id"):
            bought = own[own["orders"] > 0].sort_values("date")
            again = bought["amount"].iloc[1:]
            first, last = bought["date"].iloc[0], bought["date"].iloc[-1]
            expected[name] = (
                len(again),
                (last - first).days,
                (UNTIL - first).days,
                int(bought["orders"].sum()),
                pytest.approx(again.mean()) if len(again) else None,
                pytest.approx(own["amount"].sum()),
            )
        names = ("frequency", "recency_days", "age_days", "orders", "monetary", "amount")
        assert customers["customer_id"].to_list() == sorted(expected)
        for row in customers.to_dicts():
            assert tuple(row[name] for name in names) == expected[row["customer_id"]]

    def test_what_comes_after_the_day_is_not_there(self, shop: Dataset) -> None:
        early = rfm.customers(shop.store, shop.version, date(2024, 3, 31))
        assert early["age_days"].max() <= 90
        assert early.height == days_of(date(2024, 3, 31))["customer_id"].nunique()

    def test_channels_keep_customers_by_their_first_purchase(self, shop: Dataset) -> None:
        parts = [
            rfm.customers(shop.store, shop.version, UNTIL, Filters(channels=(name,)))
            for name in ("shop", "app")
        ]
        whole = rfm.customers(shop.store, shop.version, UNTIL)
        assert sum(part.height for part in parts) == whole.height
        assert pl.concat(parts)["amount"].sum() == pytest.approx(whole["amount"].sum())


def people(*rows: tuple[int, int, int, float]) -> pl.DataFrame:
    names = ("frequency", "recency_days", "age_days", "amount")
    return pl.DataFrame(rows, schema=names, orient="row")


class TestGroups:
    def test_the_eight(self) -> None:
        """Every mixture of recent or not, often or not, much or not around the means."""
        rows = [
            (often, 10, 10 + away, much)
            for much in (100.0, 10.0)
            for away in (5, 50)
            for often in (4, 0)
        ]
        customers = rfm.segmented(people(*rows))
        kinds = ("value", "develop", "keep", "winback")
        assert customers["segment"].to_list() == [
            *(f"key_{kind}" for kind in kinds),
            *(f"plain_{kind}" for kind in kinds),
        ]
        counted = rfm.groups(customers)
        assert counted["segment"].to_list() == list(rfm.SEGMENTS)
        assert counted["customers"].to_list() == [1] * 8
        assert counted["amount_share"].sum() == pytest.approx(1)

    def test_two_customers_are_in_no_group(self) -> None:
        customers = rfm.segmented(people((1, 5, 9, 3.0), (0, 0, 9, 2.0)))
        assert customers["segment"].to_list() == [None, None]
        assert rfm.groups(customers).height == 0

    def test_without_amounts_nobody_is(self, shop: Dataset) -> None:
        customers = rfm.customers(shop.store, shop.version, UNTIL, has_amount=False)
        assert (
            customers["segment"].null_count()
            == customers["monetary"].null_count()
            == customers.height
        )

    def test_groups_share_out_everybody(self, shop: Dataset) -> None:
        customers = rfm.customers(shop.store, shop.version, UNTIL)
        counted = rfm.groups(customers)
        assert counted["customers"].sum() == customers.height
        assert counted["amount"].sum() == pytest.approx(customers["amount"].sum())


MONEY = st.lists(st.floats(0, 1e6).map(lambda value: round(value, 2)), min_size=3, max_size=60)


class TestConcentration:
    @settings(deadline=None)
    @given(MONEY.filter(lambda held: sum(held) > 1))
    def test_gini_is_the_mean_difference_of_all_pairs(self, held: list[float]) -> None:
        values = np.array(held)
        slow = np.abs(values[:, None] - values[None, :]).mean() / (2 * values.mean())
        concentration = rfm.concentration(pl.Series(held))
        assert concentration.gini == pytest.approx(slow, abs=1e-9)
        assert concentration.gini_sample == pytest.approx(
            slow * len(held) / (len(held) - 1), abs=1e-9
        )

    def test_one_of_ten_holds_everything(self) -> None:
        concentration = rfm.concentration(pl.Series([0.0] * 9 + [5.0]))
        assert concentration.gini == pytest.approx(0.9)
        assert concentration.gini_sample == pytest.approx(1.0)
        assert concentration.tops["customers"].to_list() == [1, 1, 2]
        assert concentration.tops["amount_share"].to_list() == [1.0, 1.0, 1.0]
        assert concentration.lorenz["amount"].to_list() == [0.0] * 10 + [1.0]

    def test_tops_are_the_largest(self, shop: Dataset) -> None:
        amounts = rfm.customers(shop.store, shop.version, UNTIL)["amount"]
        concentration = rfm.concentration(amounts)
        ranked = sorted(amounts.clip(lower_bound=0), reverse=True)
        count = int(np.ceil(len(ranked) * 0.2))
        assert concentration.tops["customers"][2] == count
        assert concentration.tops["amount_share"][2] == pytest.approx(
            sum(ranked[:count]) / sum(ranked)
        )

    @pytest.mark.parametrize("held", [[], [1.0], [1.0, 2.0], [0.0, 0.0, -5.0]])
    def test_of_too_little_nothing_is_said(self, held: list[float]) -> None:
        concentration = rfm.concentration(pl.Series(held, dtype=pl.Float64))
        assert (concentration.gini, concentration.gini_sample, concentration.tops.height) == (
            None,
            None,
            0,
        )


class TestFlows:
    def test_every_kind_is_the_slow_recomputation(self, shop: Dataset) -> None:
        days = days_of(UNTIL, is_whole=True)
        events: list[tuple[str, date, str, int, float]] = []
        for name, own in days.groupby("customer_id"):
            bought = own[own["orders"] > 0].sort_values("date")
            for _, row in own[own["orders"] == 0].iterrows():
                events.append((str(name), row["date"], "refunded", 0, row["amount"]))
            when = list(bought["date"])
            for place, (_, row) in enumerate(bought.iterrows()):
                wait = (row["date"] - when[place - 1]).days if place else None
                kind = "new" if wait is None else ("returning", "reactivated")[wait > LAPSE]
                events.append((str(name), row["date"], kind, int(row["orders"]), row["amount"]))
                out = row["date"] + timedelta(days=LAPSE)
                is_followed = place + 1 < len(when) and when[place + 1] <= out
                if out <= UNTIL and not is_followed:
                    since = row["date"] - timedelta(days=LAPSE)
                    span = bought[(bought["date"] > since) & (bought["date"] <= row["date"])]
                    events.append((str(name), out, "lapsed", 0, span["amount"].sum()))
        slow = pd.DataFrame(events, columns=["customer", "day", "kind", "orders", "amount"])
        slow["month"] = [day.replace(day=1) for day in slow["day"]]
        grouped = slow.groupby(["month", "kind"]).agg(
            customers=("customer", "nunique"), orders=("orders", "sum"), amount=("amount", "sum")
        )
        flows = rfm.flows(shop.store, shop.version, UNTIL, lapse_days=LAPSE)
        assert flows.height == len(grouped)
        for month, kind, *values in flows.rows():
            assert values == pytest.approx(grouped.loc[(month, kind)].tolist())
        assert set(flows["kind"]) == {"new", "returning", "reactivated", "refunded", "lapsed"}

    def test_all_but_lapsed_add_up_to_the_money_of_everybody_identified(
        self, shop: Dataset
    ) -> None:
        flows = rfm.flows(shop.store, shop.version, UNTIL)
        total = flows.filter(pl.col("kind") != "lapsed")["amount"].sum()
        whole = days_of(UNTIL, is_whole=True)["amount"].sum()
        assert total == pytest.approx(whole)
        assert whole != pytest.approx(days_of(UNTIL)["amount"].sum())


def test_what_was_given_is_counted_among_visits_and_brings_nobody_back(workshop: Workshop) -> None:
    """Gifts before, after and without a purchase; a listed price unpaid is no gift."""
    rows = [
        {
            "order_id": "1",
            "date": "2024-01-05",
            "customer_id": "a",
            "amount": 0,
            "list_price": None,
        },
        {"order_id": "2", "date": "2024-01-15", "customer_id": "a", "amount": 10},
        {"order_id": "3", "date": "2024-01-25", "customer_id": "a", "amount": 20},
        {"order_id": "4", "date": "2024-01-25", "customer_id": "a", "amount": 0},
        {"order_id": "5", "date": "2024-01-20", "customer_id": "b", "amount": 0},
        {"order_id": "6", "date": "2024-01-22", "customer_id": "c", "amount": 0, "list_price": 9},
        {"order_id": "7", "date": "2024-02-01", "customer_id": "d", "amount": 5},
    ]
    shop = workshop.rows(rows)
    until = date(2024, 2, 10)
    customers = rfm.customers(shop.store, shop.version, until)
    names = ("customer_id", "frequency", "recency_days", "age_days", "orders", "monetary", "amount")
    assert customers.select(names).rows() == [
        ("a", 2, 20, 36, 3, 15.0, 30.0),
        ("b", 0, 0, 21, 1, None, 0.0),
        ("d", 0, 0, 9, 1, None, 5.0),
    ]
    history_counts = model.histories(
        shop.store, shop.version, model.ClvQuery(date(2024, 1, 10)), until
    )
    assert history_counts["later"].to_list() == [2]
    back = repurchase.within(shop.store, shop.version, repurchase.RepurchaseQuery(), [10])
    assert back.select("eligible", "repeaters").row(0) == (1, 1)


def test_the_command_lists_them(command: Command, workshop: Workshop) -> None:
    path = workshop.folder / "few.csv"
    path.write_text(
        "order_id,date,customer_id,amount\n1,2024-01-05,a,10\n2,2024-01-05,a,5\n"
        "3,2024-02-04,a,12\n4,2024-01-20,b,3\n5,2024-02-01,,8\n"
    )
    body = command("customers", path, "--as-of", "2024-02-14").body
    assert body["customers"] == [
        {
            "customer_id": "a",
            "frequency": 1,
            "recency_days": 30,
            "age_days": 40,
            "orders": 3,
            "monetary": 12.0,
            "segment": None,
        },
        {
            "customer_id": "b",
            "frequency": 0,
            "recency_days": 0,
            "age_days": 25,
            "orders": 1,
            "monetary": None,
            "segment": None,
        },
    ]
