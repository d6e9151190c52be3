"""The task board as a reader sees it, its counts by phase, and what was changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.launch.base import PHASES
from analytics.launch.board import by_phase, ready
from ui import names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.launch.board import Ready
    from ui.page import Page
    from ui.text import Text

EDITABLE = ("task", "owner", "due_on", "done_on")
SHOWN = ("stage", "moment", "task", "owner", "due_on", "done_on", "status")
STATES = ("done", "late_done", "late", "open")
TABLE = "launch_tasks"
NO_PHASE = "none"


def shown(rows: pl.DataFrame, text: Text) -> pl.DataFrame:
    """Rows of a board with phase, moment, state and the sample's tasks in the reader's words, and
    the row number."""
    return rows.select(
        "row_number",
        pl.Series(
            "stage",
            [text(f"launch.phase.{stage or NO_PHASE}") for stage in rows["stage"]],
            pl.String,
        ),
        pl.Series(
            "moment",
            [text(f"launch.moment.{moment}") if moment else "" for moment in rows["moment"]],
            pl.String,
        ),
        pl.Series("task", [task and names.shown(task) for task in rows["task"]], pl.String),
        "owner",
        "due_on",
        "done_on",
        pl.Series(
            "status", [text(f"launch.status.{status}") for status in rows["status"]], pl.String
        ),
    )


def headers(text: Text) -> dict[str, str]:
    """The headers of the board."""
    return {name: text(f"launch.column.{name}") for name in SHOWN}


def edits(before: pl.DataFrame, after: pl.DataFrame) -> dict[int, dict[str, object]]:
    """Row number -> what was written in its editable columns; rows as `shown`. Emptied text is no
    text."""
    written = after.select(pl.col(name).cast(kind) for name, kind in before.schema.items())
    cleaned = written.with_columns(pl.col(pl.String).replace("", None))
    pairs = zip(before.to_dicts(), cleaned.to_dicts(), strict=True)
    return {
        old["row_number"]: changed
        for old, new in pairs
        if (changed := {name: new[name] for name in EDITABLE if new[name] != old[name]})
    }


def with_edits(rows: pl.DataFrame, made: Mapping[int, Mapping[str, object]]) -> pl.DataFrame:
    """Tasks with what was written in them."""
    changed = [row | dict(made.get(row["row_number"], {})) for row in rows.to_dicts()]
    return pl.DataFrame(changed, schema=rows.schema)


def sheet_headers(page: Page) -> dict[str, str]:
    """The headers under which the sheet of tasks came in, else the product's own names."""
    for file in page.manifest.files:
        if file["table"] == TABLE:
            return dict(file["mapping"])
    return {}


def counts(rows: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per phase that has tasks, those of no known phase last: phase, done, late_done, late,
    open."""
    parts: dict[str, Ready] = dict(by_phase(rows))
    strays = rows.filter(pl.col("stage").is_null())
    if strays.height:
        parts[NO_PHASE] = ready(strays)
    return pl.DataFrame(
        [
            (
                text(f"launch.phase.{phase}"),
                parts[phase].done - parts[phase].done_late,
                parts[phase].done_late,
                parts[phase].late,
                parts[phase].tasks - parts[phase].done - parts[phase].late,
            )
            for phase in (*PHASES, NO_PHASE)
            if phase in parts
        ],
        schema={"phase": pl.String, **dict.fromkeys(STATES, pl.Int64)},
        orient="row",
    )


def late_phases(rows: pl.DataFrame, text: Text) -> str:
    """Which phases have late tasks; rows of `counts`."""
    late = rows.filter(pl.col("late") > 0)["phase"].to_list()
    if not late:
        return text("launch.board_clear")
    return text("launch.board_late", phases=text("launch.list_comma").join(late))
