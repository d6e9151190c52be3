"""Super endorsement: who stands up for the brand, and how much of what it sells they cover."""

from __future__ import annotations

import polars as pl

from analytics.intervals import UNMEASURED, Estimate, wilson
from analytics.measures.base import View, measure
from analytics.measures.shares import revenue_share

TRUSTED_TIERS = ("A", "B")
SHARE = (0.0, 1.0)


@measure(
    unit="share",
    bounds=SHARE,
    needs=("endorsements", "orders.amount"),
    interval="ratio",
    query="sales_by_product",
    rows="rows_sales",
)
def covered_revenue(view: View) -> Estimate:
    """Share of the last 12 months' paid revenue from products with a tier A or B endorsement in
    force. Counts of badges reward buying badges; revenue covered does not."""
    listed = _trusted(view)
    if listed.is_empty():
        return UNMEASURED
    covered = listed["skus"].drop_nulls().str.split(";").explode().str.strip_chars().to_list()
    return revenue_share(
        view.last_year.rows("sales_by_product"), pl.col("item").is_in(sorted(set(covered)))
    )


@measure(
    unit="share",
    bounds=SHARE,
    needs=("endorsements",),
    interval="wilson",
    query="endorsements_valid",
    rows="rows_endorsements",
)
def independent_endorsements(view: View) -> Estimate:
    """Share of the endorsements in force that nobody was paid for. Wilson limits."""
    listed = view.rows("endorsements_valid")
    return wilson(int((~listed["is_paid"]).sum()), listed.height)


def _trusted(view: View) -> pl.DataFrame:
    return view.rows("endorsements_valid").filter(pl.col("tier").is_in(TRUSTED_TIERS))
