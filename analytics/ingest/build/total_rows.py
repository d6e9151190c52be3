"""Rows that add up those above: set aside by their sum where no word tells, and held against it.

The sums are asked for only where a row may be a total, so that a clean file costs nothing.
"""

from __future__ import annotations

import json
import re
import unicodedata
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.ingest.build import parse_issues, under_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from analytics.ingest.build.parts import Context, Part

MOST_ROWS = 2_000
"""More rows without a name are lines of something, and no totals."""
MIN_LINES = 2
"""So many lines a total adds up at least, somewhere in the file."""
DIFFERS = "total_differs"
_NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
_WORD = r"(?:[\u8ba1\u8a08\u548c\u603b\u7e3d\uacc4\ud569]|total\w*|sum\w*|gesamt\w*)"
_MONEY = re.compile(
    rf"[\u00a5$\u20ac\u00a3]\s*{_NUMBER}|{_NUMBER}\s*(?:[\u5143\u5757\u5713\u584a\uc6d0]|cny|rmb|usd|eur|twd|hkd)"
    rf"|{_WORD}\s*[:=]?\s*{_NUMBER}\s*$",
    re.IGNORECASE,
)
"""Money beside its sign or unit, or bare behind the word for a total."""
_PIECES = re.compile(
    rf"{_NUMBER}\s*(?:[\u4ef6\u500b\u4e2a\u74f6\u76d2\uac1c]|pcs|pieces|units|items)", re.IGNORECASE
)
"""Pieces beside their unit."""
_NAMES = ("order_id", "customer_id", "product", "sku")


def set_aside(context: Context, part: Part, path: Path) -> int:
    """Mark nameless rows that hold the sum of the lines above as total lines; how many."""
    if not _has_nameless(context, part, path):
        return 0
    rows = _rows(context, path, has_nameless=True)
    nameless = [each for each in rows if not each["is_by_word"]]
    if not nameless or len(rows) > MOST_ROWS:
        return 0
    sums = _Sums(context, path, [each["row"] for each in rows])
    lines_by_row = {
        each["row"]: lines
        for place, each in enumerate(rows)
        if not each["is_by_word"] and (lines := sums.count_lines(place, each["amount"]))
    }
    if max(lines_by_row.values(), default=0) < MIN_LINES:
        return 0
    ranges = [(row, row + 1) for row in lines_by_row]
    under_tables.mark(context, path, ranges, "ordered_at.total_line")
    return len(ranges)


def differing(context: Context, part: Part, path: Path, problems: pl.DataFrame) -> pl.DataFrame:
    """One row per total line whose money, or number of pieces, is not that of any lines above or
    below it, as `problems.listed`: its value, and after a stroke the sum of the lines above."""
    if not problems["code"].eq("total_line").any():
        return pl.DataFrame(schema=parse_issues.SCHEMA)
    rows = _rows(context, path, has_nameless=False)[:MOST_ROWS]
    sums = _Sums(context, path, [each["row"] for each in rows])
    unequal = [
        {
            "file_key": part.key,
            "file": part.name,
            "row": each["row"],
            "name": name,
            "value": f"{written} / {sums.above(place, name)}",
            "code": DIFFERS,
            "is_set_aside": True,
        }
        for place, each in enumerate(rows)
        for name, written, total in _stated(part, each)
        if total and not sums.holds(place, total, name)
    ]
    return pl.DataFrame(unequal, schema=parse_issues.SCHEMA)


def _stated(part: Part, row: Mapping[str, Any]) -> list[tuple[str, str, float]]:
    """What a total line says in its columns, else in the text of a cell (Total: 1,234.00): column,
    as written, number."""
    totals: list[tuple[str, str, float]] = []
    if "amount" in part.names and row["amount"] and row["written"]:
        totals.append(("amount", row["written"].strip(), row["amount"]))
    if "quantity" in part.names and row["quantity"] and row["written_quantity"]:
        totals.append(("quantity", row["written_quantity"].strip(), row["quantity"]))
    if totals or not row["cells"]:
        return totals
    texts = [unicodedata.normalize("NFKC", str(cell)) for cell in _cells_of(row["cells"])]
    for text in texts:
        money, pieces = _MONEY.search(text), _PIECES.search(text)
        if money and {"amount", "unit_price"} & set(part.names):
            number = next(filter(None, money.groups()))
            totals.append(("amount", text.strip(), float(number.replace(",", ""))))
        if pieces and "quantity" in part.names:
            totals.append(("quantity", text.strip(), float(pieces[1].replace(",", ""))))
    return totals


def _cells_of(raw: str) -> list[str]:
    return [cell for cell in json.loads(raw).values() if isinstance(cell, str)]


def _rows(context: Context, path: Path, *, has_nameless: bool) -> list[dict[str, Any]]:
    frame = context.builder.frame(
        "ingest/part_total_rows",
        path=str(path),
        total_line=parse_issues.BITS["orders"]["ordered_at.total_line"],
        has_nameless=has_nameless,
    )
    return frame.to_dicts()


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
        nothing = (0, 0, 0, 0, 0)
        self._lines = _summed([stretches.get(place, nothing)[0] for place in places])
        self._money, self._pieces = (
            [
                _summed([_cents(stretches.get(place, nothing)[which]) for place in places])
                for which in pair
            ]
            for pair in ((1, 2), (3, 4))
        )

    def above(self, place: int, name: str) -> str:
        """Money or pieces of the lines between this row and the one before it, or of all above
        where there are none."""
        sums = (self._money if name == "amount" else self._pieces)[0]
        stretch = (sums[place + 1] - sums[place]) or sums[place + 1]
        return f"{stretch / 100:.2f}" if name == "amount" else f"{stretch / 100:g}"

    def count_lines(self, place: int, amount: float | None) -> int:
        """Of how many lines right above the row its money is the sum; 0 where it is none."""
        cents = _cents(amount or 0)
        for first in range(place, -1, -1):
            count = self._lines[place + 1] - self._lines[first]
            if count and any(m[place + 1] - m[first] == cents for m in self._money):
                return count
        return 0

    def holds(self, place: int, total: float, name: str) -> bool:
        """Whether the money or the pieces are those of lines that end above the row, begin below
        it, or of all. A total may count lines where a piece stands on each."""
        cents, last = _cents(total), len(self._lines) - 1
        lines = [count * 100 for count in self._lines]
        sums = self._money if name == "amount" else [*self._pieces, lines]
        spans = [(first, place + 1) for first in range(place + 1)]
        spans += [(place + 1, behind) for behind in range(place + 2, last + 1)]
        return any(
            abs(values[behind] - values[first] - cents) <= 1
            for first, behind in (*spans, (0, last))
            for values in sums
        )


def _cents(amount: float) -> int:
    return round(amount * 100)


def _summed(values: Sequence[int]) -> list[int]:
    """What stands before each place: 0 first, the whole last."""
    return [0, *accumulate(values)]
