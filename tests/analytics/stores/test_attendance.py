"""Guests of events against people alike: person by person, what is wrong in the sheets, and an
effect that is there only where it was planted."""

from collections import Counter
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from analytics.filters import Filters
from analytics.ingest import drafts
from analytics.stores import attendance as of_guests
from analytics.view import View
from tests.conftest import Dataset, Workshop, as_csv

START = date(2025, 1, 1)
AS_OF = date(2025, 12, 31)
EVENT = date(2025, 6, 1)
Row = dict[str, object]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("stores"))


def load(workshop: Workshop, as_of: date = AS_OF, **sheets: list[Row]) -> View:
    """A dataset of several sheets, by table."""
    parts = [
        part
        for name, rows in sheets.items()
        if rows
        for part in workshop.look(as_csv(rows), f"{name}.csv")
    ]
    with workshop.quick():
        manifest = drafts.import_parts(
            workshop.store, parts, label="shop", as_of=as_of, keep_originals=False
        )
    return view(Dataset(workshop.store, manifest))


def view(shop: Dataset, filters: Filters = Filters()) -> View:
    return View(shop.store, shop.manifest, filters)


def order(number: int, who: str, day: date, channel: str = "shop") -> Row:
    return {
        "order_id": f"O{number}",
        "customer_id": who,
        "ordered_at": day,
        "amount": 100,
        "product": "Cream",
        "channel": channel,
    }


def event(name: str, day: date | str, kind: str = "salon", last: date | str = "") -> Row:
    return {"event_id": name, "kind": kind, "name": name, "starts_on": day, "ends_on": last}


def shop(workshop: Workshop, effect: float, seed: int = 5) -> View:
    """1,200 people who bought once or twice before the event; 200 of them come, the keen rather;
    `effect`: the share of guests whom it brings back."""
    rng = np.random.default_rng(seed)
    orders, guests, number = [], [], 0
    for place in range(1200):
        who = f"C{place}"
        is_keen = rng.random() < 0.4
        days = [int(day) for day in rng.choice(55, 2 if is_keen else 1, replace=False)]
        days += [int(rng.integers(65, 150))] if rng.random() < (0.4 if is_keen else 0.1) else []
        is_guest = rng.random() < (0.3 if is_keen else 0.08)
        back = rng.random() < (0.5 if is_keen else 0.15)
        if is_guest:
            guests.append({"event_id": "E1", "customer_id": who})
            back = back or rng.random() < effect
        later = [EVENT + timedelta(days=int(rng.integers(1, 90)))] if back else []
        for day in [*(START + timedelta(days=day) for day in days), *later]:
            number += 1
            orders.append(order(number, who, day))
    return load(workshop, orders=orders, events=[event("E1", EVENT)], event_attendance=guests)


@pytest.mark.parametrize(("effect", "verdict"), [(0.3, "better"), (0.0, "cannot_tell")])
def test_an_effect_is_there_where_it_was_planted_and_gone_where_not(
    effect: float, verdict: str, workshop: Workshop
) -> None:
    looked_at = shop(workshop, effect)
    pool = of_guests.pools(of_guests.events(looked_at))[0]
    answer = of_guests.attendance(looked_at, pool)
    assert answer.refusal is None
    assert answer.verdict == verdict
    assert answer.were_alike
    gap = answer.after.difference
    assert gap.low is not None
    assert gap.high is not None
    share_not_back = 1 - (answer.after.alike.value or 0)
    assert gap.low <= effect * share_not_back <= gap.high


def test_who_counts_on_which_side_and_from_which_day(workshop: Workshop) -> None:
    """Guests are counted from the day after the last day of the event; what was bought while it
    ran is neither history nor outcome."""
    orders = [
        order(1, "Ann", date(2025, 5, 1)),
        order(2, "Ann", date(2025, 6, 2)),
        order(3, "Ann", date(2025, 6, 13)),
        order(4, "Bea", date(2025, 5, 1)),
        order(5, "Bea", date(2025, 7, 3)),
        order(6, "Cyd", date(2025, 6, 1)),
        order(7, "Dot", date(2025, 8, 1)),
    ]
    guests: list[Row] = [
        {"event_id": "E1", "customer_id": who} for who in ("Ann", "Ann", "Cyd", "Eve")
    ]
    looked_at = load(
        workshop,
        orders=orders,
        events=[event("E1", EVENT, last=date(2025, 6, 3))],
        event_attendance=guests,
    )
    params = {"event_ids": ["E1"], "shift_days": 0, "horizon_days": 180, "most_others": 9}
    rows = looked_at.store.run(
        "stores/attendance",
        looked_at.manifest.version,
        channels=None,
        products=None,
        **params,
    )
    people = {row["is_guest"]: (row["days"], row["is_event"]) for row in rows.to_dicts()}
    assert people == {True: (10, True), False: (30, True)}
    assert rows["people"].to_list() == [1, 1]
    counts = of_guests.events(looked_at).row(0, named=True)
    assert [counts[name] for name in ("count_people", "count_known", "count_before")] == [3, 2, 1]
    assert counts["count_later"] == 1


def test_before_the_event_people_are_alike_as_they_were_then(workshop: Workshop) -> None:
    orders = [
        order(1, "Ann", date(2025, 1, 10)),
        order(2, "Ann", date(2025, 5, 31)),
        order(3, "Bea", date(2025, 1, 10)),
        order(4, "Cyd", date(2025, 4, 1)),
    ]
    guests: list[Row] = [{"event_id": "E1", "customer_id": who} for who in ("Ann", "Cyd")]
    looked_at = load(workshop, orders=orders, events=[event("E1", EVENT)], event_attendance=guests)
    rows = looked_at.store.run(
        "stores/attendance",
        looked_at.manifest.version,
        event_ids=["E1"],
        shift_days=90,
        horizon_days=90,
        most_others=1000,
        channels=None,
        products=None,
    )
    people = {row["is_guest"]: (row["days"], row["is_event"]) for row in rows.to_dicts()}
    assert people == {True: (90, True), False: (90, False)}


def test_somebody_who_comes_later_is_nobody_s_guest_before(workshop: Workshop) -> None:
    """Leaving later guests out would leave out those who buy often."""
    orders = [order(number, f"C{number}", date(2025, 1, 10)) for number in range(200)]
    guests: list[Row] = [
        {"event_id": "E2" if number % 2 else "E1", "customer_id": f"C{number}"}
        for number in range(100)
    ]
    looked_at = load(
        workshop,
        orders=orders,
        events=[event("E1", EVENT), event("E2", date(2025, 8, 1))],
        event_attendance=guests,
    )
    rows = looked_at.store.run(
        "stores/attendance",
        looked_at.manifest.version,
        event_ids=["E1", "E2"],
        shift_days=0,
        horizon_days=90,
        most_others=1000,
        channels=None,
        products=None,
    )
    sides = rows.group_by("is_guest").agg(pl.col("people").sum()).sort("is_guest")
    others, own = sides["people"].to_list()
    assert own == 100
    # The 100 who never come, and those of the 50 later guests whom the draw puts at the first.
    assert 100 < others < 150


def test_what_is_wrong_in_the_sheets_is_counted(workshop: Workshop) -> None:
    orders = [order(1, "C1", date(2025, 3, 1))]
    looked_at = load(
        workshop,
        orders=orders,
        events=[event("E1", ""), event("", EVENT), event("E2", EVENT)],
        event_attendance=[
            {"event_id": "E1", "customer_id": "C1"},
            {"event_id": "", "customer_id": "C1"},
            {"event_id": "E2", "customer_id": ""},
            {"event_id": "E9", "customer_id": "C1"},
        ],
    )
    assert of_guests.unlisted(looked_at) == {"no_event": 1, "no_person": 1, "no_number": 1}
    rows = of_guests.events(looked_at)
    assert rows["event_id"].to_list() == ["E2", "E1", "E9"]
    assert rows["starts_on"].null_count() == 2
    assert of_guests.pools(rows) == []


def test_few_guests_and_young_events_are_refused(brand: Dataset) -> None:
    looked_at = view(brand)
    answers = {
        pool.code: of_guests.attendance(looked_at, pool).refusal
        for pool in of_guests.pools(of_guests.events(looked_at))
        if pool.code in ("event.E07", "event.E10", "event.E02")
    }
    young, few, old = answers["event.E10"], answers["event.E07"], answers["event.E02"]
    assert young is not None
    assert (young.code, young.have, young.least) == ("too_early", 49, 90)
    assert few is not None
    assert (few.code, few.least) == ("few_guests", 30)
    assert old is None


def test_a_period_keeps_its_events_and_a_channel_its_customers(brand: Dataset) -> None:
    whole = of_guests.events(view(brand))
    year = Filters(date(2026, 1, 1), date(2026, 6, 1))
    some = of_guests.events(view(brand, year))
    days = whole["starts_on"].to_list()
    expected = sum(date(2026, 1, 1) <= day < date(2026, 7, 1) for day in days)
    assert some.height == expected < whole.height
    pool = of_guests.pools(whole)[0]
    channel = brand.run("shared/choices").filter(pl.col("kind") == "channel")["code"][0]
    part = of_guests.attendance(view(brand, Filters(channels=(channel,))), pool)
    assert part.after.difference.n < of_guests.attendance(view(brand), pool).after.difference.n


def test_of_many_others_a_part_is_drawn_and_every_guest_stays(workshop: Workshop) -> None:
    looked_at = shop(workshop, 0.0)
    pool = of_guests.pools(of_guests.events(looked_at))[0]
    params = {"event_ids": list(pool.event_ids), "shift_days": 0, "horizon_days": 90}
    counts = {
        most: looked_at.store.run(
            "stores/attendance",
            looked_at.manifest.version,
            most_others=most,
            channels=None,
            products=None,
            **params,
        )
        .group_by("is_guest")
        .agg(pl.col("people").sum())
        .sort("is_guest")["people"]
        .to_list()
        for most in (1200, 300)
    }
    assert counts[300][1] == counts[1200][1] == pool.guests
    assert counts[300][0] == pytest.approx(counts[1200][0] / 4, rel=0.2)


def test_guests_of_whom_nobody_had_bought_before_are_too_few_and_not_without_a_day(
    workshop: Workshop,
) -> None:
    orders = [order(place, f"C{place}", EVENT + timedelta(days=place)) for place in range(9)]
    guests = [{"event_id": "E1", "customer_id": f"C{place}"} for place in range(9)]
    for day, code in ((EVENT, "few_guests"), ("", "no_days")):
        looked_at = load(
            workshop, orders=orders, events=[event("E1", day)], event_attendance=guests
        )
        rows = of_guests.events(looked_at)
        assert not of_guests.pools(rows)
        assert of_guests.nobody(rows).code == code
    without = load(workshop, orders=orders, events=[event("E1", EVENT)])
    assert of_guests.nobody(of_guests.events(without)).code == "no_guests"


def cell_by_hand(days: dict[date, int], start: date, end: date, watched: int) -> tuple[object, ...]:
    """Recency, purchase days and money of one person in steps, and what came of it."""
    before = [day for day in days if day < start]
    ago = (start - max(before)).days
    recency = next((step for step, most in enumerate((30, 90, 180, 365), 1) if ago <= most), 5)
    often = next((step for step, most in enumerate((1, 2, 4, 8), 1) if len(before) <= most), 5)
    money = int(np.log2(sum(days[day] for day in before)) // 2)
    next_days = min(((day - end).days for day in days if day > end), default=watched + 1)
    return f"0/{recency}/{often}/{money}", min(next_days, watched), next_days <= watched


@pytest.mark.parametrize("shift", [0, 60])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_cells_are_those_of_a_person_by_person_count(
    shift: int, seed: int, workshop: Workshop
) -> None:
    """With one event and everybody drawn, nothing is left to the hash."""
    rng = np.random.default_rng(seed)
    people = {
        f"C{place}": {
            START + timedelta(days=int(day)): int(rng.integers(2, 3000))
            for day in rng.choice(330, int(rng.integers(1, 12)), replace=False)
        }
        for place in range(250)
    }
    guests = {who for who in people if rng.random() < 0.3}
    orders, last = [], EVENT + timedelta(days=2)
    for who, days in people.items():
        for day, amount in days.items():
            orders.append({**order(len(orders), who, day), "amount": amount})
    looked_at = load(
        workshop,
        orders=orders,
        events=[event("E1", EVENT, last=last)],
        event_attendance=[{"event_id": "E1", "customer_id": who} for who in sorted(guests)],
    )
    rows = looked_at.store.run(
        "stores/attendance",
        looked_at.manifest.version,
        event_ids=["E1"],
        shift_days=shift,
        horizon_days=90,
        most_others=1000,
        channels=None,
        products=None,
    )
    start = EVENT - timedelta(days=shift)
    end = start - timedelta(days=1) if shift else last
    expected: Counter[tuple[object, ...]] = Counter()
    for who, days in people.items():
        if min(days) < start:
            kind, *outcome = cell_by_hand(days, start, end, 90)
            expected[kind, who in guests, *outcome] += 1
    cells: Counter[tuple[object, ...]] = Counter()
    for row in rows.rows(named=True):
        kind = row["kind"].rpartition("/")[0]
        cells[kind, row["is_guest"], row["days"], row["is_event"]] += row["people"]
    assert cells == expected
