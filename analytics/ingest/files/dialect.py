"""How a text file is cut into cells: its delimiter and its quote character."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from analytics.errors import UsageError
from analytics.ingest.columns.formats import known_headers, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

DELIMITERS = (",", "\t", ";", "|")
QUOTES = ('"', "'")
CLOSE = 0.2
"""Evenness within which the headers decide."""
_NUMBER = re.compile(r"-?\d{1,3}(?:[. ]\d{3})*,\d+")


def demanded(delimiter: str) -> str:
    """The delimiter chosen by a person; UsageError for anything that can be part of a cell."""
    if len(delimiter) == 1 and not delimiter.isalnum() and delimiter not in "\"'\r\n .-":
        return delimiter
    raise UsageError.bad_option("delimiter", delimiter, " ".join(DELIMITERS[::2]) + " | \\t")


def delimiter_of(lines: list[str], quote: str = '"') -> str:
    """The delimiter that cuts most lines into one and the same number of cells, more than one.

    Where several do nearly as well the one that yields more known headers; then the one that does
    not cut numbers such as 1.234,50.
    """
    scores = {delimiter: _evenness(lines, delimiter, quote) for delimiter in DELIMITERS}
    best = max(scores.values())
    candidates = [
        delimiter
        for delimiter in DELIMITERS
        if scores[delimiter] >= best - CLOSE and scores[delimiter] >= CLOSE
    ]
    if len(candidates) <= 1:
        return max(
            DELIMITERS, key=lambda delimiter: (scores[delimiter], -DELIMITERS.index(delimiter))
        )
    return max(
        candidates,
        key=lambda delimiter: (
            _count_known(lines, delimiter, quote),
            delimiter != "," or not _cuts_numbers(lines, candidates),
            scores[delimiter],
            -DELIMITERS.index(delimiter),
        ),
    )


def quote_of(lines: list[str]) -> str:
    """The quote character: single only where cells are wrapped in it and none in the double.

    A lone apostrophe before digits, as Excel marks text, opens nothing.
    """
    ends = "|".join(re.escape(delimiter) for delimiter in DELIMITERS)

    def wrapped(quote: str) -> int:
        cell = re.compile(rf"(?:^|{ends})\s*{quote}[^{quote}\r\n]*{quote}\s*(?=$|{ends}|\r|\n)")
        return sum(bool(cell.search(line)) for line in lines)

    singles = wrapped("'")
    return "'" if singles and 2 * singles >= len(lines) and not wrapped('"') else '"'


def _evenness(lines: list[str], delimiter: str, quote: str) -> float:
    """Cells cut the same way in most lines count most; one cell a line counts nothing."""
    widths = [len(row) for row in _cut(lines, delimiter, quote) if row]
    usual = max(set(widths), key=widths.count, default=1)
    if usual == 1:
        return 0.001 * sum(width > 1 for width in widths)
    return widths.count(usual) / len(widths) + 0.001 * min(usual, 100)


def _cut(lines: list[str], delimiter: str, quote: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter, quotechar=quote))
    except csv.Error:
        return []


def _count_known(lines: list[str], delimiter: str, quote: str) -> int:
    """The most known headers in any one line."""
    headers = known_headers()
    rows: Sequence[list[str]] = _cut(lines[:40], delimiter, quote)
    return max((sum(normalise(cell) in headers for cell in row) for row in rows), default=0)


def _cuts_numbers(lines: list[str], others: list[str]) -> bool:
    """Whether cells of another cut are mostly numbers with a comma for the decimals."""
    patterns = [re.escape(delimiter) for delimiter in others if delimiter != ","]
    cells = [cell.strip() for line in lines for cell in re.split("|".join(patterns), line)]
    commas = [cell for cell in cells if "," in cell]
    return 2 * sum(bool(_NUMBER.fullmatch(cell)) for cell in commas) > len(commas)
