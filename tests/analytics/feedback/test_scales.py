"""Doubt about a scale: what must be doubted, and what must pass."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.feedback.scales import (
    Problem,
    batteries,
    beyond,
    distribution,
    doubt_of,
    out_of_scale,
)
from analytics.schema import SUPERS


def tally(**counts: int) -> Counter[float]:
    """a3=5: five people answered 3."""
    return Counter({float(name.removeprefix("a")): n for name, n in counts.items()})


def code(given_answers: Counter[float]) -> tuple[str, float, float] | str | None:
    problem = doubt_of(given_answers)
    if problem is None or problem.code != "shorter":
        return problem and problem.code
    return problem.code, problem.facts["bottom"], problem.facts["top"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (tally(a3=1, a4=5, a5=4), ("shorter", 1, 5)),
        (tally(a1=4, a2=3, a3=3), ("shorter", 1, 5)),
        (tally(a0=6, a1=4), ("shorter", 0, 1)),
        (tally(a0=2, a3=10, a4=10, a5=10), ("shorter", 0, 5)),
        (tally(a4=8, a5=8, a6=8, a7=8), ("shorter", 1, 7)),
        (tally(a1=12, a2=6, a5=20, a9=30, a10=30), "from_one"),
    ],
)
def test_another_scale_is_doubted(answers, expected):
    assert code(answers) == expected


@pytest.mark.parametrize(
    "answers",
    [
        Counter(),
        tally(a3=1, a4=5, a5=3),  # nine answers
        tally(a4=5, a5=4, a6=1),  # one of ten beyond five
        tally(a5=20, a6=30, a7=40, a8=60, a9=40, a10=20),  # happy customers
        tally(a8=400),
        tally(a5=20, a6=20, a7=20),  # lukewarm
        tally(a0=1, a3=10, a4=10, a5=3),  # poor, tailing off below five
        tally(a2=4, a3=8, a4=10, a5=8, a6=5, a7=2),  # middling, tailing off
        tally(a4=8, a5=8, a6=8, a7=8, a8=1),
        tally(a1=6, a2=32, a3=70, a4=103, a5=87, a6=70, a7=40, a8=8, a9=4),
        tally(a1=30, a2=60, a3=90, a8=10),  # poor, tailing off towards one
        tally(a0=1, a1=12, a5=20, a9=30, a10=30),
    ],
)
def test_answers_that_may_well_be_from_0_to_10_pass(answers):
    assert code(answers) is None


@given(st.lists(st.sampled_from([5.0, 6.0, 7.0, 8.0, 9.0, 10.0]), max_size=80))
def test_answers_from_5_to_10_pass_however_few_or_many(answers):
    is_all_five = set(answers) <= {5.0} and len(answers) >= 10
    assert (code(Counter(answers)) is None) != is_all_five


@given(st.lists(st.floats(0, 10).map(lambda x: round(x, 1)), min_size=1, max_size=60))
def test_one_answer_beyond_a_shorter_scale_ends_the_doubt(answers):
    assert code(Counter([*answers, 10.0, 0.0])) is None


@pytest.mark.parametrize(
    ("inside", "outside", "is_doubted"),
    [(4, 1, False), (0, 2, False), (0, 3, True), (12, 3, True), (13, 3, False), (1000, 250, True)],
)
def test_a_fifth_of_numbers_beyond_ten_are_another_scale(inside, outside, is_doubted):
    assert (beyond(inside, outside, 95.0) is not None) == is_doubted


def test_few_people_answering_nine_items_show_their_scale_together():
    given_answers = {key: tally(a4=2, a5=1) for key in SUPERS}
    problems = out_of_scale(given_answers)
    assert set(problems) == set(SUPERS)
    assert problems["looks"] == Problem("shorter", {"n": 27, "bottom": 1, "top": 5})


def test_one_item_on_another_scale_leaves_the_others_alone():
    given_answers = {key: tally(a6=9, a9=9) for key in SUPERS} | {"ip": tally(a3=9, a5=9)}
    assert set(out_of_scale(given_answers)) == {"ip"}


def test_recommendation_is_judged_by_its_own_answers():
    given_answers = {key: tally(a4=20) for key in SUPERS} | {"nps": tally(a8=3)}
    assert "nps" not in out_of_scale(given_answers)


def test_a_question_few_were_asked_is_in_no_battery():
    given_answers = {"looks": tally(a7=40), "ip": tally(a7=20), "moat": tally(a7=19)}
    assert batteries(given_answers, SUPERS) == ["looks", "ip"]
    assert batteries({}, SUPERS) == []


@given(st.lists(st.floats(0, 10), max_size=50))
def test_the_distribution_loses_nobody(answers):
    bars = distribution(Counter(answers))
    assert sum(bars) == len(answers)
    assert len(bars) == 11


def test_halves_count_upwards():
    assert distribution(tally(a7=1) + Counter({7.5: 2, 9.49: 1})) == (0,) * 7 + (1, 2, 1, 0)
