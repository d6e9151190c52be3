"""The Stores and salons page: what it says of the sample, of what is wrong in the sheets, and of
data that lack one of them."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Home, Opener
from tests.pages.test_datasets import LIVE, page_texts
from tests.pages.test_gate import OUR_OWN


def said(app: AppTest) -> str:
    """Everything the page says of its own accord."""
    assert not app.exception
    assert not app.error
    texts = [OUR_OWN.sub("", text) for text in page_texts(app)]
    assert [text for text in texts if LIVE.search(text)] == []
    return "\n".join(texts)


def test_the_first_line_is_the_answer_about_the_kind_with_most_guests(opened: Opener) -> None:
    app = opened("stores", lang="en")
    assert "Salon" in app.subheader[0].value
    assert "more often than people alike" in app.subheader[0].value
    texts = said(app)
    assert "Guests choose themselves" in texts
    assert "no difference from people alike" in texts
    assert "0 of 3 events have their cost" in texts
    assert "say who bought" in texts


def test_the_link_keeps_the_events_and_a_young_one_is_refused(opened: Opener) -> None:
    app = opened("stores", lang="zh-Hans", salon="event.E10")
    assert "49" in app.subheader[0].value
    assert app.selectbox[0].value == "event.E10"
    app.selectbox[0].set_value("all").run()
    assert "219" not in app.subheader[0].value
    assert app.query_params["salon"] == "all"


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_filters_are_said(lang: str, opened: Opener) -> None:
    app = opened("stores", lang=lang, **{"from": "2026-01"})
    assert not app.exception
    captions = [caption.value for caption in app.main.caption]
    assert any(
        ("period in the menu" if lang == "en" else "\u9078\u55ae") in line for line in captions
    )


@pytest.mark.parametrize("dataset", ["hostile", "one_day"])
def test_without_the_sheets_it_says_which_to_bring(
    dataset: str, home: Home, opened: Opener
) -> None:
    texts = said(opened("stores", lang="en", data=home.versions[dataset]))
    assert '"Event attendance" or "Stores" sheet' in texts


def test_a_period_without_events_is_no_answer(opened: Opener) -> None:
    app = opened("stores", lang="en", to="2024-12")
    assert "No guest of this period is known" in app.subheader[0].value
    # What openings did stays: the period does not reach it.
    assert [chart.key for chart in app.get("plotly_chart")] == ["stores.halo"]


@pytest.mark.parametrize("lang", ["en", "zh-Hans", "zh-Hant"])
def test_what_is_wrong_in_the_sheets_is_said(lang: str, home: Home, opened: Opener) -> None:
    app = opened("stores", lang=lang, data=home.versions["bad_guests"])
    texts = said(app)
    if lang == "en":
        assert "1 person on the guest list is not in the orders" in texts
        assert "1 guest first bought on the day of the event or later" in texts
        assert "1 row of the list names no event" in texts
        assert "1 event with guests has no day" in texts
        assert "it takes 30" in texts


def test_every_event_and_every_store_stand_in_tables(opened: Opener) -> None:
    app = opened("stores", lang="en")
    headers = [list(table.value.columns) for table in app.dataframe]
    assert any("Had bought before" in columns for columns in headers)
    assert any("Customers won" in columns for columns in headers)
    assert not app.exception
