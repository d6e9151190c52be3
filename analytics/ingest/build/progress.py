"""How far the reading of one file is, told twice a second while DuckDB works."""

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
def telling(
    builder: Builder, path: Path, said: dict[str, Any], say: Callable[[dict[str, Any]], None]
) -> Iterator[None]:
    """Repeat `said` with `share` (0-1, of the running query) and `rows`, the rows the file has by
    the length of its first lines; both absent while nothing can be told."""
    ended = threading.Event()
    rows = _rows(path)

    def tell() -> None:
        while not ended.wait(SECONDS):
            share = builder.progress()
            if share is not None and rows:
                say({**said, "share": share, "rows": rows})

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()


def _rows(path: Path) -> int:
    """About how many lines a text file has; 0 for other files, whose bytes hold few line ends."""
    with path.open("rb") as file:
        head = file.read(SAMPLE_BYTES)
    lines = head.count(b"\n")
    is_text = b"\0" not in head and lines > 0
    return int(path.stat().st_size * lines / len(head)) // 100 * 100 if is_text else 0
