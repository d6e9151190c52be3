"""Import and facts against DuckDB's bare CSV reader, and facts against pandas."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.report import Row

PROJECT = Path(__file__).parents[2]
MOST_IMPORT, MOST_FACTS, MOST_MB = 2.0, 1.5, 2_000
MOST_LINES_IN_MEMORY = 10_000_000


def measure(csv: Path, store: Path, lines: int, repeat: int) -> list[Row]:
    """Rows for one file; the version of the last run stays in `store`."""
    ours, bare = [], []
    _warm(csv)
    for _ in range(repeat):
        bare.append(alone("bare_read", csv, csv.with_suffix(".duckdb"))["seconds"])
        shutil.rmtree(store, ignore_errors=True)
        ours.append(alone("one_import", csv, store))
        print(f"{lines:,} lines: bare {bare[-1]:.1f} s, ours {ours[-1]}", flush=True)
    reads = [run["inspect"] + run["read"] for run in ours]
    facts = [run["facts"] for run in ours]
    peak = median(run["peak_mb"] for run in ours)
    return [
        _paired("import, files to canonical Parquet", lines, reads, bare, MOST_IMPORT),
        _paired("facts and cubes", lines, facts, bare, MOST_FACTS),
        Row("peak memory of the import", lines, peak, "MB", None, MOST_MB),
    ]


def _paired(what: str, lines: int, ours: list[float], theirs: list[float], target: float) -> Row:
    """Seconds against the run of the reference just before."""
    ratio = median(
        our_seconds / their_seconds for our_seconds, their_seconds in zip(ours, theirs, strict=True)
    )
    return Row(what, lines, median(ours), "s", median(theirs), target, ratio=ratio)


def _warm(csv: Path) -> None:
    """Neither side should be the first to fetch the file from the disk."""
    with csv.open("rb") as file:
        while file.read(1 << 24):
            pass


def against_pandas(store: Path, lines: int) -> list[Row]:
    """Facts built again from the same Parquet, and by pandas, which must find the same sums."""
    if lines > MOST_LINES_IN_MEMORY:
        return [Row("facts by pandas", lines, None, "s", note="more lines than pandas holds here")]
    theirs = alone("pandas_facts", store)
    ours = alone("facts_alone", store)
    ratio = ours["seconds"] / theirs["seconds"]
    note = f"pandas peaked at {theirs['peak_mb']:,.0f} MB, ours at {ours['peak_mb']:,.0f} MB"
    return [
        Row("facts by pandas", lines, ours["seconds"], "s", theirs["seconds"], 1.0, note, ratio)
    ]


def alone(module: str, *arguments: Path) -> dict[str, Any]:
    """What `tests.bench.<module>` prints when it runs in a process of its own."""
    call = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
    done = subprocess.run(call, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{module} failed:\n{done.stderr}")
    measurements: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measurements
