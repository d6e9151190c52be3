"""Super looks: what people photograph unasked, and what they send back because of how it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.measures import people
from analytics.measures.base import measure
from analytics.stats.intervals import Estimate, wilson
from analytics.view import View

if TYPE_CHECKING:
    from analytics.measures.people import Numbers


def _photographers(view: View) -> Numbers | None:
    return people.ratio(
        people.answers(view), pl.col("reviews_with_images"), pl.col("reviews_with_image_count")
    )


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("feedback.images",),
    window="answers",
    interval="wilson_persons",
    source="Wilson 1927, JASA 22(158)",
    is_own=True,
    query="feedback/sums",
    rows="evidence/feedback",
    people=_photographers,
)
def photo_share(view: View) -> Estimate:
    """Share of reviews that carry pictures, of those that say how many they carry: an empty cell is
    not none. A proxy. Wilson limits at as many reviews as people make them worth, since who
    photographs once does so again. Held the truth of 900 simulated brands 96.7 % of the time.
    """
    sums = view.one("feedback/sums")
    return wilson(
        sums["reviews_with_images"],
        sums["reviews_with_image_count"],
        variance=people.variance(_photographers(view)),
    )
