"""Headers that say that rows are no orders: sums of several (lists of members, reports by product
or day), or something else with a date and money (bank statements, expenses, stock, quotes).

Nobody comes back in such files, however much they look like orders.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from analytics.ingest.columns.formats import FOLDER, normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

LEAST_LIKELY = 3
"""A till writes points and a tier beside each visit too."""
GOODS = ("sku", "product")
WHO = ("order_id", "customer_id", "referrer_id", "store_id")
WHO_OR_WHAT = (*WHO, *GOODS)
LEAST_DAYS = 3
"""Of two rows that differ any list may happen to begin with."""
KEYS = (*GOODS, "store_id", "channel", "category", "campaign")
"""What a report by day may be split by."""
LEAST_CELLS = 6
"""Rows of a report by day and something else before it is taken for one."""
DAILY_SHARE = 0.8
"""Of the steps from row to row; shops close for a day now and then."""
CENTURY, YEAR_ZERO = 100, 2000
"""A year of two digits is one of these."""
_NUMBERS = re.compile(r"[0-9]{1,9}")
_COMPACT = re.compile(r"[0-9]{8}")


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
    """Whether the first rows are a report by day: nobody and nothing named, no time of day, and
    day after day one row. `days`: the cells with the day."""
    texts = [day.strip() for day in days if day and day.strip()]
    if any(column in columns for column in WHO_OR_WHAT) or len(texts) < LEAST_DAYS:
        return False
    if any(":" in text and not text.endswith("00:00:00") for text in texts):
        return False
    return any(_is_daily(texts, order) for order in ("ymd", "dmy", "mdy"))


def _is_daily(texts: Sequence[str], order: str) -> bool:
    """Whether dates written in that order follow each other day by day, up or down, bar a few."""
    days = [_day(text, order) for text in texts]
    steps = [abs((after - before).days) for before, after in pairwise(filter(None, days))]
    return (
        len(steps) >= LEAST_DAYS - 1
        and 0 not in steps
        and sum(step == 1 for step in steps) >= DAILY_SHARE * len(steps)
    )


def _day(text: str, order: str) -> date | None:
    numbers = [int(number) for number in _NUMBERS.findall(text)[:3]]
    if _COMPACT.fullmatch(text):
        numbers = [int(text[:4]), int(text[4:6]), int(text[6:])]
    if len(numbers) < len(order):
        return None
    parts = dict(zip(order, numbers, strict=True))
    year = parts["y"] if parts["y"] > CENTURY else parts["y"] + YEAR_ZERO
    try:
        return date(year, parts["m"], parts["d"])
    except (ValueError, OverflowError):
        return None


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


def key_of_report(columns: Collection[str]) -> str | None:
    """The column that would stand once a row if the rows were a report by day or by product: the
    day, else what was sold where neither a day, an order nor anybody stands beside it."""
    if "ordered_at" in columns:
        return "ordered_at"
    if any(column in columns for column in WHO):
        return None
    return next((column for column in GOODS if column in columns), None)


def is_one_each(columns: Collection[str], goods: Sequence[str | None]) -> bool:
    """Whether the first rows are a report by product: pieces or money, no day, nobody, and each
    product there once. `goods`: the cells with the product."""
    texts = [text.strip() for text in goods if text and text.strip()]
    is_counted = any(column in columns for column in ("quantity", "amount"))
    return is_counted and len(texts) >= LEAST_DAYS and len(set(texts)) == len(texts)


@cache
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Normalised headers: sums for certain, those that need more beside them, other lists."""
    raw = tomllib.loads((FOLDER / "_sums.toml").read_text("utf-8"))
    certain, likely, foreign = (
        frozenset(map(normalise, raw[key])) for key in ("certain", "likely", "foreign")
    )
    return certain, likely, foreign
