"""Memory over days: page views and imports in one process, visitors who come and go."""

import asyncio
import random
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

from analytics.ingest.sample import open_sample
from analytics.storage.versions import open_store
from tests.bench.many import LANGUAGES, SEED, click
from tests.bench.order_lines import write_csv
from tests.bench.report import Row
from tests.bench.served import Served, served
from tests.bench.visitor import Gone, Visitor
from ui.text import Text

VIEWS, IMPORTS = 2_000, 50
FIRST_VIEWS = 200
"""Views after which a server holds what it needs."""
VIEWS_A_VISIT = 20
AT_ONCE = 4
LINES = 2_000
MOST_GROWTH = 1.2


@dataclass
class Course:
    """What a server went through: megabytes it held by number of views."""

    memory_mb: dict[int, float] = field(default_factory=dict)
    views: int = 0
    imports: int = 0
    errors: list[str] = field(default_factory=list)
    count_gone: int = 0


def measure(folder: Path, views: int, imports: int) -> list[Row]:
    """One row: memory at the end against memory after the first views."""
    home, files = folder / "home", folder / "files"
    shutil.rmtree(home, ignore_errors=True)
    files.mkdir(parents=True, exist_ok=True)
    store = open_store(home)
    store.make_current(open_sample(store).version)
    for number in range(imports):
        write_csv(files / f"orders-{number}.csv", LINES, seed=100 + number)
    with served(home, files, folder / "server.log") as server:
        course = asyncio.run(_live(server, files, views, imports))
    first, last = course.memory_mb[FIRST_VIEWS], course.memory_mb[max(course.memory_mb)]
    print(f"memory by views {course.memory_mb}, {course.imports} imports", flush=True)
    print(f"{course.errors[:5]}, {course.count_gone} gone", flush=True)
    what = f"memory after {course.views:,} page views and {course.imports} imports"
    note = f"against memory after the first {FIRST_VIEWS} views; {len(course.errors)} errors"
    return [Row(what, None, last, "MB", first, MOST_GROWTH, note, last / first)]


async def _live(server: Served, files: Path, views: int, imports: int) -> Course:
    course, waiting = Course(), iter(sorted(files.glob("*.csv"))[:imports])
    # A store takes one import at a time, and refuses the second with a sentence.
    importing = asyncio.Lock()

    async def come_and_go(number: int) -> None:
        draw = random.Random(SEED + number)
        while course.views < views:
            await _visit(server, draw, course, views)
            if course.imports < imports * min(course.views, views) / views:
                course.imports += 1
                async with importing:
                    await _import(server, next(waiting), course)

    await asyncio.gather(*(come_and_go(number) for number in range(AT_ONCE)))
    course.memory_mb[course.views] = server.memory_mb
    return course


async def _visit(server: Served, draw: random.Random, course: Course, views: int) -> None:
    """One visitor who opens the product, looks about, and closes the tab."""
    visitor = Visitor(server.address, draw.choice(list(LANGUAGES)))
    try:
        await visitor.open()
        for _ in range(VIEWS_A_VISIT):
            await click(visitor, draw)
            course.views += 1
            if course.views % FIRST_VIEWS == 0:
                course.memory_mb[course.views] = server.memory_mb
                print(f"{time.strftime('%H:%M:%S')} {course}", flush=True)
            if course.views >= views:
                break
        await visitor.close()
    except Gone:
        course.count_gone += 1
    course.errors += visitor.errors


async def _import(server: Served, file: Path, course: Course) -> None:
    """Drop a file on the Data page and import it, as a new month of what is in use."""
    visitor, text = Visitor(server.address), Text(LANGUAGES["zh-CN"])
    try:
        await visitor.open("data")
        await visitor.drop(file)
        await visitor.wait_for(text("checking.import"))
        await visitor.press(text("checking.import"))
        await visitor.leave("data")
        await visitor.close()
    except Gone as error:
        course.errors.append(f"import: {error}")
    course.errors += visitor.errors
