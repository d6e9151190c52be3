"""`python -m tests.bench.growth`: the same shop at 0.1, 1, 10 and 100 million lines. Prints what an
import, its facts and the slowest queries take; --write puts the table into BENCHMARKS.md.

What grows no faster than the lines keeps its cost for a million of them.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.storage import engine
from analytics.storage.versions import open_store
from tests.bench import queries, report
from tests.bench.imports import alone
from tests.bench.order_lines import write_csv

SIZES = {"100k": 100_000, "1m": 1_000_000, "10m": 10_000_000, "100m": 100_000_000}
RUNS = 3
SLOWEST = 5
COLUMNS = ("lines", "import", "facts", "peak memory", "Parquet", "facts on disk", "slowest queries")
HEAD = f"| {' | '.join(COLUMNS)} |\n|--:|--:|--:|--:|--:|--:|---|"
SECTION = """## Growth

By `python -m tests.bench.growth --write`: the same simulated shop with more customers, each size
imported once in a process of its own; in brackets what a million lines took. Queries: every query
behind a page under all sets of filters of `tests/bench/queries.py`, medians of {runs} warm calls.
The load of the machine when each size began: {loads}.

{table}
"""


@dataclass(frozen=True)
class Size:
    """What one size took: seconds, megabytes, and milliseconds by query, slowest first."""

    lines: int
    load: float
    read: float
    facts: float
    peak_mb: float
    parquet_mb: float
    facts_mb: float
    slowest: tuple[tuple[str, float], ...]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the sizes asked for one after another, and print the table; the datasets of a size go
    once it is measured, and its file too unless a folder was named for it."""
    options = _parser().parse_args(arguments)
    sizes = []
    for name in options.lines.split(","):
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            csv = Path(options.folder or folder) / f"orders-{name}.csv"
            sizes.append(measure(csv, Path(folder) / "store", SIZES[name]))
        print(render(sizes), flush=True)
    if options.write:
        report.write_section(render(sizes))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--lines", default="100k,1m,10m", help="100k, 1m, 10m, 100m or several")
    parser.add_argument("--folder", help="where the files lie and stay: 25 GB for 100m")
    parser.add_argument("--write", action="store_true", help="put the table into BENCHMARKS.md")
    return parser


def measure(csv: Path, root: Path, lines: int) -> Size:
    """One size, from a file that is written where it is missing, into a store at `root`."""
    if not csv.is_file():
        write_csv(csv, lines)
    load = os.getloadavg()[0]
    run = alone("one_import", csv, root)
    store = open_store(root)
    version = store.versions_folder / str(store.current())
    slowest = queries.timed(root, RUNS)[:SLOWEST]
    size = Size(
        lines,
        load,
        run["inspect"] + run["read"],
        run["facts"],
        run["peak_mb"],
        sum(path.stat().st_size for path in version.glob("*.parquet")) / 1e6,
        (version / engine.FACTS).stat().st_size / 1e6,
        tuple((f"{case.query}, {case.under}", ms) for case, ms in slowest),
    )
    store.reader.close()
    shutil.rmtree(root)
    return size


def render(sizes: Sequence[Size]) -> str:
    """The section of BENCHMARKS.md, a row a size."""
    loads = ", ".join(f"{size.load:.1f}" for size in sizes)
    table = "\n".join([HEAD, *map(_row, sizes)])
    return SECTION.format(runs=RUNS, loads=loads, table=table)


def _row(size: Size) -> str:
    millions = size.lines / 1e6
    slowest = "; ".join(f"{name}: {ms:.0f} ms" for name, ms in size.slowest)
    cells = (
        f"{millions:g} M",
        *(f"{value:,.1f} s ({value / millions:,.1f})" for value in (size.read, size.facts)),
        f"{size.peak_mb:,.0f} MB",
        *(
            f"{value:,.0f} MB ({value / millions:,.1f})"
            for value in (size.parquet_mb, size.facts_mb)
        ),
        slowest,
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
