"""What a file of 50 lines costs: the command, and the way from the Data page to the container."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, and of computing by the process and those it started."""

    seconds: float
    cpu_seconds: float


def measure(repeat: int) -> list[Row]:
    """The command over the start of Python with its imports, run by run; and a file dropped on a
    page that was open, looked at, checked, imported and shown."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        path.write_text(csv(), encoding="utf-8")
        starts: list[Cost] = []
        calls: list[Cost] = []
        drops: list[Cost] = []
        for number in range(repeat + 1):
            starts.append(_cost(["-c", IMPORTS]))
            calls.append(_cost(["-m", "analytics", "import", str(path), "--json"]))
            drops.append(Cost(**alone("one_drop", path, Path(folder) / f"store-{number}")))
            print(f"small file: {starts[-1]}, {calls[-1]}, {drops[-1]}", flush=True)
    # The first of each has met a disk that did not know the files yet.
    pairs = list(zip(calls[1:], starts[1:], strict=True))
    over = median(call.seconds - start.seconds for call, start in pairs)
    over_cpu = median(call.cpu_seconds - start.cpu_seconds for call, start in pairs)
    drop_cpu = median(drop.cpu_seconds for drop in drops[1:])
    drop = median(drop.seconds for drop in drops[1:])
    command = f"command on {LINES} lines, over its imports"
    notes = [f"{seconds:.2f} s of computing" for seconds in (over_cpu, drop_cpu)]
    return [
        Row(command, None, over, "s", None, MOST_OVER_IMPORTS_S, notes[0]),
        Row(f"{LINES} lines, dropped to container", None, drop, "s", None, MOST_DROP_S, notes[1]),
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


def _cost(arguments: Sequence[str]) -> Cost:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=PROJECT, capture_output=True, check=True)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
