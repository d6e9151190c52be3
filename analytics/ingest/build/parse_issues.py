"""What could not be used as written: one row per cell or row, with a code whose words stand in
`data/text/ingest/problems.toml`.

The SQL that reads orders and feedback marks flaws as bits; here stands what each bit means.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.storage.engine import Builder

SCHEMA = pl.Schema(
    {
        "file_key": pl.String,
        "file": pl.String,
        "row": pl.Int64,
        "name": pl.String,
        "value": pl.String,
        "code": pl.String,
        "is_set_aside": pl.Boolean,
    }
)


@dataclass(frozen=True)
class ParseIssue:
    """One bit of `flaws`: the canonical column it speaks of and the code of its sentence."""

    bit: int
    column: str
    code: str


EXAMPLE = 1 << 18
"""The bit of a response that is an example of the template."""

PARSE_ISSUES = MappingProxyType(
    {
        "orders": (
            ParseIssue(1, "ordered_at", "date_missing"),
            ParseIssue(2, "ordered_at", "date_unreadable"),
            ParseIssue(4, "amount", "number_unreadable"),
            ParseIssue(8, "quantity", "number_unreadable"),
            ParseIssue(16, "unit_price", "number_unreadable"),
            ParseIssue(32, "ordered_at", "total_line"),
            ParseIssue(128, "ordered_at", "repeated_header"),
            ParseIssue(256, "amount", "number_too_large"),
            ParseIssue(512, "list_price", "cell_emptied_number"),
            ParseIssue(1024, "unit_cost", "cell_emptied_number"),
            ParseIssue(2048, "domain", "choice_unknown"),
            ParseIssue(4096, "mode", "choice_unknown"),
            ParseIssue(8192, "social_model", "choice_unknown"),
            ParseIssue(16384, "referrer_kind", "choice_unknown"),
            ParseIssue(32768, "quantity", "quantity_rounded"),
            ParseIssue(65536, "overflow", "too_many_cells"),
            ParseIssue(131072, "refund_amount", "number_unreadable"),
            ParseIssue(262144, "list_amount", "cell_emptied_number"),
            ParseIssue(524288, "profit", "cell_emptied_number"),
            ParseIssue(1048576, "discount_rate", "cell_emptied_number"),
            ParseIssue(2097152, "order_id", "id_damaged"),
            ParseIssue(4194304, "customer_id", "id_damaged"),
            ParseIssue(8388608, "sku", "id_damaged"),
            ParseIssue(16777216, "ordered_at", "date_astray"),
        ),
        "feedback": (
            ParseIssue(2, "submitted_at", "cell_emptied_date"),
            ParseIssue(4, "rating", "cell_emptied_number"),
            ParseIssue(8, "rating", "outside_scale"),
            ParseIssue(16, "nps", "outside_scale"),
            ParseIssue(32, "endorsement", "item_outside_scale"),
            ParseIssue(256, "cheap", "cell_emptied_number"),
            ParseIssue(512, "source", "choice_unknown"),
            ParseIssue(1024, "disappointed", "choice_unknown"),
            ParseIssue(2048, "images", "cell_emptied_number"),
            ParseIssue(4096, "submitted_at", "cell_emptied_astray"),
            ParseIssue(65536, "overflow", "too_many_cells"),
            ParseIssue(131072, "text", "nothing_said"),
            ParseIssue(EXAMPLE, "feedback_id", "template_example"),
        ),
    }
)

FATAL = MappingProxyType({"orders": 16974335, "feedback": 458816})
"""The bits that set a row aside, 64 (a blank row) among them; facts/lines.sql holds them too."""


def listed(builder: Builder, table: str, path: Path) -> pl.DataFrame:
    """One row per problem of one Parquet part, in file order; several currencies are said once."""
    cells = _flawed(builder, table, path)
    if table != "orders":
        return cells
    mixed = builder.frame("ingest/problem_currencies", path=str(path), fatal=FATAL[table]).cast(
        SCHEMA
    )
    return pl.concat([mixed, cells])


def _flawed(builder: Builder, table: str, path: Path) -> pl.DataFrame:
    flaws = PARSE_ISSUES[table]
    return builder.frame(
        "ingest/problems",
        path=str(path),
        flaw_bits=[flaw.bit for flaw in flaws],
        flaw_columns=[flaw.column for flaw in flaws],
        flaw_codes=[flaw.code for flaw in flaws],
        fatal=FATAL[table],
    ).cast(SCHEMA)


def counts(builder: Builder, table: str, path: Path) -> dict[str, Any]:
    """How many rows one Parquet part holds: read, kept, set aside, and without a readable date."""
    found = builder.frame("ingest/row_counts", path=str(path), fatal=FATAL[table])
    if found.is_empty():
        return {"rows_read": 0, "rows_kept": 0, "rows_set_aside": 0, "rows_without_date": 0}
    row: dict[str, Any] = found.drop("file_key").row(0, named=True)
    return row


def set_aside(builder: Builder, table: str, path: Path) -> pl.DataFrame:
    """One row per record set aside: file_key, file, row, raw (its cells as JSON)."""
    return builder.frame("ingest/set_aside", path=str(path), fatal=FATAL[table])
