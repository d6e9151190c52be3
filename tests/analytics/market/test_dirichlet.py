"""The NBD-Dirichlet against the published toothpaste market, a simulation and its own laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.market import dirichlet

TOOTHPASTE = dirichlet.category(0.56, 2.6)
"""Goodhardt, Ehrenberg and Chatfield 1984, as the R package NBDdirichlet prints it."""
SHARES = (0.25, 0.19, 0.10, 0.10, 0.09, 0.08, 0.03, 0.02)
PENETRATIONS = (0.20, 0.17, 0.09, 0.08, 0.08, 0.07, 0.03, 0.02)


def test_the_published_category() -> None:
    assert TOOTHPASTE is not None
    assert TOOTHPASTE.mean == pytest.approx(1.456)
    assert TOOTHPASTE.shape == pytest.approx(0.78, abs=0.005)


@pytest.mark.parametrize(
    ("share", "bought_by", "rate", "category_rate", "repeat"),
    [
        (0.25, 0.20, 1.82, 3.16, 0.554),
        (0.19, 0.16, 1.76, 3.22, 0.533),
        (0.02, 0.02, 1.61, 3.38, 0.466),
    ],
)
def test_the_published_brands(
    share: float, bought_by: float, rate: float, category_rate: float, repeat: float
) -> None:
    assert TOOTHPASTE is not None
    brand = dirichlet.expected(TOOTHPASTE, share, 1.3)
    assert brand.penetration == pytest.approx(bought_by, abs=0.005)
    assert brand.rate == pytest.approx(rate, abs=0.005)
    assert brand.category_rate == pytest.approx(category_rate, abs=0.005)
    assert brand.repeat == pytest.approx(repeat, abs=0.0006)


def test_each_brand_s_own_spread() -> None:
    assert TOOTHPASTE is not None
    fits = zip(SHARES, PENETRATIONS, strict=True)
    spreads = [dirichlet.spread(TOOTHPASTE, *fit) for fit in fits]
    assert None not in spreads
    values = [spread for spread in spreads if spread is not None]
    assert (min(values), max(values)) == pytest.approx((0.84, 2.22), abs=0.01)
    assert np.average(values, weights=SHARES) == pytest.approx(1.55, abs=0.005)


def test_people_drawn_by_the_model_come_back_as_expected() -> None:
    assert TOOTHPASTE is not None
    rng, people, share, alike = np.random.default_rng(5), 400_000, 0.19, 1.3
    pace = rng.gamma(TOOTHPASTE.shape, TOOTHPASTE.mean / TOOTHPASTE.shape, people)
    liking = rng.beta(share * alike, (1 - share) * alike, people)
    first, second = (rng.poisson(pace * liking) > 0 for _ in range(2))
    brand = dirichlet.expected(TOOTHPASTE, share, alike)
    assert first.mean() == pytest.approx(brand.penetration, abs=0.003)
    assert second[first].mean() == pytest.approx(brand.repeat, abs=0.006)


def test_no_fit_is_none() -> None:
    # 0.9 bought, and once each: less spread than by chance.
    assert dirichlet.category(0.9, 1.05) is None
    assert TOOTHPASTE is not None
    assert dirichlet.spread(TOOTHPASTE, 0.25, 0.55) is None
    assert dirichlet.spread(TOOTHPASTE, 0.25, 0.10) is None


@settings(max_examples=40, deadline=None)
@given(
    share=st.floats(0.005, 0.5),
    larger=st.floats(1.1, 1.9),
    alike=st.floats(0.2, 8),
    bought_by=st.floats(0.1, 0.8),
)
def test_larger_brands_are_bought_by_more_and_more_often(
    share: float, larger: float, alike: float, bought_by: float
) -> None:
    market = dirichlet.category(bought_by, 4.5)
    assert market is not None
    small = dirichlet.expected(market, share, alike)
    large = dirichlet.expected(market, share * larger, alike)
    assert small.penetration < large.penetration < bought_by
    assert small.rate < large.rate
    assert small.repeat < large.repeat < 1
    fitted = dirichlet.spread(market, share, small.penetration)
    assert fitted == pytest.approx(alike, rel=1e-4)
