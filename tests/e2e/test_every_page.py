"""Every page in a browser, by daylight and in the dark, at a desk and on a phone: it fits, can be
read by everybody, and every control that pages share moves what they show."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from analytics.words import words
from tests.e2e.conftest import SETTLE_MS, settled
from ui.pages import PAGES

pytestmark = pytest.mark.browser

FIRST = next(iter(PAGES))
PATHS = tuple("" if key == FIRST else key for key in PAGES)
ROUND = 4
"""Pages looked at by one test: on a slow machine more would take longer than a test may."""
ROUNDS = tuple(PATHS[start : start + ROUND] for start in range(0, len(PATHS), ROUND))
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
KNOWN_NOISE = ("_stcore", "favicon", "ResizeObserver")
GRAVE = ("serious", "critical")
FOLLOWS_S = 40
DRAWN_MS = 3_000
COLOURS_STAND = "() => !document.getAnimations().some((move) => move instanceof CSSTransition)"
SMALLEST_PRINT = 14
"""Pixels of text in a chart at a desk."""
PRINT = """() => Math.min(99, ...[...document.querySelectorAll('.js-plotly-plot text')]
    .filter(text => text.textContent.trim())
    .map(text => parseFloat(getComputedStyle(text).fontSize)))"""


# Words decide what fits, colours do not: English, whose words are longest, at each size, and each
# kind of Chinese once, for both take the same room.
@pytest.mark.parametrize("paths", ROUNDS, ids=[" ".join(paths) or FIRST for paths in ROUNDS])
@pytest.mark.parametrize(
    "look",
    [
        pytest.param((DESK, "light", "en"), id="desk-light"),
        pytest.param((DESK, "dark", "zh-Hant"), id="desk-dark"),
        pytest.param((PHONE, "light", "en"), id="phone-light"),
        pytest.param((PHONE, "dark", "zh-Hans"), id="phone-dark"),
    ],
)
def test_every_page_fits_and_has_no_error(
    look: tuple[dict[str, int], str, str],
    paths: tuple[str, ...],
    warm_server: str,
    chrome: Browser,
) -> None:
    size, scheme, lang = look
    context = chrome.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for name in paths:
        page.goto(f"{warm_server}/{name}?lang={lang}")
        settled(page)
        title = words(lang).get(f"{name or FIRST}.title")
        expect(page.get_by_role("heading", name=title, exact=True).first).to_be_visible()
        assert page.get_by_test_id("stException").count() == 0
        wide = page.evaluate(
            "document.querySelector('[data-testid=stMain]').scrollWidth"
            " - document.querySelector('[data-testid=stMain]').clientWidth"
        )
        assert wide <= 0, f"{name} in {lang} is {wide} px too wide"
        expect(page.locator("html")).to_have_attribute("lang", lang)
        assert page.title().startswith(f"{title} ")
        if size == DESK:
            assert page.evaluate(PRINT) >= SMALLEST_PRINT, name
        assert hindrances(page) == [], f"{name} in {lang}"
        if (size, lang) == (DESK, "en"):
            move_every_control(page, name)
    if size == PHONE and paths is ROUNDS[0]:
        the_menu_makes_way(page, lang)
    context.close()
    assert [
        complaint
        for complaint in complaints
        if not any(noise in complaint for noise in KNOWN_NOISE)
    ] == []


def hindrances(page: Page) -> list[tuple[str, str]]:
    """What keeps somebody from reading or using the page, as axe names it, and where. What is gone
    a moment later was a page still being drawn, pale and in parts."""
    if not _violations(page):
        return []
    page.wait_for_timeout(DRAWN_MS)
    settled(page)
    return _violations(page)


def _violations(page: Page) -> list[tuple[str, str]]:
    page.wait_for_function(COLOURS_STAND)
    violations = Axe().run(page).response["violations"]
    return [
        (violation["id"], node["html"][:200])
        for violation in violations
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


def the_menu_makes_way(page: Page, lang: str) -> None:
    page.get_by_test_id("stExpandSidebarButton").click()
    title = words(lang).get("gate.title")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, exact=True).first).to_be_in_viewport()
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")


def move_every_control(page: Page, name: str) -> None:
    """Each control of a page as it opens, and once those that pages share: it takes what was
    chosen, and the address or the figures follow."""
    for place in ("stMain", "stSidebar") if name == "repurchase" else ("stMain",):
        for kind, move in MOVES.items():
            controls = page.get_by_test_id(place).get_by_test_id(kind)
            for number in range(controls.count()):
                control = controls.nth(number)
                if number >= controls.count() or not control.is_visible():
                    continue
                before = _state(page)
                if move(page, control):
                    until = time.monotonic() + FOLLOWS_S
                    while _state(page) == before:
                        assert time.monotonic() < until, f"{name}: {place} {kind} {number}"
                        page.wait_for_timeout(SETTLE_MS)
                    # A click while the page is still being drawn meets a control that is replaced.
                    settled(page)
    assert page.get_by_test_id("stException").count() == 0


def _press(page: Page, control: Locator) -> bool:
    """A row of buttons, but for the language that the test reads."""
    others = control.locator("[role=radio][aria-checked=false]")
    if not others.count() or control.get_by_text("English").count():
        return False
    others.last.click()
    return True


def _slide(page: Page, control: Locator) -> bool:
    control.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    return True


def _choose(page: Page, control: Locator) -> bool:
    control.get_by_role("combobox").first.click()
    if not page.get_by_role("listbox").count():
        page.keyboard.press("ArrowDown")
    others = page.locator("[role=option]:not([aria-selected=true])")
    page.get_by_role("option").first.wait_for()
    is_movable = others.count() > 0
    if is_movable:
        others.last.click()
    page.keyboard.press("Escape")
    return is_movable


def _switch(page: Page, control: Locator) -> bool:
    control.locator("label").first.click()
    return True


def _count_up(page: Page, control: Locator) -> bool:
    field = control.locator("input")
    field.focus()
    field.press("ArrowUp")
    field.press("Enter")
    return True


MOVES = {
    "stButtonGroup": _press,
    "stSlider": _slide,
    "stMultiSelect": _choose,
    "stSelectbox": _choose,
    "stCheckbox": _switch,
    "stNumberInput": _count_up,
}


def _state(page: Page) -> tuple[str, list[str], int]:
    """The address, the figures on the page, and how many switches are on."""
    text = page.get_by_test_id("stMain").inner_text()
    figures = re.findall(r"[0-9]+(?:[.,][0-9]+)*%?", text)
    return page.evaluate("location.href"), figures, page.locator("input:checked").count()
