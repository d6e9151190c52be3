"""Prices read out in three languages: every sentence is filled in and says what the numbers say."""

import re

import numpy as np
import pytest

from analytics.filters import Filters
from analytics.pricing import report
from analytics.pricing.answers import price_sets
from analytics.pricing.elasticity import elasticity
from analytics.pricing.offers import buy_answers, offers
from analytics.pricing.pack_sizes import ladder
from analytics.pricing.price_moves import move_effects
from analytics.pricing.reach import reach
from analytics.pricing.report import Survey
from analytics.pricing.rivals import price_index
from analytics.pricing.sensitivity import sensitivity
from analytics.pricing.weeks import product_weeks
from analytics.schema import PRICE_QUESTIONS
from analytics.view import View
from tests.analytics.pricing.published import KRISTROM, VALDEZ, juice_shop, one_price
from tests.analytics.pricing.shops import rival_prices, shop
from tests.analytics.pricing.test_standing import TODAY, own, seen, sizes
from tests.conftest import Dataset
from tests.ui.figures import TEXTS, UNFILLED
from ui.text import Text
from ui.views.pricing import decision, dots, moved, surveyed

EN = Text("en")


@pytest.fixture(scope="module")
def view(brand: Dataset) -> View:
    return View(brand.store, brand.manifest, Filters())


def shop_survey() -> Survey:
    """The published answers, of which many tie."""
    sets = price_sets(juice_shop())
    both = (sets.in_order(with_ties=ties) for ties in (False, True))
    strict, with_ties = (sensitivity(people, least=20) for people in both)
    return Survey(None, sets, strict, with_ties, reach(sets.in_order()))


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.lang)
def test_every_sentence_is_filled_in(view: View, text: Text) -> None:
    survey = report.surveys(view)[0]
    sentences = []
    for price in (150.0, 250.0, 309.0, 50.0):
        answer = report.decision(view, "QY-001", price)
        assert answer is not None
        assert answer.candidate is not None
        sentences += [decision.headline(answer, survey, text)]
        sentences += decision.candidate_sentences(answer.candidate, text)
        sentences += decision.ruler(answer.sources, text)["sentence"].to_list()
    silent = report.decision(view, "QY-002", 400.0)
    assert silent is not None
    sentences += [decision.headline(silent, None, text)]
    for asked in (survey, shop_survey()):
        sentences += surveyed.counted(asked, text)
        sentences += surveyed.points(asked.strict, text)["sentence"].to_list()
        assert set(surveyed.curves(asked.strict, text)["question"]) == set(PRICE_QUESTIONS)
    sentences += [
        surveyed.offer_sentence(offers(buy_answers(one_price(cells))[0]), text)
        for cells in (KRISTROM, VALDEZ, ())
    ]
    for table in (product_weeks(shop()), product_weeks(shop(products=8, movers=1))):
        for rivals in (None, rival_prices(len(table.items)), np.full(table.units.shape, 9.0)):
            sentences += [moved.elasticity_sentence(elasticity(table, rivals), text)]
        sentences += moved.moves(move_effects(table), text)["sentence"].to_list()
    standing = report.standing(view)
    sentences += [moved.index_sentence(standing.index, text)]
    sentences += [moved.ladder_sentence(standing.ladder, text)]
    assert all(sentences)
    assert not [sentence for sentence in sentences if UNFILLED.search(sentence)]


def test_the_headline_says_where_the_price_lies_and_how_sure(view: View) -> None:
    answer = report.decision(view, "QY-001")
    assert answer is not None
    sentence = decision.headline(answer, report.surveys(view)[0], EN)
    low, high, today = map(int, re.findall(r"\d{3}", sentence)[:3])
    assert low < today < high
    assert "inside" in sentence
    assert "(205)" in sentence
    assert "cannot be told" in decision.headline(answer, None, EN)


def test_a_rise_and_a_cut_are_told_by_what_they_need(view: View) -> None:
    answers = [report.decision(view, "QY-001", price) for price in (309.0, 250.0, 60.0)]
    first = [
        decision.candidate_sentences(answer.candidate, EN)[0]
        for answer in answers
        if answer is not None and answer.candidate is not None
    ]
    assert re.search(r"may lose 15% of units", first[0])
    assert re.search(r"must rise by 11%", first[1])
    assert "nothing is left above the cost" in first[2]


def test_points_are_named_by_their_curves() -> None:
    points = surveyed.points(shop_survey().strict, EN)
    names = dict(points.select("key", "label").rows())
    assert names["opp"] == 'Where "too cheap" meets "too expensive"'
    assert names["pmc"] == 'Where "too cheap" meets "not cheap"'
    counted = " ".join(surveyed.counted(shop_survey(), EN))
    assert "at 250, and with them at 290" in counted


def test_ties_are_drawn_where_strict_answers_are_too_few() -> None:
    """The published answers: 25 in strict order, 34 with ties, two that contradict themselves."""
    sets = price_sets(juice_shop())
    strict, ties = (sensitivity(sets.in_order(with_ties=ties)) for ties in (False, True))
    survey = Survey(None, sets, strict, ties, reach(sets.in_order()))
    assert survey.counted is ties
    enough = shop_survey()
    assert enough.counted is enough.strict
    points, note = surveyed.drawn_sentences(survey, EN)
    assert "at 290 as many" in points
    assert "(25)" in note
    assert "34 in all" in note
    counted = " ".join(surveyed.counted(survey, EN))
    assert "who answered (36), 34 count" in counted
    assert "alike count too: 9" in counted
    few = Survey(None, sets, strict, None, reach(sets.in_order()))
    assert "too few" in surveyed.drawn_sentences(few, EN)[0]


def test_an_offer_at_the_end_is_told_as_not_found() -> None:
    best, edge = (
        surveyed.offer_sentence(offers(buy_answers(one_price(cells))[0]), EN)
        for cells in (KRISTROM, VALDEZ)
    )
    assert "5,000 brings most revenue" in best
    assert "not found" in edge


def test_standing_says_dearer_cheaper_and_which_pack(view: View) -> None:
    dear = price_index(own(("a", "Soap", 30.0)), sizes(), seen([{"price": 20.0}]), TODAY)
    assert "50% dearer" in moved.index_sentence(dear, EN)
    none = price_index(own(("a", "Soap", 30.0)), sizes(), seen([]), TODAY)
    assert "cannot be told: no rival prices" in moved.index_sentence(none, EN)
    packs = own(("a", "Oil 100ml", 50.0), ("b", "Oil 200ml", 110.0))
    grid = sizes(("a", 100, "ml"), ("b", 200, "ml"))
    assert "10% more" in moved.ladder_sentence(ladder(packs, grid), EN)


def test_the_slope_is_told_with_rivals_or_why_without() -> None:
    prices = rival_prices()
    table = product_weeks(shop(pull=np.log(prices / 100)))
    joined = moved.elasticity_sentence(elasticity(table, prices), EN)
    change, low, high = map(int, re.findall(r"\d+", joined.partition("with rivals")[2]))
    assert low <= 10 <= high
    assert abs(change - 10) <= 3
    alone = moved.elasticity_sentence(elasticity(table, np.full(prices.shape, 9.0)), EN)
    assert "no rival's price moved to speak of while yours did" in alone


def test_dots_are_taken_at_even_steps_of_price_and_all_stand_in_the_table() -> None:
    slope = elasticity(product_weeks(shop()))
    rows = dots.dots(slope, EN)
    assert rows.height == dots.MOST < slope.dots.height == dots.table(slope).height
    ordered = slope.dots["log_price"].sort()
    assert rows["log_price"].is_sorted()
    assert (rows["log_price"][0], rows["log_price"][-1]) == (ordered[0], ordered[-1])
    shares = [
        np.searchsorted(prices.to_numpy(), ordered.to_numpy(), side="right") / len(prices)
        for prices in (ordered, rows["log_price"])
    ]
    assert np.abs(shares[0] - shares[1]).max() < 2 / dots.MOST
    cheap, dear = map(int, re.findall(r"(-?\d+)%", dots.sentence(slope, EN))[::-1])
    assert dear < 0 < cheap
    few = elasticity(product_weeks(shop(movers=7)))
    assert dots.dots(few, EN).is_empty()
