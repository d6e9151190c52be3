"""Who brings whom on hand-made orders: trees, K, advocates, comparisons, limits, faults."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from analytics.filters import Filters
from analytics.referrals import advocates, compliance, invalid_links, k_factor, referred, subtrees
from analytics.referrals import store as referral_store
from analytics.stats import survival
from tests.conftest import PROJECT, Command, Dataset, Workshop, as_csv

EVERYBODY = Filters()
UNTIL = date(2025, 12, 31)


def order(
    customer: str, day: int, by: str = "", *, model: str = "community", **more: object
) -> dict[str, object]:
    return {
        "order_id": f"{customer}-{day}",
        "customer_id": customer,
        "ordered_at": date(2025, 1, 1) + timedelta(days=day),
        "product": "P",
        "amount": 100,
        "channel": model,
        "social_model": model,
        "referrer_id": by,
        "referrer_kind": "",
    } | more


FOREST = [
    # ann brings bea, ben and (through a commission, late) bob; bea brings cy; cy brings dot.
    order("ann", 0),
    order("bea", 10, "ann"),
    order("ben", 20, "ann"),
    order("bob", 200, "ann", model="distribution"),
    order("cy", 30, "bea"),
    order("dot", 90, "cy", model="distribution"),
    order("bea", 40, amount=50),
    # What cannot be used: oneself, a stranger, an IP, a ring of three, one who bought later.
    order("eve", 5, "eve"),
    order("fay", 6, "nobody"),
    order("gus", 7, "STAR", referrer_kind="ip"),
    *(order(name, 8, by) for name, by in (("r1", "r2"), ("r2", "r3"), ("r3", "r1"))),
    order("hal", 9, "ivy"),
    order("ivy", 50),
    # Below the ring the tree goes on; a referrer named on a later order tells nothing.
    order("jo", 60, "r1"),
    order("ivy", 70, "ann"),
]


@pytest.fixture(scope="module")
def forest(workshop: Workshop) -> Dataset:
    return workshop.rows(FOREST, as_of=UNTIL)


def people(dataset: Dataset) -> dict[str, dict[str, Any]]:
    rows = referral_store.people(dataset.store, dataset.version).collect().to_dicts()
    names = referral_store.names(
        dataset.store, dataset.version, [row["customer_key"] for row in rows]
    )
    return {names[row["customer_key"]]: row for row in rows}


class TestForest:
    def test_every_link_is_judged(self, forest: Dataset) -> None:
        links = {name: row["link"] for name, row in people(forest).items()}
        assert links == {
            **dict.fromkeys(("ann", "ivy"), "none"),
            **dict.fromkeys(("bea", "ben", "bob", "cy", "dot", "jo"), "customer"),
            **dict.fromkeys(("r1", "r2", "r3"), "ring"),
            "eve": "self",
            "fay": "unknown",
            "gus": "ip",
            "hal": "later",
        }

    def test_the_shape(self, forest: Dataset) -> None:
        rows = people(forest)
        assert [rows[name]["generation"] for name in ("ann", "bea", "cy", "dot")] == [0, 1, 2, 3]
        assert (rows["ann"]["heads"], rows["ann"]["below"]) == (6, 3)
        assert (rows["r1"]["heads"], rows["jo"]["generation"]) == (2, 1)
        whole = subtrees.shape(forest.store, forest.version)
        assert whole.depth == 3
        assert (whole.trees, whole.in_trees, whole.brought, whole.paid) == (2, 8, 6, 2)
        assert (whole.breadth, whole.widest, whole.largest) == (4, 1, 6)

    def test_it_is_kept_and_read_again(self, forest: Dataset) -> None:
        first = referral_store.people(forest.store, forest.version).collect()
        folder = forest.store.versions_folder / forest.version / referral_store.FOLDER
        (path,) = folder.glob("*.parquet")
        written = path.stat().st_mtime_ns
        assert referral_store.people(forest.store, forest.version).collect().equals(first)
        assert path.stat().st_mtime_ns == written

    def test_faults_are_counted_and_named(self, forest: Dataset) -> None:
        report = invalid_links.report(forest.store, forest.version)
        assert report.links["ring"] == 3
        assert report.rings == 1
        assert [report.links[kind] for kind in ("self", "unknown", "ip", "later")] == [1, 1, 1, 1]
        assert report.strangers.rows() == [("STAR", True, 1), ("nobody", False, 1)]
        assert report.named == 13


class TestK:
    def test_k_counts_within_the_window(self, forest: Dataset) -> None:
        """Of 15 customers ann brings 2, bea 1, cy 1 (after 60 days) and r1 1 within 90 days."""
        growth = k_factor.growth(forest.store, forest.version, EVERYBODY, 90)
        assert growth.overall.n == 15
        assert growth.overall.value == pytest.approx(5 / 15)
        assert growth.paid.value == pytest.approx(1 / 15)
        assert (growth.brought, growth.arrived, growth.customers) == (6, 6, 15)
        rows = {row["generation"]: row for row in growth.generations.to_dicts()}
        assert rows[0]["customers"] == 9
        assert rows[0]["k"] == pytest.approx(3 / 9)
        assert rows[1]["k"] == pytest.approx(1 / 4) if rows[1]["eligible"] == 4 else None
        assert rows[3]["k"] == 0

    def test_only_who_was_observed_long_enough_is_eligible(self, forest: Dataset) -> None:
        """bob came on day 200, 164 days before the end."""
        longer = k_factor.growth(forest.store, forest.version, EVERYBODY, 200)
        assert longer.overall.n == 14
        assert longer.overall.value == pytest.approx(6 / 14)
        never = k_factor.growth(forest.store, forest.version, EVERYBODY, 3_650)
        assert (never.overall.value, never.overall.n) == (None, 0)

    def test_filters_restrict_who_brings(self, forest: Dataset) -> None:
        paid = Filters(channels=("distribution",))
        growth = k_factor.growth(forest.store, forest.version, paid, 90)
        assert (growth.overall.n, growth.overall.value) == (2, 0)
        months = Filters(start=date(2025, 1, 1), end=date(2025, 1, 1))
        early = k_factor.growth(forest.store, forest.version, months, 90)
        assert (early.overall.n, early.customers, early.arrived) == (11, 11, 3)


class TestAdvocates:
    def test_the_most_active_first(self, forest: Dataset) -> None:
        summary = advocates.advocates(forest.store, forest.version, EVERYBODY)
        names = referral_store.names(
            forest.store, forest.version, summary.top["customer_key"].to_list()
        )
        assert [names[key] for key in summary.top["customer_key"]] == ["ann", "bea", "cy", "r1"]
        first = summary.top.row(0, named=True)
        assert (first["children"], first["paid_children"], first["heads"]) == (3, 1, 6)
        assert first["brought_value"] == 350
        assert (summary.brought, summary.paid, summary.half) == (6, 2, 1)
        assert summary.share.value == pytest.approx(4 / 15)
        assert summary.top_share == 1

    def test_time_to_the_first_one_brought(self, forest: Dataset) -> None:
        """ann after 10 days, bea 20, r1 52, cy 60: Kaplan-Meier by hand, for nobody leaves before
        the last event."""
        curve = advocates.first_brought(forest.store, forest.version, EVERYBODY)
        shares = survival.at_day(curve, [9, 10, 20, 60])["repurchased"].to_list()
        assert shares == pytest.approx([0, 1 / 15, 2 / 15, 4 / 15])

    def test_nobody_within_the_filters(self, forest: Dataset) -> None:
        none = advocates.advocates(forest.store, forest.version, Filters(channels=("no such",)))
        assert (none.brought, none.top_share, none.half, none.share.value) == (0, None, 0, None)


class TestReferred:
    def test_groups(self, forest: Dataset) -> None:
        """A named person counts as having brought; oneself and an IP do not."""
        by = {
            split: dict(
                referred.compared(forest.store, forest.version, EVERYBODY, split).sizes.iter_rows()
            )
            for split in referred.SPLITS
        }
        assert by == {
            "referred": {"own": 3, "referred": 11},
            "paid": {"own": 3, "paid": 2, "unpaid": 9},
        }

    def test_worth_within_a_window_of_those_observed(self, workshop: Workshop) -> None:
        rows = [order(f"own{i}", i, amount=100 + i) for i in range(10)]
        rows += [order(f"by{i}", 20 + i, "own0", amount=200 + i) for i in range(10)]
        rows += [order("by0", 60, amount=90), order("by1", 300, amount=1_000)]
        rows += [order("new", 350, "own1", amount=9_999), order("own2", 40, amount=-30)]
        dataset = workshop.rows(rows, as_of=UNTIL)
        worth = referred.compared(dataset.store, dataset.version, EVERYBODY).worth
        ninety = next(group_worth for group_worth in worth if group_worth.days == 90)
        assert ninety.mean.value == pytest.approx((2_045 + 90) / 10)
        assert ninety.own.value == pytest.approx((1_045 - 30) / 10)
        assert ninety.change.value == pytest.approx(112)
        assert ninety.mean.n == 10

    def test_without_money_worth_is_unmeasured(self, workshop: Workshop) -> None:
        rows = [{**row, "quantity": 1} for row in FOREST]
        for row in rows:
            row.pop("amount")
        dataset = workshop.rows(rows, as_of=UNTIL)
        assert referred.compared(dataset.store, dataset.version, EVERYBODY).worth == ()
        top = advocates.advocates(dataset.store, dataset.version, EVERYBODY).top
        assert top["brought_value"].null_count() == top.height


def chain(heads: int, model: str) -> list[dict[str, object]]:
    """One person, one whom they brought, and the rest below that one: three levels."""
    return [
        order("top", 0),
        order("mid", 1, "top", model=model),
        *(order(f"low{i}", 2 + i, "mid", model=model) for i in range(heads - 2)),
    ]


class TestLaw:
    @pytest.mark.parametrize(
        ("heads", "model", "state"),
        [
            (30, "distribution", "check"),
            (29, "distribution", "below"),
            (30, "community", "ask"),
            (29, "community", "below"),
        ],
    )
    def test_both_numbers_must_be_reached_by_paid_links(
        self, heads: int, model: str, state: str, workshop: Workshop
    ) -> None:
        dataset = workshop.rows(chain(heads, model), as_of=UNTIL)
        checked = compliance.check(dataset.store, dataset.version)
        assert (checked.state, checked.flag) == (state, state == "check")
        assert (checked.levels, checked.heads) == (3, heads)

    def test_two_levels_are_below_whatever_their_heads(self, workshop: Workshop) -> None:
        rows = [order("top", 0)]
        rows += [order(f"low{i}", 1 + i, "top", model="distribution") for i in range(40)]
        dataset = workshop.rows(rows, as_of=UNTIL)
        assert compliance.check(dataset.store, dataset.version).state == "below"
        wider = compliance.check(dataset.store, dataset.version, compliance.Limits(levels=2))
        assert (wider.state, wider.chains, wider.heads) == ("check", 1, 41)

    def test_an_unpaid_link_parts_a_paid_chain(self, workshop: Workshop) -> None:
        rows = chain(40, "distribution")
        rows[1] |= {"channel": "community", "social_model": "community"}
        dataset = workshop.rows(rows, as_of=UNTIL)
        assert compliance.check(dataset.store, dataset.version).state == "ask"

    def test_a_channel_placed_by_a_person_is_paid_too(self, workshop: Workshop) -> None:
        rows = [{**row, "channel": "Shop 9", "social_model": ""} for row in chain(30, "")]
        plain = workshop.rows(rows, as_of=UNTIL)
        checked = compliance.check(plain.store, plain.version)
        assert (checked.state, checked.is_told) == ("ask", False)
        place = {"channel": "Shop 9", "domain": "private", "mode": "online", "is_guess": False}
        placed = workshop.rows(
            rows, as_of=UNTIL, channels=[{**place, "social_model": "distribution"}]
        )
        assert compliance.check(placed.store, placed.version).state == "check"


class TestLook:
    def test_all_trees_then_one_person(self, forest: Dataset) -> None:
        whole = subtrees.slice_of(forest.store, forest.version, None)
        assert (whole.path, whole.shown, whole.wide) == ((), 2, 2)
        first = whole.boxes.filter(level=1)
        assert first["width"].to_list() == pytest.approx([6 / 8, 2 / 8])
        assert whole.boxes.filter(level=4).height == 1
        bea = people(forest)["bea"]["customer_key"]
        ann = people(forest)["ann"]["customer_key"]
        near = subtrees.slice_of(forest.store, forest.version, bea)
        assert near.path == (ann, bea)
        assert near.boxes["level"].to_list() == [0, 1, 2]

    def test_children_stand_under_whoever_brought_them(self, forest: Dataset) -> None:
        boxes = {
            row["customer_key"]: row
            for row in subtrees.slice_of(forest.store, forest.version, None).boxes.to_dicts()
        }
        below = [row for row in boxes.values() if row["parent_key"] in boxes]
        assert below
        for row in below:
            above = boxes[row["parent_key"]]
            assert row["start"] >= above["start"] - 1e-9
            assert row["start"] + row["width"] <= above["start"] + above["width"] + 1e-9
            assert row["level"] == above["level"] + 1

    def test_many_children_are_cut_and_counted(self, workshop: Workshop) -> None:
        rows = [order("top", 0), *(order(f"c{i}", 1 + i % 90, "top") for i in range(300))]
        dataset = workshop.rows(rows, as_of=UNTIL)
        whole = subtrees.slice_of(dataset.store, dataset.version, None)
        assert whole.boxes.row(0, named=True)["hidden"] == 300
        top = people(dataset)["top"]["customer_key"]
        near = subtrees.slice_of(dataset.store, dataset.version, top)
        assert (near.shown, near.wide) == (subtrees.WIDEST, 300)
        assert near.boxes.row(0, named=True)["hidden"] == 300 - subtrees.WIDEST

    def test_nobody_of_that_key_is_all_trees(self, forest: Dataset) -> None:
        assert subtrees.slice_of(forest.store, forest.version, 999).path == ()


def test_the_sample_brings_as_many_as_were_planted(brand: Dataset) -> None:
    path = PROJECT / "data" / "sample" / "truth.toml"
    truth = tomllib.loads(path.read_text("utf-8"))["new_customers"]
    shape = subtrees.shape(brand.store, brand.version)
    links = invalid_links.report(brand.store, brand.version).links
    shares = {
        "paid_referral": shape.paid / shape.customers,
        "unpaid_referral": (shape.brought - shape.paid) / shape.customers,
        "ip": links["ip"] / shape.customers,
    }
    assert shares == {key: pytest.approx(truth[f"{key}_realised"], abs=1e-6) for key in shares}
    assert [links[kind] for kind in ("unknown", "self", "ring", "later")] == [0, 0, 0, 0]


class TestVerb:
    def test_it_says_what_the_page_says(
        self, tmp_path: Path, command: Command, workshop: Workshop
    ) -> None:
        path = tmp_path / "orders.csv"
        path.write_text(as_csv(FOREST), "utf-8")
        with workshop.quick():
            body = command("referrals", path, "--as-of", UNTIL).body
            wide = ("--levels", 2, "--heads", 2)
            near = command("referrals", path, "--as-of", UNTIL, *wide).body
        assert body["k"] == pytest.approx(5 / 15)
        assert body["low"] < body["k"] < body["high"]
        assert (body["depth"], body["breadth"], body["trees"]) == (3, 4, 2)
        assert [row["generation"] for row in body["by_generation"]] == [0, 1, 2, 3]
        assert body["links"]["rings"] == 1
        assert body["compliance"]["state"] == "below"
        assert body["advocates"]["top"][0]["customer_id"] == "ann"
        assert near["compliance"]["flag"]

    def test_without_referrers_it_says_what_to_do(
        self, tmp_path: Path, command: Command, workshop: Workshop
    ) -> None:
        path = tmp_path / "orders.csv"
        path.write_text("order_id,customer_id,ordered_at,amount\n1,a,2025-01-01,5\n", "utf-8")
        with workshop.quick():
            assert command("referrals", path).error == "no_referrers"
