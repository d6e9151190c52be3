"""Take the README's pictures from a running server: `python -m scripts.screenshots [address]`."""

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).parent.parent / "screenshots"
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
DRAWN = """() => !document.querySelector("[data-testid=stSkeleton]")
    && [...document.querySelectorAll("[data-testid=stPlotlyChart]")].every(
        (chart) => chart.querySelector(".main-svg"))"""
"""Every part has come and every chart is drawn, which a busy machine does late."""
SETTLE_MS = 1_500
SHOTS = (
    ("container-zh-Hans", "/?lang=zh-Hans", "light", 1440, 980),
    ("container-en", "/?lang=en", "light", 1440, 980),
    ("supers-zh-Hant", "/supers?lang=zh-Hant&super=creativity", "light", 1440, 900),
    ("gate-zh-Hans", "/gate?lang=zh-Hans", "light", 1440, 900),
    ("repurchase-en-dark", "/repurchase?lang=en&by=domain", "dark", 1440, 900),
)


def main(address: str) -> None:
    """Write every picture into `screenshots/`."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=os.environ.get("NINE_SUPERS_BROWSER", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for name, path, scheme, width, height in SHOTS:
            _take(browser, address + path, name, scheme, (width, height))
        browser.close()


def _take(browser: Browser, url: str, name: str, scheme: str, size: tuple[int, int]) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector(READY, timeout=60_000)
    page.wait_for_timeout(SETTLE_MS)
    page.wait_for_function(DRAWN, timeout=60_000)
    page.wait_for_timeout(SETTLE_MS)
    page.screenshot(path=FOLDER / f"{name}.png")
    context.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8501")
