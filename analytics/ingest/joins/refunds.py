"""Refunds from a file of their own, put on the lines of the orders they belong to.

A refund goes to one line: the one it names by number or goods, else the first line of its order
that was paid for and is no return. Refunds of one line are added up. A row repeated in all its
cells counts once; one that was refused, or is still open, does not count. The import then takes
the column off what was paid, so that a refund comes off its order exactly once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.ingest.columns.formats import normalise
from analytics.ingest.joins.keys import bare, words
from analytics.ingest.joins.money import money, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEY, FINE, ROW = "key", "fine", "row"


def with_refunds(
    table: pl.DataFrame,
    used: pl.DataFrame,
    lookup: Mapping[str, Any],
    name: str,
    mapping: Mapping[str, str],
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The table with refunds added up on the lines that bear them.

    RuntimeError should the sums not be those of the refunds that count.
    """
    once = used.unique(maintain_order=True)
    counted = _done(once, lookup["states"])
    paid = counted.with_columns(money(counted, name).abs().alias("paid"))
    placed = _placed(table, paid, lookup["finer"], name, mapping)
    summed = placed.group_by(ROW).agg(pl.col("paid").sum())
    joined = table.join(summed, on=ROW, how="left", maintain_order="left", validate="1:1")
    if (summed["paid"].sum() or 0) != (paid["paid"].sum() or 0):
        raise RuntimeError("refunds gained or lost")
    report = {
        "repeated": used.height - once.height,
        "differing": 0,
        "undone": once.height - counted.height,
        "unread": counted.filter(pl.col(name).is_not_null()).height - paid["paid"].count(),
        "money": paid["paid"].sum(),
    }
    return joined.with_columns(written("paid").alias(name)).drop("paid"), report


def _done(once: pl.DataFrame, states: Sequence[str]) -> pl.DataFrame:
    """The refunds that no column of states calls refused or open."""
    for state in states:
        folded = _folded(once[state])
        once = once.filter(~folded.is_in(words("refund_undone")).fill_null(value=False))
    return once


def _placed(
    table: pl.DataFrame,
    paid: pl.DataFrame,
    finer: Sequence[int] | None,
    name: str,
    mapping: Mapping[str, str],
) -> pl.DataFrame:
    """Each refund with the row of its line: of the goods or line it names, else of its order."""
    placed = paid.join(bearing(table, mapping, [KEY]), on=KEY, how="left", maintain_order="left")
    if finer is None:
        return placed
    number = name.partition(".")[0]
    ours, theirs = (
        bare(pl.col(f"{n}.{i}")).alias(FINE) for n, i in zip((0, number), finer, strict=True)
    )
    lines = bearing(table.with_columns(ours), mapping, [KEY, FINE], is_strict=True)
    by_line = placed.with_columns(theirs).join(
        lines.rename({ROW: "line"}), on=[KEY, FINE], how="left", maintain_order="left"
    )
    return by_line.with_columns(pl.coalesce("line", ROW).alias(ROW))


def bearing(
    table: pl.DataFrame, mapping: Mapping[str, str], by: list[str], *, is_strict: bool = False
) -> pl.DataFrame:
    """Keys and the row of their first line that was paid for and is no return; where there is none,
    of their first line, unless `is_strict`."""
    names = {column: name for column, name in mapping.items() if name in table.columns}
    paid = names.get("amount") or names.get("unit_price")
    is_paid = (money(table, paid) > 0).fill_null(value=False) if paid else pl.lit(value=True)
    if "quantity" in names:
        is_paid &= (money(table, names["quantity"]) >= 0).fill_null(value=True)
    lines = table.select(*by, ROW, is_paid.alias("is_paid")).drop_nulls(by)
    if is_strict:
        lines = lines.filter("is_paid")
    ordered = lines.sort(~pl.col("is_paid"), ROW)
    return ordered.unique(by, keep="first", maintain_order=True).select(*by, ROW)


def _folded(cells: pl.Series) -> pl.Series:
    """Words as `_joins.toml` has them; a file knows few states."""
    normalised = {cell: normalise(cell) for cell in cells.drop_nulls().unique()}
    return cells.replace_strict(normalised, default=None, return_dtype=pl.String)
