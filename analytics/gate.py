"""Is it a brand? A gate beside the score, never averaged into it.

The source's test: what sells in the private domain must sell in the public one at the same price.
Two conditions, over the last 12 months: the same product costs the same in both domains (an
equivalence test, so that few data can neither pass nor fail), and what sells privately is also sold
publicly. It observes prices; it says nothing about what a dealer should charge.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import polars as pl

from analytics.intervals import UNMEASURED, Estimate, ratio_of_sums
from analytics.resampling import FEWEST_CLUSTERS, bootstrap, weighted_median

if TYPE_CHECKING:
    from analytics.measures import View

Verdict = Literal["pass", "fail", "insufficient"]

BAND = 0.05
"""Prices within 5 % of each other count as the same: a proposal, not a standard."""
LEAST_PUBLIC_SHARE = 0.8
LEAST_LINES = 5
CONFIDENCE = 0.90
"""Two one-sided tests at 5 % are a 90 % interval inside the band (Schuirmann 1987)."""


@dataclass(frozen=True)
class Condition:
    """One condition of the gate. `line` is what it is held against."""

    key: str
    estimate: Estimate
    line: float
    verdict: Verdict


@dataclass(frozen=True)
class Gate:
    """The verdict and the conditions behind it; `widest` are the products that differ most."""

    verdict: Verdict
    conditions: tuple[Condition, ...]
    widest: tuple[tuple[str, float], ...]
    """(product, private price relative to public, -0.12 = 12 % cheaper), largest gap first."""


def assess(view: View) -> Gate:
    """The gate over the last 12 months; `insufficient` where a domain or prices are missing.

    The channel filter is ignored: the gate compares channels.
    """
    prices = view.rows("domain_prices", least_lines=LEAST_LINES)
    conditions = (same_price(prices), sold_in_public(view.rows("domain_revenue")))
    verdicts = [condition.verdict for condition in conditions]
    verdict: Verdict = "insufficient"
    if "fail" in verdicts:
        verdict = "fail"
    elif all(one == "pass" for one in verdicts):
        verdict = "pass"
    return Gate(verdict, conditions, _widest(prices))


def same_price(prices: pl.DataFrame) -> Condition:
    """Private over public net unit price less 1: exp of the median log ratio over matched product
    months, 90 % limits by bootstrap over products. n is matched products."""
    if prices.is_empty():
        return Condition("same_price", UNMEASURED, BAND, "insufficient")
    logs = _log_ratios(prices)["log_ratio"].to_numpy()
    items = prices["item"].to_numpy()
    found = bootstrap(lambda draws: weighted_median(logs, draws), items, confidence=CONFIDENCE)
    if found.low is None and found.n >= FEWEST_CLUSTERS:
        # Every resample has the same median, as with one strict price everywhere: the sign test
        # needs five products to hold it at 90 %.
        found = Estimate(found.value, found.value, found.value, found.n)
    estimate = Estimate(
        _less_one(found.value), _less_one(found.low), _less_one(found.high), found.n
    )
    return Condition("same_price", estimate, BAND, _price_verdict(estimate))


def sold_in_public(revenue: pl.DataFrame) -> Condition:
    """Share of private revenue from products that also sell publicly (5 paid lines or more), 90 %
    limits by treating products as the independent units. n is products sold privately."""
    private = revenue.filter(pl.col("private_paid") > 0)
    has_public = revenue["public_paid"].sum() > 0
    if private.is_empty() or not has_public:
        return Condition("sold_in_public", UNMEASURED, LEAST_PUBLIC_SHARE, "insufficient")
    paid = private["private_paid"].to_numpy()
    inside = np.where(private["public_lines"].to_numpy() >= LEAST_LINES, paid, 0.0)
    estimate = ratio_of_sums(
        private.height,
        sum_y=float(inside.sum()),
        sum_x=float(paid.sum()),
        sum_yy=float((inside**2).sum()),
        sum_xx=float((paid**2).sum()),
        sum_xy=float((inside * paid).sum()),
        bounds=(0.0, 1.0),
        confidence=CONFIDENCE,
    )
    return Condition("sold_in_public", estimate, LEAST_PUBLIC_SHARE, _share_verdict(estimate))


def as_json(gate: Gate) -> dict[str, Any]:
    """The gate as the headless command returns it."""
    return {
        "verdict": gate.verdict,
        "measures": [
            {
                "key": one.key,
                "value": one.estimate.value,
                "low": one.estimate.low,
                "high": one.estimate.high,
                "n": one.estimate.n,
                "line": one.line,
                "verdict": one.verdict,
            }
            for one in gate.conditions
        ],
        "widest": [{"product": product, "gap": gap} for product, gap in gate.widest],
    }


def _price_verdict(estimate: Estimate) -> Verdict:
    """Inside the band passes, clear of it fails, across its edge is undecided."""
    if estimate.low is None or estimate.high is None:
        return "insufficient"
    if estimate.low > -BAND and estimate.high < BAND:
        return "pass"
    return "fail" if estimate.low > BAND or estimate.high < -BAND else "insufficient"


def _share_verdict(estimate: Estimate) -> Verdict:
    if estimate.low is None or estimate.high is None:
        return "insufficient"
    if estimate.low >= LEAST_PUBLIC_SHARE:
        return "pass"
    return "fail" if estimate.high < LEAST_PUBLIC_SHARE else "insufficient"


def _log_ratios(prices: pl.DataFrame) -> pl.DataFrame:
    return prices.with_columns(
        (pl.col("private_price").log() - pl.col("public_price").log()).alias("log_ratio")
    )


def _widest(prices: pl.DataFrame, count: int = 5) -> tuple[tuple[str, float], ...]:
    """The products whose median gap is largest, and the gap."""
    if prices.is_empty():
        return ()
    gaps = (
        _log_ratios(prices)
        .group_by("product")
        .agg((pl.col("log_ratio").median().exp() - 1).alias("gap"))
        .sort(pl.col("gap").abs(), "product", descending=[True, False])
    )
    return tuple(gaps.head(count).rows())


def _less_one(log_ratio: float | None) -> float | None:
    return None if log_ratio is None else math.exp(log_ratio) - 1
