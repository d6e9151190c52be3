"""Every source of a price of one product on one axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analytics.pricing.base import Refusal
from analytics.pricing.elasticity import Elasticity, optimum
from analytics.stats.intervals import Estimate

if TYPE_CHECKING:
    from analytics.pricing.offers import Offers
    from analytics.pricing.reach import Reach
    from analytics.pricing.sensitivity import Sensitivity

Key = Literal[
    "cost",
    "accepted",
    "least_resistance",
    "stated_revenue",
    "stated_profit",
    "offered_revenue",
    "offered_profit",
    "rivals",
    "elastic",
    "public",
    "private",
]


@dataclass(frozen=True)
class Source:
    """A range of prices, `value` within it where there is one price, n what it rests on; or why
    the source says nothing. A price that is charged has no range. `chance`: of a price among those
    offered, the share of resamples in which it is the best, 0-1."""

    key: Key
    value: float | None
    low: float | None
    high: float | None
    n: int
    refusal: Refusal | None = None
    chance: float | None = None


def price_range(answer: Sensitivity) -> list[Source]:
    """The range people accept (between the two marginal points, as far as their limits reach) and
    the price of least resistance."""
    if answer.refusal is not None:
        return [
            Source(key, None, None, None, answer.n, answer.refusal)
            for key in ("accepted", "least_resistance")
        ]
    cheapest, dearest, least = (answer.point(key) for key in ("pmc", "pme", "opp"))
    lacking = cheapest.refusal or dearest.refusal
    accepted = Source(
        "accepted", None, cheapest.price.value, dearest.price.value, answer.n, lacking
    )
    return [accepted, _estimate("least_resistance", least.price, least.refusal)]


def stated(answer: Reach) -> list[Source]:
    """The prices of most revenue and most profit by what people say."""
    sources = []
    for key, name in (("stated_revenue", "revenue"), ("stated_profit", "profit")):
        best = answer.best.get(name)
        if best is not None:
            refusal = Refusal("edge_of_grid") if best.is_edge else None
            sources.append(_estimate(key, best.price, refusal))  # type: ignore[arg-type]
        elif answer.refusal is not None or name == "profit":
            refusal = answer.refusal or Refusal("no_cost")
            sources.append(Source(key, None, None, None, answer.n, refusal))  # type: ignore[arg-type]
    return sources


def offered(answer: Offers) -> list[Source]:
    """The prices of most revenue and most profit among those offered; the range holds the prices
    that were best in 95 % of resamples."""
    sources = []
    for key, name in (("offered_revenue", "revenue"), ("offered_profit", "profit")):
        refusal = answer.refusal or answer.refusals.get(name)
        if refusal is None and name not in answer.best:
            refusal = Refusal("no_cost")
        if refusal is not None:
            sources.append(Source(key, None, None, None, answer.n, refusal))  # type: ignore[arg-type]
            continue
        best, (low, high) = answer.best[name], likely_range(answer, name)
        chance = answer.demand.filter(price=best)[f"{name}_chance"].item()
        sources.append(Source(key, best, low, high, answer.n, chance=chance))  # type: ignore[arg-type]
    return sources


def likely_range(answer: Offers, name: str, confidence: float = 0.95) -> tuple[float, float]:
    """The lowest and highest price left once the ends that were hardly ever best are cut off, half
    of what is left over at either end."""
    tail = (1 - confidence) / 2
    chances = answer.demand[f"{name}_chance"].to_list()
    prices = answer.demand["price"].to_list()
    low, high = 0, len(prices) - 1
    while sum(chances[: low + 1]) <= tail:
        low += 1
    while sum(chances[high:]) <= tail:
        high -= 1
    return prices[low], prices[high]


def elastic(slope: Elasticity, unit_cost: float | None) -> Source:
    """The price that earns most by the elasticity, or why it cannot be computed."""
    if slope.refusal is not None:
        return Source("elastic", None, None, None, slope.products, slope.refusal)
    best = optimum(slope.value, unit_cost)
    if isinstance(best, Refusal):
        return Source("elastic", None, None, None, slope.products, best)
    return _estimate("elastic", best, None)


def charged(key: Key, price: float | None, refusal: Refusal) -> Source:
    """A price without chance: the cost, or what a domain pays today."""
    if price is None:
        return Source(key, None, None, None, 0, refusal)
    return Source(key, price, None, None, 1)


def _estimate(key: Key, price: Estimate, refusal: Refusal | None) -> Source:
    if refusal is not None:
        return Source(key, None, None, None, price.n, refusal)
    return Source(key, price.value, price.low, price.high, price.n)
