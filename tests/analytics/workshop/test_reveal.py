"""What a room voted beside what is measured."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.workshop.movement import movements
from analytics.workshop.rehearsal import after_seeing, ballots
from analytics.workshop.reveal import LEAST_VOTERS, reveal
from analytics.workshop.room import Ballot
from analytics.workshop.store import VOTES_SCHEMA

MEASURED = {"looks": Estimate(60.0, 52.0, 68.0, 400), "ip": Estimate(40.0, 30.0, 50.0, 90)}


def table(*rounds: list[Ballot] | tuple[Ballot, ...]) -> pl.DataFrame:
    rows = [
        (number, ballot.voter, key, score, "phone", "2026-06-01T09:00:00+00:00")
        for number, each in enumerate(rounds, start=1)
        for ballot in each
        for key, score in ballot.scores.items()
    ]
    return pl.DataFrame(rows, VOTES_SCHEMA, orient="row")


def room_of(**scores: list[int]) -> list[Ballot]:
    people = max(map(len, scores.values()))
    return [
        Ballot(f"p{number}", {key: of[number] for key, of in scores.items() if number < len(of)})
        for number in range(people)
    ]


def test_voters_stand_above_inside_and_below_the_measured_limits() -> None:
    votes = table(room_of(looks=[8, 9, 9, 7, 6, 5]))
    looks = reveal(votes, 1, ["looks", "ip"], MEASURED).of("looks")
    assert looks.votes == (5, 6, 7, 8, 9, 9)
    assert (looks.below, looks.inside, looks.above) == (1, 1, 4)
    assert (looks.median, looks.gap, looks.stance) == (7.5, 15.0, "higher")
    assert (looks.lower_quartile, looks.upper_quartile) == (6.25, 8.75)


@pytest.mark.parametrize(
    ("scores", "stance"),
    [([6, 6, 6], "alike"), ([3, 4, 6], "lower"), ([3, 3, 6, 6, 9, 9], "split"), ([], "none")],
)
def test_where_more_than_half_stand_is_what_is_said(scores: list[int], stance: str) -> None:
    shown = reveal(table(room_of(looks=scores, ip=[4])), 1, ["looks", "ip"], MEASURED)
    assert shown.of("looks").stance == stance


@pytest.mark.parametrize("measured", [{}, {"looks": Estimate(60.0, None, None, 1)}])
def test_without_limits_votes_are_opinion(measured: dict[str, Estimate]) -> None:
    looks = reveal(table(room_of(looks=[9, 9, 9])), 1, ["looks"], measured).of("looks")
    assert (looks.stance, looks.above) == ("opinion", 0)


def test_below_five_voters_nothing_is_said_of_agreement() -> None:
    few = reveal(table(room_of(looks=[7] * 4)), 1, ["looks"], MEASURED)
    many = reveal(table(room_of(looks=[7] * 5)), 1, ["looks"], MEASURED)
    assert few.of("looks").verdict == "few"
    assert (many.of("looks").agreement, many.of("looks").verdict) == (1.0, "agreed")
    assert (few.whole.low, many.whole.low is None) == (None, False)


def test_answers_at_random_agree_no_more_than_promised() -> None:
    """5 in 100 groups of 8 may; of 2,000, between 3.5 and 6.5 %."""
    generator = np.random.default_rng(3)
    drawn = generator.integers(0, 11, (2_000, 8))
    agreed = sum(
        reveal(table(room_of(looks=list(map(int, row)))), 1, ["looks"], {}).of("looks").verdict
        == "agreed"
        for row in drawn[:400]
    )
    assert 0.02 <= agreed / 400 <= 0.08


def test_the_whole_gap_is_the_median_of_the_supers_and_holds_it() -> None:
    people = room_of(looks=[7, 8, 8, 7, 9, 8], ip=[6, 5, 6, 7, 6, 6])
    whole = reveal(table(people), 1, ["looks", "ip", "moat"], MEASURED).whole
    assert whole.value == 20.0
    assert whole.low is not None
    assert whole.high is not None
    assert 5 < whole.low < 20 < whole.high < 35
    assert reveal(table(people), 1, ["moat"], {}).whole == UNMEASURED


def test_another_round_is_not_mixed_in_and_wide_gaps_stand_first() -> None:
    votes = table(room_of(looks=[7], ip=[9]), room_of(looks=[1, 1], ip=[1]))
    first = reveal(votes, 1, ["looks", "ip"], MEASURED)
    assert (first.voters, [each.key for each in first.by_gap]) == (1, ["ip", "looks"])


@given(st.lists(st.tuples(*[st.integers(0, 10)] * 3), min_size=LEAST_VOTERS, max_size=12))
def test_the_order_of_people_changes_nothing(rows: list[tuple[int, int, int]]) -> None:
    keys = ["looks", "ip", "value"]
    people = [Ballot(f"p{at}", dict(zip(keys, row, strict=True))) for at, row in enumerate(rows)]
    turned = [Ballot(f"q{at}", ballot.scores) for at, ballot in enumerate(reversed(people))]
    straight, reverse = (reveal(table(each), 1, keys, MEASURED) for each in (people, turned))
    assert straight.supers == reverse.supers
    assert straight.order == (None if reverse.order is None else pytest.approx(reverse.order))


def test_a_second_vote_is_paired_and_says_who_moved_towards_the_number() -> None:
    before = room_of(looks=[9, 8, 6, 2], ip=[4])
    after = [
        Ballot("p0", {"looks": 7}),
        Ballot("p1", {"looks": 9}),
        Ballot("p2", {"looks": 6}),
        Ballot("new", {"looks": 6}),
    ]
    looks, ip, moat = movements(table(before, after), 1, 2, ["looks", "ip", "moat"], MEASURED)
    assert sorted(looks.pairs) == [(6, 6), (8, 9), (9, 7)]
    assert (looks.towards, looks.away, looks.still, looks.moved) == (1, 1, 1, 2)
    assert (looks.median_before, looks.median_after) == (8.0, 7.0)
    assert (ip.pairs, ip.median_before, moat.pairs) == ((), None, ())


def test_a_rehearsal_is_the_same_each_time_and_moves_half_way() -> None:
    first = ballots(12, ["looks", "ip", "moat"], MEASURED)
    assert first == ballots(12, ["looks", "ip", "moat"], MEASURED)
    second = after_seeing(first, MEASURED)
    looks, _, moat = movements(table(first, second), 1, 2, ["looks", "ip", "moat"], MEASURED)
    assert looks.away == 0
    assert looks.towards > 6
    assert moat.moved == 0
