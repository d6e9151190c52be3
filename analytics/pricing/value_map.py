"""Dear, or valued: relative price against relative quality, and the line of fair value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.pricing.base import LEAST_RIVALS, Code, Refusal
from analytics.stats.clusters import tails, weights
from analytics.stats.intervals import CONFIDENCE, UNMEASURED, Estimate, limited
from analytics.stats.resampling import SEED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

ALIKE = 1e-12
"""A spread of quality below which all are rated alike."""
POINTS = {
    "item": pl.String,
    "name": pl.String,
    "is_own": pl.Boolean,
    "quality": pl.Float64,
    "price": pl.Float64,
    "distance": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}
"""One row per product on the map: `quality` and `price` relative to the mean of its rivals and
itself, 1 = the mean; of own products the `distance` of the price from the line, below 0 = better
value than rivals give, with 95 % limits."""


@dataclass(frozen=True)
class ValueMap:
    """The points; the line: `slope`, how much dearer what is rated as much better sells (steep = a
    market that pays for quality), and `intercept`. Without five rated rivals there is no line."""

    points: pl.DataFrame
    slope: Estimate
    intercept: float | None
    refusal: Refusal | None = None


def value_map(matched: pl.DataFrame, ratings: pl.DataFrame) -> ValueMap:
    """Relative price over relative perceived quality (Gale 1994, Managing Customer Value).

    `matched`: the rival products of `rivals.price_index`; `ratings`: own products, item and
    rating_share (0-1). Only rated products stand on the map. The line is the least-squares one
    through rivals alone, drawn again by rival product; the own products lie off it by chance of
    those rivals, and by their own ratings, whose chance is not in the limits.
    """
    points = _points(matched, ratings)
    others = points.filter(~pl.col("is_own"))
    n = others.height
    if points.is_empty() or n < LEAST_RIVALS or others["quality"].n_unique() == 1:
        code: Code = "few_rivals" if n else "no_ratings"
        return ValueMap(points, UNMEASURED, None, Refusal(code, n, LEAST_RIVALS))
    quality, price = others["quality"].to_numpy(), others["price"].to_numpy()
    intercept, slope = (float(end[0]) for end in _line(np.ones((1, n)), quality, price))
    drawn = _line(weights(n, SEED).astype(float), quality, price)
    is_line = np.isfinite(drawn[1])
    low, high = np.quantile(drawn[1][is_line], tails(n, CONFIDENCE))
    own = points.filter("is_own")
    fair = drawn[0][is_line, None] + drawn[1][is_line, None] * own["quality"].to_numpy()
    ends = own["price"].to_numpy() - np.quantile(fair, tails(n, CONFIDENCE), axis=0)
    distances = own.with_columns(
        distance=pl.col("price") - (intercept + slope * pl.col("quality")),
        low=pl.Series(ends[1]),
        high=pl.Series(ends[0]),
    )
    return ValueMap(
        pl.concat([distances, others]).sort(
            "item", "is_own", "name", descending=[False, True, False]
        ),
        limited(slope, float(low), float(high), n),
        intercept,
    )


def _rival_name() -> pl.Expr:
    """Brand and product; the product alone where its name begins with the brand's."""
    both = pl.concat_str(pl.col("rival", "rival_product"), separator=" ", ignore_nulls=True)
    is_branded = pl.col("rival_product").str.starts_with(pl.col("rival"))
    return pl.when(is_branded).then(pl.col("rival_product")).otherwise(both)


def _points(matched: pl.DataFrame, ratings: pl.DataFrame) -> pl.DataFrame:
    rival_share = pl.col("rating") / pl.col("rating_max")
    rated = matched.filter((pl.col("rating_max") > 0) & (pl.col("rating") > 0))
    rivals = rated.select(
        "item",
        name=_rival_name(),
        is_own=pl.lit(value=False),
        quality=rival_share,
        price=pl.col("equal_price"),
    )
    own = (
        rated.unique("item", maintain_order=True)
        .join(ratings.select("item", "rating_share"), on="item", how="inner")
        .select(
            "item",
            name=pl.col("product"),
            is_own=pl.lit(value=True),
            quality=pl.col("rating_share"),
            price=pl.col("price"),
        )
    )
    rows = pl.concat([own, rivals.join(own.select("item"), on="item", how="semi")])
    relative = [(pl.col(name) / pl.col(name).mean().over("item")) for name in ("quality", "price")]
    empty = [pl.lit(None, pl.Float64).alias(name) for name in ("distance", "low", "high")]
    return rows.with_columns(relative).with_columns(empty).select(list(POINTS))


def _line(drawn: Numbers, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Intercept and slope of each resample; not finite where all drawn are rated alike."""
    n = drawn.sum(axis=1)
    mean_x, mean_y = drawn @ x / n, drawn @ y / n
    spread = drawn @ x**2 / n - mean_x**2
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (drawn @ (x * y) / n - mean_x * mean_y) / np.where(spread > ALIKE, spread, np.nan)
    return mean_y - slope * mean_x, slope
