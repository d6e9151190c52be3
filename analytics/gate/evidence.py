"""The evidence for the verdict: the products that drive it, the terms units are sold on, and what
would have to change."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.gate.base import DEFAULT, Condition, Gate, Reason, Thresholds
from analytics.gate.conditions import Manner, same_price
from analytics.gate.prices import Divider, aligned, by_product, divider, drivers, within
from analytics.gate.verdict import assess, evidence, manners, matched, sold, window
from analytics.stats import clusters
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.stats.resampling import FEWEST_CLUSTERS
from analytics.view import View

if TYPE_CHECKING:
    from datetime import date

    from analytics.filters import Filters
    from analytics.storage.versions import Store


@dataclass(frozen=True)
class Needed:
    """What would make the gate pass, as far as it can be worked out.

    `move`: by how much all private prices would have to move, together, for both intervals to lie
    in the band (0.1 = up by 10 %); None where they need not, or where no common move does it.
    `align`: where prices match by product but not by money, and no common move helps, the products
    whose own prices would have to come together for the price by money to lie in the band.
    `publish`: products, with the most private revenue first, that would have to sell publicly too
    for the share to reach its line. `shift`: share of private units that would have to move to
    shelf terms.
    """

    move: float | None
    publish: tuple[str, ...]
    shift: float | None
    align: tuple[str, ...] = ()


@dataclass(frozen=True)
class GateReport:
    """The gate and its evidence, over the days `start` to `end`."""

    gate: Gate
    lines: Thresholds
    start: date
    end: date
    evidence: dict[str, Any]
    reason: Reason | None
    """Why nothing can be decided; None where it is."""
    products: pl.DataFrame
    """See `prices.by_product`."""
    revenue: pl.DataFrame
    """The rows of `domain_revenue`."""
    without_packs: Condition | None
    """The price condition without products of suspected pack sizes; None where there are none."""
    private: Manner
    public: Manner
    private_only: Estimate
    """Share of private revenue from products without any public sale: counted, and so exact."""
    public_share: Estimate
    """Public share of all revenue, n products."""
    trend: Estimate
    """The public share in the second half of the window less the first."""
    needed: Needed
    twins: tuple[str, ...]
    """Names that stand under one code privately and under another publicly: perhaps one product
    that goes unmatched."""

    @property
    def drivers(self) -> pl.DataFrame:
        """The products that pull the price out of the band; where it is not out of it, all that lie
        outside themselves. See `prices.drivers`."""
        return drivers(self.products, self.side)

    @property
    def side(self) -> int | None:
        """Where the price fails, whether private prices lie below (-1) or above (1) the band, by
        product or else by money; None where it does not fail."""
        price = self.gate.condition("same_price")
        if price.verdict != "fail":
            return None
        failed = price.estimate
        if price.by_money is not None and within(price.estimate, price.line) != "fail":
            failed = price.by_money.estimate
        return -1 if (failed.value or 0.0) < 0 else 1

    @property
    def divider(self) -> Divider | None:
        """The product that divides the price by product from the price by money."""
        return divider(self.products, self.gate.condition("same_price"))

    @property
    def packs(self) -> pl.DataFrame:
        """The products whose ratio looks like another pack size."""
        return self.products.filter(pl.col("pack").is_not_null())


def report(
    store: Store, version: str, filters: Filters, thresholds: Thresholds = DEFAULT
) -> GateReport:
    """The gate over a version through the shared filters, with its evidence.

    A dataset without orders gives a gate that is insufficient, and empty frames.
    """
    view = View(store, store.manifest(version), filters)
    gate, prices, revenue = assess(view, thresholds), matched(view, thresholds), sold(view)
    products, evidence_row = by_product(prices, revenue, thresholds), evidence(view)
    suspects = products.filter(pl.col("pack").is_not_null())["item"]
    rest = prices.filter(~pl.col("item").is_in(suspects.implode()))
    private, public = manners(view)
    return GateReport(
        gate=gate,
        lines=thresholds,
        start=window(view)[0],
        end=window(view)[1],
        evidence=evidence_row,
        reason=_reason(gate, evidence_row, has_amounts=view.manifest.has("amount_lines")),
        products=products,
        revenue=revenue,
        without_packs=same_price(rest, thresholds) if len(suspects) else None,
        private=private,
        public=public,
        private_only=_private_only(revenue),
        public_share=_public_share(revenue),
        trend=_trend(revenue),
        needed=_needed(gate, products, revenue, thresholds),
        twins=_twins(revenue),
    )


def _reason(gate: Gate, evidence_row: dict[str, Any], *, has_amounts: bool) -> Reason | None:
    """The first reason, in the order of `Reason`, why the gate cannot decide; None where it can."""
    if gate.verdict != "insufficient":
        return None
    missing: dict[Reason, bool] = {
        "no_sales": has_amounts and not evidence_row["paid_lines"],
        "no_amount": not evidence_row["paid_lines"],
        "no_product": not evidence_row["product_lines"],
        "no_channel": not evidence_row["channel_lines"],
        "no_domain": not (evidence_row["private_lines"] or evidence_row["public_lines"]),
        "only_private": not evidence_row["public_lines"],
        "only_public": not evidence_row["private_lines"],
        "unmatched": not gate.condition("same_price").estimate.n,
        "few": gate.condition("same_price").estimate.n < FEWEST_CLUSTERS,
        "divided": _is_divided(gate.condition("same_price")),
    }
    return next((reason for reason, holds in missing.items() if holds), "undecided")


def _private_only(revenue: pl.DataFrame) -> Estimate:
    private = revenue.filter(pl.col("private_paid") > 0)
    if private.is_empty():
        return UNMEASURED
    alone = float(private.filter(pl.col("public_lines") == 0)["private_paid"].sum())
    share = alone / float(private["private_paid"].sum())
    return Estimate(share, share, share, private.height)


def _public_share(revenue: pl.DataFrame) -> Estimate:
    return clusters.mix(revenue["public_paid"], revenue["public_paid"] + revenue["private_paid"])


def _trend(revenue: pl.DataFrame) -> Estimate:
    sides = [(revenue[f"{half}_public"], revenue[f"{half}_paid"]) for half in ("early", "late")]
    return clusters.change(sides[0], sides[1])


def _twins(revenue: pl.DataFrame) -> tuple[str, ...]:
    private = revenue.filter((pl.col("private_lines") > 0) & (pl.col("public_lines") == 0))
    public = revenue.filter((pl.col("public_lines") > 0) & (pl.col("private_lines") == 0))
    shared = private.filter(pl.col("product").is_in(public["product"].implode()))
    most = shared.sort("private_paid", "item", descending=[True, False])
    return tuple(most["product"].unique(maintain_order=True))


def _is_divided(price: Condition) -> bool:
    """By product the prices match, by money it cannot be told."""
    return price.verdict == "insufficient" and within(price.estimate, price.line) == "pass"


def _needed(
    gate: Gate, products: pl.DataFrame, revenue: pl.DataFrame, thresholds: Thresholds
) -> Needed:
    price, manner = gate.condition("same_price"), gate.condition("same_manner")
    move = _move(price, thresholds.band)
    is_by_money = price.verdict != "pass" and within(price.estimate, price.line) == "pass"
    is_special = manner.verdict != "pass" and manner.estimate.value is not None
    excess = (manner.estimate.value or 0.0) - thresholds.special
    return Needed(
        move,
        _publish(gate.condition("sold_in_public"), revenue, thresholds),
        excess if is_special and excess > 0 else None,
        aligned(products, thresholds.band) if is_by_money and move is None else (),
    )


def _move(price: Condition, band: float) -> float | None:
    """The least common factor on private prices that brings both intervals into the band, less 1;
    what has no interval by money counts with its value."""
    low, high = price.estimate.low, price.estimate.high
    if price.verdict == "pass" or price.by_money is None or low is None or high is None:
        return None
    money = price.by_money.estimate
    ends = [end for end in (money.value, money.low, money.high) if end is not None]
    low, high = min(low, *ends), max(high, *ends)
    if low <= -1:
        return None
    up, down = (1 - band) / (1 + low), (1 + band) / (1 + high)
    if up > down:
        return None
    return up - 1 if up > 1 else down - 1 if down < 1 else None


def _publish(
    condition: Condition, revenue: pl.DataFrame, thresholds: Thresholds
) -> tuple[str, ...]:
    """The fewest products that lift the share to its line, were they sold publicly too."""
    share = condition.estimate.value
    if share is None or share >= thresholds.public_share:
        return ()
    private = revenue.filter(pl.col("private_paid") > 0)
    lacking = private.filter(pl.col("public_lines") < thresholds.least_lines).sort(
        "private_paid", "item", descending=[True, False]
    )
    missing = (thresholds.public_share - share) * float(private["private_paid"].sum())
    count = int((lacking["private_paid"].cum_sum() < missing - math.ulp(missing)).sum()) + 1
    return tuple(lacking["product"].head(count))
