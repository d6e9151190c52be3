"""Over time and one against the other, each alone on a page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.words import LANGUAGES, words
from tests.pages.conftest import HOSTILE, Home
from ui.text import literal

PATIENCE = 60
KINDS = ("period", "channel", "product", "dataset")

Shown = Callable[..., AppTest]


def script(section: str, version: str | None) -> None:
    from importlib import import_module

    from ui import cache, state
    from ui.page import Page

    state.begin()
    manifest = cache.manifest(version or cache.store().current())
    page = Page(
        "supers",
        state.language(),
        "light",
        manifest,
        state.filters(),
        cache.current_definition(None),
    )
    assessment = cache.assess(page.version, page.filters, page.definition)
    import_module(f"ui.sections.{section}").show(page, assessment)
    state.publish()


@pytest.fixture
def shown(at_home: Path) -> Shown:
    """A section under a query string, as a link opens it."""

    def show(section: str, version: str | None = None, **query: str) -> AppTest:
        kwargs = {"section": section, "version": version}
        app = AppTest.from_function(script, default_timeout=PATIENCE, kwargs=kwargs)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return show


def page_text(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.caption, *app.info))


def chosen(app: AppTest) -> list[str]:
    return [box.value for box in app.selectbox]


class TestTime:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_it_tells_how_a_super_moved(self, shown: Shown, lang: str) -> None:
        app = shown("assessment.quarters", lang=lang, super="repurchase")
        assert "65" in page_text(app)
        assert "53" in page_text(app)
        assert words(lang).get("time.container") in page_text(app)
        table = app.dataframe[0].value
        assert table.shape == (10, 10)
        assert words(lang).get("time.mark").strip() in table.iloc[0, 1]

    def test_it_keeps_to_the_period_of_the_page(self, shown: Shown) -> None:
        app = shown("assessment.quarters", lang="en", **{"from": "2025-04", "to": "2025-09"})
        assert app.dataframe[0].value.shape == (10, 3)

    def test_another_super_goes_into_the_link(self, shown: Shown) -> None:
        app = shown("assessment.quarters", lang="en")
        app.segmented_control[0].set_value("looks").run()
        assert app.query_params["super"] == "looks"

    @pytest.mark.parametrize("kind", ["no_customers", "feedback", "hostile", "one_day"])
    def test_little_data_is_told_in_a_sentence(self, shown: Shown, home: Home, kind: str) -> None:
        app = shown("assessment.quarters", home.versions[kind], lang="en")
        text = words("en")
        expected = text.get("time.missing") if kind == "feedback" else text.get("time.note")
        assert expected in page_text(app)


class TestAgainst:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_kind_has_sides_to_begin_with(self, shown: Shown, lang: str, kind: str) -> None:
        app = shown("assessment.compare", lang=lang, against=kind)
        first, second, margin = chosen(app)
        assert first != second
        assert margin == "5"
        assert len(app.table[0].value) == 10
        assert words(lang).get(f"against.independent.{kind}") in page_text(app)

    def test_the_last_year_stands_against_the_one_before(self, shown: Shown) -> None:
        app = shown("assessment.compare", lang="en")
        assert chosen(app)[:2] == ["2025-11_2026-10", "2024-11_2025-10"]
        assert "**Nov 2025 to Oct 2026** is worse than **Nov 2024 to Oct 2025**" in page_text(app)

    def test_sides_and_margin_live_in_the_link(self, shown: Shown) -> None:
        choices = {"period_a": "2026-05_2026-10", "period_b": "2025-11_2026-04", "margin": "10"}
        app = shown("assessment.compare", lang="zh-Hant", **choices)
        assert chosen(app) == list(choices.values())
        app.selectbox[2].set_value("2").run()
        assert app.query_params["margin"] == "2"
        assert app.query_params["period_a"] == choices["period_a"]

    def test_a_link_with_nonsense_falls_back(self, shown: Shown) -> None:
        app = shown(
            "assessment.compare", lang="en", against="moon", period_a="1999-01_x", margin="-3"
        )
        assert chosen(app) == ["2025-11_2026-10", "2024-11_2025-10", "5"]

    def test_the_same_on_both_sides_is_no_comparison(self, shown: Shown) -> None:
        app = shown("assessment.compare", lang="en", period_b="2025-11_2026-10")
        assert words("en").get("against.same") in page_text(app)
        assert not app.table

    def test_one_month_has_nothing_to_set_against(self, shown: Shown, home: Home) -> None:
        app = shown("assessment.compare", home.versions["one_day"], lang="en")
        assert words("en").get("against.too_few.period") in page_text(app)

    def test_datasets_are_compared_whole_and_it_says_so(self, shown: Shown) -> None:
        app = shown("assessment.compare", lang="en", against="dataset", **{"from": "2025-04"})
        assert words("en").get("against.unfiltered") in page_text(app)

    def test_a_channel_out_of_a_file_is_shown_as_written(self, shown: Shown, home: Home) -> None:
        app = shown("assessment.compare", home.versions["hostile"], lang="en", against="channel")
        assert literal(HOSTILE["channel"]) in page_text(app)
