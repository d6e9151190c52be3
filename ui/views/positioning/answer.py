"""What to do where positioning cannot be told, and what the columns are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.views.shared.refusals import remedy_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from analytics.positioning.base import Refusal
    from ui.text import Text

REMEDIES: dict[str, tuple[str, ...]] = {
    "declare": ("no_target", "segment_gone"),
    "customers": ("no_customers", "no_amounts", "few_customers"),
    "needs": ("no_answers",),
    "people": ("few_answers",),
    "numbers": ("no_buyers",),
    "marks": ("no_importance", "no_satisfaction", "other_scale"),
    "reviews": ("no_reviews", "few_reviews", "few_mentions"),
    "groups": ("one_segment",),
    "claims": ("no_claims",),
    "topics": ("unknown_topic",),
    "raters": ("no_ratings", "few_raters", "off_scale"),
    "brands": ("few_brands", "few_attributes"),
    "high_marks": ("few_high_marks", "few_high_raters"),
}
"""What to do -> the refusals that it would end."""
SHEETS = {
    "customers": "orders",
    "needs": "needs",
    "people": "needs",
    "numbers": "needs",
    "marks": "needs",
    "reviews": "feedback",
    "claims": "claims",
    "topics": "claims",
    "raters": "rival_ratings",
    "brands": "rival_ratings",
    "high_marks": "rival_ratings",
}
"""What to do -> the sheet to bring, which the template has."""


def remedy(refusal: Refusal | None, text: Text) -> str:
    """The one thing to do that would end a refusal; "" for none."""
    if refusal is None:
        return ""
    code, facts = remedy_of(refusal, REMEDIES, SHEETS, text)
    return text(f"positioning.remedy.{code}", **facts)


def headers(frame: pl.DataFrame, text: Text) -> Mapping[str, str]:
    """The columns as the reader calls them."""
    return {name: text(f"positioning.column.{name}") for name in frame.columns}
