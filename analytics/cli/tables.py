"""Pieces of the short tables that commands print for people at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from analytics.words import Words

TEXT_COLUMNS = ("table", "problem", "evidence", "need", "verdict", "day_zero", "note")
"""Set to the left like the first column; all others hold numbers."""


def show(tables: Sequence[Table]) -> None:
    """Print tables on standard output."""
    from rich.console import Console  # `--json` needs none of it

    console = Console(highlight=False)
    for table in tables:
        console.print(table)


def new(words: Words, title: str, columns: Sequence[str]) -> Table:
    """An empty table whose headers are `cli.column.<name>` where there is such a word."""
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for place, column in enumerate(columns):
        label = words.get(f"cli.column.{column}") if words.has(f"cli.column.{column}") else column
        is_text = place == 0 or column in TEXT_COLUMNS
        table.add_column(label, justify="left" if is_text else "right")
    return table


def noted(rows: Sequence[dict[str, Any]], words: Words) -> list[Table]:
    """One row per note on the days of the data: its days and its text; no table without notes."""
    if not rows:
        return []
    shown = new(words, words.get("cli.notes"), ("days", "note"))
    for row in rows:
        days = " - ".join(filter(None, (row["starts_on"], row["ends_on"])))
        shown.add_row(days, plain(row["text"]))
    return [shown]


def caption(table: Table, sentence: str) -> None:
    """Put a sentence under a table."""
    table.caption, table.caption_justify = sentence, "left"


def number(value: float | None) -> str:
    """A figure without decimals, nothing for none."""
    return "" if value is None else f"{value:.0f}"


def plain(text: str) -> str:
    """Text from a file is never markup."""
    from rich.markup import escape

    return escape(text)
