"""The table a file holds, and the canonical column of each of its headers.

Everything here looks at headers as a set: the same columns in another order give the same answer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from analytics.errors import UsageError
from analytics.ingest.columns import questions
from analytics.ingest.columns.formats import STAND_IN, Format, formats, known_headers, normalise
from analytics.ingest.columns.sums import foreign_headers, headers_of_sums
from analytics.schema import FEEDBACK, ORDERS, PRICE_QUESTIONS, TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.table import Table

__all__ = ["Match", "find_header_row", "normalise", "recognise", "remap"]

HEADER_LIMIT = 20
NEARLY_COLUMNS = 3
SALE = ("order_id", "customer_id", "quantity", "amount")
"""A price list has products and prices too; a sale has at least one of these."""


@dataclass(frozen=True)
class Match:
    """The recognised table, format and columns of a file."""

    table: str | None
    format: str | None
    mapping: dict[str, int]
    """Canonical column -> index of the header, in the order of the table's columns."""
    unused: tuple[int, ...]
    duplicates: tuple[str, ...]
    """Headers left aside because an earlier one reads the same."""
    missing: tuple[str, ...]
    """Required columns that the file lacks."""
    score: float
    """0-1: share of the headers understood, each counted less the more tables share it."""
    sums: tuple[str, ...] = ()
    """Headers that say that rows are sums of several orders, where that is why it is no table."""
    foreign: tuple[str, ...] = ()
    """Headers of other lists (bank statements, stock), where those are why it is no table."""
    asked: tuple[questions.Question, ...] = ()
    """The columns that each are one question, one price or one need, and make rows of their own."""


def recognise(headers: Sequence[str], table: str | None = None) -> Match:
    """The best format for these headers, of any table or of the given one.

    Marks of a named format come first, then required columns, then the share of headers
    understood, then the order of the tables. Without `table`, a file that no table fits gives table
    None, and sales without a date are orders with `ordered_at` missing. UsageError for an unknown
    table.
    """
    if table is not None and table not in TABLES:
        raise UsageError.bad_option("table", table, ", ".join(TABLES))
    first = _first(headers)
    fits = [_fit(form, first, headers) for form in _candidates(frozenset(first), table)]
    if table:
        return max(fits, key=_rank, default=_nothing(headers))
    sums, foreign = _no_orders(fits, headers)
    orders = [fit for fit in fits if fit.table == ORDERS.name]
    chosen = _whole([fit for fit in fits if not (sums or foreign) or fit not in orders], headers)
    if any(fit.table == FEEDBACK.name for fit in chosen):
        # Responses stay responses, whatever else their survey asks.
        chosen = [fit for fit in chosen if not fit.asked]
    if not (chosen or sums or foreign):
        chosen = [fit for fit in orders if _is_nearly_orders(fit)]
    nothing = replace(_nothing(headers), sums=sums, foreign=foreign)
    return max(chosen, key=_rank, default=nothing)


def remap(headers: Sequence[str], table: str, mapping: Mapping[str, str | None]) -> Match:
    """The match of `recognise` for the table, with a person's corrections.

    `mapping` is column -> header as the file has it, None = the file has no such column. A header
    given to one column is taken from the column that had it. UsageError for an unknown table,
    column or header, and for a header given to two columns.
    """
    match = recognise(headers, table)
    unknown = next((column for column in mapping if column not in TABLES[table].names), None)
    if unknown is not None:
        raise UsageError.unknown_column(unknown, ", ".join(TABLES[table].names))
    corrected = {
        c: _index(headers, c, header) for c, header in mapping.items() if header is not None
    }
    _refuse_twice(headers, corrected)
    unchanged = {
        c: i for c, i in match.mapping.items() if c not in mapping and i not in corrected.values()
    }
    return _with_mapping(match, TABLES[table], headers, {**unchanged, **corrected})


def find_header_row(rows: Sequence[Sequence[str | None]], limit: int = HEADER_LIMIT) -> int:
    """The 0-based index of the row that names the columns; 0 when none of the first `limit` does.

    The row with the most known headers (two at least, or half of its cells), else the first that
    looks like names: as wide as the others, without numbers, no two cells alike.
    """
    cells = [_filled(row) for row in rows[:limit]]
    width = max(map(len, cells), default=0)
    known_counts = [_count_known(row) if len(row) >= min(2, width) else 0 for row in cells]
    if any(known_counts):
        return known_counts.index(max(known_counts))
    return next((i for i, row in enumerate(cells) if _looks_like_names(row, width)), 0)


def _candidates(names: frozenset[str], table: str | None) -> list[Format]:
    """Formats of the table whose marks are all there; a general format has none to miss."""
    return [
        form
        for form in formats()
        if table in {None, form.table}
        and form.marks <= names
        and not (form.is_alone and names - form.marks)
    ]


def _fit(form: Format, first: Mapping[str, int], headers: Sequence[str]) -> Match:
    """The columns of one format that the headers fill, each by its preferred header."""
    header_by_column: dict[str, str] = {}
    for column, accepted in form.accepted.items():
        # When an order was paid may be all that says when it was placed.
        taken = header_by_column.get("ordered_at") if column in STAND_IN else None
        own = [header for header in accepted if header in first and header != taken]
        if own:
            header_by_column[column] = own[0]
    score = sum(1 / len(known_headers()[header]) for header in header_by_column.values()) / max(
        1, len(first)
    )
    empty = Match(form.table, form.key, {}, (), _duplicates(headers, first), (), round(score, 6))
    mapping = {column: first[header] for column, header in header_by_column.items()}
    mapping = _with_prices(form, headers, mapping)
    fit = _with_mapping(empty, TABLES[form.table], headers, mapping)
    return replace(fit, score=round(score + len(fit.asked) / max(1, len(first)), 6))


def _with_prices(form: Format, headers: Sequence[str], mapping: dict[str, int]) -> dict[str, int]:
    """The columns of a survey that asks more than prices, with its four questions on price however
    they are worded; a survey of prices alone is a table of its own."""
    if form.table != FEEDBACK.name or any(name in mapping for name in PRICE_QUESTIONS):
        return mapping
    if not all(any(name in mapping for name in group) for group in FEEDBACK.any_of):
        return mapping
    return {**mapping, **questions.price_columns(headers, set(mapping.values()))}


def _with_mapping(
    match: Match, table: Table, headers: Sequence[str], mapping: Mapping[str, int]
) -> Match:
    """The match with another mapping and what follows from it."""
    own = set(mapping.values())
    has_rows = all(any(column in mapping for column in group) for group in table.any_of)
    asked = () if has_rows else questions.questions(table.name, headers, own)
    used = {*own, *(question.index for question in asked)}
    return replace(
        match,
        mapping={column: mapping[column] for column in table.names if column in mapping},
        unused=tuple(i for i in range(len(headers)) if i not in used),
        missing=tuple(column for column in table.required if column not in mapping),
        asked=asked,
    )


def _rank(match: Match) -> tuple[int, bool, float, int]:
    marks = _marks()[match.format]
    return marks, not match.missing, match.score, -list(TABLES).index(match.table or "")


@cache
def _marks() -> dict[str | None, int]:
    """Format key -> how many marks it has; a format is a candidate only when all are there."""
    return {form.key: len(form.marks) for form in formats()}


def _whole(fits: Sequence[Match], headers: Sequence[str]) -> list[Match]:
    """Those whose table has a column in each of the groups that recognise it, or questions in the
    place of columns."""
    return [
        fit
        for fit in fits
        if all(any(c in fit.mapping for c in group) for group in TABLES[fit.table or ""].any_of)
        or (fit.asked and questions.is_sure(headers, fit.asked))
    ]


def _is_nearly_orders(match: Match) -> bool:
    return (
        match.table == ORDERS.name
        and len(match.mapping) >= NEARLY_COLUMNS
        and any(column in match.mapping for column in SALE)
    )


def _no_orders(
    fits: Sequence[Match], headers: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The headers that say that what looks like orders are sums, and those that say that they are
    another list; a named format knows better."""
    orders = [fit for fit in fits if fit.table == ORDERS.name]
    if not orders or any(_marks()[fit.format] and not fit.missing for fit in orders):
        return (), ()
    columns = {column for fit in orders for column in fit.mapping}
    return headers_of_sums(headers, columns), foreign_headers(headers, columns)


def _nothing(headers: Sequence[str]) -> Match:
    repeats = _duplicates(headers, _first(headers))
    return Match(None, None, {}, tuple(range(len(headers))), repeats, (), 0.0)


def _first(headers: Sequence[str]) -> dict[str, int]:
    """Normalised header -> its first index; headers without a letter are left out."""
    places: dict[str, int] = {}
    for index, header in enumerate(headers):
        places.setdefault(normalise(header), index)
    return {name: index for name, index in places.items() if name}


def _duplicates(headers: Sequence[str], first: Mapping[str, int]) -> tuple[str, ...]:
    repeats = (
        header.strip()
        for index, header in enumerate(headers)
        if first.get(normalise(header), index) != index
    )
    return tuple(dict.fromkeys(repeats))


def _index(headers: Sequence[str], column: str, header: str) -> int:
    """Index of a header: as written, else as normalised."""
    if header in headers:
        return headers.index(header)
    index = _first(headers).get(normalise(header))
    if index is None:
        raise UsageError.bad_option(column, header, ", ".join(filter(None, headers)))
    return index


def _refuse_twice(headers: Sequence[str], corrected: Mapping[str, int]) -> None:
    counts = Counter(corrected.values())
    for column, index in corrected.items():
        if counts[index] > 1:
            free = [h for i, h in enumerate(headers) if h and i not in counts]
            raise UsageError.bad_option(column, headers[index], ", ".join(free))


def _filled(row: Sequence[str | None]) -> list[str]:
    return [cell.strip() for cell in row if cell is not None and cell.strip()]


def _count_known(row: Sequence[str]) -> int:
    """How many cells are known headers; 0 when they are too few to be more than chance."""
    count = sum(name in known_headers() for name in {normalise(cell) for cell in row})
    return count if count > 1 or count * 2 >= len(row) else 0


def _looks_like_names(row: Sequence[str], width: int) -> bool:
    names = {normalise(cell) for cell in row}
    return (
        len(row) * 2 > width
        and len(names) == len(row)
        and not any(_is_number(name) for name in names)
    )


def _is_number(name: str) -> bool:
    """Whether digits make up most of it: a quantity, a date, a code."""
    return 2 * sum(map(str.isdecimal, name)) > len(name)
