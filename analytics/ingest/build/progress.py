"""Progress of reading one file, reported twice a second while DuckDB works."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from analytics.storage.engine import Builder

SECONDS = 0.5
SAMPLE_BYTES = 1 << 20


@contextmanager
def reporting(
    builder: Builder,
    path: Path,
    status: dict[str, Any],
    on_progress: Callable[[dict[str, Any]], None],
) -> Iterator[None]:
    """Report `status` with `share` (0-1, of the running query) and `rows`, the rows of the file
    estimated from its first lines; no report while either is unknown."""
    ended = threading.Event()
    rows = _rows(path)

    def report() -> None:
        while not ended.wait(SECONDS):
            share = builder.progress()
            if share is not None and rows:
                on_progress({**status, "share": share, "rows": rows})

    reporter = threading.Thread(target=report, daemon=True)
    reporter.start()
    try:
        yield
    finally:
        ended.set()
        reporter.join()


def _rows(path: Path) -> int:
    """About how many lines a text file has; 0 for other files, whose bytes hold few line ends."""
    with path.open("rb") as file:
        head = file.read(SAMPLE_BYTES)
    lines = head.count(b"\n")
    is_text = b"\0" not in head and lines > 0
    return int(path.stat().st_size * lines / len(head)) // 100 * 100 if is_text else 0
