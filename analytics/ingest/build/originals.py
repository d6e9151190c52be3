"""Refunds under a number of their own that name the order they belong to in another column.

Under their own number they would be orders of nobody's, and the sale they undo would stand.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from analytics.ingest.build.parts import Notice
from analytics.ingest.columns.formats import FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.ingest.build.parts import Context, Part

COLUMN = "original_order_id"
REFUND, ORDER = CODES = ("refund_of_original", "original_named")
"""Of refunds that were put under the order they name, and of other rows that name one."""


def settle(context: Context, part: Part, reading: Mapping[str, Any]) -> bool:
    """Put such refunds under the number of their order in the view staged; whether there were any.

    `reading` is what the part was written with. Rows that name another order and give nothing back
    keep their number and are said. What is kept as written is not looked for.
    """
    if part.table != "orders" or COLUMN not in part.names or "originals" in part.as_written:
        return False
    words = {"return_words": _return_pattern()}
    rows = context.builder.frame("ingest/original_orders", **reading, **words)
    for code, is_refund in ((REFUND, True), (ORDER, False)):
        chosen = rows.filter(is_refund=is_refund)
        if chosen.height:
            first = chosen.row(0, named=True)
            number = f"{first['order_id']} " if first["order_id"] else ""
            value = f"{number}-> {first['original_id']} \u00d7 {chosen.height}"
            notice = Notice(first["row"], COLUMN, value, code)
            context.notices.setdefault(part.key, []).append(notice)
    if not rows["is_refund"].any():
        return False
    context.builder.execute("ingest/original_orders_staged", **reading, **words)
    return True


@cache
def _return_pattern() -> str:
    """A pattern of the words in data/formats/_returns.toml."""
    words = tomllib.loads((FOLDER / "_returns.toml").read_text("utf-8"))["words"]
    return "|".join(re.escape(word.lower()) for word in words)
