"""Super looks: what people photograph unasked, and what they send back because of how it looks."""

from __future__ import annotations

from analytics.measures.base import measure
from analytics.stats.intervals import Estimate, wilson
from analytics.view import View


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("feedback.images",),
    window="answers",
    interval="wilson",
    source="Wilson 1927, JASA 22(158)",
    is_own=True,
    query="feedback/sums",
    rows="evidence/feedback",
)
def photo_share(view: View) -> Estimate:
    """Share of reviews that carry pictures, of those that say how many they carry: an empty cell is
    not none. A proxy. Wilson limits."""
    sums = view.one("feedback/sums")
    return wilson(sums["reviews_with_images"], sums["reviews_with_image_count"])
