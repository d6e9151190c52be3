"""Which newer line takes the place of which older one: the identity of a line, in two parts.

1. Equal lines are one line, as often as either side has it. Sets of lines united in this way come
   out the same in any order and however often a file comes again.
2. What is left is told by the order, the product, the kind (sale or refund) and the moment. A pair
   that differs in anything else is a correction: the file added last is right, and the change is
   counted and listed. A refund never takes the place of a sale, and a line of another day only
   where the newer file covers the older one's day and shows the same money.

Lines without an order number are corrected in nothing but their descriptions: with other money
nobody can tell that they are the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from analytics.storage.engine import Builder

RULE = 2
"""Number of this rule. Rule 1 (no number in the manifest) knew a line by its order, its product and
how manieth it was, and so took a refund of a later month for the sale."""
EQUAL = "same"
STEPS = ("detail", "money", "time", "day", "moved", "sign")
"""How a correction may differ from the older line, likeliest first: in what describes it; in money
or quantity; in the time of day; in both; in the day alone; in the sign of the money, which a refund
of a whole order written onto its first line can turn."""
MOST_CHANGES = 200


@dataclass
class Changes:
    """Lines that newer ones correct: how many, how many of them in money or quantity, and the first
    MOST_CHANGES, largest change of money first."""

    count_changed: int = 0
    count_other_money: int = 0
    frames: list[pl.DataFrame] = field(default_factory=list)

    def add(self, builder: Builder) -> None:
        """Count and list those of the last comparison."""
        counts = builder.frame("ingest/merge_changes_count").row(0, named=True)
        self.count_changed += counts["count_changed"]
        self.count_other_money += counts["count_other_money"]
        self.frames.append(builder.frame("ingest/merge_changes", most=MOST_CHANGES))

    def rows(self) -> list[dict[str, Any]]:
        """One mapping per line, as ingest/merge_changes.sql; empty without any."""
        return [row for frame in self.frames for row in frame.to_dicts()][:MOST_CHANGES]


def with_base(builder: Builder, table: str, folder: Path, base: Path) -> Changes:
    """Fill the table line_pairs: lines of the version in `base`, and those of the files in `folder`
    that take their place."""
    builder.execute("ingest/merge_identities")
    builder.execute(f"ingest/merge_contents_{table}", folder=str(folder), base=str(base))
    builder.execute("ingest/merge_begin")
    changes = Changes()
    _round(builder, table, (str(base), str(folder)), 1, changes)
    return changes


def among_files(builder: Builder, table: str, folder: Path, file_keys: Sequence[str]) -> Changes:
    """Fill the table line_pairs: lines of the files in `folder`, and those of files later in
    `file_keys` that take their place."""
    builder.execute("ingest/merge_identities")
    builder.execute(f"ingest/unite_contents_{table}", folder=str(folder), file_keys=list(file_keys))
    builder.execute("ingest/merge_begin")
    changes = Changes()
    for place in range(2, len(file_keys) + 1):
        _round(builder, table, (str(folder), str(folder)), place, changes)
    return changes


def counts_by_file(builder: Builder) -> dict[str, int]:
    """File key -> number of its lines whose place newer ones take; absent without any."""
    return dict(builder.frame("ingest/merge_again").rows())


def repeats(builder: Builder, table: str, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """File key -> one mapping per later file that brings its lines again: newer_key, count_lines,
    amount (None for responses), first_row. Asked before the lines are taken out of `folder`."""
    query = f"ingest/unite_repeats_{table}"
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in builder.frame(query, folder=str(folder)).to_dicts():
        rows.setdefault(row.pop("older_key"), []).append(row)
    return rows


def _round(
    builder: Builder, table: str, folders: tuple[str, str], place: int, changes: Changes
) -> None:
    """Pair the lines of one place with those of the earlier ones."""
    builder.execute("ingest/merge_equal", place=place, is_whole=True, step=EQUAL)
    if table != "orders":
        builder.execute("ingest/merge_equal", place=place, is_whole=False, step=STEPS[0])
        return
    older_folder, newer_folder = folders
    builder.execute(
        "ingest/merge_residue", older_folder=older_folder, newer_folder=newer_folder, place=place
    )
    file_keys = builder.frame("ingest/merge_residue_files")["file_key"].to_list()
    for step in STEPS:
        for file_key in file_keys:
            builder.execute("ingest/merge_step", step=step, file_key=file_key)
    if file_keys:
        changes.add(builder)
