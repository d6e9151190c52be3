"""Facts know customers by numbers while they are built; what comes out knows none of them."""

from datetime import datetime

import pytest

from analytics.storage import engine
from tests.conftest import Dataset, Workshop

ROWS = [
    {
        "order_id": f"A{number}",
        "ordered_at": datetime(2024, 1 + number % 6, 3 + number % 5),
        "customer_id": f"c{number * number % 7}" if number % 9 else None,
        "sku": f"S{number % 3}",
        "quantity": -1 if number % 8 == 5 else 1,
        "amount": -20 if number % 8 == 5 else 10 * (number % 4),
        "channel": "shop",
    }
    for number in range(1, 40)
]
EVERYBODY = dict.fromkeys(("start", "end", "channels", "products")) | {"limit": 99, "offset": 0}


def test_customers_who_would_share_a_number_stay_apart(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _people(workshop.rows(ROWS))
    whole_text = engine.sql

    def shared(name: str) -> str:
        # All of these identifiers are two letters long.
        number = "plain_number(customer_id) as "
        return whole_text(name).replace(
            f"{number}hash(customer_id)", f"{number}length(customer_id)"
        )

    monkeypatch.setattr(engine, "sql", shared)
    assert shared("facts/packing") != whole_text("facts/packing")
    assert len(expected) == 4
    assert _people(workshop.rows(ROWS)) == expected


def _people(dataset: Dataset) -> list[tuple[object, ...]]:
    return dataset.run("evidence/customers", **EVERYBODY).rows()
