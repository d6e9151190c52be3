"""The app with the sample brand in a store of its own, driven without a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import datasets, sample

PROJECT = Path(__file__).parents[2]
PATIENCE = 60

Opener = Callable[..., AppTest]


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    store = datasets.open_store(home)
    store.make_current(sample.open_sample(store).version)
    return home


@pytest.fixture
def at_home(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(datasets.HOME, str(sample_home))
    monkeypatch.chdir(PROJECT)
    st.cache_resource.clear()
    yield sample_home
    st.cache_resource.clear()


@pytest.fixture
def opened(at_home: Path) -> Opener:
    """Opens the app at a page with a query string, as a link does."""

    def open_at(page: str = "container", **query: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=PATIENCE)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        return app if page == "container" else app.switch_page(f"pages/{page}.py").run()

    return open_at
