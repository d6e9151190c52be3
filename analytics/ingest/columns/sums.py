"""Headers that say that rows are no orders: sums of several (lists of members, reports by product
or day), or something else with a date and money (bank statements, expenses, stock, quotes).

Nobody comes back in such files, however much they look like orders.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING

from analytics.ingest.columns.formats import FOLDER, normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

LEAST_LIKELY = 3
"""A till writes points and a tier beside each visit too."""
GOODS = ("sku", "product")
WHO_OR_WHAT = ("order_id", "customer_id", *GOODS, "referrer_id", "store_id")
LEAST_DAYS = 3
KEYS = (*GOODS, "store_id", "channel", "category", "campaign")
"""What a report by day may be split by."""
LEAST_CELLS = 6
"""Rows of a report by day and something else before it is taken for one."""


def headers_of_sums(headers: Sequence[str], columns: Collection[str]) -> tuple[str, ...]:
    """The headers that give the sums away; empty where the rows may be orders.

    `columns`: the canonical columns of orders that the headers fill. An order number says that they
    are orders, whatever else stands beside it. With a customer and goods on one row, as in a plain
    list of what was sold, only the certain headers count.
    """
    if "order_id" in columns:
        return ()
    certain, likely, _ = _words()
    given = [header.strip() for header in headers if normalise(header) in certain]
    hints = [header.strip() for header in headers if normalise(header) in likely]
    is_line = "customer_id" in columns and any(column in columns for column in GOODS)
    if is_line:
        return ()
    return tuple(given + hints) if given or len(hints) >= LEAST_LIKELY else ()


def is_one_a_day(columns: Collection[str], days: Sequence[str | None]) -> bool:
    """Whether the first rows are a report by day: nobody and nothing named, each day there once,
    and no time of day. `days`: the cells with the day."""
    texts = [day.strip() for day in days if day and day.strip()]
    is_anonymous = not any(column in columns for column in WHO_OR_WHAT)
    has_clock = any(":" in text and not text.endswith("00:00:00") for text in texts)
    is_once = len(texts) >= LEAST_DAYS and len(set(texts)) == len(texts)
    return is_anonymous and is_once and not has_clock


def foreign_headers(headers: Sequence[str], columns: Collection[str]) -> tuple[str, ...]:
    """The headers that give another kind of list away; empty where the rows may be orders.

    One is enough where neither an order nor a customer is named.
    """
    foreign = _words()[2]
    given = tuple(header.strip() for header in headers if normalise(header) in foreign)
    is_named = "order_id" in columns or "customer_id" in columns
    return given if len(given) > is_named else ()


def is_grid(columns: Mapping[str, int], rows: Sequence[Sequence[str | None]]) -> bool:
    """Whether the first rows are a report by day and something else: nobody named, and every day
    has each product, shop or channel once. The last day may be cut off."""
    place = columns["ordered_at"]
    keys = [columns[name] for name in KEYS if name in columns]
    if "order_id" in columns or "customer_id" in columns or not keys:
        return False
    cells = [[(cell or "").strip() for cell in row] for row in rows if any(row)]
    if len(cells) < LEAST_CELLS or any(len(row) <= max(place, *keys) for row in cells):
        return False
    if any(":" in row[place] and not row[place].endswith("00:00:00") for row in cells):
        return False
    days: dict[str, list[tuple[str, ...]]] = {}
    for row in cells:
        days.setdefault(row[place], []).append(tuple(row[key] for key in keys))
    *whole, last = days.values()
    kinds = set(whole[0]) if whole else set()
    is_full = all(len(day) == len(kinds) and set(day) == kinds for day in whole)
    return is_full and len(kinds) > 1 and len(set(last)) == len(last) and set(last) <= kinds


@cache
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Normalised headers: sums for certain, those that need more beside them, other lists."""
    raw = tomllib.loads((FOLDER / "_sums.toml").read_text("utf-8"))
    certain, likely, foreign = (
        frozenset(map(normalise, raw[key])) for key in ("certain", "likely", "foreign")
    )
    return certain, likely, foreign
