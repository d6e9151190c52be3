"""The supers by quarter: chart frame, table and sentences; no streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.assessment import quarters
from ui import format as fmt
from ui.views.assessment.compare import CLEAR, signed
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from analytics.assessment.quarters import Change, Quarter
    from analytics.definitions.definition import Definition
    from ui.text import Text


def points(
    timeline: Sequence[Quarter], key: str, definition: Definition, text: Text
) -> pl.DataFrame:
    """Rows for `ui.charts.assessment.quarters.lines`: the container, then the chosen super."""
    frame = quarters.as_frame(timeline)
    parts = [
        frame.filter(pl.col("super") == super_key)
        .sort("quarter_on")
        .with_columns(series=pl.lit(name(super_key, definition, text)))
        for super_key in (quarters.CONTAINER, key)
    ]
    curves = pl.concat(parts)
    labels = [quarter(day, text) for day in curves["quarter_on"]]
    return curves.with_columns(
        label=pl.Series(labels, dtype=pl.String), share=pl.col("assessed_weight")
    )


def name(key: str, definition: Definition, text: Text) -> str:
    """The displayed name of a super or of the container."""
    if key == quarters.CONTAINER:
        return text("time.container")
    return text.pick(definition.super_of(key).name)


def quarter(day: date, text: Text) -> str:
    """A quarter by its first day, with its year."""
    return text("time.quarter.full", year=day.year, number=(day.month + 2) // 3)


def sentence(timeline: Sequence[Quarter], key: str, definition: Definition, text: Text) -> str:
    """How the chosen super changed, then the container, a paragraph each."""
    keys = (key, quarters.CONTAINER)
    return "\n\n".join(
        joined(_sentences(timeline, super_key, definition, text), text) for super_key in keys
    )


def table(timeline: Sequence[Quarter], definition: Definition, text: Text) -> pl.DataFrame:
    """One row per super and the container, one column per quarter: score with its interval."""
    frame = quarters.as_frame(timeline)
    keys = [quarters.CONTAINER, *(super_.key for super_ in definition.supers)]
    columns = {text("time.column"): [name(key, definition, text) for key in keys]}
    for part in frame.partition_by("quarter_on", maintain_order=True):
        cells = {row["super"]: _cell(row, text) for row in part.iter_rows(named=True)}
        columns[quarter(part["quarter_on"][0], text)] = [cells[key] for key in keys]
    return pl.DataFrame(columns)


def _cell(row: dict[str, float | None], text: Text) -> str:
    if row["score"] is None:
        return fmt.dash(text.lang)
    ends = fmt.interval(row["low"], row["high"], text.lang)
    mark = "" if row["is_complete"] and row["is_usual"] else text("time.mark")
    score = fmt.score(row["score"], text.lang)
    return text("time.cell", score=score, interval=ends, mark=mark)


def _sentences(
    timeline: Sequence[Quarter], key: str, definition: Definition, text: Text
) -> list[str]:
    """The change between quarters that compare directly, then up to the latest one."""
    super_name, changes = name(key, definition, text), quarters.changes(timeline, key)
    if not changes:
        return [text("time.none", name=super_name)]
    first, *later = _consistent(changes)
    sentences = [text(f"time.change.{first.difference.verdict}", **_facts(first, super_name, text))]
    if not first.is_usual:
        sentences.append(text("time.common"))
    facts = [(change.difference.verdict, _facts(change, super_name, text)) for change in later]
    return [*sentences, *(text(f"time.latest.{verdict}", **each) for verdict, each in facts)]


def _consistent(changes: Sequence[Change]) -> Sequence[Change]:
    """A reader takes both changes for one question: where they disagree only the clear one is told,
    of two clear ones the later."""
    clear = [change for change in changes if change.difference.verdict in CLEAR]
    ways = {change.difference.verdict for change in clear}
    is_one_way = len(ways) <= 1 and len(clear) in (0, len(changes))
    return changes if is_one_way else clear[-1:]


def _facts(change: Change, super_name: str, text: Text) -> dict[str, str]:
    difference = change.difference
    return {
        "name": super_name,
        "first": fmt.score(difference.second, text.lang),
        "second": fmt.score(difference.first, text.lang),
        "since": quarter(change.since, text),
        "until": quarter(change.until, text),
        "points": signed(fmt.apart(difference.first, difference.second), text),
        "interval": fmt.interval(difference.points.low, difference.points.high, text.lang),
    }
