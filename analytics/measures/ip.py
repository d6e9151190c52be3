"""Super IP, our reading of the ninth: do people come for somebody, stay, and not for one alone?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.ip import report
from analytics.ip.costs import cost_over_spending
from analytics.measures import people
from analytics.measures.base import measure
from analytics.measures.returning import back_by
from analytics.stats import survival
from analytics.stats.intervals import UNMEASURED, Estimate, difference, wilson
from analytics.stats.resampling import herfindahl
from analytics.stats.survival_points import on_day
from analytics.view import View

if TYPE_CHECKING:
    from analytics.measures.people import Numbers

WINDOW = 90
POINTS = 100.0


def _new_people(view: View) -> Numbers | None:
    is_brought = (pl.col("referrer_kind") == "ip").fill_null(value=False)
    return people.ratio(
        people.referrals(view.last_year), is_brought * pl.col("customers"), pl.col("customers")
    )


def _back_again(view: View) -> Numbers | None:
    by_group = people.curve(view, "any")
    return None if by_group is None else people.returned(by_group.filter("is_brought"), WINDOW)


def _both_sides(view: View) -> Numbers | None:
    """Those an IP brought pull up, all others down."""
    by_group = people.curve(view, "any")
    if by_group is None:
        return None
    brought, others = (
        people.returned(by_group.filter(side), WINDOW)
        for side in (pl.col("is_brought"), ~pl.col("is_brought"))
    )
    return None if brought is None or others is None else brought - others


def _sources(view: View) -> Numbers | None:
    by_group = people.referrals(view)
    if by_group is None:
        return None
    brought = by_group.filter(pl.col("referrer_kind") == "ip")
    return people.concentration(brought, "referrer_id", "customers")


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("orders.referrer_kind", "orders.customer_id"),
    window="year",
    interval="wilson",
    source="Wilson 1927, JASA 22(158)",
    is_own=True,
    query="measures/new_customers_by_referral",
    rows="evidence/customers",
    people=_new_people,
)
def ip_new_customers(view: View) -> Estimate:
    """Share of new customers of the last 12 months whose first purchase day names an IP. Wilson
    limits. Held the truth of 900 simulated brands 94.3 % of the time."""
    if not view.manifest.has("referrer_lines"):
        return UNMEASURED
    new_customers = view.last_year.rows("measures/new_customers_by_referral")
    brought = new_customers.filter(pl.col("referrer_kind") == "ip")
    return wilson(int(brought["customers"].sum()), int(new_customers["customers"].sum()))


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("orders.referrer_kind", "orders.customer_id"),
    window="followed",
    interval="km",
    source="Kaplan and Meier 1958, JASA 53(282)",
    is_own=True,
    query="repurchase/counts",
    rows="evidence/customers",
    params={"by": "referrer_kind", "again": "any"},
    people=_back_again,
)
def ip_repurchase(view: View) -> Estimate:
    """Share of customers brought by an IP who buy again within 90 days: Kaplan-Meier, as that of
    all. Held the truth of 300 simulated brands 98.3 % of the time."""
    return back_by(view, WINDOW, by="referrer_kind", group="ip")


@measure(
    unit="points",
    bounds=(-POINTS, POINTS),
    needs=("orders.referrer_kind", "orders.customer_id"),
    window="followed",
    interval="mover",
    source="Schmitt, Skiera and Van den Bulte 2011, Journal of Marketing 75(1)",
    query="repurchase/counts",
    rows="evidence/customers",
    params={"by": "referrer_kind", "again": "any"},
    people=_both_sides,
)
def ip_retention_gap(view: View) -> Estimate:
    """Percentage points by which more, or fewer, customers brought by an IP buy again within 90
    days than all the others: difference of two Kaplan-Meier curves, MOVER limits; n is the smaller
    group. An association: an IP may draw another kind of people. Held the truth of 900 simulated
    brands 96 % of the time."""
    if not view.manifest.has("referrer_lines"):
        return UNMEASURED
    counts = view.rows("repurchase/counts", by="referrer_kind", again="any")
    is_brought = pl.col("group").eq_missing("ip")
    back = on_day(survival.kaplan_meier(counts.with_columns(group=is_brought)), WINDOW)
    return _in_points(difference(back.get(True, UNMEASURED), back.get(False, UNMEASURED)))


@measure(
    unit="index",
    bounds=(0.0, 1.0),
    needs=("orders.referrer_kind", "orders.customer_id"),
    window="period",
    interval="bootstrap",
    source="Simpson 1949, Nature 163, 688",
    query="measures/new_customers_by_referral",
    rows="evidence/customers",
    better="lower",
    people=_sources,
)
def ip_concentration(view: View) -> Estimate:
    """Dependence on the largest IP: Herfindahl index of new customers by IP code, 1 when all come
    through one. Bootstrap limits. Held the truth of 900 simulated brands 96 % of the time."""
    brought = view.rows("measures/new_customers_by_referral").filter(
        pl.col("referrer_kind") == "ip"
    )
    if brought.is_empty():
        return UNMEASURED
    return herfindahl(
        brought.group_by("referrer_id").agg(pl.col("customers").sum())["customers"].sort()
    )


def _kept_pulls(view: View) -> Numbers | None:
    """Who comes back makes the kept cheaper: by how much, where all else stays."""
    value, back = ip_cost_per_retained(view).value, _back_again(view.last_year)
    share = report.brought(view.last_year).stays.mean.back.value
    return None if value is None or back is None or not share else -value / share * back


@measure(
    unit="ratio",
    bounds=(0.0, 1000.0),
    needs=("touchpoints.cost", "orders.referrer_kind", "orders.customer_id"),
    window="year",
    interval="fieller",
    source="Fieller 1954, JRSS B 16(2)",
    is_own=True,
    query="ip/spending",
    rows="evidence/customers",
    params={"window_days": WINDOW},
    better="lower",
    people=_kept_pulls,
)
def ip_cost_per_retained(view: View) -> Estimate:
    """What all touchpoints of the last 12 months cost for each customer who stayed, over what such
    a customer paid in the first 90 days after refunds; n is the new ones. Fieller's limits: the
    cost is counted, the kept vary as counts do, and what they paid by its own spread. Unmeasured
    where a touchpoint has no cost, with fewer than 30 watched for 90 days, and under channels or
    products, since the money was spent on all."""
    return cost_over_spending(report.brought(view.last_year))


def _in_points(gap: Estimate) -> Estimate:
    """A difference of shares in percentage points."""
    value, low, high = (
        None if number is None else POINTS * number for number in (gap.value, gap.low, gap.high)
    )
    return Estimate(value, low, high, gap.n)
