"""What a customer costs who came back: by hand, and refused where that may be nobody."""

from datetime import date, timedelta

import pytest

from analytics.filters import Filters
from analytics.stats.intervals import Estimate
from analytics.stores import attendance as of_guests
from analytics.stores import costs as of_costs
from analytics.stores.attendance import Pool
from analytics.stores.guest_list import guest_list
from analytics.view import View
from tests.analytics.stores import test_attendance as shops
from tests.conftest import Workshop

AS_OF = shops.AS_OF


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("costs"))


def test_the_limits_are_the_money_over_the_limits_of_the_count() -> None:
    """A known sum over an estimate: Fieller's limits are those of the estimate turned over."""
    kept = of_costs.kept_cost(6000.0, 100, Estimate(0.3, 0.2, 0.4, 100))
    assert kept.cost.value == pytest.approx(200)
    assert (kept.cost.low, kept.cost.high) == pytest.approx((150, 300))
    assert kept.cost.n == 100


@pytest.mark.parametrize("share", [Estimate(0.05, -0.02, 0.12, 90), Estimate(-0.2, -0.3, -0.1, 90)])
def test_where_nobody_may_be_back_there_is_no_figure(share: Estimate) -> None:
    kept = of_costs.kept_cost(6000.0, 90, share)
    assert kept.refusal is not None
    assert kept.refusal.code == "open_range"
    assert kept.cost.value is None


def test_an_event_s_cost_is_shared_by_those_who_are_back(workshop: Workshop) -> None:
    orders, guests = [], []
    for place in range(200):
        who, is_guest = f"C{place}", place < 80
        back = place % 4 < 2 if is_guest else place % 4 < 1
        orders.append(shops.order(2 * place, who, date(2025, 3, 1)))
        if back:
            day = shops.EVENT + timedelta(days=30)
            orders.append(shops.order(2 * place + 1, who, day))
        if is_guest:
            guests.append({"event_id": "E1", "customer_id": who})
    event = {**shops.event("E1", shops.EVENT), "cost": 4000}
    looked_at = shops.load(workshop, orders=orders, events=[event], event_attendance=guests)
    answer = of_guests.attendance(looked_at, of_guests.pools(of_guests.events(looked_at))[0])
    costs = of_costs.event_costs(looked_at, answer)
    # 40 of 80 guests are back, 30 of 120 others: a quarter, or 20, more than without.
    assert costs.back.cost.value == pytest.approx(100)
    assert costs.added.cost.value == pytest.approx(200)
    assert of_costs.spent(looked_at) == {"E1": 4000}


def guests_with_new_ones(new_on: date) -> dict[str, list[shops.Row]]:
    """80 guests who had bought, 40 of them back; 20 who first buy on `new_on`, 15 of them back
    30 days later; 120 others, 30 of them back. The first ten come to a second event too."""
    orders: list[shops.Row] = []
    for place in range(220):
        who, is_new = f"C{place}", place >= 200
        back = place % 4 < (3 if is_new else 2 if place < 80 else 1)
        first_on = new_on if is_new else date(2025, 3, 1)
        orders.append(shops.order(2 * place, who, first_on))
        if back:
            later_on = (new_on if is_new else shops.EVENT) + timedelta(days=30)
            orders.append(shops.order(2 * place + 1, who, later_on))
    guests: list[shops.Row] = [
        {"event_id": "E1", "customer_id": f"C{place}"} for place in (*range(80), *range(200, 220))
    ]
    guests += [{"event_id": "E2", "customer_id": f"C{place}"} for place in range(10)]
    guests += [{"event_id": name, "customer_id": "X1"} for name in ("E1", "E2")]
    events = [
        {**shops.event("E1", shops.EVENT), "cost": 4000},
        {**shops.event("E2", shops.EVENT + timedelta(days=1)), "cost": 400},
    ]
    return {"orders": orders, "events": events, "event_attendance": guests}


def pool_of(looked_at: View, code: str = "event.E1") -> Pool:
    pools = of_guests.pools(of_guests.events(looked_at))
    return next(pool for pool in pools if pool.code == code)


@pytest.mark.parametrize(
    ("new_on", "back", "is_new_in"),
    [
        # 40 of 80 and 15 of 20 are back, and the whole money is theirs.
        (shops.EVENT, 4000 / 55, True),
        (date(2025, 7, 1), 4000 / 55, True),
        # Bought first so long after that the event did not bring them: what it cost stays.
        (date(2025, 9, 29), 4000 / 40, False),
    ],
)
def test_whoever_first_buys_at_an_event_is_in_its_count_as_in_its_cost(
    new_on: date, back: float, is_new_in: bool, workshop: Workshop
) -> None:
    looked_at = shops.load(workshop, **guests_with_new_ones(new_on))
    costs = of_costs.event_costs(looked_at, of_guests.attendance(looked_at, pool_of(looked_at)))
    assert costs.back.cost.value == pytest.approx(back)
    assert (costs.new, costs.is_new_in) == ((20, True) if is_new_in else (0, False))
    # A quarter of 80 more are back than of people alike; the new take a fifth of the money along.
    assert costs.added.cost.value == pytest.approx((3200 if is_new_in else 4000) / 20)


def test_a_person_counts_once_on_the_list(workshop: Workshop) -> None:
    looked_at = shops.load(workshop, **guests_with_new_ones(shops.EVENT))
    people = guest_list(looked_at, pool_of(looked_at, "kind.salon"))
    assert (people.before, people.new, people.later) == (80, 20, 0)
    assert (people.unknown, people.never, people.again) == (1, 0, 11)
    assert (people.new_back.value, people.new_back.n) == (pytest.approx(0.75), 20)


def test_new_guests_nobody_followed_leave_cost_and_count(workshop: Workshop) -> None:
    """The data end 90 days after the event, and the new bought a month after it."""
    sheets = guests_with_new_ones(date(2025, 7, 1))
    sheets["orders"] = [row for row in sheets["orders"] if str(row["ordered_at"]) < "2025-07-31"]
    looked_at = shops.load(workshop, as_of=date(2025, 9, 1), **sheets)
    costs = of_costs.event_costs(looked_at, of_guests.attendance(looked_at, pool_of(looked_at)))
    assert (costs.new, costs.is_new_in) == (20, False)
    assert costs.back.spent == pytest.approx(3200)
    assert costs.back.cost.value == pytest.approx(3200 / 40)


def test_one_event_without_a_cost_leaves_the_pool_without(workshop: Workshop) -> None:
    looked_at = shops.shop(workshop, 0.3)
    pool = of_guests.pools(of_guests.events(looked_at))[0]
    costs = of_costs.event_costs(looked_at, of_guests.attendance(looked_at, pool))
    assert costs.back.refusal is not None
    assert (costs.back.refusal.code, costs.back.refusal.have) == ("no_cost", 0)


def test_a_store_wins_whom_it_saw_first(workshop: Workshop) -> None:
    orders = []
    for place in range(60):
        first = shops.order(3 * place, f"C{place}", date(2025, 2, 1))
        orders.append({**first, "store_id": "S1" if place < 40 else ""})
        if place % 2:
            later = shops.order(3 * place + 1, f"C{place}", date(2025, 3, 1))
            orders.append({**later, "store_id": "S1" if place >= 40 else ""})
    orders.append({**shops.order(999, "", date(2025, 2, 2)), "store_id": "S1"})
    store = {"store_id": "S1", "name": "First", "city": "Here", "opened_on": "2025-02-01"}
    looked_at = shops.load(workshop, orders=orders, stores=[{**store, "monthly_cost": 1000}])
    [answer] = of_costs.stores(looked_at)
    # 40 first purchases, 10 later ones of others, one of nobody known.
    assert (answer.orders, answer.identified, answer.back.n) == (51, 50, 40)
    assert answer.back.value == pytest.approx(0.5)
    months = (AS_OF - date(2025, 2, 1)).days / (365.25 / 12)
    assert answer.kept.spent == pytest.approx(1000 * months)
    assert answer.kept.cost.value == pytest.approx(1000 * months / 20)


def test_store_orders_that_say_who_bought(workshop: Workshop) -> None:
    rows = [
        {**shops.order(place, f"C{place}" if place < 30 else "", day), "mode": mode}
        for place in range(40)
        for day, mode in [(date(2025, 2 + place % 2, 1), "offline")]
    ]
    looked_at = shops.load(workshop, orders=rows)
    share = of_guests.identified(looked_at)
    assert (share.value, share.n) == (pytest.approx(0.75), 40)
    february = Filters(date(2025, 2, 1), date(2025, 2, 1))
    part = of_guests.identified(
        shops.view(shops.Dataset(looked_at.store, looked_at.manifest), february)
    )
    assert part.n == 20


def test_money_spent_on_everybody_is_not_shared_by_some(workshop: Workshop) -> None:
    """With half the guests chosen each of them would look twice as dear."""
    orders, guests = [], []
    for place in range(200):
        who, channel = f"C{place}", "shop" if place % 2 else "other"
        first = shops.order(2 * place, who, date(2025, 5, 1), channel)
        back = shops.order(2 * place + 1, who, shops.EVENT + timedelta(days=30), channel)
        orders += [{**row, "store_id": "S1"} for row in ([first, back] if place % 3 else [first])]
        if place < 100:
            guests.append({"event_id": "E1", "customer_id": who})
    sheets = {
        "orders": orders,
        "events": [{**shops.event("E1", shops.EVENT), "cost": 4000}],
        "event_attendance": guests,
        "stores": [{"store_id": "S1", "opened_on": "2025-02-01", "monthly_cost": 1000}],
    }
    whole = shops.load(workshop, **sheets)
    dataset = shops.Dataset(whole.store, whole.manifest)
    for looked_at, code in (
        (whole, None),
        (shops.view(dataset, Filters(channels=("shop",))), "filtered_cost"),
    ):
        answer = of_guests.attendance(looked_at, of_guests.pools(of_guests.events(looked_at))[0])
        costs = of_costs.event_costs(looked_at, answer)
        [store] = of_costs.stores(looked_at)
        for kept in (costs.back, store.kept):
            assert (kept.refusal and kept.refusal.code) == code
            assert (kept.cost.value is None) == (code is not None)


def test_a_store_costs_from_its_first_sale_where_the_sheet_opens_it_later(
    workshop: Workshop,
) -> None:
    orders = []
    for place in range(40):
        for on in (date(2025, 2, 1), date(2025, 3, 1)):
            number = 2 * place + on.month
            orders.append({**shops.order(100 * number, f"C{place}", on), "store_id": "S1"})
    store = {"store_id": "S1", "opened_on": "2030-01-01", "monthly_cost": 1000}
    [answer] = of_costs.stores(shops.load(workshop, orders=orders, stores=[store]))
    months = (AS_OF - date(2025, 2, 1)).days / (365.25 / 12)
    assert answer.kept.spent == pytest.approx(1000 * months)


def test_a_cost_below_nothing_is_none(workshop: Workshop) -> None:
    orders = [shops.order(1, "C1", date(2025, 2, 1))]
    looked_at = shops.load(
        workshop,
        orders=orders,
        events=[{**shops.event("E1", shops.EVENT), "cost": -5}],
        stores=[{"store_id": "S1", "opened_on": "2025-01-01", "monthly_cost": -5}],
    )
    assert of_costs.spent(looked_at) == {}
    refusal = of_costs.stores(looked_at)[0].kept.refusal
    assert refusal is not None
    assert refusal.code == "no_cost"
