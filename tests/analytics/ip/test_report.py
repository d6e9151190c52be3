"""The whole answer over small datasets, hostile sheets, and the sample brand's planted truth."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from analytics.filters import Filters
from analytics.ingest import drafts
from analytics.ip import report
from analytics.measures import MEASURES
from analytics.view import View
from tests.analytics.ip.books import AS_OF, books, orders, point
from tests.conftest import Dataset, Workshop, as_csv

PEOPLE = [
    *orders("A", 60, 30),
    *orders("B", 40, 4),
    *orders("C", 35, 10),
    *orders("SHARED", 12, 3),
    *orders("shared", 2, 0),
    *orders("LOST", 7, 0),
    *orders(None, 100, 20),
]
POINTS = [
    point("Ann", "a ", cost=600.0),
    point("Ann", None, cost=300.0, platform="Weibo"),
    point("Bob", "B", ip_kind="brand"),
    point("Bob", None, ip_kind="brand", cost=None),
    point("Cat", "C", ip_kind="industry", platform="My Forum"),
    point("Bob", "SHARED", ip_kind="brand"),
    point("Cat", "Shared", ip_kind="industry"),
]


def view(dataset: Dataset, filters: Filters | None = None) -> View:
    return View(dataset.store, dataset.manifest, filters or Filters())


@pytest.fixture(scope="module")
def dataset(workshop: Workshop) -> Dataset:
    return books(workshop, PEOPLE, POINTS)


def test_new_customers_are_those_whose_first_order_has_the_code(dataset: Dataset) -> None:
    answer = report.brought(view(dataset))
    assert {cell.ip: cell.new for cell in answer.stays.whole} == {"ann": 60, "bob": 40, "cat": 35}
    assert (answer.total, answer.all_new) == (135, 257)
    assert answer.unowned == {"LOST": 7}
    assert answer.shared == {"SHARED": 14}
    assert answer.roster.faults.shared_codes == ("SHARED",)
    assert answer.refusal is None
    assert answer.dependence.largest == "ann"
    assert answer.dependence.lost == 60


def test_chains_rest_on_the_sheet_and_on_orders(dataset: Dataset) -> None:
    chains = {chain.ip: chain for chain in report.brought(view(dataset)).chains}
    assert chains["ann"].cost == pytest.approx(900)
    assert chains["ann"].back is not None
    assert chains["ann"].back.back.value == pytest.approx(0.5)
    assert chains["ann"].per_kept.value == pytest.approx(30)
    assert [chains[ip].refusal.code for ip in ("bob", "cat")] == ["part_cost", "shared_code"]  # type: ignore[union-attr]


def test_what_a_kept_customer_pays_and_leaves(dataset: Dataset) -> None:
    spending = report.brought(view(dataset)).spending
    assert spending.n == 44
    assert spending.paid == pytest.approx(180)
    assert spending.left == pytest.approx(100)


def test_filters_cut_customers_and_refuse_the_cost(dataset: Dataset) -> None:
    cut = report.brought(
        view(dataset, Filters(channels=("A",), start=AS_OF.replace(month=1, day=1)))
    )
    assert cut.total == 135
    assert {chain.refusal.code for chain in cut.chains if chain.refusal} >= {"filtered_cost"}
    nobody = report.brought(view(dataset, Filters(channels=("B",))))
    assert nobody.total == 0
    assert nobody.refusal is not None
    assert nobody.refusal.code == "no_codes"


def test_without_touchpoints_codes_are_only_named(workshop: Workshop) -> None:
    answer = report.brought(view(books(workshop, PEOPLE, [])))
    assert answer.refusal is not None
    assert answer.refusal.code == "no_touchpoints"
    assert answer.unowned["A"] == 60
    assert answer.dependence.refusal is not None
    assert all(use.is_unowned for use in report.codes(view(books(workshop, PEOPLE, []))))


def test_the_first_order_of_a_code_is_told_from_later_ones(dataset: Dataset) -> None:
    uses = {use.code: use for use in report.codes(view(dataset))}
    assert uses["a"].orders == 60
    assert uses["LOST"].is_unowned
    assert uses["a"].existing.value == 0


def test_a_leak_is_found_where_it_was_planted_and_gone_without_it(workshop: Workshop) -> None:
    steady = [*orders("A", 120, 0), *orders("B", 120, 0), *orders(None, 200, 0)]
    points = [
        point("Ann", "A", happened_on="2025-01-06"),
        point("Bob", "B", happened_on="2025-01-06"),
    ]
    burst = [
        row
        | {"order_id": f"leak{number}", "ordered_at": "2025-09-10", "referrer_id": "A"}
        | {"referrer_kind": "ip"}
        for number, row in enumerate(steady[-120:])
    ]
    leaking = {
        use.code: use for use in report.codes(view(books(workshop, [*steady, *burst], points)))
    }
    assert [code for code, use in leaking.items() if use.has_jumped] == ["A"]
    assert leaking["A"].existing.value == pytest.approx(0.5)
    clean = report.codes(view(books(workshop, steady, points)))
    assert not any(use.has_jumped or use.is_of_old for use in clean)


def survey(rows: list[Mapping[str, Any]]) -> str:
    return as_csv([{"submitted_at": "2025-10-01", "source": "survey", **row} for row in rows])


def test_trust_is_told_by_who_brought_them(workshop: Workshop) -> None:
    rows = [*orders("A", 40, 0), *orders(None, 60, 0)]
    said = [{"customer_id": f"A-{n}", "endorsement": 9, "ip": 5 + n % 2} for n in range(40)]
    said += [{"customer_id": f"nobody-{n}", "endorsement": 6 + n % 2, "ip": 5} for n in range(15)]
    sheets = {
        "orders": as_csv([row | {"amount": 90} for row in rows]),
        "touchpoints": as_csv([point("Ann", "A")]),
        "feedback": survey(said),
    }
    parts = [part for name, text in sheets.items() for part in workshop.look(text, f"{name}.csv")]
    with workshop.quick():
        manifest = drafts.import_parts(
            workshop.store, parts, label="trust", as_of=AS_OF, keep_originals=False
        )
    answer = report.believed(view(Dataset(workshop.store, manifest)))
    marks = {(mark.item, mark.group): mark for mark in answer.marks}
    assert marks["endorsement", "ip"].mean.value == pytest.approx(9)
    assert marks["ip", "personal"].mean.value == pytest.approx(5.5)
    assert marks["endorsement", "nobody"].refusal is not None
    assert marks["endorsement", "nobody"].refusal.have == 15
    advocates = {row.group: row.unpaid for row in answer.advocates}
    assert (advocates["ip"].n, advocates["nobody"].n) == (40, 60)


def test_the_sample_brand_has_the_truth_that_was_planted(brand: Dataset) -> None:
    """Lin Yu was drawn heaviest and Alan costs most; customers by code are counted in the file."""
    answer = report.brought(view(brand))
    firsts: dict[str, tuple[datetime, str]] = {}
    for line in brand.lines():
        who, day = line["customer_id"], line["ordered_at"]
        if who and line["referrer_kind"] == "ip" and (who not in firsts or day < firsts[who][0]):
            firsts[who] = day, line["referrer_id"]
    assert answer.total == len(firsts)
    assert {cell.ip: cell.new for cell in answer.stays.whole} == Counter(
        owner.ip for _, code in firsts.values() if (owner := answer.roster.owner(code))
    )
    per_kept = {answer.roster.names[chain.ip]: chain.per_kept for chain in answer.chains}
    dearest = max(per_kept, key=lambda ip: per_kept[ip].value or 0)
    assert dearest == "\u963f\u5c9a\u7684\u62a4\u80a4\u65e5\u8bb0"
    assert answer.roster.names[answer.dependence.largest or ""] == "\u6797\u5c7f"
    assert answer.dependence.without == "no_less"
    # The one code that was drawn to leak, and no other.
    leaks = [use.code for use in report.codes(view(brand)) if use.has_jumped or use.is_of_old]
    assert leaks == ["XIAOYU-SPH"]


def test_a_view_over_a_period_looks_at_its_customers_alone(brand: Dataset) -> None:
    year = Filters(start=AS_OF.replace(year=2025, month=11, day=1))
    whole, later = (report.brought(view(brand, filters)) for filters in (Filters(), year))
    assert 0 < later.total < whole.total
    assert sum(chain.touchpoints for chain in later.chains) < sum(
        chain.touchpoints for chain in whole.chains
    )


def test_the_measure_is_cost_over_what_the_kept_paid(workshop: Workshop) -> None:
    """44 of 95 new customers are kept and pay 180 each; the sheet's cost lies in the last year."""
    rows = [*orders("A", 60, 30), *orders("C", 35, 14)]
    points = [point("Ann", "A", cost=900.0), point("Cat", "C", cost=684.0)]
    measure = MEASURES["ip_cost_per_retained"]
    estimate = measure.take(view(books(workshop, rows, points)))
    assert estimate.n == 95
    assert estimate.value == pytest.approx((900 + 684) / 44 / 180)
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.low < estimate.value < estimate.high
    long_ago = point("Dan", "D", happened_on=date(2023, 1, 1), cost=5000.0)
    retired = books(workshop, rows, [*points, long_ago])
    assert measure.take(view(retired)).value == estimate.value
    part = books(workshop, rows, [*points, point("Cat", "C", cost=None)])
    assert measure.take(view(part)).value is None
    cut = view(books(workshop, rows, points), Filters(channels=("A",)))
    assert measure.take(cut).value is None
