"""Uneven text and JSON as even records that the fast reader takes."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING

from analytics.ingest.files import continuation, jsonl
from analytics.ingest.files.sniff import records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from analytics.ingest.files.sniff import Sniffed

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
) -> None:
    """The records below the header as plain UTF-8 with one and the same number of cells.

    First cell: the row in the file. Last cell: what stood beyond the last header, joined, or
    everything that a quote nobody closed has swallowed. Lines that continue an order are filled.
    """
    width, order = len(names), continuation.order_of(names)
    above: list[str] = []
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for number, row in _numbered(path, name, sniffed, header_row):
            if row == [END]:
                break
            is_open = bool(row) and row[-1].endswith(END)
            row[-1:] = [cell.removesuffix(END) for cell in row[-1:]]
            beyond = row[-1:] if is_open else row[width:]
            overflow = " ".join(cell for cell in beyond if cell.strip())
            padded = row[:width] + [""] * (width - len(row))
            above = continuation.filled(above, padded, order) if order else padded
            writer.writerow([number, *above, overflow])


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
