"""What a visitor chose stays chosen: across pages and languages, and in the link."""

from urllib.parse import parse_qs, urlencode

from streamlit.testing.v1 import AppTest

from analytics.definitions.definition import built_in
from analytics.words import words
from tests.pages.conftest import Opener

STORES = "\u95e8\u5e97 Stores"


def chosen(app: AppTest) -> tuple[list[str], str]:
    """The channels in the side bar, and what the page says of its filters."""
    return app.sidebar.multiselect[0].value, app.main.caption[0].value


def query_values(app: AppTest, name: str) -> list[str]:
    """A name's values in the address."""
    return parse_qs(urlencode(app.query_params, doseq=True)).get(name, [])


def test_filters_survive_pages_and_languages(opened: Opener) -> None:
    app = opened("supers", lang="en", channel=[STORES], to="2026-03", super="value")
    for page in ("repurchase", "supers"):
        assert chosen(app)[0] == [STORES]
        assert "Nov 2024 to Mar 2026" in chosen(app)[1]
        app.switch_page(f"pages/{page}.py").run()
    app.sidebar.segmented_control[0].set_value("zh-Hant").run()
    assert not app.exception
    assert chosen(app)[0] == [STORES]
    assert app.title[0].value == words("zh-Hant").get("supers.title")
    view = {name: query_values(app, name) for name in ("lang", "super", "channel", "to")}
    assert view == {"lang": ["zh-Hant"], "super": ["value"], "channel": [STORES], "to": ["2026-03"]}


def test_options_of_a_page_are_kept_as_codes(opened: Opener) -> None:
    app = opened("repurchase", lang="zh-Hans", repurchase_part="cohorts")
    controls = {control.label: control for control in app.main.segmented_control}
    controls[words("zh-Hans").get("repurchase.grain_label")].set_value("quarter").run()
    assert query_values(app, "grain") == ["quarter"]
    app.sidebar.segmented_control[0].set_value("en").run()
    controls = {control.label: control for control in app.main.segmented_control}
    assert controls[words("en").get("repurchase.grain_label")].value == "quarter"


def test_clearing_the_filters_clears_the_link(opened: Opener) -> None:
    app = opened(lang="en", channel=[STORES], **{"from": "2025-03"})
    clear = words("en").get("common.clear_filters")
    next(button for button in app.sidebar.button if button.label == clear).click().run()
    assert chosen(app)[0] == []
    assert not query_values(app, "channel")
    assert not query_values(app, "from")


def test_one_channel_left_by_a_filter_is_told_as_one_group(opened: Opener) -> None:
    app = opened("repurchase", lang="en", by="channel", channel=[STORES])
    page_text = " ".join(element.value for element in app.main.markdown)
    assert "too small to tell apart" not in page_text
    assert "Those watched for less count for as long as they were." in page_text


def test_the_costliest_measure_stands_open_with_its_rows_and_its_sql(opened: Opener) -> None:
    app = opened("supers", lang="en", super="creativity")
    assert len(app.code) == 2
    assert "select" in app.code[1].value
    assert len(app.dataframe) >= 2
    ids = opened("supers", lang="en", super="repurchase").dataframe[0].value
    assert ids["Customer"].str.endswith("\u2022\u2022\u2022").all()


def test_what_stands_closed_is_drawn_once_it_is_opened(folds_closed: None, opened: Opener) -> None:
    app = opened("customers", lang="zh-Hant")
    assert not app.code
    for part in app.main.expander:
        app.session_state["fold." + part.proto.id.partition("-fold.")[2]] = True
    app.run()
    assert not app.exception
    assert "select" in app.code[1].value


def test_the_rows_behind_a_number_are_turned_page_by_page(opened: Opener) -> None:
    app = opened("supers", super="repurchase", lang="en")
    first = app.dataframe[0].value
    assert any("1\u2013100" in element.value for element in app.markdown)
    assert first.iloc[:, 0].str.endswith("\u2022\u2022\u2022").all()
    keys = [f"nine.kept.rows.{use.key}" for use in built_in().super_of("repurchase").measures]
    stored_keys = [key for key in keys if key in app.session_state]
    app.session_state[stored_keys[0]] = 2
    app.run()
    assert any("101\u2013200" in element.value for element in app.markdown)
    assert not app.dataframe[0].value.equals(first)
