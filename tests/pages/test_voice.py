"""The Voice page on the sample brand, on what lacks something, and on hostile texts."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Home, Opener

PARTS = ("supers", "points", "months", "groups", "search", "disputed", "signs")
LANGS = ("zh-Hans", "zh-Hant", "en")
DATASETS = ("no_customers", "feedback", "reviews", "numbers")


def page_text(app: AppTest) -> str:
    """Everything that stands on the page in words."""
    boxes = (*app.markdown, *app.caption, *app.info, *app.warning, *app.success)
    return "\n".join(box.value for box in boxes)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_its_answer(part: str, opened: Opener) -> None:
    lang = LANGS[PARTS.index(part) % 3]
    app = opened("voice", lang=lang, voice_see=part, voice_word="packaging")
    assert not app.exception
    assert not app.error
    assert app.subheader


@pytest.mark.parametrize("dataset", DATASETS)
def test_what_cannot_be_read_is_said(dataset: str, home: Home, opened: Opener) -> None:
    app = opened("voice", lang="en", data=home.versions[dataset])
    assert not app.exception
    assert not app.error
    expected = {
        "no_customers": ["There are no reviews in this dataset"],
        "feedback": ["**90** reviews"],
        "reviews": [f"1 {kind}" for kind in ("without any text", "with nothing", "that are only")]
        + ["1 in languages other than", "1 was too long"],
        "numbers": ["The text column holds mostly numbers"],
    }
    shown_text = page_text(app)
    assert [sentence for sentence in expected[dataset] if sentence not in shown_text] == []


@pytest.mark.parametrize("part", PARTS)
def test_hostile_texts_are_shown_as_written(part: str, home: Home, opened: Opener) -> None:
    version = home.versions["reviews"]
    app = opened("voice", lang="en", voice_see=part, data=version, voice_word="<b>packaging")
    assert not app.exception
    live = re.search(
        r"(?<!\\)(?:<(?:script|img|b>)|\]\(javascript|:material|:red\[|`code)", page_text(app)
    )
    assert live is None


def test_one_click_proposes_a_row_of_the_word_list(opened: Opener) -> None:
    app = opened("voice", lang="en")
    wrong = next(button for button in app.button if button.label == "Wrong")
    wrong.click().run()
    assert "1 draft row " in page_text(app)
    proposed = app.session_state["nine.kept.lexicon.proposed"]
    assert [sorted(row) for row in proposed] == [["dimension", "kind", "quote", "term", "value"]]
    assert proposed[0]["value"] == -1.0


def test_the_switch_leaves_reviews_out(opened: Opener) -> None:
    whole, without = opened("voice", lang="en"), opened("voice", lang="en", voice_without="on")
    count = [
        int(re.findall(r"\*\*([\d,]+)\*\* reviews", page_text(app))[0].replace(",", ""))
        for app in (whole, without)
    ]
    label = next(toggle.label for toggle in whole.toggle if toggle.label.startswith("Leave out"))
    assert count[0] - count[1] == int("".join(filter(str.isdigit, label))) > 0
    nets = [
        re.findall(r"[+-]?\d+ \([^)]*[\d,]+ mentions\)", page_text(app)) for app in (whole, without)
    ]
    assert nets[0] != nets[1]


def test_stars_alone_have_no_words(home: Home, opened: Opener) -> None:
    app = opened("voice", lang="en", data=home.versions["stars"], voice_see="points")
    assert not app.exception
    assert "No review holds text that can be read" in page_text(app)
    offered = [group.options for group in app.get("button_group") if "By month" in group.options]
    assert offered == [["By month", "By group", "Signs in the reviews"]]


def test_the_switch_can_be_turned_back_when_nothing_is_left(home: Home, opened: Opener) -> None:
    app = opened("voice", lang="en", data=home.versions["copied"], voice_without="on")
    assert "No reviews are left" in page_text(app)
    next(toggle for toggle in app.toggle if toggle.label.startswith("Leave out")).set_value(
        False
    ).run()
    assert "**40** reviews" in page_text(app)
