"""Trees, likeness, changes and rules of beta tests, against slow recomputation and bad sheets."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.beta import answers, clustering, design, groups, paired, report, rules, themes, tree
from analytics.beta.base import Refusal
from analytics.beta.verdict import Outcome, reading, verdict
from analytics.errors import UsageError
from analytics.feedback.reviews import clean
from analytics.filters import Filters
from analytics.stats.intervals import wilson
from analytics.storage.versions import Store
from analytics.view import View
from tests.analytics.beta import plain
from tests.analytics.beta.published import WORKED
from tests.conftest import Dataset

few = settings(max_examples=25, deadline=None)
NAMES = [f"T{number}" for number in range(8)]


def sheet(rows: Sequence[tuple[str | None, str | None]]) -> pl.DataFrame:
    """A sheet of testers from pairs of tester and inviter."""
    columns = {
        "tester_id": [tester for tester, _ in rows],
        "invited_by": [inviter for _, inviter in rows],
    }
    others = {name: [None] * len(rows) for name in ("wave", "joined_on", "customer_id")}
    return pl.DataFrame({**columns, **others}, schema=tree.TESTERS)


def responses(rows: Sequence[dict[str, object]]) -> pl.DataFrame:
    frame = [{"response_key": place, "rating_max": 10.0, **row} for place, row in enumerate(rows)]
    schema = answers.ANSWERS
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in frame], schema=schema)


@few
@given(st.lists(st.sampled_from([*NAMES, "somebody", ""]), min_size=1, max_size=8))
def test_places_in_the_tree_by_walking_up(inviters: list[str]) -> None:
    by = dict(zip(NAMES, inviters, strict=False))
    forest = tree.tree(sheet([(tester, inviter or None) for tester, inviter in by.items()]))
    rows = forest.testers.select("tester_id", "role", "seed_id", "generation").rows()
    assert {name: place for name, *place in rows} == {
        name: list(place) for name, place in plain.places(by).items()
    }
    outside = sum(inviter not in {*by, ""} for inviter in by.values())
    assert forest.strangers["testers"].sum() == outside
    assert sum(map(len, forest.circles)) == forest.count("circle")


def test_what_the_sheet_of_testers_gets_wrong_is_counted_and_named() -> None:
    rows = [
        *(("A", None), (" b ", "a"), ("C", "B"), ("C", "A"), (None, "A")),
        *(("D", "E"), ("E", "D"), ("F", "E"), ("G", "G"), ("H", "Zoe")),
    ]
    forest = tree.tree(sheet(rows))
    assert (forest.repeated, forest.nameless) == (1, 1)
    assert forest.strangers.rows() == [("Zoe", 1)]
    assert forest.circles == (("D", "E"), ("G",))
    places = {
        row[0]: row[1:]
        for row in forest.testers.select(
            "tester_id", "role", "seed_id", "generation", "invites", "brought"
        ).rows()
    }
    assert places["A"] == ("seed", "A", 0, 1, 2)
    assert places["C"] == ("invited", "A", 2, 0, 0)
    assert places["F"] == ("invited", "D", None, 0, 0)
    assert places["H"] == ("invited", "Zoe", None, 0, 0)
    assert tree.tree(sheet([])).testers.is_empty()


@few
@given(st.lists(st.tuples(st.integers(0, 10), st.sampled_from("abcd")), min_size=6, max_size=30))
def test_likeness_by_the_table_of_squares(rows: list[tuple[int, str]]) -> None:
    marks, seeds = [float(mark) for mark, _ in rows], [seed for _, seed in rows]
    value = clustering.intraclass(marks, seeds).value
    if len(set(seeds)) < 2:
        assert value is None
        return
    expected = plain.intraclass(marks, seeds)
    assert value == (None if expected is None else pytest.approx(expected))


@few
@given(st.lists(st.integers(0, 10), min_size=2, max_size=30).filter(lambda m: len(set(m)) > 1))
def test_people_apart_have_the_plain_error(marks: list[int]) -> None:
    numbers = np.array(marks, dtype=float)
    error = clustering.clustered_error(numbers, [str(place) for place in range(len(marks))])
    assert error == pytest.approx(numbers.std(ddof=1) / len(numbers) ** 0.5)


@pytest.mark.parametrize(("invited", "seeds"), [(1, 2), (4, 3), (5, 2)])
def test_how_many_invited_say_yes_over_every_way_to_come(invited: int, seeds: int) -> None:
    law = design.invited_yes(invited, seeds, 0.3, 0.25)
    assert law == pytest.approx(plain.yes_of_invited(invited, seeds, 0.3, 0.25))


def test_likeness_is_refused_below_fifteen_seeds_and_reckoned_with_all_the_same() -> None:
    seeds = [str(place % 14) for place in range(60)]
    yes = [float(place % 3 == 0) for place in range(60)]
    few_seeds = clustering.clustering(yes, seeds)
    assert few_seeds.refusal == Refusal("few_seeds", 14, 15)
    assert few_seeds.likeness.value is None
    assert few_seeds.assumed == 0.1
    assert clustering.clustering([1.0] * 60, [str(place % 20) for place in range(60)]).refusal == (
        Refusal("no_spread", 60)
    )
    assert [worth.worth for worth in few_seeds.worths] == sorted(
        (worth.worth for worth in few_seeds.worths), reverse=True
    )


def wave(marks: Mapping[str, float | None]) -> pl.DataFrame:
    rows = {"person": list(marks), "seed_id": list(marks), "mark": list(marks.values())}
    return pl.DataFrame(rows, schema_overrides={"mark": pl.Float64})


def test_waves_are_compared_on_the_same_people_with_those_who_did_not_come_back() -> None:
    first = {f"p{place}": 5.0 + place % 3 for place in range(14)}
    later = {person: mark + 2 + (place % 2) for place, (person, mark) in enumerate(first.items())}
    for person in ("p10", "p11", "p12", "p13"):
        del later[person]
    change = paired.mark_change(wave(first), wave({**later, "new": 10.0}))
    assert change.n == change.change.n == 10
    assert change.change.value == pytest.approx(2.5)
    assert change.unchanged.value == pytest.approx(2.5 * 10 / 14)
    gone = [first[f"p{place}"] for place in (10, 11, 12, 13)]
    assert change.gone.value == pytest.approx(sum(gone) / 4)


def test_waves_with_nobody_or_few_in_common_are_refused() -> None:
    first = {f"p{place}": 5.0 for place in range(12)}
    others = {f"q{place}": 5.0 for place in range(12)}
    assert paired.mark_change(wave(first), wave(others)).refusal == Refusal("nobody_in_common", 0)
    few_back = dict(list(first.items())[:9])
    assert paired.mark_change(wave(first), wave(few_back)).refusal == Refusal("few_pairs", 9, 10)
    assert paired.share_change(0, 0, 0, 0).refusal == Refusal("nobody_in_common", 0)


def test_people_in_common_without_answers_in_common_are_no_strangers() -> None:
    first = {f"p{place}": 5.0 for place in range(12)}
    silent = paired.mark_change(wave(first), wave(dict.fromkeys(first)))
    assert silent.refusal == Refusal("no_marks", 0)
    assert (silent.back.n, silent.gone.n) == (0, 12)
    assert paired.mark_change(wave(dict.fromkeys(first)), wave(first)).gone.n == 0
    assert paired.share_change(0, 0, 0, 0, common=12).refusal == Refusal("no_very", 0)


def test_the_worst_topic_is_that_of_all_waves_together() -> None:
    """The bottle has two of the first wave, the smell one and then three of ten texts in all."""
    complaints = [("1", "bottle"), ("1", "bottle"), ("1", "smell"), *[("2", "smell")] * 3]
    complaints += [("1", "")] * 2 + [("2", "")] * 2
    rows = list(range(len(complaints)))
    placed = pl.DataFrame(
        {"kind": "seed", "wave": wave_of, "seed_id": str(row), "response_key": row}
        for row, (wave_of, _) in enumerate(complaints)
    )
    reviews = pl.DataFrame({"row": rows, "kind": clean.READ[0]})
    mentions = pl.DataFrame(
        {"row": row, "dimension": "product", "topic": topic, "polarity": "negative"}
        for row, (_, topic) in enumerate(complaints)
        if topic
    )
    by_wave = themes.themes(placed, reviews, mentions, 0.1)
    assert by_wave.select("wave", "topic", "negative", "texts").rows() == [
        ("1", "bottle", 2, 5),
        ("1", "smell", 1, 5),
        ("2", "smell", 3, 5),
    ]
    worst = themes.worst(placed, reviews, mentions, 0.1).row(0, named=True)
    assert (worst["topic"], worst["negative"], worst["texts"]) == ("smell", 4, 10)
    assert (worst["low"], worst["high"]) == pytest.approx((wilson(4, 10).low, wilson(4, 10).high))
    praised = mentions.with_columns(polarity=pl.lit("positive"))
    assert themes.worst(placed, reviews, praised, 0.1).is_empty()


def test_answers_that_do_not_count_are_counted() -> None:
    forest = tree.tree(sheet([("s1", None), ("i1", "s1"), ("c1", "c2"), ("c2", "c1")]))
    rows = responses(
        [
            {"customer_id": "S1", "wave": "1", "rating": 4.0, "submitted_at": datetime(2026, 3, 1)},
            {"customer_id": "s1", "wave": "1", "rating": 5.0, "submitted_at": datetime(2026, 3, 2)},
            {
                "customer_id": "s1",
                "wave": "2",
                "rating": 11.0,
                "submitted_at": datetime(2026, 4, 1),
            },
            {"customer_id": "i1", "rating": 9.0, "submitted_at": None},
            {"customer_id": None, "rating": 9.0},
            {"customer_id": "nobody", "rating": 9.0},
            {"customer_id": "c1", "rating": 9.0},
        ]
    )
    placed, left_out = answers.placed(rows, forest.testers)
    assert placed.select("person", "kind", "wave", "turn", "mark").rows() == [
        ("s1", "seed", "1", 1, 5.0),
        ("s1", "repeat", "2", 2, None),
        ("i1", "invited", None, 1, 9.0),
    ]
    assert left_out == answers.LeftOut(
        nobody=1, strangers=1, circles=1, again=1, unreadable_marks=1, undated=1, waveless=1
    )


def test_marks_of_five_are_no_answers_to_ten() -> None:
    frame = pl.DataFrame({"nps": [5.0, 4.0, 3.0] * 5})
    assert groups.nps_doubt(frame) == Refusal("nps_scale", 15)
    assert groups.nps_doubt(pl.DataFrame({"nps": [10.0, 7.0, 3.0] * 5})) is None


@pytest.mark.parametrize(
    ("seeds", "invited", "outcome", "lacking"),
    [
        ([9, 40], [0, 0], "stop", 0),
        ([0, 31], [0, 0], "stop", 0),
        ([5, 30], [0, 0], "wait", 10),
        ([10, 10], [36, 36], "go", 0),
        ([10, 40], [35, 110], "fix", 0),
        ([10, 40], [0, 75], "fix", 0),
        ([10, 40], [0, 74], "wait", 36),
    ],
)
def test_a_rule_is_settled_once_nothing_could_change_it(
    seeds: list[int], invited: list[int], outcome: Outcome, lacking: int
) -> None:
    yes_no = [[True] * yes + [False] * (n - yes) for yes, n in (seeds, invited)]
    counted = reading(WORKED, *yes_no)
    assert (counted.outcome, counted.lacking) == (outcome, lacking)


def test_answers_beyond_the_plan_do_not_count() -> None:
    counted = reading(WORKED, [True] * 40, [False] * 110 + [True] * 90)
    assert (counted.outcome, counted.beyond) == ("fix", 90)


def test_a_rule_is_locked_with_its_day(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    locked = rules.save(store, WORKED, "S", saved_on=date(2026, 3, 3))
    assert rules.save(store, WORKED, "S", saved_on=date(2026, 5, 1)) == locked
    later = rules.save(store, replace(WORKED, go_at=30), "S", saved_on=date(2026, 4, 1))
    saved = rules.library(store).rules
    assert saved == (later, locked)
    assert rules.counting(saved, "S", date(2026, 3, 12)) == (locked, None)
    assert rules.counting(saved, "S", date(2026, 3, 3)) == (later, Refusal("late_rule"))
    assert rules.counting(saved, "other", date(2026, 3, 12)) == (None, Refusal("no_rule"))
    assert rules.counting(saved, "S", None) == (later, Refusal("undated"))
    path = tmp_path / "store" / rules.FOLDER / f"{locked.id}.json"
    path.write_text(path.read_text("utf-8").replace('"go_at": 36', '"go_at": 20'), "utf-8")
    library = rules.library(store)
    assert library.rules == (later,)
    assert [error.code for error in library.troubles] == ["beta_rule_changed"]
    path.write_text("[]", "utf-8")
    assert rules.library(store).troubles[0].code == "beta_rule_unreadable"


def test_a_late_rule_gives_no_verdict_though_its_counts_stand() -> None:
    rule = rules.Rule(WORKED, "", date(2026, 4, 1))
    answer = verdict(rule, Refusal("late_rule"), [True] * 40, [True] * 110)
    assert answer.outcome is None
    assert answer.reading is not None
    assert answer.reading.outcome == "go"
    assert verdict(None, Refusal("no_rule"), [], []).reading is None


@pytest.mark.parametrize(
    "plan",
    [
        replace(WORKED, unacceptable=0.4),
        replace(WORKED, desired=1.0),
        replace(WORKED, seeds=0),
        replace(WORKED, invited=5000),
        replace(WORKED, stop_at=40),
        replace(WORKED, go_at=111),
    ],
)
def test_plans_that_cannot_be_are_refused(plan: design.Plan, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        rules.save(Store(tmp_path / "store"), plan)


@few
@given(st.integers(3, 40), st.integers(3, 60), st.floats(0.1, 0.4), st.floats(0.15, 0.4))
def test_a_proposed_plan_keeps_its_promise(
    seeds: int, invited: int, unacceptable: float, more: float
) -> None:
    plan = design.proposed(unacceptable, unacceptable + more, seeds, invited)
    weak = design.chances(plan, plan.unacceptable, design.LIKENESS)
    good = design.chances(plan, plan.desired, design.LIKENESS)
    assert weak.stop + weak.fix + weak.go == pytest.approx(1)
    assert good.stop <= design.MOST_FALSE_STOP
    assert weak.go <= design.MOST_FALSE_GO or plan.go_at == plan.invited
    assert good.go > weak.go


@pytest.fixture(scope="module")
def view(brand: Dataset) -> View:
    return View(brand.store, brand.manifest, Filters())


def test_the_beta_test_of_the_sample_brand(view: View) -> None:
    forest = report.testers(view)
    assert forest.by_generation()["testers"].to_list() == [40, 110]
    assert report.products(view) == ["QY-023"]
    rule = rules.Rule(WORKED, "QY-023", date(2026, 3, 3))
    test = report.beta_test(view, "QY-023", [rule])
    counts = {group.kind: group.n for group in test.groups if group.wave is None}
    assert counts == {"seed": 38, "invited": 80, "repeat": 32}
    assert test.refusal is None
    [comparison] = test.comparisons
    change = comparison.mark.change
    assert comparison.mark.n == 32
    assert change.low is not None
    assert change.high is not None
    # The plant: the second version is 1.4 marks better for the same people.
    assert change.low < 7.7 - 6.3 < change.high
    assert change.low > 0
    assert test.clustering.refusal is None
    assert test.verdict.refusal is None
    assert test.verdict.outcome == test.verdict.reading.outcome  # type: ignore[union-attr]


def test_without_testers_nothing_is_told_apart(view: View) -> None:
    bare = View(view.store, view.manifest, Filters())
    bare.remember("beta tree", lambda: tree.tree(sheet([])))
    test = report.beta_test(bare, "QY-023")
    assert test.refusal == Refusal("no_testers", 0)
    assert test.groups == []
    assert test.no_comparison == Refusal("no_waves", 0, 2)
    assert report.beta_test(view, "no such").refusal == Refusal("no_answers", 0)


def test_the_plant_gone_the_change_is_gone(view: View) -> None:
    """The second answers given back their former marks: nobody changed."""
    own = report.responses(view)
    first = own.filter(wave="1").select("customer_id", former="rating")
    same = own.join(first, "customer_id", "left", maintain_order="left").with_columns(
        rating=pl.coalesce("former", "rating")
    )
    bare = View(view.store, view.manifest, Filters())
    bare.remember("beta responses", lambda: same)
    [comparison] = report.beta_test(bare, "QY-023").comparisons
    assert comparison.mark.change.value == 0
