"""What a file of 50 lines costs: the command, and the way from the Data page to the container."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from tests.bench.imports import PROJECT, alone
from tests.bench.report import Row

LINES = 50
MOST_OVER_IMPORTS_S = 1.2
MOST_DROP_S = 5.0
IMPORTS = (
    "import analytics.cli.main, analytics.ingest.drafts, analytics.ingest.proposals\n"
    "from analytics.cli import commands; commands.command('import')"
)
"""All that the process of the call loads before it begins."""


def measure(repeat: int) -> list[Row]:
    """The command over the start of Python with its imports, run by run; and a file dropped on a
    page that was open, looked at, checked, imported and shown."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        path.write_text(csv(), encoding="utf-8")
        starts, calls, drops = [], [], []
        for number in range(repeat + 1):
            starts.append(_seconds(["-c", IMPORTS]))
            calls.append(_seconds(["-m", "analytics", "import", str(path), "--json"]))
            drops.append(alone("one_drop", path, Path(folder) / f"store-{number}")["seconds"])
            print(f"small file: {starts[-1]:.2f} {calls[-1]:.2f} {drops[-1]:.2f} s", flush=True)
    # The first of each has met a disk that did not know the files yet.
    over = median(call - start for call, start in zip(calls[1:], starts[1:], strict=True))
    note = f"{median(calls[1:]):.2f} s in all, {median(starts[1:]):.2f} s of them the start"
    return [
        Row(
            f"command on {LINES} lines, over its imports",
            *(None, over, "s", None, MOST_OVER_IMPORTS_S, note),
        ),
        Row(
            f"{LINES} lines, dropped to container", None, median(drops[1:]), "s", None, MOST_DROP_S
        ),
    ]


def csv() -> str:
    """Orders of 50 days, the columns of a shop."""
    begin = date(2025, 1, 1)
    rows = [
        (f"O{row}", begin + timedelta(days=row), f"C{row % 9}", f"Tea {row % 3}", 1, 100 + row)
        for row in range(LINES)
    ]
    lines = [",".join(map(str, row)) for row in rows]
    return "\n".join(["order_id,date,customer_id,product,quantity,amount", *lines, ""])


def _seconds(arguments: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=PROJECT, capture_output=True, check=True)
    return time.perf_counter() - start
