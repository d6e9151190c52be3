"""Correspondence analysis against R's `ca`, its identities, and maps that are refused."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analytics.positioning.base import Refusal
from analytics.positioning.rival_map import RATINGS, correspondence, rival_map

SMOKE = ((4, 2, 3, 2), (4, 3, 7, 4), (25, 10, 12, 4), (18, 24, 33, 13), (10, 6, 7, 2))
"""Staff groups by how much they smoke: R's `ca`, data set `smoke` (Greenacre 1984)."""


def ratings(raters: int, brands: int = 3, attributes: int = 3) -> pl.DataFrame:
    """Every rater marks brand b 9 or 10 for attribute b, mostly, and others seldom."""
    rng = np.random.default_rng(raters)
    rows = [
        (f"b{b}", f"a{a}", f"p{p}", 10.0 if rng.random() < (0.7 if a == b else 0.2) else 4.0)
        for p in range(raters)
        for b in range(brands)
        for a in range(attributes)
    ]
    return pl.DataFrame(rows, schema=RATINGS, orient="row")


def test_the_published_inertias() -> None:
    """`print.ca` of `ca(smoke)`: .074759, .010017, .000414; 87.76, 11.76 and .49 %."""
    plane = correspondence(SMOKE)
    assert plane.inertias == pytest.approx([0.074759, 0.010017, 0.000414], abs=5e-7)
    assert 100 * plane.shares == pytest.approx([87.76, 11.76, 0.49], abs=5e-3)


@settings(max_examples=20, deadline=None)
@given(arrays(np.int64, (4, 3), elements=st.integers(1, 40)))
def test_inertia_is_chi_square_by_n_and_distances_are_those_of_profiles(table: np.ndarray) -> None:
    plane = correspondence(table)
    total = table.sum()
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / total
    assert plane.inertias.sum() == pytest.approx(((table - expected) ** 2 / expected).sum() / total)
    profiles = table / table.sum(axis=1, keepdims=True)
    scaled = (profiles[0] - profiles[1]) / np.sqrt(table.sum(axis=0) / total)
    apart = np.linalg.norm(plane.rows[0] - plane.rows[1])
    assert apart == pytest.approx(np.linalg.norm(scaled), abs=1e-9)
    assert profiles @ plane.standard == pytest.approx(plane.rows, abs=1e-9)


def test_a_brand_stands_with_what_it_is_marked_for_whatever_the_order_of_rows() -> None:
    frame = ratings(60)
    answer = rival_map(frame)
    places = {
        name: np.array([x, y]) for name, x, y in answer.points.select("name", "x", "y").iter_rows()
    }
    for b in range(3):
        nearest = min(range(3), key=lambda a: float(np.dot(places[f"b{b}"], -places[f"a{a}"])))
        assert nearest == b
    assert sum(answer.shares) == pytest.approx(1)
    mixed = rival_map(frame.sample(fraction=1, shuffle=True, seed=1))
    assert mixed.points.equals(answer.points)


def test_maps_that_say_nothing_are_refused() -> None:
    assert rival_map(pl.DataFrame(schema=RATINGS)).refusal == Refusal("no_ratings", 0, 1)
    assert rival_map(ratings(29)).refusal == Refusal("few_raters", 29, 30)
    assert rival_map(ratings(40, brands=2)).refusal == Refusal("few_brands", 2, 3)
    assert rival_map(ratings(40, attributes=2)).refusal == Refusal("few_attributes", 2, 3)


def test_brands_with_few_raters_and_marks_outside_the_scale_are_left_out_by_name() -> None:
    few = ratings(5).with_columns(brand=pl.lit("new"))
    beyond = pl.DataFrame([("b0", "a0", "x", 90.0)], schema=RATINGS, orient="row")
    answer = rival_map(pl.concat([ratings(40), few, beyond]))
    assert answer.left_out == ("new",)
    assert answer.off_scale == 1
    assert answer.raters == {"b0": 40, "b1": 40, "b2": 40, "new": 5}


def test_high_marks_of_a_single_rater_are_no_map() -> None:
    plain = ratings(40).with_columns(score=pl.lit(5.0))
    high = plain.with_columns(
        score=pl.when(pl.col("respondent") == "p0").then(10.0).otherwise("score")
    )
    assert rival_map(high).refusal == Refusal("few_high_raters", 1, 5)
    assert rival_map(plain).refusal == Refusal("few_high_marks", 0, 3)
    off = rival_map(plain.with_columns(score=pl.lit(50.0)))
    assert (off.refusal, off.off_scale) == (Refusal("off_scale", 0, 1), 360)


def test_the_last_mark_of_a_rater_counts_and_the_earlier_is_counted() -> None:
    frame = ratings(40)
    again = frame.head(1).with_columns(score=pl.lit(0.0))
    answer = rival_map(pl.concat([again, frame]))
    assert answer.superseded == 1
    assert answer.points.equals(rival_map(frame).points)
