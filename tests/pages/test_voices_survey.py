"""The sections of voices and survey, drawn by Streamlit over real datasets."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics.words import LANGUAGES, words
from tests.pages.conftest import PATIENCE, Home
from ui import frame


def section(name: str, version: str, lang: str) -> None:
    from importlib import import_module

    from analytics.definitions.definition import built_in
    from analytics.filters import Filters
    from ui import cache
    from ui.page import Page

    page = Page("supers", lang, "light", cache.manifest(version), Filters(), built_in())
    assessment = cache.assess(version, page.filters, page.definition)
    room = {"voices": "assessment", "survey": "feedback"}[name]
    import_module(f"ui.sections.{room}.{name}").show(page, assessment)


@pytest.fixture
def drawn(at_home, home: Home, monkeypatch: pytest.MonkeyPatch):
    """Draws a section of a dataset; its links lead to pages that a section alone does not have."""
    links: list[str] = []
    monkeypatch.setattr(frame, "link", lambda key, _: links.append(key))

    def draw(name: str, version: str, lang: str = "en") -> tuple[AppTest, list[str]]:
        kwargs = {"name": name, "version": version, "lang": lang}
        app = AppTest.from_function(section, default_timeout=PATIENCE, kwargs=kwargs).run()
        assert not app.exception
        return app, links

    return draw


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "charts"), [("voices", 1), ("survey", 3)])
def test_a_section_speaks_each_language(name, charts, lang, drawn, brand):
    app, _ = drawn(name, brand.version, lang)
    assert [element.value for element in app.subheader] == [words(lang).get(f"{name}.title")]
    assert len(app.get("plotly_chart")) == charts


def test_without_votes_the_way_to_them_is_shown(drawn, brand):
    app, links = drawn("voices", brand.version)
    assert links == ["data"]
    assert "has not voted" in app.info[0].value


@pytest.mark.parametrize("lacking", ["no_customers", "feedback"])
def test_without_a_survey_the_page_says_what_it_would_tell(lacking, drawn, home):
    app, links = drawn("survey", home.versions[lacking])
    assert links == ["data"]
    assert "There is no survey" in app.info[0].value
    assert not app.get("plotly_chart")


def test_with_one_kind_of_data_there_is_nothing_to_compare(drawn, home):
    app, _ = drawn("voices", home.versions["no_customers"])
    assert any("no super has two sources" in element.value for element in app.markdown)
