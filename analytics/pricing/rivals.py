"""Against whom: rivals' prices per size beside the brand's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from analytics.gate.prices import NEAR_PACK, PACKS
from analytics.pricing.base import LEAST_RIVALS, RECENT_DAYS, Code, Refusal
from analytics.stats.intervals import UNMEASURED, Estimate, limited
from analytics.stats.resampling import bootstrap, weighted_median

if TYPE_CHECKING:
    from datetime import date

Per = Literal["size", "pack"]

LEAST_FOR_MEDIAN = 3
UNITS = {
    "ml": ("ml", 1.0),
    "cl": ("ml", 10.0),
    "l": ("ml", 1000.0),
    "mg": ("g", 0.001),
    "g": ("g", 1.0),
    "kg": ("g", 1000.0),
}
"""Unit -> what it is counted in and how many of them it holds; any other unit is its own."""


@dataclass(frozen=True)
class Sightings:
    """What became of the rows of the sheet: those that count, older than 90 days, without a
    readable price, replaced by a later sighting of the same rival product, of products that do not
    sell now, and (of products whose own size is known) without a size to compare with."""

    counted: int
    old: int
    unreadable: int
    replaced: int
    unmatched: int
    sizeless: int


@dataclass(frozen=True)
class PriceIndex:
    """One row per product (columns of INDEX), dearest against its rivals first; `index` the median
    product, weighted by revenue; `rivals` one row per rival product that counts."""

    products: pl.DataFrame
    rivals: pl.DataFrame
    index: Estimate
    sightings: Sightings
    refusal: Refusal | None = None


INDEX = {
    "item": pl.String,
    "product": pl.String,
    "per": pl.String,
    "price": pl.Float64,
    "rivals": pl.Int64,
    "rival_low": pl.Float64,
    "rival_price": pl.Float64,
    "rival_high": pl.Float64,
    "index": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}
"""`price` of the own pack, `rival_low` to `rival_high` the middle half of rivals' prices for as
much; `index` own over the rivals' median, 1 = the same, with limits from five rivals on."""


def price_index(
    own: pl.DataFrame, sizes: pl.DataFrame, rivals: pl.DataFrame, as_of: date
) -> PriceIndex:
    """Own prices over rivals' (1 = parity), for as much of the product where sizes are known.

    `own`: item, product, price, paid. The unit price of a rival is its price over packs times
    size; without sizes it is the price of a piece, and `per` says so. The last sighting of each
    rival product counts, and none older than 90 days. Refused without any.
    """
    matched, sightings = _matched(own, sizes, rivals, as_of)
    if matched.is_empty():
        code: Code = "few_sightings" if sightings.old else "no_rivals"
        empty = pl.DataFrame(schema=INDEX)
        return PriceIndex(empty, matched, UNMEASURED, sightings, Refusal(code))
    rows = []
    for (item,), group in matched.group_by("item", maintain_order=True):
        equal = group["equal_price"].to_numpy()
        index, quartiles = _index(group["price"][0], equal), np.quantile(equal, [0.25, 0.5, 0.75])
        facts = group.select("product", "per", "price").row(0)
        limits = (index.value, index.low, index.high)
        rows.append((item, *facts, group.height, *quartiles, *limits))
    products = pl.DataFrame(rows, schema=INDEX, orient="row").sort(
        "index", "item", descending=[True, False]
    )
    paid = products.join(own.select("item", "paid"), on="item", how="left")["paid"].to_numpy()
    values = products["index"].to_numpy()
    whole = bootstrap(
        lambda draws: weighted_median(values, draws * paid), np.arange(products.height)
    )
    return PriceIndex(products, matched, whole, sightings)


def pack_suspects(matched: pl.DataFrame) -> pl.DataFrame:
    """One row per rival product whose price for as much is a whole multiple, or part, of the median
    of its product's rivals: perhaps a price per pack among prices per piece. `ratio` to the median.
    Only where three rivals or more set a median."""
    median = pl.col("equal_price").median().over("item")
    ratio = pl.col("equal_price") / median
    above = pl.max_horizontal(ratio, 1 / ratio)
    whole = above.round().cast(pl.Int64)
    is_suspect = ((above / whole - 1).abs() <= NEAR_PACK) & whole.is_in(PACKS)
    several = pl.len().over("item") >= LEAST_FOR_MEDIAN
    return (
        matched.with_columns(ratio=ratio)
        .filter(is_suspect & several)
        .select("item", "rival", "rival_product", "equal_price", "ratio")
    )


def equal_size(sizes: pl.DataFrame) -> pl.DataFrame:
    """The same rows with `amount` in the unit `unit`: 0.5 l are 500 ml. Null where either lacks."""
    unit = pl.col("size_unit").str.strip_chars().str.to_lowercase()
    names = {name: base for name, (base, _) in UNITS.items()}
    factors = {name: factor for name, (_, factor) in UNITS.items()}
    factor = unit.replace_strict(factors, default=1.0, return_dtype=pl.Float64)
    has_both = (pl.col("size") > 0) & unit.is_not_null()
    return sizes.with_columns(
        amount=pl.when(has_both).then(pl.col("size") * factor),
        unit=pl.when(has_both).then(unit.replace(names)),
    )


def readable(rivals: pl.DataFrame) -> pl.DataFrame:
    """The sightings that name a price, with `amount`, `unit` and `packs`."""
    packs = pl.col("units_per_pack").fill_null(1.0)
    has_price = (pl.col("price") > 0).fill_null(value=False)
    return equal_size(rivals).filter(has_price & (packs > 0)).with_columns(packs=packs)


def as_much(sightings: pl.DataFrame, items: pl.DataFrame, sizes: pl.DataFrame) -> pl.DataFrame:
    """The readable sightings of the products of `items` (a row an item) with `equal_price`, what as
    much as the own pack holds costs, `per` what, and `is_left_out`: without a size where others of
    the product have one. The price they were seen at is `rival_pack`."""
    own_sizes = equal_size(sizes).unique("sku", keep="last", maintain_order=True)
    sized = items.join(
        own_sizes.select(pl.col("sku").alias("item"), own_amount="amount", own_unit="unit"),
        on="item",
        how="left",
    )
    joined = sightings.rename({"price": "rival_pack", "sku": "item"}).join(
        sized, on="item", how="inner"
    )
    has_size = (pl.col("unit") == pl.col("own_unit")).fill_null(value=False)
    is_sized = has_size.any().over("item")
    equal = pl.col("rival_pack") / (pl.col("packs") * pl.col("amount")) * pl.col("own_amount")
    return joined.with_columns(
        equal_price=pl.when(is_sized).then(equal).otherwise(pl.col("rival_pack") / pl.col("packs")),
        per=pl.when(is_sized).then(pl.lit("size")).otherwise(pl.lit("pack")),
        is_left_out=is_sized & ~has_size,
    )


def _matched(
    own: pl.DataFrame, sizes: pl.DataFrame, rivals: pl.DataFrame, as_of: date
) -> tuple[pl.DataFrame, Sightings]:
    """The rival products that count: what each would cost for as much as the own pack holds."""
    prices = readable(rivals)
    age = (pl.lit(as_of) - pl.col("seen_on")).dt.total_days()
    recent = prices.filter((age <= RECENT_DAYS).fill_null(value=True))
    latest = recent.sort("seen_on", nulls_last=False, maintain_order=True).unique(
        ["sku", "rival", "rival_product"], keep="last", maintain_order=True
    )
    joined = as_much(latest, own.select("item", "product", "price"), sizes)
    matched = joined.filter(~pl.col("is_left_out")).sort("item", "rival", "rival_product")
    return matched, Sightings(
        counted=matched.height,
        old=prices.height - recent.height,
        unreadable=rivals.height - prices.height,
        replaced=recent.height - latest.height,
        unmatched=latest.height - joined.height,
        sizeless=joined.height - matched.height,
    )


def _index(price: float, equal: np.ndarray) -> Estimate:
    """Own price over the rivals' median, with limits from five rivals on."""
    value, count = price / float(np.median(equal)), len(equal)
    if count < LEAST_RIVALS:
        return Estimate(value, None, None, count)
    drawn = bootstrap(lambda draws: price / weighted_median(equal, draws), np.arange(count))
    if drawn.low is None or drawn.high is None:
        return Estimate(value, None, None, count)
    return limited(value, drawn.low, drawn.high, count)
