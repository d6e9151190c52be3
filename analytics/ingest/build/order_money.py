"""What customers paid, where a file gives it for whole orders or by the kind of an entry.

Runs for files that have such a column and for no others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.ingest.build import parse_issues
from analytics.ingest.build.parse_issues import FATAL, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from analytics.ingest.build.parts import Part
    from analytics.storage.engine import Builder

UNEQUAL, REFUND = CODES = ("paid_unequal", "refund_by_kind")
"""The codes of the problems that come from here."""


def settle(
    builder: Builder,
    part: Part,
    path: Path,
    reading: Mapping[str, Any],
    *,
    is_total_repeated: bool = False,
    has_order_discount: bool = False,
) -> pl.DataFrame:
    """Share what was taken off whole orders out over their lines in the Parquet part; one problem
    per order that does not come to what the file says was paid, and one for all refunds that only
    their kind gives away. `is_total_repeated`: amounts are those of whole orders;
    `has_order_discount`: a column of discounts was settled to be of whole orders. `reading` is what
    the part was read with; reads the view staged."""
    fatal = FATAL["orders"]
    problems = [pl.DataFrame(schema=SCHEMA)]
    has_discount = has_order_discount or "order_discount" in part.names
    has_paid = has_discount or is_total_repeated or "order_paid" in part.names
    if "order_id" in part.names and has_paid:
        builder.execute("ingest/orders_paid", **reading, fatal=fatal)
        builder.execute("ingest/order_reductions", has_order_discount=has_discount)
        unequal = builder.frame("ingest/orders_unequal", path=str(path))
        problems.append(parse_issues.notices(part, "order_paid", unequal, UNEQUAL))
        fresh = path.with_suffix(".fresh")
        builder.write("ingest/order_reduced", fresh, part=str(path), fatal=fatal)
        fresh.replace(path)
    if "entry_kind" in part.names:
        refunds = builder.frame("ingest/refunds_by_kind", **reading, fatal=fatal)
        rows = refunds.filter(pl.col("count_rows") > 0).select(
            "row", value=pl.format("{} \u00d7 {}", "word", "count_rows")
        )
        problems.append(parse_issues.notices(part, "entry_kind", rows, REFUND))
    return pl.concat(problems)
