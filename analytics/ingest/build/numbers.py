"""Is 1,234 a thousand and more, or one and a bit? Decided per column, on all of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics import schema
from analytics.ingest.build.dates import cell_of
from analytics.ingest.build.parse_issues import UNREAD_NUMBERS
from analytics.ingest.columns.formats import power_of
from analytics.ingest.errors import numbers_ambiguous

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from analytics.ingest.build.parts import Part
    from analytics.storage.engine import Builder

SIGNS = ("point", "comma")
"""The signs before decimals."""
MONEY = {
    "orders": (
        *("unit_price", "list_price", "amount", "unit_cost"),
        *("list_amount", "refund_amount", "profit"),
        *("line_discount", "order_discount", "order_paid", "commission"),
    ),
    "products": ("unit_cost", "list_price"),
    "competitor_prices": ("price",),
    "touchpoints": ("cost",),
}
"""Columns whose header may say that money is counted in thousands or more."""
ASKED = ("amount", "unit_price", "refund_amount", "order_discount", "line_discount")
"""Columns that make what was paid: where nothing decides, a person does."""


@dataclass(frozen=True)
class Sign:
    """How a column writes decimals, and what decided it where 1.234 is all there is."""

    manner: str
    """comma or point."""
    by: str = ""
    """caller, whole (numbers without a sign beside it), neighbours (other columns of the file) or
    file (its separator and dates); "" where other cells of the column leave no doubt."""
    example: str = ""

    def as_dict(self) -> dict[str, str]:
        """Plain JSON."""
        return {"sign": self.manner, "by": self.by, "example": self.example}


def numbers_of(part: Part) -> list[str]:
    """The columns of a part that hold numbers."""
    return [
        column.name
        for column in schema.TABLES[part.table].columns
        if column.kind in ("integer", "decimal") and column.name in part.names
    ]


def signs(builder: Builder, part: Part, path: Path) -> dict[str, Sign]:
    """Canonical column -> its sign before decimals, nothing where no cell needs it.

    Columns are examined only where a number was unreadable, so that clean files cost nothing. A
    column writes decimal commas when more of its cells can only be that than speak against it; a
    cell that can be read in one way alone (3,50 or 12.50) is read so in any column. ImportRefused
    for money of orders such as 1.234 that nothing decides.
    """
    if part.decimals:
        return {name: Sign(part.decimals, "caller") for name in numbers_of(part)}
    has_unread = pl.scan_parquet(path, glob=False).select(
        (pl.col("flaws") & UNREAD_NUMBERS[part.table] != 0).any()
    )
    names = numbers_of(part)
    if not has_unread.collect().item() or not names:
        return {}
    rows = builder.frame("ingest/number_evidence", pattern=f"^({'|'.join(names)})$").to_dicts()
    if not any(row["count_comma"] or row["count_thousands_point"] for row in rows):
        return {}
    by_name = {row["name"]: decide(row) for row in rows if not _is_open(part, row)}
    for row in rows:
        if _is_open(part, row):
            by_name[row["name"]] = _settled(builder, part, row, rows)
    return by_name


def _is_open(part: Part, row: Mapping[str, Any]) -> bool:
    """Whether 1.234 is all that a column of money says."""
    return (
        row["name"] in MONEY.get(part.table, ())
        and row["count_thousands_point"] > 0
        and not row["count_comma"]
        and not row["count_point"]
        and not row["count_thousands_comma"]
    )


def _settled(
    builder: Builder, part: Part, row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]
) -> Sign:
    """The sign of an open column: by its own whole numbers, else by the other columns, else by
    how the file writes lists and dates."""
    if part.sniffed.kind != "text" and not row["count_round"]:
        return Sign("point")  # a number, not its text: none of them ends in a zero
    manner, by = _by_whole(row), "whole"
    if not manner:
        manner, by = _by_neighbours(row["name"], rows), "neighbours"
    if not manner:
        manner, by = _by_file(builder, part, row), "file"
    if manner:
        return Sign(manner, by, row["example"])
    if part.table != "orders" or row["name"] not in ASKED:
        return Sign("point")
    raise numbers_ambiguous(part.name, **cell_of(builder, part, row["name"], row["example"]))


def _by_whole(row: Mapping[str, Any]) -> str:
    """A column that writes 1500 does not write thousands with a point. One that writes 950 beside
    1.200 does: as decimals, they would both have three, or neither a zero at the end."""
    if row["count_long"]:
        return "point"
    return "comma" if row["count_short"] and row["count_round"] else ""


def _by_neighbours(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    others = [row for row in rows if row["name"] != name]
    has_comma = any(row["count_comma"] for row in others)
    has_point = any(row["count_point"] for row in others)
    if has_comma == has_point:
        return ""
    return "comma" if has_comma else "point"


def _by_file(builder: Builder, part: Part, row: Mapping[str, Any]) -> str:
    """Programs part lists by semicolons where the comma stands before decimals; such places write
    their dates with points. Not enough where every cell has three digits behind a point: one wrong
    guess would make all money a thousand times as much."""
    (beside,) = builder.frame("ingest/number_neighbours").to_dicts()
    if beside["has_thousandths"]:
        return "point"
    is_of_commas = beside["has_dotted_dates"] or part.sniffed.delimiter == ";"
    return "comma" if is_of_commas and row["count_short"] else ""


def powers(part: Part) -> dict[str, float]:
    """Canonical column -> in how many its header counts money; nothing where it is plain."""
    money = [name for name in MONEY.get(part.table, ()) if name in part.names]
    power_by_column = {name: power_of(part.header_of[name]) for name in money}
    return {name: power for name, power in power_by_column.items() if power != 1}


def with_powers(manners: Mapping[str, str], counted: Mapping[str, float]) -> dict[str, str]:
    """How the queries take both: the manner, then an asterisk and the power."""
    scaled = {name: f"{manners.get(name, '')}*{power:g}" for name, power in counted.items()}
    return {**manners, **scaled}


def decide(row: Mapping[str, Any]) -> Sign:
    """`comma` or `point` from one row of ingest/number_evidence.sql."""
    against = row["count_point"] + row["count_thousands_comma"]
    return Sign("comma" if row["count_comma"] > against else "point")
