"""Cohorts by what the first purchase was, and cells as any figure: each, so far, per customer.

Groups are compared age by age over those of their customers who are old enough, so that a channel
opened last month is not held against one of ten years.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.repurchase import cohorts
from analytics.scoring.differences import holm, verdict
from analytics.scoring.thresholds import EQUIVALENCE_MARGIN, MIN_CUSTOMERS
from analytics.stats.intervals import UNMEASURED, Estimate, difference, wilson, wilson_limits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from analytics.filters import Filters
    from analytics.repurchase.cohorts import Grain
    from analytics.scoring.differences import Verdict
    from analytics.storage.versions import Store

ATTRIBUTES = (
    "channel",
    "domain",
    "product",
    "category",
    "campaign",
    "referrer_kind",
    "referrer",
    "discount",
)
"""What of the first purchase may split customers."""
CUBED = ("channel", "domain")
MOST = 12
PAIR = 2
MOST_COMPARED = 5
LATER = 3
Figure = Literal["rate", "customers", "orders", "revenue", "margin"]
FIGURES: tuple[Figure, ...] = ("rate", "customers", "orders", "revenue", "margin")


@dataclass(frozen=True)
class CellFigure:
    """What a cell shows: which figure, of its own period or of all so far, over how many."""

    figure: Figure = "rate"
    is_so_far: bool = False
    is_each: bool = False
    """Per customer of the cohort, whether or not they came back."""


@dataclass(frozen=True)
class Split:
    """Customers by one of ATTRIBUTES, in calendar periods, as seen on a day."""

    by: str
    grain: Grain
    as_of: date
    most: int = MOST


@dataclass(frozen=True)
class GroupCell:
    """A cell's customers: the group, the age, and the days between which they first bought (the
    stop excluded)."""

    split: Split
    group: str
    index: int
    start: date
    stop: date


@dataclass(frozen=True)
class Gap:
    """The best and the worst of some groups at one age, and what lies between them."""

    index: int
    best: str
    worst: str
    rates: tuple[Estimate, Estimate]
    change: Estimate
    verdict: Verdict | None


def figure_of(code: str) -> Figure:
    """The figure called `code`; the rate where there is none."""
    return next((figure for figure in FIGURES if figure == code), "rate")


def is_cubed(by: str, filters: Filters) -> bool:
    """Whether a small table answers; else purchases are counted again."""
    return by in CUBED and not filters.products


def attributes(store: Store, version: str, _filters: Filters) -> list[str]:
    """The ATTRIBUTES this dataset knows, in order; a single channel or product splits nobody."""
    row = store.run("repurchase/cohort_attributes", version).row(0, named=True)
    return [name for name in ATTRIBUTES if row[name]]


def cells(store: Store, version: str, filters: Filters, split: Split) -> pl.DataFrame:
    """The triangle of each group, as `cohorts.cells` with `group` and `is_rest` before it.

    Group "" is "not given"; of many groups the largest `most`, the others in one (`is_rest`).
    """
    query = "repurchase/cohorts_by_cube" if is_cubed(split.by, filters) else "repurchase/cohorts_by"
    params = {"by": split.by, "grain": split.grain, "most": split.most}
    counts = store.run(query, version, **params, **filters.params())
    return cohorts.triangle(counts, split.grain, split.as_of)


def members(
    store: Store, version: str, filters: Filters, behind: GroupCell, most: int
) -> pl.DataFrame:
    """One row per customer of the group who bought at that age, dearest first and at most so many;
    see `repurchase/cohort_group_members.sql`."""
    split = behind.split
    params = filters.params()
    start = max(behind.start, filters.start) if filters.start else behind.start
    return store.run(
        "repurchase/cohort_group_members",
        version,
        by=split.by,
        name=behind.group,
        grain=split.grain,
        index=behind.index,
        cohort_start=start,
        cohort_stop=behind.stop,
        channels=params["channels"],
        products=params["products"],
        limit=most,
        offset=0,
    )


def behind(
    triangle: pl.DataFrame, split: Split, group: str, index: int, cohort: date | None = None
) -> GroupCell | None:
    """Whose customers a cell counts: those of one cohort of the group, or of all that are old
    enough, as `by_age` does; None where there is no such cell in `cells`."""
    at_age = of_group(triangle, group).filter(pl.col("index") == index)
    if cohort is not None:
        counted = at_age.filter(pl.col("cohort") == cohort)
    else:
        counted = at_age.filter(pl.col("is_complete") | ~pl.col("is_complete").any())
    if counted.is_empty():
        return None
    days = counted["cohort"].sort().to_list()
    stop = cohorts.period_stop(days[-1], split.grain, 0)
    return GroupCell(split, group, index, days[0], stop)


def of_group(triangle: pl.DataFrame, group: str) -> pl.DataFrame:
    """The triangle of one group of `cells`."""
    return triangle.filter((pl.col("group") == group) & ~pl.col("is_rest")).drop("group", "is_rest")


def by_age(triangle: pl.DataFrame, shown: CellFigure) -> pl.DataFrame:
    """One row per group and age: size, rate, low, high (Wilson), value, is_complete, largest first.

    Sums over those of the group whose period is over (`size` of them); where there is none yet,
    over those whose period runs. Cells without a group are one group, "". `rate` is of customers.
    """
    if "group" not in triangle.columns:
        triangle = triangle.select(
            pl.lit("").alias("group"), pl.lit(False).alias("is_rest"), pl.all()
        )
    keys = ["group", "is_rest"]
    summed = (
        _so_far(triangle, shown)
        .filter(pl.col("is_complete") | ~pl.col("is_complete").any().over([*keys, "index"]))
        .group_by(*keys, "index")
        .agg(
            pl.col("size", "customers", "orders", "revenue", "part").sum(),
            _sum_known("margin"),
            pl.col("is_complete").all(),
        )
    )
    ranked = _valued(summed, shown).with_columns(pl.col("size").max().over(keys).alias("whole"))
    low, high = wilson_limits(ranked["part"].to_numpy(), ranked["size"].to_numpy())
    return (
        ranked.with_columns(pl.Series("low", low), pl.Series("high", high))
        .sort("is_rest", "whole", "group", "index", descending=[False, True, False, False])
        .select(*keys, "whole", "index", "size", "rate", "low", "high", "value", "is_complete")
    )


def measured(triangle: pl.DataFrame, shown: CellFigure) -> pl.DataFrame:
    """The cells with `value`, null where it is not measured; `rate` as `shown` counts it."""
    return _valued(_so_far(triangle, shown), shown)


def costed_share(triangle: pl.DataFrame) -> float | None:
    """The share of the money for whose goods a cost is known, 0-1; None without any money."""
    whole = float(triangle["revenue"].sum())
    return float(triangle["costed"].sum() or 0) / whole if whole > 0 else None


def gap(ages: pl.DataFrame, groups: Sequence[str]) -> Gap | None:
    """The highest and the lowest rate among named groups at the third age, or the latest before it
    at which the most of them, and at least two, have 30 customers; None where there is none.

    Of more than two groups the extremes were selected: `better` only where the difference is still
    significant among those of all pairs (Holm 1979).
    """
    picked = ages.filter(
        pl.col("group").is_in(list(groups))
        & ~pl.col("is_rest")
        & pl.col("is_complete")
        & (pl.col("size") >= MIN_CUSTOMERS)
        & pl.col("index").is_between(1, LATER)
    )
    if picked.is_empty():
        return None
    counts = picked.group_by("index").len().sort("len", "index")
    index, count = counts["index"][-1], counts["len"][-1]
    if count < PAIR:
        return None
    rows = picked.filter(pl.col("index") == index).sort("rate", "group").to_dicts()
    rates = [_estimate(row) for row in rows]
    pairs = [difference(high, low) for low, high in combinations(rates, 2)]
    # Of the pairs with the first, the last is the widest apart.
    widest = len(rows) - PAIR
    change, outcome = pairs[widest], verdict(pairs[widest], EQUIVALENCE_MARGIN)
    if outcome == "better" and not holm(pairs)[widest]:
        outcome = "cannot_tell"
    names = (rows[-1]["group"], rows[0]["group"])
    return Gap(index, *names, (rates[-1], rates[0]), change, outcome)


def _estimate(row: dict[str, float]) -> Estimate:
    n = int(row["size"])
    return wilson(round(row["rate"] * n), n) if n else UNMEASURED


def _so_far(triangle: pl.DataFrame, shown: CellFigure) -> pl.DataFrame:
    """With `margin` (null: no cost is known for what was sold) and `part`, the customers of the
    rate; cumulated along each cohort where `shown` is so far."""
    # What was given away brought nothing in, but its goods cost: a known cost goes first.
    is_still = (pl.col("orders") == 0) & (pl.col("revenue") == 0)
    margin = pl.coalesce(pl.col("costed") - pl.col("cost"), pl.when(is_still).then(0.0))
    # Without any cost at all the margin of an empty period is not known either.
    has_cost = triangle["costed"].is_not_null().any()
    full = triangle.with_columns(
        (margin if has_cost else pl.lit(None, dtype=pl.Float64)).alias("margin"),
        pl.col("customers").alias("part"),
    )
    if not shown.is_so_far:
        return full
    rows = [name for name in ("group", "is_rest", "cohort") if name in triangle.columns]
    came = pl.when(pl.col("index") == 0).then(pl.col("size"))
    added = pl.col("comers").cum_sum().over(rows, order_by="index")
    sums = [
        pl.col(name).cum_sum().over(rows, order_by="index")
        for name in ("orders", "revenue", "margin")
    ]
    return full.with_columns(
        *sums, came.otherwise(added).alias("part"), came.otherwise(added).alias("customers")
    )


def _sum_known(name: str) -> pl.Expr:
    """The sum of what is known; null where nothing is."""
    return pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()).alias(name)


def _valued(frame: pl.DataFrame, shown: CellFigure) -> pl.DataFrame:
    rated = frame.with_columns((pl.col("part") / pl.col("size")).alias("rate"))
    value = pl.col(shown.figure).cast(pl.Float64)
    is_each = shown.is_each and shown.figure != "rate"
    return rated.with_columns((value / pl.col("size") if is_each else value).alias("value"))
