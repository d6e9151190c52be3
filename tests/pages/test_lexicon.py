"""The word list on the Settings page: opened, tried, kept and gone back from."""

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from analytics.feedback.lexicon import store as lexicon_store
from analytics.storage import versions
from analytics.words import LANGUAGES, words
from tests.pages.conftest import Home, Opener

HOSTILE = "<b>zingy</b> [x](y) $z$"
PROPOSED = {"term": "zingy", "kind": "opinion", "dimension": "", "value": 1.0, "quote": HOSTILE}


def page_text(app: AppTest) -> str:
    kinds = ("markdown", "caption", "success", "warning", "error")
    return "\n".join(str(element.value) for kind in kinds for element in app.main.get(kind))


def press(app: AppTest, key: str) -> AppTest:
    label = words("en").get(f"lexicon.{key}")
    next(button for button in app.main.button if button.label == label).click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_opens_in_every_language(lang: str, opened: Opener) -> None:
    app = opened("settings", lang=lang, task="words")
    assert not app.exception
    assert words(lang).get("lexicon.in_use_built_in") in page_text(app)


def test_a_proposal_is_tried_kept_and_gone_back_from(opened_alone: Opener, home: Home) -> None:
    app = opened_alone("settings", lang="en", task="words", data=home.versions["feedback"])
    bad = PROPOSED | {"term": "zzz", "value": 9}
    app.session_state["nine.kept.lexicon.proposed"] = [PROPOSED, bad]
    app.run()
    assert "zingy" in page_text(app)
    assert "<b>zingy" not in page_text(app)
    press(app, "accept_all")
    assert words("en").get("lexicon.problem.bad_value") in page_text(app)
    press(app, "discard")
    app.session_state["nine.kept.lexicon.proposed"] = [PROPOSED]
    press(app.run(), "skip")
    assert app.session_state["nine.kept.words.draft"].edited["kind"].to_list() == ["block"]
    press(app, "discard")
    app.session_state["nine.kept.lexicon.proposed"] = [PROPOSED]
    press(app.run(), "accept")
    assert words("en").get("lexicon.no_change") in page_text(app)
    label = words("en").get("lexicon.name_label")
    next(box for box in app.main.text_input if box.label == label).set_value("Zing").run()
    press(app, "save")
    saved = lexicon_store.current(versions.open_store())
    assert (saved.name, saved.rows["term"].to_list()) == ("Zing", ["zingy"])
    assert saved.id in page_text(app)
    press(app, "use")
    assert not lexicon_store.current(versions.open_store()).is_own
    press(app, "delete")
    assert lexicon_store.saved_lexicons(versions.open_store())[0].rows.equals(
        pl.DataFrame(schema=lexicon_store.SCHEMA)
    )
