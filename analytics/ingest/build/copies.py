"""Orders that stand in one file more than once: a block pasted again, pages that overlap.

An order that comes again whole, with the lines of others between, counts once where the file keeps
the lines of an order together, or where several come again as one block. Where neither is so, lines
alike may be two pieces of one thing, and it is said alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.ingest.build import parse_issues, under_tables
from analytics.ingest.build.parse_issues import FATAL, SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.ingest.build.parts import Context, Part

MOST_LINES = 200_000
"""Lines of a part that are looked at for copies; all are once there are some."""
LEAST_BLOCK = 2
"""So many orders that come again equally far below are a block."""
LEAST_DOUBLED = 5
"""So many orders, and half of all, with every line more than once, are no chance."""
BIT = "order_id.order_copied"
REPEATED = "orders_repeated"
"""The code of what is said and not set aside."""


def set_aside(context: Context, part: Part, path: Path) -> tuple[int, pl.DataFrame]:
    """Set aside all but the first copy of orders that stand in the part whole more than once: how
    many rows; and one problem where that cannot be told, or a person wants them as written."""
    nothing = pl.DataFrame(schema=SCHEMA)
    if part.table != "orders" or "order_id" not in part.names or _are_single(path):
        return 0, nothing
    row = context.builder.frame(
        "ingest/repeated_orders", path=str(path), fatal=FATAL["orders"], most=MOST_LINES
    ).row(0, named=True)
    is_certain = row["count_alike"] > row["count_scattered"] and (
        not row["count_scattered"] or row["count_block"] >= max(LEAST_BLOCK, row["count_alike"] / 2)
    )
    if is_certain and "copies" not in part.as_written:
        rows = context.builder.frame("ingest/copied_rows", path=str(path), fatal=FATAL["orders"])
        under_tables.mark(context, path, _ranges(rows["row"].to_list()), BIT)
        return rows.height, nothing
    example, count = row["example"], row["count_alike"]
    if count < LEAST_BLOCK and row["count_doubled"] >= max(LEAST_DOUBLED, row["count_orders"] / 2):
        example, count = row["example_doubled"], row["count_doubled"]
    if count < LEAST_BLOCK:
        return 0, nothing
    value = f"{example} \u00d7 {count}"
    problem = (part.key, part.name, None, "order_id", value, REPEATED, False)
    return 0, pl.DataFrame([problem], schema=parse_issues.SCHEMA, orient="row")


def _are_single(path: Path) -> bool:
    """Whether every order has one line: nothing can come again, and the long query is spared."""
    orders = pl.scan_parquet(path, glob=False).head(MOST_LINES).select("order_id").collect()
    numbers = orders["order_id"].drop_nulls()
    return numbers.n_unique() == numbers.len()


def _ranges(rows: list[int]) -> list[tuple[int, int]]:
    """Stretches of rows that follow each other: the first, and the one behind the last."""
    ranges: list[tuple[int, int]] = []
    for row in rows:
        if ranges and ranges[-1][1] == row:
            ranges[-1] = (ranges[-1][0], row + 1)
        else:
            ranges.append((row, row + 1))
    return ranges
