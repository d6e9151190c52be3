"""`repurchase` answers the market and searches, and the page's part says the same in words."""

import json
from argparse import Namespace
from pathlib import Path
from typing import get_args

import pytest

from analytics.cli import repurchase
from analytics.cli.imported import Imported
from analytics.errors import UsageError
from analytics.filters import Filters
from analytics.market.base import Code, Refusal
from analytics.market.norm import norm
from analytics.market.search import share_of_search
from analytics.words import LANGUAGES
from tests.analytics.market import sheets
from tests.conftest import PROJECT, Command, Workshop
from ui.charts.market import repeat as charts
from ui.text import Text
from ui.views.market import market as view


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    weeks = [[100 + 100 * (place > 7), 500, 400 + place % 3] for place in range(16)]
    contents = {
        "market": sheets.market(),
        "orders": sheets.orders(1000, 470),
        "searches": sheets.searches(weeks, ("Boots", "Colgate", "Signal")),
    }
    paths = []
    for name, content in contents.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(content, "utf-8")
        paths.append(path)
    return paths


def test_the_market_and_searches_of_a_brand(command: Command, files: list[Path]) -> None:
    answer = command("repurchase", *files, "--brand", "Boots").body
    json.dumps(answer, allow_nan=False)
    assert answer["market"]["verdict"] == "normal"
    assert answer["market"]["mean"] == pytest.approx(1.456)
    assert len(answer["market"]["brands"]) == 8
    assert answer["search"]["change"]["low"] > 0
    assert answer["search"]["weeks"][0]["week_on"] == "2025-01-06"


def test_without_the_sheets(command: Command, files: list[Path]) -> None:
    answer = command("repurchase", files[1]).body
    assert answer["market"]["refusal"]["code"] == "no_market"
    assert answer["search"]["refusal"]["code"] == "no_searches"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_part_of_the_page_in_words_and_pictures(workshop: Workshop, lang: str) -> None:
    text = Text(lang)
    dataset = sheets.load(workshop, market=sheets.market(), orders=sheets.orders(1000, 470))
    answer = norm(dataset.store, dataset.version, Filters(), "Boots")
    sentence = view.sentence(answer, text)
    assert "Boots" in sentence
    assert "47" in sentence
    rows = view.brands(answer, text)
    assert rows["is_own"].sum() == 1
    own = rows.filter(is_own=True).row(0, named=True)
    assert own["low"] < own["repeat"] < own["high"]
    figure = charts.expected(view.curve(answer), rows, text=text, theme="light")
    assert len(figure.data) == 4
    table, headers = view.table(answer, text)
    assert list(headers) == table.columns
    assert "1" in view.method(answer, text)
    unknown = norm(dataset.store, dataset.version, Filters())
    assert view.sentence(unknown, text) == text("market.refusal.no_brand")
    assert charts.expected(view.curve(unknown).clear(), rows, text=text, theme="dark").data == ()


@pytest.mark.parametrize(("before", "direction"), [(50, "up"), (400, "down"), (100, "same")])
def test_searches_in_words(workshop: Workshop, before: int, direction: str) -> None:
    weeks = [[(before if place < 8 else 100) + 3 * (place % 2), 500, 400] for place in range(16)]
    dataset = workshop.load(sheets.searches(weeks, ("Boots", "Colgate", "Signal")), "s.csv")
    answer = share_of_search(dataset.store, dataset.version, Filters(), "Boots")
    text = Text("en")
    sentence = view.search_sentence(answer, text)
    assert {"up": "points more", "down": "points fewer", "same": "no clear change"}[
        direction
    ] in sentence
    figure = charts.searched(view.weeks(answer, text), text=text, theme="light")
    assert len(figure.data[0].y) == 16


def test_every_refusal_is_documented_and_has_a_phrase() -> None:
    contracts = (PROJECT / "docs/contracts.md").read_text("utf-8")
    for code in get_args(Code):
        assert f"`{code}`" in contracts
        for lang in LANGUAGES:
            assert view.reason(Refusal(code, 3, 4), Text(lang))


def test_a_brand_that_no_sheet_has_is_refused(workshop: Workshop) -> None:

    dataset = sheets.load(workshop, market=sheets.market(), orders=sheets.orders(40, 20))
    imported = Imported(dataset.store, dataset.manifest, (), "en")
    call = Namespace(by="all", again="any", days=[90], brand="Nobody")
    with pytest.raises(UsageError) as refusal:
        repurchase.run(imported, call)
    assert "Boots" in str(refusal.value.facts)
