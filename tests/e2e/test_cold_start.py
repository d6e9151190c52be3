"""A server nobody has visited yet: its first visitor may come by a deep link."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).parents[2]
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
PATIENCE_MS = 90_000

pytestmark = pytest.mark.browser


def chromium() -> str:
    found = os.environ.get("NINE_SUPERS_BROWSER") or shutil.which("chromium")
    assert found, "The browser tests need Chromium: python3 scripts/check.py installs it."
    return found


@pytest.fixture
def cold_server(tmp_path: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--server.headless", "true", "--server.port", str(port)]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", *options],
        cwd=PROJECT,
        env={**os.environ, "NINE_SUPERS_HOME": str(tmp_path / "store")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/_stcore/health")
        yield address
    finally:
        server.kill()
        server.wait()


def wait_for(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


@pytest.fixture
def browser_page() -> Iterator[Page]:
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser.new_page(viewport={"width": 1440, "height": 900})
        browser.close()


def test_a_deep_link_opens_its_page_in_full_on_a_server_nobody_has_visited(
    cold_server: str, browser_page: Page
) -> None:
    page = browser_page
    page.goto(f"{cold_server}/repurchase?lang=en&by=domain&from=2025-03")
    page.get_by_text("Kaplan-Meier: one-time buyers are in").wait_for(timeout=PATIENCE_MS)
    page.wait_for_selector(READY, timeout=PATIENCE_MS)
    assert page.get_by_role("heading", name="Repurchase", exact=True).count() == 1
    menu = page.get_by_test_id("stSidebarNav")
    shown = [link.split("\n")[-1] for link in menu.get_by_role("link").all_inner_texts()]
    assert shown == ["Container", "Data", "Nine supers", "Repurchase"]
    assert page.get_by_text("Mar 2025 to Oct 2026").first.is_visible()
    assert page.get_by_text("Simulated data").first.is_visible()
    assert page.get_by_test_id("stException").count() == 0
    assert page.evaluate("location.pathname + location.search") == (
        "/repurchase?lang=en&by=domain&from=2025-03"
    )
    assert page.locator(".js-plotly-plot").count() >= 3
