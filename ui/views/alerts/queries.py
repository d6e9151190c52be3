"""What stands behind the page of alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.text import Text

QUERIES = {
    "alerts/lines": "lines",
    "alerts/orders": "orders",
    "alerts/returns": "returns",
    "alerts/stars": "stars",
}


def formulas(text: Text) -> dict[str, str]:
    """Query -> one-line formula of the rates it gives."""
    return {query: text(f"notes.formula_{name}") for query, name in QUERIES.items()}
