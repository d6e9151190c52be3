"""What could not be used as written: one row per cell or row, with a code whose words stand in
`data/text/ingest/problems.toml`.

The SQL that reads orders and feedback marks flaws as bits; here stands what each bit means. It is
handed the bits under their names, `BITS`, and the sums of them that set a row aside, `FATAL`.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from analytics.ingest.build.parts import Part
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


EMPTIED_DATES = ("date_unreadable", "cell_emptied_date")
EMPTIED_NUMBERS = ("number_unreadable", "cell_emptied_number")


@dataclass(frozen=True)
class ParseIssue:
    """One bit of `flaws`: the canonical column it speaks of, the code of its sentence, and whether
    it sets the row aside or only empties the cell."""

    bit: int
    column: str
    code: str
    is_fatal: bool = False

    @property
    def name(self) -> str:
        """What SQL calls it."""
        return f"{self.column}.{self.code}"


BLANK = 64
"""The bit of a row without anything in it, which is set aside without a word."""

# Parquet of versions on disk holds these numbers: a bit keeps its meaning for good.
PARSE_ISSUES = MappingProxyType(
    {
        "orders": (
            ParseIssue(1, "ordered_at", "date_missing", is_fatal=True),
            ParseIssue(2, "ordered_at", "date_unreadable", is_fatal=True),
            ParseIssue(4, "amount", "number_unreadable", is_fatal=True),
            ParseIssue(8, "quantity", "number_unreadable", is_fatal=True),
            ParseIssue(16, "unit_price", "number_unreadable", is_fatal=True),
            ParseIssue(32, "ordered_at", "total_line", is_fatal=True),
            ParseIssue(128, "ordered_at", "repeated_header", is_fatal=True),
            ParseIssue(256, "amount", "number_too_large", is_fatal=True),
            ParseIssue(512, "list_price", "cell_emptied_number"),
            ParseIssue(1024, "unit_cost", "cell_emptied_number"),
            ParseIssue(2048, "domain", "choice_unknown"),
            ParseIssue(4096, "mode", "choice_unknown"),
            ParseIssue(8192, "social_model", "choice_unknown"),
            ParseIssue(16384, "referrer_kind", "choice_unknown"),
            ParseIssue(32768, "quantity", "quantity_rounded"),
            ParseIssue(65536, "overflow", "too_many_cells", is_fatal=True),
            ParseIssue(131072, "refund_amount", "number_unreadable", is_fatal=True),
            ParseIssue(262144, "list_amount", "cell_emptied_number"),
            ParseIssue(524288, "profit", "cell_emptied_number"),
            ParseIssue(1048576, "discount_rate", "cell_emptied_number"),
            ParseIssue(2097152, "order_id", "id_damaged"),
            ParseIssue(4194304, "customer_id", "id_damaged"),
            ParseIssue(8388608, "sku", "id_damaged"),
            ParseIssue(16777216, "ordered_at", "date_astray", is_fatal=True),
            ParseIssue(33554432, "ordered_at", "second_table", is_fatal=True),
            ParseIssue(67108864, "ordered_at", "summary_line", is_fatal=True),
            ParseIssue(134217728, "amount", "not_calculated"),
            ParseIssue(268435456, "entry_kind", "no_sale", is_fatal=True),
            ParseIssue(536870912, "order_id", "order_sum", is_fatal=True),
            ParseIssue(1073741824, "product", "price_link"),
            # The last of the 32: what the sign is to a whole number.
            ParseIssue(-2147483648, "order_id", "order_copied", is_fatal=True),
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
            ParseIssue(65536, "overflow", "too_many_cells", is_fatal=True),
            ParseIssue(131072, "text", "nothing_said", is_fatal=True),
            ParseIssue(262144, "feedback_id", "template_example", is_fatal=True),
            ParseIssue(1048576, "text", "written_by_platform"),
            ParseIssue(536870912, "feedback_id", "no_answer", is_fatal=True),
            ParseIssue(1073741824, "feedback_id", "title_row", is_fatal=True),
        ),
    }
)

BITS = MappingProxyType(
    {
        table: MappingProxyType({"blank": BLANK, **{issue.name: issue.bit for issue in issues}})
        for table, issues in PARSE_ISSUES.items()
    }
)
"""By table, the bits under the names that SQL uses."""

QUESTIONS_OUTSIDE = (
    BITS["feedback"]["nps.outside_scale"] | BITS["feedback"]["endorsement.item_outside_scale"]
)
"""The bits that say that the answer to a question lay outside 0-10."""

FATAL = MappingProxyType(
    {
        table: BLANK | sum(issue.bit for issue in issues if issue.is_fatal)
        for table, issues in PARSE_ISSUES.items()
    }
)
"""By table, the bits that set a row aside. The macros of facts/lines.sql hold them as numbers,
since they live on in a version."""


def _sum_of(table: str, codes: Collection[str]) -> int:
    return sum(issue.bit for issue in PARSE_ISSUES[table] if issue.code in codes)


UNREAD_NUMBERS = MappingProxyType(
    {
        "orders": _sum_of("orders", EMPTIED_NUMBERS),
        "feedback": _sum_of("feedback", EMPTIED_NUMBERS) | QUESTIONS_OUTSIDE,
    }
)
"""By table, the bits that say a number could not be read or used."""


def bits_of(table: str) -> dict[str, list[Any]]:
    """The bits under their names as SQL takes a map."""
    return {"key": list(BITS[table]), "value": list(BITS[table].values())}


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
        blank=BLANK,
    ).cast(SCHEMA)


def counts(builder: Builder, table: str, path: Path) -> dict[str, Any]:
    """How many rows one Parquet part holds: read, kept, set aside, and without a readable date."""
    frame = builder.frame(
        "ingest/row_counts",
        path=str(path),
        fatal=FATAL[table],
        blank=BLANK,
        unread_date=_sum_of(table, EMPTIED_DATES),
    )
    if frame.is_empty():
        return {"rows_read": 0, "rows_kept": 0, "rows_set_aside": 0, "rows_without_date": 0}
    row: dict[str, Any] = frame.drop("file_key").row(0, named=True)
    return row


def set_aside(builder: Builder, table: str, path: Path) -> pl.DataFrame:
    """One row per record set aside: file_key, file, row, raw (its cells as JSON)."""
    return builder.frame("ingest/set_aside", path=str(path), fatal=FATAL[table], blank=BLANK)


def notices(part: Part, name: str, rows: pl.DataFrame, code: str) -> pl.DataFrame:
    """One row per row of `rows` (row, value), as `listed`: said of column `name`, set nothing
    aside."""
    return rows.select(
        pl.lit(part.key).alias("file_key"),
        pl.lit(part.name).alias("file"),
        "row",
        pl.lit(name).alias("name"),
        "value",
        pl.lit(code).alias("code"),
        pl.lit(value=False).alias("is_set_aside"),
    ).cast(SCHEMA)
