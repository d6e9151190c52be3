"""The events marked on a chart, in words; no streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.charts.kit.marks import dates
from ui.text import literal

if TYPE_CHECKING:
    from ui.charts.kit.marks import Marks
    from ui.text import Text


def legend(marks: Marks, text: Text) -> str:
    """Which number is which event, and how many are not marked; "" where none is."""
    if not marks.shown:
        return ""
    parts = [
        text(
            "events.one",
            number=mark.number,
            name=literal(mark.name),
            days=literal(dates(mark, text)),
        )
        for mark in marks.shown
    ]
    if marks.count_left_out:
        parts.append(text("events.left_out", n=marks.count_left_out))
    return text("events.between").join(parts)
