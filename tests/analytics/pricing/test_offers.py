"""Offers at given prices against published demand, plain recomputation and broken answers."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.pricing.demand import pooled
from analytics.pricing.offers import Offers, buy_answers, offers
from tests.analytics.pricing.published import KRISTROM, VALDEZ, one_price, sheet, two_prices


def answered(answers: pl.DataFrame, unit_cost: float | None = None) -> Offers:
    rows, repeated, unreadable = buy_answers(answers)
    return offers(rows, unit_cost, repeated=repeated, unreadable=unreadable)


def test_the_published_demand_of_562_people() -> None:
    """Kristrom 1990: pooled shares, the lower bound of the mean, and the price that brings most."""
    answer = answered(one_price(KRISTROM))
    printed = [0.85, 0.5577, 0.55, 0.5439, 0.3906, 0.3394, 0.3394, 0.3217, 0.3217, 0.1111]
    assert answer.demand["demand"].to_list() == pytest.approx(printed, abs=5e-5)
    assert answer.floor.value == pytest.approx(2141.8, abs=0.05)
    assert answer.best == {"revenue": 5000}
    assert answer.demand["revenue_chance"].sum() == pytest.approx(1)


def test_a_best_price_at_the_end_of_those_asked_is_not_found() -> None:
    """Carson et al. 1992: revenue still rises at the dearest price asked."""
    answer = answered(one_price(VALDEZ))
    shares = [0.6742, 0.5169, 0.5059, 0.3424]
    assert answer.demand["demand"].to_list() == pytest.approx(shares, abs=5e-5)
    assert answer.floor.value == pytest.approx(52.80, abs=5e-3)
    assert answer.best == {}
    assert answer.refusals["revenue"].code == "edge_of_grid"


def test_the_same_people_asked_twice() -> None:
    answer = answered(two_prices())
    assert answer.method == "several_prices"
    assert answer.floor.value == pytest.approx(54.06, abs=5e-3)


CELLS = st.lists(
    st.tuples(st.integers(1, 30), st.floats(0, 1)).map(lambda cell: (cell[0], int(np.prod(cell)))),
    min_size=1,
    max_size=8,
)


@settings(max_examples=50, deadline=None)
@given(CELLS)
def test_pooling_neighbour_by_neighbour_gives_the_same_shares(
    cells: list[tuple[int, int]],
) -> None:
    offered, bought = (np.array([column], dtype=float) for column in zip(*cells, strict=True))
    assert pooled(bought, offered)[0] == pytest.approx(plain_pooling(cells))


def plain_pooling(cells: list[tuple[int, int]]) -> list[float]:
    """Pool adjacent violators one by one (Ayer et al. 1955)."""
    blocks: list[list[int]] = []
    for count, bought in cells:
        blocks.append([count, bought, 1])
        while len(blocks) > 1 and blocks[-2][1] * blocks[-1][0] < blocks[-1][1] * blocks[-2][0]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    return [bought / count for count, bought, width in blocks for _ in range(width)]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=20, max_size=40))
def test_people_asked_every_price_buy_up_to_the_highest_they_accept(highest: list[int]) -> None:
    prices = (10, 20, 30, 40, 50)
    rows = [
        (str(who), price, "yes" if place < limit else "no")
        for who, limit in enumerate(highest)
        for place, price in enumerate(prices)
    ]
    demand = answered(sheet(rows)).demand["demand"].to_list()
    expected = [sum(limit > place for limit in highest) / len(highest) for place in range(5)]
    assert demand == pytest.approx(expected, abs=2e-3)


def test_what_cannot_be_read_is_counted_and_left_out() -> None:
    good = one_price(tuple((price, 20, 20 - price // 10) for price in (10, 20, 30, 40)))
    broken = sheet(
        [
            ("p", 10, "perhaps"),
            ("q", -5, "yes"),
            ("r", 10, "7"),
            ("s", 20, "no"),
            ("s", 20, "yes"),
            ("t", 10, "no"),
            ("t", 40, "yes"),
        ]
    )
    quality = answered(pl.concat([good, broken])).quality
    assert (quality.people, quality.repeated) == (82, 1)
    assert (quality.unreadable, quality.contradictory) == (3, 1)


def test_profit_moves_the_best_price_up_and_intents_count_as_less_than_a_yes() -> None:
    cells = ((10, 40, 40), (20, 40, 32), (30, 40, 18), (40, 40, 4))
    answer = answered(one_price(cells), unit_cost=15.0)
    assert answer.best == {"revenue": 20, "profit": 30}
    certain = answered(sheet([(f"{p}{who}", p, "5") for p in (1, 2, 3, 4) for who in range(20)]))
    assert certain.method == "intents"
    assert certain.demand["demand"].to_list() == pytest.approx([0.7] * 4)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ((), "no_answers"),
        (((10, 40, 30), (20, 40, 20), (30, 40, 9)), "few_prices"),
        (((10, 40, 30), (20, 40, 20), (30, 19, 9), (40, 40, 2)), "few_a_price"),
    ],
)
def test_too_little_is_refused(cells: tuple[tuple[float, int, int], ...], code: str) -> None:
    answer = answered(one_price(cells))
    assert answer.refusal is not None
    assert answer.refusal.code == code
