"""The sample brand's October added to the months before it: no sale is lost to its refund."""

import csv
import io

import pytest

from analytics.ingest.sample import FOLDER
from tests.analytics.ingest import old_rule
from tests.conftest import Dataset, Workshop

ORDER, DAY, QUANTITY = 0, 1, 6
OCTOBER = "2026-10-01"


@pytest.fixture(scope="module")
def records() -> list[list[str]]:
    with (FOLDER / "qingyu-orders.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def months(records: list[list[str]], *, is_october: bool) -> str:
    """The header and the lines of October, or of the months before it."""
    out = io.StringIO()
    rows = [row for row in records[1:] if (row[DAY] >= OCTOBER) == is_october]
    csv.writer(out, lineterminator="\n").writerows([records[0], *rows])
    return out.getvalue()


@pytest.fixture(scope="module")
def earlier(workshop: Workshop, records: list[list[str]]) -> Dataset:
    return workshop.load(months(records, is_october=False), "earlier.csv")


def test_october_added_keeps_every_sale(
    workshop: Workshop, records: list[list[str]], earlier: Dataset
) -> None:
    sales = {row[ORDER] for row in records[1:] if row[DAY] < OCTOBER}
    refunds = [
        row
        for row in records[1:]
        if row[DAY] >= OCTOBER and row[ORDER] in sales and int(row[QUANTITY]) < 0
    ]
    assert len(refunds) == 28
    october = months(records, is_october=True)
    both = workshop.load(october, "october.csv", base=earlier.version, mode="update")
    assert [file["rows_renewed"] for file in both.manifest.files] == [0, 0]
    assert both.manifest.merge is not None
    assert both.manifest.merge["count_changed"] == both.manifest.merge["count_same"] == 0
    at_once = workshop.load(FOLDER / "qingyu-orders.csv")
    assert both.manifest.fingerprint == at_once.manifest.fingerprint
    assert both.manifest.about == at_once.manifest.about
    again = workshop.load(FOLDER / "qingyu-orders.csv", base=both.version, mode="update")
    assert again.manifest.fingerprint == at_once.manifest.fingerprint


def test_the_earlier_rule_would_have_lost_them(
    workshop: Workshop, records: list[list[str]], earlier: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That the fixtures of the earlier rule do what its release did."""
    october = months(records, is_october=True)
    base = old_rule.forgotten(earlier, None)
    load = workshop.load
    monkeypatch.setattr(workshop, "rows", lambda _, **options: load(october, **options))
    lossy = old_rule.update(workshop, [], base)
    assert lossy.manifest.files[0]["rows_renewed"] == 28
