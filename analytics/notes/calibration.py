"""How often what came lay within what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analytics.stats.intervals import UNMEASURED, Estimate, wilson
from analytics.stats.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from analytics.notes.note import Note

LEAST_REVIEWED = 10
"""Decisions with an outcome, below which no share is worth giving."""


class Refusal(Refused[Literal["few_reviewed"]]):
    """Why there is no share."""


@dataclass(frozen=True)
class Calibration:
    """The reviewed decisions, oldest first, how many came as expected, and the share with its
    interval (refused under 10)."""

    reviewed: tuple[Note, ...]
    inside: int
    share: Estimate
    refusal: Refusal | None


def calibration(notes: Sequence[Note]) -> Calibration:
    """Of all decisions that have an outcome."""
    reviewed = sorted(
        (note for note in notes if note.decision and note.decision.outcome is not None),
        key=lambda note: (note.starts_on, note.id),
    )
    inside = sum(bool(note.decision and note.decision.is_inside) for note in reviewed)
    is_few = len(reviewed) < LEAST_REVIEWED
    return Calibration(
        tuple(reviewed),
        inside,
        UNMEASURED if is_few else wilson(inside, len(reviewed)),
        Refusal("few_reviewed", len(reviewed), LEAST_REVIEWED) if is_few else None,
    )


def due(notes: Sequence[Note], today: date) -> tuple[Note, ...]:
    """Decisions whose day of review has come and that have no outcome, the oldest first."""
    waiting = [
        note
        for note in notes
        if note.decision and note.decision.outcome is None and note.decision.review_on <= today
    ]
    return tuple(
        sorted(waiting, key=lambda note: note.decision.review_on if note.decision else today)
    )
