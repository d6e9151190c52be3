"""Private traffic on the sample brand, on orders alone, and where nothing is private."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics.words import LANGUAGES, words
from tests.pages.conftest import Home, Opener


def page_text(app: AppTest) -> str:
    boxes = (*app.markdown, *app.caption, *app.info)
    return "\n".join(box.value for box in boxes)


@pytest.mark.parametrize(
    ("lang", "split"), list(zip(LANGUAGES, ("all", "route", "tier"), strict=True))
)
def test_three_tests_and_what_is_behind_them(lang: str, split: str, opened: Opener) -> None:
    app = opened("private", lang=lang, split=split, private_top="5")
    assert not app.exception
    assert not app.error
    shown_text = page_text(app)
    for test in ("reach", "influence", "pay"):
        assert words(lang).get(f"private.test.{test}") in shown_text
    assert len(app.get("plotly_chart")) == 2
    assert len(app.number_input) == (2 if split == "tier" else 0)


def test_without_members_or_a_private_channel_it_says_what_to_do(
    home: Home, opened: Opener
) -> None:
    app = opened("private", lang="en", data=home.versions["hostile"])
    assert not app.exception
    assert "have bought in a private channel" in page_text(app)
    assert '"Members within reach" sheet' in page_text(app)
    assert not app.get("plotly_chart")
    for dataset in ("no_customers", "feedback", "one_day"):
        app = opened("private", lang="en", data=home.versions[dataset])
        assert not app.exception
        assert app.info
