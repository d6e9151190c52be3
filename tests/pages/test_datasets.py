"""Pages on datasets with gaps, and on names that try to be more than names."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics.words import LANGUAGES, words
from tests.pages.conftest import HOSTILE, Home, Opener

PAGES = (
    "container",
    "data",
    "supers",
    "voice",
    "gate",
    "private",
    "channels",
    "referrals",
    "repurchase",
    "customers",
    "settings",
)
DATASETS = ("no_customers", "feedback", "hostile", "one_day")


def page_texts(app: AppTest) -> list[str]:
    """Every text that is rendered as Markdown."""
    kinds = ("markdown", "caption", "subheader", "header", "title", "info", "success", "error")
    elements = [element for kind in kinds for element in app.get(kind)]
    return [str(element.value) for element in elements] + [
        expander.label for expander in app.expander
    ]


def blocks(node: Any) -> Iterator[list[Any]]:
    """The children of every container, in order."""
    children = list(getattr(node, "children", {}).values())
    if children:
        yield children
    for child in children:
        yield from blocks(child)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("dataset", [None, *DATASETS])
def test_a_sentence_follows_every_chart_whatever_there_is_to_draw(
    dataset: str | None, page: str, home: Home, opened: Opener
) -> None:
    query = {"data": home.versions[dataset]} if dataset else {}
    app = opened(page, lang="en", **query)
    assert not app.exception
    assert not app.error
    for children in blocks(app.main):
        for child, follower in zip(children, [*children[1:], None], strict=True):
            if child.type == "plotly_chart":
                assert follower is not None
                assert follower.type == "markdown"
                assert len(follower.value) > 20
                assert "None" not in follower.value
                assert "nan" not in follower.value.lower().split()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("dataset", "sentence"), [("no_customers", "no_customers"), ("feedback", "no_orders")]
)
def test_repurchase_says_why_it_has_no_answer(
    dataset: str, sentence: str, lang: str, home: Home, opened: Opener
) -> None:
    app = opened("repurchase", lang=lang, data=home.versions[dataset])
    assert [info.value for info in app.info] == [words(lang).get(f"repurchase.{sentence}")]
    assert not app.get("plotly_chart")
    assert app.get("page_link")


def test_feedback_alone_is_called_open_and_leads_nowhere_to_orders(
    home: Home, opened: Opener
) -> None:
    app = opened(lang="en", data=home.versions["feedback"])
    assert app.subheader[0].value.startswith("No super can be assessed yet")
    assert "Order lines" in " ".join(page_texts(app))
    assert not app.sidebar.multiselect
    assert (
        "only what feedback shows"
        in opened("data", lang="en", data=home.versions["feedback"]).info[0].value
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unassessed_super_names_the_sheet_that_unlocks_it(
    lang: str, home: Home, opened: Opener
) -> None:
    app = opened("supers", lang=lang, data=home.versions["feedback"], super="endorsement")
    sheet = words(lang).get("tables.endorsements.name")
    assert any(sheet in text for text in page_texts(app))
    assert words(lang).get("common.unassessed") in " ".join(
        app.main.get("markdown")[0].value for _ in (0,)
    ) or any(words(lang).get("common.unassessed") in text for text in page_texts(app))


def test_three_orders_of_one_day_are_enough_for_every_page(home: Home, opened: Opener) -> None:
    app = opened("repurchase", lang="en", data=home.versions["one_day"])
    assert not app.exception
    text = " ".join(page_texts(app))
    assert "No customer has been watched for 30 days" in text
    assert not app.sidebar.get("select_slider")


LIVE = re.compile(
    r"""(?<!\\)\[[^\]]*(?<!\\)\]\(      # a link
    |(?<!\\)<[a-z/]                     # a tag
    |(?<!\\)\$                          # a formula
    |(?<!\\):(red|material)             # a colour, an icon
    |(?<!\\)`""",
    re.VERBOSE,
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_names_from_a_file_show_as_they_were_written(
    page: str, lang: str, home: Home, opened: Opener
) -> None:
    product = "P2"
    app = opened(
        page,
        lang=lang,
        data=home.versions["hostile"],
        by="channel",
        channel=[HOSTILE["channel"]],
        product=[product],
    )
    assert not app.exception
    assert not app.error
    texts = page_texts(app)
    assert [text for text in texts if LIVE.search(text.replace(":material/", ""))] == []
    if page != "data":
        caption = re.sub(r"\\(.)", r"\1", app.main.caption[0].value)
        assert HOSTILE["channel"] in caption
        assert HOSTILE["products"][2] in caption
    assert HOSTILE["file"] in re.sub(r"\\(.)", r"\1", " ".join(texts))


def test_the_gate_lists_hostile_products_one_by_one(home: Home, opened: Opener) -> None:
    app = opened(lang="en", data=home.versions["hostile"])
    gap_list = next(text for text in page_texts(app) if "The widest gaps" in text)
    assert len(re.findall(r"^- ", gap_list, re.MULTILINE)) == 3
    assert not LIVE.search(gap_list)


def test_bold_names_of_channels_stay_bold_in_chinese(home: Home, opened: Opener) -> None:
    """A closing mark between a bracket and a Chinese character would not close."""
    app = opened("repurchase", lang="zh-Hans", data=home.versions["hostile"], by="channel")
    sentence = next(text for text in page_texts(app) if "shop" in text and "**" in text)
    assert re.search(r"\*\*(?=[ ,.(:\uff08\uff0c]|$)", sentence)
    assert not re.search(r"[)\]>]\*\*[\u4e00-\u9fff]", sentence)
