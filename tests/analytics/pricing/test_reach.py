"""How many would buy at each price, recomputed person by person."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.pricing.reach import PRICES_TRIED, reach
from tests.analytics.pricing.published import price_rows

CALIBRATED = {1: 0.0, 2: 0.1, 3: 0.3, 4: 0.5, 5: 0.7}
STEPS = st.tuples(*[st.integers(1, 9)] * 4, st.integers(1, 5), st.integers(1, 5))


def people(steps: list[tuple[int, ...]]) -> pl.DataFrame:
    """Persons by the steps between their prices, and their two intents."""
    return price_rows(
        [
            {
                "respondent": str(who),
                "too_cheap": person[0],
                "cheap": sum(person[:2]),
                "expensive": sum(person[:3]),
                "too_expensive": sum(person[:4]),
                "intent_cheap": person[4],
                "intent_expensive": person[5],
            }
            for who, person in enumerate(steps)
        ]
    )


@settings(max_examples=6, deadline=None)
@given(st.lists(STEPS, min_size=50, max_size=60))
def test_each_person_interpolated_by_price_alone(steps: list[tuple[int, ...]]) -> None:
    answer = reach(people(steps), unit_cost=2.0)
    prices = answer.curves["price"].to_list()
    by_person = [
        np.interp(
            prices,
            np.cumsum(person[:4]),
            [0, CALIBRATED[person[4]], CALIBRATED[person[5]], 0],
            left=0,
            right=0,
        )
        for person in steps
    ]
    expected = np.mean(by_person, axis=0)
    assert answer.curves["reach"].to_list() == pytest.approx(expected)
    assert answer.curves["profit"].to_list() == pytest.approx(
        [share * (price - 2) for share, price in zip(expected, prices, strict=True)]
    )
    best = answer.best["revenue"]
    assert best.value == pytest.approx(max(expected * prices))
    assert len(prices) == PRICES_TRIED


def test_without_intents_or_with_few_it_is_refused() -> None:
    rows = people([(10, 10, 10, 10, 5, 3)] * 49)
    assert reach(rows).refusal.code == "few_answers"  # type: ignore[union-attr]
    none = rows.with_columns(intent_cheap=pl.lit(None, pl.Float64))
    assert reach(none).refusal.code == "no_intents"  # type: ignore[union-attr]


def test_a_best_at_the_dearest_price_named_says_so() -> None:
    """Nobody gives up before the end but at it: revenue peaks inside."""
    answer = reach(people([(10, 10, 10, 10, 5, 5)] * 50))
    assert not answer.best["revenue"].is_edge
    assert answer.best["revenue"].price.value == pytest.approx(30, rel=0.02)
