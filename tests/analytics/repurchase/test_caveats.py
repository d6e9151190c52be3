"""Each caveat is raised by the file that deserves it, and by no plain one."""

from datetime import date, timedelta
from typing import Any

import pytest

from analytics.ingest import drafts
from analytics.repurchase import caveats
from tests.conftest import Dataset, Workshop, as_csv

FIRST = date(2024, 1, 3)
Row = dict[str, Any]


def order(who: str | None, days: int, amount: float = 10) -> Row:
    return {"date": FIRST + timedelta(days=days), "customer_id": who, "amount": amount}


def steady(months: int = 8) -> list[Row]:
    """Five new customers a month who come back after twenty days."""
    people = [(f"c{month}-{n}", 30 * month + n) for month in range(months) for n in range(5)]
    return [order(who, day + later) for who, day in people for later in (0, 20)]


def raised(workshop: Workshop, rows: list[Row]) -> dict[str, dict[str, Any]]:
    """The caveats of a file whose dates a person has called right."""
    parts = [part.with_dates_kept(keeps_dates=True) for part in workshop.look(as_csv(rows))]
    with workshop.quick():
        manifest = drafts.import_parts(
            workshop.store, parts, label="orders", as_of=None, keep_originals=False
        )
    dataset = Dataset(workshop.store, manifest)
    raised_caveats = caveats.about(dataset.store, dataset.store.manifest(dataset.version))
    return {caveat.code: dict(caveat.facts) for caveat in raised_caveats}


def test_a_plain_file_raises_none(workshop: Workshop) -> None:
    assert raised(workshop, steady()) == {}


ONE_EACH = [order(f"n{day}", day) for day in range(40)]
TILL = [*steady(), *(order("till", day) for day in range(60))]
GUESTS = [*steady(), *(order(None, day) for day in range(100))]
SILENT = [*steady(), *(order(f"late{n}", 700 + n) for n in range(3))]
CROWD = [*steady(), *(order(f"old{n}", n % 20) for n in range(30))]
REFUNDED = [*steady(), order("back", 3, 1), order("back", 9, -40)]
NEGATIVE = [*steady(), order("c0-0", 60, -900)]
FUTURE = [*steady(), order("c7-4", 9000)]


@pytest.mark.parametrize(
    ("rows", "code", "facts"),
    [
        (ONE_EACH, "one_order_each", {"n": 40}),
        (TILL, "one_customer", {"customer": "till", "n": 60}),
        (GUESTS, "mostly_guests", {"share": 100 / 180}),
        (SILENT, "silence", {"first": date(2024, 9, 1), "last": date(2025, 11, 30), "months": 15}),
        (CROWD, "truncated", {"day": FIRST, "times": 7.0}),
        (REFUNDED, "negative_customers", {"n": 1}),
        (NEGATIVE, "negative_months", {"n": 1, "of": 8}),
        (FUTURE, "future", {"day": FIRST + timedelta(days=9000)}),
    ],
)
def test_each_where_it_belongs(
    workshop: Workshop, rows: list[Row], code: str, facts: dict[str, Any]
) -> None:
    facts_by_code = raised(workshop, rows)
    assert code in facts_by_code
    for name, value in facts.items():
        assert (
            facts_by_code[code][name] == pytest.approx(value)
            if isinstance(value, float)
            else (facts_by_code[code][name] == value)
        )
