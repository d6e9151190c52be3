"""Who stays and at what price, against slow recomputation, and every refusal."""

import math
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.filters import Filters
from analytics.ip.chain import chains, per_kept
from analytics.ip.roster import roster
from analytics.ip.stays import Cell, placed, stays
from analytics.stats.intervals import Estimate
from tests.analytics.ip.books import back_by, customers, point, sheet

WAITS = st.lists(st.tuples(st.integers(1, 250), st.booleans()), min_size=40, max_size=80)


def two(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    people = roster(sheet(point("Ann", "A"), point("Bob", "B")))
    return placed(pl.concat([first, second]), people)


@settings(max_examples=25)
@given(WAITS)
def test_the_share_back_is_kaplan_meiers(waits: list[tuple[int, bool]]) -> None:
    rows = customers("A", []).clear()
    for days, is_event in waits:
        one = customers("A", [days if is_event else None], watched=days)
        rows = pl.concat([rows, one])
    cell = stays(placed(rows, roster(sheet(point("Ann", "A")))), {}).mean
    at_risk = sum(days >= 90 for days, _ in waits)
    assert cell.at_risk == at_risk
    if at_risk < 30:
        assert cell.refusal is not None
        assert cell.refusal.code == "few_at_risk"
        assert (cell.refusal.have, cell.refusal.least) == (at_risk, 30)
        assert cell.back.value is None
    else:
        assert cell.back.value == pytest.approx(back_by(waits, 90))


def test_an_ip_whose_people_stay_is_told_from_one_whose_people_leave() -> None:
    answer = stays(
        two(customers("A", [20] * 60 + [None] * 60), customers("B", [20] * 15 + [None] * 105)), {}
    )
    assert [standing.is_apart for standing in answer.standings] == [True, True]
    ann, bob = answer.whole
    assert (ann.back.value, bob.back.value) == pytest.approx((0.5, 0.125))
    assert ann.drawn is not None
    assert bob.drawn is not None
    assert 0.125 < bob.drawn < ann.drawn < 0.5
    same = stays(
        two(customers("A", [20] * 30 + [None] * 90), customers("B", [20] * 31 + [None] * 89)), {}
    )
    assert not any(standing.is_apart for standing in same.standings)
    assert same.whole[0].drawn == pytest.approx(61 / 240)


def test_who_comes_back_after_the_window_does_not_decide_who_stays_within_it() -> None:
    later = stays(
        two(
            customers("A", [20] * 30 + [120] * 80 + [None] * 10),
            customers("B", [20] * 30 + [None] * 90),
        )
    )
    assert [cell.back.value for cell in later.whole] == pytest.approx([0.25, 0.25])
    assert not any(standing.is_apart for standing in later.standings)


def test_without_two_ips_of_thirty_nobody_is_ranked() -> None:
    few = stays(two(customers("A", [None] * 40), customers("B", [None] * 29)), {})
    assert few.standings == ()
    assert few.refusal is not None
    assert few.refusal.code == "few_ips"
    none = stays(two(customers("A", [None] * 5), customers("B", [None] * 4)), {})
    assert none.refusal is not None
    assert none.refusal.code == "few_customers"
    empty = stays(placed(customers("A", []), roster(sheet())), {})
    assert empty.mean.new == 0
    assert empty.refusal is not None


def test_no_difference_is_called_one_at_most_five_times_in_a_hundred() -> None:
    """Four IPs of 60 alike; the rate of any claim among 100 worlds."""
    import numpy as np

    rng = np.random.default_rng(5)
    people = roster(sheet(*(point(name, name) for name in "ABCD")))
    false = 0
    for _ in range(100):
        frames = []
        for name in "ABCD":
            days = rng.exponential(250, 60).astype(int) + 1
            frames.append(
                customers(name, [int(day) if day < 150 else None for day in days], watched=150)
            )
        answer = stays(placed(pl.concat(frames), people), {})
        false += any(standing.is_apart for standing in answer.standings)
    assert false / 100 <= 0.1


def test_discounts_far_apart_are_said_and_rates_compared_at_like_prices() -> None:
    def priced(code: str, price: str, back: int, count: int) -> pl.DataFrame:
        rows = customers(code, [20] * back + [None] * (count - back))
        return rows.with_columns(first_price=pl.lit(price))

    rows = two(
        pl.concat([priced("A", "full", 40, 80), priced("A", "deal", 4, 20)]),
        pl.concat([priced("B", "full", 10, 20), priced("B", "deal", 16, 80)]),
    )
    answer = stays(rows, {"ann": 0.05, "bob": 0.3})
    assert answer.unlike
    assert [standing.alike for standing in answer.standings] == pytest.approx([0.35, 0.35])
    assert not stays(rows, {"ann": 0.05, "bob": 0.08}).unlike


def cell(new: int, share: float, ip: str = "ann") -> Cell:
    return Cell(ip, None, new, Estimate(share, 0, 1, new), new, share * (1 - share) / new)


def refusal_of(*points: dict[str, object], filters: Filters | None = None) -> str | None:
    answer = chains(roster(sheet(*points)), [cell(100, 0.3)], filters or Filters())
    chain = next(chain for chain in answer if chain.ip == "ann")
    assert (chain.per_kept.value is None) == (chain.refusal is not None)
    return None if chain.refusal is None else chain.refusal.code


def test_a_cost_that_is_known_only_in_part_is_refused_and_never_taken_as_nothing() -> None:
    assert refusal_of(point("Ann", "A"), point("Ann", "A", cost=None)) == "part_cost"
    assert refusal_of(point("Ann", "A", cost=None)) == "no_cost"
    assert refusal_of(point("Ann", "A", cost=-1.0), point("Ann", "A")) == "part_cost"
    assert refusal_of(point("Ann", "A"), filters=Filters(channels=("x",))) == "filtered_cost"
    assert refusal_of(point("Ann", "A"), point("Bob", "A")) == "shared_code"
    undated = point("Ann", "A", happened_on=None)
    assert refusal_of(point("Ann", "A"), undated) is None
    year = Filters(start=date(2025, 1, 1))
    assert refusal_of(point("Ann", "A"), undated, filters=year) == "part_cost"
    late = Filters(start=date(2026, 1, 1))
    assert refusal_of(point("Ann", "A"), filters=late) == "no_posts"
    assert refusal_of(point("Ann", "A")) is None
    assert refusal_of(point("Ann", "A", cost=0.0)) is None


def test_customers_long_before_the_first_touchpoint_tell_that_costs_are_missing() -> None:
    people = roster(sheet(point("Ann", "A"), point("Ann", "A", happened_on=date(2025, 5, 1))))
    codes = []
    for day in (date(2024, 12, 5), date(2024, 12, 6), date(2025, 4, 1)):
        chain = chains(people, [cell(100, 0.3)], Filters(), {"ann": day})[0]
        codes.append(None if chain.refusal is None else chain.refusal.code)
        assert (chain.per_kept.value is None) == (chain.refusal is not None)
    assert codes == ["late_sheet", None, None]


def test_the_chain_adds_up_and_the_period_cuts_it() -> None:
    people = roster(
        sheet(
            point("Ann", "A", happened_on=date(2025, 1, 5), reach=100, engaged=10),
            point("Ann", "A", happened_on=date(2025, 2, 5), reach=300, engaged=None),
            point("Ann", "A", happened_on=date(2025, 2, 6), reach=300, engaged=60),
            point("Bob", "B"),
        )
    )
    ann, bob = chains(people, [cell(100, 0.3)], Filters())
    assert (ann.touchpoints, ann.reach, ann.engaged, ann.cost) == (3, 700, 70, 300.0)
    assert ann.engagement == pytest.approx(70 / 400)
    assert ann.kept == pytest.approx(30)
    assert ann.per_kept.value == pytest.approx(10)
    assert bob.new == 0
    assert bob.refusal is not None
    assert bob.refusal.code == "no_customers"
    month = Filters(start=date(2025, 2, 1), end=date(2025, 2, 1))
    cut = chains(people, [cell(100, 0.3)], month)[0]
    assert (cut.touchpoints, cut.reach, cut.cost) == (2, 600, 200.0)


def test_cost_over_kept_varies_as_a_count_of_them_does() -> None:
    """Thinned Poisson: kept vary by their own number."""
    ratio = per_kept(1000.0, cell(200, 0.25))
    half = 1.959964 * math.sqrt(50)
    assert ratio.value == pytest.approx(20)
    assert (ratio.low, ratio.high) == pytest.approx((1000 / (50 + half), 1000 / (50 - half)), 1e-4)
    few = chains(roster(sheet(point("Ann", "A"))), [cell(40, 0.05)], Filters())[0]
    assert few.refusal is not None
    assert few.refusal.code == "few_kept"
