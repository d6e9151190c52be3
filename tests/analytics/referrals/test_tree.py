"""Trees, rings and K against a plain walk from person to person, on random forests with cycles."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.referrals import k_factor, links, tree

FIRST = date(2025, 1, 1)


@st.composite
def crowds(draw: st.DrawFn) -> list[dict[str, Any]]:
    """People who name anybody: themselves, a stranger, an IP, somebody of a ring, or who bought
    later."""
    size = draw(st.integers(0, 24))
    return [
        {
            "named": draw(st.sampled_from([None, None, "ip", "stranger", *range(size), *range(3)])),
            "day": draw(st.integers(0, 12)),
            "paid": draw(st.booleans()),
        }
        for _ in range(size)
    ]


def frame(crowd: list[dict[str, Any]], until: int = 400) -> pl.DataFrame:
    """The crowd as `referral_people` gives it."""
    size = len(crowd)
    keys = [person["named"] if isinstance(person["named"], int) else -1 for person in crowd]
    return pl.DataFrame(
        {
            "customer_key": list(range(1, size + 1)),
            "first_on": [FIRST + timedelta(days=person["day"]) for person in crowd],
            "is_named": [person["named"] is not None for person in crowd],
            "is_ip": [person["named"] == "ip" for person in crowd],
            "referrer_key": [key + 1 if 0 <= key < size else None for key in keys],
            "is_paid": [person["paid"] and person["named"] is not None for person in crowd],
            "seen_days": [until - person["day"] for person in crowd],
        },
        schema_overrides={
            "first_on": pl.Date,
            "is_named": pl.Boolean,
            "is_ip": pl.Boolean,
            "is_paid": pl.Boolean,
            "referrer_key": pl.Int32,
        },
    )


def walk(parents: list[int | None], start: int) -> list[int]:
    """The people from `start` up, until nobody or somebody seen before."""
    path = [start]
    while (above := parents[path[-1]]) is not None and above not in path:
        path.append(above)
    return path


def plain(crowd: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What became of each link, person by person."""
    size = len(crowd)
    named: list[int | None] = [
        person["named"] if isinstance(person["named"], int) and person["named"] < size else None
        for person in crowd
    ]
    pointing = [None if to == me else to for me, to in enumerate(named)]
    on_ring = [pointing[walk(pointing, me)[-1]] == me for me in range(size)]
    kinds = []
    for me, person in enumerate(crowd):
        to = named[me]
        if person["named"] is None:
            kinds.append("none")
        elif person["named"] == "ip":
            kinds.append("ip")
        elif to is None:
            kinds.append("unknown")
        elif to == me:
            kinds.append("self")
        elif on_ring[me]:
            kinds.append("ring")
        else:
            kinds.append("later" if crowd[to]["day"] > person["day"] else "customer")
    parents = [named[me] if kind == "customer" else None for me, kind in enumerate(kinds)]
    paths = [walk(parents, me) for me in range(size)]
    return [
        {
            "link": kinds[me],
            "parent_key": None if parents[me] is None else parents[me] + 1,
            "generation": len(paths[me]) - 1,
            "root_key": paths[me][-1] + 1,
            "heads": sum(me in path for path in paths),
            "below": max(path.index(me) for path in paths if me in path),
            "children": parents.count(me),
        }
        for me in range(size)
    ]


@settings(max_examples=120, deadline=None)
@given(crowds())
def test_links_and_shape_are_those_of_a_walk(crowd: list[dict[str, Any]]) -> None:
    judged = links.judged(frame(crowd)).with_columns(pl.col("link").cast(pl.String))
    expected = plain(crowd)
    names = ["link", "parent_key", "generation", "root_key", "heads", "below", "children"]
    assert judged.select(names).to_dicts() == expected


@settings(max_examples=60, deadline=None)
@given(crowds(), st.integers(1, 12), st.integers(5, 20))
def test_k_is_that_of_a_count(crowd: list[dict[str, Any]], days: int, until: int) -> None:
    people = links.judged(frame(crowd, until))
    growth = k_factor.of(people, np.ones(len(crowd), dtype=bool), days)
    expected = plain(crowd)
    eligible = [me for me, person in enumerate(crowd) if until - person["day"] >= days]
    brought = {
        me: sum(
            row["parent_key"] == me + 1 and crowd[child]["day"] - crowd[me]["day"] <= days
            for child, row in enumerate(expected)
        )
        for me in eligible
    }
    assert growth.overall.n == len(eligible)
    if eligible:
        assert growth.overall.value == pytest.approx(sum(brought.values()) / len(eligible))
        assert growth.paid.value is not None
        assert growth.unpaid.value is not None
        assert growth.paid.value + growth.unpaid.value == pytest.approx(growth.overall.value)
    for row in growth.generations.to_dicts():
        members = [me for me in eligible if expected[me]["generation"] == row["generation"]]
        assert row["eligible"] == len(members)
        assert row["brought"] == sum(brought[me] for me in members)
    assert growth.generations["customers"].sum() == len(crowd)


def test_rings_are_told_apart_and_what_hangs_below_stands() -> None:
    """0 -> 1 -> 2 -> 0 and 4 -> 5 -> 4 are rings; 3 and 6 hang on them, 7 is alone."""
    parent = np.array([2, 0, 1, 0, 5, 4, 3, -1])
    assert tree.rings(parent).tolist() == [0, 0, 0, -1, 4, 4, -1, -1]


def test_a_chain_of_many_needs_no_recursion() -> None:
    size = 50_000
    forest = tree.shape(np.arange(size) - 1)
    assert forest.generation.tolist() == list(range(size))
    assert forest.heads[0] == size
    assert forest.below[0] == size - 1
    assert not forest.root.any()


def test_a_ring_left_in_is_refused() -> None:
    with pytest.raises(ValueError, match="ring"):
        tree.shape(np.array([1, 0]))


class TestInterval:
    def test_nobody_brought_has_an_upper_limit(self) -> None:
        """z squared over n: the score limit of a Poisson mean where nothing happened."""
        estimate = k_factor.estimate(np.zeros(100, dtype=np.int64), np.full(100, -1))
        assert estimate.value == 0
        assert estimate.low == 0
        assert estimate.high == pytest.approx(1.959964**2 / 100, rel=1e-5)

    def test_it_is_the_score_interval_where_counts_are_poisson_or_tamer(self) -> None:
        """20 events in 20 units: Rao's limits solve (20 - m)^2 = z^2 m."""
        estimate = k_factor.estimate(np.ones(20, dtype=np.int64), np.full(20, -1))
        for end in (estimate.low, estimate.high):
            assert end is not None
            assert (20 - 20 * end) ** 2 == pytest.approx(1.959964**2 * 20 * end, rel=1e-5)

    def test_two_people_have_no_limits(self) -> None:
        estimate = k_factor.estimate(np.array([1, 0]), np.array([-1, -1]))
        assert (estimate.value, estimate.low, estimate.high, estimate.n) == (0.5, None, None, 2)

    def test_those_brought_by_one_person_count_together(self) -> None:
        counts = np.repeat([2, 0], 30)
        alone = k_factor.estimate(counts, np.full(60, -1))
        alike = k_factor.estimate(counts, np.arange(60) // 10)
        assert alone.low is not None
        assert alike.low is not None
        assert alike.low < alone.low

    @pytest.mark.parametrize("spread", [None, 0.5])
    def test_it_holds_the_truth_as_often_as_it_says(self, spread: float | None) -> None:
        rng = np.random.default_rng(7)
        held = 0
        for _ in range(400):
            rate = 0.3 if spread is None else rng.gamma(spread, 0.3 / spread, 300)
            estimate = k_factor.estimate(rng.poisson(rate, 300), np.full(300, -1))
            assert estimate.low is not None
            assert estimate.high is not None
            held += estimate.low <= 0.3 <= estimate.high
        assert 0.92 <= held / 400 <= 0.98
