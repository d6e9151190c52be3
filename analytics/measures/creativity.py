"""Super creativity: does what is new really sell, and do its buyers come back?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.measures import people
from analytics.measures.base import measure
from analytics.measures.returning import back_by_of
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.stats.weighted import revenue_share
from analytics.view import View

if TYPE_CHECKING:
    from analytics.measures.people import Numbers

NEW_MONTHS = 12
WINDOW = 90


def _new(view: View) -> pl.Expr:
    """Whether a product was launched in the last 12 calendar months and is more than a refresh."""
    is_new = pl.col("launched_on").is_between(view.year_on, view.as_of)
    return is_new.fill_null(value=False) & pl.col("is_substantive")


def _vitality_people(view: View) -> Numbers | None:
    return people.ratio(people.sales(view.last_year), _new(view) * pl.col("paid"), pl.col("paid"))


def _newcomers(view: View) -> Numbers | None:
    by_group = people.curve(view, "any", NEW_MONTHS)
    return None if by_group is None else people.returned(by_group.filter("is_new"), WINDOW)


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("products.launched_on", "orders.amount"),
    window="year",
    interval="wilson_kish",
    source="3M, New Product Vitality Index",
    query="shared/sales_by_product",
    rows="evidence/sales",
    people=_vitality_people,
)
def vitality(view: View) -> Estimate:
    """Share of the last 12 calendar months' paid revenue from products launched in them and marked
    as substantive (a new formula, function or use, not a refresh). After 3M's new product vitality
    index; the mark answers its critics. Held the truth of 900 simulated brands 94.6 % of the time.
    """
    sales = view.last_year.rows("shared/sales_by_product")
    if sales["launched_on"].null_count() == sales.height:
        return UNMEASURED
    variance = people.variance(_vitality_people(view), people.sales(view.last_year))
    return revenue_share(sales, _new(view), variance)


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("products.launched_on", "orders.customer_id"),
    window="followed",
    interval="km",
    source="Kaplan and Meier 1958, JASA 53(282); Parfitt and Collins 1968, JMR 5(2)",
    query="measures/new_product_customers",
    rows="evidence/customers",
    params={"months": NEW_MONTHS},
    people=_newcomers,
)
def new_product_repurchase(view: View) -> Estimate:
    """Share of customers whose first purchase was a product at most 12 months old who buy again,
    anything, on a later day within 90 days: Kaplan-Meier. Held the truth of 300 simulated
    brands 96.6 % of the time."""
    return back_by_of(view.rows("measures/new_product_customers", months=NEW_MONTHS), WINDOW)
