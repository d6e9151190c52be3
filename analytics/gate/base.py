"""The gate's thresholds, and the form of its verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.stats.intervals import Estimate

Verdict = Literal["pass", "fail", "insufficient"]
Reason = Literal[
    "no_sales",
    "no_amount",
    "no_product",
    "no_channel",
    "no_domain",
    "only_private",
    "only_public",
    "unmatched",
    "few",
    "divided",
    "undecided",
]
"""Why the data cannot decide, the first that holds: nothing sold in the period, no money, no
product, no channel column, no channel placed in a domain, sales in one domain alone, no product in
both at once, too few of them, prices that match by product but not by money, an interval across a
line."""


@dataclass(frozen=True)
class Thresholds:
    """The lines the gate's conditions are tested against: proposals, not standards, and so open to
    change."""

    band: float = 0.05
    """Net prices within so much of each other count as the same."""
    public_share: float = 0.8
    """Least share of private revenue from products that also sell publicly."""
    special: float = 0.5
    """Most by which the private share of units on special terms may exceed the public one."""
    least_lines: int = 5
    """Paid lines in a month and domain from which a price counts, and a product as sold."""


DEFAULT = Thresholds()


@dataclass(frozen=True)
class ByMoney:
    """The price once more, by money: private money over the same goods at public prices, less 1,
    its own verdict, and the number of products of equal weight that would say as much."""

    estimate: Estimate
    effective: float
    verdict: Verdict


@dataclass(frozen=True)
class Condition:
    """One condition of the gate. `line` is the threshold that the estimate is tested against;
    `by_money` belongs to the price alone."""

    key: str
    estimate: Estimate
    line: float
    verdict: Verdict
    by_money: ByMoney | None = None


@dataclass(frozen=True)
class Gate:
    """The verdict and the conditions behind it; `widest` are the products that differ most."""

    verdict: Verdict
    conditions: tuple[Condition, ...]
    widest: tuple[tuple[str, float], ...]
    """(product, private price relative to public, -0.12 = 12 % cheaper), largest gap first."""

    def condition(self, key: str) -> Condition:
        """The condition of that key."""
        return {condition.key: condition for condition in self.conditions}[key]
