"""Dependence against the published index, and leaks that are there or not."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ip.dependence import dependence
from analytics.ip.leaks import REDEMPTIONS, code_uses, discounts, jump_of
from analytics.ip.roster import roster
from tests.analytics.ip.books import point, sheet

BEGIN, END = date(2025, 1, 6), date(2025, 12, 28)


def test_the_index_of_the_us_justice_department() -> None:
    """Horizontal Merger Guidelines: shares of 30, 30, 20 and 20 % are 2,600 points."""
    answer = dependence({"a": 30, "b": 30, "c": 20, "d": 20}, 200)
    assert answer.index.value == pytest.approx(0.26)
    assert answer.effective == pytest.approx(3.846, abs=0.001)
    assert answer.band == "concentrated"
    assert answer.largest == "a"
    assert answer.share.value == pytest.approx(0.3)
    assert (answer.lost, answer.all_new) == (30, 200)
    assert answer.rest.value == pytest.approx((9 + 4 + 4) / 49)


@pytest.mark.parametrize(("ips", "band"), [(12, "spread"), (8, "leaning"), (5, "concentrated")])
def test_bands_of_2023(ips: int, band: str) -> None:
    assert dependence({str(ip): 100 for ip in range(ips)}, 9999).band == band


def test_too_few_ips_or_customers_are_refused() -> None:
    assert dependence({"a": 900, "b": 100, "c": 0}, 1000).refusal.code == "few_ips"  # type: ignore[union-attr]
    few = dependence({"a": 20, "b": 20, "c": 9}, 1000)
    assert few.refusal is not None
    assert (few.refusal.code, few.refusal.have, few.refusal.least) == ("few_customers", 49, 50)
    assert few.index.value is None
    assert few.band is None


def test_what_is_left_is_less_dependent_or_not() -> None:
    assert dependence({"a": 500, "b": 100, "c": 100, "d": 100, "e": 100}, 1).without == "less"
    assert dependence({"a": 500, "b": 450, "c": 20, "d": 10}, 1).without == "no_less"
    assert dependence({"a": 26, "b": 9, "c": 8, "d": 7, "e": 7}, 1).without == "cannot_tell"


@given(st.lists(st.integers(1, 400), min_size=3, max_size=9).filter(lambda n: sum(n) >= 50))
def test_the_index_lies_between_even_and_alone(counts: list[int]) -> None:
    answer = dependence({str(place): count for place, count in enumerate(counts)}, sum(counts))
    assert answer.index.value is not None
    assert 1 / len(counts) - 1e-9 <= answer.index.value < 1
    assert answer.effective == pytest.approx(1 / answer.index.value)
    assert answer.lost == max(counts)


def weeks(counts: list[int]) -> dict[date, int]:
    return {BEGIN + timedelta(weeks=place): count for place, count in enumerate(counts)}


def test_a_code_used_all_at_once_without_a_touchpoint_jumps() -> None:
    counts = [2] * 51
    counts[30] = 15
    jump, refusal = jump_of(weeks(counts), [BEGIN], BEGIN, END)
    assert refusal is None
    assert jump is not None
    assert jump.week_on == BEGIN + timedelta(weeks=30)
    assert (jump.orders, jump.usual) == (15, pytest.approx(2))
    assert jump.p_value < 0.001
    touched, _ = jump_of(weeks(counts), [BEGIN, BEGIN + timedelta(days=200)], BEGIN, END)
    assert touched is not None
    assert touched.p_value > 0.5


def test_the_chance_is_the_binomials() -> None:
    """15 of 35 orders in one week of eleven others alike: scipy's binom.sf(14, 35, 1 / 12)."""
    from scipy.stats import binom

    rng = np.random.default_rng(3)
    counts = [*rng.permutation([1, 2, 1, 2, 2, 2, 2, 2, 2, 2, 2]).tolist(), 15]
    end = BEGIN + timedelta(weeks=12, days=-1)
    points = [BEGIN + timedelta(weeks=place) for place in range(0, 8, 2)]
    jump, _ = jump_of(weeks(counts), points, BEGIN, end)
    assert jump is not None
    quiet = 12 - 9
    assert jump.p_value == pytest.approx(quiet * binom.sf(14, sum(counts), 1 / 12), rel=1e-6)


def test_steady_codes_jump_at_most_five_times_in_a_hundred() -> None:
    rng = np.random.default_rng(7)
    false = 0
    for _ in range(400):
        jump, _ = jump_of(weeks(rng.poisson(3, 51).tolist()), [BEGIN], BEGIN, END)
        false += jump is not None and jump.p_value < 0.05
    assert false / 400 <= 0.06


def test_where_touchpoints_leave_no_quiet_week_or_have_no_day_nothing_is_said() -> None:
    always = [BEGIN + timedelta(days=7 * place) for place in range(60)]
    for points in (always, [BEGIN, None]):
        jump, refusal = jump_of(weeks([3] * 51), points, BEGIN, END)
        assert jump is None
        assert refusal is not None
        assert refusal.code == "no_quiet_weeks"
    short = jump_of(weeks([3] * 5), [], BEGIN, BEGIN + timedelta(weeks=5))[1]
    assert short is not None
    assert short.code == "few_weeks"
    assert jump_of({}, [], BEGIN, END)[1] is not None


def uses(**codes: tuple[int, int]) -> pl.DataFrame:
    rows = [
        {
            **dict.fromkeys(REDEMPTIONS, 0),
            "code": code,
            "week_on": BEGIN,
            "first_orders": new,
            "existing_orders": old,
            "orders": new + old,
            "amount": 80.0 * new,
            "list_amount": 100.0 * new,
        }
        for code, (new, old) in codes.items()
    ]
    return pl.DataFrame(rows, schema=REDEMPTIONS)


def test_a_code_that_mostly_old_customers_use_is_told_from_the_others() -> None:
    people = roster(sheet(point("Ann", "A"), point("Bob", "B"), point("Cat", "C")))
    rows = uses(A=(100, 5), B=(20, 60), C=(90, 8), X=(1, 50))
    by_code = {use.code: use for use in code_uses(rows, people, BEGIN, END)}
    assert [code for code, use in by_code.items() if use.is_of_old] == ["B"]
    assert by_code["B"].existing.value == pytest.approx(0.75)
    assert [code for code, use in by_code.items() if use.is_unowned] == ["X"]
    alone = code_uses(uses(B=(20, 60)), people, BEGIN, END)[0]
    assert not alone.is_of_old
    assert alone.existing_refusal is not None
    assert alone.existing_refusal.code == "few_orders"


def test_discounts_are_of_first_orders_and_their_list_prices() -> None:
    people = roster(sheet(point("Ann", "A"), point("Bob", "B")))
    assert discounts(uses(A=(10, 0), B=(0, 3)), people) == {"ann": pytest.approx(0.2)}
