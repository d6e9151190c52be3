"""Weekly online orders by region around the opening of a store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.stores.base import Refusal
from analytics.stores.openings import region_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.stores.openings import Opening, Openings

    Numbers = NDArray[np.float64]

LEAST_PRE, MOST_PRE = 12, 26
"""Whole weeks before the opening that are looked at: at least, and at most."""
LEAST_POST, MOST_POST = 4, 26
"""Whole weeks after the week of the opening, the same."""
LEAST_REGIONS = 8
"""Regions without a store, to hold the store's own against."""
LEAST_ORDERS = 30
"""Online orders of a region before the opening, below which its course says nothing."""


@dataclass(frozen=True)
class Window:
    """Counts of one opening: one row a region, the own first; weeks before and after."""

    opening: Opening
    names: tuple[str, ...]
    weeks: tuple[int, ...]
    counts: Numbers

    @property
    def is_after(self) -> NDArray[np.bool_]:
        return np.array([week > 0 for week in self.weeks])


def weekly(orders: pl.DataFrame, *, is_by_city: bool) -> tuple[dict[str, Numbers], date]:
    """Weekly orders of each region from the first week to the last."""
    regions = region_at(pl.col("region"), is_by_city=is_by_city)
    sums = (
        orders.with_columns(region=regions)
        .drop_nulls("region")
        .group_by("region", "week_on")
        .agg(pl.col("count_orders").sum())
    )
    first, last = orders["week_on"].min(), orders["week_on"].max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    length = (last - first).days // 7 + 1
    table: dict[str, Numbers] = {}
    for region, week_on, count in sums.iter_rows():
        row = table.setdefault(region, np.zeros(length))
        row[(week_on - first).days // 7] = count
    return table, first


def windows(
    table: dict[str, Numbers], first: date, openings: Openings
) -> tuple[list[Window], Refusal | None]:
    """One window per opening that can be looked at, and why the first of the others cannot."""
    taken = {opening.region for opening in openings.counted}
    answers, refusals = list[Window](), list[Refusal]()
    for opening in openings.counted:
        answer = _window(table, first, opening, taken)
        if isinstance(answer, Refusal):
            refusals.append(answer)
        else:
            answers.append(answer)
    return answers, next(iter(refusals), None)


def _window(
    table: dict[str, Numbers], first: date, opening: Opening, taken: set[str]
) -> Window | Refusal:
    length = len(next(iter(table.values())))
    zero = (opening.opened_on - first).days // 7
    begin, end = max(zero - MOST_PRE, 0), min(zero + MOST_POST + 1, length)
    if zero - begin < LEAST_PRE:
        return Refusal("few_pre_weeks", max(zero - begin, 0), LEAST_PRE)
    if end - zero - 1 < LEAST_POST:
        return Refusal("few_post_weeks", max(end - zero - 1, 0), LEAST_POST)
    # The week of the opening is half of either side.
    places = [*range(begin, zero), *range(zero + 1, end)]
    before = slice(0, zero - begin)
    own = table.get(opening.region, np.zeros(length))[places]
    if own[before].sum() < LEAST_ORDERS:
        return Refusal("few_orders", int(own[before].sum()), LEAST_ORDERS)
    others = {
        name: row[places]
        for name, row in table.items()
        if name not in taken and row[places][before].sum() >= LEAST_ORDERS
    }
    if len(others) < LEAST_REGIONS:
        return Refusal("few_regions", len(others), LEAST_REGIONS)
    names = (opening.region, *sorted(others))
    counts = np.stack([own, *(others[name] for name in names[1:])])
    return Window(opening, names, tuple(place - zero for place in places), counts)
