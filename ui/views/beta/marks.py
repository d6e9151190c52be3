"""What each kind of answer says wave by wave: marks, and who would recommend the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.beta.answers import waves
from analytics.beta.base import KINDS
from ui import format as fmt
from ui import values
from ui.text import literal
from ui.views.beta.verdict import reason

if TYPE_CHECKING:
    from analytics.beta.groups import Group
    from analytics.beta.report import BetaTest
    from analytics.stats.intervals import Estimate
    from ui.text import Text

HUNDRED = 100
SPOKEN = 4
"""Rows that the sentence tells; all are drawn and stand in the table."""


def by_wave(test: BetaTest, text: Text) -> pl.DataFrame:
    """One row per wave and kind of answer (of all waves where none is known): label, n, value, low,
    high (mark 0-10), very (would be very disappointed, per cent), promoters (points), sentence,
    reason (null unless nobody gave a mark)."""
    order = {wave: place for place, wave in enumerate(waves(test.answers))}
    groups = [group for group in test.groups if (group.wave is not None) == bool(order)]
    ordered = sorted(
        groups, key=lambda group: (order.get(group.wave or "", 0), KINDS.index(group.kind))
    )
    kinds = dict.fromkeys(("value", "low", "high", "very", "promoters"), pl.Float64)
    return pl.DataFrame(
        [_row(group, text) for group in ordered],
        schema_overrides=kinds | {"reason": pl.String},
    )


def _row(group: Group, text: Text) -> dict[str, object]:
    mark, very = group.mark, group.very.value
    return {
        "label": _label(group, text),
        "n": mark.n,
        "value": mark.value,
        "low": mark.low,
        "high": mark.high,
        "very": None if very is None else HUNDRED * very,
        "promoters": group.promoters.value,
        "sentence": text("beta.unanswered") if mark.value is None else _point(mark, text),
        "reason": text("beta.unanswered") if mark.value is None else None,
    }


def wave_name(wave: str, text: Text) -> str:
    """A wave within a sentence: by its number, or as it is written where it has a name."""
    return text("beta.wave_within", wave=wave) if wave.strip().isdecimal() else wave


def wave_title(wave: str, text: Text) -> str:
    """The same standing alone."""
    return text("beta.wave", wave=wave) if wave.strip().isdecimal() else wave


def _label(group: Group, text: Text) -> str:
    kind = text(f"beta.short.{group.kind}")
    if group.wave is None:
        return kind
    return text("beta.kind_wave", kind=kind, wave=wave_name(group.wave, text))


def _point(mark: Estimate, text: Text) -> str:
    facts = {"mark": fmt.number(mark.value, text.lang, 1), "n": fmt.count(mark.n, text.lang)}
    if mark.low is None or mark.high is None:
        return text("beta.mark_alone", **facts)
    return text("beta.mark", range=fmt.interval(mark.low, mark.high, text.lang, digits=1), **facts)


def sentence(rows: pl.DataFrame, text: Text) -> str:
    """The mean mark of each kind, wave by wave; rows of `by_wave`."""
    marked = [] if rows.is_empty() else rows.drop_nulls("value").head(SPOKEN).to_dicts()
    if not marked:
        return text("beta.no_marks")
    parts = [
        text(
            "beta.mark_of",
            label=literal(row["label"]),
            mark=fmt.number(row["value"], text.lang, 1),
        )
        for row in marked
    ]
    return text("beta.marks", marks=text("beta.semicolon").join(parts))


def recommending(test: BetaTest, text: Text) -> str:
    """Who would recommend it less who would not, kind by kind; why not, where answers are on
    another scale; "" where nobody was asked."""
    doubt = next((group.refusal for group in test.groups if group.refusal is not None), None)
    if doubt is not None:
        return reason(doubt, text)
    parts = [
        text(
            "beta.recommends_of",
            kind=text(f"beta.short.{group.kind}"),
            points=values.value(group.promoters.value, "points", text),
            range=values.limits(group.promoters, "points", text),
        )
        for group in test.groups
        if group.wave is None and group.promoters.value is not None
    ]
    return text("beta.recommends", parts=text("beta.semicolon").join(parts)) if parts else ""
