"""Which complaint sets a group apart: frames and sentences."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import polars as pl

from ui import format as fmt
from ui.text import literal
from ui.views.positioning.claims import topic
from ui.views.positioning.needs import reason, segment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.positioning.base import Refusal
    from analytics.positioning.pains import Pain, Source
    from ui.text import Text

MOST_SAID = 4
"""Complaints that are read out, the most telling first; all stand in the table."""
MOST_TOPICS, MOST_GROUPS = 12, 8
"""Rows and columns drawn: the complaints made most often, and the largest groups."""


def refused(refusal: Refusal, text: Text) -> str:
    """Why no complaint can be laid at a group's door."""
    return text("positioning.pains_refused", reason=reason(refusal, text))


def whole_refusal(cells: Sequence[Pain]) -> Refusal | None:
    """Why no group can be told apart; None where any can, or where nobody complains."""
    refusals = [cell.refusal for cell in cells]
    return None if not refusals or None in refusals else refusals[0]


def apart(cells: Sequence[Pain], sides: Mapping[str, str], text: Text) -> list[str]:
    """The complaints that set a group apart most, made more often first; what a group complains of
    less where no other is said to do so more; that there are none; or why that cannot be told.
    `cells` of one source."""
    if not cells:
        return [text("positioning.no_complaints")]
    refusal = whole_refusal(cells)
    if refusal is not None:
        return [refused(refusal, text)]
    clear = sorted((cell for cell in cells if cell.is_apart), key=lambda cell: -abs(cell.z or 0.0))
    more = [cell for cell in clear if (cell.z or 0.0) > 0]
    loud = {cell.topic for cell in more}
    less = [cell for cell in clear if (cell.z or 0.0) < 0 and cell.topic not in loud]
    telling = [*(("pain", cell) for cell in more), *(("less_pain", cell) for cell in less)]
    return [
        text(
            f"positioning.{key}.{cell.source}",
            segment=literal(group(cell, sides, text)),
            topic=literal(subject(cell, text)),
            share=fmt.percent(cell.share.value, text.lang, 0),
            range=fmt.interval(cell.share.low, cell.share.high, text.lang, rate=True),
            count=fmt.count(cell.share.n, text.lang),
        )
        for key, cell in telling[:MOST_SAID]
    ] or [text("positioning.pains_alike")]


def outside(count: int, kind: Source | Literal["buyers"], text: Text) -> list[str]:
    """How many reviews, or people, are in no group and left out; nothing where none are. `buyers`:
    people grouped by what they bought."""
    if not count:
        return []
    return [text(f"positioning.outside.{kind}", count=fmt.count(count, text.lang))]


def group(cell: Pain, sides: Mapping[str, str], text: Text) -> str:
    """A segment as it is called; `sides`: the two of a grouping by target, else empty."""
    return sides.get(cell.segment or "") or segment(cell.segment, text)


def subject(cell: Pain, text: Text) -> str:
    """What a complaint is about: a topic of reviews, or a need as it was written."""
    return topic(cell.topic, text) if cell.source == "reviews" else cell.topic


def heatmap(
    cells: Sequence[Pain], text: Text, sides: Mapping[str, str] = MappingProxyType({})
) -> pl.DataFrame:
    """One row per segment and topic: segment, topic, share, low, high, count, people, is_apart,
    sentence."""
    rows = [
        {
            "segment": group(cell, sides, text),
            "topic": subject(cell, text),
            "share": cell.share.value,
            "low": cell.share.low,
            "high": cell.share.high,
            "count": cell.count,
            "people": cell.share.n,
            "is_apart": cell.is_apart,
            "sentence": _cell(cell, text),
        }
        for cell in cells
    ]
    numbers = dict.fromkeys(("share", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=numbers)


def _cell(cell: Pain, text: Text) -> str:
    if cell.share.value is None and cell.refusal is not None:
        return reason(cell.refusal, text)
    return text(
        "positioning.cell",
        share=fmt.percent(cell.share.value, text.lang, 0),
        range=fmt.interval(cell.share.low, cell.share.high, text.lang, rate=True),
        count=fmt.count(cell.share.n, text.lang),
    )


def commonest(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of `heatmap` that are drawn: of the complaints made most often, the commonest first,
    and of the largest groups."""
    if rows.is_empty() or rows["share"].is_null().all():
        return rows.clear()
    topics = rows.group_by("topic").agg(pl.col("count").sum()).sort("count", "topic")
    groups = rows.group_by("segment").agg(pl.col("people").max()).sort("people", "segment")
    drawn_topics = topics["topic"].tail(MOST_TOPICS).reverse()
    drawn_groups = groups["segment"].tail(MOST_GROUPS)
    order = {name: place for place, name in enumerate(drawn_topics)}
    return (
        rows.filter(
            pl.col("topic").is_in(drawn_topics.to_list())
            & pl.col("segment").is_in(drawn_groups.to_list())
        )
        .with_columns(pl.col("topic").replace_strict(order, return_dtype=pl.Int32).alias("place"))
        .sort("place", maintain_order=True)
        .drop("place")
    )


def table(rows: pl.DataFrame, text: Text) -> pl.DataFrame:
    """Every cell of `heatmap`, with whether the group stands apart in words."""
    words = text("positioning.verdict.apart")
    verdict = pl.when("is_apart").then(pl.lit(words)).otherwise(pl.lit("")).alias("verdict")
    return rows.with_columns(verdict).drop("sentence", "is_apart")
