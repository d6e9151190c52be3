"""What an address may say: it comes from anybody, so that every value is bounded before a page sees
it. No streamlit."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST = 2_000
"""Characters of a value; no name of a channel or product is as long."""
MOST_VALUES, MOST_KEYS = 500, 200
LONGEST_KEY = 100
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years that a period may begin and end in; day arithmetic has room on both sides."""
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_LONE = re.compile("[\ud800-\udfff]")


def bounded(keys: Iterable[str], values_of: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """The address as key -> values, less what is too long, too many or no text."""
    view: dict[str, list[str]] = {}
    for key in keys:
        if len(view) == MOST_KEYS:
            break
        if len(key) <= LONGEST_KEY and not _LONE.search(key):
            values = [value for value in values_of(key) if _is_usable(value)]
            view[key] = values[:MOST_VALUES]
    return view


def period(start: str, end: str) -> tuple[date | None, date | None]:
    """The first days of two months, the earlier first; None for what is no month of 1900-2199."""
    first, last = _month(start), _month(end)
    if first and last and last < first:
        return last, first
    return first, last


def _is_usable(value: str) -> bool:
    return len(value) <= LONGEST and not _LONE.search(value)


def _month(text: str) -> date | None:
    match = _MONTH.fullmatch(text)
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    return date(int(match[1]), int(match[2]), 1)
