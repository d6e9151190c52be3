"""What changed: published leverage of price and volume, and parts that always sum."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.margins.change import PARTS, change
from analytics.margins.waterfall import waterfall
from tests.analytics.margins.sides import sides, sold

PROFIT = 9
"""Of every 100 of sales, over what does not vary with them (Marn and Rosiello 1992)."""


def test_one_percent_of_price_is_worth_a_ninth_of_profit_and_of_volume_a_thirtieth() -> None:
    """Marn and Rosiello 1992, Harvard Business Review 70(5): of the average of 2,463 companies one
    per cent of price adds 11.1 % to the profit, one of volume 3.3 %."""
    before = sides(sold("A", 100, "100.00", "70.30"))
    dearer = change(before, sides(sold("A", 100, "101.00", "70.30")))
    assert float(dearer.parts["price"]) / PROFIT == pytest.approx(0.111, abs=0.0005)
    assert sum(dearer.parts.values()) == dearer.parts["price"]
    scaled = sides(sold("A", 10_000, "10000.00", "7030.00"))
    more = change(scaled, sides(sold("A", 10_100, "10100.00", "7100.30")))
    assert float(more.parts["volume"]) / (100 * PROFIT) == pytest.approx(0.033, abs=0.0005)
    assert sum(more.parts.values()) == more.parts["volume"]


def test_a_swing_to_what_earns_less_is_mix() -> None:
    before = sides(sold("A", 50, "500.00", "100.00"), sold("B", 50, "500.00", "400.00"))
    after = sides(sold("A", 25, "250.00", "50.00"), sold("B", 75, "750.00", "600.00"))
    answer = change(before, after)
    # A keeps 8 a unit and B 2; half of A's units went over to B.
    assert answer.parts["mix"] == Decimal("-150.00")
    assert {part for part, amount in answer.parts.items() if amount} == {"mix"}


def test_new_and_dropped_products_are_mix() -> None:
    before = sides(sold("A", 10, "100.00", "40.00"), sold("old", 10, "100.00", "70.00"))
    after = sides(sold("A", 10, "100.00", "40.00"), sold("new", 10, "100.00", "50.00"))
    answer = change(before, after)
    assert (answer.came, answer.went) == (1, 1)
    assert answer.parts["mix"] == Decimal("20.00")
    assert answer.parts["volume"] == 0


def test_each_rate_is_a_part_of_its_own() -> None:
    more: dict[str, Any] = {"charged_paid": "100.00", "commission": "5.00", "refunded": "10.00"}
    before = sides(sold("A", 10, "100.00", "40.00", **more))
    more |= {"charged_paid": "90.00", "commission": "9.00", "refunded": "4.00"}
    after = sides(sold("A", 10, "90.00", "35.00", **more))
    parts = change(before, after).parts
    assert {name: float(amount) for name, amount in parts.items() if amount} == {
        "price": -10,
        "refunds": 6,
        "commission": -4,
        "cost": 5,
    }


def test_what_one_period_does_not_tell_is_left_out_of_both() -> None:
    told = {"charged_paid": "100.00", "commission": "5.00"}
    before, after = sold("A", 10, "100.00", "40.00"), sold("A", 10, "100.00", "40.00", **told)
    answer = change(sides(before), sides(after))
    assert answer.left_out == ("commission",)
    assert (answer.before, answer.after) == (Decimal("60.00"), Decimal("60.00"))
    assert not any(answer.parts.values())


def test_without_costs_in_one_period_the_change_is_refused() -> None:
    answer = change(sides(sold("A", 10, "100.00")), sides(sold("A", 10, "100.00", "40.00")))
    assert answer.refusal is not None
    assert answer.refusal.code == "no_costs"
    assert answer.parts == {}


CENTS = st.integers(0, 10_000_00).map(lambda cents: Decimal(cents).scaleb(-2))


@st.composite
def products(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to five products of any money; some unknown, given away, or only sent back."""
    rows = []
    for item in draw(st.sets(st.sampled_from("ABCDE"), max_size=5)):
        paid = draw(CENTS)
        is_costed, is_charged = draw(st.booleans()), draw(st.booleans())
        row = sold(item, draw(st.integers(0, 500)), str(paid))
        row |= {"list_amount": draw(CENTS), "refunded": draw(CENTS)}
        if is_costed:
            cost = draw(CENTS)
            row |= {"costed_paid": paid, "sold_cost": cost, "goods_cost": cost - draw(CENTS)}
        if is_charged:
            row |= {"charged_paid": paid, "commission": draw(CENTS)}
        row["given_units"] = draw(st.integers(0, 9))
        row["priced_given_units"] = draw(st.integers(0, row["given_units"]))
        row["given_cost"] = draw(CENTS) if row["priced_given_units"] else Decimal()
        rows.append(row)
    return rows


@given(products(), products())
def test_the_parts_sum_to_the_change_exactly(before, after) -> None:
    answer = change(sides(*before), sides(*after))
    if answer.refusal is not None:
        assert answer.parts == {}
        return
    assert answer.before is not None
    assert answer.after is not None
    assert set(answer.parts) == set(PARTS)
    assert sum(answer.parts.values()) == answer.after - answer.before


@given(products())
def test_a_waterfall_sums_exactly_and_its_band_holds_it(rows) -> None:
    answer = waterfall(*sides(*rows))
    if answer.contribution is None or answer.band is None:
        assert answer.refusal is not None
        return
    taken = sum(loss.amount for loss in answer.losses if loss.amount is not None)
    assert answer.listed - taken == answer.contribution
    assert answer.band[0] <= answer.contribution <= answer.band[1]
