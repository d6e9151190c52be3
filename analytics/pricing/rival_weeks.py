"""What rivals cost week by week, and whether that moved enough to say what it does to own sales."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.pricing.base import (
    LEAST_PRODUCTS,
    LEAST_SPREAD,
    LEAST_WEEKS,
    MOST_ALIKE,
    RECENT_DAYS,
    Refusal,
)
from analytics.pricing.rivals import as_much, readable
from analytics.pricing.weeks import MOVED, WEEK_DAYS
from analytics.stats.panel import least_squares, without_effects

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.intp]


@dataclass(frozen=True)
class RivalTerm:
    """Rivals' prices as a term of a regression over product weeks: `log_price`, 0 where there is
    none; `stretch`, a number per product, another one for its weeks with a rival's price, each of
    which takes an effect of its own; `moved`, the products whose rivals' price moved."""

    log_price: Numbers
    stretch: Places
    moved: int


def rival_weeks(
    items: Sequence[str], weeks: Sequence[date], sizes: pl.DataFrame, rivals: pl.DataFrame
) -> Numbers:
    """One row per product, one column per week: the median over its rivals' products of what as
    much costs, each as last seen by the end of the week and within 90 days; NaN where none was.

    A sighting without a day says nothing of any week.
    """
    prices = np.full((len(items), len(weeks)), np.nan)
    if not len(weeks):
        return prices
    dated = readable(rivals).filter(pl.col("seen_on").is_not_null())
    sightings = (
        as_much(dated, pl.DataFrame({"item": items}, schema={"item": pl.String}), sizes)
        # Without a size there is nothing to compare with until the product is seen again.
        .with_columns(equal_price=pl.when(~pl.col("is_left_out")).then(pl.col("equal_price")))
        .with_columns(pl.col("equal_price").fill_null(np.nan))
        .sort("seen_on", maintain_order=True)
    )
    first_end = weeks[0] + timedelta(WEEK_DAYS - 1)
    places = {item: place for place, item in enumerate(items)}
    for (item,), of_item in sightings.group_by("item", maintain_order=True):
        lines = [
            _line(rows, first_end, len(weeks))
            for rows in of_item.partition_by("rival", "rival_product", maintain_order=True)
        ]
        cells = np.array(lines)
        has_any = np.isfinite(cells).any(axis=0)
        prices[places[str(item)], has_any] = np.nanmedian(cells[:, has_any], axis=0)
    return prices


def _line(rows: pl.DataFrame, first_end: date, count: int) -> Numbers:
    """The price of one rival product by week, from its sightings in the order of their days."""
    line = np.full(count, np.nan)
    for seen_on, price in rows.select("seen_on", "equal_price").iter_rows():
        ahead = (seen_on - first_end).days
        start = max(-(-ahead // WEEK_DAYS), 0)
        stop = (ahead + RECENT_DAYS) // WEEK_DAYS + 1
        line[start : max(stop, 0)] = price
    return line


def rival_term(
    prices: Numbers | None, product: Places, week: Places, columns: Numbers
) -> RivalTerm | Refusal:
    """The term over these product weeks beside the other `columns`, or why it is left out.

    The lines are those of the own price: of each product 26 weeks, 8 products whose rivals' price
    moved by 3 %, a standard deviation of 0.05 within them; and where products, weeks and the own
    price foretell it (a multiple correlation above 0.9) the two cannot be told apart. Product weeks
    without a rival's price stay, under an effect of their own: they still tell of the own price.
    """
    if prices is None or not np.isfinite(prices).any():
        return Refusal("few_rival_weeks", 0, LEAST_PRODUCTS)
    cells = prices[product, week]
    has_weeks = np.bincount(product, np.isfinite(cells), len(prices)) >= LEAST_WEEKS
    if int(has_weeks.sum()) < LEAST_PRODUCTS:
        return Refusal("few_rival_weeks", int(has_weeks.sum()), LEAST_PRODUCTS)
    is_known = np.isfinite(cells) & has_weeks[product]
    log_price = np.log(np.where(is_known, cells, 1.0))
    low, high = np.full(len(prices), np.inf), np.full(len(prices), -np.inf)
    np.minimum.at(low, product[is_known], log_price[is_known])
    np.maximum.at(high, product[is_known], log_price[is_known])
    moved = high - low >= np.log1p(MOVED)
    if int(moved.sum()) < LEAST_PRODUCTS:
        return Refusal("rival_still", int(moved.sum()), LEAST_PRODUCTS)
    is_moving = is_known & moved[product]
    codes = [np.unique(code[is_moving], return_inverse=True)[1] for code in (product, week)]
    values = log_price[is_moving]
    within = without_effects(values[:, None], codes[:1], np.ones(len(values)))
    spread = float(within.std())
    if spread < LEAST_SPREAD:
        return Refusal("rival_still", spread, LEAST_SPREAD)
    rest = least_squares(values, columns[is_moving], codes, codes[0]).residuals
    alike = float(np.sqrt(max(1 - rest.var() / within.var(), 0.0)))
    if alike > MOST_ALIKE:
        return Refusal("rival_alike", alike, MOST_ALIKE)
    stretch = product + len(prices) * is_known
    return RivalTerm(np.where(is_known, log_price, 0.0), stretch, int(moved.sum()))
