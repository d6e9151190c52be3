"""The ladder against a plain recomputation, customer by customer."""

from collections import Counter
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.customers import ladder
from analytics.customers.ladder import NEW, RUNGS, LadderQuery, Rules
from tests.conftest import Dataset, Workshop

START = date(2024, 1, 1)
EARLIER, LATER = date(2024, 7, 1), date(2024, 12, 31)
RULES = Rules(2, 3, 60, 1, 9, 50, 100)
Line = tuple[int, int, bool, int]
"""Customer, days after START, whether at full price, who is named as referrer."""

LINES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 365), st.booleans(), st.integers(0, 6)),
    min_size=1,
    max_size=40,
)


def order(number: int, line: Line) -> dict[str, object]:
    customer, days, is_full, referrer = line
    return {
        "order_id": f"O{number}",
        "customer_id": f"C{customer}",
        "ordered_at": START + timedelta(days=days),
        "product": "tea",
        "quantity": 1,
        "amount": 100 if is_full else 60,
        "list_price": 100,
        # C6 is nobody's id.
        "referrer_id": f"C{referrer}" if days % 3 == 0 else None,
    }


def climbed(lines: list[Line], on: date) -> dict[int, str]:
    """Every customer's rung, from nothing but the lines up to that day."""
    dated = [(who, START + timedelta(days=days), full, by) for who, days, full, by in lines]
    dated = [line for line in dated if line[1] <= on]
    days_of = {
        who: sorted({day for customer, day, *_ in dated if customer == who}) for who, *_ in dated
    }
    brought: dict[int, set[int]] = {}
    for who, days in days_of.items():
        first_lines = [line for line in dated if line[:2] == (who, days[0])]
        named = sorted(by for *_, by in first_lines if (days[0] - START).days % 3 == 0)
        if named and named[0] != who:
            brought.setdefault(named[0], set()).add(who)
    rungs = {}
    for who, days in days_of.items():
        full = {day for customer, day, is_full, _ in dated if customer == who and is_full}
        rungs[who] = rung(days, len(full), len(brought.get(who, ())), on)
    return rungs


def rung(days: list[date], full: int, brought: int, on: date) -> str:
    if (on - days[-1]).days > RULES.asleep_days:
        return "asleep"
    if len(days) < RULES.repeat_days:
        return "buyer"
    if len(days) < RULES.loyal_days:
        return "repeat"
    if brought < RULES.referred:
        return "loyal"
    is_old = (on - days[0]).days >= RULES.steel_days
    return "steel" if is_old and 100 * full >= RULES.full_price * len(days) else "advocate"


@settings(max_examples=5, deadline=None)
@given(lines=LINES)
def test_everybody_stands_where_a_plain_count_puts_them(
    workshop: Workshop, lines: list[Line]
) -> None:
    dataset = workshop.rows([order(number, line) for number, line in enumerate(lines)])
    moves = ladder.moves(dataset.store, dataset.version, LadderQuery(EARLIER, LATER, RULES))
    before, after = climbed(lines, EARLIER), climbed(lines, LATER)
    wanted = Counter((before.get(who, NEW), later_rung) for who, later_rung in after.items())
    counts = {
        (a, b): n for a, b, n in moves.select("earlier_rung", "later_rung", "customers").rows()
    }
    assert counts == wanted
    rungs = ladder.rungs(moves)
    assert rungs["rung"].to_list() == list(RUNGS)
    assert rungs["customers"].sum() == len(after)
    assert rungs["before"].sum() == len(before)
    for name in RUNGS:
        ids = ladder.people(dataset.store, dataset.version, name, LadderQuery(LATER, LATER, RULES))
        assert sorted(ids) == sorted(
            f"C{who}" for who, later_rung in after.items() if later_rung == name
        )


def test_a_day_beside_itself_moves_nobody(brand: Dataset) -> None:
    query = LadderQuery(brand.as_of, brand.as_of)
    moves = ladder.moves(brand.store, brand.version, query)
    assert (moves["earlier_rung"] == moves["later_rung"]).all()
    assert moves["customers"].sum() == brand.manifest.about["count_customers"]


def test_shares_add_up_to_everybody_and_all_they_brought(brand: Dataset) -> None:
    query = LadderQuery(date(2026, 1, 1), brand.as_of)
    rungs = ladder.report(brand.store, brand.version, query).rungs
    assert rungs["share"].sum() == pytest.approx(1)
    assert rungs["amount_share"].sum() == pytest.approx(1)


def test_harder_rules_lift_nobody(brand: Dataset) -> None:
    """Whoever asks for more of a rung finds fewer on it or above."""

    def above_repeat(rules: Rules) -> int:
        query = LadderQuery(brand.as_of, brand.as_of, rules)
        rungs = ladder.rungs(ladder.moves(brand.store, brand.version, query))
        return int(rungs.filter(pl.col("rung").is_in(RUNGS[3:]))["customers"].sum())

    counts = [above_repeat(Rules(loyal_days=days)) for days in (3, 4, 6)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


@pytest.fixture(scope="module")
def bare(workshop: Workshop) -> Dataset:
    """Purchases and nothing that says who recommends or what a thing costs."""
    return workshop.rows(
        {"order_id": f"B{day}", "customer_id": "A", "ordered_at": START + timedelta(days=day)}
        | {"product": "tea", "quantity": 1}
        for day in range(5)
    )


def test_without_evidence_the_upper_rungs_are_missing_and_not_empty(bare: Dataset) -> None:
    query = LadderQuery(bare.as_of, bare.as_of, has_amount=False)
    report = ladder.report(bare.store, bare.version, query)
    assert report.evidence.missing(query.rules) == ("advocate", "steel")
    assert report.rungs.select("rung", "customers").rows()[-1] == ("loyal", 1)
    assert "steel" not in report.rungs["rung"].to_list()
    assert report.rungs["amount_share"].to_list() == [None] * 4


def test_a_score_of_nine_makes_an_advocate_from_the_day_it_was_given(workshop: Workshop) -> None:
    orders = [
        {"order_id": f"O{day}", "customer_id": "A", "ordered_at": START + timedelta(days=day)}
        | {"product": "tea", "amount": 10}
        for day in range(4)
    ]
    first = workshop.rows(orders)
    answers = "customer_id,submitted_at,nps\nA,2024-02-01,10\nA,2024-03-01,3\n"
    dataset = workshop.load(answers, "answers.csv", base=first.version, mode="update")
    rungs = [
        ladder.people(dataset.store, dataset.version, "advocate", LadderQuery(day, day)).to_list()
        for day in (date(2024, 1, 31), date(2024, 2, 1), date(2024, 3, 1))
    ]
    assert rungs == [[], ["A"], []]
    query = LadderQuery(date(2024, 2, 1), date(2024, 3, 1))
    assert ladder.report(dataset.store, dataset.version, query).moves.row(0)[:2] == (
        "advocate",
        "loyal",
    )
    assert ladder.evidence(dataset.store, dataset.version).missing(Rules()) == ("steel",)
