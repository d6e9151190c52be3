"""Elasticity found again where it was planted, and refused where nothing can tell."""

import numpy as np
import polars as pl
import pytest

from analytics.pricing.base import Refusal
from analytics.pricing.elasticity import elasticity, expected_change, optimum
from analytics.pricing.price_moves import move_effects
from analytics.pricing.weeks import product_weeks
from analytics.stats.intervals import Estimate
from tests.analytics.pricing.shops import ROWS, shop


def code(refusal: object) -> str:
    assert isinstance(refusal, Refusal)
    return refusal.code


@pytest.mark.parametrize("level", [4.0, 1.0])
def test_what_was_planted_lies_in_the_interval(level: float) -> None:
    """At level 1 many weeks sell nothing, which takes the likelihood of counts."""
    answer = elasticity(product_weeks(shop(level=level)))
    assert answer.method == ("poisson" if level == 1.0 else "least_squares")
    assert answer.refusal is None
    assert answer.value.low is not None
    assert answer.value.high is not None
    assert answer.value.low < -2 < answer.value.high
    assert answer.value.high - answer.value.low < 1
    assert 15 <= answer.moved <= 20


def test_without_effects_of_products_dear_ones_would_only_sell_less() -> None:
    """Ten times dearer products that sell a tenth as often say nothing about a price."""
    rows = shop(elasticity=0.0, deal_lift=0.0)
    dear = pl.col("item") < "s20"
    scaled = rows.with_columns(
        price=pl.when(dear).then(pl.col("price") * 10).otherwise(pl.col("price")),
    )
    value = elasticity(product_weeks(scaled)).value
    assert value.low is not None
    assert value.high is not None
    assert value.low < 0 < value.high


def test_it_is_refused_where_nothing_can_tell() -> None:
    refusals = {
        "no_sales": pl.DataFrame(schema=ROWS),
        "few_weeks": shop(weeks=25, movers=0),
        "few_products": shop(movers=7),
        "no_variation": shop(step=0.04),
        "deal_is_price": shop(step=0.12, deals=0.3, products=90),
    }
    answers = {name: elasticity(product_weeks(rows)) for name, rows in refusals.items()}
    assert {name: code(answer.refusal) for name, answer in answers.items()} == {
        name: name for name in refusals
    }
    assert all(answer.value.value is None for answer in answers.values())


def test_the_optimum_by_the_published_multiples() -> None:
    """e -1.2, -1.5 and -2 put it at 6, 3 and 2 times the cost; not if -1 lies within reach."""
    for slope, multiple in ((-1.2, 6), (-1.5, 3), (-2.0, 2)):
        best = optimum(Estimate(slope, slope - 0.1, slope + 0.1, 20), 10.0)
        assert isinstance(best, Estimate)
        assert best.value == pytest.approx(10 * multiple)
        assert best.low is not None
        assert best.high is not None
        assert best.low < 10 * multiple < best.high
    assert code(optimum(Estimate(-1.5, -2.1, -0.9, 20), 10.0)) == "not_elastic"
    assert code(optimum(Estimate(-2.0, -2.1, -1.9, 20), None)) == "no_cost"


def test_nothing_is_said_of_prices_nobody_has_seen() -> None:
    slope = Estimate(-2.0, -2.5, -1.5, 20)
    change = expected_change(slope, 100.0, 110.0, (90.0, 120.0))
    assert isinstance(change, Estimate)
    assert (change.value, change.low) == (
        pytest.approx(1.1**-2 - 1),
        pytest.approx(1.1**-2.5 - 1),
    )
    assert code(expected_change(slope, 100.0, 121.0, (90.0, 120.0))) == "beyond_seen"


def test_moves_are_found_in_their_week_and_deals_are_none() -> None:
    rows = shop(movers=1, products=12, noise=0.0, deals=0.15)
    moves = product_weeks(rows).moves
    assert [move.product for move in moves] == [0]
    own = rows.filter(item="s00")["price"].to_numpy()
    move = moves[0]
    before, after = own[move.week - 1], own[move.week]
    assert max(before, own[move.week - 2]) == pytest.approx(move.before)
    assert max(after, own[move.week + 1]) == pytest.approx(move.after)


def test_a_list_price_says_when_the_price_moved_whatever_was_paid() -> None:
    rows = shop(movers=0, products=10, deals=0.0)
    is_late = pl.col("week_on") >= pl.date(2025, 1, 6)
    jitter = np.random.default_rng(1).uniform(0.92, 0.95, rows.height)
    first = pl.col("item") == "s00"
    listed_rows = rows.with_columns(
        list_price=pl.col("price") * pl.when(is_late & first).then(1.2).otherwise(1.0),
        price=pl.col("price") * pl.Series(jitter),
    )
    table = product_weeks(listed_rows)
    assert [(move.product, table.weeks[move.week].isoformat()) for move in table.moves] == [
        (0, "2025-01-06")
    ]


def test_a_rise_is_set_against_products_alike() -> None:
    effects = move_effects(product_weeks(shop(elasticity=-2.0, noise=0.02, level=5.0)))
    answers = [effect for effect in effects if effect.refusal is None]
    assert len(answers) == len(effects) == 20
    implied = np.median([effect.implied for effect in answers if effect.implied is not None])
    assert implied == pytest.approx(-2.0, abs=0.3)
    for effect in answers:
        truth = (effect.after / effect.before) ** -2.0 - 1
        assert effect.units.low is not None
        assert effect.units.high is not None
        assert effect.units.low - 0.1 < truth < effect.units.high + 0.1
    weeks_on = [effect.week_on for effect in effects]
    assert weeks_on == sorted(weeks_on, reverse=True)


def test_money_above_cost_is_units_times_what_each_earns() -> None:
    effect = next(
        effect for effect in move_effects(product_weeks(shop())) if effect.units.value is not None
    )
    rows = shop().filter(item=effect.item)
    cost = rows["unit_cost"][0]
    earned = (effect.after - cost) / (effect.before - cost)
    assert effect.margin.value == pytest.approx((1 + effect.units.value) * earned - 1)


def test_a_move_without_products_alike_or_sales_is_refused() -> None:
    lonely = move_effects(product_weeks(shop(products=8, movers=1)))
    assert [code(effect.refusal) for effect in lonely] == ["few_controls"]
    slow = move_effects(product_weeks(shop(level=-2.5, deals=0.0, weeks=104, movers=40)))
    assert all(code(effect.refusal) in {"few_sales", "few_controls"} for effect in slow)


def test_nothing_sold_gives_empty_tables() -> None:
    table = product_weeks(pl.DataFrame(schema=ROWS))
    assert table.units.shape == (0, 0)
    assert table.moves == ()
    assert move_effects(table) == []
