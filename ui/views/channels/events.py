"""The events marked on a chart, in words; no streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.charts.kit.marks import said
from ui.text import literal

if TYPE_CHECKING:
    from ui.charts.kit.marks import Marks
    from ui.text import Text


def listed(marks: Marks, text: Text) -> str:
    """Which number is which event, and how many are not marked; "" where none is."""
    if not marks.shown:
        return ""
    named = [
        text("events.one", number=one.number, name=literal(one.name), days=literal(said(one, text)))
        for one in marks.shown
    ]
    if marks.count_left_out:
        named.append(text("events.left_out", n=marks.count_left_out))
    return text("events.between").join(named)
