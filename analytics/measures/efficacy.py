"""Super efficacy: does it work? Measured by who buys the same again, and by what is sent back."""

from __future__ import annotations

import polars as pl

from analytics.measures.base import measure
from analytics.stats.intervals import UNMEASURED, Estimate, wilson
from analytics.view import View

WINDOW = 180
STEP = 1.0
FEWEST_DAYS = 7


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("orders.customer_id", "orders.product"),
    window="followed",
    interval="wilson",
    source="Ehrenberg, Uncles and Goodhardt 2004, Journal of Business Research 57(12)",
    query="measures/same_product_again",
    rows="evidence/customers",
    params={"days": WINDOW},
)
def same_product_again(view: View) -> Estimate:
    """Of customers observed for 180 days, the share that bought the product of their first purchase
    (of several, the dearest) again on a later day inside them, whatever else was bought that day.
    Wilson limits. Versions of the first release hold only the dearest product of a day, and give
    too little (`analytics.repurchase.caveats.is_dearest_only`)."""
    counts = view.one("measures/same_product_again", days=WINDOW)
    return wilson(counts["repeaters"], counts["eligible"])


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("orders.return_reason",),
    window="period",
    interval="wilson",
    source="Wilson 1927, JASA 22(158)",
    is_own=True,
    query="customers/returns_by_reason",
    rows="evidence/returns",
    better="lower",
)
def returns_for_reason(view: View) -> Estimate:
    """Units sent back for a reason that contains one of the words of the super's file, among units
    sold. Wilson limits; a unit counts once."""
    return share_returned(view, tuple(view.options["words"]))


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("feedback.rating", "feedback.source", "feedback.customer_id", "beta_testers"),
    window="waves",
    interval="wilson",
    source="Norman, Sloan and Wyrwich 2003, Medical Care 41(5)",
    query="measures/beta_changes",
    rows="evidence/feedback",
    params={"least_days": FEWEST_DAYS, "step": STEP},
)
def responders(view: View) -> Estimate:
    """Of the beta testers who marked a product in two waves, the share whose own last mark is at
    least 1 of 10 above their first, about half a standard deviation. Wilson limits; a tester
    counts once.

    Without a control group some of it is hope, those who began low can only rise, and those who
    began at the top cannot: an internal finding, no claim to advertise with.
    """
    counts = view.one("measures/beta_changes", least_days=FEWEST_DAYS, step=STEP)
    return wilson(counts["responders"], counts["testers"])


def share_returned(view: View, words: tuple[str, ...]) -> Estimate:
    """Units returned with a reason containing one of `words`, per unit sold; None without
    reasons."""
    returned = view.rows("customers/returns_by_reason")
    if not view.manifest.has("reason_lines"):
        return UNMEASURED
    # Files without amounts tell what was sold by the units alone.
    has_money = view.manifest.has("amount_lines")
    query, units = (
        ("shared/sales_by_product", "paid_quantity")
        if has_money
        else ("customers/return_products", "sold")
    )
    sold = int(view.rows(query)[units].sum())
    reason = pl.col("return_reason").str.to_lowercase()
    matched = returned.filter(reason.str.contains_any([word.lower() for word in words]))
    return wilson(min(int(matched["quantity"].sum()), sold), sold)
