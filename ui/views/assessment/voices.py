"""Three voices side by side: chart frame and sentences; no streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.assessment.assessment import Assessment
    from analytics.assessment.voices import Gap, Voices
    from analytics.assessment.votes import Votes
    from analytics.measures.base import Voice
    from ui.text import Text

NAMES: tuple[Voice, ...] = ("behaviour", "customers", "team")
CLEAR = ("over_confident", "under_sold", "over_praised")


def lanes(all_voices: Sequence[Voices], assessment: Assessment, text: Text) -> pl.DataFrame:
    """One row per super as `ui.charts.assessment.voices.lanes` takes it."""
    rows = [
        {
            "key": super_voices.key,
            "label": text.pick(assessment.super_of(super_voices.key).name),
            "gap": super_voices.gap.code,
            "gap_text": gap_name(super_voices.gap, text),
            "measured": super_voices.measured.value,
            **_numbers(super_voices),
        }
        for super_voices in all_voices
    ]
    kinds = dict.fromkeys(("measured", *_columns()), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=kinds)


def gap_name(gap: Gap, text: Text) -> str:
    """The gap in two or three words."""
    return text(f"voices.gap.{gap.sides[0]}.{gap.code}")


def sentence(all_voices: Sequence[Voices], assessment: Assessment, text: Text) -> str:
    """How many supers have a clear gap, agree, are undecided or have one voice; then the widest
    gap."""
    counts = {
        "clear": sum(super_voices.gap.code in CLEAR for super_voices in all_voices),
        "agreed": sum(super_voices.gap.code == "agreed" for super_voices in all_voices),
        "open": sum(super_voices.gap.code == "cannot_tell" for super_voices in all_voices),
        "alone": sum(
            super_voices.gap.code in ("one_voice", "no_voice") for super_voices in all_voices
        ),
    }
    if counts["alone"] == len(all_voices):
        return text("voices.all_alone")
    parts = [text(f"voices.count.{name}", n=n) for name, n in counts.items() if n]
    counts_sentence = text(
        "voices.counts", all=len(all_voices), parts=text("common.and").join(parts)
    )
    widest_sentences = [_widest(all_voices, assessment, text)] if counts["clear"] else []
    return joined([counts_sentence, *widest_sentences], text)


def votes_sentences(votes: Votes, text: Text) -> list[str]:
    """Why votes do not count, a sentence per reason; empty where all count."""
    sentences = []
    if votes.doubt:
        facts = {key: fmt.number(value, text.lang) for key, value in votes.doubt.facts.items()}
        sentences.append(text(f"voices.votes.{votes.doubt.code}", **facts))
    if votes.unknown:
        sentences.append(text("voices.votes.unknown", n=fmt.count(votes.unknown, text.lang)))
    if votes.outside and not votes.doubt:
        sentences.append(text("voices.votes.outside", n=fmt.count(votes.outside, text.lang)))
    return sentences


def _columns() -> list[str]:
    return [f"{name}{end}" for name in NAMES for end in ("", "_low", "_high")]


def _numbers(super_voices: Voices) -> dict[str, float | int | None]:
    cells: dict[str, float | int | None] = {}
    for name in NAMES:
        voice = super_voices.voice(name)
        cells |= {name: voice.value, f"{name}_low": voice.low, f"{name}_high": voice.high}
        cells[f"{name}_n"] = voice.n
    return cells


def _widest(all_voices: Sequence[Voices], assessment: Assessment, text: Text) -> str:
    """The clear gap of most points, with the scores of both voices."""
    clear = [super_voices for super_voices in all_voices if super_voices.gap.code in CLEAR]
    widest = max(clear, key=lambda voices: abs(voices.gap.points.value or 0.0))
    first, second = (getattr(widest, side) for side in widest.gap.sides)
    points = widest.gap.points
    low, high = sorted((abs(points.low or 0.0), abs(points.high or 0.0)))
    return text(
        f"voices.widest.{widest.gap.sides[0]}.{widest.gap.code}",
        name=text.pick(assessment.super_of(widest.key).name),
        first=fmt.score(first.value, text.lang),
        second=fmt.score(second.value, text.lang),
        points=fmt.score(abs(fmt.apart(first.value, second.value) or 0.0), text.lang),
        interval=fmt.interval(low, high, text.lang),
    )
