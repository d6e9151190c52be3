"""Where orders go: a city a customer, and more new buyers in a city once a store has opened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scripts.sample.chance import pick_rows, stream
from scripts.sample.plan import HALO, START, day_number
from scripts.sample.words import channels, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from scripts.sample.visits import Orders

WEEK, PRE_WEEKS, POST_WEEKS = 7, 26, 26
LEAST_WEEKS = 12


def regions(sales: Orders) -> list[str]:
    """The region of each order: that of its customer, a guest's own.

    Who buys for the first time after a store of a city has opened lives there more often, by
    `HALO`; orders themselves stay as they are.
    """
    first_day = _first_days(sales)
    whole = np.array(list(_weights().values()), dtype=float)
    chances = np.tile(whole, (len(first_day), 1))
    places = list(_weights())
    for city, opened_on in openings().items():
        place = next(at for at, name in enumerate(places) if name.endswith(city))
        chances[first_day >= opened_on, place] *= 1 + HALO
    drawn = pick_rows(stream("regions"), chances)
    return [places[at] for at in drawn[_people(sales)]]


def openings() -> dict[str, int]:
    """The day number on which the first store of each city opened, where weeks before it are in
    the data."""
    rows = words("brand")["stores"]["rows"]
    days: dict[str, int] = {}
    for _, _, city, opened_on in rows:
        day = day_number(opened_on)
        if day >= LEAST_WEEKS * WEEK:
            days[city] = min(day, days.get(city, day))
    return days


def rises(ledger: pl.DataFrame) -> Mapping[str, float]:
    """By city with an opening: the ratio of online orders within 26 whole weeks after its week to
    those of 26 before, over the same ratio of cities that never had a store."""
    stores = {row[2] for row in words("brand")["stores"]["rows"]}
    city = pl.col("region").str.split(" ").list.last()
    online = ledger.filter(
        (pl.col("mode") == words("orders")["values"]["online"]) & (pl.col("amount") > 0)
    ).unique("order_id", maintain_order=True)
    answer = {}
    for name, day in openings().items():
        begun = pl.col("ordered_at").dt.truncate("1w").dt.date()
        weeks = (begun - pl.lit(_monday(day))).dt.total_days() // WEEK
        near = online.with_columns(city=city, week=weeks)
        sides = [
            near.filter(pl.col("week").is_between(-PRE_WEEKS, -1)),
            near.filter(pl.col("week").is_between(1, POST_WEEKS)),
        ]
        own = [side.filter(pl.col("city") == name).height for side in sides]
        others = [side.filter(~pl.col("city").is_in(list(stores))).height for side in sides]
        answer[name] = own[1] / own[0] / (others[1] / others[0])
    return answer


def _monday(day: int) -> date:
    on = START + timedelta(days=day)
    return on - timedelta(days=on.weekday())


def _weights() -> dict[str, float]:
    return dict(words("orders")["regions"])


def _people(sales: Orders) -> NDArray[np.int64]:
    """A number per order: its customer, guests each their own."""
    people = sales.customer.copy()
    guests = people < 0
    people[guests] = people.max() + 1 + np.arange(guests.sum())
    return people


def _first_days(sales: Orders) -> NDArray[np.int64]:
    """By number of `_people`, the day of the first order online."""
    people = _people(sales)
    days = np.full(people.max() + 1, np.iinfo(np.int64).max)
    online = np.array([channels()[at].mode == "online" for at in sales.channel])
    np.minimum.at(days, people[online], sales.day[online])
    never = days == np.iinfo(np.int64).max
    np.minimum.at(days, people, np.where(never[people], sales.day, days[people]))
    return days
