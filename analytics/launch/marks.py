"""What charts over time of a launched product are marked with: its day zero and its phases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.launch.base import PHASES
from analytics.launch.launches import launches
from analytics.launch.phases import phase_of

if TYPE_CHECKING:
    from analytics.launch.launches import Launch
    from analytics.view import View

MARKS = {
    "item": pl.String,
    "launch": pl.String,
    "phase": pl.String,
    "starts_on": pl.Date,
    "ends_on": pl.Date,
}


def marks(view: View) -> pl.DataFrame:
    """One row per day zero (`phase` null) and per dated phase of every launch of a product, oldest
    first: item, the launch's name, phase, starts_on, ends_on (null for a single day)."""
    rows = [
        row
        for launch in launches(view).launches
        if launch.item is not None and launch.day_zero is not None
        for row in _rows(launch)
    ]
    return pl.DataFrame(rows, MARKS, orient="row").sort("starts_on", "item", "phase")


def without_own_events(events: pl.DataFrame, own: pl.DataFrame) -> pl.Series:
    """Whether each row of `events` (phase, starts_on, as in the sheet) is none that a row of `own`,
    as `marks` gives them, already stands for."""
    taken = set(own.select("phase", "starts_on").iter_rows())
    is_other = [
        (phase_of(phase), starts_on) not in taken or phase_of(phase) is None
        for phase, starts_on in events.select("phase", "starts_on").iter_rows()
    ]
    return pl.Series(is_other, dtype=pl.Boolean)


def _rows(launch: Launch) -> list[tuple[object, ...]]:
    spans = [(phase, launch.spans[phase]) for phase in PHASES if phase in launch.spans]
    return [
        (launch.item, launch.name, None, launch.day_zero, None),
        *(
            (launch.item, launch.name, phase, first, last if last > first else None)
            for phase, (first, last) in spans
        ),
    ]
