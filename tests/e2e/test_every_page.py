"""Every page in a browser, by daylight and in the dark, at a desk and on a phone."""

import pytest
from playwright.sync_api import Browser, expect

from analytics.words import LANGUAGES, words
from tests.e2e.conftest import settled

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "data",
    "supers",
    "voice",
    "gate",
    "private",
    "channels",
    "referrals",
    "repurchase",
    "customers",
    "settings",
)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
KNOWN_NOISE = ("_stcore", "favicon", "ResizeObserver")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_in_every_language_fits_and_has_no_error(
    scheme: str, size: dict[str, int], warm_server: str, chrome: Browser
) -> None:
    context = chrome.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # Words decide what fits, colours do not: one language is enough in the dark.
    for lang in LANGUAGES if scheme == "light" else LANGUAGES[1:2]:
        for name in PAGES:
            page.goto(f"{warm_server}/{name}?lang={lang}")
            settled(page)
            title = words(lang).get(f"{name or 'container'}.title")
            expect(page.get_by_role("heading", name=title, exact=True).first).to_be_visible()
            assert page.get_by_test_id("stException").count() == 0
            wide = page.evaluate(
                "document.querySelector('[data-testid=stMain]').scrollWidth"
                " - document.querySelector('[data-testid=stMain]').clientWidth"
            )
            assert wide <= 0, f"{name} in {lang} is {wide} px too wide"
    context.close()
    assert [one for one in complaints if not any(noise in one for noise in KNOWN_NOISE)] == []
