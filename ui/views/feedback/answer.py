"""Whether customers speak well: the answer of the Voice page in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import format as fmt

if TYPE_CHECKING:
    from analytics.feedback.reviews.summary import ReviewSummary
    from ui.text import Text

TWICE = 2


def headline(summary: ReviewSummary, text: Text) -> str:
    """Whether the reviews speak well or badly, in one line: one side is the more where it has
    twice as many as the other."""
    counts = summary.overall
    good, bad = counts["positive"], counts["negative"]
    judged = good + bad + counts["unclear"]
    if not good + bad:
        return text("voice.headline_none")
    side = "good" if good >= TWICE * bad else "bad" if bad >= TWICE * good else "mixed"
    return text(
        f"voice.headline_{side}",
        positive=fmt.percent(good / judged, text.lang, 0),
        negative=fmt.percent(bad / judged, text.lang, 0),
    )
