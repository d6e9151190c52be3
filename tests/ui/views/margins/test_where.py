"""What the page says of money: its first line, what is counted, and what would tell more."""

from typing import Any

import polars as pl
import pytest

from analytics.margins.base import Refusal
from analytics.margins.prices_that_pay import ROOMS, PriceRoom
from analytics.margins.unit_costs import TRENDS, UnitCosts
from analytics.margins.waterfall import Waterfall, waterfall
from tests.analytics.margins.sides import sides, sold
from tests.ui.figures import TEXTS
from ui.text import Text
from ui.views.margins import priced, where

EN = Text("en")


def of(**more: Any) -> Waterfall:
    """62 of 100 list are paid, 4 go back, and goods cost 12."""
    told = {"list_amount": "100.00", "refunded": "4.00"} | more
    return waterfall(*sides(sold("A", 1, "62.00", "12.00", **told)))


def test_the_first_line_says_what_arrives_what_remains_and_what_takes_more() -> None:
    charged = {"charged_paid": "62.00", "commission": "15.00"}
    assert where.headline(of(**charged), EN) == (
        "Of 100 list, 58 arrive after deals and refunds and 31 remain; "
        "commission takes more than the goods cost"
    )
    assert where.badge(of(**charged)) == "sound"
    assert where.headline(of(**charged | {"commission": "5.00"}), EN).endswith(
        "41 remain; the goods cost more than commission takes"
    )
    assert where.headline(of(), EN).endswith("46 remain, before commission")
    assert where.badge(of()) == "indicative"


def test_what_is_refused_says_why_and_what_to_bring() -> None:
    answer = of(costed_paid="31.00")
    assert where.headline(answer, EN) == (
        "Of 100 list, 58 arrive after deals and refunds; what remains cannot be told: "
        "only 50% of what was paid has a cost, and it takes 80%"
    )
    assert where.badge(answer) == "insufficient"
    costs, commissions = where.remedies(answer, EN)[::-1]
    assert "unit cost" in costs
    assert "commission" in commissions
    assert where.headline(waterfall(*sides()), EN) == "Nothing was paid within these filters"


def test_what_was_odd_is_counted() -> None:
    assert where.quality(of(), EN) == []
    odd = of(count_raised_lines=3, raised="5.00", count_excess_lines=2, excess_commission="900.00")
    raised, excess = where.quality(odd, EN)
    assert "3" in raised
    assert "2" in excess
    assert "900" in excess


def test_the_table_ends_in_what_remains_and_its_range() -> None:
    table = where.steps_table(of(costed_paid="50.00"), EN)
    assert table["money"][-1] == float(of(costed_paid="50.00").contribution or 0)
    assert table.filter(pl.col("step") == "Commission")["money"].to_list() == [None]


def rooms(*rooms: float) -> PriceRoom:
    rows = [
        {
            **dict.fromkeys(ROOMS),
            "item": f"{place}",
            "product": f"P{place}",
            "price": 90.0,
            "paid": 1.0,
            "lowest_price": 80.0 - each,
            "rivals": 5,
            "rival_low": 80.0,
            "room": each,
        }
        for place, each in enumerate(rooms)
    ]
    products = pl.DataFrame(rows, schema=ROOMS, orient="row")
    return PriceRoom(products, 0.25, len(rooms), before_commission=False)


def test_products_that_would_lose_money_at_the_rivals_price_are_counted() -> None:
    assert "25%" in priced.room_sentence(rooms(20.0), EN)
    assert priced.room_sentence(rooms(20.0, -10.0), EN).endswith("rivals' low price: 1.")
    drawn = priced.rooms(rooms(20.0, -10.0), EN)
    assert (drawn["low"] <= drawn["high"]).all()


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.lang)
def test_every_refusal_has_its_words_and_its_remedy(text: Text) -> None:
    for codes in where.REMEDIES.values():
        for code in codes:
            refusal = Refusal(code, 1, 3)  # type: ignore[arg-type]
            assert where.remedy(refusal, text)
            if code in ("same_cost", "few_changes", "no_cost"):
                empty = pl.DataFrame(schema=TRENDS)
                assert priced.costs_sentence(UnitCosts(empty, None, 0, 0, refusal), text)
            if code not in ("same_cost", "few_changes"):
                assert where.reason(refusal, text)


def test_a_trend_is_said_with_how_many_carry_it() -> None:
    falling = UnitCosts(pl.DataFrame(schema=TRENDS), -0.1, 2, 1)
    assert priced.costs_sentence(falling, EN).startswith("The cost of a unit fell by 10.0% a year")
    assert "1" in priced.stamped(falling, EN)


def test_without_list_prices_shares_are_of_what_was_paid_and_nothing_takes_most_of_it() -> None:
    text = Text("en")
    row = sold("A", 1, "100.00", "10.00", unlisted_paid="100.00")
    answer = waterfall(*sides(row))
    assert where.headline(answer, text).startswith("No list prices")
    assert where.steps(answer, text)["label"][0] == "Paid"
    assert "10.0% of what was paid" in where.caption(answer, text)
    bare = waterfall(*sides(sold("A", 1, "100.00", unlisted_paid="100.00")))
    assert where.caption(bare, text) == ""
