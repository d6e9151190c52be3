"""What stands behind the parts of the page on where money goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.text import Text

QUERIES = {"where": "sums", "changed": "sums", "costs": "unit_costs", "room": "sums"}


def formulas(part: str, text: Text) -> dict[str, str]:
    """Query -> one-line formula of what a part of the page shows."""
    return {f"margins/{QUERIES[part]}": text(f"money.formula.{part}")}
