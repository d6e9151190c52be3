"""From list price to what remains: exact, and a band or a refusal where something is unknown."""

from decimal import Decimal

import polars as pl
import pytest

from analytics.margins.base import Refusal
from analytics.margins.waterfall import KEYS, waterfall
from tests.analytics.margins.sides import sides, sold


def test_every_step_is_taken_off_exactly() -> None:
    answer = waterfall(
        *sides(
            sold(
                *("A", 10, "80.00", "30.00"),
                list_amount="100.00",
                refunded="8.00",
                charged_paid="80.00",
                commission="4.01",
                given_units=2,
                priced_given_units=2,
                given_cost="3.00",
            )
        )
    )
    taken = {key: answer.loss(key).amount for key in KEYS}
    assert taken == {
        "deals": Decimal("20.00"),
        "gifts": Decimal("3.00"),
        "refunds": Decimal("8.00"),
        "commission": Decimal("4.01"),
        "goods": Decimal("30.00"),
    }
    assert answer.pocket == Decimal("72.00")
    assert answer.contribution == Decimal("34.99")
    assert answer.band == (Decimal("34.99"), Decimal("34.99"))
    assert answer.without == ()


def test_an_unknown_cost_is_the_mean_between_the_least_and_the_most_seen() -> None:
    products = sides(
        sold("A", 1, "50.00", "10.00"), sold("B", 1, "40.00", "20.00"), sold("C", 1, "10.00")
    )
    answer = waterfall(*products)
    goods = answer.loss("goods")
    assert goods.known == pytest.approx(0.9)
    # Shares of cost seen are a fifth, a half, and 30 of 90 on average.
    assert (goods.low, goods.amount, goods.high) == (
        Decimal("32.00"),
        Decimal("33.33"),
        Decimal("35.00"),
    )
    assert answer.band == (Decimal("65.00"), Decimal("68.00"))


@pytest.mark.parametrize(
    ("costed", "code"), [("0.00", "no_costs"), ("79.99", "few_costs"), ("80.00", None)]
)
def test_under_four_fifths_costed_nothing_remains_to_be_said(costed: str, code: str | None) -> None:
    row = sold("A", 1, "100.00", costed_paid=costed, sold_cost="10.00", goods_cost="10.00")
    answer = waterfall(*sides(row))
    assert (answer.refusal and answer.refusal.code) == code
    assert (answer.contribution is None) == (code is not None)
    assert answer.pocket == Decimal("100.00")


def test_without_any_list_price_deals_are_unknown_and_not_nothing() -> None:
    row = sold("A", 1, "100.00", "10.00", unlisted_paid="100.00", refunded="5.00")
    answer = waterfall(*sides(row))
    assert answer.loss("deals").refusal == Refusal("no_list_prices", 0.0)
    assert answer.contribution == Decimal("85.00")
    assert answer.pocket == Decimal("95.00")
    half = waterfall(*sides(row, sold("B", 1, "100.00", "10.00", list_amount="150.00")))
    assert (half.loss("deals").amount, half.loss("deals").known) == (Decimal("50.00"), 0.5)


@pytest.mark.parametrize(
    ("commission", "is_refused"), [("0.05", True), ("0.00", False), ("5.00", False)]
)
def test_a_commission_written_as_a_rate_is_not_taken_for_money(
    commission: str, is_refused: bool
) -> None:
    row = sold("A", 1, "100.00", "10.00", charged_paid="100.00", commission=commission)
    loss = waterfall(*sides(row)).loss("commission")
    assert (loss.refusal == Refusal("rate_commissions")) == is_refused
    assert (loss.amount is None) == is_refused


def test_unknown_commissions_lie_between_none_and_the_highest_of_a_channel() -> None:
    products, _ = sides(
        sold("A", 1, "100.00", "10.00", charged_paid="90.00", commission="9.00"),
    )
    channels = pl.DataFrame(
        {
            "channel": ["a", "b", "own"],
            "paid": [Decimal(60), Decimal(30), Decimal(10)],
            "charged_paid": [Decimal(60), Decimal(30), Decimal(0)],
            "commission": [Decimal(3), Decimal(6), Decimal(0)],
        }
    )
    loss = waterfall(products, channels).loss("commission")
    assert (loss.low, loss.amount, loss.high) == (
        Decimal("9.00"),
        Decimal("10.00"),
        Decimal("11.00"),
    )


@pytest.mark.parametrize(
    ("charged", "code"), [("0.00", "no_commissions"), ("50.00", "few_commissions")]
)
def test_too_few_commissions_are_left_out_and_never_zero(charged: str, code: str) -> None:
    row = sold("A", 1, "100.00", "10.00", charged_paid=charged, commission="1.00")
    answer = waterfall(*sides(row))
    loss = answer.loss("commission")
    assert loss.amount is None
    assert loss.refusal is not None
    assert loss.refusal.code == code
    assert answer.without == ("commission",)
    assert answer.contribution == Decimal("90.00")


def test_gifts_without_a_cost_are_left_out_and_named() -> None:
    given = sold("G", 0, "0.00", given_units=10, priced_given_units=7, given_cost="7.00")
    answer = waterfall(*sides(sold("A", 1, "100.00", "10.00"), given))
    assert answer.loss("gifts").refusal == Refusal("few_gift_costs", 0.7, 0.8)
    assert "gifts" in answer.without
    given |= {"priced_given_units": 8, "given_cost": Decimal("8.00")}
    filled = waterfall(*sides(sold("A", 1, "100.00", "10.00"), given)).loss("gifts")
    assert filled.amount == Decimal("10.00")


def test_paid_above_list_price_is_counted_and_makes_deals_negative() -> None:
    row = sold(
        "A", 1, "110.00", "10.00", list_amount="100.00", count_raised_lines=1, raised="10.00"
    )
    answer = waterfall(*sides(row))
    assert answer.loss("deals").amount == Decimal("-10.00")
    assert (answer.quality.raised_lines, answer.quality.raised) == (1, Decimal("10.00"))
    assert answer.contribution == Decimal("100.00")


def test_nothing_sold_is_refused() -> None:
    answer = waterfall(*sides())
    assert answer.refusal == Refusal("no_sales")
    assert answer.contribution is None
    assert answer.share(Decimal(1)) == 0
