"""What a customer costs who came back: of an event, and of a store."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from analytics.stats import survival, survival_points
from analytics.stats.fieller import fieller
from analytics.stats.intervals import CONFIDENCE, UNMEASURED, Estimate
from analytics.stats.quantiles import z
from analytics.stores.base import DAYS, LEAST_A_SIDE, Refusal
from analytics.stores.guest_list import guest_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.stores.attendance import Attendance
    from analytics.view import View

MONTH_DAYS = 365.25 / 12


@dataclass(frozen=True)
class KeptCost:
    """Money per customer who came back within 90 days, with its limits; n is the people whom the
    money brought."""

    spent: float | None
    cost: Estimate
    refusal: Refusal | None


@dataclass(frozen=True)
class EventCosts:
    """Per guest who is back, and per guest who is back beyond people alike. `new`: guests who first
    bought at the event or within 90 days of it. They are among those of `back`, unless nobody of
    them was followed for 90 days (`is_new_in`); what is left out takes its share of the money."""

    back: KeptCost
    added: KeptCost
    new: int = 0
    is_new_in: bool = False


@dataclass(frozen=True)
class Store:
    """A store with its orders, the share of them that name a customer, the customers it won, how
    many of them were back within 90 days, and what one of these costs."""

    store_id: str
    name: str | None
    city: str | None
    opened_on: date | None
    orders: int
    identified: int
    back: Estimate
    kept: KeptCost


def kept_cost(spent: float, people: int, share: Estimate) -> KeptCost:
    """`spent` over `people` x `share` back, by Fieller's theorem; `open_range` where the share may
    be nothing, so that a customer may cost anything."""
    if share.value is None or share.low is None or share.high is None:
        return KeptCost(spent, UNMEASURED, Refusal("open_range"))
    spread = (share.high - share.low) / 2 / z(CONFIDENCE)
    ratio = fieller(spent, people * share.value, variance_below=(people * spread) ** 2)
    if ratio.low is None or ratio.value is None or share.value <= 0:
        return KeptCost(spent, UNMEASURED, Refusal("open_range"))
    return KeptCost(spent, Estimate(ratio.value, ratio.low, ratio.high, people), None)


def spent(view: View) -> dict[str, float]:
    """Event -> its cost; those without one aside."""
    return _costs(view, "stores/event_costs")


def event_costs(view: View, answer: Attendance) -> EventCosts:
    """Of a pool of events; `no_cost` where one of them has none: a part would look cheap; and
    `filtered_cost` where the filters leave a part of the guests: all of them were paid for."""
    costs = spent(view)
    own = [costs.get(event_id) for event_id in answer.pool.event_ids]
    known = [cost for cost in own if cost is not None]
    refusal = answer.refusal
    if len(known) < len(own):
        refusal = Refusal("no_cost", len(known), len(own))
    elif _is_part(view):
        refusal = Refusal("filtered_cost")
    if refusal is not None:
        nothing = KeptCost(None, UNMEASURED, refusal)
        return EventCosts(nothing, nothing)
    guests = guest_list(view, answer.pool)
    # The guests with somebody alike stand for all who had bought before.
    money, after = sum(known), answer.after
    people, new = after.matched.n + after.alone, guests.new_back
    # Nobody is alike to those who were new: they and their share of the money leave `added`.
    part = money * people / (people + guests.new)
    added = kept_cost(part, people, after.difference)
    if not guests.new:
        return EventCosts(kept_cost(money, people, after.matched), added)
    if new.value is None:
        return EventCosts(kept_cost(part, people, after.matched), added, guests.new)
    share = _together((people, after.matched), (new.n, new))
    return EventCosts(kept_cost(money, people + new.n, share), added, guests.new, is_new_in=True)


def _together(*parts: tuple[int, Estimate]) -> Estimate:
    """The share back of several groups of people, each with its own limits."""
    people = sum(size for size, _ in parts)
    value = sum(size * (share.value or 0.0) for size, share in parts) / people
    reaches = [
        size * ((share.high or 0.0) - (share.low or 0.0)) / 2 / people for size, share in parts
    ]
    reach = math.hypot(*reaches)
    return Estimate(value, value - reach, value + reach, people)


def stores(view: View) -> list[Store]:
    """One row per store, the first opened first. Months count from the day it opened or first
    sold, or from the first day of the data where that is later; whom it won in them are back as
    Kaplan-Meier has it."""
    rows = view.store.run("stores/opened", view.manifest.version)
    won = view.store.run(
        "stores/won",
        view.manifest.version,
        channels=list(view.filters.channels) or None,
        products=list(view.filters.products) or None,
    ).rename({"store_id": "group"})
    costs = _costs(view, "stores/store_costs")
    back = survival_points.on_day(survival.kaplan_meier(won), DAYS)
    people = dict(won.group_by("group").agg(pl.col("customers").sum()).iter_rows())
    return [
        _store(view, row, people.get(row["store_id"], 0), back, costs) for row in rows.to_dicts()
    ]


def _store(
    view: View,
    row: Mapping[str, object],
    people: int,
    back: Mapping[object, Estimate],
    costs: Mapping[str, float],
) -> Store:
    key = str(row["store_id"])
    share = back.get(key, UNMEASURED)
    first_on = date.fromisoformat(str(view.manifest.about["first_on"] or view.as_of))
    # A store that sold before the day of the sheet was open: those whom it won then count too.
    days = [day for day in (row["opened_on"], row["first_on"]) if isinstance(day, date)]
    began_on = max(first_on, min(days, default=first_on))
    months = max((view.as_of - began_on).days, 0) / MONTH_DAYS
    if key not in costs:
        kept = KeptCost(None, UNMEASURED, Refusal("no_cost"))
    elif _is_part(view):
        kept = KeptCost(costs[key] * months, UNMEASURED, Refusal("filtered_cost"))
    elif people < LEAST_A_SIDE or share.value is None:
        kept = KeptCost(
            costs[key] * months, UNMEASURED, Refusal("few_guests", people, LEAST_A_SIDE)
        )
    else:
        kept = kept_cost(costs[key] * months, people, share)
    opened = row["opened_on"]
    return Store(
        key,
        None if row["name"] is None else str(row["name"]),
        None if row["city"] is None else str(row["city"]),
        opened if isinstance(opened, date) else None,
        int(str(row["count_orders"])),
        int(str(row["count_identified"])),
        share,
        kept,
    )


def _is_part(view: View) -> bool:
    """Whether the filters choose some of the people, on all of whom the money was spent."""
    return bool(view.filters.channels or view.filters.products)


def _costs(view: View, query: str) -> dict[str, float]:
    """Number -> cost; empty for versions of releases that knew no costs."""
    if not view.manifest.has_money:
        return {}
    rows = view.store.run(query, view.manifest.version)
    return dict(rows.drop_nulls().iter_rows())
