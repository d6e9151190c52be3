"""Measures of pricing against sums by hand, and on the sample brand."""

import math
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from analytics.ingest import drafts
from analytics.measures import MEASURES
from analytics.measures.pricing import distance_from, held, weighted
from analytics.pricing.price_moves import by_direction, move_effects
from analytics.pricing.sensitivity import sensitivity
from analytics.pricing.weeks import product_weeks
from analytics.stats.intervals import Estimate
from analytics.view import View
from tests.analytics.pricing.shops import shop
from tests.conftest import Dataset, Workshop

STEPPED = pl.DataFrame(
    [(100.0 + n, 150.0 + n, 200.0 + n, 250.0 + n) for n in range(40)],
    ["too_cheap", "cheap", "expensive", "too_expensive"],
    orient="row",
)
"""Nobody's "cheap" lies below anybody's "too cheap": people accept 139 to 239 and no price else."""


@pytest.mark.parametrize(
    ("price", "distance"),
    [(120.0, 1 - 120 / 139), (139.0, 0.0), (180.0, 0.0), (239.0, 0.0), (300.0, 1 - 239 / 300)],
)
def test_how_far_a_price_lies_outside_what_people_accept(price: float, distance: float) -> None:
    estimate = distance_from(sensitivity(STEPPED), price)
    assert estimate.value == pytest.approx(distance)
    assert estimate.low is not None
    assert estimate.high is not None
    assert 0 <= estimate.low <= distance + 1e-12
    assert distance - 1e-12 <= estimate.high < 1


def test_the_sample_brand_sells_inside_what_people_accept(brand: Dataset) -> None:
    estimate = MEASURES["price_beyond_range"].take(View(brand.store, brand.manifest))
    assert (estimate.value, estimate.low) == (0, 0)
    assert estimate.n > 400
    assert MEASURES["price_over_fair_value"].take(View(brand.store, brand.manifest)).value is None
    assert MEASURES["volume_held"].take(View(brand.store, brand.manifest)).value is None


def test_volume_held_is_the_geometric_mean_of_the_rises() -> None:
    rises, _ = by_direction(move_effects(product_weeks(shop())))
    pair = [
        replace(rises[0], units=Estimate(value, low, high, 9), week_on=date(2026, 1, 5))
        for value, low, high in ((-0.1, -0.28, 0.125), (-0.4, -0.52, -0.25))
    ]
    estimate = held(pair)
    assert estimate.value == pytest.approx(math.sqrt(0.9 * 0.6))
    assert estimate.low == pytest.approx(math.sqrt(0.9 * 0.6) * 0.8)
    assert estimate.high == pytest.approx(math.sqrt(0.9 * 0.6) * 1.25)
    assert estimate.n == 2
    assert held([]).value is None


def test_what_is_held_is_what_the_planted_elasticity_leaves() -> None:
    """Rises by e^0.2 at an elasticity of -2 leave e^-0.4 of the units."""
    rises, _ = by_direction(move_effects(product_weeks(shop())))
    estimate = held(rises)
    assert estimate.n == 5
    assert estimate.value == pytest.approx(math.exp(-0.4), abs=0.05)
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.low < math.exp(-0.4) < estimate.high


@pytest.mark.parametrize(
    ("size", "rival"), [("30,ml", (108 + 90) / 2), ("0.03,L", (108 + 90) / 2), (",", 180.0)]
)
def test_prices_against_rivals_go_by_size_where_sizes_are_known(
    workshop: Workshop, size: str, rival: float
) -> None:
    """30 ml at 100, beside 50 ml at 180, 200 ml at 600 and one of no known size at 20; without an
    own size the middle piece counts."""
    tables = {
        "orders": "order_id,ordered_at,sku,quantity,amount\n"
        "1,2024-01-05,a,2,200\n2,2024-01-06,a,1,100\n",
        "products": f"sku,product,launched_on,size,size_unit\na,Serum,2020-01-01,{size}\n",
        "competitor_prices": "sku,rival,price,units_per_pack,seen_on,size,size_unit\n"
        "a,r1,180,1,2024-01-02,50,ml\na,r2,1200,2,2024-01-02,0.2,l\na,r3,20,1,2024-01-02,,\n",
    }
    parts = [part for name, rows in tables.items() for part in workshop.look(rows, f"{name}.csv")]
    with workshop.quick():
        manifest = drafts.import_parts(
            workshop.store, parts, label="sizes", as_of=date(2024, 1, 31), keep_originals=False
        )
    estimate = MEASURES["relative_price"].take(View(workshop.store, manifest))
    assert estimate.value == pytest.approx(100 / rival)


def test_people_asked_about_several_products_count_once_and_narrow_nothing() -> None:
    parts = [Estimate(0.1, 0.0, 0.3, 30)] * 4
    same = weighted(parts, [1.0] * 4, [{f"p{n}" for n in range(30)}] * 4)
    assert same == Estimate(pytest.approx(0.1), pytest.approx(0.0), pytest.approx(0.3), 30)
    others = weighted(parts, [1.0] * 4, [{f"{part} {n}" for n in range(30)} for part in range(4)])
    assert others.n == 120
    assert others.low == pytest.approx(0.05)
    assert others.high == pytest.approx(0.2)
