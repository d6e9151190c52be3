"""Prices channel by channel and week by week: the matrix, dispersion, and a product's history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from analytics.gate.base import DEFAULT, Thresholds
from analytics.stats.clusters import median
from analytics.stats.intervals import Estimate
from analytics.view import View

if TYPE_CHECKING:
    from typing import Any

    from analytics.filters import Filters
    from analytics.storage.versions import Store


@dataclass(frozen=True)
class Dispersion:
    """How far prices of one product lie apart between channels in one week, n products.

    `cv`: the median standard deviation over the mean; `spread`: the median of highest less lowest,
    over the mean; `weeks` product weeks. `widest`: one row a product with its own medians (product,
    weeks, cv, spread), the widest first.
    """

    cv: Estimate
    spread: Estimate
    weeks: int
    widest: pl.DataFrame


def matrix(
    store: Store, version: str, filters: Filters, thresholds: Thresholds = DEFAULT
) -> pl.DataFrame:
    """One row per product and channel sold in: item, product, channel, domain, paid, quantity,
    count_lines, unit_price, `reference` (the product's public price, over all public channels; its
    mean price where it is not sold publicly), `gap` (price over reference less 1) and `is_outside`
    the band. Products with the most money first."""
    cells = store.run("gate/matrix", version, **_params(store, version, filters, thresholds))
    is_public = pl.col("domain") == "public"
    goods = pl.col("unit_price") * pl.col("quantity")
    reference = pl.coalesce(_mean(goods, is_public), _mean(goods, pl.lit(value=True)))
    gap = pl.col("unit_price") / pl.col("reference") - 1
    return (
        cells.with_columns(
            reference.alias("reference"), pl.col("paid").sum().over("item").alias("of_product")
        )
        .with_columns(gap.alias("gap"))
        .with_columns((pl.col("gap").abs() > thresholds.band).alias("is_outside"))
        .sort("of_product", "item", "channel", descending=[True, False, False])
    )


def dispersion(
    store: Store, version: str, filters: Filters, thresholds: Thresholds = DEFAULT
) -> Dispersion:
    """Over product weeks sold in two channels or more; unmeasured where there are none."""
    weeks = store.run("gate/dispersion", version, **_params(store, version, filters, thresholds))
    items = weeks["item"].to_numpy()
    widest = (
        weeks.group_by("item")
        .agg(
            pl.col("product").first(),
            pl.len().alias("weeks"),
            pl.col("cv").median(),
            pl.col("spread").median(),
        )
        .sort("spread", "item", descending=[True, False])
        .drop("item")
    )
    cv, spread = (median(weeks[name].to_numpy(), items) for name in ("cv", "spread"))
    return Dispersion(cv, spread, weeks.height, widest)


def history(store: Store, version: str, item: str) -> pl.DataFrame:
    """One row per week and domain in which a product was sold, all weeks there are: week_on,
    domain, unit_price, quantity, count_lines."""
    return store.run("gate/history", version, item=item)


def months(store: Store, version: str, filters: Filters) -> pl.DataFrame:
    """One row per month of the gate's window: paid revenue in each domain and `public_share` (0-1,
    null without revenue)."""
    by_month = store.run("gate/months", version, **_params(store, version, filters, DEFAULT))
    whole = pl.col("private_paid") + pl.col("public_paid")
    share = pl.when(whole > 0).then(pl.col("public_paid") / whole)
    return by_month.with_columns(share.alias("public_share"))


def _params(store: Store, version: str, filters: Filters, thresholds: Thresholds) -> dict[str, Any]:
    """Query parameters: the last 12 months of the period without the channel filter, and the least
    number of lines."""
    last_year = View(store, store.manifest(version), filters).last_year.filters
    return {**replace(last_year, channels=()).params(), "least_lines": thresholds.least_lines}


def _mean(goods: pl.Expr, of: pl.Expr) -> pl.Expr:
    """The product's mean unit price where `of` holds; null where nothing does."""
    units = pl.when(of).then(pl.col("quantity")).otherwise(0).sum().over("item")
    money = pl.when(of).then(goods).otherwise(0.0).sum().over("item")
    return pl.when(units > 0).then(money / units)
