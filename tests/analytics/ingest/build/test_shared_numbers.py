"""An order number that several customers have is an order of each of them, and is said."""

import random
from collections import defaultdict

from analytics.customers import rfm
from tests.conftest import Workshop, as_csv


def shop(seed: int) -> list[dict[str, object]]:
    """Lines of a shop whose order numbers begin anew; some name no customer."""
    draw = random.Random(seed)
    return [
        {
            "order_id": f"N{draw.randrange(12)}",
            "ordered_at": f"2025-0{1 + n // 20}-{1 + draw.randrange(28):02}",
            "customer_id": draw.choice(["A", "B", "C", "D", ""]),
            "product": f"P{n}",
            "amount": 10 + n,
        }
        for n in range(60)
    ]


def test_orders_customers_and_money_are_those_of_a_plain_recount(workshop: Workshop) -> None:
    for seed in range(3):
        rows = shop(seed)
        buyers = defaultdict(set)
        for row in rows:
            buyers[row["order_id"]].add(row["customer_id"])
        # Lines without a customer are those of the one buyer of their number, if it has one.
        orders = sum(len(names - {""}) == 1 or len(names) for names in buyers.values())
        draft = workshop.check(workshop.look(as_csv(rows), f"shop{seed}.csv"))
        assert draft.totals["count_orders"] == orders
        about = workshop.rows(rows).manifest.about
        assert about["count_customers"] == len({row["customer_id"] for row in rows} - {""})
        assert about["amount"] == sum(int(str(row["amount"])) for row in rows)


def test_people_come_back_under_a_number_that_is_not_theirs_alone(workshop: Workshop) -> None:
    """By the number alone the second order would be B's only, and A would never have bought."""
    rows = [
        {"order_id": "1", "ordered_at": "2025-01-01", "customer_id": "A", "amount": 10},
        {"order_id": "1", "ordered_at": "2025-02-01", "customer_id": "B", "amount": 20},
        {"order_id": "2", "ordered_at": "2025-03-01", "customer_id": "A", "amount": 30},
    ]
    dataset = workshop.rows(rows)
    assert dataset.manifest.about["count_customers"] == 2
    people = rfm.customers(dataset.store, dataset.version, dataset.as_of)
    assert sorted(people.select("customer_id", "frequency").rows()) == [("A", 1), ("B", 0)]


def test_shared_numbers_are_said_and_clean_files_are_not_spoken_of(workshop: Workshop) -> None:
    def codes(rows: list[dict[str, object]]) -> dict[str, str]:
        draft = workshop.check(workshop.look(as_csv(rows)))
        return dict(draft.problems().select("code", "value").iter_rows())

    shared = shop(1)
    assert "number_shared" in codes(shared)
    again = [
        {"order_id": "1", "ordered_at": day, "customer_id": "A", "amount": 10}
        for day in ("2025-01-01", "2025-06-01")
    ]
    assert codes(again) == {"number_again": "1: 2025-01-01 / 2025-06-01 \u00d7 1"}
    # A refund half a year later belongs to its order.
    again[1] |= {"amount": -10}
    assert codes(again) == {}
