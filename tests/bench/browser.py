"""A server of an app and a Chromium that looks at it: what is clicked, and when it is done."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

READY = "[data-testid=stApp][data-test-script-state=notRunning]"
LINKS = "[data-testid=stSidebarNavLink]"
PRODUCTS = "[data-testid=stSidebar] [data-testid=stMultiSelect] >> nth=1"
OPTIONS = "[role=option]:not([aria-selected=true])"
FIRST = "the first page"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--disable-background-timer-throttling",
)
"""A tab behind another is drawn as quickly as the one in front."""
PATIENCE_MS = 120_000
POLL_MS = 50
OPENS_MS = 2_000
QUIET_MS = 400
SIZE = {"width": 1440, "height": 900}
CLICK = """
([what, at]) => {
    const before = document.querySelector('h1').innerText;
    const seen = window.benchSeen = {before, address: location.href};
    const app = document.querySelector('[data-testid=stApp]');
    window.benchWatch?.disconnect();
    window.benchWatch = new MutationObserver((changes) => {
        seen.drawn = performance.now();
        const title = document.querySelector('h1')?.innerText;
        if (title && title !== seen.before) seen.titled ??= seen.drawn;
        if (!changes.some((change) => change.target === app)) return;
        if (app.dataset.testScriptState === 'notRunning') seen.ended = seen.drawn;
    });
    window.benchWatch.observe(app, {
        subtree: true, childList: true, characterData: true, attributes: true,
        attributeFilter: ['data-test-script-state'],
    });
    seen.clicked = performance.now();
    document.querySelectorAll(what)[at].click();
}
"""
AT_REST = """
([quiet, isSwitch]) => {
    const seen = window.benchSeen;
    const app = document.querySelector('[data-testid=stApp]');
    const isThere = isSwitch ? seen.titled : location.href !== seen.address;
    return isThere && app.dataset.testScriptState === 'notRunning'
        && performance.now() - seen.drawn > quiet;
}
"""


@dataclass(frozen=True)
class Took:
    """Milliseconds from a click, by the browser: to the end of the script, and to the last change
    on the page."""

    script: float
    drawn: float


def opened(browser: "Browser", address: str) -> "Page":
    """The first page of an app, its script at its end."""
    page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
    page.goto(address)
    page.wait_for_selector(LINKS, timeout=PATIENCE_MS)
    page.wait_for_selector(READY, timeout=PATIENCE_MS)
    return page


def names(page: "Page") -> list[str]:
    """The pages of the menu by their paths, in order."""
    links = [link.get_attribute("href") or "" for link in page.locator(LINKS).all()]
    paths = [link.split("?")[0].rstrip("/").rpartition("/")[2] for link in links]
    return [FIRST, *paths[1:]]


def switch(page: "Page", at: int) -> Took:
    """To the page of that number in the menu, from another."""
    return _clicked(page, LINKS, at, is_switch=True)


def choose_product(page: "Page", at: int) -> Took:
    """One more product in the side bar's filter: the one of that number among those left."""
    from playwright.sync_api import TimeoutError as OutOfPatience

    page.locator(PRODUCTS).get_by_role("combobox").first.click()
    try:
        page.get_by_role("listbox").wait_for(timeout=OPENS_MS)
    except OutOfPatience:
        page.keyboard.press("ArrowDown")
    page.locator(OPTIONS).nth(at).wait_for(timeout=PATIENCE_MS)
    took = _clicked(page, OPTIONS, at, is_switch=False)
    page.keyboard.press("Escape")
    return took


def _clicked(page: "Page", what: str, at: int, *, is_switch: bool) -> Took:
    """Where a script is too quick to show, it ends with the new title or the last change. A filter
    stands in the address once the script is through."""
    page.evaluate(CLICK, [what, at])
    page.wait_for_function(AT_REST, arg=[QUIET_MS, is_switch], polling=POLL_MS, timeout=PATIENCE_MS)
    moments: dict[str, float] = page.evaluate("() => window.benchSeen")
    shown = moments["titled"] if is_switch else moments.get("ended", moments["drawn"])
    ended = max(shown, moments.get("ended", 0.0))
    return Took(ended - moments["clicked"], moments["drawn"] - moments["clicked"])
