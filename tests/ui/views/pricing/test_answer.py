"""The first line of the Pricing page: which source names the price, how sure that is, what to do
next."""

from typing import get_args

import pytest

from analytics.filters import Filters
from analytics.pricing import report
from analytics.pricing.base import Code, Refusal
from analytics.pricing.ruler import Source
from analytics.view import View
from tests.conftest import Dataset
from tests.ui.figures import TEXTS, UNFILLED
from ui.text import Text
from ui.views.pricing import answer
from ui.views.pricing.answer import Answer

EN = Text("en")
NO_ANSWERS = Refusal("no_answers", 0)
ACCEPTED = Source("accepted", None, 150.0, 350.0, 120)
ELASTIC = Source("elastic", 240.0, 220.0, 265.0, 30)
STATED = Source("stated_profit", 260.0, 250.0, 270.0, 120)
OFFERED = Source("offered_revenue", None, None, None, 0, NO_ANSWERS)
COST = Source("cost", None, None, None, 0, Refusal("no_cost"))


def of(*sources: Source, today: float | None = 271.0) -> Answer:
    return Answer(today, sources, None)


@pytest.mark.parametrize(
    ("sources", "key", "badge"),
    [
        ((ACCEPTED, STATED), "stated_profit", "indicative"),
        ((ACCEPTED, STATED, ELASTIC), "elastic", "sound"),
        ((ACCEPTED, ELASTIC), "elastic", "indicative"),
        (
            (ACCEPTED, Source("stated_profit", 300.0, 280.0, 310.0, 9), ELASTIC),
            "elastic",
            "indicative",
        ),
        ((ACCEPTED, OFFERED), None, "insufficient"),
    ],
)
def test_only_deeds_and_words_that_agree_are_sound(
    sources: tuple[Source, ...], key: str | None, badge: str
) -> None:
    source = answer.leading(of(*sources))
    assert (None if source is None else source.key) == key
    assert answer.badge(of(*sources)) == badge


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.lang)
def test_every_refusal_has_a_thing_to_do(text: Text) -> None:
    sentences = [answer.remedy(Refusal(code), text) for code in get_args(Code)]
    assert all(sentences)
    assert not [sentence for sentence in sentences if UNFILLED.search(sentence)]


def test_who_has_asked_openly_is_told_to_offer_prices() -> None:
    silent = Source("accepted", None, None, None, 0, NO_ANSWERS)
    first, *_ = answer.remedies((COST, silent, OFFERED), EN)
    assert "Have more people answer" in first
    sentences = answer.remedies((COST, ACCEPTED, OFFERED), EN)
    assert any("Offer more prices" in sentence for sentence in sentences)
    assert not any("Have more people" in sentence for sentence in sentences)


def test_the_first_line_keeps_to_what_is_known() -> None:
    single = Source("offered_profit", 309.0, 309.0, 309.0, 300)
    assert answer.headline(of(ACCEPTED, single), EN) == (
        "Of the prices asked about, 309 earns the most profit; it sells at 271 on average today"
    )
    assert " 260 (250\u2013270) earns" in answer.headline(of(ACCEPTED, STATED, today=None), EN)
    silent = Source("accepted", None, None, None, 0, NO_ANSWERS)
    assert "No price can be named yet" in answer.headline(of(silent), EN)
    assert answer.under(of(silent), None, EN) == "It sells at 271 today."
    assert answer.under(of(silent, today=None), None, EN) == ""


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.lang)
def test_every_source_that_names_a_price_leads_in_words_of_its_own(text: Text) -> None:
    lines = [
        answer.headline(of(ACCEPTED, Source(key, 309.0, 300.0, 320.0, 40)), text)
        for key in answer.BEST
    ]
    assert len(set(lines)) == len(answer.BEST)
    assert not [line for line in lines if UNFILLED.search(line)]


def test_how_likely_a_price_offered_is_the_best_is_said_first() -> None:
    sure = Source("offered_profit", 309.0, 309.0, 309.0, 300, chance=1.0)
    assert answer.under(of(ACCEPTED, sure), None, EN).startswith(
        "Among the prices asked about, it is the best with a chance of over 99%."
    )
    assert "chance" not in answer.under(of(ACCEPTED, STATED), None, EN)


def test_figures_of_a_candidate_are_those_of_plain_arithmetic(brand: Dataset) -> None:
    view = View(brand.store, brand.manifest, Filters())
    made = report.decision(view, "QY-001", 309.0)
    assert made is not None
    assert made.candidate is not None
    cost = report.unit_cost(view, "QY-001")
    assert cost is not None
    shown = {label: value for label, value, _ in answer.figures(made.candidate, cost, EN)}
    lost = 1 - (made.today - cost) / (309 - cost)
    assert shown["Units you may lose"] == f"{lost:.0%}"
    assert shown["Left on each unit"] == f"{309 - cost:.0f}"
    assert shown["Change of price"] == f"{309 / made.today - 1:.0%}"
    assert "Left on each unit" not in {
        label: value for label, value, _ in answer.figures(made.candidate, None, EN)
    }


def test_held_speaks_of_the_domains_that_hold(brand: Dataset) -> None:
    view = View(brand.store, brand.manifest, Filters())
    sentences = []
    for price in (200.0, 290.0, 500.0):
        made = report.decision(view, "QY-001", price)
        assert made is not None
        assert made.candidate is not None
        sentences.append(answer.held(made.candidate, EN))
    assert [sentence.split()[0] for sentence in sentences] == ["Both", "Only", "Neither"]
