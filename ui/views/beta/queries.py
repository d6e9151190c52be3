"""What stands behind the parts of the Beta test page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.text import Text

QUERIES = {
    "decide": {"feedback/beta_answers": "answers"},
    "brought": {"beta/testers": "testers"},
    "same": {"feedback/beta_answers": "answers"},
    "speak": {"beta/texts": "texts", "feedback/price_answers": "prices"},
}


def formulas(part: str, text: Text) -> dict[str, str]:
    """Query -> one-line formula of what a part of the page shows."""
    return {query: text(f"beta.formula_{name}") for query, name in QUERIES[part].items()}
