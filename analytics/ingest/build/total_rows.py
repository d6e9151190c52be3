"""Rows that add up those above: set aside by their sum where no word tells, and held against it.

The sums are asked for only where a row may be a total, so that a clean file costs nothing.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import polars as pl

from analytics.ingest.build import parse_issues, under_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from analytics.ingest.build.parts import Context, Part

MOST_ROWS = 2_000
"""More rows without a name are lines of something, and no totals."""
MIN_LINES = 2
"""So many lines a total adds up at least, somewhere in the file."""
DIFFERS = "total_differs"
_NAMES = ("order_id", "customer_id", "product", "sku")


def set_aside(context: Context, part: Part, path: Path) -> int:
    """Mark nameless rows that hold the sum of the lines above as total lines; how many."""
    if not _has_nameless(context, part, path):
        return 0
    rows = _rows(context, path, has_nameless=True)
    nameless = [row for row, _, _, is_by_word in rows if not is_by_word]
    if not nameless or len(rows) > MOST_ROWS:
        return 0
    sums = _Sums(context, path, [row for row, *_ in rows])
    lines_by_row = {
        row: lines
        for place, (row, amount, _, is_by_word) in enumerate(rows)
        if not is_by_word and (lines := sums.count_lines(place, amount))
    }
    if max(lines_by_row.values(), default=0) < MIN_LINES:
        return 0
    ranges = [(row, row + 1) for row in lines_by_row]
    under_tables.mark(context, path, ranges, "ordered_at.total_line")
    return len(ranges)


def differing(context: Context, part: Part, path: Path, problems: pl.DataFrame) -> pl.DataFrame:
    """One row per total line whose money is not that of any lines above or below it, as
    `problems.listed`: its value, and after a stroke the sum of the lines above."""
    empty = pl.DataFrame(schema=parse_issues.SCHEMA)
    if not problems["code"].eq("total_line").any() or "amount" not in part.names:
        return empty
    rows = _rows(context, path, has_nameless=False)[:MOST_ROWS]
    sums = _Sums(context, path, [row for row, *_ in rows])
    found = [
        {
            "file_key": part.key,
            "file": part.name,
            "row": row,
            "name": "amount",
            "value": f"{(written or '').strip()} / {sums.above(place):.2f}",
            "code": DIFFERS,
            "is_set_aside": True,
        }
        for place, (row, amount, written, _) in enumerate(rows)
        if amount and not sums.holds(place, amount)
    ]
    return pl.DataFrame(found, schema=parse_issues.SCHEMA)


def _rows(
    context: Context, path: Path, *, has_nameless: bool
) -> list[tuple[int, float | None, str | None, bool]]:
    frame = context.builder.frame(
        "ingest/part_total_rows",
        path=str(path),
        total_line=parse_issues.BITS["orders"]["ordered_at.total_line"],
        has_nameless=has_nameless,
    )
    return frame.rows()


def _has_nameless(context: Context, part: Part, path: Path) -> bool:
    """Whether the file has the columns that name a line, and rows with nothing in any of them."""
    if not {"order_id", "customer_id"} & set(part.names):
        return False
    nulls = context.builder.frame("ingest/part_nulls", path=str(path))
    present = nulls.filter(pl.col("name").is_in(list(set(_NAMES) & set(part.names))))
    least = present["count_nulls"].min() or 0
    # A column that is mostly empty does not name its lines.
    named = present.filter(pl.col("count_nulls") * 2 < pl.col("count_rows"))
    return isinstance(least, int) and least > 0 and not named.is_empty()


class _Sums:
    """Lines and money of the stretches between rows that may be totals, in cents."""

    def __init__(self, context: Context, path: Path, rows: Sequence[int]) -> None:
        frame = context.builder.frame(
            "ingest/part_segments",
            path=str(path),
            rows=list(rows),
            fatal=parse_issues.FATAL["orders"],
        )
        stretches = {place: values for place, *values in frame.rows()}
        places = range(len(rows) + 1)
        self._lines = _summed([stretches.get(place, (0, 0, 0))[0] for place in places])
        self._money = [
            _summed([_cents(stretches.get(place, (0, 0, 0))[which]) for place in places])
            for which in (1, 2)
        ]

    def above(self, place: int) -> float:
        """Money of the lines between this row and the one before it, or of all above where there
        are none."""
        money = self._money[0]
        stretch = money[place + 1] - money[place]
        return (stretch or money[place + 1]) / 100

    def count_lines(self, place: int, amount: float | None) -> int:
        """Of how many lines right above the row its money is the sum; 0 where it is none."""
        cents = _cents(amount or 0)
        for first in range(place, -1, -1):
            count = self._lines[place + 1] - self._lines[first]
            if count and any(m[place + 1] - m[first] == cents for m in self._money):
                return count
        return 0

    def holds(self, place: int, amount: float) -> bool:
        """Whether the money is that of lines that end above the row, begin below it, or of all."""
        cents, last = _cents(amount), len(self._lines) - 1
        spans = [(first, place + 1) for first in range(place + 1)]
        spans += [(place + 1, behind) for behind in range(place + 2, last + 1)]
        return any(
            abs(money[behind] - money[first] - cents) <= 1
            for first, behind in (*spans, (0, last))
            for money in self._money
        )


def _cents(amount: float) -> int:
    return round(amount * 100)


def _summed(values: Sequence[int]) -> list[int]:
    """What stands before each place: 0 first, the whole last."""
    return [0, *accumulate(values)]
