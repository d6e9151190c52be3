"""A change of filter over ten million lines, in headless Chromium, from click to charts at rest.

Every page is opened, and products are chosen one after the other that nobody has chosen before;
a server of empty pages stands beside it and is clicked in turn.
"""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from tests.bench import browser as browsing
from tests.bench.pages import write_empty
from tests.bench.report import Row
from tests.server import PROJECT, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHARTS = "[data-testid=stMain] .js-plotly-plot"
ROUNDS = 4
OFFERED = 6
"""Of the products that the list shows without being scrolled."""
MOST_MEDIAN, MOST_P95 = 400.0, 800.0
P95 = 95


def measure(home: Path, lines: int) -> list[Row]:
    """One row per page with filters: the median over an empty page's click; and all of them."""
    chromium = os.environ.get("NINE_SUPERS_BROWSER") or shutil.which("chromium")
    if not chromium:
        return [Row("filter", lines, None, "ms", note="not measured: no Chromium")]
    from playwright.sync_api import sync_playwright

    over: dict[str, list[float]] = {}
    with (
        sync_playwright() as play,
        tempfile.TemporaryDirectory() as folder,
        contextlib.ExitStack() as servers,
    ):
        chrome = play.chromium.launch(executable_path=chromium, args=list(browsing.FLAGS))
        write_empty(Path(folder) / "empty", 2)
        address = servers.enter_context(served(home, PROJECT))
        empty_app = served(home, Path(folder) / "empty")
        empty = browsing.opened(chrome, servers.enter_context(empty_app))
        pages = browsing.names(browsing.opened(chrome, address))
        for at in (*range(1, len(pages)), 0):
            # Somebody new each time, who has chosen nothing yet.
            ours = browsing.opened(chrome, address)
            if at:
                browsing.switch(ours, at)
            ours.wait_for_timeout(browsing.QUIET_MS)
            # A page of sheets that orders alone do not bring says so, whatever is chosen.
            if ours.locator(browsing.PRODUCTS).count() and ours.locator(CHARTS).count():
                over[pages[at]] = _rounds(ours, empty, at)
                print(f"filter on {pages[at]}: {over[pages[at]]}", flush=True)
            ours.close()
        chrome.close()
    every = [took for rounds in over.values() for took in rounds]
    return [
        *(
            Row(
                f"filter on {page}, over an empty click",
                lines,
                median(rounds),
                "ms",
                None,
                MOST_MEDIAN,
            )
            for page, rounds in over.items()
        ),
        Row("filter on any page: median", lines, median(every), "ms", None, MOST_MEDIAN),
        Row(
            "filter on any page: p95", lines, float(np.percentile(every, P95)), "ms", None, MOST_P95
        ),
    ]


def _rounds(ours: "Page", empty: "Page", at: int) -> list[float]:
    """Milliseconds until all is at rest, less those of an empty page clicked just before."""
    answer = []
    for number in range(ROUNDS):
        empty.bring_to_front()
        floor = browsing.switch(empty, (number + 1) % 2)
        ours.bring_to_front()
        took = browsing.choose_product(ours, (at + number) % OFFERED)
        answer.append(took.drawn - floor.drawn)
    return answer
