"""A real server on the sample brand and a real Chromium."""

import os
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.server import served

READY = "[data-testid=stApp][data-test-script-state=notRunning]"
PATIENCE_MS = 90_000
expect.set_options(timeout=PATIENCE_MS)
SETTLE_MS = 300


def chromium() -> str:
    executable = os.environ.get("NINE_SUPERS_BROWSER") or shutil.which("chromium")
    assert executable, "The browser tests need Chromium: python3 scripts/check.py installs it."
    return executable


def settled(page: Page) -> None:
    """Wait until the script has run and drawn."""
    page.locator("h1").first.wait_for(timeout=PATIENCE_MS)
    page.wait_for_selector(READY, timeout=PATIENCE_MS)
    page.wait_for_timeout(SETTLE_MS)


@pytest.fixture
def cold_server(tmp_path: Path) -> Iterator[str]:
    """A server nobody has visited, with an empty store."""
    with served(tmp_path / "store") as address:
        yield address


@pytest.fixture(scope="session")
def warm_server(brand_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server for tests that only look."""
    home = tmp_path_factory.mktemp("warm") / "store"
    with served(shutil.copytree(brand_home, home)) as address:
        yield address


@pytest.fixture(scope="session")
def own_server(brand_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server for tests that import."""
    home = tmp_path_factory.mktemp("own") / "store"
    with served(shutil.copytree(brand_home, home)) as address:
        yield address


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chrome: Browser) -> Page:
    return chrome.new_page(viewport={"width": 1440, "height": 900}, locale="en-US")


@pytest.fixture
def messy_export(tmp_path: Path) -> Path:
    """GB18030, two title rows, a date nobody can read, a total line."""
    head = tomllib.loads((Path(__file__).parent / "messy.toml").read_text("utf-8"))
    lines = [*head["titles"], head["header"]]
    for number in range(60):
        day = f"2024{head['year']}{1 + number % 12}{head['month']}{1 + number % 28}{head['day']}"
        order, buyer = f"34567890123456789{number:02}", f"{head['member']}{number % 17}"
        lines.append(f"{order},{day},{buyer},A-{number % 4},1,99.5")
    lines += [head["bad"], head["total"]]
    path = tmp_path / "messy.csv"
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path
