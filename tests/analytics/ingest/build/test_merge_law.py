"""Month files added in any order, overlapping or whole, come to what all of it at once comes to.

`NINE_SUPERS_HISTORIES=500 pytest tests/analytics/ingest/build/test_merge_law.py` runs 500 random
histories; the suite runs a few.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from analytics.ingest import drafts
from tests.conftest import Dataset, Workshop, as_csv

HISTORIES = int(os.environ.get("NINE_SUPERS_HISTORIES", "6"))
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
    """The lines of one order: sales, several of one product, refunds and exchanges, now or later."""
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
    cuts = sorted({0, span, *(draw(st.integers(0, span // step)) * step for _ in range(2))})
    stretches = list(zip(cuts, cuts[1:], strict=False))
    for _ in range(draw(st.integers(0, 2))):
        ends = sorted(draw(st.integers(0, span // step)) * step for _ in range(2))
        stretches.append(draw(st.sampled_from([(ends[0], ends[1]), (0, span)])))
    files = [_between(rows, *stretch) for stretch in draw(st.permutations(stretches))]
    imports: list[list[list[Row]]] = [[]]
    for file in filter(None, files):
        if imports[-1] and draw(st.sampled_from([True, True, False])):
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


@settings(
    max_examples=HISTORIES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(history=histories())
def test_months_in_any_order_come_to_what_all_of_it_at_once_comes_to(
    history: History, workshop: Workshop
) -> None:
    event(f"imports: {len(history.imports)}")
    at_once = add(workshop, [history.rows], None)
    base = None
    for files in history.imports:
        dataset = add(workshop, files, base)
        base = dataset.version
    assert dataset.manifest.about["count_lines"] == len(history.rows)
    assert dataset.manifest.fingerprint == at_once.manifest.fingerprint
    if dataset.manifest.merge and "count_changed" in dataset.manifest.merge:
        assert dataset.manifest.merge["count_changed"] == 0
