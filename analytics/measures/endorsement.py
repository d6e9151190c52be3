"""Super endorsement: who stands up for the brand, and how much of what it sells they cover."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from analytics.measures import people
from analytics.measures.base import measure
from analytics.stats.intervals import UNMEASURED, Estimate, wilson
from analytics.stats.weighted import revenue_share
from analytics.view import View

if TYPE_CHECKING:
    from analytics.measures.people import Numbers

TRUSTED_TIERS = ("A", "B")
SHARE = (0.0, 1.0)
SOON_DAYS = 90


def _buyers(view: View) -> Numbers | None:
    covered = _covered_by(_trusted(view)) * pl.col("paid")
    return people.ratio(people.sales(view.last_year), covered, pl.col("paid"))


def _lasting_buyers(view: View) -> Numbers | None:
    paid = pl.col("paid")
    covered, lasting = _covered_by(_trusted(view)), _covered_by(_lasting(view))
    return people.ratio(people.sales(view.last_year), (covered & lasting) * paid, covered * paid)


@measure(
    unit="share",
    bounds=SHARE,
    needs=("endorsements", "orders.amount"),
    window="year",
    interval="wilson_kish",
    source="Kish 1965, Survey Sampling",
    is_own=True,
    query="shared/sales_by_product",
    rows="evidence/sales",
    people=_buyers,
)
def covered_revenue(view: View) -> Estimate:
    """Share of the last 12 months' paid revenue from products with a tier A or B endorsement in
    force. Counts of badges reward buying badges; revenue covered does not. Held the truth of 900
    simulated brands 95.1 % of the time."""
    endorsements = _trusted(view)
    if endorsements.is_empty():
        return UNMEASURED
    return revenue_share(
        view.last_year.rows("shared/sales_by_product"),
        _covered_by(endorsements),
        people.variance(_buyers(view), people.sales(view.last_year)),
    )


@measure(
    unit="share",
    bounds=SHARE,
    needs=("endorsements", "orders.amount"),
    window="quarter_on",
    interval="wilson_kish",
    source="Kish 1965, Survey Sampling",
    is_own=True,
    query="shared/sales_by_product",
    rows="evidence/endorsements",
    people=_lasting_buyers,
)
def lasting_cover(view: View) -> Estimate:
    """Of the revenue under a tier A or B endorsement, the share that will still be under one 90
    days after the as-of day: what runs out soon is a task, not an asset. Interval as of
    covered_revenue; nothing covered is unmeasured. Held the truth of 900 simulated brands 94.9 % of
    the time."""
    endorsements = _trusted(view)
    if endorsements.is_empty():
        return UNMEASURED
    covered = view.last_year.rows("shared/sales_by_product").filter(_covered_by(endorsements))
    variance = people.variance(_lasting_buyers(view), people.sales(view.last_year))
    return revenue_share(covered, _covered_by(_lasting(view)), variance)


@measure(
    unit="share",
    bounds=SHARE,
    needs=("endorsements",),
    window="today",
    interval="wilson",
    source="Wilson 1927, JASA 22(158)",
    is_own=True,
    query="measures/endorsements_valid",
    rows="evidence/endorsements",
)
def independent_endorsements(view: View) -> Estimate:
    """Share of the endorsements in force that nobody was paid for. Wilson limits."""
    endorsements = view.rows("measures/endorsements_valid")
    return wilson(int((~endorsements["is_paid"]).sum()), endorsements.height)


def _trusted(view: View) -> pl.DataFrame:
    return view.rows("measures/endorsements_valid").filter(pl.col("tier").is_in(TRUSTED_TIERS))


def _lasting(view: View) -> pl.DataFrame:
    until = view.as_of + timedelta(days=SOON_DAYS)
    return _trusted(view).filter((pl.col("valid_to") >= until).fill_null(value=True))


def _covered_by(endorsements: pl.DataFrame) -> pl.Expr:
    """Whether a product is among those the endorsements name."""
    cells = endorsements["skus"].to_list()
    skus = {sku.strip() for cell in cells if cell is not None for sku in cell.split(";")}
    return pl.col("item").is_in(sorted(skus))
