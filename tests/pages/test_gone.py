"""A dataset deleted while a page reads it: the page says so, and the log holds no traceback."""

import logging
import shutil

import pytest

from analytics.storage import engine, versions
from tests.pages.conftest import Opener


@pytest.mark.parametrize(
    ("page", "place"), [("container", 1), ("repurchase", 2), ("voice", 3), ("data", 1)]
)
def test_a_version_deleted_while_a_page_reads_it(
    page: str, place: int, opened_alone: Opener, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    store = versions.open_store()
    version = store.current()
    assert version is not None
    other = next(entry.version for entry in store.versions() if entry.version != version)
    real_run, calls = engine.Reader.run, []

    def run(self, query, asked, **params):
        calls.append(query)
        if len(calls) == place:
            store.make_current(other)
            self.forget(version)
            shutil.rmtree(store.versions_folder / version)
        return real_run(self, query, asked, **params)

    monkeypatch.setattr(engine.Reader, "run", run)
    with caplog.at_level(logging.WARNING):
        app = opened_alone(page, lang="en", data=version)
    assert len(calls) >= place
    assert not app.exception
    assert "There is no such dataset" in app.error[0].value
    assert "Traceback" not in caplog.text
