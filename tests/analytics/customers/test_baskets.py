"""Pairs against plain counting, and the interval of a lift against a simulation."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations

import numpy as np
import polars as pl
import pytest

from analytics.customers import baskets
from analytics.filters import Filters
from tests.conftest import Dataset, Workshop


def test_pairs_are_counted_order_by_order(brand: Dataset) -> None:
    orders: dict[str, set[str]] = defaultdict(set)
    for line in brand.lines():
        if line["quantity"] > 0 and line["amount"] > 0:
            orders[line["order_id"]].add(line["product"])
    singles = Counter(name for basket in orders.values() for name in basket)
    together = Counter(
        frozenset(pair) for basket in orders.values() for pair in combinations(basket, 2)
    )
    pairs = baskets.pairs(brand.store, brand.version, Filters())
    assert pairs.height > 50
    for row in pairs.to_dicts():
        left, right = row["left_name"], row["right_name"]
        assert row["with_both"] == together[frozenset((left, right))]
        assert (row["with_left"], row["with_right"]) == (singles[left], singles[right])
        assert row["orders"] == len(orders)
        expected = row["with_both"] * len(orders) / (singles[left] * singles[right])
        assert row["lift"] == pytest.approx(expected)
        assert row["confidence"] == row["with_both"] / singles[row["given"]]


def test_the_interval_of_a_lift_holds_95_times_in_100() -> None:
    shares = (0.04, 0.11, 0.16, 0.69)
    truth = shares[0] / ((shares[0] + shares[1]) * (shares[0] + shares[2]))
    drawn = np.random.default_rng(20).multinomial(2_000, shares, size=2_000)
    counts = pl.DataFrame(
        {
            "left_name": "a",
            "right_name": "b",
            "orders": 2_000,
            "with_left": drawn[:, 0] + drawn[:, 1],
            "with_right": drawn[:, 0] + drawn[:, 2],
            "with_both": drawn[:, 0],
        }
    )
    lifts = baskets.affinities(counts)
    held = lifts.select(pl.lit(truth).is_between("lift_low", "lift_high").mean()).item()
    assert 0.935 <= held <= 0.965


def test_gifts_and_returns_are_no_choice(workshop: Workshop) -> None:
    day = "2024-01-01"
    rows = [
        {"order_id": f"o{n}", "ordered_at": day, "sku": sku, "quantity": units, "amount": amount}
        for n in range(12)
        for sku, units, amount in (("a", 1, 10), ("b", 1, 10), ("gift", 1, 0), ("c", -1, -10))
    ]
    dataset = workshop.rows(rows)
    pairs = baskets.pairs(dataset.store, dataset.version, Filters())
    assert pairs.select("left_name", "right_name", "with_both").rows() == [("a", "b", 12)]
    assert baskets.largest(dataset.store, dataset.version, Filters()) is None
