"""The pages in headless Chromium: cold start, first visits, switches and a change of filter,
against an app of empty pages and against the same finished pages with nothing to compute.

The three servers stand side by side and are clicked in turn, so that what else the machine does
weighs on all of them.
"""

import contextlib
import os
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from analytics.ingest.sample import open_sample
from analytics.storage.versions import open_store
from tests.bench import browser as browsing
from tests.bench import replay
from tests.bench.browser import PRODUCTS, QUIET_MS, Took
from tests.bench.report import Row
from tests.server import PROJECT, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OURS, FINISHED, EMPTY = "ours", "finished", "empty"
ROUNDS = 2
"""Of switches in each visit."""
MOST_COLD, MOST_FIRST = 1.8, 6.0
MOST = {(EMPTY, "script"): 4.0, (EMPTY, "drawn"): 8.0}
MOST |= {(FINISHED, "script"): 1.3, (FINISHED, "drawn"): 1.15}
AGAINST = {EMPTY: "an empty page", FINISHED: "the finished page"}
UNTIL = {"script": "script", "drawn": "at rest"}

Visit = dict[tuple[str, str], list[dict[str, Took]]]
"""By kind (first, switch, filter) and page: in each round, what the click took in each app."""


def measure(repeat: int) -> list[Row]:
    """Rows for the app over the sample brand; not measured where it cannot be."""
    chromium = os.environ.get("NINE_SUPERS_BROWSER") or shutil.which("chromium")
    if not chromium or not (PROJECT / "app.py").is_file():
        missing = "no app.py" if chromium else "no Chromium"
        return [Row("cold start, page switch", None, None, "s", note=f"not measured: {missing}")]
    from playwright.sync_api import sync_playwright

    colds: list[dict[str, float]] = []
    visits: list[Visit] = []
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        chrome = play.chromium.launch(executable_path=chromium, args=list(browsing.FLAGS))
        home = Path(folder) / "store"
        store = open_store(home)
        store.make_current(open_sample(store).version)
        apps = _apps(chrome, Path(folder), home)
        for _ in range(repeat):
            cold, visit = _visit(chrome, apps, home)
            colds.append(cold)
            visits.append(visit)
            print(f"pages: cold start {cold}", flush=True)
        chrome.close()
    return [*_rows(colds, visits)]


def _apps(chrome: "Browser", folder: Path, home: Path) -> dict[str, Path]:
    """Folders of the three apps; the finished pages are recorded on a visit like the measured."""
    write_empty(folder / EMPTY, sum(1 for _ in (PROJECT / "pages").glob("*.py")))
    tapes = replay.write_recorder(folder / "recorded")
    with served(home, folder / "recorded") as address:
        page = browsing.opened(chrome, address)
        _clicks({OURS: page})
        page.close()
    replay.write_player(folder / FINISHED, tapes)
    return {EMPTY: folder / EMPTY, FINISHED: folder / FINISHED, OURS: PROJECT}


def _visit(chrome: "Browser", apps: dict[str, Path], home: Path) -> tuple[dict[str, float], Visit]:
    """Seconds of each cold start, and what every click took."""
    colds: dict[str, float] = {}
    tabs: dict[str, Page] = {}
    with contextlib.ExitStack() as servers:
        for name, folder in apps.items():
            start = time.perf_counter()
            address = servers.enter_context(served(home, folder))
            tabs[name] = browsing.opened(chrome, address)
            colds[name] = time.perf_counter() - start
            tabs[name].wait_for_timeout(QUIET_MS)
        visit = _clicks(tabs)
        for tab in tabs.values():
            tab.close()
    return colds, visit


def _clicks(tabs: "dict[str, Page]") -> Visit:
    """A first visit to every page, rounds of switches, and one more product on each page."""
    visit: Visit = defaultdict(list)
    pages = browsing.names(tabs[OURS])
    order = (*range(1, len(pages)), 0)
    for kind in ("first", *["switch"] * ROUNDS):
        for at in order:
            took = {name: _front(name, tab, pages[at], at) for name, tab in tabs.items()}
            visit[kind, pages[at]].append(took)
    for at in order:
        with_filters = {name: tab for name, tab in tabs.items() if name != EMPTY}
        for name, tab in with_filters.items():
            _front(name, tab, pages[at], at)
        if tabs[OURS].locator(PRODUCTS).count():
            took = {}
            for name, tab in with_filters.items():
                tab.bring_to_front()
                took[name] = browsing.choose_product(tab, 1)
            visit["filter", pages[at]].append(took)
    return visit


def _front(app: str, tab: "Page", page: str, at: int) -> Took:
    from playwright.sync_api import TimeoutError as OutOfPatience

    tab.bring_to_front()
    try:
        return browsing.switch(tab, at)
    except OutOfPatience as error:
        state = tab.evaluate("() => JSON.stringify(window.benchSeen)")
        raise SystemExit(f"{app}: {page} did not come to rest: {state}") from error


def _rows(colds: list[dict[str, float]], visits: list[Visit]) -> Iterator[Row]:
    seconds = {name: [cold[name] for cold in colds] for name in (OURS, EMPTY)}
    yield _row("cold start", "s", seconds[OURS], seconds[EMPTY], MOST_COLD)
    floors = [_floor(visit, "first") for visit in visits]
    for kind, page in visits[0]:
        if kind == "first":
            script = [visit[kind, page][0][OURS].script for visit in visits]
            yield _row(f"first visit to {page}", "ms", script, floors, MOST_FIRST)
    for kind, title in (("switch", "switch to"), ("filter", "filter on")):
        for (against, until), most in MOST.items():
            if against == EMPTY and kind == "filter":
                continue
            for page in [page for each, page in visits[0] if each == kind]:
                rounds = [took for visit in visits for took in visit[kind, page]]
                ours, reference = (
                    [float(getattr(took[name], until)) for took in rounds]
                    for name in (OURS, against)
                )
                what = f"{title} {page}, {UNTIL[until]}, against {AGAINST[against]}"
                yield _row(what, "ms", ours, reference, most)


def _floor(visit: Visit, kind: str) -> float:
    """Milliseconds of the script of a middling empty page."""
    return median(
        took[EMPTY].script for (each, _), rounds in visit.items() if each == kind for took in rounds
    )


def _row(what: str, unit: str, ours: list[float], reference: list[float], most: float) -> Row:
    """Against the other app's click just before."""
    pairs = zip(ours, reference, strict=True)
    ratio = median(our_value / other for our_value, other in pairs)
    return Row(what, None, median(ours), unit, median(reference), most, ratio=ratio)


def write_empty(folder: Path, count: int) -> None:
    """An app of `count` pages with a title each, under the same settings as ours."""
    folder.mkdir()
    shutil.copytree(PROJECT / ".streamlit", folder / ".streamlit")
    names = [f"empty_{number}" for number in range(count)]
    for name in names:
        script = f'import streamlit as st\n\nst.title("{name}")\n'
        (folder / f"{name}.py").write_text(script, encoding="utf-8")
    script = f"import streamlit as st\n\nst.navigation([f'{{n}}.py' for n in {names}]).run()\n"
    (folder / "app.py").write_text(script, encoding="utf-8")
