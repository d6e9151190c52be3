"""A segment is a version of its own: exactly these customers' rows, and every query works on it."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest

from analytics.customers import rfm, segments
from analytics.customers.errors import SegmentRefused
from analytics.customers.ladder import Rules
from analytics.customers.segments import SegmentChoice
from analytics.errors import DatasetError
from analytics.filters import Filters
from analytics.repurchase import cohorts
from analytics.repurchase.cohort_groups import GroupCell, Split
from analytics.storage.versions import Manifest
from tests.conftest import Dataset, Workshop

START = date(2025, 1, 1)
UNTIL = date(2025, 12, 31)
MEMBERS = "customer_id,route,joined_on\nC0,wechat,2025-01-05\nC1,wechat,2025-01-06\n"
ANSWERS = """customer_id,submitted_at,nps,text
C0,2025-02-01,10,good
C1,2025-02-01,2,bad
,2025-02-02,5,so
"""
RIVALS = "sku,rival,price,seen_on\nS1,Rival,12,2025-03-01\n"


def lines() -> list[dict[str, object]]:
    """Twelve customers: C0 to C5 came by shop and again, the others once online; a guest; and an
    order whose second line does not name its customer again."""
    rows: list[dict[str, object]] = []
    for who in range(12):
        for again in range(3 if who < 6 else 1):
            rows.append(line(f"O{who}-{again}", f"C{who}", who + 40 * again, who < 6))
    rows += [line("O0-0", None, 0, True), line("G1", None, 3, True)]
    return [*rows, line("LAST", "C11", (UNTIL - START).days, False)]


def line(order: str, who: str | None, days: int, is_shop: bool) -> dict[str, object]:
    return {
        "order_id": order,
        "customer_id": who,
        "ordered_at": START + timedelta(days=days),
        "sku": "S1",
        "quantity": 1,
        "amount": 10 + days,
        "channel": "shop" if is_shop else "online",
    }


@pytest.fixture(scope="module")
def whole(workshop: Workshop) -> Dataset:
    dataset = workshop.rows(lines())
    for content, name in ((ANSWERS, "a.csv"), (MEMBERS, "m.csv"), (RIVALS, "c.csv")):
        dataset = workshop.load(content, name, base=dataset.version, mode="update")
    return dataset


SHOP = SegmentChoice("filters", UNTIL, Filters(channels=("shop",)))


def saved(workshop: Workshop, parent: Dataset, chosen: SegmentChoice, name: str) -> Dataset:
    with workshop.quick():
        return Dataset(parent.store, segments.save(parent.store, parent.version, chosen, name))


@pytest.fixture(scope="module")
def shop(workshop: Workshop, whole: Dataset) -> Dataset:
    return saved(workshop, whole, SHOP, "  From the\n<b>shop</b>  ")


def test_it_holds_these_customers_with_every_line_of_theirs(whole: Dataset, shop: Dataset) -> None:
    wanted = [
        row
        for row in whole.lines()
        if row["order_id"].startswith(tuple(f"O{n}-" for n in range(6)))
    ]
    assert len(shop.lines()) == len(wanted) == 19
    keys = ("order_id", "customer_id", "amount", "source_row")
    assert {tuple(row[key] for key in keys[:3]) for row in shop.lines()} == {
        tuple(row[key] for key in keys[:3]) for row in wanted
    }
    assert shop.manifest.about["count_customers"] == 6


def test_its_customers_are_the_same_people_as_in_the_whole(whole: Dataset, shop: Dataset) -> None:
    """As of the whole's last day, although their own last purchase was long before."""
    assert shop.as_of == whole.as_of == UNTIL
    in_segment = rfm.customers(shop.store, shop.version, UNTIL).drop("segment")
    all_of_them = rfm.customers(whole.store, whole.version, UNTIL).drop("segment")
    assert in_segment.equals(
        all_of_them.filter(pl.col("customer_id").is_in(in_segment["customer_id"].implode()))
    )


def test_feedback_and_members_come_along_and_sheets_of_nobody_whole(shop: Dataset) -> None:
    folder = shop.store.versions_folder / shop.version
    held = {
        table: pl.concat(
            [pl.read_parquet(path) for path in folder.glob(f"{table}-0*.parquet")], how="diagonal"
        )
        for table in ("feedback", "members", "competitor_prices")
    }
    assert held["feedback"]["customer_id"].to_list() == ["C0", "C1"]
    assert held["members"]["customer_id"].to_list() == ["C0", "C1"]
    assert held["competitor_prices"]["rival"].to_list() == ["Rival"]


def test_the_parent_stays_as_it_was(whole: Dataset, shop: Dataset) -> None:
    assert len(whole.lines()) == len(lines())
    assert shop.manifest.segment is not None
    assert shop.manifest.segment["parent"] == whole.version
    assert [segment.version for segment in segments.of_parent(whole.store, whole.version)] == [
        shop.version
    ]


def test_a_name_is_one_short_line(shop: Dataset) -> None:
    assert shop.manifest.label == "From the <b>shop</b>"
    assert len(segments.named("x" * 500)) == segments.LONGEST
    with pytest.raises(SegmentRefused, match="segment_unnamed"):
        segments.named(" \u200b\n ")


def test_the_same_name_twice_nobody_and_a_parent_that_is_gone_are_refused(
    workshop: Workshop, whole: Dataset, shop: Dataset
) -> None:
    with pytest.raises(SegmentRefused, match="segment_taken"):
        saved(workshop, whole, SHOP, shop.manifest.label.upper())
    nobody = SegmentChoice("filters", UNTIL, Filters(start=date(2031, 1, 1)))
    with pytest.raises(SegmentRefused, match="segment_empty"):
        saved(workshop, whole, nobody, "nobody")
    with pytest.raises(DatasetError, match="dataset_missing"):
        segments.save(whole.store, "v_20200101_000000_00000000", SHOP, "lost")


CELL = cohorts.Cell("month", START, 1)
ONLINE = GroupCell(Split("channel", "month", UNTIL), "online", 11, START, date(2025, 2, 1))
"""Online in January, and back in December."""


@pytest.mark.parametrize(
    ("chosen", "wanted"),
    [
        (SegmentChoice("cell", UNTIL, cell=CELL), {f"C{who}" for who in range(6)}),
        (SegmentChoice("behind", UNTIL, behind=ONLINE), {"C11"}),
        (
            SegmentChoice("behind", UNTIL, behind=replace(ONLINE, index=0)),
            {f"C{who}" for who in range(6, 12)},
        ),
        (SegmentChoice("rung", UNTIL, code="buyer", rules=Rules()), set()),
        (
            SegmentChoice("rung", date(2025, 1, 20), code="buyer", rules=Rules()),
            {f"C{n}" for n in range(12)},
        ),
        (SegmentChoice("rung", UNTIL, code="repeat", rules=Rules()), {"C11"}),
    ],
)
def test_a_cell_and_a_rung_name_their_people(
    whole: Dataset, chosen: SegmentChoice, wanted: set[str]
) -> None:
    assert set(segments.people(whole.store, whole.version, chosen)) == wanted


def test_the_groups_share_out_everybody_once(whole: Dataset) -> None:
    ids_by_group = [
        segments.people(whole.store, whole.version, SegmentChoice("group", UNTIL, code=code))
        for code in rfm.SEGMENTS
    ]
    assert sorted(pl.concat(ids_by_group)) == sorted(f"C{who}" for who in range(12))


def test_a_segment_of_a_segment_outlives_both(workshop: Workshop, whole: Dataset) -> None:
    first = saved(workshop, whole, SHOP, "first")
    few = SegmentChoice("filters", UNTIL, Filters(start=START, products=("S1",)))
    second = saved(workshop, first, few, "first")
    first.store.delete(first.version)
    assert second.store.manifest(second.version).about["count_customers"] == 6
    assert cohorts.cells(second.store, second.version, Filters(), "month", UNTIL).height > 0
    assert versions_of(second) >= {whole.version, second.version}


def versions_of(dataset: Dataset) -> set[str]:
    manifests: list[Manifest] = dataset.store.versions()
    return {manifest.version for manifest in manifests}
