"""The Customers page: every part in every language, and why where there is no answer."""

import pytest

from analytics.words import LANGUAGES, words
from tests.pages.conftest import Home, Opener

PARTS = ("groups", "concentration", "ladder", "flows", "value", "journey", "discounts")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_a_part_opens_in_every_language(part: str, lang: str, opened: Opener) -> None:
    app = opened("customers", lang=lang, look=part)
    assert not app.exception
    assert not app.error
    assert app.segmented_control(key=f"w.look.{lang}").value == part


def test_methods_are_named_behind_the_formula_only(opened: Opener) -> None:
    app = opened("customers", lang="en", look="concentration")
    behind = [element.value for element in app.main.expander[-1].markdown]
    before = [element.value for element in app.main.markdown if element.value not in behind]
    assert "Gini" in " ".join(behind)
    assert "Gini" not in " ".join(before)
    assert "of net value" in app.main.subheader[0].value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_customers_it_says_why(lang: str, home: Home, opened: Opener) -> None:
    app = opened("customers", lang=lang, data=home.versions["no_customers"])
    assert [element.value for element in app.info] == [words(lang).get("repurchase.no_customers")]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("dataset", ["one_day", "hostile"])
def test_little_data_is_answered_in_words(
    dataset: str, part: str, home: Home, opened: Opener
) -> None:
    app = opened("customers", lang="en", look=part, data=home.versions[dataset])
    assert not app.exception
    assert len(app.markdown) + len(app.info) > 0
