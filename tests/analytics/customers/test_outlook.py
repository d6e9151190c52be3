"""Draws of one customer's future against the models' expectations, and the answer as a whole."""

from datetime import date

import numpy as np
import pytest

from analytics.customers.clv import bgnbd, draws, gammagamma, model, outlook
from tests.analytics.customers.test_clv import UNTIL, simulated
from tests.conftest import Dataset, Workshop

PUBLISHED = bgnbd.Params(0.243, 4.414, 0.793, 2.426)
SPEND = gammagamma.Params(6.25, 3.74, 15.44)
HISTORIES = (
    np.array([0.0, 2.0, 2.0, 25.0]),
    np.array([0.0, 30.43, 8.0, 38.0]),
    np.full(4, 38.86),
)


@pytest.fixture(scope="module")
def shop(workshop: Workshop) -> Dataset:
    return workshop.rows(simulated(1_500), as_of=UNTIL)


def test_the_mean_of_the_draws_is_the_expectation() -> None:
    """Equation 10 of the paper, and 1.226 of the spreadsheet note 004 among it."""
    chance = np.random.default_rng(4)
    counts = draws.purchases(PUBLISHED, HISTORIES, 39.0, chance=chance, count=60_000)
    expected = bgnbd.expected(PUBLISHED, *HISTORIES, 39.0)
    error = counts.std(axis=1) / np.sqrt(counts.shape[1])
    assert (np.abs(counts.mean(axis=1) - expected) < 4 * error).all()
    assert expected[1] == pytest.approx(1.226, abs=0.0005)


def test_the_value_of_a_purchase_is_the_expected_one() -> None:
    chance = np.random.default_rng(5)
    x, mean = np.array([0.0, 5.0]), np.array([np.nan, 80.0])
    counts = np.ones((2, 200_000), dtype=np.int64)
    worth = draws.values(counts, SPEND, x, np.nan_to_num(mean), chance)
    expected = gammagamma.expected(SPEND, x, np.nan_to_num(mean))
    error = worth.std(axis=1) / np.sqrt(worth.shape[1])
    assert (np.abs(worth.mean(axis=1) - expected) < 4 * error).all()
    assert (draws.values(0 * counts, SPEND, x, np.nan_to_num(mean), chance) == 0).all()


def test_the_dearest_are_those_of_the_whole_list(shop: Dataset) -> None:
    progress: list[float] = []
    query = model.ClvQuery(UNTIL)
    report = outlook.report(shop.store, shop.version, query, date(2024, 9, 1), progress.append)
    assert progress == sorted(progress)
    rows = report.dearest
    assert rows.height == outlook.DEAREST
    assert rows["value"].is_sorted(descending=True)
    assert rows["value"].sum() < report.totals["value"]  # type: ignore[operator]
    assert (rows["purchases_low"] <= rows["purchases"]).all()
    assert (rows["purchases"] <= rows["purchases_high"]).all()
    assert report.by_cohort["purchases"].sum() == pytest.approx(report.totals["purchases"])
    assert not report.is_held
    assert report.held_out is not None


def test_nine_of_ten_futures_are_within_the_limits(shop: Dataset) -> None:
    """Seen from two thirds on, of those expected to buy most, held to what they then bought."""
    split = date(2024, 9, 1)
    query = model.ClvQuery(split, horizon_days=(UNTIL - split).days)
    rows = outlook.report(shop.store, shop.version, query, date(2024, 6, 1), lambda _: None).dearest
    days = {(row["customer_id"], row["ordered_at"].date()) for row in shop.lines()}
    inside = [
        row["purchases_low"]
        <= sum(split < day <= UNTIL for who, day in days if who == row["customer_id"])
        <= row["purchases_high"]
        for row in rows.to_dicts()
    ]
    assert sum(inside) >= 0.75 * len(inside)
