"""What comes back: single lines of any order, whole orders from the third on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scripts.sample.chance import pick, stream
from scripts.sample.plan import DAYS, LINE_REFUND, PART_REFUND, WHOLE_REFUND
from scripts.sample.visits import moment
from scripts.sample.words import products, words

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.random import Generator
    from numpy.typing import NDArray

    from scripts.sample.baskets import Lines
    from scripts.sample.visits import Orders


@dataclass(frozen=True)
class Refunds:
    """One entry per refunded line; `line` is an index into the lines sold."""

    line: NDArray[np.int64]
    quantity: NDArray[np.int64]
    at: list[datetime]
    reason: list[str]


def refunds(sales: Orders, sold: Lines) -> Refunds:
    """Every refund paid by the last day of the sample; later ones have not happened yet."""
    rng = stream("refunds")
    whole = whole_orders(rng, sales)[sold.order]
    back = np.flatnonzero(sold.paid & (whole | single_lines(rng, sales, sold)))
    quantity = units(rng, sold.quantity[back], whole[back])
    day = refund_days(rng, sales.day[sold.order[back]], whole[back], sold.order[back])
    at = [moment(int(d), int(s)) for d, s in zip(day, seconds(rng, sold, back), strict=True)]
    reasons = reasons_of(rng, sold, back)
    in_sample = np.flatnonzero(day < DAYS)
    return Refunds(
        back[in_sample],
        quantity[in_sample],
        [at[i] for i in in_sample],
        [reasons[i] for i in in_sample],
    )


def whole_orders(rng: Generator, sales: Orders) -> NDArray[np.bool_]:
    """Orders sent back entirely, never a customer's first or second: those carry the truth."""
    free = (sales.rank == 0) | (sales.rank > 2)
    back: NDArray[np.bool_] = free & (rng.random(len(sales.rank)) < WHOLE_REFUND)
    return back


def single_lines(rng: Generator, sales: Orders, sold: Lines) -> NDArray[np.bool_]:
    """Lines sent back alone; the first line of a first or second order always stays."""
    rank = sales.rank[sold.order]
    protected = (sold.place == 0) & ((rank == 1) | (rank == 2))
    chance = LINE_REFUND * np.array([product.refund for product in products()])[sold.sku]
    back: NDArray[np.bool_] = ~protected & (rng.random(len(rank)) < chance)
    return back


def units(rng: Generator, sold: NDArray[np.int64], whole: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Units sent back: all of them, or one of several."""
    part = ~whole & (rng.random(len(sold)) < PART_REFUND)
    return np.where(part, 1, sold)


def refund_days(
    rng: Generator,
    day: NDArray[np.int64],
    whole: NDArray[np.bool_],
    order: NDArray[np.int64],
) -> NDArray[np.int64]:
    """The day the money went back, 2 to about 25 days on; one day for a whole order."""
    wait = 2 + rng.negative_binomial(2, 0.22, len(day))
    shared = 3 + order % 12
    return day + np.where(whole, shared, wait)


def seconds(rng: Generator, sold: Lines, back: NDArray[np.int64]) -> NDArray[np.int64]:
    """Office hours, the same second for the lines of one order returned on one day."""
    drawn = rng.integers(9 * 3600, 18 * 3600, int(sold.order.max()) + 1)
    return drawn[sold.order[back]]


def reasons_of(rng: Generator, sold: Lines, back: NDArray[np.int64]) -> list[str]:
    """The reason given; one an order."""
    reasons = words("orders")["reasons"]
    drawn = pick(rng, [reason["weight"] for reason in reasons], int(sold.order.max()) + 1)
    return [reasons[drawn[order]]["text"] for order in sold.order[back]]
