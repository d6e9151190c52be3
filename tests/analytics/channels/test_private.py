"""The three tests of private traffic, person by person."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.channels import messages, private
from analytics.channels.private import PrivateQuery
from analytics.ingest import drafts
from analytics.stats.intervals import wilson
from tests.conftest import Dataset, Workshop, as_csv

AS_OF = date(2024, 12, 31)
DAYS_AGO = st.one_of(st.none(), st.integers(0, 200))
Member = dict[str, Any]
Order = tuple[str, int, int]
"""Customer, days before the last day, amount."""


@st.composite
def members(draw: st.DrawFn) -> list[Member]:
    """Contact routes of six people, some with two."""
    return [
        {
            "customer_id": f"C{person}",
            "route": draw(st.sampled_from(["sms", "wecom"])) if place == 0 else "email",
            "joined_on": AS_OF - timedelta(days=draw(st.integers(0, 300))),
            "consented": draw(st.sampled_from(["yes", "yes", "no"])),
            **{
                name: None if (ago := draw(DAYS_AGO)) is None else AS_OF - timedelta(days=ago)
                for name in ("last_reached_on", "last_replied_on")
            },
            "left_on": AS_OF - timedelta(days=5) if draw(st.integers(0, 4)) == 0 else None,
        }
        for person in range(6)
        for place in range(draw(st.integers(1, 2)))
    ]


ORDERS = st.lists(
    st.tuples(
        st.sampled_from([f"C{n}" for n in range(7)]), st.integers(1, 200), st.integers(5, 99)
    ),
    min_size=1,
    max_size=30,
)


def load(workshop: Workshop, people: Sequence[Member], orders: Sequence[Order]) -> Dataset:
    lines = [
        {
            "order_id": f"O{number}",
            "customer_id": who,
            "ordered_at": AS_OF - timedelta(days=ago),
            "channel": "group" if number % 2 else "shop",
            "domain": "private" if number % 2 else "public",
            "amount": amount,
        }
        for number, (who, ago, amount) in enumerate(orders)
    ]
    # Somebody buys on the last day, so that it is the last.
    lines.append(lines[0] | {"order_id": "last", "customer_id": "Z", "ordered_at": AS_OF})
    parts = workshop.look(as_csv(lines), "orders.csv")
    with workshop.quick():
        if people:
            parts += workshop.look(as_csv(people), "members.csv")
        return Dataset(workshop.store, drafts.import_parts(workshop.store, parts, label="x"))


def is_reachable(route: Member) -> bool:
    return route["consented"] == "yes" and (route["left_on"] is None or route["left_on"] > AS_OF)


def steps(people: Sequence[Member], orders: Sequence[Order], days: int) -> list[int]:
    """Listed, reachable, reached, watched, influenced, paying of the people behind some routes."""
    counts = np.zeros(6, int)
    routes = defaultdict(list)
    for route in people:
        routes[route["customer_id"]].append(route)
    for who, own_routes in routes.items():
        bought = [AS_OF - timedelta(days=ago) for name, ago, _ in orders if name == who]
        open_ = [route for route in own_routes if is_reachable(route)]
        last = max(
            (route["last_reached_on"] for route in open_ if route["last_reached_on"]), default=None
        )
        reply = max(
            (route["last_replied_on"] for route in open_ if route["last_replied_on"]), default=None
        )
        reached = last is not None and (AS_OF - last).days < days
        watched = reached and (AS_OF - last).days >= 7
        soon = watched and any(0 < (day - last).days <= 7 for day in bought)
        replied = watched and reply is not None and 0 <= (reply - last).days <= 7
        paying = any((AS_OF - day).days < 90 for day in bought)
        counts += [
            *(1, bool(open_), reached, watched),
            *(soon or replied, (soon or replied) and paying),
        ]
    return [int(count) for count in counts]


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(people=members(), orders=ORDERS, days=st.sampled_from(private.REACHED_DAYS))
def test_every_step_is_a_plain_count(
    workshop: Workshop, people: list[Member], orders: list[Order], days: int
) -> None:
    dataset = load(workshop, people, orders)
    routes = {member["route"] for member in people}
    sides: dict[str, dict[str, list[Member]]] = {
        "all": {"": people},
        "route": {
            route: [member for member in people if member["route"] == route] for route in routes
        },
        "tier": tiers(people, orders),
    }
    knows_reach = any(member["last_reached_on"] for member in people)
    for by, groups in sides.items():
        query = PrivateQuery(by=by, reached_days=days, top=0.3, waist=0.4)  # type: ignore[arg-type]
        rows = private.funnel(dataset.store, dataset.version, query)
        assert set(rows["group"]) == set(groups)
        for group, side in groups.items():
            listed_count, reachable, reached, watched, influenced, paying = steps(
                side, orders, days
            )
            part = {row["step"]: row for row in rows.filter(pl.col("group") == group).to_dicts()}
            assert part["listed"]["people"] == listed_count
            assert (part["reachable"]["people"], part["reachable"]["of"]) == (
                reachable,
                listed_count,
            )
            later_steps = [part[step]["people"] for step in ("reached", "influenced", "paying")]
            assert later_steps == ([reached, influenced, paying] if knows_reach else [None] * 3)
            if knows_reach and watched:
                share = wilson(influenced, watched)
                assert part["influenced"]["rate"] == share.value
                assert (part["influenced"]["low"], part["influenced"]["high"]) == (
                    pytest.approx(share.low),
                    pytest.approx(share.high),
                )
    check_worth(dataset, people, orders)


def tiers(people: Sequence[Member], orders: Sequence[Order]) -> dict[str, list[Member]]:
    """By money so far: the first 30 % of buyers, the next 40 %, the rest, and who never bought.

    Ties go by the id, as the product's own numbers of customers do.
    """
    paid: dict[str, int] = defaultdict(int)
    for who, _, amount in orders:
        paid[who] += amount
    names = {member["customer_id"] for member in people}
    ranked = sorted(names & set(paid), key=lambda who: (-paid[who], who))
    place = {who: at / max(len(ranked) - 1, 1) for at, who in enumerate(ranked)}
    by_tier: dict[str, list[Member]] = defaultdict(list)
    for member in people:
        at = place.get(member["customer_id"])
        tier = "none" if at is None else "top" if at < 0.3 else "waist" if at < 0.7 else "base"
        by_tier[tier].append(member)
    return by_tier


def check_worth(dataset: Dataset, people: Sequence[Member], orders: Sequence[Order]) -> None:
    """Money of the last 90 days over everybody who can be reached."""
    worth = private.worth(dataset.store, dataset.version, PrivateQuery())
    reachable = {member["customer_id"] for member in people if is_reachable(member)}
    if not reachable:
        assert worth.each.value is None
        return
    paid = {
        who: [amount for name, ago, amount in orders if name == who and ago < 90]
        for who in reachable
    }
    assert worth.each.n == len(reachable)
    assert worth.each.value == pytest.approx(sum(map(sum, paid.values())) / len(reachable))
    assert worth.paying.value == pytest.approx(sum(map(bool, paid.values())) / len(reachable))
    assert worth.margin is None


def test_without_a_members_sheet_it_is_who_bought_privately(workshop: Workshop) -> None:
    dataset = load(workshop, [], [("C0", 10, 5), ("C1", 20, 7), ("C1", 120, 9), ("C2", 5, 2)])
    evidence = private.evidence(dataset.store, dataset.version, PrivateQuery().filters)
    assert (evidence.members, evidence.private, evidence.source) == (0, 2, "orders")
    query = PrivateQuery(source="orders")
    rows = private.funnel(dataset.store, dataset.version, query).to_dicts()
    assert [(row["step"], row["people"], row["rate"]) for row in rows] == [
        ("listed", 2, None),
        *((step, None, None) for step in private.STEPS[1:]),
    ]
    assert private.worth(dataset.store, dataset.version, query).each.value == 4.5
    assert private.stay(dataset.store, dataset.version, query).is_empty()


def test_leaving_is_kaplan_meier_by_route(workshop: Workshop) -> None:
    def member(name: str, route: str, joined: int, left: int | None) -> Member:
        gone = None if left is None else AS_OF - timedelta(days=left)
        start = AS_OF - timedelta(days=joined)
        return {"customer_id": name, "route": route, "joined_on": start, "left_on": gone}

    people = [
        member("a", "sms", 100, 60),
        member("b", "sms", 80, None),
        member("c", "sms", 20, None),
    ]
    dataset = load(workshop, [*people, member("d", "wecom", 50, 50)], [("a", 3, 1)])
    rows = private.stay(dataset.store, dataset.version, PrivateQuery()).to_dicts()
    left = {(row["group"], row["day"]): row["repurchased"] for row in rows}
    # Of two still watched on day 40, one left.
    assert left["sms", 40] == pytest.approx(0.5)
    assert left["wecom", 0] == 1


class TestMessages:
    KINDS = 60

    def drawn(self, chance: np.random.Generator, effect: float) -> pl.DataFrame:
        """People of many kinds; whoever would buy anyway is written to more often."""
        rows = []
        for kind in range(self.KINDS):
            level = chance.uniform(0.02, 0.3)
            for is_messaged, most in ((True, level * 200), (False, (0.4 - level) * 100)):
                people = int(chance.poisson(most))
                hits = int(chance.binomial(people, level + effect * is_messaged))
                rows.append((str(kind), is_messaged, people, hits))
        return pl.DataFrame(rows, schema=["kind", "is_messaged", "people", "hits"], orient="row")

    @pytest.mark.parametrize("effect", [0.0, 0.05])
    def test_the_interval_holds_what_there_is(self, effect: float) -> None:
        """No influence is found where there is none, though a plain comparison would find some."""
        chance = np.random.default_rng(20241231)
        held, plain = 0, 0
        for _ in range(400):
            kinds = self.drawn(chance, effect)
            matched = messages.compared(kinds)
            assert matched.change.low is not None
            assert matched.change.high is not None
            held += matched.change.low <= effect <= matched.change.high
            sums = kinds.group_by("is_messaged").agg(pl.col("people", "hits").sum())
            share = dict(sums.select("is_messaged", pl.col("hits") / pl.col("people")).rows())
            plain += share[True] - share[False] > effect + 0.03
        assert 0.93 <= held / 400 <= 0.99
        assert plain / 400 > 0.9

    def test_kinds_on_one_side_only_are_left_out_and_counted(self) -> None:
        kinds = pl.DataFrame(
            [("a", True, 40, 10), ("a", False, 50, 10), ("b", True, 7, 7), ("c", False, 9, 9)],
            schema=["kind", "is_messaged", "people", "hits"],
            orient="row",
        )
        matched = messages.compared(kinds)
        assert matched.alone == 7
        assert matched.change.value == pytest.approx(10 / 40 - 10 / 50)
        assert (matched.messaged.n, matched.matched.n) == (40, 50)

    def test_few_people_measure_nothing(self) -> None:
        kinds = pl.DataFrame(
            [("a", True, 29, 10), ("a", False, 500, 10)],
            schema=["kind", "is_messaged", "people", "hits"],
            orient="row",
        )
        assert messages.compared(kinds).change.value is None
        assert messages.compared(kinds.clear()).change.n == 0

    def test_only_who_surely_had_no_message_that_day_stands_against_it(
        self, workshop: Workshop
    ) -> None:
        """A later message may hide an earlier one: such people are in neither group."""
        people = [
            {
                "customer_id": f"P{n}",
                "route": "sms",
                "joined_on": AS_OF - timedelta(days=400),
                "last_reached_on": AS_OF - timedelta(days=ago) if ago is not None else None,
            }
            for n, ago in enumerate([30, 3, 300, None])
        ]
        orders = [(f"P{n}", 350, 10) for n in range(4)] + [("P0", 25, 10), ("P3", 200, 10)]
        dataset = load(workshop, people, orders)
        kinds = dataset.run(
            "channels/private_matched", source="members", **PrivateQuery().filters.params()
        )
        sides = dict(kinds.group_by("is_messaged").agg(pl.col("people").sum()).rows())
        assert sides == {True: 1, False: 2}
        assert kinds.filter("is_messaged")["hits"].sum() == 1
