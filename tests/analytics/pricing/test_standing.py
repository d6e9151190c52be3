"""Rivals, value and packs: unit prices worked out by hand, and what cannot be compared counted."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from analytics.feedback.answer_sheets import RIVAL_RATINGS
from analytics.pricing.base import Refusal
from analytics.pricing.candidate import break_even_volume, margin_share
from analytics.pricing.pack_sizes import ladder
from analytics.pricing.quality import of_quality
from analytics.pricing.rivals import pack_suspects, price_index
from analytics.pricing.sheets import RIVALS, SIZES
from analytics.pricing.value_map import value_map

TODAY = date(2026, 6, 30)
OWN = {
    "item": pl.String,
    "product": pl.String,
    "category": pl.String,
    "price": pl.Float64,
    "paid": pl.Float64,
}


def own(*rows: tuple[str, str, float]) -> pl.DataFrame:
    """Own products by code, name and price."""
    full = [(item, product, "serum", price, 1000.0) for item, product, price in rows]
    return pl.DataFrame(full, schema=OWN, orient="row")


def seen(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Sightings; product a, today and its own rival unless the row says otherwise."""
    usual = [{"sku": "a", "rival": f"r{n}", "seen_on": TODAY} for n in range(len(rows))]
    return pl.DataFrame([{**base, **row} for base, row in zip(usual, rows, strict=True)], RIVALS)


def sizes(*rows: tuple[str, float, str]) -> pl.DataFrame:
    """The sizes of own products."""
    full = [{"sku": sku, "size": size, "size_unit": unit} for sku, size, unit in rows]
    return pl.DataFrame(full, schema=SIZES)


def test_thirty_millilitres_are_not_set_against_fifty() -> None:
    """By the pack 300 looks dearer than 400; for as much it is a quarter cheaper."""
    rivals = seen(
        [
            {"price": 400.0, "size": 0.03, "size_unit": "L"},
            {"price": 800.0, "size": 30.0, "size_unit": " ml ", "units_per_pack": 2.0},
        ]
    )
    answer = price_index(own(("a", "Serum", 300.0)), sizes(("a", 30, "ml")), rivals, TODAY)
    row = answer.products.row(0, named=True)
    assert (row["per"], row["rivals"], row["rival_price"]) == ("size", 2, 400)
    assert row["index"] == 0.75
    assert row["low"] is None


def test_every_sighting_that_does_not_count_is_counted() -> None:
    rivals = seen(
        [
            {"price": 100.0, "size": 30.0, "size_unit": "ml"},
            {"price": 90.0, "size": 30.0, "size_unit": "ml", "rival": "r0"},
            {"price": 100.0},
            {"price": 100.0, "size": 30.0, "size_unit": "g"},
            {"price": None, "size": 30.0, "size_unit": "ml"},
            {"price": 0.0},
            {"price": 5.0, "seen_on": TODAY - timedelta(days=91)},
            {"price": 5.0, "sku": "b"},
        ]
    )
    answer = price_index(own(("a", "Serum", 90.0)), sizes(("a", 30, "ml")), rivals, TODAY)
    counts = answer.sightings
    assert (counts.counted, counts.replaced, counts.sizeless) == (1, 1, 2)
    assert (counts.unreadable, counts.old, counts.unmatched) == (2, 1, 1)
    assert answer.products["index"].item() == 1


def test_without_sizes_pieces_are_compared_and_said_to_be() -> None:
    rivals = seen([{"price": 60.0, "units_per_pack": 3.0}, {"price": 30.0}])
    row = price_index(own(("a", "Soap", 25.0)), sizes(), rivals, TODAY).products.row(0, named=True)
    assert (row["per"], row["rival_price"], row["index"]) == ("pack", 25, 1)


def test_a_pack_among_pieces_is_named() -> None:
    rivals = seen([{"price": price} for price in (30.0, 31.0, 29.0, 91.0, 30.0)])
    matched = price_index(own(("a", "Soap", 25.0)), sizes(), rivals, TODAY).rivals
    suspects = pack_suspects(matched)
    assert suspects["rival"].to_list() == ["r3"]
    assert suspects["ratio"].item() == pytest.approx(91 / 30)
    assert pack_suspects(matched.head(2)).is_empty()


@pytest.mark.parametrize(("days", "code"), [(91, "few_sightings"), (None, "no_rivals")])
def test_no_fresh_sighting_is_refused(days: int | None, code: str) -> None:
    rows = [] if days is None else [{"price": 9.0, "seen_on": TODAY - timedelta(days=days)}]
    answer = price_index(own(("a", "Soap", 25.0)), sizes(), seen(rows), TODAY)
    assert answer.refusal is not None
    assert answer.refusal.code == code


def rated(count: int, slope: float) -> pl.DataFrame:
    """Rivals whose price follows their stars."""
    stars = np.linspace(3.0, 5.0, count)
    return seen(
        [
            {"price": 100 * (1 + slope * (star / 4 - 1)), "rating": star, "rating_max": 5.0}
            for star in stars
        ]
    )


def marked(people: int = 30, **marks: float) -> pl.DataFrame:
    """Every brand marked by so many people, all alike, on one attribute."""
    rows = [
        (brand, "quality", f"p{number}", mark)
        for brand, mark in marks.items()
        for number in range(people)
    ]
    return pl.DataFrame(rows, RIVAL_RATINGS, orient="row")


def beside(count: int, *, people: int = 30, **marks: float) -> tuple[pl.DataFrame, pl.DataFrame]:
    """So many rivals whose price follows their stars, and marks of them beside other brands."""
    matched = price_index(own(("a", "Soap", 80.0)), sizes(), rated(count, 1.5), TODAY).rivals
    stars = dict(matched.select("rival", "rating").iter_rows())
    return matched, marked(people, **marks, **stars)


def test_the_line_of_fair_value_is_that_of_the_rivals() -> None:
    """Rivals take 100 at 4 stars and 37.5 more for each further star; the own price is 80."""
    answer = value_map(*beside(9, me=4.5))
    brand = answer.points.row(0, named=True)
    x, y = (answer.points.filter(~pl.col("is_own"))[name] for name in ("quality", "price"))
    slope, intercept = np.polyfit(x, y, 1)
    assert (brand["name"], brand["is_own"]) == ("me", True)
    assert answer.slope.value == pytest.approx(slope)
    distance = brand["price"] - intercept - slope * brand["quality"]
    assert brand["distance"] == pytest.approx(distance)
    fair = answer.fair_price
    assert fair.value == pytest.approx(80 / (100 + 37.5 / 2))
    assert (fair.n, answer.raters) == (9, 30)
    assert fair.low is not None
    assert fair.high is not None
    assert fair.low <= fair.value <= fair.high < 1


def test_what_only_some_brands_were_marked_for_does_not_count() -> None:
    matched, marks = beside(9, me=4.5)
    scent = marked(me=10.0).with_columns(attribute=pl.lit("scent"))
    assert value_map(matched, pl.concat([marks, scent])).points.equals(
        value_map(matched, marks).points
    )


def test_people_who_disagree_on_the_own_brand_leave_its_place_less_sure() -> None:
    """Every second person marks it a star higher; the mean and the rivals stay as they are."""
    matched, marks = beside(9, me=4.5)
    stars = pl.when(pl.col("respondent").str.extract(r"(\d+)").cast(pl.Int64) % 2 == 0)
    torn = marks.with_columns(
        pl.when(pl.col("brand") == "me")
        .then(pl.col("score") + stars.then(1.0).otherwise(-1.0))
        .otherwise("score")
        .alias("score")
    )
    agreed, divided = value_map(matched, marks), value_map(matched, torn)
    own_place = divided.points.filter("is_own").row(0, named=True)
    level = marks.group_by("brand").agg(pl.col("score").mean())["score"].mean()
    error = 1.96 * divided.slope.value * np.sqrt(30 / 29) / np.sqrt(30) / level
    former = agreed.points.filter("is_own").row(0, named=True)
    assert own_place["distance"] == pytest.approx(former["distance"])
    for end, sign in (("low", -1), ("high", 1)):
        reach = np.hypot(former[end] - former["distance"], error)
        assert own_place[end] == pytest.approx(own_place["distance"] + sign * reach, abs=1e-4)


def test_marks_of_price_are_none_of_quality() -> None:
    attributes = ["\u4ef7\u683c\u5b9e\u5728", "Value for the price", "\u9ad8\u8d35", "Costume"]
    rows = [(f"b{n}", name, "p", 5.0) for n, name in enumerate(attributes)]
    kept_brands = of_quality(pl.DataFrame(rows, RIVAL_RATINGS, orient="row"))["brand"].to_list()
    assert kept_brands == ["b2", "b3"]


def test_few_rated_rivals_have_no_line() -> None:
    answer = value_map(*beside(4, me=4.5))
    assert answer.refusal == Refusal("few_rivals", 4, 5)
    assert answer.points.height == 5
    assert answer.slope.value is None
    assert answer.fair_price.value is None


def test_stars_of_shops_are_not_set_against_reviews_of_customers() -> None:
    matched, _ = beside(9)
    nobody = marked(0)
    assert value_map(matched, nobody).refusal == Refusal("unlike_ratings")
    starless = matched.with_columns(rating=pl.lit(None, pl.Float64))
    assert value_map(starless, nobody).refusal == Refusal("no_ratings")
    assert value_map(matched, nobody).points.is_empty()


@pytest.mark.parametrize(
    ("people", "marks", "refusal"),
    [
        (30, {}, Refusal("own_brand", 0, 1)),
        (30, {"me": 4.0, "other": 4.0}, Refusal("own_brand", 2, 1)),
        (29, {"me": 4.0}, Refusal("few_raters", 29, 30)),
    ],
)
def test_a_brand_that_cannot_be_placed_is_refused(
    people: int, marks: dict[str, float], refusal: Refusal
) -> None:
    assert value_map(*beside(9, people=people, **marks)).refusal == refusal


def test_a_bigger_pack_that_costs_more_for_as_much_is_a_surcharge() -> None:
    products = own(
        ("a30", "Serum 30ml", 90.0),
        ("a50", "Serum family size 50 ml", 125.0),
        ("b1", "Oil 100ml", 50.0),
        ("b2", "Oil 200ml", 110.0),
        ("c", "Soap 90g", 20.0),
    )
    grid = sizes(("a30", 30, "ml"), ("a50", 0.05, "l"), ("b1", 100, "ml"), ("b2", 200, "ml"))
    answer = ladder(products, pl.concat([grid, sizes(("c", 90, "g"))]))
    rungs = {row["item"]: row for row in answer.rungs.to_dicts()}
    assert rungs["a50"]["surcharge"] == pytest.approx(125 / 50 / 3 - 1)
    assert rungs["b2"]["surcharge"] == pytest.approx(0.1)
    assert rungs["b2"]["slope"] == pytest.approx(np.log(2.2) / np.log(2))
    assert set(rungs) == {"a30", "a50", "b1", "b2"}
    assert answer.slope.low is None
    alone = ladder(products, sizes(("a30", 30, "ml")))
    assert alone.refusal is not None
    assert alone.refusal.code == "one_size"


def test_the_common_slope_of_the_packs_is_that_of_its_families() -> None:
    rows = [
        (f"p{n}{size}", f"Cream {'abcdefgh'[n]} {size}ml", (n + 2) * size**0.8)
        for n in range(8)
        for size in (30, 50, 100)
    ]
    grid = sizes(*[(item, float(item[2:]), "ml") for item, _, _ in rows])
    slope = ladder(own(*rows), grid).slope
    assert (slope.value, slope.n) == (pytest.approx(0.8), 8)


@pytest.mark.parametrize(
    ("change", "margin", "expected"),
    [
        (-0.5 / 2.5, 1.5 / 2.5, 0.5),
        (0.5 / 2.5, 1.5 / 2.5, -0.25),
        (0.05, 0.40, -0.111),
        (0.10, 0.42, -0.192),
    ],
)
def test_break_even_volumes_as_published(change: float, margin: float, expected: float) -> None:
    """King of Pops, price 2.50 and cost 1.00; the rest from a course on Nagle's book."""
    assert break_even_volume(change, margin) == pytest.approx(expected, abs=5e-4)


def test_below_the_cost_nothing_breaks_even() -> None:
    assert break_even_volume(-0.4, margin_share(100.0, 60.0)) is None
