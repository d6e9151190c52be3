"""When a super counts as assessed, and which may be called the weakest."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.definitions.supers import supers
from analytics.scoring.evidence import speaks_alone
from analytics.scoring.scoring import Goalposts, SuperScore, score_measure, score_super
from analytics.scoring.shortest import NEAR, shortest
from analytics.stats.intervals import UNMEASURED, Estimate

FULL = Estimate(1.0, 1.0, 1.0, 20_000)
HALF = Estimate(0.5, 0.4, 0.6, 200)


def super_of(*parts: tuple[Estimate, float, bool]) -> SuperScore:
    """A super of measures between 0 and 1: estimate, weight, whether it speaks alone."""
    return score_super(
        "s",
        1,
        [
            score_measure(f"m{place}", estimate, Goalposts(0, 1), weight=weight, speaks=speaks)
            for place, (estimate, weight, speaks) in enumerate(parts)
        ],
    )


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ([(FULL, 2, False), (UNMEASURED, 3.5, False)], "unassessed"),
        ([(FULL, 2, True), (UNMEASURED, 3.5, False)], "scored"),
        ([(FULL, 1, True), (UNMEASURED, 4.5, False)], "unassessed"),
        ([(HALF, 1, False), (HALF, 1, False), (UNMEASURED, 4, False)], "scored"),
        ([(HALF, 0.5, False), (HALF, 1, False), (UNMEASURED, 4, False)], "unassessed"),
        ([(HALF, 1, False)], "scored"),
        ([(HALF, 2, False), (HALF, 0, False), (UNMEASURED, 3.5, False)], "unassessed"),
        ([(UNMEASURED, 1, True)], "unassessed"),
    ],
    ids=[
        "one stand-in",
        "one that speaks",
        "one that speaks, of too little weight",
        "two of a third",
        "two of less than a third",
        "the only measure there is",
        "a measure without weight does not count",
        "nothing",
    ],
)
def test_enough_is_a_third_of_the_weight_and_not_one_stand_in(parts, status):
    assert super_of(*parts).status == status


def test_a_hint_is_what_is_measured_and_no_score():
    hinted = super_of((HALF, 2, False), (UNMEASURED, 3.5, False))
    assert (hinted.score, hinted.low, hinted.high, hinted.badge) == (
        None,
        None,
        None,
        "insufficient",
    )
    assert (hinted.hint.score, hinted.hint.low, hinted.hint.high) == pytest.approx((50, 40, 60))
    assert super_of((UNMEASURED, 1, False)).hint is None
    assert super_of((HALF, 1, False)).hint is None


def test_a_price_list_and_a_desk_nobody_needs_twice_do_not_speak_for_their_supers():
    speaking = {
        (super_.key, use.key)
        for super_ in supers()
        for use in super_.measures
        if speaks_alone(use, sum(other.weight for other in super_.measures))
    }
    assert ("repurchase", "back_within_90") in speaking
    assert not {("value", "full_price_share"), ("efficacy", "same_product_again")} & speaking


def stave(key: str, score: float | None, weight: float = 1.0) -> SuperScore:
    status = "unassessed" if score is None else "scored"
    return SuperScore(key, weight, status, score, score, score, "sound", ())


@st.composite
def draws(draw: st.DrawFn) -> tuple[list[SuperScore], dict[str, float]]:
    """Staves with some missing, and how often each assessed came out lowest in any draws."""
    scores = draw(st.lists(st.integers(0, 100) | st.none(), min_size=1, max_size=9))
    staves = [stave(f"s{place}", score) for place, score in enumerate(scores)]
    keys = [super_.key for super_ in staves if super_.score is not None]
    if not keys:
        return staves, {}
    lowest = Counter(draw(st.lists(st.sampled_from(keys), min_size=1, max_size=60)))
    return staves, {key: lowest[key] / lowest.total() for key in keys}


@given(draws())
def test_the_weakest_is_the_likeliest_or_tied_with_it(case):
    staves, chances = case
    names = shortest(staves, chances)
    scores = {super_.key: super_.score for super_ in staves if super_.score is not None}
    if len(scores) < 2:
        assert names == ()
        return
    most = max(chances.values())
    assert chances[names[0]] == most
    assert set(names) == {
        key for key in scores if chances[key] >= NEAR * most or scores[key] == min(scores.values())
    }


def test_unassessed_and_weightless_staves_are_never_the_weakest():
    staves = [stave("a", 50), stave("b", 60), stave("open", None), stave("light", 1, weight=0)]
    assert shortest(staves, {"a": 0.9, "b": 0.1}) == ("a",)
    assert shortest(staves, {"a": 0.55, "b": 0.45}) == ("a", "b")
    assert shortest(staves, {"a": 0.2, "b": 0.8}) == ("b", "a")
    assert shortest(staves[:1], {"a": 1.0}) == ()
