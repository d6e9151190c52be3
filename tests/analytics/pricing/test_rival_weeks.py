"""Rivals' prices by week as the price index has them, and what they do to own sales."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from analytics.pricing.base import Refusal
from analytics.pricing.elasticity import HALF, Elasticity, elasticity
from analytics.pricing.rival_weeks import rival_weeks
from analytics.pricing.rivals import price_index
from analytics.pricing.weeks import ProductWeeks, product_weeks
from analytics.stats.quantiles import student_t
from tests.analytics.pricing.shops import rival_prices, shop
from tests.analytics.pricing.test_standing import own, seen, sizes

WEEKS = [date(2024, 1, 1) + timedelta(7 * place) for place in range(30)]


def test_each_week_has_the_median_that_the_price_index_has_on_its_last_day() -> None:
    rng = np.random.default_rng(3)
    sightings = seen(
        [
            {
                "sku": str(rng.choice(["a", "b"])),
                "rival": f"rival {rng.integers(3)}",
                "price": float(rng.integers(20, 60)),
                "units_per_pack": float(rng.integers(1, 3)),
                "size": float(rng.choice([30.0, 50.0])) if rng.random() < 0.8 else None,
                "size_unit": "ml",
                "seen_on": WEEKS[0] + timedelta(int(rng.integers(-60, 160))),
            }
            for _ in range(25)
        ]
    )
    packs = sizes(("a", 40, "ml"))
    prices = rival_weeks(["b", "c", "a"], WEEKS, packs, sightings)
    assert np.isnan(prices[1]).all()
    products = own(("a", "A", 30.0), ("b", "B", 30.0))
    for place, week in enumerate(WEEKS):
        last_day = week + timedelta(6)
        until_then = sightings.filter(pl.col("seen_on") <= last_day)
        index = price_index(products, packs, until_then, last_day).products
        # A product once compared by size never is by the pack, which would look like a move.
        per = pl.when(pl.col("item") == "a").then(pl.lit("size")).otherwise(pl.lit("pack"))
        rows = index.filter(pl.col("per") == per)
        medians = dict(rows.select("item", "rival_price").rows())
        for row, item in ((0, "b"), (2, "a")):
            expected = medians.get(item, float("nan"))
            assert prices[row, place] == pytest.approx(expected, nan_ok=True), (item, week)


def test_a_sighting_counts_from_its_day_for_ninety_days_and_never_without_one() -> None:
    seen_on = WEEKS[2] + timedelta(6)
    line = rival_weeks(["a"], WEEKS, sizes(), seen([{"price": 20.0, "seen_on": seen_on}]))[0]
    assert np.flatnonzero(np.isfinite(line)).tolist() == list(range(2, 15))
    later = rival_weeks(
        ["a"], WEEKS, sizes(), seen([{"price": 20.0, "seen_on": seen_on + timedelta(1)}])
    )[0]
    assert np.flatnonzero(np.isfinite(later)).tolist() == list(range(3, 16))
    dayless = seen([{"price": 20.0, "seen_on": None}])
    assert np.isnan(rival_weeks(["a"], WEEKS, sizes(), dayless)).all()
    assert rival_weeks([], [], sizes(), dayless).shape == (0, 0)


@pytest.mark.parametrize("level", [4.0, 1.0])
@pytest.mark.parametrize("cross", [0.8, 0.0])
def test_a_planted_cross_elasticity_lies_in_the_interval(cross: float, level: float) -> None:
    prices = rival_prices()
    answer = elasticity(product_weeks(shop(level=level, pull=cross * np.log(prices / 100))), prices)
    assert answer.rival_refusal is None
    for estimate, truth in ((answer.rival, cross), (answer.value, -2.0)):
        assert estimate.low is not None
        assert estimate.high is not None
        assert estimate.low < truth < estimate.high
    assert answer.rival.high - answer.rival.low < 0.5  # type: ignore[operator]
    if cross:
        assert answer.rival.low > 0  # type: ignore[operator]


def patchy(prices: np.ndarray) -> np.ndarray:
    """Rivals of some products were never seen, of others only later."""
    patches = prices.copy()
    patches[:10], patches[10:20, :40] = np.nan, np.nan
    return patches


def test_dummies_and_a_plain_sandwich_say_the_same() -> None:
    prices = patchy(rival_prices())
    table = product_weeks(shop(pull=0.8 * np.log(rival_prices() / 100), level=5.0, weeks=104))
    answer = elasticity(table, prices)
    assert answer.method == "least_squares"
    assert answer.rival_refusal is None
    product, week = np.nonzero(table.on_sale)
    log_rival = np.log(np.nan_to_num(prices[product, week], nan=1.0))
    stretch = product + 40 * np.isfinite(prices[product, week])
    columns = [np.log(table.price[product, week]), table.is_deal[product, week], log_rival]
    dummies = [stretch == code for code in np.unique(stretch)]
    dummies += [week == code for code in np.unique(week)[1:]]
    design = np.column_stack([*columns, *dummies]).astype(float)
    outcome = np.log(table.units[product, week] + HALF)
    slopes = np.linalg.lstsq(design, outcome, rcond=None)[0]
    assert answer.value.value == pytest.approx(slopes[0])
    assert answer.deal.value == pytest.approx(slopes[1])
    assert answer.rival.value == pytest.approx(slopes[2])
    scores = design * (outcome - design @ slopes)[:, None]
    sums = np.array([scores[product == place].sum(axis=0) for place in range(40)])
    bread = np.linalg.inv(design.T @ design)
    factor = 40 / 39 * (len(outcome) - 1) / (len(outcome) - design.shape[1])
    error = np.sqrt(factor * (bread @ sums.T @ sums @ bread)[2, 2])
    moved = int((np.nanmax(prices[10:], axis=1) / np.nanmin(prices[10:], axis=1) > 1.03).sum())
    assert answer.rival.high == pytest.approx(slopes[2] + student_t(moved - 1) * error)


@pytest.mark.parametrize("level", [5.0, 1.0])
def test_the_slope_through_the_dots_is_the_elasticity(level: float) -> None:
    answer = elasticity(product_weeks(shop(level=level)), patchy(rival_prices()))
    over_price, over_units, weight = (
        answer.dots[name].to_numpy() for name in ("log_price", "log_units", "weight")
    )
    slope = (weight * over_price * over_units).sum() / (weight * over_price**2).sum()
    assert slope == pytest.approx(answer.value.value, rel=1e-4)
    assert np.average(over_units, weights=weight) == pytest.approx(0, abs=1e-6)
    assert answer.dots.height == answer.rows
    assert answer.dots["units"].sum() == shop(level=level)["quantity"].sum()


def left_out(table: ProductWeeks, prices: np.ndarray | None) -> str:
    answer = elasticity(table, prices)
    assert isinstance(answer.rival_refusal, Refusal)
    assert answer.rival.value is None
    plain: Elasticity = elasticity(table)
    assert (answer.value, answer.deal) == (plain.value, plain.deal)
    return answer.rival_refusal.code


def test_the_term_is_left_out_where_it_cannot_be_told() -> None:
    table, moving = product_weeks(shop()), rival_prices()
    seven = np.where(np.arange(40)[:, None] < 7, moving, np.nan)
    brief = np.where(np.arange(104) < 25, moving, np.nan)
    together = np.repeat(moving[:1], 40, axis=0)
    answers = {
        "none": left_out(table, None),
        "unseen": left_out(table, np.full(moving.shape, np.nan)),
        "seven": left_out(table, seven),
        "brief": left_out(table, brief),
        "still": left_out(table, np.full(moving.shape, 100.0)),
        "few moved": left_out(table, np.where(np.arange(40)[:, None] < 7, moving, 100.0)),
        "hardly": left_out(table, 100 * (moving / 100) ** 0.2),
        "all at once": left_out(table, together),
        "as ours": left_out(table, np.where(np.isfinite(table.price), table.price, table.usual)),
    }
    assert answers == {
        "none": "few_rival_weeks",
        "unseen": "few_rival_weeks",
        "seven": "few_rival_weeks",
        "brief": "few_rival_weeks",
        "still": "rival_still",
        "few moved": "rival_still",
        "hardly": "rival_still",
        "all at once": "rival_alike",
        "as ours": "rival_alike",
    }


def test_a_refused_elasticity_has_neither_dots_nor_rivals() -> None:
    answer = elasticity(product_weeks(shop(movers=7)), rival_prices())
    assert answer.refusal is not None
    assert answer.dots.is_empty()
    assert answer.rival.value is None
