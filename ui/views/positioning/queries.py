"""What stands behind the parts of the Positioning page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.text import Text

QUERIES = {
    "whom": ("positioning/target_sums", "positioning/buyers"),
    "needs": ("feedback/needs",),
    "pains": ("positioning/voices",),
    "claims": ("feedback/claims",),
    "rivals": ("feedback/rival_ratings",),
}


def formulas(part: str, text: Text) -> dict[str, str]:
    """Query -> how what a part of the page shows is worked out, said with the first of several."""
    first, *others = QUERIES[part]
    return {first: text(f"positioning.formula_{part}"), **dict.fromkeys(others, "")}
