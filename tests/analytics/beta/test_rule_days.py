"""Which rule counts, by all answers and by the order in which rules were locked; and files that
hold none."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from analytics.beta import design, report, rules
from analytics.beta.base import Refusal
from analytics.beta.groups import counted_share
from analytics.beta.tree import tree
from analytics.errors import UsageError
from analytics.filters import Filters
from analytics.stats.intervals import wilson
from analytics.storage.versions import Store
from analytics.view import View
from tests.analytics.beta import plain
from tests.analytics.beta.published import WORKED
from tests.analytics.beta.test_beta import responses, sheet
from tests.conftest import Dataset

FIRST, LATER = datetime(2026, 3, 10), datetime(2026, 6, 10)


def asked_of(brand: Dataset, filters: Filters) -> View:
    """Two seeds and a friend under filters: one answers twice, one late, the friend on a day that
    nobody wrote."""
    view = View(brand.store, brand.manifest, filters)
    view.remember("beta tree", lambda: tree(sheet([("s", None), ("t", None), ("i", "s")])))
    view.remember(
        "beta responses",
        lambda: responses(
            [
                {"customer_id": "s", "sku": "P", "wave": "1", "submitted_at": FIRST, "rating": 4.0},
                {"customer_id": "s", "sku": "P", "wave": "2", "submitted_at": LATER, "rating": 9.0},
                {"customer_id": "t", "sku": "P", "wave": "2", "submitted_at": LATER, "rating": 8.0},
                {"customer_id": "i", "sku": "P", "wave": "2", "rating": 7.0},
            ]
        ),
    )
    return view


@pytest.mark.parametrize(
    "filters",
    [
        Filters(start=date(2026, 6, 1)),
        Filters(end=date(2026, 3, 1)),
        Filters(products=("another",)),
        Filters(channels=("web",)),
    ],
)
def test_filters_neither_move_the_first_answer_nor_cut_any(
    brand: Dataset, filters: Filters
) -> None:
    rule = rules.Rule(WORKED, "", date(2026, 5, 1))
    test = report.beta_test(asked_of(brand, filters), "P", [rule])
    assert test.first_on == FIRST.date()
    assert test.verdict.refusal == Refusal("late_rule")
    assert test.verdict.outcome is None
    assert test.answers.select("person", "kind", "turn").rows() == [
        ("s", "seed", 1),
        ("s", "repeat", 2),
        ("t", "seed", 1),
        ("i", "invited", 1),
    ]


def test_filters_say_which_products_are_offered(brand: Dataset) -> None:
    assert report.products(asked_of(brand, Filters(start=date(2027, 1, 1)))) == ["P"]
    assert report.products(asked_of(brand, Filters(products=("another",)))) == []


def test_a_rule_locked_again_after_another_counts_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    easy, day = replace(WORKED, go_at=30), date(2026, 3, 3)
    for sku in ("", "S"):
        first = rules.save(store, WORKED, sku, saved_on=day)
        second = rules.save(store, easy, sku, saved_on=day)
        third = rules.save(store, WORKED, sku, saved_on=day)
        assert [rule.plan for rule in (first, second, third)] == [WORKED, easy, WORKED]
        assert rules.counting(rules.library(store).rules, "S", date(2026, 3, 12)) == (third, None)
        assert rules.save(store, WORKED, sku, saved_on=date(2026, 3, 5)) == third
    saved = rules.library(store)
    assert saved.troubles == ()
    assert [rule.place for rule in saved.rules] == [6, 5, 4, 3, 2, 1]


def test_a_rule_for_any_product_that_was_locked_last_counts_for_each(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    any_product = rules.save(store, WORKED, "", saved_on=date(2026, 3, 1))
    own = rules.save(store, replace(WORKED, go_at=30), "S", saved_on=date(2026, 3, 2))
    assert rules.save(store, own.plan, "S", saved_on=date(2026, 3, 3)) == own
    again = rules.save(store, WORKED, "", saved_on=date(2026, 3, 4))
    assert again != any_product
    assert rules.counting(rules.library(store).rules, "S", date(2026, 3, 12)) == (again, None)


def test_rules_locked_before_places_were_known_still_open(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    old = rules.Rule(WORKED, "S", date(2026, 3, 3))
    path = store.root / rules.FOLDER / f"{old.id}.json"
    path.parent.mkdir(parents=True)
    path.write_text(rules.written(old), "utf-8")
    assert "place" not in path.read_text("utf-8")
    assert old.id == "f23efeb5563b"
    assert rules.library(store).rules == (old,)
    assert rules.save(store, WORKED, "S") == old


@pytest.mark.parametrize(
    "content",
    [
        '{"unacceptable": 0.25, "desired": 0.4, "seeds": Infinity}',
        "[" * 10_000,
        '{"unacceptable": "much"}',
        '"rule"',
        "\ud7ff",
    ],
)
def test_files_that_hold_no_rule_are_named_beside_the_rest(tmp_path: Path, content: str) -> None:
    store = Store(tmp_path / "store")
    locked = rules.save(store, WORKED, "S", saved_on=date(2026, 3, 3))
    (store.root / rules.FOLDER / "bad.json").write_text(content, "utf-8")
    library = rules.library(store)
    assert library.rules == (locked,)
    assert [error.code for error in library.troubles] == ["beta_rule_unreadable"]


def test_friends_who_all_agree_answer_as_one() -> None:
    law = design.invited_yes(4, 3, 0.3, 1.0)
    assert law == pytest.approx(plain.yes_of_invited(4, 3, 0.3, 1 - 1e-7), abs=1e-6)
    assert design.beta_binomial(0, 0.3, 1.0).tolist() == [1.0]
    chances = design.chances(WORKED, 0.25, 1.0)
    assert chances.stop + chances.fix + chances.go == pytest.approx(1)
    assert chances.go > design.chances(WORKED, 0.25, 0.3).go


def test_the_range_is_of_the_answers_that_count(brand: Dataset) -> None:
    test = report.beta_test(View(brand.store, brand.manifest, Filters()), "QY-023")
    seeds = test.answers.filter(kind="seed")["is_very"].head(10)
    share = counted_share(test.answers, "seed", 10, test.clustering.assumed)
    assert share == wilson(int(seeds.sum()), 10)
    whole = next(group.very for group in test.groups if (group.kind, group.wave) == ("seed", None))
    assert counted_share(test.answers, "seed", 999, test.clustering.assumed) == whole


def test_too_few_seeds_have_no_line_to_stop_at() -> None:
    plan = design.proposed(0.25, 0.4, 5, 110)
    assert (plan.stop_at, plan.has_stop) == (-1, False)
    assert design.chances(plan, 0.25, 0.2).stop == 0
    with pytest.raises(UsageError):
        design.checked(replace(plan, stop_at=-2))
