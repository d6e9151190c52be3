"""How the cost of a unit moved, product by product."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.margins.base import LEAST_CHANGES, Refusal

STEP = 0.005
"""Share of a unit cost from which on it has changed from one month to the next."""
DAYS_A_YEAR = 365.25
TRENDS = {
    "item": pl.String,
    "product": pl.String,
    "months": pl.Int64,
    "changes": pl.Int64,
    "first": pl.Float64,
    "last": pl.Float64,
    "spent": pl.Float64,
    "slope": pl.Float64,
}
"""One row per product with a known cost, most spent on first: months it sold in, changes of its
unit cost, the first and last of them, what its units cost in all, and the change a year (0.05 =
a twentieth dearer), null under three changes."""


@dataclass(frozen=True)
class UnitCosts:
    """The rows of TRENDS; `slope` the mean change a year of products with a trend, weighted by what
    was spent on them; `stamped` products sold in several months at one and the same cost."""

    trends: pl.DataFrame
    slope: float | None
    with_trend: int
    stamped: int
    refusal: Refusal | None = None


def unit_costs(months: pl.DataFrame) -> UnitCosts:
    """Trends over the rows of `margins/unit_costs`.

    A cost has changed where it differs by more than half a percent from that of the month before.
    The slope is that of least squares of ln cost on time. Refused where no product has a known
    cost (`no_cost`), where none ever changed (`same_cost`: today's cost may be stamped on all
    history), and where none changed three times (`few_changes`).
    """
    trends = _trends(months)
    moving = trends.filter(pl.col("slope").is_not_null())
    stamped = trends.filter((pl.col("months") > 1) & (pl.col("changes") == 0)).height
    if trends.is_empty():
        return UnitCosts(trends, None, 0, 0, Refusal("no_cost"))
    if moving.is_empty():
        most = int(trends["changes"].max() or 0)  # type: ignore[arg-type]
        code = Refusal("few_changes", most, LEAST_CHANGES) if most else Refusal("same_cost")
        return UnitCosts(trends, None, 0, stamped, code)
    spent, slopes = moving["spent"].to_numpy(), moving["slope"].to_numpy()
    slope = math.expm1(float(np.average(np.log1p(slopes), weights=spent)))
    return UnitCosts(trends, slope, moving.height, stamped)


def _trends(months: pl.DataFrame) -> pl.DataFrame:
    """The rows of TRENDS."""
    cost, years = pl.col("unit_cost"), pl.col("month_on").to_physical() / DAYS_A_YEAR
    growth = pl.cov(years, cost.log(), ddof=0) / years.var(ddof=0)
    changes = (cost.diff().abs() > STEP * cost.shift(1)).sum().cast(pl.Int64)
    return (
        months.filter(pl.col("item").is_not_null())
        .sort("item", "month_on")
        .group_by("item", maintain_order=True)
        .agg(
            pl.col("product").first(),
            months=pl.len().cast(pl.Int64),
            changes=changes,
            first=cost.first(),
            last=cost.last(),
            spent=(cost * pl.col("units")).sum(),
            slope=pl.when((changes >= LEAST_CHANGES) & (cost > 0).all()).then(growth.exp() - 1),
        )
        .select(pl.col(name).cast(kind) for name, kind in TRENDS.items())
        .sort("spent", "item", descending=[True, False])
    )
