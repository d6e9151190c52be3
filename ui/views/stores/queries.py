"""What stands behind the Stores and salons page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.text import Text

QUERIES = {
    "stores/attendance": "attendance",
    "stores/events": "events",
    "stores/guest_list": "guest_list",
    "stores/identified": "identified",
    "stores/opened": "opened",
    "stores/region_weeks": "region_weeks",
    "stores/won": "won",
}


def formulas(text: Text) -> dict[str, str]:
    """Query -> one-line formula of what the page shows."""
    return {query: text(f"stores.formula_{name}") for query, name in QUERIES.items()}
