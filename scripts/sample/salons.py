"""Who came to the salons: drawn last, so that orders and every other event stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scripts.sample.chance import stream
from scripts.sample.plan import (
    AS_OF,
    BACK_DAYS,
    CUSTOMERS,
    PRIVATE_GUESTS,
    SALON,
    SALON_ODDS,
    day_number,
)
from scripts.sample.words import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scripts.sample.customers import Customers
    from scripts.sample.visits import Orders


def guests(people: Customers, sales: Orders, event: list[Any], count: int) -> list[int]:
    """So many customers at one salon. Whoever bought within 90 days of it came more often: the
    orders were drawn before, and who came follows from them."""
    first, last = days(event)
    odds = (people.day < first) * np.where(people.private, PRIVATE_GUESTS, 1.0)
    odds = odds * np.where(back(sales, last), SALON_ODDS, 1.0)
    rng = stream(f"salon {event[0]}")
    return [int(who) for who in np.sort(rng.choice(CUSTOMERS, count, False, odds / odds.sum()))]


def days(event: list[Any]) -> tuple[int, int]:
    """First and last day of an event, no later than the last day observed."""
    first, last = (day_number(min(day, AS_OF)) for day in event[3:5])
    return first, last


def back(sales: Orders, last: int) -> NDArray[np.bool_]:
    """Per customer: whether they bought within 90 days after that day."""
    within = (sales.customer >= 0) & (sales.day > last) & (sales.day <= last + BACK_DAYS)
    answer = np.zeros(CUSTOMERS, dtype=bool)
    answer[sales.customer[within]] = True
    return answer


def rates(people: Customers, sales: Orders, attended: list[list[object]]) -> tuple[float, float]:
    """Shares of guests of salons, and of everybody else who had bought before, that bought within
    90 days; salons whose 90 days are over."""
    place = {code: who for who, code in enumerate(people.customer_id)}
    sides: tuple[list[bool], list[bool]] = ([], [])
    for event in words("brand")["events"]["rows"]:
        first, last = days(event)
        if event[1] != SALON or last + BACK_DAYS > day_number(AS_OF):
            continue
        came = {place[str(who)] for name, who in attended if name == event[0]}
        returned = back(sales, last)
        for who in np.flatnonzero(people.day < first):
            sides[who not in came].append(bool(returned[who]))
    guests_back, others_back = (float(np.mean(side)) for side in sides)
    return guests_back, others_back
