"""Cases among totals week by week: what is watched, and where its weeks come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from analytics.alerts.base import MONTH_WEEKS

if TYPE_CHECKING:
    import polars as pl

    from analytics.storage.versions import Manifest
    from analytics.view import View

WEEK_DAYS = 7
CUBES = ("alerts/lines", "alerts/orders")
"""Queries of cubes that versions of former releases do not hold."""
LATE_DAYS = 28
"""Goods come back late: what was sent back counts this long after the week."""


@dataclass(frozen=True)
class Measure:
    """A rate: `cases` among `totals`, columns of a query with a row a week. `late` are the days
    after a week until it is settled; `is_better_low` whether less is better (None: neither)."""

    key: str
    query: str
    cases: str
    totals: str
    page: str
    late: int = 0
    is_better_low: bool | None = True
    count: str = "lines"
    """What a version must hold, as `Manifest.has` takes it."""


MEASURES = (
    Measure("refunds", "alerts/lines", "count_refunds", "count_paid", "customers", LATE_DAYS),
    Measure("undone", "alerts/orders", "count_undone", "count_all", "customers", LATE_DAYS),
    Measure(
        "back_30", "alerts/returns", "count_back_30", "count_customers", "repurchase", 30,
        is_better_low=False, count="customers",
    ),
    Measure(
        "back_90", "alerts/returns", "count_back_90", "count_customers", "repurchase", 90,
        is_better_low=False, count="customers",
    ),
    Measure("low_stars", "alerts/stars", "count_low", "count_rated", "voice", count="feedback"),
    Measure("discounted", "alerts/lines", "count_discounted", "count_listed", "pricing"),
    Measure(
        "private", "alerts/orders", "count_private", "count_placed", "private", is_better_low=None
    ),
    Measure("guests", "alerts/orders", "count_guests", "count_purchases", "repurchase"),
)  # fmt: skip


@dataclass(frozen=True)
class Weeks:
    """Settled periods of a measure, oldest first, none missing: first days, cases, totals."""

    starts: tuple[date, ...]
    cases: np.ndarray
    totals: np.ndarray

    def by_months(self) -> Weeks:
        """Four weeks at a time, the last ending with the last week; older weeks that fill no four
        are left out."""
        count = len(self.starts) // MONTH_WEEKS
        first = len(self.starts) - count * MONTH_WEEKS
        cases, totals = (
            counts[first:].reshape(count, MONTH_WEEKS).sum(axis=1)
            for counts in (self.cases, self.totals)
        )
        return Weeks(self.starts[first::MONTH_WEEKS], cases, totals)


def is_watchable(manifest: Manifest, measure: Measure) -> bool:
    """Whether the version holds the weeks of a measure: those of former releases hold no cubes by
    week."""
    return measure.query not in CUBES or manifest.has("order_weeks")


def settled(view: View, measure: Measure) -> Weeks:
    """The weeks of a measure that nothing is to come of any more; empty where there are none."""
    rows = _rows(view, measure)
    last_on = view.as_of - timedelta(days=measure.late + WEEK_DAYS - 1)
    rows = rows.filter(rows["week_on"] <= last_on)
    if rows.is_empty() or not rows[measure.totals].sum():
        return Weeks((), np.zeros(0), np.zeros(0))
    first = rows["week_on"].min()
    assert isinstance(first, date)
    # A week without a row is a week: nothing was sold, or nobody gave stars.
    last = last_on - timedelta(days=last_on.weekday())
    count = (last - first).days // WEEK_DAYS + 1
    places = [(day - first).days // WEEK_DAYS for day in rows["week_on"]]
    cases, totals = np.zeros(count), np.zeros(count)
    cases[places] = rows[measure.cases].to_numpy()
    totals[places] = rows[measure.totals].to_numpy()
    starts = tuple(first + timedelta(days=WEEK_DAYS * place) for place in range(count))
    return Weeks(starts, np.minimum(cases, totals), totals)


def _rows(view: View, measure: Measure) -> pl.DataFrame:
    rows = view.rows(measure.query)
    if measure.query == "alerts/orders":
        whole = (rows["count_purchases"] + rows["count_undone"]).alias("count_all")
        rows = rows.with_columns(whole)
    return rows
