"""What stands behind the parts of the Positioning page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.text import Text

QUERIES = {
    "whom": "positioning/customers",
    "needs": "feedback/needs",
    "pains": "positioning/voices",
    "claims": "feedback/claims",
    "rivals": "feedback/rival_ratings",
}


def formulas(part: str, text: Text) -> dict[str, str]:
    """Query -> how what a part of the page shows is worked out."""
    return {QUERIES[part]: text(f"positioning.formula_{part}")}
