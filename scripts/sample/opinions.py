"""What people asked about needs, brands and prices answer; drawn from streams of its own, so that
every other sheet stays as it is."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

from scripts.sample.chance import stream
from scripts.sample.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.random import Generator

    from scripts.sample.customers import Customers

ASKED = {
    "needs": (date(2026, 9, 1), 10),
    "price_questions": (date(2026, 9, 20), 6),
    "purchases": (date(2026, 10, 2), 6),
}
RESPONDENTS = 120
"""Of each segment."""
CUSTOMERS_AMONG = 0.5
RATERS = 40
MARK_SPREAD = 1.4

PRICED_SKU = "QY-023"
PRICE_RESPONDENTS = 300
CENTRE, SPREAD = 320.0, 0.16
SPANS = {
    "too_cheap": (0.40, 0.60),
    "cheap": (0.66, 0.88),
    "expensive": (1.04, 1.30),
    "too_expensive": (1.34, 1.80),
}
CONTRADICTORY = 0.04

PURCHASE_RESPONDENTS = 300
PURCHASE_PRICES = (239, 269, 309, 349, 399, 459)
WORTH, WORTH_SPREAD = 390.0, 0.18
"""Median and spread (of the logarithm) of what the product is worth to somebody."""
STEPS = 400

Rows = list[list[Any]]


def needs(people: Customers) -> Rows:
    """One row per respondent and need: every respondent marks every need twice."""
    rng, opinions = stream("needs"), words("opinions")
    rows: Rows = []
    for number in range(RESPONDENTS * len(opinions["segments"])):
        segment = number % len(opinions["segments"])
        is_customer = rng.random() < CUSTOMERS_AMONG
        who = people.customer_id[int(rng.integers(len(people.customer_id)))] if is_customer else ""
        day = asked_on(rng, "needs")
        for need in opinions["needs"]:
            marks = [mark(rng, share) for share in need["shares"][segment]]
            name = opinions["segments"][segment]
            rows.append([f"N{number + 1:03d}", who, name, need["need"], *marks, day])
    return rows


def mark(rng: Generator, top_share: float) -> int:
    """A mark of 0-10 that is 9 or 10 with this probability."""
    low, high = (9, 11) if rng.random() < top_share else (3, 9)
    return int(rng.integers(low, high))


def rival_ratings() -> Rows:
    """One row per brand, attribute and respondent: everybody marks every brand."""
    rng, rivals = stream("rival ratings"), words("opinions")["rivals"]
    return [
        [brand, attribute, f"M{number + 1:03d}", around(rng, mean)]
        for number in range(RATERS)
        for brand, means in zip(rivals["brands"], rivals["marks"], strict=True)
        for attribute, mean in zip(rivals["attributes"], means, strict=True)
    ]


def around(rng: Generator, mean: float) -> int:
    """A mark near a mean."""
    return int(np.clip(np.rint(mean + MARK_SPREAD * rng.standard_normal()), 0, 10))


def price_answers() -> Rows:
    """One row per answer: the four prices of one survey, the purchases of another."""
    return [*price_questions(), *purchases()]


def price_questions() -> Rows:
    """Four rows a respondent, in the order asked; a few swap two of their prices."""
    rng, rows = stream("price questions"), Rows()
    for number in range(PRICE_RESPONDENTS):
        centre = CENTRE * rng.lognormal(0.0, SPREAD)
        prices = [round(centre * rng.uniform(*span)) for span in SPANS.values()]
        if rng.random() < CONTRADICTORY:
            prices[1], prices[2] = prices[2], prices[1]
        day = asked_on(rng, "price_questions")
        for position, (answer, price) in enumerate(zip(SPANS, prices, strict=True), start=1):
            rows.append([f"P{number + 1:03d}", PRICED_SKU, price, answer, position, day])
    return rows


def purchases() -> Rows:
    """One row per respondent and price, in an order drawn for each: yes up to what it is worth."""
    rng, rows = stream("purchases"), Rows()
    for number in range(PURCHASE_RESPONDENTS):
        worth = WORTH * rng.lognormal(0.0, WORTH_SPREAD)
        day = asked_on(rng, "purchases")
        for position, price in enumerate(rng.permutation(PURCHASE_PRICES).tolist(), start=1):
            answer = "yes" if price <= worth else "no"
            rows.append([f"G{number + 1:03d}", PRICED_SKU, price, answer, position, day])
    return rows


def asked_on(rng: Generator, survey: str) -> date:
    """A day of a survey."""
    first, length = ASKED[survey]
    return first + timedelta(days=int(rng.integers(length)))


def share_below(answer: str, price: float) -> float:
    """True share of people whose price for a question is at most `price`, contradictions aside."""
    low, high = SPANS[answer]
    spots = low + (high - low) * (np.arange(STEPS) + 0.5) / STEPS
    normal = NormalDist(0.0, SPREAD)
    return float(np.mean([normal.cdf(np.log(price / (CENTRE * spot))) for spot in spots]))


def crossing(falling: str, rising: str) -> float:
    """The price at which the share above it on one question meets the share up to it on another."""
    return _root(lambda price: (1 - share_below(falling, price)) - share_below(rising, price))


def _root(difference: Callable[[float], float]) -> float:
    low, high = CENTRE / 4, CENTRE * 4
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if difference(middle) > 0 else (low, middle)
    return (low + high) / 2


def share_buying(price: float) -> float:
    """True share of people who would buy at a price."""
    return 1 - NormalDist(0.0, WORTH_SPREAD).cdf(float(np.log(price / WORTH)))


def best_price() -> int:
    """The price of the list that brings most for each person asked."""
    return max(PURCHASE_PRICES, key=lambda price: price * share_buying(price))
