"""The three conditions: same price, same manner, and sold in public at all."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.gate.base import DEFAULT, ByMoney, Condition, Thresholds, Verdict
from analytics.gate.prices import log_ratios, within
from analytics.stats.clusters import median, mix
from analytics.stats.intervals import UNMEASURED, Estimate, difference
from analytics.stats.ratios import ratio_of_clusters

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

TERMS = ("shelf", "commission", "group", "live")
"""On a shelf; for somebody's commission; to a group; of what is only ever sold live."""


@dataclass(frozen=True)
class Manner:
    """On which terms a domain's units are sold: units by term, and the share that is special
    (anything but the shelf), n products."""

    units: dict[str, int]
    special: Estimate


def same_price(prices: pl.DataFrame, thresholds: Thresholds = DEFAULT) -> Condition:
    """Private over public net unit price less 1: exp of the median log ratio over matched product
    months, 90 % limits by bootstrap over products. n is matched products.

    The median counts every product month alike, so `by_money` stands beside it. Both inside the
    band pass, either clear of it fails, anything else is undecided.
    """
    if prices.is_empty():
        return Condition("same_price", UNMEASURED, thresholds.band, "insufficient")
    logs = log_ratios(prices)["log_ratio"].to_numpy()
    estimate = _less_one(median(logs, prices["item"].to_numpy()), math.exp)
    money = by_money(prices, thresholds)
    verdicts = {within(estimate, thresholds.band), money.verdict}
    verdict: Verdict = "fail" if "fail" in verdicts else "insufficient"
    if verdicts == {"pass"}:
        verdict = "pass"
    return Condition("same_price", estimate, thresholds.band, verdict, money)


def by_money(prices: pl.DataFrame, thresholds: Thresholds = DEFAULT) -> ByMoney:
    """Private money of matched product months over the same units at that month's public price,
    less 1, with the limits of `ratio_of_clusters` by product; `prices` has a row or more."""
    units = prices["private_quantity"]
    paid, goods = (prices[f"{domain}_price"] * units for domain in ("private", "public"))
    ratio = ratio_of_clusters(paid, goods, prices["item"])
    estimate = _less_one(ratio.estimate, float)
    return ByMoney(estimate, ratio.effective, within(estimate, thresholds.band))


def sold_in_public(revenue: pl.DataFrame, thresholds: Thresholds = DEFAULT) -> Condition:
    """Share of private revenue from products that also sell publicly (5 paid lines or more). n is
    products sold privately.

    A count of what is there and no sample: of every product it is known whether it sells publicly,
    so chance sets no limits. The limits are what products with too few lines to tell could change:
    `low` takes them as sold privately alone, `high` as sold publicly too. None where no product at
    all is seen on both sides.
    """
    private = revenue.filter(pl.col("private_paid") > 0)
    if private.is_empty() or not revenue["public_paid"].sum() > 0:
        return Condition("sold_in_public", UNMEASURED, thresholds.public_share, "insufficient")
    is_public = pl.col("public_lines") >= thresholds.least_lines
    is_rare = (pl.col("public_lines") > 0) | (pl.col("private_lines") < thresholds.least_lines)
    paid = float(private["private_paid"].sum())
    low, high = (
        float(private.filter(chosen)["private_paid"].sum()) / paid
        for chosen in (is_public, is_public | is_rare)
    )
    verdict: Verdict = "insufficient"
    estimate = Estimate(low, low, high, private.height)
    if not (private["public_lines"] > 0).any():
        # No product is seen on both sides: they may only go by different codes.
        estimate = Estimate(low, None, None, private.height)
    elif low >= thresholds.public_share:
        verdict = "pass"
    elif high < thresholds.public_share:
        verdict = "fail"
    return Condition("sold_in_public", estimate, thresholds.public_share, verdict)


def same_manner(
    private: Estimate, public: Estimate, *, has_social_model: bool, thresholds: Thresholds = DEFAULT
) -> Condition:
    """The private share of units on special terms less the public one (MOVER), n products on the
    side that has fewer. Unmeasured where no channel has a social model (`has_social_model`) or a
    domain sells nothing."""
    if not has_social_model or private.value is None or public.value is None:
        return Condition("same_manner", UNMEASURED, thresholds.special, "insufficient")
    excess = difference(private, public)
    verdict: Verdict = "insufficient"
    if excess.low is not None and excess.high is not None:
        if excess.high <= thresholds.special:
            verdict = "pass"
        elif excess.low > thresholds.special:
            verdict = "fail"
    return Condition("same_manner", excess, thresholds.special, verdict)


def manner(revenue: pl.DataFrame, domain: str) -> Manner:
    """A domain's units by term. What is sold live counts as special only for products that no other
    kind of channel sells, in either domain."""
    units = {name: revenue[f"{domain}_{name}"].to_numpy() for name in ("units", *TERMS[1:])}
    units["live"] = np.where(_live_only(revenue), units["live"], 0)
    special = units["commission"] + units["group"] + units["live"]
    special_units = {name: int(units[name].sum()) for name in TERMS[1:]}
    shelf = int(units["units"].sum()) - sum(special_units.values())
    return Manner({"shelf": shelf, **special_units}, mix(special, units["units"]))


def _live_only(revenue: pl.DataFrame) -> NDArray[np.bool_]:
    live = revenue["private_live"] + revenue["public_live"]
    is_live_only: NDArray[np.bool_] = (
        (live > 0) & (live == revenue["private_units"] + revenue["public_units"])
    ).to_numpy()
    return is_live_only


def _less_one(ratio: Estimate, of: Callable[[float], float]) -> Estimate:
    """The estimate of a ratio as a gap; `of` turns what was estimated into the ratio."""
    value, low, high = (
        None if end is None else of(end) - 1 for end in (ratio.value, ratio.low, ratio.high)
    )
    return Estimate(value, low, high, ratio.n)
