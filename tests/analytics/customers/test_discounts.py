"""Deals and returns against plain sums over the lines of the sample brand."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from analytics.customers import discounts, returns
from analytics.filters import Filters
from tests.conftest import Dataset, Workshop


def test_share_and_depth_are_sums_over_the_lines(brand: Dataset) -> None:
    paid, deal, deal_list = Decimal(0), Decimal(0), Decimal(0)
    for line in brand.lines():
        if line["amount"] > 0 and line["list_price"] is not None:
            list_amount = line["list_price"] * line["quantity"]
            paid += line["amount"]
            if line["amount"] < Decimal("0.98") * list_amount:
                deal += line["amount"]
                deal_list += list_amount
    months = discounts.monthly(brand.store, brand.version, Filters())
    deals = discounts.deals(months)
    assert deals.share.value == pytest.approx(float(deal / paid), abs=1e-9)
    assert deals.depth.value == pytest.approx(float(1 - deal / deal_list), abs=1e-9)
    assert deals.known == 1
    assert discounts.trend(months).height == 24


def test_full_price_and_discounted_firsts_are_all_customers(brand: Dataset) -> None:
    counts = discounts.first_counts(brand.store, brand.version, Filters())
    assert counts["customers"].sum() == brand.manifest.about["count_customers"]
    for change in discounts.after_first(counts):
        assert change.full.value is not None
        assert change.discounted.value is not None
        assert change.change.value == pytest.approx(change.full.value - change.discounted.value)
    assert discounts.after_first(counts.clear()) == ()


def test_without_list_prices_nothing_is_measured(workshop: Workshop) -> None:
    dataset = workshop.rows([{"order_id": "a", "ordered_at": "2024-01-01", "amount": 5}])
    deals = discounts.deals(discounts.monthly(dataset.store, dataset.version, Filters()))
    assert (deals.share.value, deals.depth.value, deals.known) == (None, None, 0)
    assert discounts.trend(discounts.monthly(dataset.store, dataset.version, Filters())).is_empty()


def test_units_back_by_product_are_counted(brand: Dataset) -> None:
    sold: Counter[str] = Counter()
    back: Counter[str] = Counter()
    for line in brand.lines():
        if line["amount"] > 0:
            sold[line["product"]] += line["quantity"]
        if line["quantity"] < 0 or line["return_reason"]:
            back[line["product"]] += abs(line["quantity"])
    products = returns.products(brand.store, brand.version, Filters())
    units = {row["product"]: (row["sold"], row["sent_back"]) for row in products.to_dicts()}
    assert units == {name: (sold[name], back[name]) for name in sold}
    reasons = returns.reasons(brand.store, brand.version, Filters(), sum(sold.values()))
    assert reasons["quantity"].sum() == sum(back.values())


def test_who_sent_back_is_counted_customer_by_customer(brand: Dataset) -> None:
    money: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    first_line: dict[tuple[str, str], date] = {}
    return_days: dict[str, set[date]] = defaultdict(set)
    for line in brand.lines():
        who, day = line["customer_id"], line["ordered_at"].date()
        if who is None:
            continue
        key = (who, line["order_id"])
        money[key] += line["amount"]
        first_line[key] = min(day, first_line.get(key, day))
        if line["quantity"] < 0 or line["amount"] < 0 or line["return_reason"]:
            return_days[who].add(day)
    firsts: dict[str, date] = {}
    for (who, order), day in first_line.items():
        if money[who, order] > 0:
            firsts[who] = min(day, firsts.get(who, day))
    window = timedelta(days=returns.WINDOW)
    watched = {who: day for who, day in firsts.items() if day + window <= brand.as_of}
    hits = Counter(
        day.replace(day=1)
        for who, day in watched.items()
        if any(day <= return_day <= day + window for return_day in return_days[who])
    )
    cohorts = returns.cohorts(brand.store, brand.version, Filters())
    assert dict(cohorts.select("month_on", "returners").iter_rows()) == hits
    assert cohorts["eligible"].sum() == len(watched)


def test_more_back_than_sold_has_no_rate(workshop: Workshop) -> None:
    shared = {"ordered_at": "2024-01-01", "sku": "a"}
    dataset = workshop.rows(
        [
            {"order_id": "1", "quantity": 1, "amount": 10, **shared},
            {"order_id": "2", "quantity": -3, "amount": -30, **shared},
        ]
    )
    row = returns.products(dataset.store, dataset.version, Filters()).row(0, named=True)
    assert (row["sold"], row["sent_back"], row["rate"], row["low"]) == (1, 3, None, None)
