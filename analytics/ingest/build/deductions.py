"""Lines that are called a discount and have money above zero: some tools write them so.

They are taken off where the file gives what orders came to and that proves it, stay where it proves
the other thing, and are said where nothing does: vouchers are sold, too.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from analytics.ingest.build.parse_issues import FATAL
from analytics.ingest.build.parts import Notice
from analytics.ingest.build.whole_orders import MIN_SHARE, total_headers
from analytics.ingest.columns.formats import FOLDER, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from analytics.ingest.build.parts import Context, Part

MOST_LEFT = 1
"""Letters that may stand beside the words in the name of such a line."""
TAKEN, DOUBTFUL = CODES = ("deduction_taken", "deduction_doubtful")


def settle(context: Context, part: Part, path: Path, reading: Mapping[str, Any]) -> bool:
    """Turn the money of such lines below zero in the view staged; whether it did. `reading` is what
    the part was written with. What is kept as written is not looked for."""
    if (
        part.table != "orders"
        or not {"product", "order_id"} <= set(part.names)
        or "discounts" in part.as_written
    ):
        return False
    candidates = context.builder.frame(
        "ingest/deduction_names", path=str(path), pattern=_pattern(), fatal=FATAL["orders"]
    )["product"]
    names = [name for name in candidates if is_deduction(name)]
    if not names:
        return False
    row = context.builder.frame(
        "ingest/deduction_evidence", **reading, names=names, total=f"^{_total_column(part)}$"
    ).row(0, named=True)
    proofs = row["count_off"] + row["count_added"]
    is_off = bool(row["count_off"]) and row["count_off"] >= MIN_SHARE * proofs
    if not is_off and proofs and row["count_added"] >= MIN_SHARE * proofs:
        return False
    value = f"{row['value']} \u00d7 {row['count_lines']}"
    notice = Notice(row["row"], "product", value, TAKEN if is_off else DOUBTFUL)
    context.notices.setdefault(part.key, []).append(notice)
    if is_off:
        context.builder.execute("ingest/deductions_staged", names=names)
    return is_off


def is_deduction(name: str) -> bool:
    """Whether a line is called a discount: by such words alone, or by one before a colon, a dash or
    a bracket; see data/formats/_discounts.toml."""
    text = unicodedata.normalize("NFKC", name).casefold().strip()
    words = _words()
    if any(word in text for word in words["never"]):
        return False
    head = re.split(r"\s*[:(\[\u3010#]|\s+[-\u2013\u2014]\s*|-", text, maxsplit=1)[0]
    if not re.search(_pattern(), head):
        return False
    rest = _either().sub(" ", head)
    return sum(unicodedata.category(sign)[0] == "L" for sign in rest) <= MOST_LEFT


def _total_column(part: Part) -> str:
    """The column that says what an order came to; one that is always empty where none does."""
    if "order_paid" in part.names:
        return "order_paid"
    totals = total_headers()
    unread = (name for name in part.names if re.fullmatch(r"x\d+", name))
    return next((name for name in unread if normalise(part.header_of[name]) in totals), "overflow")


@cache
def _words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = tomllib.loads((FOLDER / "_discounts.toml").read_text("utf-8"))
    return words


@cache
def _pattern() -> str:
    """A pattern that the name of every such line matches, in lower case."""
    return "|".join(re.escape(word) for word in _words()["lines"])


@cache
def _either() -> re.Pattern[str]:
    """Words and filler, the longer first; Latin ones as whole words."""
    every = sorted({*_words()["lines"], *_words()["filler"]}, key=len, reverse=True)
    return re.compile(
        "|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in every)
    )
