"""Scores of many reviews: the page says that they are being read, and then what they say."""

import shutil
import time
from pathlib import Path

import pytest

from analytics.feedback.lexicon import store as lexicon_store
from analytics.feedback.reviews import store as review_store
from analytics.storage import versions
from tests.pages.conftest import Home, Opener
from ui import waiting


def test_the_page_says_that_reviews_are_being_read_and_then_what_they_say(
    monkeypatch: pytest.MonkeyPatch, home: Home, at_home_anew: Path, opened: Opener
) -> None:
    version = home.versions["feedback"]
    shutil.rmtree(at_home_anew / "versions" / version / review_store.FOLDER, ignore_errors=True)
    monkeypatch.setattr(waiting, "MANY", 0)
    monkeypatch.setattr(waiting, "PATIENCE", 0)
    real, calls = review_store.prepared, []

    def slowly(*args: object) -> int:
        calls.append(args)
        time.sleep(1)
        return real(*args)  # type: ignore[arg-type]

    slowly.__module__, slowly.__name__ = real.__module__, "slowly"
    monkeypatch.setattr(review_store, "prepared", slowly)
    app = opened("supers", lang="en", data=version)
    assert not app.exception
    assert not app.subheader
    assert len(calls) == 1
    store = versions.open_store(home.root)
    lexicon = lexicon_store.fitted(store, version, "")
    while not review_store.is_read(store, version, lexicon):
        time.sleep(0.05)
    app.run()
    assert not app.exception
    assert app.subheader
