"""What the four IPs put out, and which of them won a customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from scripts.sample.chance import stream
from scripts.sample.plan import (
    DAYS,
    IP_MEMORY_DAYS,
    LEAK_FROM,
    LEAK_UNTIL,
    LEAKING_CODE,
    START,
)
from scripts.sample.words import words

if TYPE_CHECKING:
    from numpy.random import Generator


@dataclass(frozen=True)
class Touchpoint:
    """One post or live show of an IP; `pull` = its weight when a new customer names it."""

    ip: str
    ip_kind: str
    platform: str
    day: int
    reach: int
    engaged: int
    cost: float
    code: str
    pull: float

    @property
    def happened_on(self) -> date:
        """The day as a date."""
        return START + timedelta(days=self.day)


def touchpoints() -> list[Touchpoint]:
    """Every touchpoint of the 24 months by day, then code."""
    rng = stream("touchpoints")
    points = [point for voice in words("brand")["voices"] for point in shows(rng, voice)]
    return sorted(points, key=lambda point: (point.day, point.code))


def has_leaked(point: Touchpoint) -> bool:
    """Whether the show is one that the sheet leaves out, so that its code looks leaked."""
    return point.code == LEAKING_CODE and LEAK_FROM <= point.happened_on <= LEAK_UNTIL


def shows(rng: Generator, voice: dict[str, Any]) -> list[Touchpoint]:
    """One IP on one platform: a show every so many days, give or take a day or two."""
    starts = np.arange(int(rng.integers(3)), DAYS, voice["every"])
    late = rng.integers(0, 3, len(starts))
    return [show(rng, voice, int(day)) for day in starts + late if day < DAYS]


def show(rng: Generator, voice: dict[str, Any], day: int) -> Touchpoint:
    """One show with its reach, its engaged viewers and what it cost."""
    reach = int(voice["reach"] * rng.lognormal(0.0, 0.45)) + 50
    engaged = int(rng.binomial(reach, voice["rate"]))
    cost = round(voice["cost"] * rng.uniform(0.8, 1.25), -1)
    names = (voice["ip"], voice["kind"], voice["platform"])
    return Touchpoint(*names, day, reach, engaged, cost, voice["code"], voice["draw"])


def winner(rng: Generator, points: list[Touchpoint], day: int) -> str:
    """The code a customer won on that day names, among the shows of the three weeks before."""
    recent = [point for point in points if day - IP_MEMORY_DAYS <= point.day <= day]
    if not recent:
        return ""
    pulls = np.array([point.pull for point in recent])
    return recent[int(rng.choice(len(recent), p=pulls / pulls.sum()))].code
