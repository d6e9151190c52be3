"""The procedure board of a launch: every task by phase and moment, with what is done and what is
late, and the sheet it goes back to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from analytics.launch.base import MOMENTS, PHASES
from analytics.launch.launches import TASKS
from analytics.launch.phases import moment_of, phase_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from analytics.launch.base import Moment
    from analytics.launch.launches import Launch

SOON = timedelta(days=7)
BOARD = TASKS | {"stage": pl.String, "moment": pl.String, "status": pl.String, "days": pl.Int32}
"""Tasks with `stage` (a phase, null where nobody knows it), `moment` (before, day or after its
phase's event; null without an event), `status` (done, late_done, late, soon, to_come or undated)
and `days` late, null where it is not."""


@dataclass(frozen=True)
class Ready:
    """How far the tasks of a launch, or of a phase of it, are."""

    tasks: int
    done: int
    late: int
    done_late: int


def board(tasks: pl.DataFrame, launch: Launch, as_of: date) -> pl.DataFrame:
    """Rows of BOARD of one launch, in order of phase, then of day; "late" by the last day of the
    data, not by today."""
    own = tasks.filter(pl.col("launch").is_in(list(launch.names)))
    rows = [_placed(row, launch, as_of) for row in own.to_dicts()]
    order = [PHASES.index(row["stage"]) if row["stage"] else len(PHASES) for row in rows]
    frame = pl.DataFrame(rows, schema=BOARD)
    return (
        frame.with_columns(place=pl.Series(order, dtype=pl.Int32))
        .sort("place", "due_on", "row_number", nulls_last=True)
        .drop("place")
    )


def ready(rows: pl.DataFrame) -> Ready:
    """Counts over rows of a board."""
    counts = dict(rows["status"].value_counts().rows())
    done_late = counts.get("late_done", 0)
    return Ready(rows.height, counts.get("done", 0) + done_late, counts.get("late", 0), done_late)


def by_phase(rows: pl.DataFrame) -> dict[str, Ready]:
    """The same for each phase that has tasks, in order."""
    parts = {phase: rows.filter(stage=phase) for phase in PHASES}
    return {phase: ready(part) for phase, part in parts.items() if part.height}


def sheet(tasks: pl.DataFrame, edits: Mapping[int, Mapping[str, object]]) -> pl.DataFrame:
    """Every row of the sheet of tasks in the columns it came in, with what was edited in it; rows
    that an edit adds come last."""
    rows = [row | dict(edits.get(row["row_number"], {})) for row in tasks.to_dicts()]
    numbers = {row["row_number"] for row in rows}
    rows += [
        dict.fromkeys(TASKS) | dict(edit) for number, edit in edits.items() if number not in numbers
    ]
    return pl.DataFrame(rows, schema=TASKS).drop("row_number")


def _placed(row: dict[str, object], launch: Launch, as_of: date) -> dict[str, object]:
    due, done = row["due_on"], row["done_on"]
    stage = phase_of(row["phase"])  # type: ignore[arg-type]
    moment = moment_of(row["task"]) or _moment(due, _event_days(launch, stage))  # type: ignore[arg-type]
    status, days = _status(due, done, as_of)  # type: ignore[arg-type]
    return {**row, "stage": stage, "moment": moment, "status": status, "days": days}


def _event_days(launch: Launch, stage: str | None) -> Sequence[tuple[date, date]]:
    """First and last day of each event of the phase; of the on-sale phase day zero without one."""
    days = launch.event_days.get(stage or "", ())
    if not days and stage == "on_sale" and launch.day_zero is not None:
        return ((launch.day_zero, launch.day_zero),)
    return days


def _moment(due: date | None, days: Sequence[tuple[date, date]]) -> Moment | None:
    """On which side of the nearest event a day lies."""
    if due is None or not days:
        return None
    first, last = min(days, key=lambda span: min(abs((due - end).days) for end in span))
    if first <= due <= last:
        return MOMENTS[1]
    return MOMENTS[0] if due < first else MOMENTS[2]


def _status(due: date | None, done: date | None, as_of: date) -> tuple[str, int | None]:
    if done is not None and done <= as_of:
        is_late = due is not None and done > due
        return ("late_done", (done - due).days) if is_late and due else ("done", None)
    if due is None:
        return "undated", None
    if due < as_of:
        return "late", (as_of - due).days
    return ("soon" if due <= as_of + SOON else "to_come"), None
