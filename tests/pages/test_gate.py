"""The gate's page: its parts, its lines in the link, and what it cannot tell."""

import re

import pytest

from tests.pages.conftest import Home, Opener
from tests.pages.test_datasets import LIVE, page_texts

OUR_OWN = re.compile(r":[a-z]+-badge\[|:material/[a-z_]+:")
CHARTS = {"verdict": 1, "prices": 2, "selling": 2}


@pytest.mark.parametrize("part", CHARTS)
def test_every_part_draws_on_the_sample(part: str, opened: Opener) -> None:
    app = opened("gate", lang="zh-Hant", see=part)
    assert not app.exception
    assert len(app.get("plotly_chart")) == CHARTS[part]


@pytest.mark.parametrize("part", CHARTS)
@pytest.mark.parametrize("dataset", ["hostile", "one_day"])
def test_every_part_stands_on_odd_data(dataset: str, part: str, home: Home, opened: Opener) -> None:
    app = opened("gate", lang="en", see=part, data=home.versions[dataset])
    assert not app.exception
    assert not app.error
    texts = [OUR_OWN.sub("", text) for text in page_texts(app)]
    assert [text for text in texts if LIVE.search(text)] == []


def test_lines_of_the_link_judge_here_and_on_the_container(opened: Opener) -> None:
    strict, wide = opened("gate", lang="en"), opened("gate", lang="en", gate_band="20")
    assert strict.subheader[0].value.startswith("Not passed")
    assert wide.subheader[0].value.startswith("Passed")
    container = opened("container", lang="en", gate_band="20")
    assert not any("outside" in text for text in page_texts(container))
    assert opened("gate", lang="en", gate_band="much").subheader[0].value == (
        strict.subheader[0].value
    )


def test_a_line_changed_on_the_page_changes_the_verdict(opened: Opener) -> None:
    app = opened("gate", lang="en")
    app.number_input[0].set_value(20.0).run()
    assert app.subheader[0].value.startswith("Passed")
    app.number_input[0].set_value(5.0).run()
    assert app.subheader[0].value.startswith("Not passed")
