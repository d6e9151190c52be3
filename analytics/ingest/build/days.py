"""Which days a dataset can speak of: a mistyped year would move its last day and all rates with it.

A line dated after the day of the import has not happened. A handful of lines years away from all
others is a slip too, unless the shop itself is silent for years at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.ingest.build.parse_issues import FATAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from analytics.storage.engine import Builder

DAY_COLUMNS = MappingProxyType({"orders": "ordered_at", "feedback": "submitted_at"})
ZONE = timedelta(days=1)
"""Elsewhere it is tomorrow already."""
SILENCE_DAYS = 5 * 365
"""A silence this long parts lines from all others; shops that close come back sooner."""
SILENCES = 3
"""It must also be so many times the longest silence of the shop itself, as of a fair every four
years."""
FEW_SHARE = 0.01
LEAST_OTHERS = 30
"""Of fewer other lines nobody can tell what is usual; besides so many, one line alone is few."""
SHOPS_SINCE = date(2000, 1, 1)
FEW_OLD_SHARE = 0.1
"""Of lines from before SHOPS_SINCE: what a system writes for no date (1970-01-01) comes often."""


@dataclass(frozen=True)
class Plausible:
    """The first and the last plausible day; None where no line lies outside."""

    first_on: date | None = None
    last_on: date | None = None

    @property
    def params(self) -> dict[str, str | None]:
        """The parameters of ingest/orders.sql and ingest/feedback.sql."""
        return {
            "plausible_from": self.first_on.isoformat() if self.first_on else None,
            "plausible_until": self.last_on.isoformat() if self.last_on else None,
        }

    def holds(self, path: Path, column: str) -> bool:
        """Whether every day of a Parquet part lies within."""
        days = pl.scan_parquet(path, glob=False).select(
            first=pl.col(column).min().dt.date(), last=pl.col(column).max().dt.date()
        )
        first, last = days.collect().row(0)
        is_early = first is not None and self.first_on is not None and first < self.first_on
        is_late = last is not None and self.last_on is not None and last > self.last_on
        return not (is_early or is_late)


def plausible(
    builder: Builder, folder: Path, table: str, today: date, as_of: date | None
) -> Plausible:
    """The plausible days of the parts of one table in `folder`, imported on the day `today`.

    `as_of`, the day somebody has asked for, is plausible, and so is every day up to it.
    """
    until = max(today + ZONE, as_of or date.min)
    runs = builder.frame(
        "ingest/day_runs",
        parts=str(folder / f"{table}-*.parquet"),
        name=DAY_COLUMNS[table],
        fatal=FATAL[table],
        until=until.isoformat(),
        silence_days=SILENCE_DAYS,
    ).to_dicts()
    return within(runs, as_of)


def within(runs: Sequence[Mapping[str, Any]], as_of: date | None = None) -> Plausible:
    """The plausible days by the rows of ingest/day_runs.sql.

    Where most lines lie in the future it is the clock of the machine that is wrong. Runs at either
    end are astray together: few lines, and a silence of SILENCES times the longest of the largest
    run. No lines: no bounds.
    """
    whole = sum(run["count_lines"] for run in runs)
    past = [run for run in runs if not run["is_future"]]
    count_future = whole - sum(run["count_lines"] for run in past)
    if not past or 2 * count_future > whole:
        return Plausible()
    largest = max(range(len(past)), key=lambda place: past[place]["count_lines"])
    silence = SILENCES * past[largest]["longest_silence"]

    def parts_few(early: Sequence[Mapping[str, Any]], late: Sequence[Mapping[str, Any]]) -> bool:
        return bool((late[0]["first_on"] - early[-1]["last_on"]).days >= silence)

    first, last = 0, len(past)
    for place in range(1, largest + 1):
        if _are_few(past[:place], whole) and parts_few(past[:place], past[place:]):
            first = place
    for place in range(len(past) - 1, largest, -1):
        is_asked_for = as_of is not None and past[place]["first_on"] <= as_of
        tail = past[place:]
        if not is_asked_for and _are_few(tail, whole) and parts_few(past[:place], tail):
            last = place
    return Plausible(
        past[first]["first_on"] if first else None,
        past[last - 1]["last_on"] if last < len(past) or count_future else None,
    )


def _are_few(runs: Sequence[Mapping[str, Any]], whole: int) -> bool:
    count = sum(run["count_lines"] for run in runs)
    share = FEW_OLD_SHARE if runs[-1]["last_on"] < SHOPS_SINCE else FEW_SHARE
    return bool(whole - count >= LEAST_OTHERS and count <= max(share * whole, 1))
