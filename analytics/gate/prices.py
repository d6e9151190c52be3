"""Private against public prices, product by product."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from math import comb
from typing import TYPE_CHECKING

import polars as pl

from analytics.stats.clusters import CONFIDENCE

if TYPE_CHECKING:
    from analytics.gate.base import Condition, Thresholds, Verdict
    from analytics.stats.intervals import Estimate

PACKS = (2, 3, 4, 5, 6, 8, 10, 12, 20, 24)
APART = 0.01
"""From so far apart the price by money and the price by product are told as two."""
NEAR_PACK = 0.03
"""How close a ratio comes to a whole number before another pack size is suspected."""
PRICES = {
    "item": pl.String,
    "product": pl.String,
    "month_on": pl.Date,
    "public_price": pl.Float64,
    "private_price": pl.Float64,
    "private_quantity": pl.Int64,
}


@dataclass(frozen=True)
class Divider:
    """A product, its share of the private money that compares (0-1) and its gap by money."""

    item: str
    product: str
    share: float
    gap: float


def log_ratios(prices: pl.DataFrame) -> pl.DataFrame:
    """The matched product months with `log_ratio`, private over public."""
    return prices.with_columns(
        (pl.col("private_price").log() - pl.col("public_price").log()).alias("log_ratio")
    )


def by_product(prices: pl.DataFrame, revenue: pl.DataFrame, thresholds: Thresholds) -> pl.DataFrame:
    """One row per matched product: months, ratio (median of private over public, 1 = the same)
    with its 90 % limits by order statistics (none below five months), the mean price in each
    domain, `money` (private, of the matched months) and `goods` (the same units at public prices),
    private_paid, `side` (-1 below the band, 0 within, 1 above) and `pack`.

    `pack` is the whole number that the ratio, or 1 over it, comes close to: perhaps packs of
    different sizes under one code; null where it comes close to none. Largest gap first.
    """
    units = pl.col("private_quantity")
    matched = (
        log_ratios(prices)
        .group_by("item")
        .agg(
            pl.col("product").first(),
            pl.len().alias("months"),
            pl.col("log_ratio").median().exp().alias("ratio"),
            pl.col("log_ratio").sort().alias("ordered"),
            pl.col("public_price").mean(),
            pl.col("private_price").mean(),
            (pl.col("private_price") * units).sum().alias("money"),
            (pl.col("public_price") * units).sum().alias("goods"),
        )
        .join(revenue.select("item", "private_paid"), on="item", how="left")
    )
    rank = pl.col("months").replace_strict(_ranks(matched), return_dtype=pl.Int64, default=None)
    has_limits = rank > 0
    with_limits = matched.with_columns(
        pl.when(has_limits).then(pl.col("ordered").list.get(rank - 1)).exp().alias("low"),
        pl.when(has_limits)
        .then(pl.col("ordered").list.get(pl.col("months") - rank))
        .exp()
        .alias("high"),
    )
    return (
        with_limits.with_columns(
            _side(pl.col("ratio"), thresholds.band).alias("side"), _pack().alias("pack")
        )
        .drop("ordered")
        .sort(pl.col("ratio").log().abs(), "item", descending=[True, False])
    )


def drivers(products: pl.DataFrame, side: int | None) -> pl.DataFrame:
    """The products outside the band on that side (-1 below, 1 above, None either), most private
    money moved first: `moved` is private revenue times the gap."""
    is_driver = pl.col("side") != 0 if side is None else pl.col("side") == side
    moved = pl.col("private_paid").fill_null(0) * (1 / pl.col("ratio") - 1).abs()
    return (
        products.filter(is_driver)
        .with_columns(moved.alias("moved"))
        .sort("moved", "item", descending=[True, False])
    )


def divider(products: pl.DataFrame, price: Condition) -> Divider | None:
    """The product that sets the price by money apart from the price by product.

    Where the two lie a percentage point or more apart, the one that accounts for most of it: their
    difference is the sum over products of weight (share of goods at public prices) times own gap
    less the median one. Where they lie closer but are judged differently, the product with the most
    money, on which the interval hangs. None where they agree, or nothing compares.
    """
    median, money = price.estimate.value, price.by_money
    if median is None or money is None or money.estimate.value is None:
        return None
    apart = money.estimate.value - median
    if abs(apart) < APART and within(price.estimate, price.line) == money.verdict:
        return None
    pull = pl.col("money") - (1 + median) * pl.col("goods")
    most = pl.col("goods") if abs(apart) < APART else pull * math.copysign(1, apart)
    row = products.with_columns(
        (pl.col("money") / pl.col("money").sum()).alias("share"),
        (pl.col("money") / pl.col("goods") - 1).alias("gap"),
        most.alias("most"),
    ).sort("most", "item", descending=[True, False])
    return Divider(*row.select("item", "product", "share", "gap").row(0))


def aligned(products: pl.DataFrame, band: float) -> tuple[str, ...]:
    """Products, largest effect first, whose private prices would have to meet the public ones for
    the price by money to lie in the band; none where it does.

    Each is the one that moves the price most on the side where it then lies: taking the dearest
    away may leave the cheap ones to pull it out on the other side.
    """
    goods = float(products["goods"].sum())
    rows = products.select("product", (pl.col("money") - pl.col("goods")).alias("excess"), "item")
    left = rows.sort("excess", "item", descending=[True, False]).rows()
    total, names = sum(excess for _, excess, _ in left), []
    while left and abs(total) >= band * goods:
        name, excess, _ = left.pop(0 if total > 0 else -1)
        total -= excess
        names.append(name)
    return tuple(names)


def within(estimate: Estimate, band: float) -> Verdict:
    """Inside the band passes, clear of it fails, across its edge is undecided."""
    if estimate.low is None or estimate.high is None:
        return "insufficient"
    if estimate.low > -band and estimate.high < band:
        return "pass"
    return "fail" if estimate.low > band or estimate.high < -band else "insufficient"


def _side(ratio: pl.Expr, band: float) -> pl.Expr:
    return (
        pl.when(ratio < 1 - band)
        .then(pl.lit(-1))
        .when(ratio > 1 + band)
        .then(pl.lit(1))
        .otherwise(pl.lit(0))
        .cast(pl.Int8)
    )


def _pack() -> pl.Expr:
    """The ratio turned so that it is above 1, where it lies next to a whole number of a pack."""
    above = pl.max_horizontal(pl.col("ratio"), 1 / pl.col("ratio"))
    whole = above.round().cast(pl.Int64, strict=False)
    is_near = (above / whole - 1).abs() <= NEAR_PACK
    return pl.when(is_near & whole.is_in(PACKS)).then(whole)


def _ranks(products: pl.DataFrame) -> dict[int, int]:
    return {months: _rank(months) for months in products["months"].unique()}


@cache
def _rank(n: int) -> int:
    """The order statistic from either end that holds a median of n values at 90 %; 0 for none."""
    tail, rank, left = 0.0, 0, (1 - CONFIDENCE) / 2
    while rank < n and (tail := tail + comb(n, rank) * 0.5**n) <= left:
        rank += 1
    return rank
