"""Which customers are of whom: groups of people who answered a sheet, against a plain count."""

from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analytics.feedback import answer_sheets
from analytics.filters import Filters
from analytics.ingest import drafts
from analytics.positioning import report
from analytics.positioning.base import Refusal
from analytics.positioning.declared import Rule, Target
from analytics.positioning.marks import marks
from analytics.positioning.membership import (
    SHEET_GROUPINGS,
    customers,
    read_until,
    target_ids,
)
from analytics.positioning.needs import landscape
from analytics.view import View
from tests.conftest import Dataset, Workshop

NO_RULE = dict.fromkeys(("rule_channels", "rule_products", "rule_categories", "least_amount"))
RULES = (Rule(least_orders=2), Rule(least_amount=300.0), Rule(categories=("\u7cbe\u534e",)))


@pytest.fixture(scope="module")
def view(brand: Dataset) -> View:
    return View(brand.store, brand.manifest, Filters())


def plain_groups(view: View, place: Mapping[str, str | None]) -> list[tuple[str | None, str, int]]:
    """Segment, need and people of every need, each answer placed by its customer number."""
    answers = answer_sheets.needs(view.store, view.manifest.version)
    segments = [place.get(number) for number in answers["customer_id"]]
    placed = answers.with_columns(pl.Series("segment", segments, pl.String))
    rows = placed.filter(pl.col("segment").is_not_null())
    return [(need.segment, need.need, need.opportunity.n) for need in landscape(marks(rows))]


def groups(answer: report.Landscape) -> list[tuple[str | None, str, int]]:
    return [(need.segment, need.need, need.opportunity.n) for need in answer.needs]


@pytest.mark.parametrize("grouping", ["channel", "category"])
def test_people_are_grouped_by_what_they_first_bought(view: View, grouping: str) -> None:
    place = dict(customers(view).select("customer_id", grouping).iter_rows())
    answer = report.landscape(view, grouping)  # type: ignore[arg-type]
    assert answer.refusal is None
    assert groups(answer) == plain_groups(view, place)
    assert len({segment for segment, _, _ in groups(answer)}) > 1


def test_people_are_grouped_by_the_target_or_by_a_saved_segment(view: View, brand: Dataset) -> None:
    people = customers(view)
    often = dict(people.select("customer_id", pl.col("orders") >= 2).iter_rows())
    place = {number: "target" if is_often else "others" for number, is_often in often.items()}
    twice = Target("Twice", Rule(least_orders=2))
    assert groups(report.landscape(view, "target", twice)) == plain_groups(view, place)
    whole = report.landscape(view, "target", Target("All", segment=brand.version))
    assert {segment for segment, _, _ in groups(whole)} == {"target"}


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(start=date(2025, 3, 1), end=date(2025, 9, 1))]
)
@pytest.mark.parametrize("query", ["buyers", "customers", "customers_of", "target_sums"])
def test_what_stands_of_customers_is_what_their_purchases_add_up_to(
    query: str, filters: Filters, brand: Dataset
) -> None:
    view = View(brand.store, brand.manifest, filters)
    ids = [*customers(view)["customer_id"].gather_every(50), "nobody"]
    options = {"ids": ids, "least_orders": 2, **NO_RULE}
    until = read_until(brand.manifest, date.fromisoformat(brand.manifest.about["last_on"]))
    assert until["is_to_end"]
    assert not read_until(brand.manifest, date(2025, 1, 1))["is_to_end"]
    standing = view.rows(f"positioning/{query}", **until, **options)
    added_up = view.rows(f"positioning/{query}", **{**until, "is_to_end": False}, **options)
    assert_frame_equal(standing, added_up)
    assert standing.height > 0


def test_filters_leave_out_nobody_who_was_asked(view: View, brand: Dataset) -> None:
    part = View(brand.store, brand.manifest, Filters(products=("QY-001",)))
    for grouping in SHEET_GROUPINGS[:3]:
        assert groups(report.landscape(part, grouping)) == groups(report.landscape(view, grouping))


@pytest.mark.parametrize("rule", RULES)
def test_those_of_some_people_are_those_of_all_among_them(view: View, rule: Rule) -> None:
    target = Target("Some", rule)
    everybody, some = target_ids(view, target), customers(view)["customer_id"].sample(80, seed=1)
    assert not isinstance(everybody, Refusal)
    assert target_ids(view, target, some) == everybody & set(some)
    assert target_ids(view, target, some.clear()) == frozenset()


def test_what_cannot_be_grouped_is_refused(view: View, workshop: Workshop) -> None:
    assert report.landscape(view, "target").refusal == Refusal("no_target")
    gone = Target("Gone", segment="20200101_000000_gone0000")
    assert report.landscape(view, "target", gone).refusal == Refusal("segment_gone")
    rows = "".join(f"r{n},n{n},\u4fdd\u6e7f,{n % 11},{(n + 3) % 11}\n" for n in range(40))
    sheet = "respondent,customer_id,need,importance,satisfaction\n" + rows
    alone = workshop.load(sheet)
    strangers = View(alone.store, alone.manifest, Filters())
    assert report.sheet_groupings(strangers) == ("survey",)
    assert report.landscape(strangers, "channel").refusal == Refusal("no_buyers", 0, 30)
    assert report.landscape(strangers).refusal is None


def test_people_who_never_bought_are_counted_and_left_out(workshop: Workshop) -> None:
    orders = "".join(f"o{n},2026-01-0{1 + n % 8},c{n},soap,1,20\n" for n in range(40))
    needs = "".join(
        f"r{n},{'c' if n < 35 else 'x'}{n},soft,{n % 11},{(n + 3) % 11}\n" for n in range(38)
    )
    parts = [
        *workshop.look("order_id,ordered_at,customer_id,sku,quantity,amount\n" + orders),
        *workshop.look("respondent,customer_id,need,importance,satisfaction\n" + needs, "n.csv"),
    ]
    with workshop.quick():
        manifest = drafts.import_parts(
            workshop.store, parts, label="asked", as_of=None, keep_originals=False
        )
    own = View(workshop.store, manifest, Filters())
    answer = report.landscape(own, "target", Target("All", Rule(least_orders=1)))
    assert (answer.outside, groups(answer)) == (3, [("target", "soft", 35)])
    assert report.landscape(own, "channel").refusal == Refusal("no_buyers", 0, 30)
