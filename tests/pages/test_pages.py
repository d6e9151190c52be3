"""Every page in every language, through `app.py` as a visitor comes."""

import pytest

from analytics.words import LANGUAGES, words
from tests.pages.conftest import PROJECT, Opener
from ui.pages import GROUPS, PAGES

STORES = "\u95e8\u5e97 Stores"
CHARTS = {
    "container": 2,
    "data": 0,
    "supers": 1,
    "voice": 2,
    "positioning": 1,
    "gate": 1,
    "pricing": 1,
    "money": 1,
    "beta": 1,
    "ip": 2,
    "launch": 1,
    "stores": 2,
    "private": 2,
    "channels": 1,
    "referrals": 1,
    "repurchase": 1,
    "customers": 1,
    "notes": 8,
    "settings": 0,
}


def test_every_page_is_counted_and_every_group_holds_one() -> None:
    assert set(CHARTS) == set(PAGES)
    assert {entry.group for entry in PAGES.values()} == set(GROUPS)


def test_every_script_is_listed_and_every_entry_has_a_script_and_a_room() -> None:
    assert {path.stem for path in (PROJECT / "pages").glob("*.py")} == set(PAGES)
    assert all((PROJECT / "analytics" / entry.room).is_dir() for entry in PAGES.values())


def charts(app) -> int:
    return len(app.get("plotly_chart"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_in_every_language_with_its_title_and_its_charts(page, lang, opened: Opener):
    app = opened(page, lang=lang)
    assert not app.exception
    assert not app.error
    assert [title.value for title in app.title] == [words(lang).get(f"{page}.title")]
    assert charts(app) == CHARTS[page]


def test_the_container_names_its_weakest_stave_and_the_failed_gate(opened: Opener):
    app = opened(lang="en")
    assert "Super creativity" in app.subheader[0].value
    page_text = " ".join(element.value for element in app.markdown)
    assert "below its public price" in page_text
    assert "simulated" in page_text
    assert "How far the seven steps are" in [heading.value for heading in app.subheader]
    assert "**4 Pricing**" in page_text


def test_filters_of_a_link_are_applied_and_shown(opened: Opener):
    everything, filtered = (
        opened(lang="en"),
        opened(lang="en", channel=[STORES], **{"from": "2025-03"}),
    )
    assert "Mar 2025 to Oct 2026" in filtered.main.caption[0].value
    assert filtered.sidebar.multiselect[0].value == [STORES]
    assert filtered.metric[0].value != everything.metric[0].value or (
        filtered.subheader[0].value != everything.subheader[0].value
    )


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("supers", {"super": "nonsense"}),
        ("repurchase", {"by": "nonsense", "grain": "century", "show": "x"}),
        ("container", {"channel": ["no such channel"], "product": ["nothing"]}),
        ("container", {"from": "never", "to": "2025-99"}),
        ("container", {"lang": "klingon"}),
    ],
)
def test_a_link_with_unknown_codes_opens_the_page_without_them(page, query, opened: Opener):
    app = opened(page, **query)
    assert not app.exception
    assert not app.error
    assert app.title


def test_a_link_to_a_dataset_that_is_gone_says_so_and_offers_the_current_one(opened: Opener):
    app = opened(lang="en", data="v_20200101_000000_00000000")
    assert not app.exception
    assert "There is no such dataset" in app.error[0].value
    app.button[0].click().run()
    assert not app.error
    assert charts(app) == CHARTS["container"]


def test_a_period_before_anything_was_measured_leaves_supers_unassessed_not_zero(opened: Opener):
    app = opened("supers", lang="en", super="ip", product=["QY-018"], to="2024-11")
    assert not app.exception
