"""Is 3/5 the third of May or the fifth of March? Settled per column, on all of its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.errors import ImportRefused

if TYPE_CHECKING:
    from analytics.engine import Builder
    from analytics.ingest.build import Part

DATE_ORDERS = ("mdy", "dmy")


def date_order_of(builder: Builder, part: Part, column: str) -> str:
    """`dmy` or `mdy` where the staged cells tell, "" where no cell has slashes.

    A number above 12 decides; where both orders have such cells the commoner wins and the others
    become problems. ImportRefused for orders when no cell decides: a person must say.
    """
    evidence = builder.frame("date_evidence", name=column).row(0, named=True)
    if not evidence["count_slashed"]:
        return ""
    if evidence["count_day_first"] == evidence["count_month_first"]:
        if part.table != "orders":
            return ""
        header = part.header_of[column]
        raise ImportRefused.dates_ambiguous(
            part.name, header, part.header_row + 1, evidence["example"]
        )
    return "dmy" if evidence["count_day_first"] > evidence["count_month_first"] else "mdy"
