"""Every page in a browser, by daylight and in the dark, at a desk and on a phone."""

import pytest
from playwright.sync_api import Browser, expect

from analytics.words import words
from tests.e2e.conftest import settled
from ui.pages import PAGES

pytestmark = pytest.mark.browser

PATHS = tuple("" if key == next(iter(PAGES)) else key for key in PAGES)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
KNOWN_NOISE = ("_stcore", "favicon", "ResizeObserver")


# Words decide what fits, colours do not: each language once at each size.
@pytest.mark.parametrize(
    ("size", "scheme", "langs"),
    [
        pytest.param(DESK, "light", ("zh-Hans", "en"), id="desk-light"),
        pytest.param(DESK, "dark", ("zh-Hant",), id="desk-dark"),
        pytest.param(PHONE, "light", ("zh-Hant", "en"), id="phone-light"),
        pytest.param(PHONE, "dark", ("zh-Hans",), id="phone-dark"),
    ],
)
def test_every_page_fits_and_has_no_error(
    size: dict[str, int], scheme: str, langs: tuple[str, ...], warm_server: str, chrome: Browser
) -> None:
    context = chrome.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for lang in langs:
        for name in PATHS:
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
    assert [
        complaint
        for complaint in complaints
        if not any(noise in complaint for noise in KNOWN_NOISE)
    ] == []
