"""The supers over time: the frame of the picture and what it says; no streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.assessment import quarters
from ui import format as fmt
from ui.views.assessment.compare import signed
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from analytics.assessment.quarters import Change, Quarter
    from analytics.definitions.definition import Definition
    from ui.text import Text


def points(found: Sequence[Quarter], key: str, definition: Definition, text: Text) -> pl.DataFrame:
    """Rows for `ui.charts.assessment.quarters.lines`: the container, then the chosen super."""
    frame = quarters.tabled(found)
    parts = [
        frame.filter(pl.col("super") == one)
        .sort("quarter_on")
        .with_columns(series=pl.lit(name(one, definition, text)))
        for one in (quarters.CONTAINER, key)
    ]
    both = pl.concat(parts)
    labels = [quarter(day, text, "short") for day in both["quarter_on"]]
    return both.with_columns(
        label=pl.Series(labels, dtype=pl.String), share=pl.col("assessed_weight")
    )


def name(key: str, definition: Definition, text: Text) -> str:
    """A super, or the container, as people know it."""
    if key == quarters.CONTAINER:
        return text("time.container")
    return text.pick(definition.super_of(key).name)


def quarter(day: date, text: Text, form: Literal["full", "short"] = "full") -> str:
    """A quarter by its first day, as sentences or, short, as axes and heads of tables say it."""
    return text(f"time.quarter.{form}", year=day.year, number=(day.month + 2) // 3)


def sentence(found: Sequence[Quarter], key: str, definition: Definition, text: Text) -> str:
    """How the chosen super moved, then the container, a paragraph each."""
    keys = (key, quarters.CONTAINER)
    return "\n\n".join(joined(_told(found, one, definition, text), text) for one in keys)


def notes(found: Sequence[Quarter], text: Text) -> list[str]:
    """How to read it, and which goalposts and data it rests on."""
    one = found[-1].found
    return [
        text("time.note"),
        text("time.versions", definition=one.definition.id, data=one.manifest.fingerprint[:12]),
    ]


def table(found: Sequence[Quarter], definition: Definition, text: Text) -> pl.DataFrame:
    """One row per super and the container, one column per quarter: score with its interval."""
    frame = quarters.tabled(found)
    keys = [quarters.CONTAINER, *(one.key for one in definition.supers)]
    columns = {text("time.column"): [name(one, definition, text) for one in keys]}
    for part in frame.partition_by("quarter_on", maintain_order=True):
        cells = {row["super"]: _cell(row, text) for row in part.iter_rows(named=True)}
        columns[quarter(part["quarter_on"][0], text, "short")] = [cells[one] for one in keys]
    return pl.DataFrame(columns)


def _cell(row: dict[str, float | None], text: Text) -> str:
    if row["score"] is None:
        return fmt.dash(text.lang)
    ends = fmt.interval(row["low"], row["high"], text.lang)
    mark = "" if row["is_complete"] and row["is_usual"] else text("time.mark")
    score = fmt.score(row["score"], text.lang)
    return text("time.cell", score=score, interval=ends, mark=mark)


def _told(found: Sequence[Quarter], key: str, definition: Definition, text: Text) -> list[str]:
    """What moved between quarters that compare as they stand, then up to the latest one."""
    called, moved = name(key, definition, text), quarters.changes(found, key)
    if not moved:
        return [text("time.none", name=called)]
    first, *later = moved
    told = [text(f"time.change.{first.difference.verdict}", **_facts(first, called, text))]
    if not first.is_usual:
        told.append(text("time.common"))
    facts = [(one.difference.verdict, _facts(one, called, text)) for one in later]
    return [*told, *(text(f"time.latest.{verdict}", **each) for verdict, each in facts)]


def _facts(change: Change, called: str, text: Text) -> dict[str, str]:
    found = change.difference
    return {
        "name": called,
        "first": fmt.score(found.second, text.lang),
        "second": fmt.score(found.first, text.lang),
        "since": quarter(change.since, text),
        "until": quarter(change.until, text),
        "points": signed(found.points.value, text),
        "interval": fmt.interval(found.points.low, found.points.high, text.lang),
    }
