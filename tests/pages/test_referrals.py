"""The page of who brings whom: its parts, its numbers in the link, and odd data."""

import shutil
from pathlib import Path

import pytest

from analytics.words import words
from tests.conftest import Workshop
from tests.pages.conftest import Home, Opener
from tests.pages.test_datasets import LIVE, page_texts

CHARTS = {"tree": 1, "growth": 1, "advocates": 1, "worth": 1, "rules": 0}


@pytest.mark.parametrize("part", CHARTS)
def test_every_part_draws_on_the_sample(part: str, opened: Opener) -> None:
    app = opened("referrals", lang="zh-Hant", referral_part=part)
    assert not app.exception
    assert len(app.get("plotly_chart")) == CHARTS[part]
    assert not app.warning


@pytest.mark.parametrize("dataset", ["no_customers", "feedback", "one_day"])
def test_what_is_missing_is_named(dataset: str, home: Home, opened: Opener) -> None:
    app = opened("referrals", lang="en", data=home.versions[dataset])
    assert not app.exception
    assert len(app.info) == 1


def test_numbers_of_the_link_decide_what_should_be_checked(opened: Opener) -> None:
    app = opened("referrals", lang="en", referral_part="rules", referral_heads="3")
    assert app.warning[0].value.startswith("**Have this checked by a lawyer.**")
    assert app.number_input[1].value == 3
    app.number_input[1].set_value(30).run()
    assert not app.warning
    for text in ("many", "0" * 12 + "12345", "-3"):
        odd = opened("referrals", lang="en", referral_part="rules", referral_heads=text)
        assert odd.number_input[1].value == 30


def test_a_link_opens_one_person_and_leads_back(opened: Opener) -> None:
    app = opened("referrals", lang="en")
    app.selectbox[0].set_value(app.selectbox[0].options[0]).run()
    (back,) = (button for button in app.button if button.key == "referrals.up.0")
    back.click().run()
    assert not [button for button in app.button if button.key == "referrals.up.0"]
    for odd in ("999999", "9" * 30, "-1", "x"):
        assert not opened("referrals", lang="en", referral_node=odd).exception


def test_what_a_file_says_is_shown_as_written(
    workshop: Workshop, opened_alone: Opener, tmp_path: Path
) -> None:
    """Ids are anybody's text; links that make no tree are counted and named."""
    names = ["__a__", "<b>c", "[x](y)", "$$d$$", ":red[e]"]
    rows = [
        {
            "order_id": f"O{number}",
            "customer_id": names[number % 5] + str(number),
            "ordered_at": f"2025-01-{1 + number % 28:02}",
            "amount": 10,
            "referrer_id": [names[0] + "0", "__stranger__", names[number % 5] + str(number), ""][
                number % 4
            ],
        }
        for number in range(60)
    ]
    manifest = workshop.rows(rows, name="odd.csv")
    versions = tmp_path / "store" / "versions"
    shutil.copytree(workshop.store.versions_folder / manifest.version, versions / manifest.version)
    app = opened_alone("referrals", lang="en", data=manifest.version)
    assert not app.exception
    assert [text for text in page_texts(app) if LIVE.search(text)] == []
    markdown = " ".join(element.value for element in app.markdown)
    assert "Referrer unknown: 15" in markdown
    assert "Named themselves: 1" in markdown


def test_words_of_the_states_are_in_every_language() -> None:
    for lang in ("zh-Hans", "zh-Hant", "en"):
        for state in ("check", "ask", "unknown", "below"):
            assert words(lang).has(f"referrals.law_{state}")
