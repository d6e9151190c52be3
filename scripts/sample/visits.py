"""When customers buy: the planted repurchase histories and the guests, one entry an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np

from scripts.sample.chance import pick, pick_rows, stream
from scripts.sample.plan import DAYS, GUEST_ORDERS, LATER, SAME_CHANNEL, SECOND, START, Law
from scripts.sample.season import channel_demand, open_stores
from scripts.sample.words import channels, words

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from scripts.sample.customers import Customers

GUEST = -1


@dataclass(frozen=True)
class Orders:
    """One entry per order, by time; `rank` 1 = a customer's first order, 0 = a guest's."""

    order_id: list[str]
    customer: NDArray[np.int64]
    rank: NDArray[np.int64]
    day: NDArray[np.int64]
    channel: NDArray[np.int64]
    store: list[str]
    at: list[datetime]


def orders(people: Customers) -> Orders:
    """Every order of customers and guests."""
    rng = stream("orders")
    who, rank, day = histories(people)
    channel = chosen_channels(rng, people, who, rank)
    guest_day, guest_channel = guests(rng)
    pairs = (
        (who, np.full(GUEST_ORDERS, GUEST)),
        (rank, np.zeros(GUEST_ORDERS, np.int64)),
        (day, guest_day),
        (channel, guest_channel),
    )
    return by_time(rng, *(np.concatenate(pair) for pair in pairs))


def histories(people: Customers) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(customer, rank, day) of every order: gaps of at least one day, cut only by the calendar."""
    rng = stream("repurchase")
    who, day, rank = np.arange(len(people.day)), people.day, 1
    rounds = [(who, np.full(len(who), rank), day)]
    while len(who):
        gap = gaps(rng, SECOND if rank == 1 else LATER, people.private[who])
        goes_on = (gap > 0) & (day + gap < DAYS)
        who, day, rank = who[goes_on], (day + gap)[goes_on], rank + 1
        rounds.append((who, np.full(len(who), rank), day))
    customer, ranks, when = (np.concatenate(column) for column in zip(*rounds, strict=True))
    return customer, ranks, when


def gaps(rng: Generator, laws: dict[str, Law], private: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Days to the next purchase under the law of each customer's domain; 0 = never."""
    count = len(private)
    return np.where(private, laws["private"].draw(rng, count), laws["public"].draw(rng, count))


def chosen_channels(
    rng: Generator, people: Customers, who: NDArray[np.int64], rank: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The channel of each order: the one that won the customer, or where its customers move."""
    home = people.channel[who]
    moves = np.array([channel.moves for channel in channels()])
    stays = (rank == 1) | (rng.random(len(who)) < SAME_CHANNEL)
    return np.where(stays, home, pick_rows(rng, moves[home]))


def guests(rng: Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Day and channel of every guest order."""
    pull = channel_demand() / [channel.share for channel in channels()]
    drawn = pick(rng, (pull * [channel.guest for channel in channels()]).ravel(), GUEST_ORDERS)
    return drawn // pull.shape[1], drawn % pull.shape[1]


def by_time(
    rng: Generator,
    customer: NDArray[np.int64],
    rank: NDArray[np.int64],
    day: NDArray[np.int64],
    channel: NDArray[np.int64],
) -> Orders:
    """The orders with clock times, stores and numbers, sorted by time."""
    second = clock(rng, channel)
    turn = np.lexsort((customer, second, day))
    customer, rank, day, channel, second = (
        column[turn] for column in (customer, rank, day, channel, second)
    )
    at = [moment(int(d), int(s)) for d, s in zip(day, second, strict=True)]
    return Orders(numbers(at, channel), customer, rank, day, channel, stores(rng, day, channel), at)


def clock(rng: Generator, channel: NDArray[np.int64]) -> NDArray[np.int64]:
    """Second of the day of each order, by its channel's busy hours."""
    hours = np.array([words("orders")["hours"][ch.hours] for ch in channels()], dtype=float)
    return pick_rows(rng, hours[channel]) * 3600 + rng.integers(0, 3600, len(channel))


def moment(day: int, second: int) -> datetime:
    """Shop-local time of a second of a day of the sample."""
    return datetime.combine(START, time.min) + timedelta(days=day, seconds=second)


def numbers(at: list[datetime], channel: NDArray[np.int64]) -> list[str]:
    """19 digits: the channel's own (0 = stores), the second, six digits no two orders share."""
    digit = [channels()[index].digit for index in channel]
    tails = np.arange(len(at)) * 618_033 % 1_000_000
    return [f"{d}{t:%y%m%d%H%M%S}{n:06d}" for d, t, n in zip(digit, at, tails, strict=True)]


def stores(rng: Generator, day: NDArray[np.int64], channel: NDArray[np.int64]) -> list[str]:
    """The store of each order, one open on the day; empty online."""
    codes, is_open = open_stores()
    drawn = pick_rows(rng, is_open[day])
    offline = np.array([channel.mode == "offline" for channel in channels()])[channel]
    return [codes[i] if here else "" for i, here in zip(drawn, offline, strict=True)]
