"""Two periods that can be compared: of whole months, as many in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from analytics.margins.base import Refusal

if TYPE_CHECKING:
    from analytics.view import View

Against = Literal["year", "before"]
LENGTHS = (12, 6, 3, 1)
"""Months of a period, the longest that the data hold twice first."""
YEAR = 12


@dataclass(frozen=True)
class Periods:
    """`first` to `last` (months by their first days) against as many months from `earlier_first`:
    the same of the year before, or those just before."""

    first: date
    last: date
    earlier_first: date
    earlier_last: date
    months: int
    against: Against


def comparable(view: View) -> Periods | Refusal:
    """The last whole months of the view against the same of the year before, where the data reach
    back so far, else against those just before.

    A chosen period with a beginning sets how many months; else a year, or the longest of 6, 3 and 1
    months that the data hold twice. Refused where no two whole months
    lie in the data, or none in the chosen period.
    """
    about = view.manifest.about
    start, end = (date.fromisoformat(about[name]) for name in ("first_on", "as_of"))
    earliest = _number(start) + (start.day > 1)
    whole_until = _number(end) - ((end + timedelta(days=1)).day != 1)
    last = min(_number(view.filters.end), whole_until) if view.filters.end else whole_until
    lengths: tuple[int, ...] = LENGTHS
    if view.filters.start:
        lengths = (last - max(_number(view.filters.start), earliest) + 1,)
    for months in lengths:
        first = last - months + 1
        for back in dict.fromkeys((max(YEAR, months), months)):
            if months > 0 and first - back >= earliest:
                return Periods(
                    _day(first),
                    _day(last),
                    _day(first - back),
                    _day(last - back),
                    months,
                    "year" if back == YEAR else "before",
                )
    if lengths[-1] < 1:
        return Refusal("no_whole_month")
    return Refusal("short_history", max(last - earliest + 1, 0), 2 * lengths[-1])


def _number(day: date) -> int:
    return day.year * YEAR + day.month - 1


def _day(month: int) -> date:
    return date(month // YEAR, month % YEAR + 1, 1)
