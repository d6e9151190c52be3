"""Three voices side by side: the frame of the picture and the sentences under it; no streamlit."""

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


def lanes(heard: Sequence[Voices], found: Assessment, text: Text) -> pl.DataFrame:
    """One row a super as `ui.charts.assessment.voices.lanes` takes it."""
    rows = [
        {
            "key": one.key,
            "label": text.pick(found.super_of(one.key).name),
            "gap": one.gap.code,
            "gap_text": gap_name(one.gap, text),
            "measured": one.measured.value,
            **_numbers(one),
        }
        for one in heard
    ]
    kinds = dict.fromkeys(("measured", *_columns()), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=kinds)


def gap_name(gap: Gap, text: Text) -> str:
    """The gap in two or three words."""
    return text(f"voices.gap.{gap.sides[0]}.{gap.code}")


def sentence(heard: Sequence[Voices], found: Assessment, text: Text) -> str:
    """How many supers are agreed on, and the widest gap between two voices."""
    counts = {
        "clear": sum(one.gap.code in CLEAR for one in heard),
        "agreed": sum(one.gap.code == "agreed" for one in heard),
        "open": sum(one.gap.code == "cannot_tell" for one in heard),
        "alone": sum(one.gap.code in ("one_voice", "no_voice") for one in heard),
    }
    if counts["alone"] == len(heard):
        return text("voices.all_alone")
    spoken = [text(f"voices.count.{name}", n=n) for name, n in counts.items() if n]
    told = text("voices.counts", all=len(heard), parts=text("common.and").join(spoken))
    widest = [_widest(heard, found, text)] if counts["clear"] else []
    return joined([told, *widest], text)


def votes_told(votes: Votes, text: Text) -> list[str]:
    """What keeps votes from counting, a sentence each."""
    told = []
    if votes.doubt:
        facts = {key: fmt.number(value, text.lang) for key, value in votes.doubt.facts.items()}
        told.append(text(f"voices.votes.{votes.doubt.code}", **facts))
    if votes.unknown:
        told.append(text("voices.votes.unknown", n=fmt.count(votes.unknown, text.lang)))
    if votes.outside and not votes.doubt:
        told.append(text("voices.votes.outside", n=fmt.count(votes.outside, text.lang)))
    return told


def _columns() -> list[str]:
    return [f"{name}{end}" for name in NAMES for end in ("", "_low", "_high")]


def _numbers(one: Voices) -> dict[str, float | int | None]:
    told: dict[str, float | int | None] = {}
    for name in NAMES:
        voice = one.voice(name)
        told |= {name: voice.value, f"{name}_low": voice.low, f"{name}_high": voice.high}
        told[f"{name}_n"] = voice.n
    return told


def _widest(heard: Sequence[Voices], found: Assessment, text: Text) -> str:
    """The clear gap with the most points between its voices, told with both of them."""
    clear = [one for one in heard if one.gap.code in CLEAR]
    one = max(clear, key=lambda voices: abs(voices.gap.points.value or 0.0))
    first, second = (getattr(one, side) for side in one.gap.sides)
    points = one.gap.points
    low, high = sorted((abs(points.low or 0.0), abs(points.high or 0.0)))
    return text(
        f"voices.widest.{one.gap.sides[0]}.{one.gap.code}",
        name=text.pick(found.super_of(one.key).name),
        first=fmt.score(first.value, text.lang),
        second=fmt.score(second.value, text.lang),
        points=fmt.score(abs(points.value or 0.0), text.lang),
        interval=fmt.interval(low, high, text.lang),
    )
