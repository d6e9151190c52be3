"""The notes of the real store on the days of the data, beside every answer about data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.cli import tables
from analytics.notes import beside
from analytics.notes import store as notes
from analytics.storage import versions

if TYPE_CHECKING:
    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.words import Words


def of_days(imported: Imported) -> list[dict[str, Any]]:
    """One entry per note on any day of the data, oldest first. Files that hold no note are left
    out: `alerts` and the page of notes name them."""
    first_on = imported.manifest.about.get("first_on")
    first = date.fromisoformat(first_on) if first_on else date.min
    library = notes.library(versions.open_store())
    return beside.contents(beside.within(library.notes, first, imported.as_of))


def table(rows: list[dict[str, Any]], words: Words) -> list[Table]:
    """One row per note: its days and its text; no table where there is none."""
    if not rows:
        return []
    shown = tables.new(words, words.get("cli.notes"), ("days", "note"))
    for row in rows:
        days = " - ".join(filter(None, (row["starts_on"], row["ends_on"])))
        shown.add_row(days, tables.plain(row["text"]))
    return [shown]
