"""Uneven text and JSON as even records that the fast reader takes."""

from __future__ import annotations

import csv
from itertools import chain, islice
from typing import TYPE_CHECKING

from analytics.errors import FileError
from analytics.ingest.files import continuation, jsonl, stray_quotes
from analytics.ingest.files.sniff import LINE_LIMIT, clean_lines, records
from analytics.ingest.files.stray_quotes import Lines, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from analytics.ingest.files.sniff import Sniffed
    from analytics.ingest.files.stray_quotes import Stray

DAYS = ("ordered_at", "submitted_at")
NEEDED = ("amount", "unit_price", "quantity", "rating", "nps")
"""Columns that a row which ends too early must reach."""
END = "\x1eend"
"""A line put after the last: a record that has it inside a cell was never closed."""


def write(
    path: Path,
    name: str,
    sniffed: Sniffed,
    *,
    header_row: int,
    names: Sequence[str],
    out: Path,
    keeps_quotes: bool = False,
    short: list[tuple[int, str]] | None = None,
) -> list[Stray]:
    """The records below the header as plain UTF-8 with one and the same number of cells.

    First cell: the row in the file. Last cell: what stood beyond the last header, joined, or
    everything that a quote nobody closed has swallowed. Lines that continue an order are filled.
    Stray quotes taken for plain signs are returned; with `keeps_quotes` there are none. Rows that
    end before a column with money or an answer are added to `short`, with their cells.
    """
    least = _least_width(names)
    width, order = len(names), continuation.order_of(names)
    above: list[str] = []
    stray: list[Stray] = []
    numbered = (
        _numbered(path, name, sniffed, header_row)
        if keeps_quotes or sniffed.kind == "jsonl"
        else islice(_mended(path, name, sniffed, shape_of(names), stray), header_row, None)
    )
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for number, row in numbered:
            if row == [END]:
                break
            is_open = bool(row) and row[-1].endswith(END)
            row[-1:] = [cell.removesuffix(END) for cell in row[-1:]]
            beyond = row[-1:] if is_open else row[width:]
            overflow = " ".join(cell for cell in beyond if cell.strip())
            if short is not None and any(row) and len(row) < least:
                short.append((number, sniffed.delimiter.join(row)))
            padded = row[:width] + [""] * (width - len(row))
            above = continuation.filled(above, padded, order) if order else padded
            writer.writerow([number, *above, overflow])
    return stray


def _least_width(names: Sequence[str]) -> int:
    """Cells up to the last column that a row must reach."""
    return max((place for place, name in enumerate(names, start=1) if name in NEEDED), default=0)


def shape_of(names: Sequence[str]) -> Shape:
    """What a line with these columns looks like."""
    days = [place for place, name in enumerate(names) if name in DAYS]
    return Shape(len(names), days[0] if days else None)


def has_swallowed(path: Path, name: str, sniffed: Sniffed, names: Sequence[str]) -> bool:
    """Whether a quote in the file hides lines that are records of their own."""
    with path.open(encoding=sniffed.encoding, newline="") as file:
        lines = clean_lines(file, name)
        return stray_quotes.has_swallowed(lines, sniffed.delimiter, sniffed.quote, shape_of(names))


def _mended(
    path: Path, name: str, sniffed: Sniffed, shape: Shape, stray: list[Stray]
) -> Iterator[tuple[int, list[str]]]:
    """Every record with its row, with the lines that a stray quote would have swallowed."""
    with path.open(encoding=sniffed.encoding, newline="") as file:
        lines = Lines(chain(clean_lines(file, name), (END,)))
        rows = stray_quotes.records(lines, sniffed.delimiter, sniffed.quote, shape, stray)
        try:
            yield from enumerate(rows, start=1)
        except csv.Error as error:
            start = lines.taken[0] if lines.taken else ""
            raise FileError.cell_too_long(name, lines.count, LINE_LIMIT, start) from error


def _numbered(
    path: Path, name: str, sniffed: Sniffed, header_row: int
) -> Iterator[tuple[int, list[str]]]:
    """Every record below the header with its row in the file."""
    if sniffed.kind == "jsonl":
        return jsonl.table(path, name, sniffed.encoding)
    file_records = records(path, name, sniffed, (END,))
    return islice(enumerate(file_records, start=1), header_row, None)


def continues_orders(
    path: Path,
    name: str,
    sniffed: Sniffed,
    *,
    header_row: int,
    headers: Sequence[str],
    names: Sequence[str],
) -> bool:
    """Whether lines of the file leave to the line above what belongs to their order.

    By the format where it is known for it, else by the first records, so that nothing is looked
    for in a long file that needs nothing.
    """
    order = continuation.order_of(names)
    if order is None:
        return False
    if continuation.is_marked(headers):
        return True
    return continuation.has_continued_lines(
        islice(records(path, name, sniffed), header_row, None), order
    )
