"""A quote that nobody closed: what follows it, line after line, would become one cell.

A record that takes several lines is looked at again: where the lines inside it are records of
their own, as wide and with a date like the first one's, the quote is a plain sign, and every line
stands for itself. A text of several lines in one cell stays one cell.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

CHUNK = 1 << 22
LEAST_WIDTH = 3
"""Of two cells a line of any text may happen to have as many."""
TWO = 2
"""Lines of the shortest record of several."""
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Shape:
    """What a line of the table looks like."""

    width: int
    day_at: int | None = None
    """The place of the column with the day."""

    def fits(self, row: Sequence[str], first: Sequence[str]) -> bool:
        """Whether a line is a record like the one that the open quote began with."""
        if len(row) != self.width or self.width < LEAST_WIDTH:
            return False
        if self.day_at is None or self.day_at >= len(first):
            return sum(map(bool, row)) > 1
        pattern = _pattern(row[self.day_at])
        return "9" in pattern and pattern == _pattern(first[self.day_at])


@dataclass(frozen=True)
class Stray:
    """One quote taken for a plain sign."""

    row: int
    line: str
    count_lines: int
    """The lines it would have swallowed."""


class Lines:
    """Lines one after another, some of them put back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: deque[str] = deque()
        self.taken: list[str] = []
        """The lines of the record being read."""
        self.count = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._lines)
        self.taken.append(line)
        self.count += 1
        return line

    def put_back(self) -> str:
        """Give back all lines of the record but its first, which is returned."""
        first, *others = self.taken
        self._back.extendleft(reversed(others))
        self.count -= len(others)
        return first


def records(
    lines: Lines, delimiter: str, quote: str, shape: Shape, stray: list[Stray]
) -> Iterator[list[str]]:
    """Every record; what was taken for a plain sign is added to `stray`, with its row from 1.

    The `csv.Error` of a cell beyond all limits is raised where no stray quote explains it.
    """
    number, reader = 1, csv.reader(lines, delimiter=delimiter, quotechar=quote)
    while True:
        lines.taken.clear()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if not _is_swallowed(lines.taken, delimiter, quote, shape):
                raise
            row = []
        if len(lines.taken) > 1 and _is_swallowed(lines.taken, delimiter, quote, shape):
            count = len(lines.taken) - 1
            first = lines.put_back()
            stray.append(Stray(number, first.strip(), count))
            row = _plain(first, delimiter, quote, shape.width)
            reader = csv.reader(lines, delimiter=delimiter, quotechar=quote)
        yield row
        number += 1


def has_swallowed(lines: Iterator[str], delimiter: str, quote: str, shape: Shape) -> bool:
    """Whether any record is a stray quote with the lines behind it."""
    stray: list[Stray] = []
    try:
        return any(stray for _ in records(Lines(lines), delimiter, quote, shape, stray))
    except csv.Error:
        return False


def count_lines(path: Path) -> int:
    """The lines of a file that ends its lines in a line feed; the last need not end."""
    count, last = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            count += chunk.count(b"\n")
            last = chunk[-1:]
    return count + (last not in (b"", b"\n"))


def _is_swallowed(taken: Sequence[str], delimiter: str, quote: str, shape: Shape) -> bool:
    """Whether most lines behind the first are records of their own; the last may be cut by the
    quote that ends it."""
    if not taken[1:]:
        return False
    first = _plain(taken[0], delimiter, quote, shape.width)
    # Only all lines together have the cells of a record: a text in several lines.
    if len(first) < shape.width and len(_record(taken, delimiter, quote)) == shape.width:
        return False
    # Without a day to go by, a last cell of two lines may look like two records.
    is_two_lines = len(taken) == TWO and _is_closed(taken[1], delimiter, quote)
    if is_two_lines and shape.day_at is None:
        return False
    inner = taken[1:-1] or taken[1:]
    count = sum(shape.fits(_line(line, delimiter, quote), first) for line in inner[:100])
    return 2 * count > min(len(inner), 100)


def _is_closed(line: str, delimiter: str, quote: str) -> bool:
    """Whether the first quote in the line that is not doubled ends a cell: a cell of two lines."""
    rest = line.replace(quote * 2, "").rstrip("\r\n")
    behind = rest.partition(quote)[2][:1]
    return quote in rest and behind in ("", delimiter)


def _line(line: str, delimiter: str, quote: str) -> list[str]:
    return _record([line], delimiter, quote)


def _record(lines: Sequence[str], delimiter: str, quote: str) -> list[str]:
    """The cells of the first record; empty where a cell is beyond all limits."""
    try:
        return next(csv.reader(lines, delimiter=delimiter, quotechar=quote), [])
    except csv.Error:
        return []


def _plain(line: str, delimiter: str, quote: str, width: int) -> list[str]:
    """The cells of a line whose quote is a plain sign, its other quotes as they are where that
    gives the right number of cells."""
    bare = line.rstrip("\r\n")
    plain = bare.split(delimiter)
    lenient = _line(bare, delimiter, quote)
    if len(plain) != width and len(lenient) == width:
        return lenient
    return plain


def _pattern(cell: str) -> str:
    return _LETTERS.sub("a", _DIGITS.sub("9", cell.strip().strip("\"'")))
