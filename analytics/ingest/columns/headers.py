"""Which line of a table names its columns, and what the names are.

A header may take two lines: the upper one names groups, or the columns that need no second line.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from analytics.ingest.columns.formats import known_headers, normalise
from analytics.ingest.columns.match import find_header_row

if TYPE_CHECKING:
    from collections.abc import Sequence


def header_of(rows: Sequence[Sequence[str | None]]) -> tuple[int, tuple[str, ...]]:
    """The 0-based index of the last line of the header, and the name of every column.

    Usually within the first twenty rows; further down only when none of them has a known header.
    """
    at = find_header_row(rows)
    if not _count_known(rows[at]):
        at = find_header_row(rows, len(rows))
    if at + 1 < len(rows) and _is_below(rows[at], rows[at + 1]):
        return at + 1, names_at(rows, at + 1)
    return at, names_at(rows, at)


def names_at(rows: Sequence[Sequence[str | None]], at: int) -> tuple[str, ...]:
    """The names in one row, its blanks from the row above when that is the header's upper line."""
    lower = [_text(cell) for cell in rows[at]]
    if at == 0 or not _is_below(rows[at - 1], rows[at]):
        return tuple(lower)
    upper = [_text(cell) for cell in rows[at - 1]]
    width = max(len(lower), len(upper))
    lower += [""] * (width - len(lower))
    upper += [""] * (width - len(upper))
    return tuple(below or above for above, below in zip(upper, lower, strict=True))


def _is_below(upper: Sequence[str | None], lower: Sequence[str | None]) -> bool:
    """Whether `lower` completes `upper`: words only, some columns named above alone, and somewhere
    a name above that covers two names below. Together they are known better than each."""
    pairs = [(_text(above), _text(below)) for above, below in zip(upper, lower, strict=False)]
    names = [below for _, below in pairs if below]
    is_words = bool(names) and not any(any(map(str.isdecimal, name)) for name in names)
    has_alone = any(above and not below for above, below in pairs)
    has_group = any(
        left[0] and not right[0] and left[1] and right[1] for left, right in pairwise(pairs)
    )
    if not (is_words and has_alone and has_group):
        return False
    joined = [below or above for above, below in pairs]
    return _count_known(joined) >= max(_count_known(upper), _count_known(lower), 2)


def _count_known(row: Sequence[str | None]) -> int:
    return sum(name in known_headers() for name in {normalise(_text(cell)) for cell in row} if name)


def _text(cell: str | None) -> str:
    return (cell or "").strip()
