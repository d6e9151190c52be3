"""The page on where money goes: its parts, its first line, and what it says where data are odd."""

import pytest

from tests.pages.conftest import Home, Opener
from tests.pages.test_datasets import LIVE, page_texts
from tests.pages.test_gate import OUR_OWN

CHARTS = {"where": 1, "changed": 1, "costs": 0, "room": 1}


@pytest.mark.parametrize("part", CHARTS)
def test_every_part_draws_on_the_sample(part: str, opened: Opener) -> None:
    app = opened("money", lang="zh-Hant", money_part=part)
    assert not app.exception
    assert len(app.get("plotly_chart")) == CHARTS[part]


@pytest.mark.parametrize("part", CHARTS)
@pytest.mark.parametrize("dataset", ["hostile", "one_day"])
def test_every_part_stands_on_odd_data(dataset: str, part: str, home: Home, opened: Opener) -> None:
    app = opened("money", lang="en", money_part=part, data=home.versions[dataset])
    assert not app.exception
    assert not app.error
    texts = [OUR_OWN.sub("", text) for text in page_texts(app)]
    assert [text for text in texts if LIVE.search(text)] == []


def test_the_first_line_says_what_remains_of_a_hundred(opened: Opener) -> None:
    app = opened("money", lang="en")
    assert app.subheader[0].value == (
        "Of 100 list, 87 arrive after deals and refunds and 66 remain, before commission"
    )


def test_without_amounts_it_says_what_to_bring(home: Home, opened: Opener) -> None:
    app = opened("money", lang="en", data=home.versions["feedback"])
    assert not app.exception
    assert app.info
