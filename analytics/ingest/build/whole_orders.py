"""Money of a whole order on each of its lines, and refunds that a file gives twice.

Both are looked for only where a file has the columns for it, the first among its first lines.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from analytics.ingest.build.parse_issues import FATAL
from analytics.ingest.build.parts import Notice
from analytics.ingest.columns.formats import FOLDER, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from analytics.ingest.build.parts import Context, Part

MOST_LINES = 20_000
"""Lines that are looked at for amounts of whole orders."""
MIN_SHARE = 0.95
"""Share of the orders of several lines that have one amount on all of them."""
ORDER = ("order", "\u8ba2\u5355", "\u8a02\u55ae", "\uc8fc\ubb38")
"""The word for an order in the languages of the headers."""
TOTAL, REFUND, EACH, FIRST = CODES = (
    *("order_total_repeated", "refund_repeated"),
    *("refund_total_repeated", "order_total_first"),
)


def is_total_repeated(context: Context, part: Part) -> bool:
    """Whether `settle` took the amounts of a part for those of whole orders."""
    return any(notice.code in (TOTAL, FIRST) for notice in context.notices.get(part.key, []))


def settle(context: Context, part: Part, path: Path, reading: Mapping[str, Any]) -> bool:
    """Bring such money into the view staged once; whether the part is to be written anew.

    `reading` is what it was written with. What is kept as written is not looked for.
    """
    if part.table != "orders" or "order_id" not in part.names or "totals" in part.as_written:
        return False
    has_totals = _settle_totals(context, part, path) or _settle_first(context, part, reading)
    is_each = _settle_refund_totals(context, part, reading, has_totals=has_totals)
    return _settle_refunds(context, part, path, reading) or is_each or has_totals


def _settle_totals(context: Context, part: Part, path: Path) -> bool:
    has_price = "unit_price" in part.names
    if "amount" not in part.names or {"order_paid", "order_discount"} & set(part.names):
        return False
    header = normalise(part.header_of["amount"])
    is_total = header in total_headers()
    if not has_price and not is_total:
        return False
    row = context.builder.frame(
        "ingest/order_total_evidence", path=str(path), fatal=FATAL["orders"], most=MOST_LINES
    ).row(0, named=True)
    if not row["count_same"] or row["count_same"] < MIN_SHARE * row["count_orders"]:
        return False
    is_summed = has_price and row["count_summed"] * 2 >= row["count_same"]
    is_unlike = has_price and row["count_unlike"] * 2 >= row["count_same"]
    # Goods of a shop may all have one price; a header that speaks of orders leaves no doubt.
    has_evidence = is_unlike or row["count_amounts"] > 1 or any(map(header.__contains__, ORDER))
    if not is_summed and not (is_total and has_evidence):
        return False
    context.builder.execute("ingest/order_total_staged")
    _add(context, part, Notice(row["row"], "amount", row["value"], TOTAL))
    return True


def _settle_first(context: Context, part: Part, reading: Mapping[str, Any]) -> bool:
    """The same where the amount of an order stands on one of its lines alone."""
    if not {"amount", "unit_price"} <= set(part.names):
        return False
    if {"order_paid", "order_discount"} & set(part.names):
        return False
    if normalise(part.header_of["amount"]) not in total_headers():
        return False
    row = context.builder.frame("ingest/order_first_totals", **reading, fatal=FATAL["orders"]).row(
        0, named=True
    )
    if not row["count_first"] or row["count_first"] < MIN_SHARE * row["count_orders"]:
        return False
    if max(row["count_summed"], row["count_unlike"]) * 2 < row["count_first"]:
        return False
    context.builder.execute("ingest/order_total_staged")
    _add(context, part, Notice(row["row"], "amount", row["value"], FIRST))
    return True


def _settle_refund_totals(
    context: Context, part: Part, reading: Mapping[str, Any], *, has_totals: bool
) -> bool:
    if "refund_amount" not in part.names:
        return False
    row = context.builder.frame(
        "ingest/refund_total_evidence", **reading, fatal=FATAL["orders"]
    ).row(0, named=True)
    if not row["count_same"] or row["count_same"] < MIN_SHARE * row["count_orders"]:
        return False
    # The same money back on lines of one price may be a refund of each.
    is_unlike = row["count_unlike"] * 2 >= row["count_same"]
    header = normalise(part.header_of["refund_amount"])
    speaks_of_orders = any(map(header.__contains__, ORDER))
    if not (row["count_over"] or is_unlike or has_totals or speaks_of_orders):
        return False
    context.builder.execute("ingest/refund_total_staged", **reading)
    _add(context, part, Notice(row["row"], "refund_amount", row["value"], EACH))
    return True


def _settle_refunds(context: Context, part: Part, path: Path, reading: Mapping[str, Any]) -> bool:
    if "refund_amount" not in part.names or not _has_refund_rows(context, part, path):
        return False
    orders = context.builder.frame("ingest/refunds_twice", **reading, fatal=FATAL["orders"])
    if orders.is_empty():
        return False
    context.builder.execute("ingest/refunds_once", orders=orders["order_id"].to_list())
    for row in orders.iter_rows(named=True):
        value = f"{row['order_id']}: {row['refund']}"
        _add(context, part, Notice(row["row"], "refund_amount", value, REFUND))
    return True


def _has_refund_rows(context: Context, part: Part, path: Path) -> bool:
    """Whether any row is money given back; a sale with a large refund may look so too."""
    return bool(context.builder.frame("ingest/part_has_refunds", path=str(path)).item())


def _add(context: Context, part: Part, notice: Notice) -> None:
    context.notices.setdefault(part.key, []).append(notice)


@cache
def total_headers() -> frozenset[str]:
    """The headers of what whole orders came to, in data/formats/_order_totals.toml."""
    words = tomllib.loads((FOLDER / "_order_totals.toml").read_text("utf-8"))["headers"]
    return frozenset(map(normalise, words))
