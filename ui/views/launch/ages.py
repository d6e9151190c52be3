"""Launches at the same age as frames and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.launch.base import PHASES
from ui import format as fmt
from ui.text import literal
from ui.views.launch.lead import reason
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.launch.ages import AtAge, Count, Usual
    from analytics.launch.launches import Launch
    from ui.text import Text


def lines(table: pl.DataFrame, launch: Launch, count: Count, text: Text) -> pl.DataFrame:
    """One row per launch and day: code, name, age, total, is_own, sentence; rows of CURVES."""
    total = f"total_{count}"
    rows = table.select("code", "name", "age", pl.col(total).alias("total"))
    sentences = [
        text("launch.point", age=fmt.count(age, text.lang), total=fmt.count(sold, text.lang))
        for age, sold in rows.select("age", "total").iter_rows()
    ]
    return rows.with_columns(
        (pl.col("code") == launch.code).alias("is_own"),
        pl.Series("sentence", sentences, pl.String),
    )


def bands(launch: Launch, text: Text) -> list[tuple[str, int, int]]:
    """Name, first and last day against day zero of each phase that has days, in order."""
    if launch.day_zero is None:
        return []
    return [
        (
            text(f"launch.phase.{phase}"),
            (launch.spans[phase][0] - launch.day_zero).days,
            (launch.spans[phase][1] - launch.day_zero).days,
        )
        for phase in PHASES
        if phase in launch.spans
    ]


def sentence(answer: AtAge, usual: Usual, text: Text) -> str:
    """The launch beside the one before it, and what is usual at its age; why neither is known."""
    if answer.age is None or answer.total is None:
        return reason(answer.refusal, text) if answer.refusal else ""
    sentences = []
    if answer.other is not None and answer.other_total is not None:
        sentences.append(
            text(
                "launch.at_age",
                age=fmt.count(answer.age, text.lang),
                total=fmt.count(answer.total, text.lang),
                other=literal(answer.other),
                other_total=fmt.count(answer.other_total, text.lang),
                ahead=ahead(answer, text),
            )
        )
    if answer.refusal is not None:
        sentences.append(reason(answer.refusal, text))
    if usual.refusal is not None:
        sentences.append(reason(usual.refusal, text))
    else:
        facts = {
            name: fmt.count(getattr(usual, name), text.lang) for name in ("launches", "low", "high")
        }
        sentences.append(text("launch.usual", **facts))
    return joined(sentences, text)


def ahead(answer: AtAge, text: Text) -> str:
    """By which share it is ahead, with its range where it has one."""
    value, low, high = answer.ahead.value, answer.ahead.low, answer.ahead.high
    if value is None:
        return fmt.dash(text.lang)
    way, sign = ("up", 1) if value >= 0 else ("down", -1)
    share = fmt.percent(abs(value), text.lang, 0)
    if low is None or high is None:
        return text(f"launch.ahead.plain_{way}", share=share)
    ends = sorted((sign * low, sign * high))
    shown = [fmt.percent(end, text.lang, 0) for end in ends]
    return text(f"launch.ahead.{way}", share=share, low=shown[0], high=shown[1])


def headers(rows: pl.DataFrame, text: Text) -> dict[str, str]:
    """The headers of a table of the page."""
    return {name: text(f"launch.column.{name}") for name in rows.columns}
