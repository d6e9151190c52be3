"""The steps in the order of the source, what a step says, and from how many on it says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Key = Literal["positioning", "container", "beta", "pricing", "launch", "stores", "ip", "money"]
Status = Literal["not_begun", "indicative", "sound"]

NUMBERS: dict[Key, int | None] = {
    "positioning": 1,
    "container": 2,
    "beta": 3,
    "pricing": 4,
    "launch": 5,
    "stores": 6,
    "ip": 7,
    "money": None,
}
"""The seven steps of the source; where the money goes is no step of its own there."""

MOST_DOUBT = 0.1
"""Half the range of a share, from which on a beta test says too little for more than a hint."""
SOUND_BROUGHT = 200
"""Customers brought by IPs, from whom on the largest one's share is known to seven points."""


@dataclass(frozen=True)
class Step:
    """One step: its place in the source (None: not a step there), what the data say, the n behind
    it, and the one next action: its code, of what it counts how many there are and how many it
    takes (None where it counts nothing), and the sheets or columns that it asks for."""

    key: Key
    status: Status
    n: int
    action: str
    have: float | None = None
    least: float | None = None
    sheets: tuple[str, ...] = ()

    @property
    def number(self) -> int | None:
        """Its place among the seven steps."""
        return NUMBERS[self.key]


def status_of(n: float, least: float, sound: float | None = None) -> Status:
    """What so many carry. Without `sound` more than a hint is not said: the step has no analysis
    yet that would judge the evidence."""
    if n < least:
        return "not_begun"
    return "sound" if sound is not None and n >= sound else "indicative"
