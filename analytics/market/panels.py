"""The sheet of the market as panels: the newest period of each category, its brands as shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.storage.versions import MARKET_SINCE

if TYPE_CHECKING:
    from datetime import date

    from analytics.storage.versions import Store

SHARES = ("share", "penetration", "category_penetration")
PERCENT = 100.0
MOST_SHARE = 1.005
"""What shares of a category may sum to: they are rounded."""
Faults = dict[str, int]


@dataclass(frozen=True)
class Panel:
    """The brands of a category in a period: one row a brand with brand, share, penetration (0-1;
    penetration null where it is not given), largest first. penetration and rate are those of the
    category, None where they are missing or contradict each other."""

    category: str
    period_from: date
    period_to: date
    penetration: float | None
    rate: float | None
    brands: pl.DataFrame

    @property
    def days(self) -> int:
        """Length of the period in days."""
        return (self.period_to - self.period_from).days + 1


def rows(store: Store, version: str) -> pl.DataFrame | None:
    """One row per row of the sheet, as written; None in versions of releases without it."""
    if store.manifest(version).layout < MARKET_SINCE:
        return None
    return store.run("market/panels", version)


def panels(sheet: pl.DataFrame) -> tuple[list[Panel], Faults]:
    """The newest period of each category, most brands first, and rows left out, by fault:
    `brandless`, `no_period` (a day missing, or the last before the first), `no_share` (none, or not
    between 0 and 1), `again` (a brand given twice: the last counts), `older` (of an earlier
    period), `above_all` (rows of a category whose shares sum to more than all).

    A column of which any number is above 1 is taken as per cent.
    """
    faults: Faults = {}

    def without(table: pl.DataFrame, fault: str, is_bad: pl.Expr) -> pl.DataFrame:
        rest = table.filter(~is_bad.fill_null(value=True))
        if count := table.height - rest.height:
            faults[fault] = faults.get(fault, 0) + count
        return rest

    table = sheet.with_columns(_as_share(sheet, name) for name in SHARES)
    table = table.with_columns(pl.col("category").fill_null(""))
    table = without(table, "brandless", pl.col("brand").is_null())
    backwards = pl.col("period_to") < pl.col("period_from")
    table = without(table, "no_period", backwards)
    table = without(table, "no_share", (pl.col("share") <= 0) | (pl.col("share") >= 1))
    keys = ["category", "period_from", "period_to", "brand"]
    table = without(table, "again", ~pl.struct(keys).is_last_distinct())
    newest = pl.col("period_to").max().over("category")
    table = without(table, "older", pl.col("period_to") < newest)
    # Of two periods that end on one day the longer is the one whose buyers are better known.
    widest = pl.col("period_from").min().over("category")
    table = without(table, "older", pl.col("period_from") > widest)
    is_above = pl.col("share").sum().over("category") > MOST_SHARE
    table = without(table, "above_all", is_above)
    groups = map(_panel, table.partition_by("category", maintain_order=True))
    return sorted(groups, key=lambda panel: (-panel.brands.height, panel.category)), faults


def _panel(group: pl.DataFrame) -> Panel:
    first = group.row(0, named=True)
    brands = group.select(
        "brand",
        "share",
        penetration=pl.when(pl.col("penetration").is_between(0, 1, closed="none")).then(
            pl.col("penetration")
        ),
    )
    return Panel(
        first["category"],
        first["period_from"],
        first["period_to"],
        _common(group["category_penetration"]),
        _common(group["category_rate"]),
        brands.sort("share", "brand", descending=[True, False]),
    )


def _as_share(sheet: pl.DataFrame, name: str) -> pl.Expr:
    is_percent = bool((sheet[name] > 1).any())
    return pl.col(name) / PERCENT if is_percent else pl.col(name)


def _common(column: pl.Series) -> float | None:
    """The number that every row gives that gives any."""
    numbers = column.drop_nulls().unique()
    return float(numbers[0]) if len(numbers) == 1 else None
