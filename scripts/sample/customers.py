"""Who the customers are: first day, channel that won them, favourite product, who sent them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scripts.sample.chance import pick, stream
from scripts.sample.plan import ADVOCATES, CUSTOMERS
from scripts.sample.season import channel_demand
from scripts.sample.touchpoints import touchpoints, winner
from scripts.sample.words import channels, is_private, products

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Customers:
    """One entry per identified customer, by first day; `channel` and `favourite` are indices."""

    customer_id: list[str]
    day: NDArray[np.int64]
    channel: NDArray[np.int64]
    favourite: NDArray[np.int64]
    referrer: list[str]
    referrer_kind: list[str]

    @property
    def private(self) -> NDArray[np.bool_]:
        """Whether a private channel won the customer."""
        return np.array(is_private())[self.channel]


def customers() -> Customers:
    """All customers with whoever referred them."""
    rng = stream("customers")
    day, channel = arrivals(rng)
    codes = rng.permutation(CUSTOMERS) * 7 + 100_003
    ids = [f"U{code}" for code in codes]
    favourite = pick(rng, [product.weight for product in products()], CUSTOMERS)
    sent = referrals(ids, day, channel)
    referrer, kind = [code for code, _ in sent], [kind for _, kind in sent]
    return Customers(ids, day, channel, favourite, referrer, kind)


def arrivals(rng: Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First day and channel of every customer, in order of the day."""
    demand = channel_demand()
    drawn = np.sort(pick(rng, demand.ravel(), CUSTOMERS))
    return drawn // demand.shape[1], drawn % demand.shape[1]


def referrals(
    ids: list[str], day: NDArray[np.int64], channel: NDArray[np.int64]
) -> list[tuple[str, str]]:
    """(referrer, its kind) of every customer, ("", "") for those who came by themselves."""
    rng = stream("referrals")
    friend = np.array([channel.friend for channel in channels()])[channel]
    ip = np.array([channel.ip for channel in channels()])[channel]
    chance = rng.random(len(ids))
    friends = friend_of(rng, ids, day)
    points = touchpoints()
    referrers = []
    for number, mark in enumerate(chance):
        if mark < friend[number] and friends[number]:
            referrers.append((friends[number], "customer"))
        elif mark >= 1 - ip[number] and (code := winner(rng, points, int(day[number]))):
            referrers.append((code, "ip"))
        else:
            referrers.append(("", ""))
    return referrers


def friend_of(rng: Generator, ids: list[str], day: NDArray[np.int64]) -> list[str]:
    """For every customer an advocate who bought on an earlier day, "" when there is none yet."""
    advocates = np.flatnonzero(rng.random(len(ids)) < ADVOCATES)
    earlier_advocates = np.searchsorted(day[advocates], day, side="left")
    drawn = (rng.random(len(ids)) * earlier_advocates).astype(np.int64)
    return [ids[advocates[i]] if n else "" for i, n in zip(drawn, earlier_advocates, strict=True)]
