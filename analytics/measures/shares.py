"""Shares of revenue, which several supers ask for with another set of products."""

from __future__ import annotations

import polars as pl

from analytics.intervals import UNMEASURED, Estimate, ratio_of_sums


def revenue_share(sales: pl.DataFrame, chosen: pl.Expr) -> Estimate:
    """The share of paid revenue from the products where `chosen` holds.

    Ratio of sums over paid order lines, linearised limits (Cochran 1977, 6.4): lines are taken as
    independent, which is a little too sure where one customer buys many. `sales` is one row per
    product as in sales_by_product.sql; n is the number of paid lines.
    """
    inside = sales.filter(chosen)
    n = int(sales["count_paid_lines"].sum())
    if not n or not sales["paid"].sum():
        return UNMEASURED
    return ratio_of_sums(
        n,
        sum_y=float(inside["paid"].sum()),
        sum_x=float(sales["paid"].sum()),
        sum_yy=float(inside["paid_squared"].sum()),
        sum_xx=float(sales["paid_squared"].sum()),
        sum_xy=float(inside["paid_squared"].sum()),
        bounds=(0.0, 1.0),
    )
