"""Matched curves against a slow recomputation, against shares, and against nothing happening."""

from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.channels.messages import compared
from analytics.stats import survival
from analytics.stats.matching import MATCHED, matched_curves
from tests.bench import attendance

PERSON = st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(1, 12), st.booleans())
Person = tuple[str, bool, int, bool]


def as_counts(people: list[Person]) -> pl.DataFrame:
    rows = [(*person, number) for person, number in Counter(people).items()]
    schema = {
        "kind": pl.String,
        "is_guest": pl.Boolean,
        "days": pl.Int64,
        "is_event": pl.Boolean,
        "people": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def slow_share(people: list[Person], weights: list[float], day: int) -> float | None:
    """Kaplan-Meier by its definition; None where nobody was watched for so long."""
    if not any(person[2] >= day for person in people):
        return None
    left = 1.0
    for now in range(1, day + 1):
        risk = sum(w for p, w in zip(people, weights, strict=True) if p[2] >= now)
        events = sum(w for p, w in zip(people, weights, strict=True) if p[2] == now and p[3])
        left *= 1 - events / risk if risk else 1.0
    return 1 - left


@given(st.lists(PERSON, min_size=1, max_size=40), st.integers(1, 12))
def test_the_shares_are_those_of_a_slow_recomputation(people: list[Person], day: int) -> None:
    sides = Counter((kind, is_guest) for kind, is_guest, *_ in people)
    both = {kind for kind in "abc" if sides[kind, True] and sides[kind, False]}
    answer = matched_curves(as_counts(people), day)
    assert answer.alone == sum(sides[kind, True] for kind in "abc" if kind not in both)
    guests = [person for person in people if person[1] and person[0] in both]
    others = [person for person in people if not person[1] and person[0] in both]
    weights = [sides[kind, True] / sides[kind, False] for kind, *_ in others]
    expected = slow_share(guests, [1.0] * len(guests), day), slow_share(others, weights, day)
    shares = answer.matched.value, answer.alike.value
    if None in expected:
        # Whoever came back whole stays so, though nobody is watched any more.
        assert answer.difference.value is None or 1 in [round(share or 0, 9) for share in shares]
        return
    assert shares == pytest.approx(expected)
    assert answer.difference.value == pytest.approx(expected[0] - expected[1])


@given(st.lists(PERSON, min_size=4, max_size=40))
def test_people_of_one_kind_have_the_plain_curve(people: list[Person]) -> None:
    alike = [("a", *person[1:]) for person in people]
    curve = matched_curves(as_counts(alike), 5).curve
    plain = as_counts(alike).select(
        "days", "is_event", group=pl.col("is_guest").cast(pl.String), customers="people"
    )
    if curve.is_empty():
        return
    expected = survival.kaplan_meier(plain).sort("group", "day", descending=[True, False])
    assert curve["repurchased"].to_list() == pytest.approx(expected["repurchased"].to_list())
    # The limits of both sides are Greenwood's on the log-log scale, until everybody has come.
    inside = (expected["repurchased"] > 0) & (expected["repurchased"] < 1 - 1e-9)
    for end in ("low", "high"):
        assert curve.filter(inside)[end].to_list() == pytest.approx(
            expected.filter(inside)[end].to_list(), abs=1e-9
        )


def test_where_everybody_was_followed_it_is_the_matched_difference_of_shares() -> None:
    rng = np.random.default_rng(3)
    rows, _ = attendance.counts(rng, 200, 1500, 0.1)
    whole = rows.filter(~(pl.col("kind").cast(pl.Int64) % 5 == 0))
    answer = matched_curves(whole, attendance.DAY)
    shares = compared(
        whole.with_columns(hit=pl.col("is_event") & (pl.col("days") <= attendance.DAY))
        .group_by("kind", is_messaged="is_guest")
        .agg(people=pl.col("people").sum(), hits=pl.col("people").filter("hit").sum())
    )
    assert answer.difference.value == pytest.approx(shares.change.value)
    assert answer.alone == shares.alone
    for end in ("low", "high"):
        assert getattr(answer.difference, end) == pytest.approx(
            getattr(shares.change, end), abs=0.004
        )


@pytest.mark.parametrize("effect", [0.0, 0.15])
def test_the_interval_holds_what_an_event_did(effect: float) -> None:
    rng = np.random.default_rng(11)
    held = 0
    for _ in range(200):
        rows, truth = attendance.counts(rng, 80, 800, effect)
        gap = matched_curves(rows, attendance.DAY).difference
        assert gap.low is not None
        assert gap.high is not None
        held += gap.low <= truth <= gap.high
    assert 182 <= held <= 198


def test_nobody_gives_nothing() -> None:
    answer = matched_curves(as_counts([]), 90)
    assert answer.curve.is_empty()
    assert answer.difference.value is None
    alone = matched_curves(as_counts([("a", True, 3, True)]), 90)
    assert (alone.alone, alone.difference.n) == (1, 0)
    assert alone.curve.filter(group=MATCHED).is_empty()
