"""Super repurchase: the stave nobody can fake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measures import people
from analytics.measures.base import measure
from analytics.measures.returning import back_by
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.view import View

SOON = 90
LATER = 365
HALF_YEAR = 180

if TYPE_CHECKING:
    from analytics.measures.people import Numbers


def _back_soon(view: View) -> Numbers | None:
    return people.returned(people.curve(view, "any"), SOON)


def _back_later(view: View) -> Numbers | None:
    return people.returned(people.curve(view, "any"), LATER)


def _back_dear(view: View) -> Numbers | None:
    return people.returned(people.curve(view, "full_price"), HALF_YEAR)


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("orders.customer_id",),
    window="followed",
    interval="km",
    source="Kaplan and Meier 1958, JASA 53(282)",
    query="repurchase/counts",
    rows="evidence/customers",
    params={"by": "all", "again": "any"},
    people=_back_soon,
)
def back_within_90(view: View) -> Estimate:
    """Share of customers who buy again on a later day within 90 days: Kaplan-Meier, log-log limits.
    One-time buyers stay in; those observed for less count for as long as they were. Held the truth
    of 900 simulated brands 94 % of the time."""
    return back_by(view, SOON)


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("orders.customer_id",),
    window="followed",
    interval="km",
    source="Kaplan and Meier 1958, JASA 53(282)",
    query="repurchase/counts",
    rows="evidence/customers",
    params={"by": "all", "again": "any"},
    people=_back_later,
)
def back_within_year(view: View) -> Estimate:
    """The same within 365 days. Held the truth of 900 simulated brands 93.9 % of the time."""
    return back_by(view, LATER)


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("orders.customer_id", "orders.list_price"),
    window="followed",
    interval="km",
    source="Kaplan and Meier 1958, JASA 53(282); Farris et al., Marketing Metrics, 3rd ed., ch. 8",
    query="repurchase/counts",
    rows="evidence/customers",
    params={"by": "all", "again": "full_price"},
    people=_back_dear,
)
def back_at_full_price(view: View) -> Estimate:
    """Share of customers who buy again at 99 % of list price or more within 180 days: Kaplan-Meier.
    Held the truth of 900 simulated brands 94 % of the time."""
    if not view.manifest.has("list_price_lines"):
        return UNMEASURED
    return back_by(view, HALF_YEAR, "full_price")
