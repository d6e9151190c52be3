"""The three conditions: same price, same manner, and sold in public at all."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.gate.base import DEFAULT, Condition, Thresholds, Verdict
from analytics.gate.prices import log_ratios
from analytics.stats.clusters import median, mix, share
from analytics.stats.intervals import UNMEASURED, Estimate, difference
from analytics.stats.resampling import FEWEST_CLUSTERS

if TYPE_CHECKING:
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
    months, 90 % limits by bootstrap over products. n is matched products."""
    if prices.is_empty():
        return Condition("same_price", UNMEASURED, thresholds.band, "insufficient")
    logs = log_ratios(prices)["log_ratio"].to_numpy()
    log_estimate = median(logs, prices["item"].to_numpy())
    estimate = Estimate(
        _less_one(log_estimate.value),
        _less_one(log_estimate.low),
        _less_one(log_estimate.high),
        log_estimate.n,
    )
    return Condition("same_price", estimate, thresholds.band, within(estimate, thresholds.band))


def sold_in_public(revenue: pl.DataFrame, thresholds: Thresholds = DEFAULT) -> Condition:
    """Share of private revenue from products that also sell publicly (5 paid lines or more), with
    90 % limits over products. n is products sold privately.

    Whether a product sells publicly is known of each: where five or more all do, no resample says
    otherwise, and both limits are 1.
    """
    private = revenue.filter(pl.col("private_paid") > 0)
    if private.is_empty() or not revenue["public_paid"].sum() > 0:
        return Condition("sold_in_public", UNMEASURED, thresholds.public_share, "insufficient")
    paid = private["private_paid"].to_numpy()
    is_public = private["public_lines"].to_numpy() >= thresholds.least_lines
    estimate = share(np.where(is_public, paid, 0.0), paid)
    if is_public.all() and estimate.n >= FEWEST_CLUSTERS:
        estimate = Estimate(1.0, 1.0, 1.0, estimate.n)
    verdict: Verdict = "insufficient"
    # Where no product at all is seen on both sides, they may only go by different codes.
    is_matched = bool((private["public_lines"] > 0).any())
    if is_matched and estimate.low is not None and estimate.high is not None:
        if estimate.low >= thresholds.public_share:
            verdict = "pass"
        elif estimate.high < thresholds.public_share:
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


def within(estimate: Estimate, band: float) -> Verdict:
    """Inside the band passes, clear of it fails, across its edge is undecided."""
    if estimate.low is None or estimate.high is None:
        return "insufficient"
    if estimate.low > -band and estimate.high < band:
        return "pass"
    return "fail" if estimate.low > band or estimate.high < -band else "insufficient"


def _live_only(revenue: pl.DataFrame) -> NDArray[np.bool_]:
    live = revenue["private_live"] + revenue["public_live"]
    is_live_only: NDArray[np.bool_] = (
        (live > 0) & (live == revenue["private_units"] + revenue["public_units"])
    ).to_numpy()
    return is_live_only


def _less_one(log_ratio: float | None) -> float | None:
    return None if log_ratio is None else math.exp(log_ratio) - 1
