"""Guests of events against people alike who were not there, from the end of the event on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.scoring.differences import Verdict, verdict
from analytics.scoring.thresholds import EQUIVALENCE_MARGIN
from analytics.stats.intervals import Estimate, wilson
from analytics.stats.matching import MatchedCurves, matched_curves
from analytics.stores.base import DAYS, LEAST_A_SIDE, Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.view import View

LONGEST = 2 * DAYS
"""Days for which people are followed."""
MOST_OTHERS = 100_000
"""Customers, about, of whom those who were no guests are drawn: more would say no more."""
EVERY = "all"
KIND, EVENT = "kind", "event"
COUNTS = {
    "kind": pl.String,
    "is_guest": pl.Boolean,
    "days": pl.Int64,
    "is_event": pl.Boolean,
    "people": pl.Int64,
}


@dataclass(frozen=True)
class Pool:
    """Events that are looked at together: all of a kind, a single one, or every one (no name)."""

    code: str
    name: str | None
    event_ids: tuple[str, ...]
    guests: int


@dataclass(frozen=True)
class Attendance:
    """What became of the guests of a pool, and the same comparison of the days before they came
    (`before`), matched as they stood then. It is about nothing where guests were no keener than the
    others; where it is not, the comparison after rests on the match alone."""

    pool: Pool
    after: MatchedCurves
    before: MatchedCurves
    refusal: Refusal | None
    refusal_before: Refusal | None

    @property
    def verdict(self) -> Verdict | None:
        """Whether guests came back more often; None where the question is refused."""
        return None if self.refusal else verdict(self.after.difference, EQUIVALENCE_MARGIN)

    @property
    def were_alike(self) -> bool | None:
        """Whether guests were like the others in the days before, as far as can be told; None
        where that is refused."""
        gap = self.before.difference
        if self.refusal_before or gap.low is None or gap.high is None:
            return None
        return gap.low <= 0 <= gap.high


def events(view: View) -> pl.DataFrame:
    """One row per event: event_id, kind, name, place, starts_on, ends_on, and of its guests
    count_people, count_known, count_before (bought before), count_later (first bought on its days
    or later). Of the period, those that began in it, and those without a day."""
    rows = view.store.run("stores/events", view.manifest.version)
    day, start, last = pl.col("starts_on"), view.filters.start, view.filters.last_on
    is_inside = pl.lit(value=True)
    if start is not None:
        is_inside &= day >= start
    if last is not None:
        is_inside &= day <= last
    return rows.filter(is_inside.fill_null(value=True))


def unlisted(view: View) -> dict[str, int]:
    """Rows that the sheets of events and guests cannot use: no_event, no_person, no_number."""
    rows = view.store.run("stores/unlisted", view.manifest.version)
    counts: dict[str, int] = rows.row(0, named=True)
    return counts


def pools(rows: pl.DataFrame) -> list[Pool]:
    """What can be looked at: each kind of event, most guests who bought before first; then every
    event together; then each by itself, the latest first. Events without a day or a guest aside."""
    usable = rows.filter(pl.col("starts_on").is_not_null() & (pl.col("count_before") > 0))
    if usable.is_empty():
        return []
    kinds = [
        _pool(f"{KIND}.{kind}", kind, own)
        for (kind,), own in usable.drop_nulls("kind").group_by("kind", maintain_order=True)
    ]
    kinds.sort(key=lambda pool: (-pool.guests, pool.code))
    single = [
        _pool(f"{EVENT}.{row['event_id']}", row["name"] or row["event_id"], own)
        for own in usable.sort("starts_on", "event_id", descending=[True, False]).iter_slices(1)
        for row in own.to_dicts()
    ]
    whole = [_pool(EVERY, None, usable)] if len(kinds) != 1 else []
    return [*kinds, *whole, *single]


def nobody(rows: pl.DataFrame) -> Refusal:
    """Why no event can be looked at: no guests, none of an event with a day, or none who had bought
    before it."""
    guests = rows.filter(pl.col("count_people") > 0)
    if guests.is_empty():
        return Refusal("no_guests")
    if guests["starts_on"].null_count() == guests.height:
        return Refusal("no_days")
    return Refusal("few_guests", 0, LEAST_A_SIDE)


def _pool(code: str, name: object, rows: pl.DataFrame) -> Pool:
    label = None if name is None else str(name)
    return Pool(code, label, tuple(rows["event_id"]), int(rows["count_before"].sum()))


def attendance(view: View, pool: Pool) -> Attendance:
    """Back within 90 days of the event, guests against people alike on the day it began."""
    after = _curves(view, pool.event_ids, 0, LONGEST)
    before = _curves(view, pool.event_ids, DAYS, DAYS)
    return Attendance(pool, after, before, _refusal(after), _refusal(before))


def _curves(view: View, event_ids: Sequence[str], shift: int, horizon: int) -> MatchedCurves:
    rows = view.store.run(
        "stores/attendance",
        view.manifest.version,
        event_ids=list(event_ids),
        shift_days=shift,
        horizon_days=horizon,
        most_others=MOST_OTHERS,
        channels=list(view.filters.channels) or None,
        products=list(view.filters.products) or None,
    )
    return matched_curves(rows.cast(COUNTS), DAYS)  # type: ignore[arg-type]


def _refusal(curves: MatchedCurves) -> Refusal | None:
    guests, alike = (_entered(curves.curve, group) for group in ("guests", "others"))
    if guests < LEAST_A_SIDE:
        return Refusal("few_guests", guests, LEAST_A_SIDE)
    if alike < LEAST_A_SIDE:
        return Refusal("few_alike", alike, LEAST_A_SIDE)
    if curves.difference.value is None:
        days: list[int] = curves.curve["day"].to_list()
        return Refusal("too_early", max(days, default=0), DAYS)
    return None


def _entered(curve: pl.DataFrame, group: str) -> int:
    """People whose time began."""
    counts: list[int] = curve.filter(pl.col("group") == group)["at_risk"].to_list()
    return max(counts, default=0)


def identified(view: View) -> Estimate:
    """The share of store orders that name a customer, of the period and channels asked for; n is
    the orders. Unmeasured without an offline place."""
    filters = view.filters.params()
    filters.pop("products")
    row = view.store.run("stores/identified", view.manifest.version, **filters).row(0, named=True)
    return wilson(row["count_identified"], row["count_orders"])
