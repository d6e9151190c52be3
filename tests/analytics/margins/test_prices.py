"""The lowest price that pays, room against rivals, and how unit costs move."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.margins.base import Refusal
from analytics.margins.prices_that_pay import lowest_price, room
from analytics.margins.unit_costs import unit_costs
from tests.analytics.margins.sides import Sides, sides, sold

TOLD: dict[str, Any] = {"charged_paid": "100.00", "commission": "10.00", "refunded": "10.00"}


def test_a_price_pays_where_nothing_is_left_after_commission_and_refunds() -> None:
    price = lowest_price(40.0, 0.1, 0.1)
    assert price == pytest.approx(50.0)
    assert price is not None
    assert price * (1 - 0.1 - 0.1) - 40.0 == pytest.approx(0)
    assert lowest_price(40.0, 0.6, 0.4) is None


def rooms(side: Sides, rivals: int = 5, unit_cost: float | None = 40.0) -> dict[str, Any]:
    own = pl.DataFrame(
        {"item": ["A"], "product": ["A"], "price": [90.0], "paid": [900.0]}
    ).with_columns(unit_cost=pl.lit(unit_cost, pl.Float64))
    index = pl.DataFrame({"item": ["A"], "rivals": [rivals], "rival_low": [80.0]})
    answer = room(own, *side, index.filter(pl.col("rivals") > 0))
    (row,) = answer.products.to_dicts()
    return row | {"share": answer.share, "before": answer.before_commission}


def test_room_is_the_rivals_lower_quarter_less_the_lowest_price() -> None:
    row = rooms(sides(sold("A", 1, "100.00", "40.00", **TOLD)))
    assert row["lowest_price"] == pytest.approx(50.0)
    assert row["room"] == pytest.approx(30.0)
    assert row["share"] == pytest.approx(30 / 80)
    assert row["refusal"] is None


def test_without_any_commission_prices_are_before_it() -> None:
    row = rooms(sides(sold("A", 1, "100.00", "40.00", refunded="20.00")))
    assert row["before"]
    assert row["commission_rate"] is None
    assert row["lowest_price"] == pytest.approx(50.0)


@pytest.mark.parametrize(
    ("more", "rivals", "cost", "code"),
    [
        ({"commission": "60.00", "refunded": "40.00"}, 5, 40.0, "no_price_pays"),
        ({"charged_paid": "79.00"}, 5, 40.0, "few_commissions"),
        ({}, 5, None, "no_cost"),
        ({}, 2, 40.0, "few_rivals"),
        ({}, 0, 40.0, "no_rivals"),
    ],
)
def test_what_cannot_be_told_has_its_reason(more, rivals: int, cost, code: str) -> None:
    row = rooms(sides(sold("A", 1, "100.00", "40.00", **TOLD | more)), rivals, cost)
    assert row["refusal"] == code
    assert row["room"] is None
    assert row["share"] is None


def months(*costs: float) -> pl.DataFrame:
    days = [date(2024 + place // 12, place % 12 + 1, 1) for place in range(len(costs))]
    return pl.DataFrame(
        {"item": "A", "product": "A", "month_on": days, "units": 10, "unit_cost": list(costs)}
    )


def test_a_cost_that_falls_a_tenth_a_year_is_found() -> None:
    falling = months(*(10 * 0.9 ** (place / 12) for place in range(24)))
    answer = unit_costs(falling)
    assert answer.refusal is None
    assert answer.slope == pytest.approx(-0.1, abs=0.001)
    assert answer.trends["changes"].to_list() == [23]


def test_three_changes_make_a_trend_and_two_do_not() -> None:
    assert unit_costs(months(10, 11, 11, 12)).refusal == Refusal("few_changes", 2, 3)
    assert unit_costs(months(10, 11, 12, 13)).slope is not None


def test_one_cost_for_all_history_is_no_trend_and_is_named() -> None:
    answer = unit_costs(months(10.0, 10.0, 10.01, 10.0))
    assert answer.refusal == Refusal("same_cost")
    assert answer.stamped == 1
    assert unit_costs(months().cast({"item": pl.String, "unit_cost": pl.Float64})).refusal == (
        Refusal("no_cost")
    )
