"""Super value for price: is the price held, and how does it stand against rivals?"""

from __future__ import annotations

import numpy as np
import polars as pl

from analytics.intervals import UNMEASURED, Estimate, bootstrap, ratio_of_sums, weighted_median
from analytics.measures.base import View, measure


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("orders.list_price", "orders.amount"),
    interval="ratio",
    query="sales_by_product",
    rows="rows_sales",
)
def full_price_share(view: View) -> Estimate:
    """Share of the last 12 months' paid revenue sold at 98 % of list price or more (the
    complement of "percent sales on deal", Farris et al., Marketing Metrics). Ratio of sums,
    linearised limits."""
    sales = view.last_year.rows("sales_by_product").filter(pl.col("count_listed_lines") > 0)
    n = int(sales["count_listed_lines"].sum())
    if not n:
        return UNMEASURED
    full = float(sales["full_price_squared"].sum())
    return ratio_of_sums(
        n,
        sum_y=float(sales["full_price_paid"].sum()),
        sum_x=float(sales["listed_paid"].sum()),
        sum_yy=full,
        sum_xx=float(sales["listed_squared"].sum()),
        sum_xy=full,
        bounds=(0.0, 1.0),
    )


@measure(
    unit="ratio",
    bounds=(0.0, 10.0),
    needs=("competitor_prices", "orders.amount"),
    interval="bootstrap",
    query="own_prices",
    rows="rows_competitor_prices",
    better="lower",
)
def relative_price(view: View) -> Estimate:
    """Own net unit price over the median of rivals' prices for the matched product: the median over
    products, each weighted by its revenue; bootstrap over products. 1 is parity."""
    matched = view.rows("own_prices")
    if matched.is_empty():
        return UNMEASURED
    ratios = (matched["own_price"] / matched["rival_price"]).to_numpy()
    revenue = matched["paid"].to_numpy()
    return bootstrap(
        lambda draws: weighted_median(ratios, draws * revenue), np.arange(matched.height)
    )
