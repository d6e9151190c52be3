"""Cold start and page switch of the app in headless Chromium, against an app of empty pages."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from analytics.ingest.sample import open_sample
from analytics.storage.versions import open_store
from tests.bench.report import Row

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROJECT = Path(__file__).parents[2]
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
LINKS = "[data-testid=stSidebarNavLink]"
PATIENCE_MS = 120_000
QUIET_MS = 400
MOST_SWITCH = 1.5
CLICK = """
([links, at]) => {
    const seen = window.benchSeen = {before: document.querySelector('h1').innerText};
    const app = document.querySelector('[data-testid=stApp]');
    window.benchWatch?.disconnect();
    window.benchWatch = new MutationObserver((changes) => {
        seen.drawn = performance.now();
        const title = document.querySelector('h1')?.innerText;
        if (title && title !== seen.before) seen.titled ??= seen.drawn;
        if (changes.some((change) => change.target === app)
            && app.dataset.testScriptState === 'notRunning') seen.ended = seen.drawn;
    });
    window.benchWatch.observe(app, {
        subtree: true, childList: true, characterData: true, attributes: true,
        attributeFilter: ['data-test-script-state'],
    });
    seen.clicked = performance.now();
    document.querySelectorAll(links)[at].click();
}
"""
AT_REST = """
(quiet) => {
    const seen = window.benchSeen;
    const app = document.querySelector('[data-testid=stApp]');
    return seen.titled && app.dataset.testScriptState === 'notRunning'
        && performance.now() - seen.drawn > quiet;
}
"""


def measure(repeat: int) -> list[Row]:
    """Rows for the app over the sample brand; not measured where it cannot be."""
    chromium = os.environ.get("NINE_SUPERS_BROWSER") or shutil.which("chromium")
    if not chromium or not (PROJECT / "app.py").is_file():
        missing = "no app.py" if chromium else "no Chromium"
        return [Row("cold start, page switch", None, None, "s", note=f"not measured: {missing}")]
    from playwright.sync_api import sync_playwright

    ours: list[dict[str, float]] = []
    empty: list[dict[str, float]] = []
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        _write_empty(Path(folder), sum(1 for _ in (PROJECT / "pages").glob("*.py")))
        home = Path(folder) / "store"
        store = open_store(home)
        store.make_current(open_sample(store).version)
        for _ in range(repeat):
            empty.append(_visit(browser, Path(folder), home))
            ours.append(_visit(browser, PROJECT, home))
            print(f"pages: empty {empty[-1]}, ours {ours[-1]}", flush=True)
        browser.close()
    return [*_rows(ours, empty)]


def _rows(ours: list[dict[str, float]], empty: list[dict[str, float]]) -> Iterator[Row]:
    start = "cold start"
    colds = [_all([run], start)[0] / 1000 for run in ours]
    empties = [_all([run], start)[0] / 1000 for run in empty]
    yield _row(start, "s", colds, empties, None)
    for kind, title, target in (
        ("first", "first visit to", None),
        ("again", "page switch to", MOST_SWITCH),
    ):
        floors = [median(_all([run], kind)) for run in empty]
        for name in ours[0]:
            if name.startswith(kind):
                what = f"{title} {name.removeprefix(kind).strip()}"
                yield _row(what, "ms", [run[name] for run in ours], floors, target)
    for kind, title, target in (
        ("again", "page switch, all pages", MOST_SWITCH),
        ("drawn again", "page switch, all pages, charts drawn", None),
    ):
        our_medians = [median(_all([run], kind)) for run in ours]
        empty_medians = [median(_all([run], kind)) for run in empty]
        yield _row(title, "ms", our_medians, empty_medians, target)


def _row(what: str, unit: str, ours: list[float], empty: list[float], target: float | None) -> Row:
    """Against the visit to the empty app just before."""
    ratio = median(
        our_value / empty_value for our_value, empty_value in zip(ours, empty, strict=True)
    )
    return Row(what, None, median(ours), unit, median(empty), target, ratio=ratio)


def _all(runs: list[dict[str, float]], kind: str) -> list[float]:
    return [ms for run in runs for name, ms in run.items() if name.startswith(kind)]


def _visit(browser: "Browser", project: Path, store: Path) -> dict[str, float]:
    """Milliseconds of a cold start, then of two rounds through every page of the menu."""
    milliseconds: dict[str, float] = {}
    start = time.perf_counter()
    with _server(project, store) as address:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.wait_for_selector(LINKS, timeout=PATIENCE_MS)
        page.wait_for_selector(READY, timeout=PATIENCE_MS)
        milliseconds["cold start"] = (time.perf_counter() - start) * 1000
        page.wait_for_timeout(QUIET_MS)
        for kind in ("first", "again"):
            milliseconds |= _round(page, kind)
        page.close()
    return milliseconds


def _round(page: "Page", kind: str) -> dict[str, float]:
    """One switch to every page but the open one, which comes last."""
    addresses = [link.get_attribute("href") or "" for link in page.locator(LINKS).all()]
    names = [address.split("?")[0].rstrip("/").rpartition("/")[2] for address in addresses]
    milliseconds = {}
    for at in (*range(1, len(names)), 0):
        name = "the first page" if at == 0 else names[at]
        milliseconds[f"{kind} {name}"], milliseconds[f"drawn {kind} {name}"] = _switch(page, at)
    return milliseconds


def _switch(page: "Page", at: int) -> tuple[float, float]:
    """Milliseconds from the click, by the browser, to the script's end (where that is too quick
    to show, to the new title) and to the last change on the page."""
    page.evaluate(CLICK, [LINKS, at])
    page.wait_for_function(AT_REST, arg=QUIET_MS, timeout=PATIENCE_MS)
    moments: dict[str, float] = page.evaluate("() => window.benchSeen")
    ended = max(moments["titled"], moments.get("ended", 0.0))
    return ended - moments["clicked"], moments["drawn"] - moments["clicked"]


@contextlib.contextmanager
def _server(project: Path, store: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--server.headless", "true", "--server.port", str(port)]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", *options],
        cwd=project,
        env={**os.environ, "NINE_SUPERS_HOME": str(store)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health")
        yield address
    finally:
        server.kill()
        server.wait()


def _wait_for(url: str) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=1):
            return
        time.sleep(0.05)
    raise SystemExit("the server did not start")


def _write_empty(folder: Path, count: int) -> None:
    """An app of `count` pages with a title each, under the same settings as ours."""
    shutil.copytree(PROJECT / ".streamlit", folder / ".streamlit")
    names = [f"empty_{number}" for number in range(count)]
    for name in names:
        script = f'import streamlit as st\n\nst.title("{name}")\n'
        (folder / f"{name}.py").write_text(script, encoding="utf-8")
    script = f"import streamlit as st\n\nst.navigation([f'{{n}}.py' for n in {names}]).run()\n"
    (folder / "app.py").write_text(script, encoding="utf-8")
