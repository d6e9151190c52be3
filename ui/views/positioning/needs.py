"""Which need is badly met: the frame of the landscape, and what it says in sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from analytics.positioning.base import TOP_NEEDS
from ui import format as fmt
from ui.text import literal
from ui.views.shared.sentences import chance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polars._typing import PolarsDataType

    from analytics.positioning.base import Refusal
    from analytics.positioning.derived import Derived
    from analytics.positioning.marks import Quality
    from analytics.positioning.needs import Need
    from analytics.positioning.report import Landscape
    from ui.text import Text

POINTS: dict[str, PolarsDataType] = {
    **dict.fromkeys(("segment", "label"), pl.String),
    **dict.fromkeys(("x", "y"), pl.Float64),
    "outline": pl.List(pl.List(pl.Float64)),
    "is_underserved": pl.Boolean,
    "sentence": pl.String,
}
LOST = ("superseded", "off_scale", "half", "unplaced")
"""What becomes of answers, as it is said."""


def reason(refusal: Refusal, text: Text) -> str:
    """Why there is no answer, as the end of a sentence."""
    return text(f"positioning.refusal.{refusal.code}")


def segment(name: str | None, text: Text, *, is_beside: bool = False) -> str:
    """A segment of the survey. People in none are everybody, unless there are others beside them
    who are in one."""
    return name or text(f"positioning.everybody{'_else' if is_beside else ''}")


def headline(landscape: Landscape, text: Text) -> str:
    """The need that is surely badly met and how far, of how many; else that none is, or why it
    cannot be told."""
    if landscape.refusal is not None:
        return text("positioning.head.refused", reason=reason(landscape.refusal, text))
    sure = [need for need in landscape.needs if need.refusal is None]
    if not sure:
        why = landscape.needs[0].refusal
        assert why is not None
        return text("positioning.head.refused", reason=reason(why, text))
    badly = sorted(
        (need for need in sure if need.is_underserved),
        key=lambda need: -(need.opportunity.value or 0.0),
    )
    count = fmt.count(len({need.need for need in sure}), text.lang)
    if not badly:
        return text("positioning.head.none", count=count)
    key = "only" if len(badly) == 1 else "most"
    first, is_beside = badly[0], bool(landscape.marks.quality.unplaced)
    if first.segment is None and not is_beside:
        key = "only_need" if len(badly) == 1 else "most_needs"
    return text(
        f"positioning.head.{key}",
        count=count,
        need=literal(first.need),
        segment=literal(segment(first.segment, text, is_beside=is_beside)),
        badly=fmt.count(len(badly), text.lang),
    ) + text(
        "positioning.head.range",
        value=fmt.number(first.opportunity.value, text.lang, 1),
        range=fmt.interval(first.opportunity.low, first.opportunity.high, text.lang, digits=1),
        people=fmt.count(first.opportunity.n, text.lang),
    )


def named(landscape: Landscape, sides: Mapping[str, str]) -> Landscape:
    """The landscape with its segments as they are called; `sides`: the two of a grouping by target,
    else empty."""
    needs = [
        replace(need, segment=sides.get(need.segment or "", need.segment))
        for need in landscape.needs
    ]
    return replace(landscape, needs=needs)


def landscape_points(needs: Sequence[Need], text: Text, *, is_beside: bool = False) -> pl.DataFrame:
    """One row per need that can be told: segment, label, x (importance), y (satisfaction), outline
    (corners of its ellipse), is_underserved, sentence. `is_beside`: as of `segment`."""
    rows = [
        {
            "segment": segment(need.segment, text, is_beside=is_beside),
            "label": need.need,
            "x": need.importance.value,
            "y": need.satisfaction.value,
            "outline": need.ellipse.outline().tolist() if need.ellipse else [],
            "is_underserved": need.is_underserved,
            "sentence": _point(need, text),
        }
        for need in needs
        if need.refusal is None
    ]
    return pl.DataFrame(rows, schema=POINTS)


def chances(needs: Sequence[Need], text: Text, *, is_beside: bool = False) -> list[str]:
    """Of each segment which needs are likeliest among the three of most opportunity, with how
    likely; none of segments where that was not drawn."""
    segments = list(dict.fromkeys(need.segment for need in needs))
    sentences = []
    for name in segments:
        own = [need for need in needs if need.segment == name and need.top_three is not None]
        first = sorted(own, key=lambda need: -(need.top_three or 0.0))[:TOP_NEEDS]
        if first:
            sentences.append(
                text(
                    "positioning.chances",
                    segment=literal(segment(name, text, is_beside=is_beside)),
                    needs=text("common.and").join(_chance(need, text) for need in first),
                )
            )
    return sentences


def _chance(need: Need, text: Text) -> str:
    share = chance(need.top_three, text)
    return text("positioning.chance", need=literal(need.need), share=share)


def _point(need: Need, text: Text) -> str:
    return text(
        "positioning.point",
        importance=fmt.number(need.importance.value, text.lang, 1),
        satisfaction=fmt.number(need.satisfaction.value, text.lang, 1),
        value=fmt.number(need.opportunity.value, text.lang, 1),
        range=fmt.interval(need.opportunity.low, need.opportunity.high, text.lang, digits=1),
        people=fmt.count(need.opportunity.n, text.lang),
    )


def lacks_importance(landscape: Landscape) -> bool:
    """Whether nobody was asked how important any need is."""
    codes = {need.refusal.code if need.refusal else "" for need in landscape.needs}
    return codes == {"no_importance"}


def closest(items: Sequence[Derived], text: Text) -> list[str]:
    """The need whose satisfaction goes most with recommending, and that this proves nothing; that
    none clearly does; nothing where it cannot be told of any."""
    able = [item for item in items if item.refusal is None and item.closeness.value is not None]
    if not able:
        return []
    sure = [item for item in able if (item.closeness.low or 0.0) > 0]
    if not sure:
        return [text("positioning.closest_none")]
    first = max(sure, key=lambda item: item.closeness.value or 0.0)
    facts = {
        "need": literal(first.need),
        "value": fmt.number(first.closeness.value, text.lang, 2),
        "range": fmt.interval(first.closeness.low, first.closeness.high, text.lang, digits=2),
        "people": fmt.count(first.closeness.n, text.lang),
    }
    return [text("positioning.closest", **facts), text("positioning.no_proof")]


def closest_table(items: Sequence[Derived], text: Text) -> pl.DataFrame:
    """Every need with how closely it goes with recommending, or why that cannot be told."""
    rows = [
        {
            "need": item.need,
            "closeness": item.closeness.value,
            "low": item.closeness.low,
            "high": item.closeness.high,
            "people": item.closeness.n,
            "reason": None if item.refusal is None else reason(item.refusal, text),
        }
        for item in items
    ]
    kinds = {**dict.fromkeys(("closeness", "low", "high"), pl.Float64), "reason": pl.String}
    return pl.DataFrame(rows, schema_overrides=kinds)


def table(needs: Sequence[Need], text: Text, *, is_beside: bool = False) -> pl.DataFrame:
    """Every need of every segment, with why it cannot be told where it cannot."""
    rows = [
        {
            "segment": segment(need.segment, text, is_beside=is_beside),
            "need": need.need,
            "importance": need.importance.value,
            "satisfaction": need.satisfaction.value,
            "opportunity": need.opportunity.value,
            "low": need.opportunity.low,
            "high": need.opportunity.high,
            "top_three": need.top_three,
            "people": need.opportunity.n,
            "reason": None if need.refusal is None else reason(need.refusal, text),
        }
        for need in needs
    ]
    numbers = ("importance", "satisfaction", "opportunity", "low", "high", "top_three")
    kinds = {**dict.fromkeys(numbers, pl.Float64), "reason": pl.String}
    return pl.DataFrame(rows, schema_overrides=kinds)


def lost(quality: Quality, text: Text) -> list[str]:
    """One sentence for each thing that became of answers and that happened at all."""
    return [
        text(f"positioning.lost.{name}", count=fmt.count(count, text.lang))
        for name in LOST
        if (count := getattr(quality, name))
    ]
