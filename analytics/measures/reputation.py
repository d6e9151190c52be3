"""Super word of mouth: what people say when asked, and whom they bring unpaid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.feedback import scales
from analytics.measures import people
from analytics.measures.base import measure
from analytics.stats.intervals import UNMEASURED, Estimate, bayesian_rating, net_promoter, wilson
from analytics.view import View

if TYPE_CHECKING:
    from analytics.measures.people import Numbers

PRIOR_RATING = 4.0
PRIOR_WEIGHT = 20.0


def _recommending(view: View) -> Numbers | None:
    return people.ratio(
        people.answers(view), pl.col("promoters") - pl.col("detractors"), pl.col("nps_count")
    )


def _raters(view: View) -> Numbers | None:
    return people.ratio(people.answers(view), pl.col("rating_total"), pl.col("rating_count"))


def _brought(view: View) -> Numbers | None:
    is_unpaid = (pl.col("referrer_kind") == "customer") & ~pl.col("is_rewarded")
    return people.ratio(
        people.referrals(view.last_year),
        is_unpaid.fill_null(value=False) * pl.col("customers"),
        pl.col("customers"),
    )


@measure(
    unit="points",
    bounds=(-100.0, 100.0),
    needs=("feedback.nps",),
    window="answers",
    interval="wald",
    source="Reichheld 2003, Harvard Business Review 81(12); Rocks 2016, The "
    "American Statistician 70(4)",
    query="feedback/sums",
    rows="evidence/feedback",
    people=_recommending,
)
def promoters(view: View) -> Estimate:
    """Net promoter score: % 9-10 less % 0-6. Adjusted Wald limits (Rocks 2016). Answers that look
    like another scale than 0-10 are not measured (analytics.feedback.scales). Held the truth of 900
    simulated brands 95 % of the time."""
    if unmeasured := scales.unmeasured(view, scales.NPS):
        return unmeasured
    sums = view.one("feedback/sums")
    return net_promoter(sums["promoters"], sums["passives"], sums["detractors"])


@measure(
    unit="stars",
    bounds=(0.0, 5.0),
    needs=("feedback.rating",),
    window="answers",
    interval="bayes",
    source="Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, 3.3",
    query="feedback/sums",
    rows="evidence/feedback",
    people=_raters,
)
def rating(view: View) -> Estimate:
    """Mean review rating of 5, drawn towards 4.0 with the weight of 20 reviews (Bayesian average),
    so that five friends do not make a perfect brand. Held the truth of 900 simulated brands 97.6 %
    of the time."""
    sums = view.one("feedback/sums")
    if not sums["rating_count"]:
        return UNMEASURED
    return bayesian_rating(
        sums["rating_count"],
        sums["rating_total"],
        sums["rating_squares"],
        PRIOR_RATING,
        PRIOR_WEIGHT,
        variance=people.variance(_raters(view)),
        bounds=(0.0, 5.0),
    )


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("orders.referrer_id", "orders.customer_id"),
    window="year",
    interval="wilson",
    source="Schmitt, Skiera and Van den Bulte 2011, Journal of Marketing 75(1)",
    query="measures/new_customers_by_referral",
    rows="evidence/customers",
    people=_brought,
)
def unpaid_referrals(view: View) -> Estimate:
    """Share of new customers of the last 12 months brought by another customer without a reward
    (orders through distribution count as rewarded). Wilson limits. Held the truth of 900 simulated
    brands 93.9 % of the time."""
    if not view.manifest.has("referrer_lines"):
        return UNMEASURED
    new_customers = view.last_year.rows("measures/new_customers_by_referral")
    unpaid = new_customers.filter((pl.col("referrer_kind") == "customer") & ~pl.col("is_rewarded"))
    return wilson(int(unpaid["customers"].sum()), int(new_customers["customers"].sum()))
