"""Repurchase cohorts that do not flatter: absent where nothing could be observed yet, marked
where a period is still running, averaged only over customers old enough.

A cohort is everybody whose *first* purchase fell in one calendar period; a cell counts those of
them who bought in a later one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from analytics.filters import Filters
    from analytics.storage.versions import Store

Grain = Literal["week", "month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = ("week", "month", "quarter", "year")
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def grain_of(code: str) -> Grain:
    """The grain called `code`; months where there is none."""
    return next((grain for grain in GRAINS if grain == code), "month")


@dataclass(frozen=True)
class Cell:
    """One cell of the triangle: its cohort's first day and how many periods later."""

    grain: Grain
    cohort: date
    index: int

    @property
    def period(self) -> tuple[date, date]:
        """The first day of the cell's period, and the first one after it."""
        before = period_stop(self.cohort, self.grain, self.index - 1) if self.index else self.cohort
        return before, period_stop(self.cohort, self.grain, self.index)


@dataclass(frozen=True)
class Outside:
    """Orders before their customer's first purchase, and those of people who never bought."""

    orders: int
    """Refunds and gifts: an order that is a purchase has a cohort."""
    revenue: float
    customers: int


CELLS = pl.Schema(
    {
        "cohort": pl.Date,
        "index": pl.Int64,
        "size": pl.Int64,
        "customers": pl.Int64,
        "rate": pl.Float64,
        "orders": pl.Int64,
        "revenue": pl.Float64,
        "is_complete": pl.Boolean,
        "comers": pl.Int64,
        "costed": pl.Float64,
        "cost": pl.Float64,
    }
)
GROUPED = pl.Schema([("group", pl.String), ("is_rest", pl.Boolean), *CELLS.items()])


def cells(store: Store, version: str, filters: Filters, grain: Grain, as_of: date) -> pl.DataFrame:
    """One row per cohort and period index that has begun by `as_of`, periods without a sale as 0.

    `size` is the cohort's customers, `rate` 0-1 of them, `revenue` net money of all their orders;
    `is_complete` is false for a period `as_of` cuts short. Index 0 is the period of acquisition.
    `comers` are here for the first time after it; `cost` is of the goods behind `costed` of the
    revenue, both null where no cost is known. Empty when nobody has bought.
    """
    if filters.products:
        return triangle(_product_counts(store, version, filters, grain), grain, as_of)
    counts = store.run("repurchase/cohorts_from_cube", version, grain=grain, **filters.params())
    return triangle(counts, grain, as_of)


def _product_counts(store: Store, version: str, filters: Filters, grain: Grain) -> pl.DataFrame:
    """One row per cohort and index of the customers that some products brought: from the cells of
    the products that brought many, and from the purchases of the others."""
    celled: tuple[str, ...] = ()
    if store.manifest(version).has_celled_products:
        names = store.run("repurchase/celled_products", version, **filters.params())
        celled = tuple(names["product"])
    others = tuple(product for product in filters.products if product not in set(celled))
    sources = {
        "repurchase/cohorts_from_product_cells": celled,
        "repurchase/cohorts_from_purchases": others,
    }
    counts = [
        store.run(query, version, grain=grain, **replace(filters, products=products).params())
        for query, products in sources.items()
        if products
    ]
    return counts[0] if len(counts) == 1 else _added(counts)


def _added(counts: list[pl.DataFrame]) -> pl.DataFrame:
    """Sums by cohort and index; money to the cent, null where nobody knows any."""
    money = pl.col("revenue", "costed", "cost")
    return (
        pl.concat(counts)
        .group_by("cohort_on", "index")
        .agg(
            pl.col("customers", "comers", "orders").sum(),
            pl.when(money.is_not_null().any()).then(money.sum().round(2)).name.keep(),
        )
        .sort("cohort_on", "index")
    )


def outside(store: Store, version: str, filters: Filters, grain: Grain) -> Outside | None:
    """What identified people ordered that is in no cohort, so that cohorts and this make up the net
    money of everybody identified, to the cent. None for versions built before it was kept."""
    if not store.manifest(version).has_outside_days:
        return None
    row = store.run("repurchase/outside_cohorts", version, grain=grain, **filters.params())
    return Outside(**row.row(0, named=True))


def triangle(counts: pl.DataFrame, grain: Grain, as_of: date) -> pl.DataFrame:
    """Fill the cells observed but empty, drop what has not begun, and rate by cohort size.

    Columns `group` and `is_rest` of `counts`, if any, make a triangle of each group.
    """
    shape = GROUPED if "group" in counts.columns else CELLS
    if counts.is_empty():
        return pl.DataFrame(schema=shape)
    keys = [name for name in ("group", "is_rest", "cohort_on") if name in counts.columns]
    sizes = counts.filter(pl.col("index") == 0).select(*keys, size="customers")
    last = sizes.filter(pl.col("cohort_on") <= as_of).with_columns(_last_index(grain, as_of))
    grid = last.with_columns(pl.int_ranges(0, pl.col("last") + 1).alias("index")).explode("index")
    filled = grid.join(
        counts.with_columns(pl.col("index").cast(pl.Int64)), on=[*keys, "index"], how="left"
    )
    return (
        filled.with_columns(
            pl.col("customers", "comers", "orders", "revenue").fill_null(0),
            (_period_end(grain) <= as_of).alias("is_complete"),
        )
        .with_columns((pl.col("customers") / pl.col("size")).alias("rate"))
        .rename({"cohort_on": "cohort"})
        .select(shape.names())
        .cast(shape)
        .sort([name for name in ("is_rest", "group", "cohort", "index") if name in shape])
    )


def accumulated(triangle_cells: pl.DataFrame) -> pl.DataFrame:
    """The triangle with `worth`: net money so far, from the first purchase on, per customer of the
    cohort, those who never came back included."""
    so_far = pl.col("revenue").cum_sum().over("cohort", order_by="index")
    return triangle_cells.with_columns(worth=so_far / pl.col("size"))


def members(store: Store, version: str, filters: Filters, cell: Cell, most: int) -> pl.DataFrame:
    """One row per customer of the cell's cohort who bought in its period, dearest first and at most
    so many; see `repurchase/cohort_members.sql`."""
    start, (begins, ends) = cell.cohort, cell.period
    return store.run(
        "repurchase/cohort_members",
        version,
        cohort_start=max(start, filters.start) if filters.start else start,
        cohort_stop=period_stop(start, cell.grain, 0),
        period_start=begins,
        period_stop=ends,
        channels=filters.params()["channels"],
        products=filters.params()["products"],
        limit=most,
        offset=0,
    )


def mean(triangle_cells: pl.DataFrame) -> pl.DataFrame:
    """One row per index: the rate over all customers of cohorts whose period is complete.

    `eligible` counts those customers. Weighted by customers, so that a cohort of 2 does not
    weigh as much as one of 2,000; young cohorts are left out of numerator and denominator alike.
    """
    complete = triangle_cells.filter("is_complete")
    return (
        complete.group_by("index")
        .agg(
            (pl.col("customers").sum() / pl.col("size").sum()).alias("rate"),
            pl.col("size").sum().alias("eligible"),
        )
        .sort("index")
    )


def period_start(day: date, grain: Grain) -> date:
    """The first day of the week (Monday), month, quarter or year `day` lies in."""
    if grain == "week":
        return day - timedelta(days=day.weekday())
    length = MONTHS[grain]
    return date(day.year, (day.month - 1) // length * length + 1, 1)


def period_stop(start: date, grain: Grain, index: int) -> date:
    """The first day after the period `index` of a cohort that starts on `start`."""
    if grain == "week":
        return start + timedelta(weeks=index + 1)
    months = start.year * 12 + start.month - 1 + (index + 1) * MONTHS[grain]
    return date(months // 12, months % 12 + 1, 1)


def _last_index(grain: Grain, as_of: date) -> pl.Expr:
    """The index of the period `as_of` lies in, seen from `cohort_on`."""
    now, start = period_start(as_of, grain), pl.col("cohort_on")
    if grain == "week":
        return ((pl.lit(now) - start).dt.total_days() // 7).alias("last")
    months = (now.year - start.dt.year()) * 12 + now.month - start.dt.month().cast(pl.Int64)
    return (months // MONTHS[grain]).cast(pl.Int64).alias("last")


def _period_end(grain: Grain) -> pl.Expr:
    """The last day of the period `index` after `cohort_on`."""
    unit = {"week": "w", "month": "mo", "quarter": "q", "year": "y"}[grain]
    offset = (pl.col("index") + 1).cast(pl.String) + unit
    return pl.col("cohort_on").dt.offset_by(offset) - pl.duration(days=1)
