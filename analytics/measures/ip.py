"""Super IP, our reading of the ninth: do people come for somebody, stay, and not for one alone?"""

from __future__ import annotations

import polars as pl

from analytics.intervals import UNMEASURED, Estimate, herfindahl, wilson
from analytics.measures.base import View, measure
from analytics.repurchase import Question, within

WINDOW = 90


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("orders.referrer_kind", "orders.customer_id"),
    interval="wilson",
    query="new_customers_by_referral",
    rows="rows_customers",
)
def ip_new_customers(view: View) -> Estimate:
    """Share of new customers of the last 12 months whose first order names an IP. Wilson limits."""
    if not view.manifest.has("referrer_lines"):
        return UNMEASURED
    found = view.last_year.rows("new_customers_by_referral")
    brought = found.filter(pl.col("referrer_kind") == "ip")
    return wilson(int(brought["customers"].sum()), int(found["customers"].sum()))


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("orders.referrer_kind", "orders.customer_id"),
    interval="wilson",
    query="repurchase_within",
    rows="rows_customers",
    params={"by": "referrer_kind", "again": "any", "days": [WINDOW]},
)
def ip_repurchase(view: View) -> Estimate:
    """Of customers brought by an IP and observed for 90 days, the share that came back within
    them."""
    question = Question(view.filters, by="referrer_kind")
    found = within(view.store, view.manifest.version, question, [WINDOW])
    brought = found.filter(pl.col("group") == "ip")
    if brought.is_empty():
        return UNMEASURED
    row = brought.row(0, named=True)
    return wilson(row["repeaters"], row["eligible"])


@measure(
    unit="index",
    bounds=(0.0, 1.0),
    needs=("orders.referrer_kind", "orders.customer_id"),
    interval="bootstrap",
    query="new_customers_by_referral",
    rows="rows_customers",
    better="lower",
)
def ip_concentration(view: View) -> Estimate:
    """Dependence on the largest IP: Herfindahl index of new customers by IP code, 1 when all come
    through one. Bootstrap limits."""
    found = view.rows("new_customers_by_referral").filter(pl.col("referrer_kind") == "ip")
    if found.is_empty():
        return UNMEASURED
    return herfindahl(
        found.group_by("referrer_id").agg(pl.col("customers").sum())["customers"].sort()
    )
