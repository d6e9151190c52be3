"""What stands behind the parts of the Pricing page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.text import Text

QUERIES = {
    "decide": "current_prices",
    "paid": "survey_prices",
    "moved": "product_weeks",
    "rivals": "current_prices",
}


def formulas(part: str, text: Text) -> dict[str, str]:
    """Query -> one-line formula of what a part of the page shows."""
    query = QUERIES[part]
    return {f"pricing/{query}": text(f"pricing.formula_{query}")}
