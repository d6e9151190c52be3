"""Whom the brand says it is for, and the share of revenue that they really bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.positioning.base import LEAST_PEOPLE, Refusal
from analytics.stats.intervals import UNMEASURED, Estimate, share_of_sums, wilson

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from analytics.positioning.declared import Rule

CUSTOMERS = {
    "customer_id": pl.String,
    "channel": pl.String,
    "product": pl.String,
    "category": pl.String,
    "orders": pl.Int64,
    "amount": pl.Float64,
}
"""One row per customer: channel, product and category of the first purchase, orders, and what was
paid less refunds."""


Trait = Literal["channel", "category", "product"]
TRAITS: tuple[Trait, ...] = ("channel", "category", "product")
"""What is known of a first purchase, by which buyers are told apart."""
GROUPS = ("group", "customers", "amount", "squares")
"""One row per group of first purchases: customers, what they paid, and the sum of its squares."""
BUYERS = {
    "group": pl.String,
    "customers": pl.Int64,
    "amount": pl.Float64,
    **dict.fromkeys(("share", "low", "high"), pl.Float64),
}
"""One row per group of first purchases: customers, what they paid, and their share of what all
paid, 0-1, with its limits (null where nothing was paid, or by too few people)."""


@dataclass(frozen=True)
class TargetShare:
    """The share of revenue of identified customers, 0-1, that those who meet the target bring, and
    their share of the customers; `members` of `people`. `identified` is the revenue of customers
    with a number as a share of all revenue, None where that is not to be had."""

    revenue: Estimate
    customers: Estimate
    members: int
    people: int
    identified: float | None = None
    refusal: Refusal | None = None


def members(customers: pl.DataFrame, rule: Rule) -> pl.Series:
    """The ids of the customers who meet every condition of a rule; `customers` as CUSTOMERS."""
    holds = [pl.lit(value=True)]
    for column, names in (
        ("channel", rule.channels),
        ("product", rule.products),
        ("category", rule.categories),
    ):
        if names:
            holds.append(pl.col(column).is_in(list(names)).fill_null(value=False))
    for column, least in (("orders", rule.least_orders), ("amount", rule.least_amount)):
        if least is not None:
            holds.append((pl.col(column) >= least).fill_null(value=False))
    return customers.filter(pl.all_horizontal(holds))["customer_id"]


@dataclass(frozen=True)
class TargetSums:
    """Customers, what they paid less refunds and the sum of its squares; of all of them, and of the
    members of a target."""

    people: int
    amount: float
    squares: float
    members: int
    inside: float
    inside_squares: float


def sums_of(customers: pl.DataFrame, ids: AbstractSet[str]) -> TargetSums:
    """The sums over customers (CUSTOMERS), those with these ids being the members."""
    paid = customers["amount"].fill_null(0.0)
    is_member = customers["customer_id"].is_in(list(ids))
    inside = paid.filter(is_member)
    return TargetSums(
        people=customers.height,
        amount=float(paid.sum()),
        squares=float((paid**2).sum()),
        members=int(is_member.sum()),
        inside=float(inside.sum()),
        inside_squares=float((inside**2).sum()),
    )


def target_share(
    sums: TargetSums, *, identified: float | None = None, least: int = LEAST_PEOPLE
) -> TargetShare:
    """The share that customers of the target bring of what all identified customers bring.

    Limits by `intervals.share_of_sums`: Wilson's at the effective number of customers, which falls
    where few of them bring most. With purses as uneven as a lognormal of spread .5 or 1 they held
    the truth of simulated brands 93 to 97 times in 100, from 30 to 1,000 customers.
    Refused under `least` customers, and where nothing was paid.
    """
    people = sums.people
    if not people:
        return _refused(identified, Refusal("no_customers", 0, least), 0)
    if not sums.amount > 0:
        return _refused(identified, Refusal("no_amounts"), people)
    if people < least:
        return _refused(identified, Refusal("few_customers", people, least), people)
    revenue = share_of_sums(
        people,
        inside=_held(sums.inside, sums.amount),
        whole=sums.amount,
        inside_squares=sums.inside_squares,
        whole_squares=sums.squares,
    )
    return TargetShare(revenue, wilson(sums.members, people), sums.members, people, identified)


def groups_of(customers: pl.DataFrame, by: Trait) -> pl.DataFrame:
    """The sums over customers (CUSTOMERS) by a trait of the first purchase: rows of GROUPS."""
    paid = pl.col("amount").fill_null(0.0)
    return customers.group_by(pl.col(by).alias("group")).agg(
        pl.len().alias("customers"), paid.sum().alias("amount"), (paid**2).sum().alias("squares")
    )


def buyers(groups: pl.DataFrame, *, least: int = LEAST_PEOPLE) -> pl.DataFrame:
    """Who really buys, by the groups of a trait (GROUPS): rows of BUYERS, those who bring most
    first; limits as of `target_share`, none under `least` customers in all, no share where
    nothing was paid. Empty without customers."""
    people, whole = int(groups["customers"].sum()), float(groups["amount"].sum())
    squares = float(groups["squares"].sum())
    rows = []
    for name, count, amount, own in groups.select(list(GROUPS)).iter_rows():
        share = (
            share_of_sums(
                people,
                inside=_held(amount, whole),
                whole=whole,
                inside_squares=own,
                whole_squares=squares,
            )
            if whole > 0
            else UNMEASURED
        )
        ends = (share.low, share.high) if people >= least else (None, None)
        rows.append((name, count, amount, share.value, *ends))
    frame = pl.DataFrame(rows, schema=BUYERS, orient="row")
    return frame.sort("amount", "group", descending=[True, False], nulls_last=True)


def _held(inside: float, whole: float) -> float:
    """Refunds may leave a group with less than nothing, and the others then with more than all."""
    return min(max(inside, 0.0), whole)


def _refused(identified: float | None, refusal: Refusal, people: int) -> TargetShare:
    return TargetShare(UNMEASURED, UNMEASURED, 0, people, identified, refusal)
