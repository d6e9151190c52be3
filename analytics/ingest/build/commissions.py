"""What channels keep of each line: commissions of whole orders shared out, unread cells named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.ingest.build.parse_issues import FATAL
from analytics.ingest.build.parts import Notice
from analytics.ingest.build.whole_orders import MIN_SHARE, ORDER
from analytics.ingest.columns.formats import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.ingest.build.parts import Context, Part

COLUMN = "commission"
REPEATED, UNREAD = CODES = ("commission_repeated", "commission_unread")


def settle(context: Context, part: Part, reading: Mapping[str, Any]) -> bool:
    """Share out commissions that stand on every line of their order, in the view staged; whether
    the part is to be written anew. `reading` is what it was written with.

    Cells that hold no number count as not told; how many there are is said once, with the first.
    """
    if part.table != "orders" or COLUMN not in part.names:
        return False
    row = context.builder.frame("ingest/commission_evidence", **reading, fatal=FATAL["orders"]).row(
        0, named=True
    )
    notices = context.notices.setdefault(part.key, [])
    if row["count_unread"]:
        value = f"{row['unread_value']} \u00d7 {row['count_unread']}"
        notices.append(Notice(row["unread_row"], COLUMN, value, UNREAD))
    if "order_id" not in part.names or "totals" in part.as_written or not _is_repeated(part, row):
        return False
    context.builder.execute("ingest/commission_staged", **reading)
    notices.append(Notice(row["row"], COLUMN, row["value"], REPEATED))
    return True


def _is_repeated(part: Part, row: Mapping[str, Any]) -> bool:
    """Whether nearly all orders of several lines have one commission on all of them, though their
    lines differ, or the header speaks of orders."""
    if not row["count_same"] or row["count_same"] < MIN_SHARE * row["count_orders"]:
        return False
    speaks_of_orders = any(map(normalise(part.header_of[COLUMN]).__contains__, ORDER))
    return speaks_of_orders or bool(row["count_unlike"] * 2 >= row["count_same"])
