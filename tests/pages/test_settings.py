"""The Settings page: looked at in every language, a super replaced, versions chosen and deleted."""

from pathlib import Path
from urllib.parse import parse_qs, urlencode

import pytest
from streamlit.testing.v1 import AppTest

from analytics.definitions import store as definition_store
from analytics.definitions.definition import Definition, built_in, from_plain, plain, written
from analytics.definitions.drafts import replaced
from analytics.definitions.supers import plain as plain_super
from analytics.definitions.supers import templates
from analytics.storage import versions
from analytics.words import LANGUAGES, words
from tests.pages.conftest import Opener

HOSTILE = "<b>Mine</b> [x](y) $z$ :red[q]"


def page_text(app: AppTest) -> str:
    kinds = ("markdown", "caption", "success", "info", "error")
    return "\n".join(str(element.value) for kind in kinds for element in app.main.get(kind))


def query_values(app: AppTest, name: str) -> list[str]:
    return parse_qs(urlencode(app.query_params, doseq=True)).get(name, [])


def press(app: AppTest, lang: str, key: str, **facts: object) -> AppTest:
    label = words(lang).get(f"settings.{key}", **facts)
    next(button for button in app.main.button if button.label == label).click().run()
    assert not app.exception
    return app


def other(name: str = "Standard for 2027") -> Definition:
    """The product's own with trust in the ninth's place."""
    trust = next(template for template in templates() if template.key == "trust")
    raw = replaced({**plain(built_in()), "name": name}, "ip", plain_super(trust))
    return from_plain(raw, "x")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", ["edit", "own", "versions", "words"])
def test_every_part_opens_in_every_language(part: str, lang: str, opened: Opener) -> None:
    app = opened("settings", lang=lang, task=part)
    assert not app.exception
    assert not app.error
    assert words(lang).get("settings.fixed") in page_text(app)
    assert (built_in().id in page_text(app)) == (part == "versions")


def test_a_template_goes_into_the_draft_with_its_effect_and_is_kept(opened_alone: Opener) -> None:
    app = opened_alone("settings", lang="en", task="own", template="trust")
    press(app, "en", "put", name="Super IP")
    assert query_values(app, "task") == ["edit"]
    assert query_values(app, "edited") == ["trust"]
    assert "**Super trust** is new" in page_text(app)
    assert "**Super IP** no longer counts" in page_text(app)
    assert "the average score of the data you are looking at would" in page_text(app)
    label = words("en").get("settings.name_label")
    next(box for box in app.main.text_input if box.label == label).set_value("Trusting").run()
    press(app, "en", "save")
    assert "every page scores by it now" in page_text(app)
    saved = definition_store.current(versions.open_store())
    assert (saved.name, saved.id) == ("Trusting", other().id)
    again = opened_alone("supers", lang="en", super="trust")
    assert not again.exception
    assert "definition: Trusting" in again.main.caption[0].value
    assert again.main.header[0].value == "Super trust"


def test_a_draft_without_a_name_cannot_be_saved(opened_alone: Opener) -> None:
    app = opened_alone("settings", lang="en", task="own")
    press(app, "en", "put", name="Super IP")
    save = next(
        button for button in app.main.button if button.label == words("en").get("settings.save")
    )
    assert save.disabled
    press(app, "en", "discard")
    assert not query_values(app, "edited")
    assert words("en").get("settings.untouched") in page_text(app)


def test_a_super_from_scratch_asks_for_all_it_needs(opened_alone: Opener) -> None:
    app = opened_alone("settings", lang="zh-Hans", task="own", template="scratch")
    text = words("zh-Hans")
    assert text.get("settings.own_missing") in page_text(app)
    boxes = {box.label: box for box in app.main.text_input}
    boxes[text.get("settings.own_name")].set_value("Calm").run()
    boxes = {box.label: box for box in app.main.text_input}
    boxes[text.get("settings.own_why")].set_value("Does it calm?").run()
    app.main.multiselect[0].set_value(["rating", "promoters"]).run()
    press(app, "zh-Hans", "put", name=text.pick(built_in().super_of("ip").name))
    assert query_values(app, "edited") == ["own_1"]
    assert "Calm" in page_text(app)


def test_a_link_names_the_definition_and_a_wrong_one_opens_the_current(
    opened_alone: Opener,
) -> None:
    store = versions.open_store()
    saved = definition_store.save(store, other())
    own_view = opened_alone(lang="en", definition=saved.id)
    assert not own_view.exception
    assert "definition: Standard for 2027" in own_view.main.caption[0].value
    assert "our addition" not in page_text(own_view)
    default_view = opened_alone(lang="en", definition="0" * 12)
    assert not default_view.exception
    assert "definition:" not in default_view.main.caption[0].value
    assert "our addition" in page_text(default_view)


def test_versions_are_opened_chosen_and_deleted(opened_alone: Opener) -> None:
    store = versions.open_store()
    saved = definition_store.save(store, other())
    app = opened_alone("settings", lang="en", task="versions")
    press(app, "en", "open")
    assert query_values(app, "definition") == [saved.id]
    press(app, "en", "use")
    assert definition_store.current(store).id == saved.id
    assert not query_values(app, "definition")
    assert not [button for button in app.main.button if button.label == "Delete"]
    press(app, "en", "use")
    press(app, "en", "delete")
    assert definition_store.library(store).definitions == (built_in(),)


def test_a_hostile_name_shows_as_it_was_written(opened_alone: Opener) -> None:
    saved = definition_store.save(versions.open_store(), other(HOSTILE))
    for page in ("settings", "supers", "container"):
        app = opened_alone(page, lang="en", definition=saved.id, task="versions")
        assert not app.exception
        assert "<b>" not in page_text(app).replace("\\<b\\>", "")
        assert "](y)" not in page_text(app)


def test_a_file_that_is_broken_on_disk_is_told(opened_alone: Opener) -> None:
    store = versions.open_store()
    folder = Path(store.root) / "definitions"
    folder.mkdir()
    (folder / f"{other().id}.toml").write_text(written(other()).replace("0.2,", "0.21,"), "utf-8")
    app = opened_alone("settings", lang="en", task="versions")
    assert "edited outside this program" in app.error[0].value
