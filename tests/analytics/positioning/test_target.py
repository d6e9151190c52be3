"""The declared target: its share, its rule, and how it is kept."""

from datetime import date

import polars as pl
import pytest

from analytics.positioning import declared
from analytics.positioning import target as of_target
from analytics.positioning.base import Refusal
from analytics.positioning.declared import Rule, Target
from analytics.positioning.errors import TargetError
from analytics.positioning.target import CUSTOMERS, Trait, groups_of, members, sums_of
from tests.conftest import Workshop

PEOPLE = pl.DataFrame(
    [
        (f"c{n}", "shop" if n % 2 else "live", f"p{n % 3}", None, 1 + n % 4, 10.0 * n)
        for n in range(40)
    ],
    schema=CUSTOMERS,
    orient="row",
)


def target_share(customers: pl.DataFrame, ids: set[str]) -> of_target.TargetShare:
    return of_target.target_share(sums_of(customers, ids))


def buyers(customers: pl.DataFrame, by: Trait) -> pl.DataFrame:
    return of_target.buyers(groups_of(customers, by))


def test_a_rule_takes_those_who_meet_all_of_it() -> None:
    rule = Rule(channels=("shop",), products=("p1", "p2"), least_orders=2, least_amount=100)
    expected = {f"c{n}" for n in range(10, 40) if n % 2 and n % 3 and n % 4}
    assert set(members(PEOPLE, rule)) == expected
    assert members(PEOPLE, Rule(categories=("soap",))).is_empty()
    assert members(PEOPLE, Rule()).len() == 40


def test_the_share_is_of_the_revenue_of_identified_customers() -> None:
    ids = set(members(PEOPLE, Rule(channels=("shop",))))
    share = target_share(PEOPLE, ids)
    assert share.revenue.value == pytest.approx(sum(range(1, 40, 2)) / sum(range(40)))
    assert share.customers.value == 0.5
    assert (share.members, share.people) == (20, 40)
    assert share.revenue.low is not None
    assert share.revenue.high is not None
    assert share.revenue.low < share.revenue.value < share.revenue.high


def test_buyers_are_told_by_each_trait_and_their_shares_add_up() -> None:
    by_channel = buyers(PEOPLE, "channel")
    assert by_channel["group"].to_list() == ["shop", "live"]
    assert by_channel["customers"].to_list() == [20, 20]
    share = target_share(PEOPLE, set(members(PEOPLE, Rule(channels=("shop",))))).revenue
    assert by_channel.row(0)[3:] == pytest.approx((share.value, share.low, share.high))
    assert buyers(PEOPLE, "product")["share"].sum() == pytest.approx(1)
    assert buyers(PEOPLE, "category")["group"].to_list() == [None]
    few = buyers(PEOPLE.head(29), "channel")
    assert few["share"].null_count() == 0
    assert few["low"].null_count() == few.height
    free = buyers(PEOPLE.with_columns(amount=pl.lit(0.0)), "channel")
    assert free["share"].null_count() == free.height
    assert buyers(PEOPLE.head(0), "channel").is_empty()


def test_a_share_that_cannot_be_told_is_refused() -> None:
    assert target_share(PEOPLE.head(0), set()).refusal == Refusal("no_customers", 0, 30)
    assert target_share(PEOPLE.head(29), set()).refusal == Refusal("few_customers", 29, 30)
    free = PEOPLE.with_columns(amount=pl.lit(0.0))
    assert target_share(free, set()).refusal == Refusal("no_amounts")


def test_targets_are_kept_as_versions(workshop: Workshop) -> None:
    store = workshop.store
    assert declared.current(store) is None
    first = declared.save(store, Target(" Oily  skin ", Rule(channels=("shop",))))
    second = declared.save(
        store, Target("Others", Rule(least_amount=99.5)), saved_on=date(2026, 1, 2)
    )
    assert first.name == "Oily skin"
    assert declared.find(store, first.id) == first
    assert declared.library(store).targets == (first, second)
    declared.make_current(store, first.id)
    assert declared.current(store) == first
    renamed = declared.save(store, Target("Renamed", Rule(channels=("shop",))))
    assert renamed.id == first.id
    assert declared.current(store) == renamed
    declared.delete(store, first.id)
    assert declared.current(store) is None
    with pytest.raises(TargetError, match="target_gone"):
        declared.make_current(store, first.id)


def test_a_file_changed_by_hand_is_not_taken_for_another_target(workshop: Workshop) -> None:
    saved = declared.save(workshop.store, Target("Mine", Rule(least_orders=2)))
    path = workshop.store.root / declared.FOLDER / f"{saved.id}.toml"
    path.write_text(path.read_text("utf-8").replace("2", "3"), "utf-8")
    with pytest.raises(TargetError, match="target_gone"):
        declared.find(workshop.store, saved.id)
    assert saved not in declared.library(workshop.store).targets


@pytest.mark.parametrize(
    ("target", "code"),
    [
        (Target("  ", Rule(least_orders=2)), "target_unnamed"),
        (Target("Nobody"), "target_undecided"),
        (Target("Both", Rule(least_orders=2), "v_1"), "target_undecided"),
    ],
)
def test_a_target_that_asks_for_nothing_or_for_both_is_refused(
    target: Target, code: str, workshop: Workshop
) -> None:
    with pytest.raises(TargetError, match=code):
        declared.save(workshop.store, target)


@pytest.mark.parametrize(
    ("content", "code", "key"),
    [
        (b"\xff", "target_unreadable", ""),
        (b"name = ", "target_unreadable", ""),
        (b"nme = 'x'", "target_invalid", "nme"),
        (b"name = 3", "target_invalid", "name"),
        (b"rule = 3", "target_invalid", "rule"),
        (b"[rule]\nchannel = ['x']", "target_invalid", "rule.channel"),
        (b"[rule]\nchannels = 'x'", "target_invalid", "rule.channels"),
        (b"[rule]\nleast_orders = true", "target_invalid", "rule.least_orders"),
        (b"[rule]\nleast_amount = nan", "target_invalid", "rule.least_amount"),
    ],
)
def test_a_file_that_is_no_target_names_what_is_wrong(content: bytes, code: str, key: str) -> None:
    with pytest.raises(TargetError, match=code) as refused:
        declared.parsed(content, "target.toml")
    assert refused.value.facts.get("key", "") == key


def test_refunds_outside_the_target_leave_it_no_more_than_everything() -> None:
    """A customer of another group took back more than they paid."""
    people = PEOPLE.with_columns(
        amount=pl.when(pl.col("customer_id") == "c0").then(-300.0).otherwise("amount"),
        channel=pl.when(pl.col("customer_id") == "c0").then(pl.lit("stall")).otherwise("channel"),
    )
    ids = set(members(people, Rule(channels=("shop", "live"))))
    revenue = target_share(people, ids).revenue
    assert (revenue.value, revenue.high) == (1.0, 1.0)
    assert revenue.low is not None
    assert 0.8 < revenue.low <= 1
    alone = buyers(people.filter(pl.col("channel") != "live"), "channel")
    assert alone.select("group", "share").rows() == [("shop", 1.0), ("stall", 0.0)]
    assert alone.select(pl.col("low", "high").is_between(0, 1).all()).row(0) == (True, True)


def test_damaged_targets_are_told(workshop: Workshop) -> None:
    store = workshop.store
    saved = declared.save(store, Target("Shoppers", Rule(least_orders=7)))
    declared.make_current(store, saved.id)
    assert declared.damage(store) is None
    path = store.root / declared.FOLDER / f"{saved.id}.toml"
    path.write_text("name = ", "utf-8")
    (trouble,) = declared.library(store).troubles[-1:]
    assert (trouble.code, trouble.facts["file"]) == ("target_unreadable", path.name)
    damage = declared.damage(store)
    assert declared.current(store) is None
    assert damage is not None
    assert damage.code == "target_unreadable"
    declared.delete(store, saved.id)
    assert declared.damage(store) is None
