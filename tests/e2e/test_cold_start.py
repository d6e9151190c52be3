"""A server nobody has visited yet: its first visitor may come by a deep link."""

import pytest
from playwright.sync_api import Page

from analytics.words import words
from tests.e2e.conftest import PATIENCE_MS, READY
from tests.e2e.test_every_page import PATHS

pytestmark = pytest.mark.browser


def test_a_deep_link_opens_its_page_in_full_on_a_server_nobody_has_visited(
    cold_server: str, browser_page: Page
) -> None:
    page = browser_page
    page.goto(f"{cold_server}/repurchase?lang=en&by=domain&from=2025-03")
    page.locator(".js-plotly-plot").first.wait_for(timeout=PATIENCE_MS)
    page.wait_for_selector(READY, timeout=PATIENCE_MS)
    assert page.get_by_role("heading", name="Repurchase", exact=True).count() == 1
    menu = page.get_by_test_id("stSidebarNav")
    shown = [link.split("\n")[-1] for link in menu.get_by_role("link").all_inner_texts()]
    assert shown == [words("en").get(f"{name or 'container'}.title") for name in PATHS]
    assert page.get_by_text("Mar 2025 to Oct 2026").first.is_visible()
    assert page.get_by_text("Simulated data").first.is_visible()
    assert page.get_by_test_id("stException").count() == 0
    assert page.evaluate("location.pathname + location.search").startswith(
        "/repurchase?lang=en&by=domain&from=2025-03&data=v_"
    )
