"""Lines that continue an order: values of the whole order are on its first line only.

Filled down from the line above are the day, the customer and other words of the order, where the
day is blank and the order number is the one above. Never money and never a quantity, so sums stay.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from analytics.ingest.columns.formats import FOLDER, normalise
from analytics.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

HEAD_RECORDS = 2_000
MARKED = ("shopify_orders",)
"""Formats whose first continued line may be anywhere in the file."""
ORDER, DAY = "order_id", "ordered_at"
ORDER_COLUMNS = (
    DAY,
    "customer_id",
    "channel",
    "domain",
    "mode",
    "social_model",
    "store_id",
    "campaign",
    "referrer_id",
    "referrer_kind",
    "currency",
    "status",
)
_TEXT_KINDS = ("text", "choice", "time", "day", "flag")


@dataclass(frozen=True)
class Order:
    """Places of the cells of a line that belong to its order."""

    number: int
    day: int
    shared: tuple[int, ...]


def text_columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table that are no amount and no count: what a merged cell may repeat."""
    return tuple(column.name for column in TABLES[table].columns if column.kind in _TEXT_KINDS)


def order_of(names: Sequence[str]) -> Order | None:
    """The order's cells, None where the file has no order number or no day."""
    place = {name: index for index, name in enumerate(names)}
    if ORDER not in place or DAY not in place:
        return None
    shared = tuple(place[name] for name in ORDER_COLUMNS if name in place)
    return Order(place[ORDER], place[DAY], shared)


def is_marked(headers: Sequence[str]) -> bool:
    """Whether the headers are those of a format that is known to continue orders."""
    names = {normalise(header) for header in headers}
    return any(marks <= names for marks in _marks())


@cache
def _marks() -> tuple[frozenset[str], ...]:
    """Read on their own: a build needs no other format."""
    texts = [(FOLDER / f"{key}.toml").read_text(encoding="utf-8") for key in MARKED]
    return tuple(frozenset(map(normalise, tomllib.loads(text)["marks"])) for text in texts)


def has_continued_lines(records: Iterable[Sequence[str]], order: Order) -> bool:
    """Whether one of the first records continues the one above."""
    head = islice(records, HEAD_RECORDS)
    return any(_continues(above, below, order) for above, below in pairwise(head))


def filled(above: Sequence[str], below: list[str], order: Order) -> list[str]:
    """The record with blank cells of its order filled from the record above."""
    if below[order.day].strip() or not _continues(above, below, order):
        return below
    cells = list(below)
    for index in order.shared:
        if not cells[index].strip():
            cells[index] = above[index]
    return cells


def _continues(above: Sequence[str], below: Sequence[str], order: Order) -> bool:
    least = max(order.shared)
    if len(above) <= max(least, order.number) or len(below) <= max(least, order.number):
        return False
    number = below[order.number].strip()
    return not below[order.day].strip() and number != "" and number == above[order.number].strip()


def filled_frame(cells: pl.DataFrame) -> pl.DataFrame:
    """The same for a frame of text cells in file order."""
    import polars as pl

    if ORDER not in cells.columns or DAY not in cells.columns:
        return cells
    number, day = pl.col(ORDER).str.strip_chars(), pl.col(DAY).str.strip_chars()
    is_continued = (number == number.shift(1)) & (number != "") & (day.fill_null("") == "")
    if not cells.select(is_continued.any()).item():
        return cells
    run = (~is_continued.fill_null(value=False)).cum_sum()
    return cells.with_columns(
        pl.when(is_continued & (pl.col(name).fill_null("").str.strip_chars() == ""))
        .then(pl.when(pl.col(name).str.strip_chars() != "").then(name).forward_fill().over(run))
        .otherwise(name)
        .alias(name)
        for name in ORDER_COLUMNS
        if name in cells.columns
    )
