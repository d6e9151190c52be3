"""Dear, or valued: relative price against relative quality, and the line of fair value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.pricing.base import LEAST_RATERS, LEAST_RIVALS, Refusal
from analytics.stats.clusters import tails, weights
from analytics.stats.intervals import CONFIDENCE, UNMEASURED, Estimate, limited
from analytics.stats.quantiles import z
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
"""One row per brand on the map (no item), the own one first: `quality` and `price` relative to the
mean of the brands, 1 = the mean; of the own brand the `distance` of the price from the line, below
0 = better value than rivals give, with 95 % limits."""


@dataclass(frozen=True)
class ValueMap:
    """The points; the line: `slope`, how much dearer what is rated as much better sells (steep = a
    market that pays for quality), and `intercept`. Without five rivals rated beside the own brand
    there is no line. `raters` are the people behind the least rated brand."""

    points: pl.DataFrame
    slope: Estimate
    intercept: float | None
    refusal: Refusal | None = None
    raters: int = 0

    @property
    def fair_price(self) -> Estimate:
        """What the own brand's price is over what rivals would take for its quality: 1 = as much.
        n are the rivals."""
        own = self.points.filter("is_own")
        if self.intercept is None or own.is_empty():
            return UNMEASURED
        price, distance, low, high = own.select("price", "distance", "low", "high").row(0)
        fair = [price - end for end in (distance, low, high)]
        if min(fair) <= 0:
            return UNMEASURED
        ends = [price / end for end in fair]
        return limited(ends[0], min(ends), max(ends), self.slope.n)


def value_map(matched: pl.DataFrame, ratings: pl.DataFrame) -> ValueMap:
    """Relative price over relative perceived quality by brand (Gale 1994, Managing Customer Value).

    `matched`: the rival products of `rivals.price_index`; `ratings`: one row per respondent, brand
    and attribute, score, as `quality.of_quality` leaves them. Quality is the mean mark over the
    attributes that every brand was marked for, by people who marked brands beside one another:
    customers' stars in reviews and the stars a shop shows of a rival are of other people on another
    scale, and are not compared. The own brand is the one that was rated and is no rival. Price is
    the median, over products, of what rivals take for as much as the own pack holds, over the own
    price. The line is the least-squares one through rivals alone, drawn again by rival; the own
    brand lies off it by chance of those rivals and of its raters, whose marks of it are set against
    their own marks of rivals. With 60 raters and rivals that stray from their line by 8 %, the
    limits held the truth of simulated markets 93 to 96 times in 100, from 6 rivals to 30
    (`python -m tests.bench.price_coverage --only maps`).
    """
    if ratings.is_empty():
        stars = matched.filter(pl.col("rating").is_not_null()) if matched.height else matched
        return _refused(Refusal("unlike_ratings" if stars.height else "no_ratings"))
    rivals = set(matched["rival"].drop_nulls()) if matched.height else set()
    raters = dict(ratings.group_by("brand").agg(pl.col("respondent").n_unique()).rows())
    own = [brand for brand in raters if brand not in rivals]
    if len(own) != 1:
        return _refused(Refusal("own_brand", len(own), 1))
    if raters[own[0]] < LEAST_RATERS:
        return _refused(Refusal("few_raters", raters[own[0]], LEAST_RATERS))
    brands = [own[0], *sorted(name for name in rivals if raters.get(name, 0) >= LEAST_RATERS)]
    compared = _compared(ratings, brands)
    points = _points(matched, compared, brands)
    least = min(raters[brand] for brand in brands)
    others = points.filter(~pl.col("is_own"))
    n = others.height
    if n < LEAST_RIVALS or others["quality"].n_unique() == 1:
        refusal = Refusal("few_rivals", n, LEAST_RIVALS)
        return ValueMap(points if n else points.clear(), UNMEASURED, None, refusal, least)
    quality, price = others["quality"].to_numpy(), others["price"].to_numpy()
    intercept, slope = (float(end[0]) for end in _line(np.ones((1, n)), quality, price))
    drawn = _line(weights(n, SEED).astype(float), quality, price)
    is_line = np.isfinite(drawn[1])
    low, high = np.quantile(drawn[1][is_line], tails(n, CONFIDENCE))
    mark, own_price = points.filter("is_own").select("quality", "price").row(0)
    drawn_fair = drawn[0][is_line] + drawn[1][is_line] * mark
    fair = intercept + slope * mark
    by_raters = z(CONFIDENCE) * slope * _raters_error(compared, own[0])
    reach = np.hypot(np.quantile(drawn_fair, tails(n, CONFIDENCE)) - fair, by_raters)
    distance = own_price - fair
    ends = distance + reach[0], distance - reach[1]
    placed = points.with_columns(
        pl.when("is_own").then(pl.lit(value, pl.Float64)).alias(name)
        for name, value in (
            ("distance", distance),
            ("low", min(float(ends[1]), distance)),
            ("high", max(float(ends[0]), distance)),
        )
    )
    return ValueMap(placed, limited(slope, float(low), float(high), n), intercept, None, least)


def _refused(refusal: Refusal) -> ValueMap:
    return ValueMap(pl.DataFrame(schema=POINTS), UNMEASURED, None, refusal)


def _compared(ratings: pl.DataFrame, brands: list[str]) -> pl.DataFrame:
    """The marks of these brands for the attributes that each of them was marked for."""
    marks = ratings.filter(pl.col("brand").is_in(brands))
    is_shared = pl.col("brand").n_unique().over("attribute") == len(brands)
    return marks.filter(is_shared)


def _points(matched: pl.DataFrame, ratings: pl.DataFrame, brands: list[str]) -> pl.DataFrame:
    """The brands in this order, the own one first."""
    marks = (
        ratings.group_by("brand", "attribute")
        .agg(pl.col("score").mean())
        .group_by("brand")
        .agg(quality=pl.col("score").mean())
    )
    prices = matched.group_by("rival").agg(price=(pl.col("equal_price") / pl.col("price")).median())
    in_order = pl.DataFrame({"brand": brands}, schema={"brand": pl.String})
    rows = (
        in_order.join(marks, on="brand", how="inner", maintain_order="left")
        .join(prices, left_on="brand", right_on="rival", how="left", maintain_order="left")
        .with_columns(pl.col("price").fill_null(1.0), is_own=pl.col("brand") == brands[0])
    )
    relative = [pl.col(name) / pl.col(name).mean() for name in ("quality", "price")]
    return rows.with_columns(relative).select(
        pl.lit(None, pl.String).alias("item"),
        pl.col("brand").alias("name"),
        "is_own",
        "quality",
        "price",
        *(pl.lit(None, pl.Float64).alias(name) for name in ("distance", "low", "high")),
    )


def _raters_error(ratings: pl.DataFrame, own: str) -> float:
    """The standard error of the own brand's relative quality: of each person's mark of it less that
    person's marks of rivals, for people mark high or low throughout. 0 where nobody can tell."""
    of_people = ratings.group_by("respondent", is_own=pl.col("brand") == own).agg(
        pl.col("score").mean()
    )
    sides = of_people.filter("is_own").join(
        of_people.filter(~pl.col("is_own")), on="respondent", how="inner"
    )
    apart = sides["score"] - sides["score_right"]
    level = ratings.group_by("brand").agg(pl.col("score").mean())["score"].mean()
    if len(apart) < LEAST_RATERS or not isinstance(level, float) or level <= 0:
        return 0.0
    spread = apart.std()
    return float(spread) / len(apart) ** 0.5 / level if isinstance(spread, float) else 0.0


def _line(drawn: Numbers, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Intercept and slope of each resample; not finite where all drawn are rated alike."""
    n = drawn.sum(axis=1)
    mean_x, mean_y = drawn @ x / n, drawn @ y / n
    spread = drawn @ x**2 / n - mean_x**2
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (drawn @ (x * y) / n - mean_x * mean_y) / np.where(spread > ALIKE, spread, np.nan)
    return mean_y - slope * mean_x, slope
