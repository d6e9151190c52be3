"""What is planted: the numbers the analyses are held to, and the odds of life around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

# Taken among several so that the sample lies close to its truth: right analyses must pass on it.
SEED = 20261042
START = date(2024, 11, 1)
AS_OF = date(2026, 10, 31)
DAYS = (AS_OF - START).days + 1
HORIZONS = (30, 60, 90, 180, 365)
DOMAINS = ("public", "private")

CUSTOMERS = 9_000
GUEST_ORDERS = 1_560
MEMBERS = 5_000


@dataclass(frozen=True)
class Law:
    """When a customer buys again: a share `ever` does, after Weibull days, the others never."""

    ever: float
    scale: float
    shape: float

    def within(self, days: int) -> float:
        """True probability of buying again within so many days; rounding up leaves it exact."""
        return self.ever * (1 - exp(-((days / self.scale) ** self.shape)))

    def draw(self, rng: Generator, count: int) -> NDArray[np.int64]:
        """Whole days to the next purchase, at least 1; 0 = never."""
        days = np.ceil(self.scale * rng.weibull(self.shape, count)).astype(np.int64)
        return np.where(rng.random(count) < self.ever, np.maximum(days, 1), 0)


# By the domain that won the customer; `LATER` rules every gap after the second purchase.
SECOND = {"public": Law(0.42, 115.0, 1.2), "private": Law(0.55, 97.0, 1.2)}
LATER = {"public": Law(0.78, 86.0, 1.15), "private": Law(0.87, 74.0, 1.15)}

PRICE_BREAK = date(2025, 9, 1)
PRICE_BREAK_FACTOR = 0.88
PRICE_BREAK_LOG_RATIO = log(PRICE_BREAK_FACTOR)

WEAK_STAVE = "creativity"
VITALITY_FROM = date(2025, 11, 1)

BASKET_SIZES = (0.22, 0.33, 0.27, 0.18)
QUANTITIES = (0.84, 0.13, 0.03)
GIFT_CHANCE = 0.115
GIFT_CHANCE_ON_PROMOTION = 0.18
COUPONS = ((1.0, 0.5), (0.97, 0.3), (0.95, 0.2))
PRICE_NOISE = 0.012
FAVOURITE_PULL = 1.4
SAME_CHANNEL = 0.72

LINE_REFUND = 0.046
WHOLE_REFUND = 0.014
PART_REFUND = 0.5

ADVOCATES = 0.2
IP_MEMORY_DAYS = 21

REVIEWS = 3_000
REVIEW_STARS = (0.055, 0.025, 0.055, 0.145, 0.72)
REVIEW_STARS_AFTER_REFUND = (0.45, 0.20, 0.15, 0.10, 0.10)
REVIEW_WITHOUT_TEXT = 0.05
ENGLISH = 0.15

SURVEY_ANSWERS = 420
PROMOTERS = 0.48
DETRACTORS = 0.17
DISAPPOINTED = {"very": 0.42, "somewhat": 0.38, "not": 0.20}
ITEM_MEANS = {
    "endorsement": 7.2,
    "creativity": 4.6,
    "efficacy": 7.9,
    "value": 6.9,
    "moat": 6.7,
    "repurchase": 8.2,
    "looks": 7.6,
    "reputation": 8.4,
    "ip": 6.9,
}

PSM_ANSWERS = 220
PSM_SKU = "QY-001"
PSM_CENTRE = 268.0
PSM_INTRANSITIVE = 0.06
INTENT_CHEAP = (0.03, 0.07, 0.20, 0.40, 0.30)
INTENT_EXPENSIVE = (0.24, 0.33, 0.25, 0.13, 0.05)

BETA_SKU = "QY-023"
BETA_SEEDS = 40
BETA_INVITED = 110
BETA_ANSWERS = {"first": 38, "again": 32, "invited": 80}
BETA_RATING = {"first": 6.3, "again": 7.7, "invited": 7.4}
BETA_VERY = {"first": 0.28, "again": 0.44, "invited": 0.38}
COMMUNITY_POSTS = 160
BACK_DAYS = 90
PRIVATE_GUESTS = 4.0
"""Odds with which a customer of private channels is a guest of an event, against one of public."""
SALON = "\u6c99\u9f99"
SALON_ODDS = 2.2
"""Odds with which a customer who bought within 90 days is a guest of a salon, against others."""
LEAKING_CODE, LEAK_FROM, LEAK_UNTIL = "XIAOYU-SPH", date(2025, 5, 19), date(2025, 6, 8)
"""The shows of these days stand in no sheet: buyers name the code without anything to send them."""
MARKET_MEAN, MARKET_SHAPE, MARKET_SPREAD = 1.1, 0.6, 1.4
"""The market as an NBD-Dirichlet: purchases a person in a quarter (M), K of the category, and S."""
SEARCH_SHARES = (0.04, 0.06)
"""The brand's part of all searches, before the last eight weeks and within them."""
SEARCHES_A_WEEK = 40_000
HALO = 0.7
"""How many more of the first online buyers live in a city once a store has opened there."""


def nps_shares() -> NDArray[np.float64]:
    """Probability of each answer 0-10 that gives the planted promoters and detractors."""
    low = np.array([2, 1, 1, 2, 2, 4, 5], dtype=float)
    middle = np.array([3, 5], dtype=float)
    high = np.array([9, 11], dtype=float)
    parts = ((low, DETRACTORS), (middle, 1 - DETRACTORS - PROMOTERS), (high, PROMOTERS))
    return np.concatenate([part / part.sum() * share for part, share in parts])


def day_number(day: date) -> int:
    """Days since the first day of the sample."""
    return (day - START).days
