"""The time of day as a cell writes it, in halves or in hours up to 24."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """Hours, minutes and seconds, and the half of the day they are counted in."""

    hour: int
    minute: int
    second: int
    fraction: str
    half: str
    """am, pm, noon or nothing."""

    def text(self) -> str | None:
        """As 15:04:05, None for what no clock shows."""
        hour = self.hour
        if self.half == "am":
            hour = hour % 12 if hour <= 12 else 24  # noqa: PLR2004 - half a day
        elif (self.half == "pm" and hour < 12) or (self.half == "noon" and hour < 10):  # noqa: PLR2004
            hour += 12
        if hour > 23 or self.minute > 59 or self.second > 59:  # noqa: PLR2004
            return None
        return f"{hour:02}:{self.minute:02}:{self.second:02}{self.fraction}"
