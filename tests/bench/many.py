"""Many people at once: sessions over the websocket, clicks of pages and filters drawn at random,
while a file of a million lines is imported through the Data page."""

import asyncio
import os
import random
import resource
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from analytics.ingest.sample import open_sample
from analytics.storage.versions import open_store
from tests.bench.imports import alone
from tests.bench.order_lines import write_csv
from tests.bench.report import Row
from tests.bench.served import Served, served
from tests.bench.visitor import Gone, Visitor
from ui.pages import PAGES
from ui.text import Text

SEED = 20
LANGUAGES = {"zh-CN": "zh-Hans", "zh-TW": "zh-Hant", "en-US": "en"}
PAUSE = (1.0, 3.0)
"""Seconds between a page that has come and the next click."""
ARRIVALS = 5
"""Visitors who come within a second at the beginning."""
SECONDS, MOST_SECONDS = 60, 240
"""How long visitors click at least, and at most while the import still runs."""
LINES = 1_000_000
MOST_P95, MOST_MB = 1.0, 15.0
COUNTED = 50
"""Visitors for whom the targets of time and memory hold."""
PAGE_SHARE = 0.5
"""Clicks that go to another page; the others change a filter."""
PERIODS = (0, 3, 6, 12)
"""Months back from the last that a reader looks at; 0: all there are."""
MOST_OFFERED = 10
"""Channels and products, from the top of their lists, of which a reader takes one or all."""
PERCENT = 100


@dataclass
class Outcome:
    """What a crowd of visitors met with. Times in seconds."""

    openings: list[float] = field(default_factory=list)
    clicks: list[tuple[float, float, str]] = field(default_factory=list)
    """When each click was made, how long its page took, and what was clicked."""
    errors: list[str] = field(default_factory=list)
    count_gone: int = 0
    importing: tuple[float, float] = (0.0, 0.0)
    memory_mb: tuple[float, float] = (0.0, 0.0)
    cpu_seconds: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Of the server, of the visitors, and the wall time both had."""


def measure(folder: Path, counts: list[int]) -> list[Row]:
    """Rows for each number of visitors on the sample brand and on a store of a million lines."""
    inbox, big_store = folder / "inbox", folder / "big"
    inbox.mkdir(parents=True, exist_ok=True)
    _write(inbox / "orders.csv", seed=8)
    if not (big_store / "current.json").exists():
        _write(folder / "big.csv", seed=7)
        alone("one_import", folder / "big.csv", big_store)
    rows: list[Row] = []
    for count in counts:
        for data in ("the sample brand", "1 M lines"):
            home = folder / "home"
            _prepare(home, None if data == "the sample brand" else big_store)
            outcome = run(home, inbox, count, SECONDS)
            rows += _rows(f"{count} at once, {data}", count, outcome)
            print(summary(f"{count} at once, {data}", outcome), flush=True)
    return rows


def _write(csv: Path, seed: int) -> None:
    """A file of a million lines, where there is none yet."""
    if not csv.exists():
        write_csv(csv.with_suffix(".part"), LINES, seed)
        csv.with_suffix(".part").rename(csv)


def _prepare(home: Path, big_store: Path | None) -> None:
    shutil.rmtree(home, ignore_errors=True)
    if big_store is not None:
        shutil.copytree(big_store, home)
        return
    store = open_store(home)
    store.make_current(open_sample(store).version)


def run(
    home: Path, inbox: Path, count: int, seconds: int, command: tuple[str, ...] = ()
) -> Outcome:
    """What `count` visitors meet with who click for so many seconds."""
    with served(home, inbox, home.with_suffix(".log"), command) as server:
        return asyncio.run(_crowd(server, count, seconds))


async def _crowd(server: Served, count: int, seconds: int) -> Outcome:
    outcome = Outcome()
    await _warm(server, outcome)
    before = server.memory_mb
    start, cpu, own = time.perf_counter(), server.cpu_seconds, _own_cpu()
    visitors = [
        Visitor(server.address, list(LANGUAGES)[number % len(LANGUAGES)]) for number in range(count)
    ]
    ended = asyncio.Event()
    tasks = [
        asyncio.create_task(_click_about(visitor, number, outcome, ended))
        for number, visitor in enumerate(visitors)
    ]
    await asyncio.sleep(count / ARRIVALS)
    importing = asyncio.create_task(_import(server, outcome))
    await asyncio.sleep(seconds)
    await asyncio.wait([importing], timeout=MOST_SECONDS - seconds)
    outcome.memory_mb = (before, server.memory_mb)
    wall = time.perf_counter() - start
    outcome.cpu_seconds = (server.cpu_seconds - cpu, _own_cpu() - own, wall)
    ended.set()
    importing.cancel()
    await asyncio.gather(*tasks, importing, return_exceptions=True)
    for visitor in visitors:
        outcome.errors += visitor.errors
    return outcome


async def _warm(server: Served, outcome: Outcome) -> None:
    """One visitor has opened every page before, as on any day but the first."""
    visitor = Visitor(server.address)
    await visitor.open()
    for key in PAGES:
        if key in visitor.pages:
            await visitor.visit(key)
    outcome.errors += visitor.errors
    await visitor.close()


async def _click_about(
    visitor: Visitor, number: int, outcome: Outcome, ended: asyncio.Event
) -> None:
    """Open the first page, then click at random until the end."""
    draw = random.Random(SEED + number)
    await asyncio.sleep(number / ARRIVALS)
    try:
        outcome.openings.append(await visitor.open())
        while not ended.is_set():
            await asyncio.sleep(draw.uniform(*PAUSE))
            clicked = time.perf_counter()
            what, seconds = await click(visitor, draw)
            if not ended.is_set():
                outcome.clicks.append((clicked, seconds, what))
        await visitor.close()
    except Gone:
        if not ended.is_set():
            outcome.count_gone += 1


async def click(visitor: Visitor, draw: random.Random) -> tuple[str, float]:
    """A click on another page or a change of a filter, each half of the time."""
    text = Text(LANGUAGES[visitor.locale])
    lists = visitor.widgets.get("multiselect", {})
    months = visitor.widgets.get("slider", {}).get(text("common.period"))
    kinds = [name for name in ("channel", "product") if text(f"common.{name}") in lists]
    if draw.random() < PAGE_SHARE or not (kinds or months):
        key = draw.choice(list(visitor.pages))
        return f"page {key or 'container'}", await visitor.visit(key)
    kind = draw.choice([*kinds, *(["months"] if months else [])])
    if kind == "months":
        options = list(months.options)
        ends = options[-draw.choice(PERIODS) :][0], options[-1]
        return kind, await visitor.slide(text("common.period"), *ends)
    options = list(lists[text(f"common.{kind}")].options)[:MOST_OFFERED]
    chosen = draw.choice([None, *options])
    return kind, await visitor.choose(text(f"common.{kind}"), [chosen] if chosen else [])


async def _import(server: Served, outcome: Outcome) -> None:
    """Import the file of the inbox as a person would: take it, have it checked, press Import."""
    visitor, text = Visitor(server.address), Text(LANGUAGES["zh-CN"])
    start = time.perf_counter()
    outcome.importing = (start, float("inf"))
    try:
        await visitor.open("data")
        await visitor.choose(text("checking.inbox"), ["orders.csv"])
        await visitor.press(text("checking.start"))
        await visitor.wait_for(text("checking.import"))
        await visitor.press(text("checking.import"))
        await visitor.leave("data")
        outcome.importing = (start, time.perf_counter())
        await visitor.close()
    except Gone as error:
        outcome.errors.append(f"import: {error}")
    outcome.errors += visitor.errors


def _own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def share(times: list[float], percent: int) -> float | None:
    """The time that so many of a hundred clicks stay below; None for fewer than two."""
    return quantiles(times, n=PERCENT)[percent - 1] if len(times) > 1 else None


def _parted(outcome: Outcome) -> tuple[list[float], list[float]]:
    """Clicks made while the import ran, and the others."""
    first, last = outcome.importing
    return (
        [seconds for clicked, seconds, _ in outcome.clicks if first <= clicked <= last],
        [seconds for clicked, seconds, _ in outcome.clicks if not first <= clicked <= last],
    )


def _rows(name: str, count: int, outcome: Outcome) -> list[Row]:
    times = [seconds for _, seconds, _ in outcome.clicks]
    during, _ = _parted(outcome)
    is_counted = count <= COUNTED
    before, after = outcome.memory_mb
    target = MOST_P95 if is_counted else None
    return [
        Row(f"{name}: click to script's end, p50", None, share(times, 50), "s"),
        Row(f"{name}: click to script's end, p95", None, share(times, 95), "s", None, target),
        Row(f"{name}: p95 while the import ran", None, share(during, 95), "s", None, target),
        Row(f"{name}: errors", None, len(outcome.errors), "errors", None, 0),
        Row(f"{name}: refused or disconnected", None, outcome.count_gone, "sessions", None, 0),
        Row(
            f"{name}: memory a session",
            None,
            (after - before) / count,
            "MB",
            None,
            MOST_MB if is_counted else None,
        ),
    ]


def summary(name: str, outcome: Outcome) -> str:
    """One paragraph for whoever watches the run."""
    during, otherwise = _parted(outcome)
    times = during + otherwise
    server, own, wall = outcome.cpu_seconds
    kinds = sorted({what for *_, what in outcome.clicks})
    each = "; ".join(
        f"{kind} {_both([seconds for _, seconds, what in outcome.clicks if what == kind])}"
        for kind in kinds
    )
    first, last = outcome.importing
    return (
        f"{name}: {len(times)} clicks {_both(times)}, during the import {_both(during)}, "
        f"otherwise {_both(otherwise)}, openings {_both(outcome.openings)}; "
        f"import {last - first:.0f} s; {len(outcome.errors)} errors {outcome.errors[:3]}, "
        f"{outcome.count_gone} gone; memory {outcome.memory_mb}; server {server:.0f} s of "
        f"computing in {wall:.0f} s, visitors {own:.0f} s; load {os.getloadavg()}; {each}"
    )


def _both(times: list[float]) -> str:
    if len(times) <= 1:
        return f"n {len(times)}"
    return f"n {len(times)} p50 {share(times, 50):.2f} p95 {share(times, 95):.2f}"
