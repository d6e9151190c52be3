"""A second table under the first, in one sheet or text file: its rows are no lines of the first.

Looked for only among rows that could not be read, so that a clean file costs nothing. A second
table has a header of its own, or a title that speaks of returns; a header equal to the first one
goes on with the first table.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from analytics.ingest.build import parse_issues
from analytics.ingest.columns.formats import FOLDER, known_headers, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from analytics.ingest.build.parts import Context, Part

MOST_ROWS = 20_000
"""Of more rows that cannot be read, those behind are no header."""
MIN_WORDS, MIN_UNKNOWN = 2, 3
"""Known headers that make a header; names of any kind that do below a blank row."""
CODE = "second_table"
_SEPARATE = ("date_missing", "date_unreadable", "total_line", "repeated_header")


@dataclass(frozen=True)
class _Row:
    """A row without a usable date: its place, its cells by name, and whether the row above is
    blank."""

    row: int
    cells: Mapping[str, str]
    is_below_blank: bool

    @property
    def texts(self) -> list[str]:
        return [text for name, text in self.cells.items() if name != "source_row"]


def set_aside(context: Context, part: Part, path: Path) -> int:
    """Mark the rows of further tables in the Parquet part as set aside; how many ranges."""
    frame = context.builder.frame("ingest/part_flaws", path=str(path)).head(MOST_ROWS)
    ranges = list(_ranges(part, list(_undated(frame.rows()))))
    if not ranges:
        return 0
    mark(context, path, ranges, f"ordered_at.{CODE}")
    return len(ranges)


def mark(context: Context, path: Path, ranges: Sequence[tuple[int, int]], bit: str) -> None:
    """Give the rows in `ranges` (first, behind the last) the flaw `bit` in place of any other."""
    marked = path.with_name(f".{path.name}.marked")
    context.builder.write(
        "ingest/part_marked",
        marked,
        part=str(path),
        from_rows=[first for first, _ in ranges],
        to_rows=[behind for _, behind in ranges],
        bit=parse_issues.BITS["orders"][bit],
        blank=parse_issues.BLANK,
    )
    marked.replace(path)


def _undated(rows: Sequence[tuple[int, int, str]]) -> Iterator[_Row]:
    """The rows that have cells but no usable date."""
    bits = parse_issues.BITS["orders"]
    undated = sum(bits[f"ordered_at.{code}"] for code in _SEPARATE)
    blank_rows = {row for row, flaws, _ in rows if flaws & parse_issues.BLANK}
    for row, flaws, raw in rows:
        if flaws & undated:
            cells = {name: str(cell).strip() for name, cell in json.loads(raw).items() if cell}
            filled = {name: text for name, text in cells.items() if text}
            yield _Row(row, filled, row - 1 in blank_rows)


def _ranges(part: Part, rows: Sequence[_Row]) -> Iterator[tuple[int, int]]:
    """First row, and the row behind the last, of everything that is no line of the first table."""
    by_row = {each.row: each for each in rows}
    start: int | None = None
    for each in rows:
        title = by_row.get(each.row - 1)
        title = title if title and len(title.texts) == 1 else None
        is_return_title = (
            len(each.texts) == 1 and each.is_below_blank and _speaks_of_returns(each, part)
        )
        if _is_own_header(each, part) and not (title and _speaks_of_returns(title, part)):
            if start is not None:
                yield start, title.row if title else each.row
                start = None
        elif start is None and (is_return_title or _is_header(each, title)):
            start = title.row if title else each.row
    if start is not None:
        yield start, 1 << 62


def _speaks_of_returns(title: _Row, part: Part) -> bool:
    """Whether a title names returns, in a file that is not itself called so."""
    return _names_returns(title.texts[0]) and not _names_returns(part.name)


def _names_returns(text: str) -> bool:
    return any(word in text.lower() for word in _return_words())


@cache
def _return_words() -> tuple[str, ...]:
    """The words in data/formats/_titles.toml."""
    return tuple(tomllib.loads((FOLDER / "_titles.toml").read_text("utf-8"))["returns"])


def _is_own_header(row: _Row, part: Part) -> bool:
    """Whether the row repeats the header of the part in every column that is read."""
    headers = {name: header for name, header in part.header_of.items() if not _is_unread(name)}
    return all(
        normalise(row.cells.get(name, "")) == normalise(header) for name, header in headers.items()
    )


def _is_unread(name: str) -> bool:
    return re.fullmatch(r"x\d+", name) is not None


def _is_header(row: _Row, title: _Row | None) -> bool:
    texts = row.texts
    if len(texts) < MIN_WORDS or any(any(map(str.isdecimal, text)) for text in texts):
        return False
    count = sum(normalise(text) in known_headers() for text in texts)
    if count >= MIN_WORDS and count * 2 >= len(texts):
        return True
    is_apart = row.is_below_blank or (title is not None and title.is_below_blank)
    return is_apart and len(set(texts)) == len(texts) >= MIN_UNKNOWN
