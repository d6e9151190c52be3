"""The Beta test page: its parts, a rule that is locked, and data that contradict themselves."""

import errno
import shutil
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from analytics.beta import rules
from tests.pages.conftest import Home, Opener
from tests.pages.test_datasets import LIVE, page_texts
from tests.pages.test_gate import OUR_OWN
from ui import cache
from ui.text import Text

CHARTS = {"decide": 1, "brought": 3, "same": 1, "speak": 1}
LOCK = "Lock with today's day"


@pytest.fixture
def unlocked() -> Iterator[None]:
    """Rules that a test locks go with it."""
    yield
    shutil.rmtree(cache.store().root / rules.FOLDER, ignore_errors=True)


def said(app: AppTest) -> str:
    """Everything the page says of its own accord."""
    assert not app.exception
    assert not app.error
    texts = [OUR_OWN.sub("", text) for text in page_texts(app)]
    assert [text for text in texts if LIVE.search(text)] == []
    return "\n".join(texts)


@pytest.mark.parametrize("part", CHARTS)
def test_every_part_draws_on_the_sample(part: str, opened: Opener) -> None:
    app = opened("beta", lang="zh-Hant", beta_part=part)
    assert not app.exception
    assert len(app.get("plotly_chart")) == CHARTS[part]


@pytest.mark.parametrize("dataset", ["hostile", "one_day", "copied"])
def test_without_a_list_of_testers_it_says_which_sheet_to_bring(
    dataset: str, home: Home, opened: Opener
) -> None:
    texts = said(opened("beta", lang="en", data=home.versions[dataset]))
    assert 'Bring the "Beta testers" sheet' in texts


BAD = {
    "decide": (
        "1 answer of people who are not on the list of testers was left out",
        "1 answer of people who invited each other was left out",
        "2 answers were given again within a wave; the last counts",
    ),
    "brought": (
        "1 person names an inviter who is not on the list (Zoe)",
        "2 people invited each other in a circle (c1, c2)",
        "1 row repeats a tester; the first row counts",
        "Too few seeds brought two or more people",
        "too few marks to see whether the average settles",
        "No two seeds have two friends who gave a mark",
    ),
    "same": ("Nobody answered in both waves, so before and after cannot be compared",),
    "speak": (
        "Answers on recommending do not look like 0 to 10, so they are not counted",
        "No tester has been asked whether they would buy at a price",
    ),
}


@pytest.mark.parametrize("part", BAD)
def test_what_is_wrong_with_the_data_is_said_a_sentence_each(
    part: str, home: Home, opened: Opener
) -> None:
    texts = said(opened("beta", lang="en", data=home.versions["bad_beta"], beta_part=part))
    assert [sentence for sentence in BAD[part] if sentence not in texts] == []


def test_a_rule_shows_its_errors_and_comes_too_late_for_answers_there_are(
    opened: Opener, unlocked: None
) -> None:
    app = opened("beta", lang="en")
    assert app.subheader[0].value.startswith("No rule was made beforehand")
    texts = said(app)
    assert "would go in 2\u20136 of 100 tests" in texts
    assert "would go in 88\u201394 of 100 tests" in texts
    assert "Ask 20 first: stop if at most 5" in texts
    (lock,) = [button for button in app.button if button.label == LOCK]
    app = lock.click().run()
    assert not app.exception
    assert [message.value for message in app.success] == [Text("en")("beta.rule_locked")]
    assert "locked before the day of the first answer" in app.subheader[0].value
    downloads = {button.key for button in app.get("download_button")}
    assert {f"w.download.beta-{name}.en" for name in ("promises", "locked", "strangers")} <= (
        downloads
    )
    (rule,) = rules.library(cache.store()).rules
    assert (rule.plan.stop_at, rule.plan.go_at, rule.sku) == (9, 36, "QY-023")
    assert "Rules locked so far" in [head.value for head in app.subheader]


def test_a_rule_can_be_locked_before_anybody_has_answered(
    home: Home, opened: Opener, unlocked: None
) -> None:
    app = opened("beta", lang="en", data=home.versions["testers"], beta_good="45")
    assert app.subheader[0].value == "No answer of a beta test yet."
    assert "Now is the time to make the rule" in said(app)
    assert len(app.get("plotly_chart")) == 1
    (lock,) = [button for button in app.button if button.label == LOCK]
    app = lock.click().run()
    assert not app.exception
    (rule,) = rules.library(cache.store()).rules
    assert (rule.plan.desired, rule.sku) == (0.45, "")


def test_a_rule_that_cannot_be_saved_says_so(
    opened: Opener, unlocked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    app = opened("beta", lang="en")
    monkeypatch.setattr(rules, "write_whole", full)
    app = next(button for button in app.button if button.label == LOCK).click().run()
    assert not app.exception
    assert not app.success
    assert len(app.error) == 1


def test_a_period_leaves_the_test_whole_and_says_so(opened: Opener) -> None:
    texts = said(opened("beta", lang="en", **{"from": "2026-06"}))
    assert Text("en")("beta.unfiltered") in texts
    assert "No answer of a beta test yet" not in texts
    assert "Now is the time" not in texts


def test_filters_that_leave_no_answer_are_not_an_early_day(opened: Opener) -> None:
    app = opened("beta", lang="en", product="QY-001")
    assert app.subheader[0].value == Text("en")("beta.filtered_out")
    assert "Now is the time" not in said(app)


@pytest.mark.parametrize("number", ["nan", "-5", "much", "999999999999"])
def test_a_link_with_no_number_opens_all_the_same(number: str, opened: Opener) -> None:
    options = dict.fromkeys(("beta_weak", "beta_good", "beta_power", "beta_sku"), number)
    said(opened("beta", lang="en", beta_part="x", **options))
