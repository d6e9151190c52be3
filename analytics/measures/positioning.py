"""Super positioning: do those it is made for buy, and is what is claimed what is praised?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.measures import people
from analytics.measures.base import measure
from analytics.positioning import declared, membership, report
from analytics.positioning.base import Refusal
from analytics.positioning.errors import TargetError
from analytics.positioning.judged import GENERAL
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.view import View

if TYPE_CHECKING:
    from analytics.measures.people import Numbers
    from analytics.positioning.declared import Target


def _target(view: View) -> Target | None:
    """The target that the view goes by; None where it goes by none, or that is gone."""
    try:
        return declared.find(view.store, view.target) if view.target else None
    except TargetError:
        return None


def _buyers(view: View) -> Numbers | None:
    target = _target(view)
    ids = None if target is None else membership.target_ids(view, target)
    groups = people.rows(view, "measures/replicate_buyers")
    if ids is None or isinstance(ids, Refusal) or groups is None:
        return None
    paid = membership.customers(view).join(groups, on="customer_id")
    is_member = pl.col("customer_id").is_in(list(ids))
    amount = pl.col("amount").fill_null(0.0)
    return people.ratio(paid, pl.when(is_member).then(amount).otherwise(0.0), amount)


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("orders.customer_id", "orders.amount"),
    window="period",
    interval="wilson_persons",
    source="Kish 1965, Survey Sampling",
    is_own=True,
    query="positioning/target_sums",
    rows="evidence/customers",
    people=_buyers,
)
def target_share(view: View) -> Estimate:
    """Revenue of identified customers who meet the declared target over that of all identified
    customers. n is customers; see `positioning.target.target_share` for the limits. Unmeasured
    where no target was declared, under 30 customers, and where nothing was paid."""
    target = _target(view)
    return UNMEASURED if target is None else report.whom(view, target).share.revenue


def _praising(view: View) -> Numbers | None:
    groups = people.rows(view, "measures/replicate_responses")
    if groups is None:
        return None
    claimed = [topic.topic for topic in report.claimed(view).topics if topic.claims]
    praises = (
        report.mentions(view)
        .filter(
            (pl.col("polarity") == "positive")
            & pl.col("topic").is_not_null()
            & (pl.col("topic") != GENERAL)
        )
        .unique(["row", "topic"], maintain_order=True)
        .join(groups, on="row")
    )
    return people.ratio(praises, pl.col("topic").is_in(claimed), pl.lit(1.0))


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("feedback.text", "claims.claim"),
    window="answers",
    interval="wilson_persons",
    source="Kish 1965, Survey Sampling; Hu and Liu 2004, KDD '04",
    is_own=True,
    query="feedback/review_rows",
    rows="evidence/feedback",
    people=_praising,
)
def claim_fit(view: View) -> Estimate:
    """Positive clauses on topics that the brand claims over all positive clauses; n is positive
    clauses; see `positioning.claims.claim_fit` for the limits. Unmeasured without claims of a known
    topic, and without praise."""
    return report.claimed(view).fit
