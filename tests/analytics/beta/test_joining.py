"""Marks in the order people joined, and prices that testers were offered."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.beta import report
from analytics.beta.groups import convergence
from analytics.beta.paying import paying
from analytics.beta.tree import TESTERS, tree
from analytics.feedback.answer_sheets import PRICE_ANSWERS
from analytics.filters import Filters
from analytics.measures import MEASURES
from analytics.view import View
from tests.conftest import Dataset

PEOPLE = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(1, 28), st.integers(0, 10)), max_size=20
)


def first_answers(people: list[tuple[str, int, int]]) -> pl.DataFrame:
    """First answers of friends of seeds a and b, and of the seeds themselves."""
    rows = [
        {"person": f"p{place:02}", "kind": "invited", "seed_id": seed, "day": day, "mark": mark}
        for place, (seed, day, mark) in enumerate(people)
    ]
    rows += [
        {"person": seed, "kind": "seed", "seed_id": seed, "day": 1, "mark": 10} for seed in "ab"
    ]
    return pl.DataFrame(rows).with_columns(
        joined_on=pl.date(2026, 3, pl.col("day")),
        answered_on=pl.lit(date(2026, 4, 1)),
        generation=pl.lit(1),
        turn=pl.lit(1),
        mark=pl.col("mark").cast(pl.Float64),
    )


@settings(max_examples=25, deadline=None)
@given(PEOPLE)
def test_means_so_far_by_adding_up(people: list[tuple[str, int, int]]) -> None:
    rows = convergence(first_answers(people)).filter(kind="invited").to_dicts()
    # Of people of one day the name decides, which is the order they were made in.
    order = sorted(enumerate(people), key=lambda pair: (pair[1][1], pair[0]))
    marks: list[int] = []
    by_seed: dict[str, list[int]] = {"a": [], "b": []}
    for row, (number, (seed, _, mark)) in zip(rows, order, strict=True):
        marks.append(mark)
        by_seed[seed].append(mark)
        assert (row["person"], row["place"]) == (f"p{number:02}", len(marks))
        assert row["so_far"] == pytest.approx(sum(marks) / len(marks))
        assert row["seed_place"] == len(by_seed[seed])
        assert row["of_seed"] == pytest.approx(sum(by_seed[seed]) / len(by_seed[seed]))


def test_seeds_and_the_people_they_brought_have_a_mean_each() -> None:
    rows = convergence(first_answers([("a", 2, 0), ("b", 3, 4)]))
    last = dict(rows.group_by("kind", maintain_order=True).last().select("kind", "so_far").rows())
    assert last == {"seed": 10.0, "invited": 2.0}
    assert convergence(first_answers([]).clear()).is_empty()


def test_prices_answered_by_testers_under_either_name() -> None:
    people = [("T1", None, "C1"), ("T2", "t1", "C2"), ("T3", "T4", None), ("T4", "T3", None)]
    rows = [
        dict(zip(("tester_id", "invited_by", "customer_id"), row, strict=True)) for row in people
    ]
    testers = tree(pl.DataFrame(rows, schema=TESTERS)).testers
    answers = [
        ("c1", 99.0, "yes"),
        (" T1", 99.0, "no"),
        ("C1", 40.0, "cheap"),
        ("C2", 99.0, "perhaps"),
        ("T2", 120.0, "no"),
        ("T3", 99.0, "yes"),
        ("stranger", 99.0, "yes"),
    ]
    answers = pl.DataFrame(
        [dict(zip(("respondent", "price", "answer"), row, strict=True)) for row in answers],
        schema=PRICE_ANSWERS,
    )
    offered = paying(answers, testers)
    assert set(offered) == {"seed", "invited"}
    seed, invited = offered["seed"].quality, offered["invited"].quality
    assert (seed.people, seed.repeated, seed.unreadable) == (1, 1, 0)
    assert (invited.people, invited.repeated, invited.unreadable) == (1, 0, 1)
    assert paying(answers.clear(), testers) == {}


def test_the_measure_and_the_page_tell_one_change(brand: Dataset) -> None:
    view = View(brand.store, brand.manifest, Filters())
    [comparison] = report.beta_test(view, "QY-023").comparisons
    estimate = MEASURES["beta_paired_change"].take(view)
    change = comparison.mark.change
    assert estimate.n == change.n == 32
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx(
        (change.value, change.low, change.high)
    )
    # The plant: the second version is 1.4 marks better for the same people.
    assert estimate.low is not None
    assert estimate.high is not None
    assert 0 < estimate.low < 7.7 - 6.3 < estimate.high
