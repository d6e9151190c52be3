"""Saving customers under a name from the Customers page, and the ladder they may come from."""

import time

import pytest
from streamlit.testing.v1 import AppTest

from analytics.words import LANGUAGES, words
from tests.pages.conftest import HOSTILE, Home, Opener

SECONDS = 60


def save_segment(app: AppTest, key: str, name: str) -> AppTest:
    """The segment offered under `key`, called `name`, built and opened."""
    app.text_input(key=f"w.segment.{key}.en").set_value(name).run()
    app.button(key=f"segment.{key}.make").click().run()
    for _ in range(SECONDS):
        if app.success or app.error:
            break
        time.sleep(1)
        app.run()
    return app


def captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption)


def test_a_rung_is_saved_opened_listed_and_left_again(opened_alone: Opener) -> None:
    app = opened_alone("customers", lang="en", look="ladder", ladder_rung="repeat")
    app = save_segment(app, "rung.repeat", HOSTILE["products"][0])
    assert not app.exception
    assert [element.value for element in app.success] == [words("en").get("segments.saved")]
    assert "on the ladder" in captions(app)
    app = app.switch_page("pages/data.py").run()
    assert "A segment of" in captions(app)
    assert r"\*\*bold\*\*" in " ".join(element.value for element in app.markdown)
    app.button(key="segment.back").click().run()
    assert not app.exception
    assert "stays as it is" not in captions(app)


def test_a_segment_without_a_name_is_refused_in_words(opened_alone: Opener) -> None:
    app = save_segment(
        opened_alone("customers", lang="en", look="ladder", ladder_rung="buyer"), "rung.buyer", " "
    )
    assert [error.value for error in app.error] == [words("en").get("errors.segment_unnamed")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rules_of_a_link_are_kept_within_bounds(lang: str, opened: Opener) -> None:
    link = {"ladder_loyal_days": "1", "ladder_asleep_days": "x", "ladder_nps": "99"}
    app = opened("customers", lang=lang, look="ladder", **link)
    assert not app.exception
    shown = [app.number_input(key=f"w.{name}.{lang}").value for name in link]
    assert shown == [3, 180, 10]


def test_rungs_without_evidence_are_said_to_be_missing(home: Home, opened: Opener) -> None:
    app = opened("customers", lang="en", look="ladder", data=home.versions["hostile"])
    assert words("en").get("ladder.missing_advocate") in [notice.value for notice in app.info]
