"""`python -m tests.bench.fact_costs <store>`: what every statement that builds facts costs, in
computing time and on the disk, and how many queries read its table. Prints one row per table;
--write puts the table into BENCHMARKS.md.

Computing time, and not the clock: it says the same on a machine that has other work.
"""

import argparse
import re
import resource
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from analytics.ingest.build import build
from analytics.ingest.build.parts import Context
from analytics.storage import engine
from analytics.storage.versions import open_store
from tests.bench import report

_TABLE = re.compile(r"create (?:or replace )?(temp )?table (\w+)")
LEAST_SECONDS, LEAST_MB = 0.1, 1.0
BLOCK_MB = 0.262144
SECTION = """## What each fact costs

By `python -m tests.bench.fact_costs`: the facts of {lines:,} lines built again, a table a row,
dearest first; what takes less than {seconds} s and {mb:g} MB is left out. Seconds are of computing
on both cores together, while the machine had other work too (load {load}): {total:.1f} s in all.
Tables of the build alone are in brackets; queries are those that read the table by name.

| table | seconds | rows | on disk | queries |
|---|--:|--:|--:|--:|
{rows}
"""


@dataclass
class Cost:
    """What a table took: computing seconds, rows, megabytes in the file (0 for a temp table)."""

    table: str
    is_temp: bool
    seconds: float
    rows: int = 0
    megabytes: float = 0.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the facts of the store's current version again, and print what each table cost."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fact_costs", description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--write", action="store_true", help="put the table into BENCHMARKS.md")
    options = parser.parse_args(arguments)
    store = open_store(options.store)
    manifest = store.manifest(str(store.current()))
    load = Path("/proc/loadavg").read_text("utf-8").split()[0]
    costs = measure(store.versions_folder / manifest.version)
    text = render(costs, manifest.about["count_lines"], load)
    print(text)
    if options.write:
        report.write_section(text)


def measure(version: Path) -> list[Cost]:
    """One row per table of the build, dearest first; the files of the version stay as they are."""
    costs: dict[str, Cost] = {}
    whole = engine._run_all

    def timed(connection: duckdb.DuckDBPyConnection, query: str, params: dict[str, object]) -> None:
        for statement in duckdb.extract_statements(engine.sql(query)):
            wanted = {name: params[name] for name in statement.named_parameters}
            begun = _computed()
            connection.execute(statement, wanted).fetchall()
            made = _TABLE.search(statement.query)
            if made:
                is_temp, table = bool(made[1]), made[2]
                cost = costs.setdefault(table, Cost(table, is_temp, 0.0))
                cost.seconds += _computed() - begun
                count = f"select count(*) from {table}"
                cost.rows = connection.execute(count).fetchall()[0][0]

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in version.glob("*.parquet"):
            (folder / path.name).symlink_to(path)
        builder = engine.open_builder(folder, [folder, version])
        today = datetime.now(UTC).date()
        context = Context(builder, folder, {"key": [], "value": []}, lambda _: None, today, None)
        builder.execute("facts/lines")
        build._order_lines(context, None)
        frames = build._sheet_frames(folder)
        task = {"as_of": None, "channels": [], "today_on": today.isoformat()}
        engine._run_all = timed  # type: ignore[assignment]
        try:
            build._facts(context, frames, task)
        finally:
            engine._run_all = whole
        builder.close()
        _weigh(folder / engine.FACTS, costs)
    return sorted(costs.values(), key=lambda cost: -cost.seconds)


def _weigh(facts: Path, costs: dict[str, Cost]) -> None:
    """Note what every table takes in the file."""
    with duckdb.connect(str(facts), read_only=True) as connection:
        for cost in costs.values():
            if not cost.is_temp:
                blocks = connection.execute(
                    "select count(distinct block_id) from pragma_storage_info($table) "
                    "where block_id >= 0",
                    {"table": cost.table},
                ).fetchall()
                cost.megabytes = blocks[0][0] * BLOCK_MB


def _computed() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _readers(table: str) -> int:
    """How many queries outside the build read a table by name."""
    named = re.compile(rf"\b(?:from|join) {table}\b")
    paths = [path for path in engine.QUERIES.rglob("*.sql") if path.parent.name != "facts"]
    return sum(bool(named.search(path.read_text("utf-8"))) for path in paths)


def render(costs: Sequence[Cost], lines: int, load: str) -> str:
    """The section of BENCHMARKS.md."""
    shown = [cost for cost in costs if cost.seconds >= LEAST_SECONDS or cost.megabytes >= LEAST_MB]
    rows = "\n".join(
        f"| {f'({cost.table})' if cost.is_temp else cost.table} | {cost.seconds:.1f} "
        f"| {cost.rows:,} | {'' if cost.is_temp else f'{cost.megabytes:.1f} MB'} "
        f"| {'' if cost.is_temp else _readers(cost.table)} |"
        for cost in shown
    )
    return SECTION.format(
        lines=lines,
        seconds=LEAST_SECONDS,
        mb=LEAST_MB,
        load=load,
        total=sum(cost.seconds for cost in costs),
        rows=rows,
    )


if __name__ == "__main__":
    main()
