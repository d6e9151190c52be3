"""The steps in words: every action in three languages, and a link where the page stands."""

from types import SimpleNamespace

import pytest

from analytics.playbook.base import NUMBERS, Step
from analytics.words import LANGUAGES, words
from ui.pages import PAGES
from ui.text import Text
from ui.views.playbook import guide

PRICING = Step("pricing", "indicative", 40, "more_prices", 40, 100, ("price_answers",))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_step_says_how_many_there_are_and_how_many_more_it_takes(lang: str) -> None:
    row = guide.rows([PRICING], Text(lang))[0]
    assert row.name.startswith("4 ")
    assert "40" in row.sentence
    assert "60" in row.sentence
    assert words(lang).get("tables.price_answers.name") in row.sentence


def test_shares_are_shares_and_the_addition_has_no_number() -> None:
    step = Step("money", "not_begun", 0, "add_costs", 0.42, 0.8, ("products.unit_cost",))
    row = guide.rows([step], Text("en"))[0]
    assert (row.name, row.page) == ("Where money goes", "money")
    assert "42%" in row.sentence
    assert "80%" in row.sentence


def test_a_step_leads_to_its_page_where_that_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [key for key in NUMBERS if key != "container"]
    pages = dict.fromkeys(["container", "positioning", "pricing"], SimpleNamespace())
    monkeypatch.setattr(guide, "PAGES", pages)
    targets = {key: guide.target(key) for key in (*keys, "container")}
    assert {key for key, target in targets.items() if target} == {"positioning", "pricing"}
    monkeypatch.setattr(guide, "PAGES", {})
    assert not any(guide.target(key) for key in keys)
    assert "pricing" in PAGES
