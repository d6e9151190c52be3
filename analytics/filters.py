"""What part of a dataset is looked at: a period of whole months, channels, products."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

ONE_DAY = timedelta(days=1)
LONGEST_MONTH = 31


@dataclass(frozen=True)
class Filters:
    """Empty means no restriction. Months are first days; `end` is the first day of the last month.

    For customer analyses a period, channel or product restricts by the *first* purchase: filtering
    later orders too would change who could have come back.
    """

    start: date | None = None
    end: date | None = None
    channels: tuple[str, ...] = ()
    products: tuple[str, ...] = ()

    def params(self) -> dict[str, Any]:
        """The `$names` shared by the queries; null where nothing is restricted."""
        return {
            "start": self.start,
            "end": self.end,
            "channels": list(self.channels) or None,
            "products": list(self.products) or None,
        }

    @property
    def last_on(self) -> date | None:
        """The last day of the period; None where its end is open."""
        return self.end and (self.end + timedelta(days=LONGEST_MONTH)).replace(day=1) - ONE_DAY

    @property
    def is_empty(self) -> bool:
        return self == Filters()
