"""Needs, claims, ratings of brands, answers on prices and waves as frames: the sample's planted
truth is in them, and versions of former releases have none."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from analytics.feedback import answer_sheets
from analytics.positioning.marks import marks
from analytics.schema import PRICE_QUESTIONS, TABLES
from analytics.storage.versions import Store
from tests.conftest import PROJECT, Dataset, Workshop

TRUTH: dict[str, Any] = tomllib.loads((PROJECT / "data/sample/truth.toml").read_text("utf-8"))

CROSSINGS = (
    ("too_cheap", "expensive"),
    ("cheap", "expensive"),
    ("cheap", "too_expensive"),
    ("too_cheap", "too_expensive"),
)


def crossing(answers: pl.DataFrame, falling: str, rising: str) -> float:
    """The lowest price at which as many are up to it on one question as above it on the other."""
    prices = {name: answers.filter(answer=name)["price"] for name in (falling, rising)}
    for price in sorted(answers["price"].unique()):
        above = (prices[falling] > price).mean()
        below = (prices[rising] <= price).mean()
        if below >= above:
            return float(price)
    raise AssertionError("no crossing")


def test_one_need_is_important_and_badly_met_in_one_segment(brand: Dataset) -> None:
    needs = answer_sheets.needs(brand.store, brand.version)
    assert needs.columns == list(TABLES["needs"].names)
    is_top = pl.col("importance", "satisfaction") >= 9
    cells = needs.group_by("segment", "need").agg(is_top.mean(), pl.len())
    importance, satisfaction = pl.col("importance"), pl.col("satisfaction")
    opportunity = 10 * (importance + (importance - satisfaction).clip(0))
    scored = cells.with_columns(opportunity=opportunity).sort("opportunity", descending=True)
    best = scored.row(0, named=True)
    planted = TRUTH["needs"]
    assert (best["segment"], best["need"]) == (planted["segment"], planted["unmet"])
    assert best["opportunity"] == pytest.approx(planted["opportunity"], abs=2)
    assert scored["opportunity"][1] < 10
    assert needs["respondent"].n_unique() == planted["respondents"]


def test_the_range_of_prices_is_the_planted_one(brand: Dataset) -> None:
    answers = answer_sheets.price_answers(brand.store, brand.version)
    assert answers.columns == list(TABLES["price_answers"].names)
    planted = TRUTH["price_questions"]
    own = answers.filter(pl.col("sku") == planted["sku"], pl.col("answer").is_in(PRICE_QUESTIONS))
    assert own["respondent"].n_unique() == planted["answers"]
    for falling, rising in CROSSINGS:
        pair = f"{falling}_{rising}"
        assert crossing(own, falling, rising) == pytest.approx(planted[pair], rel=0.05)


def test_a_price_inside_the_list_brings_most(brand: Dataset) -> None:
    answers = answer_sheets.price_answers(brand.store, brand.version)
    bought = answers.filter(pl.col("answer").is_in(("yes", "no")))
    shares = bought.group_by("price").agg((pl.col("answer") == "yes").mean().alias("share"))
    best = shares.sort(pl.col("price") * pl.col("share"), descending=True).row(0, named=True)
    planted = TRUTH["purchases"]
    assert best["price"] == planted["best_price"]
    assert best["share"] == pytest.approx(planted["best_share"], abs=0.05)
    assert min(shares["price"]) < best["price"] < max(shares["price"])
    assert set(bought["position"]) == set(range(1, shares.height + 1))


def test_claims_and_ratings_of_brands(brand: Dataset) -> None:
    claims = answer_sheets.claims(brand.store, brand.version)
    planted = TRUTH["claims"]
    assert claims.filter(claim=planted["contradicted"])["topic"].to_list() == [planted["topic"]]
    ratings = answer_sheets.rival_ratings(brand.store, brand.version)
    assert ratings.columns == list(TABLES["rival_ratings"].names)
    raters = ratings.group_by("brand").agg(pl.col("respondent").n_unique())
    assert raters["respondent"].to_list() == [TRUTH["rival_ratings"]["raters"]] * 4


def test_waves_by_the_days_of_joining(brand: Dataset) -> None:
    answers = answer_sheets.beta_answers(brand.store, brand.version)
    waves = answers.group_by("customer_id").agg(pl.col("wave").sort().str.join(" "))
    counts = dict(waves["wave"].value_counts().rows())
    assert counts["1 2"] == TRUTH["beta"]["paired"]
    assert counts["2"] == 80


def test_every_answer_on_prices_comes_and_copies_come_once(workshop: Workshop) -> None:
    content = (
        "respondent,price,answer,asked_on\n"
        "a,60,cheap,2026-03-06\na,70,cheap,2026-03-05\na,99,yes,2026-03-05\na,99,no,2026-03-05\n"
        "a,99,no,2026-03-05\nb,-,cheap,2026-03-05\n"
    )
    dataset = workshop.load(content, "prices.csv")
    answers = answer_sheets.price_answers(dataset.store, dataset.version)
    assert answers.select("respondent", "price", "answer").rows() == [
        ("a", 60.0, "cheap"),
        ("a", 70.0, "cheap"),
        ("a", 99.0, "yes"),
        ("a", 99.0, "no"),
        ("b", None, "cheap"),
    ]


def test_a_wave_beside_a_response_comes_first(workshop: Workshop) -> None:
    content = "submitted_at,source,customer_id,rating,wave\n2026-03-05,beta,a,8,2\n"
    dataset = workshop.load(content, "wave.csv")
    assert answer_sheets.beta_answers(dataset.store, dataset.version)["wave"].to_list() == ["2"]


def test_versions_of_former_releases_have_none(
    brand: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = replace(brand.manifest, layout=5)
    monkeypatch.setattr(Store, "manifest", lambda *_: former)
    for read in (
        answer_sheets.needs,
        answer_sheets.claims,
        answer_sheets.rival_ratings,
        answer_sheets.price_answers,
    ):
        assert read(brand.store, brand.version).is_empty()


def test_answers_again_come_in_order_and_of_ratings_the_last_counts(workshop: Workshop) -> None:
    content = (
        "respondent,need,importance,satisfaction,asked_on\n"
        "a,Light,9,2,2026-03-06\na,Light,8,3,2026-03-05\nb,Light,7,7,2026-03-05\n"
    )
    dataset = workshop.load(content, "needs.csv")
    answers = marks(answer_sheets.needs(dataset.store, dataset.version))
    assert answers.quality.superseded == 1
    assert answers.rows["importance"].to_list() == [9, 7]
    rated = "brand,attribute,respondent,score\nOurs,Light,a,3\nOurs,Light,a,9\nOurs,Light,b,5\n"
    dataset = workshop.load(rated, "ratings.csv")
    every = answer_sheets.all_ratings(dataset.store, dataset.version)
    assert every["score"].to_list() == [3, 9, 5]
    last = answer_sheets.rival_ratings(dataset.store, dataset.version)
    assert last["score"].to_list() == [9, 5]
