"""A list of orders and a list of their items in one import: the same money in two shapes.

Where nearly all orders that two files share come to the same money in both, the one that says less
about goods is set aside for these orders, after its customers, places and states have been handed
to the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.ingest.build import under_tables
from analytics.ingest.build.parse_issues import FATAL
from analytics.ingest.build.summaries import BIT, MIN_SHARE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.ingest.build.parts import Context

LEAST_ORDERS = 2
"""So many orders of equal money are no chance."""


def set_aside(context: Context, reports: Sequence[dict[str, Any]]) -> list[str]:
    """Set aside what lists of orders repeat of lists of items; the keys of all files touched.

    Asked for after the files were compared line by line (`merge.unite`). Reports are brought up to
    date in place: `summary_of` are the keys of the lists of items.
    """
    by_key = {
        report["key"]: report
        for report in reports
        if report.pop("has_shared", False)
        and report["rows_kept"]
        and not report.get("keeps_repeats")
    }
    if not by_key:
        return []
    touched: list[str] = []
    pairs = context.builder.frame(
        "ingest/order_list_pairs", folder=str(context.folder), file_keys=list(by_key)
    )
    for pair in pairs.iter_rows(named=True):
        if _is_list(pair) and pair["list_key"] not in touched:
            _unite(context, by_key, pair["list_key"], pair["items_key"])
            touched += [pair["list_key"], pair["items_key"]]
    return touched


def _is_list(pair: Mapping[str, Any]) -> bool:
    """Whether the first of a pair only lists the orders of the second: it names fewer goods on
    fewer lines, or was read first where neither does."""
    if (
        pair["count_orders"] < LEAST_ORDERS
        or pair["count_equal"] < MIN_SHARE * pair["count_orders"]
    ):
        return False
    first = (pair["list_goods"], pair["list_lines"], pair["list_key"])
    return bool(first < (pair["items_goods"], pair["items_lines"], pair["items_key"]))


def _unite(
    context: Context, by_key: Mapping[str, dict[str, Any]], list_key: str, items_key: str
) -> None:
    folder, builder = context.folder, context.builder
    orders, items = (folder / f"orders-{key}.parquet" for key in (list_key, items_key))
    rows = builder.frame(
        "ingest/order_list_rows", folder=str(folder), list_key=list_key, items_key=items_key
    ).rows()
    fresh = items.with_name(f".{items.name}.filled")
    builder.write(
        "ingest/order_list_filled",
        fresh,
        part=str(items),
        orders=str(orders),
        fatal=FATAL["orders"],
    )
    fresh.replace(items)
    under_tables.mark(context, orders, rows, BIT)
    count = sum(behind - first for first, behind in rows)
    report = by_key[list_key]
    report["rows_kept"] -= count
    report["rows_set_aside"] += count
    report["summary_of"] = [items_key]
