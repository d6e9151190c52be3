"""Agreement within a group and on an order, against published examples and plain counting."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare

from analytics.workshop.agreement import (
    agreement_by_chance,
    concordance,
    concordance_by_chance,
    within_group_agreement,
)


def test_agreement_is_what_james_demaree_and_wolf_define() -> None:
    """On five options the variance at random is 2; answers 4, 4, 5 have a variance of 1/3."""
    assert within_group_agreement([4, 4, 5], 5) == pytest.approx(1 - (1 / 3) / 2)
    assert within_group_agreement([7, 7, 7, 7], 11) == 1.0
    assert within_group_agreement([0, 0, 10, 10], 11) < -2
    assert np.isnan(within_group_agreement([7], 11))


def test_a_group_of_two_agrees_by_chance_as_often_as_counted() -> None:
    """All 121 pairs of answers: the line holds at least 95 % of them."""
    agreed = sorted(within_group_agreement(pair, 11) for pair in product(range(11), repeat=2))
    line = agreement_by_chance(2, 11)
    assert np.mean(np.array(agreed) <= line) >= 0.95


@pytest.mark.parametrize(("people", "line"), [(5, 0.77), (8, 0.58), (12, 0.46), (20, 0.34)])
def test_more_people_agree_less_by_chance(people: int, line: float) -> None:
    assert agreement_by_chance(people, 11) == pytest.approx(line, abs=0.03)


@pytest.mark.parametrize(
    ("people", "things", "line"), [(3, 7, 0.624), (5, 5, 0.456), (8, 4, 0.318), (15, 7, 0.136)]
)
def test_chance_lines_of_the_order_are_near_the_published_tables(
    people: int, things: int, line: float
) -> None:
    """Critical values of Friedman's s at 5 % (Friedman 1940), as W = 12 s / (k² (n³ - n)): s is
    157.3 of 3 and 7, 112.3 of 5 and 5, 101.7 of 8 and 4, 864.9 of 15 and 7."""
    assert concordance_by_chance(people, things) == pytest.approx(line, abs=0.03)


@given(
    st.integers(2, 6).flatmap(
        lambda things: st.lists(
            st.lists(st.integers(0, 10), min_size=things, max_size=things), min_size=3, max_size=8
        )
    )
)
def test_concordance_is_that_of_friedmans_test(rows: list[list[int]]) -> None:
    """W = chi² / (people (things - 1)), ties and all, as scipy works chi² out."""
    ratings = np.array(rows, dtype=float)
    ours = concordance(ratings)
    if np.isnan(ours) or ratings.shape[1] < 3:
        return
    theirs = friedmanchisquare(*ratings.T).statistic / (len(rows) * (ratings.shape[1] - 1))
    assert ours == pytest.approx(theirs)
