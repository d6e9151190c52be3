"""What a new product took, on simulated shops with and without it, and who bought, by walking
through purchases one by one."""

import random
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from analytics.filters import Filters
from analytics.launch import buyers
from analytics.launch.base import Refusal
from analytics.launch.launches import Launch, launches
from analytics.launch.taken import Taken, certainty_of, taken
from analytics.stats.intervals import Estimate
from analytics.view import View
from tests.bench import launch_rates
from tests.conftest import Dataset, Workshop

DAY_ZERO = launch_rates.MONDAY + timedelta(7 * launch_rates.START)


def answer(rows: pl.DataFrame, *others: Launch, day_zero: date = DAY_ZERO) -> Taken:
    launch = launch_rates.launched(day_zero)
    return taken(rows, launch, [launch, *others])


@pytest.fixture(scope="module")
def shop() -> pl.DataFrame:
    return launch_rates.shop(np.random.default_rng(3), drift=0.0, noise=0.0, taken_share=0.8)


def code(refusal: Refusal | None) -> str:
    assert refusal is not None
    return refusal.code


def test_a_planted_loss_is_seen_and_none_where_none_was(shop: pl.DataFrame) -> None:
    planted = answer(shop)
    assert planted.certainty == "clear"
    assert planted.share.low is not None
    assert planted.share.high is not None
    assert planted.share.low < 0.8 < planted.share.high
    assert planted.units.value == pytest.approx(planted.share.value * planted.new_units)  # type: ignore[operator]
    assert (planted.controls, planted.older, planted.weeks) == (15, 6, 13)
    quiet = launch_rates.shop(np.random.default_rng(4), drift=0.0, noise=0.0)
    assert answer(quiet).certainty != "clear"


def test_few_shops_without_a_loss_are_called_clear() -> None:
    """Seeded; at 5 % false ones, more than 5 of 40 come once in 70 such sets of shops."""
    clear, held, _ = launch_rates.shops(40, 21, 0.0)
    assert clear <= 12.5
    assert held >= 87.5


def test_expected_units_sum_to_what_was_taken(shop: pl.DataFrame) -> None:
    planted = answer(shop)
    after = planted.rows.drop_nulls("low")
    assert after.height == planted.weeks
    gap = float(sum(after["expected"])) - float(sum(after["actual"]))
    assert gap == pytest.approx(planted.units.value, rel=0.01)
    assert after["new_units"].sum() == planted.new_units
    assert planted.placebos["kind"].value_counts().sort("kind").rows() == [
        ("space", 15),
        ("time", 5),
    ]


def test_what_cannot_be_answered_is_refused_by_what_lacks(shop: pl.DataFrame) -> None:
    early = shop.filter(pl.col("week_on") >= DAY_ZERO - timedelta(70))
    assert code(answer(early).refusal) == "few_pre_weeks"
    late = shop.filter(pl.col("week_on") < DAY_ZERO + timedelta(14))
    assert code(answer(late).refusal) == "few_post_weeks"
    alone = shop.filter(pl.col("category").is_in(["A", "B"]))
    few = answer(alone).refusal
    assert few is not None
    assert (few.code, few.have, few.least) == ("few_controls", 5, 8)
    others = shop.filter((pl.col("category") != "A") | (pl.col("item") == "new"))
    assert code(answer(others).refusal) == "no_older"
    thin = shop.with_columns(
        units=pl.when(pl.col("item").str.starts_with("a")).then(0.1).otherwise("units")
    )
    assert code(answer(thin).refusal) == "small_counts"
    unsold = shop.filter(pl.col("item") != "new")
    assert code(answer(unsold).refusal) == "not_sold"


def test_overlapping_launches_cannot_be_told_apart(shop: pl.DataFrame) -> None:
    second = Launch(
        "a1", "a1", "a1", "A", DAY_ZERO + timedelta(20), "product", "past", (), {}, {}, 0
    )
    assert code(answer(shop, second).refusal) == "overlap"


def test_categories_with_a_launch_of_their_own_are_no_controls(shop: pl.DataFrame) -> None:
    touched = Launch(
        "b1", "b1", "b1", "B", DAY_ZERO - timedelta(30), "product", "past", (), {}, {}, 0
    )
    assert answer(shop, touched).controls == 10


def test_clear_takes_limits_and_rank() -> None:
    far = Estimate(0.5, 0.2, 0.8, 9)
    assert certainty_of(far, 1, 0.11) == "clear"
    assert certainty_of(far, 4, 0.4) == "cannot_tell"
    assert certainty_of(Estimate(0.0, -0.05, 0.05, 9), 9, 1.0) == "practically_none"
    assert certainty_of(Estimate(0.1, None, None, 2), 1, 1.0) == "cannot_tell"


def shop_of_buyers(seed: int) -> list[dict[str, object]]:
    chance = random.Random(seed)
    rows = []
    for customer in range(120):
        for order in range(chance.randint(1, 6)):
            on = date(2025, 1, 1) + timedelta(chance.randint(0, 500))
            item = chance.choice(["old", "older", "cream", "new"])
            if item == "new" and on < date(2025, 9, 1):
                item = "old"
            category = "cream" if item == "cream" else "serum"
            rows.append(
                {
                    "order_id": f"{customer}-{order}",
                    "ordered_at": on.isoformat(),
                    "customer_id": f"c{customer}",
                    "sku": item,
                    "category": category,
                    "quantity": 1,
                    "amount": 10,
                }
            )
    return rows


def kinds_by_hand(rows: list[dict[str, object]], day_zero: date, as_of: date) -> dict[str, int]:
    """Who bought, customer by customer."""
    by_customer: dict[object, list[tuple[date, object]]] = {}
    for row in rows:
        day = date.fromisoformat(str(row["ordered_at"]))
        by_customer.setdefault(row["customer_id"], []).append((day, row["sku"]))
    counts: dict[str, int] = {}
    for bought in by_customer.values():
        own = [day for day, item in bought if item == "new"]
        if not own or min(own) < day_zero or min(own) > day_zero + timedelta(90):
            continue
        first = min(own)
        category = [day for day, item in bought if item in ("old", "older")]
        if first + timedelta(90) > as_of:
            kind = "early"
        elif min(day for day, _ in bought) == first:
            kind = "new"
        elif not any(first - timedelta(180) <= day < first for day in category):
            kind = "other"
        elif any(first <= day <= first + timedelta(90) for day in category):
            kind = "added"
        else:
            kind = "switched"
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def test_who_bought_customer_by_customer(workshop: Workshop) -> None:
    rows = shop_of_buyers(8)
    dataset = workshop.rows(rows)
    day_zero = date(2025, 9, 1)
    counts = kinds_by_hand(rows, day_zero, dataset.as_of)
    queried = dataset.run(
        "launch/buyers", item="new", day_zero=day_zero, horizon=90, before_days=180, after_days=90
    )
    assert dict(queried.iter_rows()) == counts
    assert {"new", "other", "added", "switched"} <= set(counts)
    late = date(2026, 3, 1)
    queried = dataset.run(
        "launch/buyers", item="new", day_zero=late, horizon=90, before_days=180, after_days=90
    )
    assert dict(queried.iter_rows()) == kinds_by_hand(rows, late, dataset.as_of)
    assert "early" in dict(queried.iter_rows())


def test_few_buyers_are_refused_and_shares_add_up() -> None:
    few = buyers.of_counts({"new": 5, "early": 70})
    assert few.refusal == Refusal("few_buyers", 5, 30)
    assert (few.early, few.shares) == (70, {})
    many = buyers.of_counts({"new": 20, "added": 15, "switched": 5})
    assert sum(share.value or 0 for share in many.shares.values()) == pytest.approx(1)


def test_the_sample_brand_took_nothing_that_could_be_told(brand: Dataset) -> None:
    view = View(brand.store, brand.manifest, Filters())
    launch = launches(view).find("QY-023")
    assert launch is not None
    answer = buyers.buyers(view, launch)
    assert answer.n >= 300
    assert answer.early > 0
    future = launches(view).launches[0]
    refused = buyers.buyers(view, future).refusal
    assert code(refused) == "to_come"
