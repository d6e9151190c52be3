"""Whether a candidate price would hold in both domains, what every source says of it, and the sums
behind: break-even volume and what is left above the cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.gate.base import DEFAULT, Condition, Thresholds
from analytics.gate.conditions import same_price
from analytics.pricing.base import Refusal
from analytics.pricing.elasticity import Elasticity, expected_change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.pricing.ruler import Source
    from analytics.stats.intervals import Estimate

Stand = Literal["inside", "below", "above", "unknown"]
Outcome = Literal["earns_more", "earns_less", "cannot_tell"]
DOMAINS = ("public", "private")
LEAST_MONTHS = 3


@dataclass(frozen=True)
class DomainStand:
    """How a domain stands to a candidate: the months of the last 12 in which the product sold
    there, in how many of them at that price or more (within the gate's band), today's price, and
    whether it has held it: None where it sold in fewer than three months."""

    domain: str
    months: int
    months_at: int
    price: float | None
    holds: bool | None


@dataclass(frozen=True)
class Candidate:
    """A candidate price: what may be lost before it earns less than today's, what the elasticity
    expects, the verdict of the two together, how each source stands to it, the domains, and the
    gate's price condition today and were both domains to sell at it."""

    price: float
    today: float
    change: float
    margin: float | None
    break_even: float | None
    expected: Estimate | Refusal
    outcome: Outcome
    stands: dict[str, Stand]
    domains: tuple[DomainStand, ...]
    gate_now: Condition
    gate_then: Condition

    @property
    def holds(self) -> int:
        """How many sources hold the candidate inside their range."""
        return sum(stand == "inside" for stand in self.stands.values())


@dataclass(frozen=True)
class OwnProduct:
    """A product as it sells: its price of the last 90 days, its cost (None where nobody said), and
    the lowest and highest price of any week."""

    item: str
    price: float
    unit_cost: float | None
    seen: tuple[float, float]


def candidate(
    months: pl.DataFrame,
    own: OwnProduct,
    price: float,
    *,
    slope: Elasticity,
    sources: Sequence[Source],
    thresholds: Thresholds = DEFAULT,
) -> Candidate:
    """What the data say of selling the product at `price` in both domains.

    `months`: the rows of `gate/prices`. The gate is worked out again with the product at the
    candidate in both domains, in every month it is compared in.
    """
    today = own.price
    margin = None if own.unit_cost is None else margin_share(today, own.unit_cost)
    change = price / today - 1
    room = None if margin is None else break_even_volume(change, margin)
    expected: Estimate | Refusal = slope.refusal or expected_change(
        slope.value, today, price, own.seen
    )
    is_item = pl.col("item") == own.item
    moved = months.with_columns(
        pl.when(is_item).then(pl.lit(price)).otherwise(pl.col(name)).alias(name)
        for name in ("public_price", "private_price")
    )
    return Candidate(
        price=price,
        today=today,
        change=change,
        margin=margin,
        break_even=room,
        expected=expected,
        outcome=outcome(expected, room),
        stands={source.key: stand(source, price) for source in sources},
        domains=tuple(_domain(months.filter(is_item), name, price, thresholds) for name in DOMAINS),
        gate_now=same_price(months, thresholds),
        gate_then=same_price(moved, thresholds),
    )


def outcome(expected: Estimate | Refusal, break_even: float | None) -> Outcome:
    """Whether units surely stay above what the new price needs, surely fall below, or neither."""
    if isinstance(expected, Refusal) or break_even is None:
        return "cannot_tell"
    if expected.low is None or expected.high is None:
        return "cannot_tell"
    if expected.low > break_even:
        return "earns_more"
    return "earns_less" if expected.high < break_even else "cannot_tell"


def stand(source: Source, price: float) -> Stand:
    """Where a price lies against a source's range."""
    if source.low is None or source.high is None:
        return "unknown"
    if price < source.low:
        return "below"
    return "above" if price > source.high else "inside"


def _domain(months: pl.DataFrame, domain: str, price: float, lines: Thresholds) -> DomainStand:
    prices = months.sort("month_on")[f"{domain}_price"]
    at = int((prices >= price * (1 - lines.band)).sum())
    holds = None if prices.len() < LEAST_MONTHS else at >= LEAST_MONTHS
    return DomainStand(domain, prices.len(), at, prices[-1] if prices.len() else None, holds)


def break_even_volume(change: float, margin: float) -> float | None:
    """By which share units may change before a change of price earns less: -change / (margin +
    change), both as shares of the old price (Nagle, The Strategy and Tactics of Pricing).

    0.5 = half as many more are needed. None where the new price earns nothing a unit.
    """
    left = margin + change
    return -change / left if left > 0 else None


def margin_share(price: float, unit_cost: float) -> float:
    """What is left of a price above the cost of the unit, as a share of it."""
    return 1 - unit_cost / price
