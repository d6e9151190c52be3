"""A beta test read out in three languages: every sentence is filled in and says what the numbers
say."""

import re
from dataclasses import fields, replace
from datetime import date

import polars as pl
import pytest

from analytics.beta import design, report
from analytics.beta.answers import LeftOut
from analytics.beta.base import Refusal
from analytics.beta.groups import Generation, counted_share
from analytics.beta.report import BetaTest
from analytics.beta.rules import Rule
from analytics.beta.tree import tree
from analytics.filters import Filters
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.view import Memo, View
from tests.analytics.beta.published import WORKED
from tests.analytics.beta.test_beta import sheet
from tests.conftest import Dataset
from tests.ui.figures import TEXTS, UNFILLED
from ui import format as fmt
from ui.text import Text
from ui.views.beta import again, people, verdict

EN = Text("en")
HAN = "\u4e00-\u9fff"
BEFORE = date(2026, 3, 3)
EASY = replace(WORKED, seeds=38, invited=80, stop_at=1, go_at=5)
"""A rule of as many people as answered, that lets the sample brand go."""


@pytest.fixture(scope="module")
def view(brand: Dataset) -> View:
    return View(brand.store, brand.manifest, Filters())


def read_by(view: View, *rules: Rule) -> BetaTest:
    return report.beta_test(view, "QY-023", rules)


@pytest.mark.parametrize("text", TEXTS)
def test_every_sentence_is_filled_in(view: View, text: Text) -> None:
    plans = (EASY, replace(EASY, go_at=80), replace(EASY, stop_at=30), WORKED)
    tests = [read_by(view, Rule(plan, "", BEFORE)) for plan in plans]
    late = read_by(view, Rule(EASY, "", date(2026, 5, 1)))
    tests += [late, read_by(view), report.beta_test(view, "no such")]
    forest = report.testers(view)
    bad = tree(sheet([("a", "b"), ("b", "a"), ("c", "*x*"), ("c", "a"), (None, "a")]))
    counts = LeftOut(**dict.fromkeys((field.name for field in fields(LeftOut)), 2))
    [comparison] = late.comparisons
    sentences = [
        *(verdict.headline(test, text) for test in tests),
        *(verdict.under(test, text) for test in tests if test.verdict.rule),
        *(verdict.needed(test, text) for test in tests),
        verdict.preview(WORKED, text),
        *verdict.promises(WORKED, text)["sentence"],
        *(row for test in tests for row in verdict.strip(test, text)["sentence"]),
        people.tree_sentence(forest, text),
        people.tree_sentence(bad, text),
        *people.faults(bad, text),
        *people.left_out(counts, text),
        *(people.likeness_sentence(test, text) for test in tests),
        people.generation_sentence(late.generations, text),
        people.generation_sentence([], text),
        again.change_sentence(comparison, text),
        *again.range_sentence(comparison, text),
        again.gone_sentence(comparison, text),
        again.very_sentence(comparison, text),
    ]
    assert all(sentences)
    assert not any(UNFILLED.search(sentence) for sentence in sentences)
    assert len(people.faults(bad, text)) == 4
    assert len(people.left_out(counts, text)) == len(fields(LeftOut))
    assert people.faults(forest, text) == []


def test_the_verdict_says_what_it_rests_on(view: View) -> None:
    test = read_by(view, Rule(EASY, "QY-023", BEFORE))
    very = test.answers.filter(kind="invited")["is_very"].sum()
    assert verdict.headline(test, EN).startswith("Go, by the rule of Mar 3, 2026.")
    sentence = verdict.under(test, EN)
    assert sentence.startswith(f"{very} of 80 invited people")
    assert "of 100 weak products" in sentence
    stop = read_by(view, Rule(replace(EASY, stop_at=30), "", BEFORE))
    assert verdict.headline(stop, EN).startswith("Stop, by the rule")
    assert "of 38 seeds" in verdict.under(stop, EN)
    wait = read_by(view, Rule(replace(WORKED, stop_at=1), "", BEFORE))
    assert "At most 30 more answers" in verdict.under(wait, EN)


def test_at_the_seeds_it_waits_for_seeds(view: View) -> None:
    yes = int(read_by(view).answers.filter(kind="seed")["is_very"].sum())
    wait = read_by(view, Rule(replace(WORKED, stop_at=yes), "", BEFORE))
    assert verdict.under(wait, EN).endswith("2 more seeds will tell whether to stop.")


def test_a_rule_of_fewer_people_counts_and_ranges_over_them_alone(view: View) -> None:
    plan = replace(EASY, seeds=20, invited=30, go_at=3)
    test = read_by(view, Rule(plan, "", BEFORE))
    share = counted_share(test.answers, "invited", 30, test.clustering.assumed)
    ends = fmt.interval(share.low, share.high, "en", rate=True)
    sentence = verdict.under(test, EN)
    assert f"of 30 invited people would be very disappointed without it (range {ends})" in sentence
    assert sentence.endswith("68 more answers came after the planned number and do not count.")
    assert "after the planned number" not in verdict.under(
        read_by(view, Rule(EASY, "", BEFORE)), EN
    )


def test_the_guide_sends_to_the_rule_whoever_has_enough_answers() -> None:
    sentence = EN("guide.beta.read", have="110")
    assert sentence.startswith(
        "110 who were invited answered: see on the Beta page whether the rule"
    )


def test_a_plan_of_few_seeds_has_no_line_to_stop_at() -> None:
    plan = design.proposed(0.25, 0.4, 5, 110)
    assert verdict.preview(plan, EN).startswith("Too few seeds for a line to stop at. At least")
    assert verdict.zones(plan)[0] is None


def test_a_chance_below_half_of_one_is_not_none(view: View) -> None:
    rare = read_by(view, Rule(replace(EASY, unacceptable=0.1, go_at=20), "", BEFORE))
    assert "happens to fewer than 1 of 100 weak products" in verdict.under(rare, EN)
    assert "would go in fewer than 1 of 100" in verdict.preview(rare.verdict.rule.plan, EN)  # type: ignore[union-attr]
    hans = Text("zh-Hans")
    spoken = verdict.under(rare, hans) + verdict.preview(rare.verdict.rule.plan, hans)  # type: ignore[union-attr]
    assert hans("beta.under_one") in spoken
    assert not re.search(f"[{HAN}] [{HAN}]|  ", spoken)
    assert re.search(f"[{HAN}] [0-9]+ [{HAN}]", spoken)


def test_without_a_rule_made_beforehand_there_is_no_verdict(view: View) -> None:
    late = read_by(view, Rule(EASY, "", date(2026, 5, 1)))
    assert "locked before the day of the first answer" in verdict.headline(late, EN)
    assert "no verdict" in verdict.headline(late, EN)
    assert 'would say "go", which is no verdict' in verdict.under(late, EN)
    assert verdict.headline(read_by(view), EN).startswith("No rule was made beforehand")
    assert verdict.under(read_by(view), EN) == ""


def test_a_plan_says_how_often_a_weak_product_goes() -> None:
    sentence = verdict.preview(WORKED, EN)
    assert "at most 9 of 40 seeds" in sentence
    assert "At least 36 of 110" in sentence
    assert "2\u20136 of 100" in sentence
    assert "88\u201394 of 100" in sentence
    assert verdict.zones(WORKED) == pytest.approx((25.0, 100 * 36 / 110))


def test_kinds_stand_apart_on_one_axis(view: View) -> None:
    test = read_by(view)
    rows = verdict.strip(test, EN)
    assert rows["kind"].to_list() == ["seed", "invited", "repeat"]
    assert rows["n"].to_list() == [38, 80, 32]
    assert rows.filter(pl.col("kind") == "invited")["worth"].item() < 80
    assert rows.filter(pl.col("kind") == "seed")["worth"].item() == 38
    empty = verdict.strip(report.beta_test(view, "no such"), EN)
    assert empty["value"].null_count() == 3
    assert empty["reason"].null_count() == 0


def test_the_tree_and_its_faults(view: View) -> None:
    forest, test = report.testers(view), read_by(view)
    sentence = people.tree_sentence(forest, EN)
    assert sentence.startswith("40 seeds brought 110 people.")
    assert people.each_sentence(forest, EN) == ["On average a seed brought 2.8."]
    rows = people.radial(forest, test, EN)
    assert rows.height == 150
    assert rows["mark"].null_count() == 150 - 38 - 80
    assert rows["parent"].null_count() == 40
    bad = tree(sheet([("a", "b"), ("b", "a"), ("c", "*x*")]))
    strangers, circles = people.faults(bad, EN)
    assert r"\*x\*" in strangers
    assert circles.startswith("2 people invited each other in a circle (a, b)")


def test_generations_lie_above_or_below_the_seeds_or_are_not_compared() -> None:
    mark = Estimate(6.0, 5.5, 6.5, 30)
    rows = [
        Generation(1, mark, Estimate(-1.2, -2.1, -0.4, 30)),
        Generation(2, mark, UNMEASURED, Refusal("few_a_side", 9, 20)),
        Generation(3, mark, Estimate(-1.2, None, None, 30)),
    ]
    below, few, narrow = (people.generation_sentence([row], EN) for row in rows)
    assert below.endswith("0.4\u20132.1 less than the seeds.")
    assert few.startswith("Generation 2 or the seeds gave fewer than 20 marks")
    assert "friends of fewer than 5 seeds" in narrow


@pytest.mark.parametrize("text", TEXTS)
def test_a_question_that_nobody_answered_twice_is_no_wave_without_people(
    view: View, text: Text
) -> None:
    own = report.responses(view)
    for column, code in (("rating", "no_marks"), ("disappointed", "no_very")):
        blank = own.with_columns(pl.lit(None, own.schema[column]).alias(column))
        memo = Memo({"beta responses": blank})
        bare = View(view.store, view.manifest, Filters(), memo=memo)
        [comparison] = report.beta_test(bare, "QY-023").comparisons
        change, very = (
            again.change_sentence(comparison, text),
            again.very_sentence(comparison, text),
        )
        is_mark = code == "no_marks"
        assert (change if is_mark else very) == text(f"beta.refusal.{code}")
        assert "32" in (very if is_mark else change)
        assert bool(again.gone_sentence(comparison, text)) is not is_mark


def test_the_same_people_again(view: View) -> None:
    test = read_by(view)
    [comparison] = test.comparisons
    assert again.change_sentence(comparison, EN).startswith("The same 32 people gave 6.1 in wave 1")
    assert "better" in again.change_sentence(comparison, EN)
    assert again.gone_sentence(comparison, EN).startswith("6 people gave no mark the next time.")
    rows = again.slopes(test, comparison)
    assert rows.height == 32
    assert rows["change"].mean() == pytest.approx(comparison.mark.change.value)
    assert "Whether the two had differed cannot be told" in again.gone_sentence(comparison, EN)
    assert "(change " in again.very_sentence(comparison, EN)
    lower = replace(comparison.mark, drop_out=Estimate(-1.0, -1.8, -0.2, 6))
    sentence = again.gone_sentence(replace(comparison, mark=lower), EN)
    assert "Those who gave one again had been 0.2\u20131.8 lower already." in sentence
    nobody = replace(comparison, mark=replace(comparison.mark, refusal=Refusal("nobody_in_common")))
    assert again.change_sentence(nobody, EN).startswith("Nobody answered in both waves")
