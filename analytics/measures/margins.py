"""Where the money goes, for those who make it part of a super: how far the pocket lies below the
list price, and how far the lowest price that pays lies below what rivals ask."""

from __future__ import annotations

import numpy as np
import polars as pl

from analytics.margins import report
from analytics.measures.base import measure
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.stats.resampling import bootstrap
from analytics.view import View


@measure(
    unit="share",
    bounds=(-1.0, 1.0),
    needs=("orders.list_price", "orders.amount"),
    window="year",
    interval="bootstrap_products",
    source="Marn and Rosiello 1992, Harvard Business Review 70(5)",
    query="margins/sums",
    rows="evidence/sales",
    better="lower",
)
def pocket_discount(view: View) -> Estimate:
    """What deals and refunds of the last 12 months took of the list price, refunds in the month of
    their order; lines without a list price count at what was paid. n is products, over which the
    bootstrap runs. Unmeasured where no line has a list price, and in versions without the cube."""
    if not report.can_tell(view):
        return UNMEASURED
    sums = report.sides(view.last_year)[0].filter(pl.col("list_amount") > 0)
    if sums["unlisted_paid"].sum() == sums["list_amount"].sum():
        return UNMEASURED
    listed, paid, refunded = (
        sums[name].cast(pl.Float64).to_numpy() for name in ("list_amount", "paid", "refunded")
    )
    pocket = paid - refunded
    return bootstrap(lambda draws: 1 - (draws @ pocket) / (draws @ listed), np.arange(len(listed)))


@measure(
    unit="share",
    bounds=(-1.0, 1.0),
    needs=("competitor_prices", "orders.amount"),
    window="year",
    interval="bootstrap_products",
    source="Nagle, Hogan and Zale 2010, The Strategy and Tactics of Pricing",
    query="margins/sums",
    rows="evidence/competitor_prices",
    is_own=True,
)
def price_room(view: View) -> Estimate:
    """How far the lowest price that pays lies below the rivals' lower quarter for as much, as a
    share of that quarter: the mean over products, weighted by their revenue of the last 90 days
    (`margins.prices_that_pay`); below 0 rivals sell for less than pays. n is products, over which
    the bootstrap runs."""
    if not report.can_tell(view):
        return UNMEASURED
    rows = report.price_room(view).products.filter(pl.col("room").is_not_null())
    if rows.is_empty():
        return UNMEASURED
    shares = (rows["room"] / rows["rival_low"]).clip(-1.0, 1.0).to_numpy()
    paid = rows["paid"].to_numpy()
    return bootstrap(
        lambda draws: (draws @ (paid * shares)) / (draws @ paid), np.arange(rows.height)
    )
