"""The market that the brand is small in, as a panel measured it, and what people search for.

The panel is the NBD-Dirichlet itself, worked out here a second time: the product has to find the
planted K and S again.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from scripts.sample.chance import stream
from scripts.sample.plan import (
    AS_OF,
    MARKET_MEAN,
    MARKET_SHAPE,
    MARKET_SPREAD,
    SEARCH_SHARES,
    SEARCHES_A_WEEK,
    START,
)
from scripts.sample.words import words

COLUMNS = ["category", "period_from", "period_to", "brand", "share", "penetration"]
COLUMNS += ["category_penetration", "category_rate"]
PERIOD = (date(2026, 8, 1), AS_OF)
MOST_BOUGHT = 400
NEW_WEEKS = 8
DIGITS = 6

Rows = list[list[Any]]


def panel() -> Rows:
    """One row per brand of the category in the last quarter."""
    planted = words("market")
    bought_by = 1 - (1 + MARKET_MEAN / MARKET_SHAPE) ** -MARKET_SHAPE
    whole = [round(bought_by, DIGITS), round(MARKET_MEAN / bought_by, DIGITS)]
    return [
        [planted["category"], *PERIOD, name, share, round(penetration(share), DIGITS), *whole]
        for name, share in planted["shares"].items()
    ]


def penetration(share: float) -> float:
    """Share of people who buy a brand of that share in the quarter: 1 less the chance that none of
    a person's purchases, negative binomial in number, is of it, beta-binomial."""
    p_none, chance = 0.0, (1 + MARKET_MEAN / MARKET_SHAPE) ** -MARKET_SHAPE
    without, ratio = 1.0, MARKET_MEAN / (MARKET_MEAN + MARKET_SHAPE)
    for bought in range(MOST_BOUGHT):
        p_none += chance * without
        chance *= (MARKET_SHAPE + bought) / (bought + 1) * ratio
        without *= ((1 - share) * MARKET_SPREAD + bought) / (MARKET_SPREAD + bought)
    return 1 - p_none


def searches() -> Rows:
    """One row per brand and week: whole weeks, the brand's own part larger in the last eight."""
    rng, planted = stream("searches"), words("market")
    own, shares = planted["own"], planted["shares"]
    others = np.array([share for name, share in shares.items() if name != own])
    monday = START + timedelta(days=-START.weekday() % 7)
    weeks = (AS_OF + timedelta(days=1) - monday).days // 7
    rows: Rows = []
    for week in range(weeks):
        part = SEARCH_SHARES[week >= weeks - NEW_WEEKS]
        rest = others / others.sum() * (1 - part)
        counts = rng.poisson(SEARCHES_A_WEEK * np.array([part, *rest]))
        names = [own, *(name for name in shares if name != own)]
        day = monday + timedelta(weeks=week)
        rows += [[name, day, int(count)] for name, count in zip(names, counts, strict=True)]
    return rows
