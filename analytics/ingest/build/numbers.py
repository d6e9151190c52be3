"""Is 1,234 a thousand and more, or one and a bit? Decided per column, on all of its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics import schema
from analytics.ingest.build.parse_issues import UNREAD_NUMBERS
from analytics.ingest.columns.formats import power_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from analytics.ingest.build.parts import Part
    from analytics.storage.engine import Builder

MONEY = {
    "orders": (
        *("unit_price", "list_price", "amount", "unit_cost"),
        *("list_amount", "refund_amount", "profit"),
    ),
    "products": ("unit_cost", "list_price"),
    "competitor_prices": ("price",),
    "touchpoints": ("cost",),
}
"""Columns whose header may say that money is counted in thousands or more."""


def number_manners(builder: Builder, part: Part, path: Path) -> dict[str, str]:
    """Canonical column -> `comma` or `point`, nothing where no cell needs it.

    Decimal commas are examined only where a number was unreadable, so that clean files cost
    nothing. A column writes decimal commas when more of its cells can only be that than speak
    against it; a cell that can be read in one way alone (3,50 or 12.50) is read so in any column.
    """
    has_unread = pl.scan_parquet(path, glob=False).select(
        (pl.col("flaws") & UNREAD_NUMBERS[part.table] != 0).any()
    )
    if not has_unread.collect().item():
        return {}
    numbers = [
        column.name
        for column in schema.TABLES[part.table].columns
        if column.kind in ("integer", "decimal") and column.name in part.names
    ]
    if not numbers:
        return {}
    evidence = builder.frame(
        "ingest/number_evidence", pattern=f"^({'|'.join(numbers)})$"
    ).to_dicts()
    if not any(row["count_comma"] for row in evidence):
        return {}
    return {row["name"]: decide(row) for row in evidence}


def powers(part: Part) -> dict[str, int]:
    """Canonical column -> in how many its header counts money; nothing where it is plain."""
    money = [name for name in MONEY.get(part.table, ()) if name in part.names]
    power_by_column = {name: power_of(part.header_of[name]) for name in money}
    return {name: power for name, power in power_by_column.items() if power > 1}


def with_powers(manners: Mapping[str, str], counted: Mapping[str, int]) -> dict[str, str]:
    """How the queries take both: the manner, then an asterisk and the power."""
    scaled = {name: f"{manners.get(name, '')}*{power}" for name, power in counted.items()}
    return {**manners, **scaled}


def decide(row: Mapping[str, int]) -> str:
    """`comma` or `point` from one row of ingest/number_evidence.sql."""
    against = row["count_point"] + row["count_thousands_comma"]
    return "comma" if row["count_comma"] > against else "point"
