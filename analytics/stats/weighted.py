"""Shares and means of revenue over products, shared by the measures of several supers."""

from __future__ import annotations

import math

import polars as pl

from analytics.stats.intervals import (
    UNMEASURED,
    Estimate,
    limited,
    ratio_of_sums,
    share_of_sums,
)
from analytics.stats.quantiles import z


def revenue_share(sales: pl.DataFrame, chosen: pl.Expr, variance: float | None = None) -> Estimate:
    """The share of paid revenue from the products where `chosen` holds.

    Wilson's limits at Kish's effective number of paid order lines, or at fewer where `variance`,
    the share's own by customer, is larger than lines apart would have. `sales` is one row per
    product as in shared/sales_by_product.sql; n is the number of paid lines, none is unmeasured.
    """
    inside = sales.filter(chosen)
    n = int(sales["count_paid_lines"].sum())
    if not n or not sales["paid"].sum():
        return UNMEASURED
    return share_of_sums(
        n,
        inside=float(inside["paid"].sum()),
        whole=float(sales["paid"].sum()),
        inside_squares=float(inside["paid_squared"].sum()),
        whole_squares=float(sales["paid_squared"].sum()),
        variance=variance,
    )


def revenue_mean(
    sales: pl.DataFrame,
    number: pl.Expr,
    bounds: tuple[float, float],
    variance: float | None = None,
) -> Estimate:
    """The mean of a product's `number`, each product weighing as much as was paid for it.

    Ratio of sums over paid order lines, linearised limits (Cochran 1977, 6.4), or wider ones of the
    `variance` by customer; lines, n and what is unmeasured as of `revenue_share`.
    """
    sums = sales.select(
        "count_paid_lines", x=pl.col("paid"), square=pl.col("paid_squared"), number=number
    ).with_columns(y=pl.col("number") * pl.col("x"), xy=pl.col("number") * pl.col("square"))
    n, total = int(sums["count_paid_lines"].sum()), float(sums["x"].sum())
    if not n or not total:
        return UNMEASURED
    by_line = ratio_of_sums(
        n,
        sum_y=float(sums["y"].sum()),
        sum_x=total,
        sum_yy=float((sums["number"] * sums["xy"]).sum()),
        sum_xx=float(sums["square"].sum()),
        sum_xy=float(sums["xy"].sum()),
        bounds=bounds,
    )
    return widened(by_line, variance, bounds)


def widened(estimate: Estimate, variance: float | None, bounds: tuple[float, float]) -> Estimate:
    """The estimate with the normal limits of `variance` where these lie further out."""
    if variance is None or estimate.value is None:
        return estimate
    half = z(0.95) * math.sqrt(variance)
    low, high = estimate.value - half, estimate.value + half
    low = low if estimate.low is None else min(low, estimate.low)
    high = high if estimate.high is None else max(high, estimate.high)
    return limited(estimate.value, low, high, estimate.n, bounds)
