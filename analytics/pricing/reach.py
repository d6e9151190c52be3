"""Newton, Miller and Smith's extension: how many would buy at each price, and what that brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.pricing.answers import INTENTS
from analytics.pricing.base import LEAST_INTENTS, Code, Refusal, certainty
from analytics.schema import PRICE_QUESTIONS
from analytics.stats.clusters import tails, weights
from analytics.stats.intervals import CONFIDENCE, Estimate, limited
from analytics.stats.refusals import Certainty
from analytics.stats.resampling import SEED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

CALIBRATION = (0.0, 0.1, 0.3, 0.5, 0.7)
"""The chance to buy that stands for an intent of 1 to 5: people buy less than they say (the
calibration of the reference implementation, R, pricesensitivitymeter)."""
PRICES_TRIED = 201
"""Prices from the lowest to the highest that anybody gave, at which the curves are worked out."""


@dataclass(frozen=True)
class Best:
    """The price at which a curve is highest, with 95 % of resamples between its limits.

    `value` is what the curve holds there; `is_edge`: it stands at the lowest or highest price
    given, so that nothing says the best is not beyond.
    """

    price: Estimate
    value: float
    is_edge: bool


@dataclass(frozen=True)
class Reach:
    """Per price: `reach` (expected share of people who buy, 0-1), and per person asked `revenue`
    (price x reach) and `profit` ((price - cost) x reach, None without a cost), each with its 95 %
    limits under `<name>_low` and `<name>_high`; and the best price of each."""

    n: int
    certainty: Certainty
    curves: pl.DataFrame
    best: dict[str, Best]
    refusal: Refusal | None = None


def reach(
    people: pl.DataFrame,
    unit_cost: float | None = None,
    *,
    least: int = LEAST_INTENTS,
    confidence: float = CONFIDENCE,
) -> Reach:
    """Reach, revenue and profit by price over people with four prices in strict order and both
    intents (Newton, Miller and Smith 1993); refused below `least` such people.

    A person's chance to buy is 0 at the too cheap and the too expensive price, the calibrated
    intent at the cheap and the expensive one, and runs straight between by price; beyond, 0.
    Limits come from people drawn again, all their answers together; those of the price of most
    revenue held the truth of 250 simulated surveys a line 94 to 95 times in 100, at 50 to 220
    people, and were 40, 28 and 20 % of the price wide at 50, 100 and 220 people.
    """
    respondents = people.filter(pl.all_horizontal(pl.col(*INTENTS).is_not_null()))
    n = respondents.height
    if n < least:
        code: Code = "few_answers" if n else "no_intents"
        return Reach(n, "refused", pl.DataFrame(), {}, Refusal(code, n, least))
    knots = respondents.select(PRICE_QUESTIONS).to_numpy().astype(float)
    chances = np.stack([calibrated(respondents[name]) for name in INTENTS], axis=1)
    prices = np.linspace(knots.min(), knots.max(), PRICES_TRIED)
    by_person = chance_to_buy(knots, chances, prices)
    drawn = weights(n, SEED) @ by_person.astype(np.float32) / np.float32(n)
    money: dict[str, Numbers] = {"reach": np.ones(len(prices)), "revenue": prices}
    if unit_cost is not None:
        money["profit"] = prices - unit_cost
    columns: dict[str, Numbers] = {"price": prices}
    best = {}
    for name, a_buyer in money.items():
        curve, resampled = by_person.mean(axis=0) * a_buyer, drawn * a_buyer
        low, high = np.quantile(resampled, tails(n, confidence), axis=0)
        columns |= {name: curve, f"{name}_low": low, f"{name}_high": high}
        best[name] = _best(prices, curve, resampled, n, confidence)
    return Reach(n, certainty(n, least), pl.DataFrame(columns), best)


def calibrated(intents: ArrayLike) -> Numbers:
    """Intents 1-5 as chances to buy; an intent between two whole ones lies between theirs."""
    scale: Sequence[int] = range(1, len(CALIBRATION) + 1)
    chances: Numbers = np.interp(np.asarray(intents, dtype=float), scale, CALIBRATION)
    return chances


def chance_to_buy(knots: Numbers, chances: Numbers, prices: Numbers) -> Numbers:
    """One row per person, one column per price; `knots` the four prices of each, rising, `chances`
    those at the middle two."""
    levels = np.zeros_like(knots)
    levels[:, 1:3] = chances
    bought = np.zeros((len(knots), len(prices)))
    for left in range(knots.shape[1] - 1):
        low, high = knots[:, left, None], knots[:, left + 1, None]
        share = (prices - low) / (high - low)
        height = levels[:, left, None] + share * (levels[:, left + 1] - levels[:, left])[:, None]
        bought = np.where((prices >= low) & (prices <= high), height, bought)
    return bought


def _best(
    prices: Numbers, curve: Numbers, resampled: NDArray[np.float64], n: int, confidence: float
) -> Best:
    place = int(curve.argmax())
    low, high = np.quantile(prices[resampled.argmax(axis=1)], tails(n, confidence))
    price = limited(float(prices[place]), float(low), float(high), n)
    return Best(price, float(curve[place]), place in (0, len(prices) - 1))
