"""`python -m tests.bench`: measure import, facts, queries and pages against their references.

Every ratio is taken within one run on one machine, the two sides in turn, each in a process of its
own, so that what else the machine does weighs on both.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import (
    cohort_work,
    days,
    filters,
    imports,
    many,
    pages,
    queries,
    report,
    small_file,
    views,
    voice,
)
from tests.bench.order_lines import write_csv

SIZES = {"1m": 1_000_000, "10m": 10_000_000, "50m": 50_000_000}
PARTS = (
    *("import", "pandas", "queries", "customers", "views", "filters"),
    *("small", "pages", "voice", "many", "days"),
)
WITHOUT_LINES = ("small", "voice", "pages", "many", "days")
"""Parts that need no files of the sizes asked for."""
LEAST_QUERY_RUNS = 9
VIEWS_AN_IMPORT = days.VIEWS / days.IMPORTS


def main(arguments: Sequence[str] | None = None) -> None:
    """Generate missing files, measure, print one table, and with --write rewrite BENCHMARKS.md."""
    options = _parser().parse_args(arguments)
    folder = Path(tempfile.gettempdir()) / "nine-supers-bench"
    folder.mkdir(exist_ok=True)
    rows: list[report.Row] = []
    for size in options.lines if options.only not in WITHOUT_LINES else ():
        rows += _measure(options, folder, size)
    if options.only in (None, "small"):
        rows += small_file.measure(options.repeat)
    if options.only in (None, "pages"):
        rows += pages.measure(options.repeat)
    if options.only in (None, "voice"):
        rows += voice.measure(options.repeat)
    if options.only in (None, "many"):
        rows += many.measure(folder / "many", options.visitors)
    if options.only in (None, "days"):
        rows += days.measure(folder / "days", options.views, round(options.views / VIEWS_AN_IMPORT))
    text = report.render(rows, options.repeat)
    print(text)
    if options.write:
        report.write(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--lines", type=_sizes, default="1m,10m", help="1m, 10m, 50m or several")
    parser.add_argument("--repeat", type=int, default=3, help="runs behind a median")
    parser.add_argument("--only", choices=PARTS, help="one part alone; it uses what others left")
    parser.add_argument("--visitors", type=_counts, default="50,200", help="how many at once")
    parser.add_argument("--views", type=int, default=days.VIEWS, help="page views of days")
    parser.add_argument("--write", action="store_true", help="rewrite BENCHMARKS.md")
    return parser


def _counts(written: str) -> list[int]:
    return [int(count) for count in written.split(",")]


def _sizes(written: str) -> list[str]:
    sizes = written.split(",")
    if set(sizes) - set(SIZES):
        raise argparse.ArgumentTypeError(f"choose from {', '.join(SIZES)}")
    return sizes


def _measure(options: argparse.Namespace, folder: Path, size: str) -> list[report.Row]:
    """The rows of one size; the store of its last import stays for the next call."""
    lines, home = SIZES[size], folder / size
    home.mkdir(exist_ok=True)
    csv = home / "orders.csv"
    if not csv.exists():
        print(f"writing {lines:,} order lines to {csv}", flush=True)
        write_csv(csv.with_suffix(".part"), lines)
        csv.with_suffix(".part").rename(csv)
    rows: list[report.Row] = []
    is_imported = (home / "store" / "current.json").exists()
    if options.only in (None, "import") or not is_imported:
        rows += imports.measure(csv, home / "store", lines, options.repeat)
    if options.only in (None, "pandas"):
        rows += imports.against_pandas(home / "store", lines)
    if options.only in (None, "queries"):
        runs = max(LEAST_QUERY_RUNS, options.repeat)
        rows += queries.measure(home / "store", lines, runs)
    if options.only in (None, "customers"):
        rows += cohort_work.measure(home / "store", lines, options.repeat)
    if options.only in (None, "views"):
        rows += views.measure(home / "store", lines, max(LEAST_QUERY_RUNS, options.repeat))
    if options.only in (None, "filters"):
        rows += filters.measure(home / "store", lines)
    return rows


if __name__ == "__main__":
    main()
