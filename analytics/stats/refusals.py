"""Why a question has no answer, and what so many answers can carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

Certainty = Literal["refused", "indicative", "sound"]
Code_co = TypeVar("Code_co", bound=str, covariant=True)


@dataclass(frozen=True)
class Refused(Generic[Code_co]):
    """Why there is no answer: the code, what there is of the thing that lacks, and what it takes
    (both None where the code says all). Each room refuses by codes of its own."""

    code: Code_co
    have: float | None = None
    least: float | None = None


def certainty_of(n: int, least: int, sound: int) -> Certainty:
    """What `n` people can carry: nothing under `least`, all of it from `sound` on."""
    if n < least:
        return "refused"
    return "sound" if n >= sound else "indicative"
