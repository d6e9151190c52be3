"""What lies in a basket and what was paid for it, in whole cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scripts.sample.chance import pick, stream
from scripts.sample.plan import (
    BASKET_SIZES,
    COUPONS,
    FAVOURITE_PULL,
    GIFT_CHANCE,
    GIFT_CHANCE_ON_PROMOTION,
    PRICE_BREAK,
    PRICE_BREAK_FACTOR,
    PRICE_NOISE,
    QUANTITIES,
    day_number,
)
from scripts.sample.season import price_factors, sku_weights
from scripts.sample.words import is_private, products

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from scripts.sample.customers import Customers
    from scripts.sample.visits import Orders


@dataclass(frozen=True)
class Lines:
    """One entry per order line, by order and place in the basket; `order`, `sku` are indices."""

    order: NDArray[np.int64]
    place: NDArray[np.int64]
    sku: NDArray[np.int64]
    quantity: NDArray[np.int64]
    price: NDArray[np.int64]

    @property
    def paid(self) -> NDArray[np.bool_]:
        """Whether the line cost anything; gifts did not."""
        return self.price > 0


def lines(people: Customers, sales: Orders) -> Lines:
    """Every line sold, gifts last in their basket."""
    order, place, sku = bought(people, sales)
    rng = stream("prices")
    quantity = pick(rng, QUANTITIES, len(order)) + 1
    price = prices(rng, sales.day[order], sku, np.array(is_private())[sales.channel[order]])
    gift_order, gift_sku = gifts(sales)
    none = np.zeros(len(gift_order), np.int64)
    columns = zip(
        (order, place, sku, quantity, price),
        (gift_order, none + len(BASKET_SIZES), gift_sku, none + 1, none),
        strict=True,
    )
    return in_order(Lines(*(np.concatenate(pair) for pair in columns)))


def in_order(basket: Lines) -> Lines:
    """The lines by order and place."""
    turn = np.lexsort((basket.place, basket.order))
    columns = (basket.order, basket.place, basket.sku, basket.quantity, basket.price)
    return Lines(*(column[turn] for column in columns))


def bought(
    people: Customers, sales: Orders
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(order, place, SKU): distinct SKUs of each basket, favourites first in the drawing."""
    rng = stream("baskets")
    sizes = pick(rng, BASKET_SIZES, len(sales.day)) + 1
    appeal = log_weights(people, sales)
    ranked = np.argsort(-(appeal + rng.gumbel(size=appeal.shape)), axis=1, kind="stable")
    order = np.repeat(np.arange(len(sizes)), sizes)
    place = np.concatenate([np.arange(size) for size in sizes])
    return order, place, ranked[order, place]


def log_weights(people: Customers, sales: Orders) -> NDArray[np.float64]:
    """Order by SKU: log of its pull on that day, in that domain, on that customer."""
    with np.errstate(divide="ignore"):
        appeal = np.log(sku_weights())[sales.day]
    identified = np.flatnonzero(sales.customer >= 0)
    appeal[identified, people.favourite[sales.customer[identified]]] += FAVOURITE_PULL
    private_only = np.array([product.domain == "private" for product in products()])
    public = ~np.array(is_private())[sales.channel]
    appeal[np.ix_(public, private_only)] = -np.inf
    return appeal


def prices(
    rng: Generator, day: NDArray[np.int64], sku: NDArray[np.int64], private: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Cents paid per unit: list, promotion, coupon, noise, and the planted break."""
    list_prices = np.array([product.list_price for product in products()])[sku]
    factors, odds = zip(*COUPONS, strict=True)
    coupon = np.array(factors)[pick(rng, odds, len(day))]
    noise = np.exp(PRICE_NOISE * rng.standard_normal(len(day)))
    broken = private & (day >= day_number(PRICE_BREAK))
    factor = price_factors()[day] * coupon * noise * np.where(broken, PRICE_BREAK_FACTOR, 1.0)
    cents: NDArray[np.float64] = np.rint(100 * list_prices * factor)
    return cents.astype(np.int64)


def gifts(sales: Orders) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(order, SKU) of the samples given away, more of them on promotion days."""
    rng = stream("gifts")
    on_promotion = price_factors()[sales.day] < 1
    chance = np.where(on_promotion, GIFT_CHANCE_ON_PROMOTION, GIFT_CHANCE)
    order = np.flatnonzero(rng.random(len(chance)) < chance)
    samples = np.array([number for number, p in enumerate(products()) if p.is_gift])
    return order, samples[rng.integers(0, len(samples), len(order))]
