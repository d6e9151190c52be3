"""The product that divides the price by product from the price by money, and what would mend it."""

import math
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.gate import DEFAULT, same_price
from analytics.gate.prices import aligned, by_product, divider, drivers
from tests.analytics.gate.test_verdict import PRICES, dominated, prices, product_month

REVENUE = {"item": pl.String, "private_paid": pl.Float64}
MONTHS = range(1, 7)

brands = st.lists(
    st.tuples(st.floats(0.6, 1.5), st.integers(1, 2000)), min_size=5, max_size=12
).map(
    lambda products: pl.DataFrame(
        [
            product_month(n, month, ratio, units)
            for n, (ratio, units) in enumerate(products)
            for month in MONTHS
        ],
        schema=PRICES,
        orient="row",
    )
)


def products_of(frame: pl.DataFrame) -> pl.DataFrame:
    return by_product(frame, pl.DataFrame(schema=REVENUE), DEFAULT)


def at_public_price(frame: pl.DataFrame, products: tuple[str, ...]) -> pl.DataFrame:
    is_aligned = pl.col("product").is_in(list(products))
    price = pl.when(is_aligned).then("public_price").otherwise("private_price")
    return frame.with_columns(price.alias("private_price"))


def test_it_is_the_main_product() -> None:
    frame = dominated(0.75, 0.64)
    divided = divider(products_of(frame), same_price(frame))
    assert divided is not None
    assert (divided.item, divided.product) == ("p0", "Product 0")
    assert divided.gap == pytest.approx(-0.25)
    assert divided.share == pytest.approx(0.64, abs=0.002)


def test_of_a_close_call_it_is_the_product_with_the_most_money() -> None:
    frame = dominated(0.995, 0.85, noise=0.003)
    divided = divider(products_of(frame), same_price(frame))
    assert divided is not None
    assert divided.item == "p0"


@pytest.mark.parametrize("frame", [prices(0.88, 12), prices(1.0, 12), prices(1.0, 0)])
def test_nothing_divides_what_agrees(frame: pl.DataFrame) -> None:
    assert divider(products_of(frame), same_price(frame)) is None


@given(frame=brands)
@settings(max_examples=40, deadline=None)
def test_without_the_divider_the_two_lie_closer(frame: pl.DataFrame) -> None:
    """At the median's own ratio it pulls no more, and of all products it pulled the most."""
    condition = same_price(frame)
    divided = divider(products_of(frame), condition)
    value, money = condition.estimate.value, condition.by_money
    assert value is not None
    assert money is not None
    assert money.estimate.value is not None
    if divided is None or abs(money.estimate.value - value) < 0.01:
        return

    def apart(item: str) -> float:
        price = pl.when(pl.col("item") == item).then(100 * (1 + value)).otherwise("private_price")
        moved = frame.with_columns(price.alias("private_price"))
        paid = (moved["private_price"] * moved["private_quantity"]).sum()
        gap = paid / (moved["public_price"] * moved["private_quantity"]).sum() - 1
        return (gap - value) * math.copysign(1, money.estimate.value - value)

    pulls = {item: apart(item) for item in frame["item"].unique()}
    assert pulls[divided.item] == pytest.approx(min(pulls.values()), abs=1e-9)


@given(frame=brands)
@settings(max_examples=40, deadline=None)
def test_products_named_bring_the_price_by_money_into_the_band_and_no_fewer_do(
    frame: pl.DataFrame,
) -> None:
    names = aligned(products_of(frame), DEFAULT.band)

    def gap(products: tuple[str, ...]) -> Any:
        money = same_price(at_public_price(frame, products)).by_money
        assert money is not None
        return money.estimate.value

    assert abs(gap(names)) < DEFAULT.band + 1e-9
    if names:
        assert abs(gap(names[:-1])) >= DEFAULT.band - 1e-9


def test_of_a_price_that_fails_by_money_the_drivers_lie_on_its_side() -> None:
    frame = dominated(0.75, 0.64).with_columns(month_on=date(2024, 1, 1))
    assert drivers(products_of(frame), -1)["item"].to_list() == ["p0"]
