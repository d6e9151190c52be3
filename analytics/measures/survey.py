"""The survey's own question about a super, 0-10."""

from __future__ import annotations

from analytics.intervals import UNMEASURED, Estimate, mean_interval
from analytics.measures.base import View, measure


@measure(
    unit="score",
    bounds=(0.0, 10.0),
    needs=("feedback.item",),
    interval="t",
    query="feedback_sums",
    rows="rows_feedback",
)
def survey_item(view: View) -> Estimate:
    """Mean answer, 0-10, to the question named by the option `item`. Student's t limits."""
    item = view.options["item"]
    sums = view.one("feedback_sums")
    if not sums[f"{item}_count"]:
        return UNMEASURED
    return mean_interval(
        sums[f"{item}_count"], sums[f"{item}_total"], sums[f"{item}_squares"], bounds=(0.0, 10.0)
    )
