"""Paths and the channel mix against a plain recomputation, customer by customer, line by line."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.channels import mix, paths
from analytics.channels.paths import NONE, RECENT, STOPPED, UNKNOWN
from analytics.filters import Filters
from analytics.stats.intervals import Estimate, difference
from tests.analytics.repurchase.test_repurchase import slow_rate
from tests.conftest import Dataset, Workshop

START, AS_OF = date(2023, 1, 1), date(2024, 12, 31)
ALL = Filters()
DAYS = 180
PLACES = {
    "group": ("private", "online", "community"),
    "store": ("private", "offline", "guided"),
    "shop": ("public", "online", None),
    "lost": (None, None, None),
}
PART = {"domain": 0, "mode": 1, "social_model": 2}
Line = tuple[int, int, str, int]
"""Customer, days after START, channel, money."""

LINES = st.lists(
    st.tuples(
        st.integers(0, 7), st.integers(0, 729), st.sampled_from(list(PLACES)), st.integers(1, 90)
    ),
    min_size=1,
    max_size=60,
    # Two channels on one day are another question: which of them leads.
    unique_by=lambda line: line[:2],
)


def order(number: int, line: Line) -> dict[str, object]:
    customer, days, channel, amount = line
    domain, mode, model = PLACES[channel]
    return {
        "order_id": f"O{number}",
        "customer_id": f"C{customer}",
        "ordered_at": START + timedelta(days=days),
        "product": "tea",
        "quantity": 2,
        "amount": amount,
        "list_price": 50 if number % 2 else None,
        "unit_cost": 10 if number % 3 else None,
        "channel": channel,
        "domain": domain,
        "mode": mode,
        "social_model": model,
    }


def histories(lines: list[Line]) -> list[list[tuple[date, str, int]]]:
    """The purchases of each customer in order."""
    by_customer = defaultdict(list)
    for customer, days, channel, amount in lines:
        by_customer[customer].append((START + timedelta(days=days), channel, amount))
    return [sorted(bought) for bought in by_customer.values()]


def place(channel: str, by: str) -> str:
    return PLACES[channel][PART[by]] or UNKNOWN


def moved(lines: list[Line], by: str) -> Counter[tuple[int, str, str]]:
    """Every step of the flow, counted customer by customer."""
    step_counts: Counter[tuple[int, str, str]] = Counter()
    for bought in histories(lines):
        if (AS_OF - bought[0][0]).days < DAYS:
            continue
        for step, (day, channel, _) in enumerate(bought[:2], start=1):
            later = bought[step] if len(bought) > step else None
            source = place(channel, by)
            if (AS_OF - day).days < DAYS:
                step_counts[step, source, RECENT] += 1
                break
            if later is None or (later[0] - day).days > DAYS:
                step_counts[step, source, STOPPED] += 1
                break
            step_counts[step, source, place(later[1], by)] += 1
    return step_counts


def earned(lines: list[Line], by: str) -> dict[tuple[str, str], list[int]]:
    """What each customer watched to the end brought within the window, by path."""
    money_by_path = defaultdict(list)
    for bought in histories(lines):
        first = bought[0][0]
        if (AS_OF - first).days + 1 < DAYS:
            continue
        inside = [purchase for purchase in bought if (purchase[0] - first).days < DAYS]
        second = place(inside[1][1], by) if len(inside) > 1 else NONE
        money_by_path[place(bought[0][1], by), second].append(sum(amount for *_, amount in inside))
    return money_by_path


@settings(max_examples=6, deadline=None)
@given(lines=LINES, by=st.sampled_from(paths.BYS))
def test_flows_and_worth_are_what_a_plain_count_finds(
    workshop: Workshop, lines: list[Line], by: paths.By
) -> None:
    rows = [order(number, line) for number, line in enumerate(lines)]
    dataset = workshop.rows(rows, as_of=AS_OF)
    flows = paths.flows(paths.path_counts(dataset.store, dataset.version, ALL, by, DAYS))
    counts = {
        row[:3]: row[3] for row in flows.select("step", "source", "target", "customers").rows()
    }
    wanted = moved(lines, by)
    assert counts == wanted
    for row in flows.filter(pl.col("target") != RECENT).to_dicts():
        at = row["step"], row["source"]
        outcomes = [n for key, n in wanted.items() if key[:2] == at and key[2] != RECENT]
        assert row["of"] == sum(outcomes)
        assert row["low"] <= row["rate"] <= row["high"]
    waits = paths.waits(paths.gaps(dataset.store, dataset.version, ALL, by))
    sizes = waits.group_by("first", "second").agg(pl.col("at_risk").max(), pl.col("events").sum())
    twice = [history for history in histories(lines) if len(history) > 1]
    ways = Counter((place(history[0][1], by), place(history[1][1], by)) for history in twice)
    again = Counter((place(a[1], by), place(b[1], by)) for a, b, *more in twice if more)
    assert {row[:2]: row[2:] for row in sizes.rows()} == {
        way: (n, again[way]) for way, n in ways.items()
    }
    worth = paths.worth(dataset.store, dataset.version, ALL, by, DAYS)
    brought = earned(lines, by)
    assert {(a, b): n for a, b, n in worth.select("first", "second", "customers").rows()} == {
        path: len(money) for path, money in brought.items()
    }
    for row in worth.to_dicts():
        money = brought[row["first"], row["second"]]
        assert row["value"] == pytest.approx(sum(money) / len(money))
        if len(set(money)) > 1:
            ends = stats.t.interval(0.95, len(money) - 1, row["value"], stats.sem(money))
            assert (row["low"], row["high"]) == pytest.approx(ends)


@settings(max_examples=4, deadline=None)
@given(lines=LINES)
def test_the_mix_is_what_its_lines_add_up_to(workshop: Workshop, lines: list[Line]) -> None:
    rows = [order(number, line) for number, line in enumerate(lines)]
    dataset = workshop.rows(rows, as_of=AS_OF)
    sales_mix = mix.mix(dataset.store, dataset.version, ALL)
    assert sales_mix.table["share"].sum() == pytest.approx(1)
    total = sum(amount for *_, amount in lines)
    for row in sales_mix.table.to_dicts():
        here = tuple(None if row[part] == UNKNOWN else row[part] for part in mix.PLACE)
        own_lines = [
            (number, line)
            for number, line in enumerate(lines)
            if (PLACES[line[2]][2], *PLACES[line[2]][:2]) == here
        ]
        revenue = sum(line[3] for _, line in own_lines)
        assert row["revenue"] == revenue
        assert row["share"] == pytest.approx(revenue / total)
        assert row["units"] == 2 * len(own_lines)
        listed_paid = [line[3] for number, line in own_lines if number % 2]
        wanted = 1 - sum(listed_paid) / (100 * len(listed_paid)) if listed_paid else None
        assert row["discount"] == (None if wanted is None else pytest.approx(wanted))
        costed = [line[3] for number, line in own_lines if number % 3]
        wanted = 1 - 20 * len(costed) / sum(costed) if costed else None
        assert row["margin"] == (None if wanted is None else pytest.approx(wanted))
        newcomers = [history for history in histories(lines) if history[0][1] in channels_of(here)]
        assert row["customers"] == len(newcomers)
        watched = [history for history in newcomers if (AS_OF - history[0][0]).days >= 90]
        back = [
            history
            for history in watched
            if len(history) > 1 and (history[1][0] - history[0][0]).days <= 90
        ]
        assert (row["eligible"], row["repeaters"]) == (len(watched), len(back))
        days = [
            (
                (AS_OF - history[0][0]).days,
                (history[1][0] - history[0][0]).days if history[1:] else None,
            )
            for history in newcomers
        ]
        expected = slow_rate(days, 90) if days else None
        assert row["rate"] == (None if expected is None else pytest.approx(expected))
    by_month = sales_mix.months.group_by(mix.PLACE).agg(pl.col("revenue", "customers").sum())
    joined = sales_mix.table.join(by_month, on=mix.PLACE, suffix="_sum")
    assert joined["revenue"].to_list() == pytest.approx(joined["revenue_sum"].to_list())
    assert joined["customers"].to_list() == joined["customers_sum"].to_list()


def channels_of(here: tuple[str | None, ...]) -> list[str]:
    return [name for name, (*rest, model) in PLACES.items() if (model, *rest) == here]


def test_moving_compares_those_who_moved_with_those_who_stayed(brand: Dataset) -> None:
    worth = paths.worth(brand.store, brand.version, ALL, "domain", DAYS)
    cells = {(row["first"], row["second"]): row for row in worth.to_dicts()}
    moves = paths.moving(worth)
    assert moves.select("first", "second").rows() == [("private", "public"), ("public", "private")]
    for row in moves.to_dicts():
        there, here = cells[row["first"], row["second"]], cells[row["first"], row["first"]]
        sides = [
            Estimate(side["value"], side["low"], side["high"], side["customers"])
            for side in (there, here)
        ]
        wanted = difference(*sides)
        assert (row["change"], row["low"], row["high"]) == (wanted.value, wanted.low, wanted.high)
        assert (row["customers"], row["stayed"]) == (there["customers"], here["customers"])


def test_round_trips_come_out_of_the_same_people_as_the_flow(brand: Dataset) -> None:
    path_counts = paths.path_counts(brand.store, brand.version, ALL, "domain", DAYS)
    trips, flow = paths.round_trips(path_counts), paths.flows(path_counts)
    went = flow.filter(step=1).select("source", "target", "customers").rows()
    gone = {(source, target): n for source, target, n in went}
    for row in trips.to_dicts():
        assert 0 < row["back"] < row["of"] <= gone[row["first"], row["second"]]
        half = stats.binomtest(row["back"], row["of"]).proportion_ci(method="wilson")
        assert (row["low"], row["high"]) == pytest.approx((half.low, half.high))


def test_refunds_are_told_only_where_something_came_back(workshop: Workshop) -> None:
    sold = [order(number, (number, number, "shop", 10)) for number in range(4)]
    sold += [order(9, (9, 5, "store", 10))]
    dataset = workshop.rows(sold)
    sales_mix = mix.mix(dataset.store, dataset.version, ALL)
    assert sales_mix.table["refunds"].to_list() == [None, None]
    back = order(4, (0, 8, "shop", 10)) | {"amount": -5, "quantity": -1}
    dataset = workshop.rows([*sold, back])
    table = mix.mix(dataset.store, dataset.version, ALL).table
    refunds = dict(table.select("mode", "refunds").rows())
    assert refunds == {"online": pytest.approx(5 / 40), "offline": 0}
    assert dict(table.select("mode", "revenue").rows()) == {"online": 35, "offline": 10}


def test_currencies_that_count_nowhere_are_named(workshop: Workshop) -> None:
    rows = [order(number, (number, number, "shop", 10)) for number in range(6)]
    coined = [row | {"currency": "USD" if number > 3 else "CNY"} for number, row in enumerate(rows)]
    dataset = workshop.rows(coined)
    assert mix.currencies(dataset.store, dataset.version, ALL) == (2, "USD")
