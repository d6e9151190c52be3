"""Super hard to imitate: what is protected, and what people would miss."""

from __future__ import annotations

import polars as pl

from analytics.intervals import UNMEASURED, Estimate, wilson
from analytics.measures.base import View, measure
from analytics.measures.shares import revenue_share


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("products.protected_until", "orders.amount"),
    interval="ratio",
    query="sales_by_product",
    rows="rows_sales",
)
def protected_revenue(view: View) -> Estimate:
    """Share of the last 12 months' paid revenue from products whose patent, mark or exclusive
    supply is in force on the as-of day (inimitability in Barney's resource-based view, 1991)."""
    sales = view.last_year.rows("sales_by_product")
    if sales["protected_until"].null_count() == sales.height:
        return UNMEASURED
    return revenue_share(sales, (pl.col("protected_until") >= view.as_of).fill_null(value=False))


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("feedback.disappointed",),
    interval="wilson",
    query="feedback_sums",
    rows="rows_feedback",
)
def would_be_missed(view: View) -> Estimate:
    """Share of answers "very disappointed" if the product were gone (Sean Ellis's question; its
    40 % line is a rule of thumb). Wilson limits."""
    sums = view.one("feedback_sums")
    return wilson(sums["very_disappointed"], sums["disappointed_count"])
