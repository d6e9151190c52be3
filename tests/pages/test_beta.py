"""The Beta test page: its parts, a rule that is locked, and odd data."""

import shutil

import pytest

from analytics.beta import rules
from tests.pages.conftest import Home, Opener
from tests.pages.test_datasets import LIVE, page_texts
from tests.pages.test_gate import OUR_OWN
from ui import cache

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


def test_a_rule_is_locked_and_comes_too_late_for_answers_there_are(opened: Opener) -> None:
    app = opened("beta", lang="en")
    assert app.subheader[0].value.startswith("No rule was made beforehand")
    (lock,) = [button for button in app.button if button.label == "Lock with today's day"]
    folder = cache.store().root / rules.FOLDER
    try:
        app = lock.click().run()
        assert not app.exception
        assert "after the first answer" in app.subheader[0].value
        (rule,) = rules.library(cache.store()).rules
        assert (rule.plan.stop_at, rule.plan.go_at, rule.sku) == (9, 36, "QY-023")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
