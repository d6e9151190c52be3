"""The IP page: its parts, its link, and what it says where the data cannot tell."""

import pytest

from tests.pages.conftest import Home, Opener
from tests.pages.test_datasets import LIVE, page_texts
from tests.pages.test_gate import OUR_OWN

CHARTS = {"who": 2, "cost": 1, "depend": 1, "trust": 2, "codes": 0}


@pytest.mark.parametrize("part", CHARTS)
def test_every_part_draws_on_the_sample(part: str, opened: Opener) -> None:
    app = opened("ip", lang="zh-Hant", ip_part=part)
    assert not app.exception
    assert not app.error
    assert len(app.get("plotly_chart")) == CHARTS[part]


def test_the_first_lines_say_who_brings_most_and_what_that_costs(opened: Opener) -> None:
    app = opened("ip", lang="en")
    assert app.subheader[0].value.startswith("Lin Yu brings 56% of IP customers (52\u201360%)")
    texts = " ".join(page_texts(app))
    assert "of all ip customers 28% come back within 90 days" in texts.lower()
    assert "One who stays costs from" in texts


def test_filters_cut_people_and_refuse_the_cost(opened: Opener) -> None:
    app = opened("ip", lang="en", ip_part="cost", product=["QY-003"], **{"from": "2025-11"})
    assert not app.exception
    texts = " ".join(page_texts(app))
    assert "Take the channels and products in the menu away" in texts


@pytest.mark.parametrize("dataset", ["hostile", "one_day", "no_customers", "feedback", "copied"])
def test_without_codes_it_says_what_it_takes(dataset: str, home: Home, opened: Opener) -> None:
    app = opened("ip", lang="en", data=home.versions[dataset], ip_part="x")
    assert not app.exception
    assert not app.error
    texts = [OUR_OWN.sub("", text) for text in page_texts(app)]
    assert [text for text in texts if LIVE.search(text)] == []
    assert not app.get("plotly_chart")
