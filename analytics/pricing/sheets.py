"""The optional sheets that prices are read from, with the columns a version may lack as nulls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.storage.versions import Store

RIVALS = {
    "sku": pl.String,
    "rival": pl.String,
    "rival_product": pl.String,
    "price": pl.Float64,
    "units_per_pack": pl.Float64,
    "size": pl.Float64,
    "size_unit": pl.String,
    "rating": pl.Float64,
    "rating_max": pl.Float64,
    "seen_on": pl.Date,
}
SIZES = {"sku": pl.String, "product": pl.String, "size": pl.Float64, "size_unit": pl.String}


def rivals(store: Store, version: str) -> pl.DataFrame:
    """One row per sighting of a rival's price; empty without the sheet."""
    return _sheet(store, version, "competitor_prices", RIVALS)


def sizes(store: Store, version: str) -> pl.DataFrame:
    """One row per product of the sheet of products; empty without it."""
    return _sheet(store, version, "products", SIZES)


def _sheet(
    store: Store, version: str, table: str, schema: Mapping[str, type[pl.DataType]]
) -> pl.DataFrame:
    """The rows of a sheet as the version keeps them. Read from its parts, for versions of former
    releases have no such column, or no such table, among their facts."""
    parts = [
        pl.read_parquet(path, glob=False)
        for path in sorted((store.versions_folder / version).glob(f"{table}-*.parquet"))
    ]
    rows = pl.concat(parts, how="diagonal_relaxed") if parts else pl.DataFrame(schema=schema)
    columns = [
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    ]
    return rows.select(columns).unique(keep="last", maintain_order=True)
