"""What stands behind the parts of the Launch page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.text import Text

QUERIES = {
    "ready": ("tasks", "tasks"),
    "ahead": ("days", "days"),
    "who": ("buyers", "buyers"),
    "took": ("weeks", "weeks"),
}


def formulas(part: str, text: Text) -> dict[str, str]:
    """Query -> one-line formula of what a part of the page shows."""
    query, name = QUERIES[part]
    return {f"launch/{query}": text(f"launch.formula_{name}")}
