"""Olist's tables, real rows in several files: joined to one, no row and no money more or less."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from analytics.ingest import proposals
from analytics.ingest.joins import joins
from tests.real.test_real_files import FOLDER, real

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not (FOLDER / "olist-sample").is_dir(),
        reason=f"REAL FILES NOT TESTED: no folder {FOLDER / 'olist-sample'}",
    ),
]


def table(name: str) -> list[dict[str, str]]:
    with real(f"olist-sample/olist_{name}_dataset.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_items_orders_products_and_people_make_one_table(tmp_path: Path) -> None:
    paths = sorted(real("olist-sample").glob("*.csv"))
    (join,) = joins.find(
        [part for path in paths for part in proposals.inspect_file(path, path.name)]
    )
    assert join.base.name == "olist_order_items_dataset.csv"
    assert {lookup.part.name: lookup.header_there for lookup in join.lookups} == {
        "olist_orders_dataset.csv": "order_id",
        "olist_products_dataset.csv": "product_id",
        "olist_customers_dataset.csv": "customer_id",
    }
    assert [(left.part.name, left.header, left.why) for left in join.left_out] == [
        ("olist_order_payments_dataset.csv", "payment_value", "order_money")
    ]
    joined = joins.run(join, tmp_path)
    items = table("order_items")
    person = {row["customer_id"]: row["customer_unique_id"] for row in table("customers")}
    orders = {row["order_id"]: row for row in table("orders")}
    assert joined.rows_before == joined.rows_after == len(items)
    assert joined.amount_before == sum(Decimal(row["price"]) for row in items)
    assert joined.amount_after == joined.amount_before
    assert (joined.unmatched, joined.repeated) == (0, ())
    assert joined.lookups[0].outside == len(orders) - len({row["order_id"] for row in items})
    place = joined.proposal.match.mapping
    with joined.proposal.path.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    assert [
        (row[place["order_id"]], row[place["ordered_at"]], row[place["customer_id"]])
        for row in rows
    ] == [
        (
            row["order_id"],
            orders[row["order_id"]]["order_purchase_timestamp"],
            person[orders[row["order_id"]]["customer_id"]],
        )
        for row in items
    ]
