"""The events marked on a chart, in words; no streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui.charts.kit.marks import dates
from ui.text import literal

if TYPE_CHECKING:
    from ui.charts.kit.marks import Marks
    from ui.text import Text


EVENTS = {
    "name": pl.String,
    "kind": pl.String,
    "phase": pl.String,
    "starts_on": pl.Date,
    "ends_on": pl.Date,
    "is_day_zero": pl.Boolean,
}
"""One row per event as charts place it."""


def launches(own: pl.DataFrame, text: Text) -> pl.DataFrame:
    """Days zero and phases of launches (rows of `analytics.launch.marks`) as events."""
    rows = [
        (
            _launch_name(launch, phase, text),
            None,
            None,
            starts_on,
            ends_on,
            phase is None,
        )
        for _, launch, phase, starts_on, ends_on in own.iter_rows()
    ]
    return pl.DataFrame(rows, EVENTS, orient="row")


def _launch_name(launch: str, phase: str | None, text: Text) -> str:
    if phase is None:
        return text("launch.mark_day_zero", name=launch)
    return text("launch.mark_phase", name=launch, phase=text(f"launch.phase.{phase}"))


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
