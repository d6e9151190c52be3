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
    rows = [
        _trend(str(item), group)
        for (item,), group in months.group_by("item", maintain_order=True)
        if item is not None
    ]
    trends = pl.DataFrame(rows, schema=TRENDS, orient="row").sort(
        "spent", "item", descending=[True, False]
    )
    stamped = trends.filter((pl.col("months") > 1) & (pl.col("changes") == 0)).height
    moving = trends.filter(pl.col("slope").is_not_null())
    if trends.is_empty():
        return UnitCosts(trends, None, 0, 0, Refusal("no_cost"))
    if moving.is_empty():
        most = int(trends["changes"].max() or 0)  # type: ignore[arg-type]
        code = Refusal("few_changes", most, LEAST_CHANGES) if most else Refusal("same_cost")
        return UnitCosts(trends, None, 0, stamped, code)
    spent, slopes = moving["spent"].to_numpy(), moving["slope"].to_numpy()
    slope = math.expm1(float(np.average(np.log1p(slopes), weights=spent)))
    return UnitCosts(trends, slope, moving.height, stamped)


def _trend(item: str, group: pl.DataFrame) -> tuple[object, ...]:
    ordered = group.sort("month_on")
    costs = ordered["unit_cost"].to_numpy()
    years = ordered["month_on"].to_physical().to_numpy() / DAYS_A_YEAR
    changes = int((np.abs(np.diff(costs)) > STEP * costs[:-1]).sum())
    slope = None
    if changes >= LEAST_CHANGES and (costs > 0).all():
        slope = math.expm1(float(np.polyfit(years - years.mean(), np.log(costs), 1)[0]))
    spent = float((costs * ordered["units"].to_numpy()).sum())
    facts = (item, ordered["product"][0], ordered.height, changes)
    return (*facts, float(costs[0]), float(costs[-1]), spent, slope)
