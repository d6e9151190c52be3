"""What a part's own cells give away after a first reading: days that a spreadsheet swapped, lines
that settle a bill, lines that add up the others of their order."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from analytics.ingest.build.parse_issues import BITS, FATAL
from analytics.ingest.build.parts import Notice
from analytics.ingest.columns.links import hint_pattern, price_links

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from analytics.ingest.build.parts import Context, Part

DATE_ORDERS = ("dmy", "mdy")
SWAPS = MappingProxyType({"orders": "ingest/swap_orders", "feedback": "ingest/swap_feedback"})
CHANCE = 0.05
"""So rarely are dates such that look swapped and are not."""
LOW_SHARE, HIGH_SHARE = 0.4, 0.6
"""Of the days of a year, those up to the 12th of a month, and the others."""
LEAST_DAYS = 2
CLOSER = 0.6
"""Dates that span so much less as written were written so."""


NO_ODD_LINES: Mapping[str, list[str]] = MappingProxyType({"links": [], "summed_orders": []})


def odd_lines(context: Context, part: Part, path: Path) -> dict[str, list[str]]:
    """The parameters `links` and `summed_orders` of ingest/orders.sql for a written part: products
    that settle a bill, orders that one line adds up. Empty where there are none, and for other
    tables; what is kept as written is not looked for."""
    if part.table != "orders" or "product" not in part.names:
        return {}
    names = context.builder.frame("ingest/product_names", path=str(path), pattern=hint_pattern())[
        "product"
    ]
    links: list[str] = []
    if "links" not in part.as_written:
        links = price_links(names.drop_nulls())
    sums: list[str] = []
    if names.null_count() and "order_id" in part.names and "sums" not in part.as_written:
        sums = context.builder.frame("ingest/order_sums", path=str(path), fatal=FATAL["orders"])[
            "order_id"
        ].to_list()
    return {"links": links, "summed_orders": sums} if links or sums else {}


def keep_links_alone(context: Context, part: Part, path: Path) -> None:
    """Leave the flaw of lines that settle a bill to orders of nothing else: beside goods they
    change nothing but money, and need no word."""
    alone = path.with_name(f".{path.name}.alone")
    bit = BITS["orders"]["product.price_link"]
    context.builder.write(
        "ingest/part_links_alone", alone, part=str(path), bit=bit, fatal=FATAL[part.table]
    )
    alone.replace(path)


def swap_days(context: Context, part: Part, column: str, date_order: str) -> bool:
    """Swap the days back in the view staged where a spreadsheet has swapped them; whether it did.

    It understood the dates whose day is no greater than 12, the wrong way round, and left the
    others as text: so every date it understood has such a day, and no text has.
    """
    if date_order not in DATE_ORDERS or "days" in part.as_written:
        return False
    row = context.builder.frame("ingest/swap_evidence", name=column, date_order=date_order).row(
        0, named=True
    )
    if row["count_fixed"] or row["count_open"] or row["count_real_days"] < LEAST_DAYS:
        return False
    chance = LOW_SHARE ** row["count_real_days"] * HIGH_SHARE ** row["count_short_days"]
    if not row["count_short_days"] or chance > CHANCE:
        return False
    is_future = row["last_swapped_on"] > context.today >= row["last_written_on"]
    if is_future or row["span_written"] < CLOSER * row["span_swapped"]:
        return False
    context.builder.execute(SWAPS[part.table])
    value = f"{row['example']} -> {row['example_on']} ({row['count_real']})"
    context.notices.setdefault(part.key, []).append(
        Notice(part.header_row + row["first_place"], column, value, "days_swapped")
    )
    return True
