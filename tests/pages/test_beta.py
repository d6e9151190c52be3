"""The Beta test page: its parts, a rule that is locked, and odd data."""

import pytest

from tests.pages.conftest import Home, Opener
from tests.pages.test_datasets import LIVE, page_texts
from tests.pages.test_gate import OUR_OWN

CHARTS = {"decide": 1, "brought": 1, "same": 1, "speak": 0}


@pytest.mark.parametrize("part", CHARTS)
def test_every_part_draws_on_the_sample(part: str, opened: Opener) -> None:
    app = opened("beta", lang="zh-Hant", beta_part=part)
    assert not app.exception
    assert len(app.get("plotly_chart")) == CHARTS[part]


@pytest.mark.parametrize("dataset", ["hostile", "one_day", "copied"])
def test_data_without_a_test_say_so(dataset: str, home: Home, opened: Opener) -> None:
    app = opened("beta", lang="en", data=home.versions[dataset])
    assert not app.exception
    assert not app.error
    texts = [OUR_OWN.sub("", text) for text in page_texts(app)]
    assert [text for text in texts if LIVE.search(text)] == []
    assert any("No answer of a beta test yet" in text for text in texts)


