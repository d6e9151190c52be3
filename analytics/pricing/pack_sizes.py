"""Is the big pack priced right: prices of one product in several sizes."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from analytics.pricing.base import Refusal
from analytics.pricing.rivals import equal_size
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.stats.panel import least_squares

SIZE_IN_NAME = r"(?i)[\s(]*[\d.]+\s*(?:ml|cl|l|mg|g|kg|oz)?\b[\s)]*"
PACKS = Path(__file__).parents[2] / "data" / "packs.toml"
LADDER = {
    "family": pl.String,
    "item": pl.String,
    "product": pl.String,
    "amount": pl.Float64,
    "unit": pl.String,
    "price": pl.Float64,
    "unit_price": pl.Float64,
    "slope": pl.Float64,
    "surcharge": pl.Float64,
}
"""One row per product and size, families by name, smallest first: `slope` of ln price on ln size in
the family (below 1 the big pack is cheaper for as much), `surcharge` by how much a unit is dearer
than in the next smaller pack (0.1 = a tenth)."""


@dataclass(frozen=True)
class Ladder:
    """The rungs; the common slope within families, which has limits from five families on."""

    rungs: pl.DataFrame
    slope: Estimate
    refusal: Refusal | None = None


def ladder(own: pl.DataFrame, sizes: pl.DataFrame) -> Ladder:
    """ln price = family + slope x ln size over products that differ in size alone.

    `own`: item, product, category, price. A family has one category and one name, sizes and words
    for packs (data/packs.toml) in it aside. Almost a tenth of German food products cost more for as
    much in the bigger pack (Schmitz and Abdulai 2006). Refused where no family comes in two sizes.
    """
    sized = equal_size(sizes).filter(pl.col("amount").is_not_null())
    name = pl.col("product").str.replace_all(_pack_words(), " ").str.replace_all(SIZE_IN_NAME, " ")
    family = name.str.replace_all(r"\s+", " ").str.strip_chars()
    rows = (
        own.select("item", "product", "category", "price")
        .join(sized.select(pl.col("sku").alias("item"), "amount", "unit"), on="item", how="inner")
        .with_columns(family=family)
        .filter(pl.col("price") > 0)
    )
    keys = ["family", "category", "unit"]
    several = rows.filter(pl.col("amount").n_unique().over(keys) > 1)
    if several.is_empty():
        return Ladder(pl.DataFrame(schema=LADDER), UNMEASURED, Refusal("one_size"))
    x, y = pl.col("amount").log(), pl.col("price").log()
    unit_price = pl.col("price") / pl.col("amount")
    rungs = (
        several.sort("family", "category", "unit", "amount", "item")
        .with_columns(
            unit_price=unit_price,
            slope=(pl.cov(x, y, ddof=0) / x.var(ddof=0)).over(keys),
        )
        .with_columns(
            surcharge=(pl.col("unit_price") / pl.col("unit_price").shift(1) - 1).over(keys)
        )
    )
    codes = rungs.select(pl.struct(keys).rank("dense")).to_series().to_numpy()
    fit = least_squares(
        np.log(rungs["price"].to_numpy()),
        np.log(rungs["amount"].to_numpy())[:, None],
        [codes],
        codes,
    )
    return Ladder(rungs.select(list(LADDER)), fit.estimate(0))


@cache
def _pack_words() -> str:
    """A pattern of the words that only say how large a pack is; words of letters stand alone."""
    words: list[str] = tomllib.loads(PACKS.read_text("utf-8"))["words"]
    parts = (rf"\b{word}\b" if word.isascii() else re.escape(word) for word in words)
    return f"(?i)(?:{'|'.join(parts)})"
