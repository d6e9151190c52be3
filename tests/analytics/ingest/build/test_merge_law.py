"""Month files added in any order, overlapping or whole, come to what all of it at once comes to.

`NINE_SUPERS_HISTORIES=500 pytest tests/analytics/ingest/build/test_merge_law.py` runs 500 random
histories; the suite runs a few, and fewer through whole imports.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from analytics.ingest import drafts
from analytics.ingest.build import merge, part_schema
from analytics.storage import engine
from analytics.storage.engine import Builder
from tests.conftest import Dataset, Workshop, as_csv

HISTORIES = int(os.environ.get("NINE_SUPERS_HISTORIES", "25"))
WHOLE_IMPORTS = 1 + HISTORIES // 25
PATIENCE_S = 300 + 10 * HISTORIES
START = datetime(2025, 1, 1)
DAYS = 90
Row = dict[str, Any]


@dataclass(frozen=True)
class History:
    """Every line there is, and the files that bring them: (imported together, files)."""

    rows: Sequence[Row]
    imports: Sequence[Sequence[Sequence[Row]]]


@st.composite
def order_lines(draw: st.DrawFn, number: int, *, has_times: bool, has_numbers: bool) -> list[Row]:
    """The lines of one order: sales, several of one product, refunds, exchanges, now or later."""
    minutes = st.integers(0, DAYS * 24 * 60 - 1)
    first = draw(minutes)
    later = st.one_of(st.just(first), st.integers(first, DAYS * 24 * 60 - 1))
    channel = draw(st.sampled_from(["Tmall", "Shop", None]))
    customer = draw(st.sampled_from(["C1", "C2", "C3", None]))

    def line(minute: int, sku: str, quantity: int, amount: float, status: str) -> Row:
        moment = START + timedelta(minutes=minute)
        return {
            "order_id": f"O{number}" if has_numbers else None,
            "ordered_at": f"{moment:%Y-%m-%d %H:%M:00}" if has_times else f"{moment:%Y-%m-%d}",
            "customer_id": customer,
            "sku": sku,
            "quantity": quantity,
            "amount": amount,
            "channel": channel,
            "status": status,
        }

    lines = []
    for _ in range(draw(st.integers(1, 3))):
        sku, price = draw(st.sampled_from("AB")), draw(st.sampled_from([0, 50, 50, 80]))
        lines.append(line(first, sku, 1, price, draw(st.sampled_from(["paid", "cancelled"]))))
    for _ in range(draw(st.integers(0, 2))):
        sku, amount = draw(st.sampled_from("AB")), draw(st.sampled_from([20, 50, 80]))
        moment = draw(later)
        lines.append(line(moment, sku, draw(st.sampled_from([-1, 1])), -amount, "refund"))
        if draw(st.booleans()):
            lines.append(line(moment, sku, 1, amount, "paid"))
    return lines


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Orders over three months, and files that each hold every line of a stretch of time."""
    has_times, has_numbers = draw(st.booleans()), draw(st.sampled_from([True, True, False]))
    rows = [
        row
        for number in range(draw(st.integers(1, 6)))
        for row in draw(order_lines(number, has_times=has_times, has_numbers=has_numbers))
    ]
    span = DAYS * 24 * 60
    step = 1 if has_times else 24 * 60
    inner = [draw(st.integers(0, span // step)) * step for _ in range(draw(st.integers(1, 3)))]
    cuts = sorted({0, span, *inner})
    stretches = list(pairwise(cuts))
    for _ in range(draw(st.integers(0, 2))):
        ends = sorted(draw(st.integers(0, span // step)) * step for _ in range(2))
        stretches.append(draw(st.sampled_from([(ends[0], ends[1]), (0, span)])))
    files = [_between(rows, *stretch) for stretch in draw(st.permutations(stretches))]
    imports: list[list[list[Row]]] = [[]]
    for file in filter(None, files):
        if imports[-1] and draw(st.sampled_from([True, True, True, False])):
            imports.append([])
        imports[-1].append(file)
    return History(rows, imports)


def _between(rows: Sequence[Row], first: int, stop: int) -> list[Row]:
    """The lines of a stretch of time, in minutes from START."""
    start, end = (START + timedelta(minutes=minutes) for minutes in (first, stop))
    return [row for row in rows if start <= datetime.fromisoformat(row["ordered_at"]) < end]


def add(workshop: Workshop, files: Sequence[Sequence[Row]], base: str | None) -> Dataset:
    """Import some files at once, as an update of `base`."""
    paths = []
    for place, rows in enumerate(files):
        path = Path(workshop.folder) / f"file{place}.csv"
        path.write_text(as_csv(rows), "utf-8")
        paths.append(path)
    with workshop.quick():
        parts = [part for path in paths for part in workshop.look(path)]
        manifest = drafts.import_parts(
            workshop.store,
            parts,
            label="months",
            keep_originals=False,
            base=base,
            mode="update" if base else "new",
        )
    return Dataset(workshop.store, manifest)


@dataclass
class Bench:
    """A builder, and numbered folders below its own with parts as reading leaves them."""

    root: Path
    builder: Builder
    numbers: Iterator[int] = field(default_factory=count)

    def merged(self, files: Sequence[Sequence[Row]], base: Path | None) -> Path:
        """A folder with these files, read and merged with each other and with those in `base`."""
        folder = self.root / f"v{next(self.numbers)}"
        folder.mkdir()
        first = 1 + len(list(base.glob("orders-*.parquet"))) if base else 1
        for table in ("orders", "feedback"):
            part_schema.empty(table).write_parquet(folder / f"{table}-none.parquet")
        for name in merge.LISTS:
            pl.DataFrame(schema={"file_key": pl.String}).write_parquet(folder / f"{name}.parquet")
        reports = []
        for place, rows in enumerate(files):
            key = f"{first + place:03}"
            as_part(rows, key).write_parquet(folder / f"orders-{key}.parquet")
            reports.append({"key": key, "table": "orders", "rows_kept": len(rows)})
        merge.unite(self.builder, folder, reports)
        if base:
            effect = merge.keep_base(self.builder, folder, str(base), "update", {"orders"})
            assert effect is not None
            assert (effect["count_changed"], effect["changes"]) == (0, [])
        return folder

    def lines(self, folder: Path) -> tuple[int, str]:
        """How many lines a folder holds, and what the fingerprint of a version is made of."""
        self.builder.execute("facts/order_lines", folder=str(folder), as_of=None)
        (row,) = self.builder.frame("facts/fingerprint").rows()
        return row


def as_part(rows: Sequence[Row], key: str) -> pl.DataFrame:
    """The rows as a part of canonical columns."""
    empty = part_schema.empty("orders")
    frame = pl.DataFrame(
        list(rows), schema_overrides={"amount": pl.Float64}, infer_schema_length=None
    )
    computed = {
        "ordered_at": pl.col("ordered_at").str.to_datetime(strict=True),
        "is_void": (pl.col("status") == "cancelled") & (pl.col("quantity") > 0),
        "flaws": pl.lit(0),
        "file_key": pl.lit(key),
        "first_row": pl.lit(2),
    }
    columns = [
        computed.get(name, pl.col(name) if name in frame.columns else pl.lit(None))
        .cast(kind)
        .alias(name)
        for name, kind in empty.schema.items()
    ]
    return frame.select(columns)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    root = tmp_path_factory.mktemp("merges")
    builder = engine.open_builder(root, [])
    builder.execute("facts/lines")
    yield Bench(root, builder)
    builder.connection.close()


@pytest.mark.timeout(PATIENCE_S)
@settings(max_examples=HISTORIES, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories())
def test_months_in_any_order_come_to_what_all_of_it_at_once_comes_to(
    history: History, bench: Bench
) -> None:
    event(f"imports: {len(history.imports)}")
    at_once = bench.merged([history.rows], None)
    folder = None
    for files in history.imports:
        folder = bench.merged(files, folder)
    assert folder is not None
    assert bench.lines(folder) == bench.lines(at_once)
    assert bench.lines(folder)[0] == len(history.rows)


@pytest.mark.timeout(PATIENCE_S)
@settings(max_examples=WHOLE_IMPORTS, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories())
def test_the_same_through_files_and_versions(history: History, workshop: Workshop) -> None:
    at_once = add(workshop, [history.rows], None)
    base = None
    for files in history.imports:
        dataset = add(workshop, files, base)
        base = dataset.version
    assert dataset.manifest.about["count_lines"] == len(history.rows)
    assert dataset.manifest.fingerprint == at_once.manifest.fingerprint
