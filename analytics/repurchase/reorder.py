"""When a product is bought again: the natural moment to remind people of it.

A wait begins on every day on which a customer bought the product, whatever else was bought that
day, and ends on the next such day; waits still open count for as long as they were watched
(Kaplan-Meier), so that a product which is new, or rarely bought again, does not look quick. A
customer's waits are taken as independent.

Versions of the first release hold the dearest product of a day only; there a wait runs between days
on which the product was that, and `caveats` says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.repurchase import return_timing
from analytics.scoring.thresholds import MIN_CUSTOMERS
from analytics.stats import survival

if TYPE_CHECKING:
    from analytics.filters import Filters
    from analytics.storage.versions import Store

MOST = 12
YEAR = 365
WIDTH = 28
"""Days in a stretch: a product's waits are too few for weeks, whose highest is often mere luck."""
QUARTERS = {"early": 0.25, "middle": 0.5, "late": 0.75}
SCHEMA: dict[str, type[pl.DataType]] = {
    "item": pl.String,
    "product": pl.String,
    "waits": pl.Int64,
    "events": pl.Int64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "first_day": pl.Int64,
    "last_day": pl.Int64,
    "early": pl.Int64,
    "middle": pl.Int64,
    "late": pl.Int64,
    "one_in": pl.Int64,
}


def moments(store: Store, version: str, filters: Filters) -> pl.DataFrame:
    """One row per product bought on most days (12 at most) with 30 waits ended, by `middle`.

    `waits` were begun, `events` of them ended in buying it again; `share` (0-1, with 95 % limits)
    do so within the year, or as long as was watched; those still waiting are likeliest to on
    `first_day`-`last_day` (`return_timing.soonest`); of those who do within the year a quarter,
    half and three quarters have by day `early`, `middle`, `late`. In very large datasets one
    customer in `one_in` was looked at. Nothing measurable gives no rows.
    """
    has_days = store.manifest(version).has("product_days")
    query = "repurchase/reorder_waits" if has_days else "repurchase/reorder_waits_by_dearest"
    counts = store.run(query, version, most=MOST, **filters.params())
    rows = [_row(waits) for _, waits in counts.group_by("group", maintain_order=True)]
    return pl.DataFrame([row for row in rows if row], schema=SCHEMA, orient="row").sort(
        "middle", "first_day", "item"
    )


def _row(counts: pl.DataFrame) -> tuple[object, ...] | None:
    """One product's row; None where fewer than MIN_CUSTOMERS waits have ended."""
    events = int(counts.filter("is_event")["customers"].sum())
    within = survival.kaplan_meier(counts).filter(pl.col("day") <= YEAR)
    stretches = return_timing.hazard(counts, WIDTH).filter(pl.col("last_day") <= YEAR)
    days = return_timing.soonest(stretches)
    if events < MIN_CUSTOMERS or within.is_empty() or days is None:
        return None
    last = within.row(-1, named=True)
    quarters = [
        within.filter(pl.col("repurchased") >= share * last["repurchased"])["day"][0]
        for share in QUARTERS.values()
    ]
    who = (counts["group"][0], counts["product"][0], int(counts["customers"].sum()), events)
    share = (last[name] for name in ("repurchased", "low", "high"))
    return (*who, *share, *days, *quarters, counts["one_in"][0])
