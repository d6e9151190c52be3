"""Products by weeks as tables: units, price, the regular price behind deals, and where it moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Flags = NDArray[np.bool_]

WEEK_DAYS = 7
WINDOW = 13
"""Weeks on either side that say what a price was before and after."""
LEAST_REGULAR = 8
"""Of them at the regular price, below which a move cannot be told from deals."""
LEVEL = 0.02
"""Weeks within so much of the regular price are sold at it."""
DEAL = 0.05
"""A week so far below the usual price is a deal."""
USUAL = 0.75
"""The usual price is the upper quartile of 13 weeks, so that deals in half of them leave it."""
MOVED = 0.03
"""The least move of the regular price that counts as one."""
WITH_LIST = 0.9
"""Share of a product's sold weeks with a list price, from which on moves are those of the list."""


@dataclass(frozen=True)
class PriceMove:
    """The regular price of a product (by its place) moved at the start of a week (by its place),
    from one level to another."""

    product: int
    week: int
    before: float
    after: float


@dataclass(frozen=True)
class ProductWeeks:
    """One row per product, one column per week from the first to the last; `price` is NaN and
    `units` 0 in weeks without a sale, and `on_sale` true from a product's first sold week to its
    last. `level` is what moves are looked for in: the list price where the product has one, else
    the price; `usual` the usual price of the 13 weeks up to this one or from it on, whichever is
    lower (of all weeks where neither has 8 with a sale); `moves` every move of a level, which no
    window of the usual price goes across."""

    items: Sequence[str]
    products: Sequence[str]
    categories: Sequence[str | None]
    unit_costs: Numbers
    weeks: Sequence[date]
    units: Numbers
    price: Numbers
    level: Numbers
    usual: Numbers
    on_sale: Flags
    moves: tuple[PriceMove, ...] = ()

    @property
    def is_deal(self) -> Flags:
        """Weeks sold clearly below the usual price."""
        with np.errstate(invalid="ignore"):
            is_below: Flags = self.price < (1 - DEAL) * self.usual
        return is_below


def product_weeks(rows: pl.DataFrame) -> ProductWeeks:
    """The rows of `pricing/product_weeks` as tables; of no rows, tables of nothing."""
    items = rows.unique("item", keep="last", maintain_order=True)
    starts = rows["week_on"].to_list()
    first = min(starts, default=date.min)
    count = (max(starts) - first).days // WEEK_DAYS + 1 if starts else 0
    places = {item: place for place, item in enumerate(items["item"])}
    row = rows["item"].replace_strict(places, return_dtype=pl.Int64).to_numpy()
    column = np.array([(start - first).days // WEEK_DAYS for start in starts], dtype=int)
    shape = (items.height, count)

    def cells_of(name: str, empty: float) -> Numbers:
        cells = np.full(shape, empty)
        cells[row.astype(int), column] = rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        return cells

    units, price = cells_of("quantity", 0.0), cells_of("price", np.nan)
    listed_price = cells_of("list_price", np.nan)
    is_sold = units > 0
    reached = np.maximum.accumulate(is_sold, axis=1)
    ahead = np.maximum.accumulate(is_sold[:, ::-1], axis=1)[:, ::-1]
    table = ProductWeeks(
        items=items["item"].to_list(),
        products=items["product"].to_list(),
        categories=items["category"].to_list(),
        unit_costs=items["unit_cost"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        weeks=[first + timedelta(WEEK_DAYS * place) for place in range(count)],
        units=units,
        price=price,
        level=_level(price, listed_price),
        usual=_usual(price),
        on_sale=reached & ahead,
    )
    every = tuple(_moves(table))
    return replace(table, moves=every, usual=_usual_between(table, every))


def _moves(table: ProductWeeks) -> list[PriceMove]:
    """Every move of a regular price by 3 % or more with 8 regular weeks of 13 on either side, by
    product and week; moves of a product lie 13 weeks apart, the clearest first.

    Where the price stands still in a window but for deals, its median is the regular price; the
    week is the one with most regular weeks around it.
    """
    sides = _sides(table)
    if sides is None:
        return []
    before, after, regular = sides
    with np.errstate(invalid="ignore", divide="ignore"):
        step = np.abs(np.log(after / before))
    clear = np.where((step >= np.log1p(MOVED)) & (regular >= 0), regular + step / (1 + step), -1.0)
    places = []
    for product in range(len(clear)):
        left = clear[product].copy()
        while left.size and (week := int(left.argmax())) >= 0 and left[week] >= 0:
            level = float(before[product, week]), float(after[product, week])
            places.append(PriceMove(product, week, *level))
            left[max(week - WINDOW, 0) : week + WINDOW + 1] = -1.0
    return sorted(places, key=lambda move: (move.product, move.week))


def _sides(table: ProductWeeks) -> tuple[Numbers, Numbers, Numbers] | None:
    """Median level of the 13 weeks before each week and of the 13 from it on, and how many of both
    stand at theirs and are no deals; -1 where either side has fewer than 8."""
    levels = np.where(table.is_deal, np.nan, table.level)
    if not levels.size:
        return None
    windows = _windows(levels)
    middles = _quantiles(windows, 0.5)
    with np.errstate(invalid="ignore"):
        regular = (np.abs(windows / middles[..., None] - 1) <= LEVEL).sum(axis=-1)
    count = levels.shape[1]
    before, after = slice(0, count), slice(WINDOW, WINDOW + count)
    least = np.minimum(regular[:, before], regular[:, after])
    both = np.where(least >= LEAST_REGULAR, regular[:, before] + regular[:, after], -1)
    return middles[:, before], middles[:, after], both.astype(float)


def _level(price: Numbers, listed_price: Numbers) -> Numbers:
    is_sold = np.isfinite(price)
    with_list = (is_sold & np.isfinite(listed_price)).sum(axis=1)
    has_list = with_list >= WITH_LIST * is_sold.sum(axis=1)
    levels: Numbers = np.where(is_sold, np.where(has_list[:, None], listed_price, price), np.nan)
    return levels


def _usual_between(table: ProductWeeks, every: Sequence[PriceMove]) -> Numbers:
    """The usual price, worked out anew for products that moved, on each stretch for itself."""
    usual = table.usual.copy()
    for product in {move.product for move in every}:
        weeks = [move.week for move in every if move.product == product]
        for start, stop in pairwise([0, *weeks, usual.shape[1]]):
            usual[product, start:stop] = _usual(table.price[product : product + 1, start:stop])[0]
    return usual


def _usual(price: Numbers) -> Numbers:
    if not price.size:
        return price
    windows, count = _windows(price), price.shape[1]
    is_enough = np.isfinite(windows).sum(axis=-1) >= LEAST_REGULAR
    quartiles = np.where(is_enough, _quantiles(windows, USUAL), np.nan)
    usual = np.fmin(quartiles[:, 1 : 1 + count], quartiles[:, WINDOW : WINDOW + count])
    whole: Numbers = np.where(np.isfinite(usual), usual, _quantiles(price, USUAL)[:, None])
    return whole


def _windows(cells: Numbers) -> Numbers:
    """Windows of 13 weeks; that at place w holds the 13 weeks before week w, that at w + 13 the 13
    from it on."""
    padded = np.pad(cells, ((0, 0), (WINDOW, WINDOW)), constant_values=np.nan)
    windows: Numbers = np.lib.stride_tricks.sliding_window_view(padded, WINDOW, axis=1)
    return windows


def _quantiles(windows: Numbers, share: float) -> Numbers:
    """Quantiles along the last axis of what is there, between its neighbours; NaN of nothing."""
    ordered = np.sort(windows, axis=-1)
    place = share * np.maximum(np.isfinite(ordered).sum(axis=-1) - 1, 0)
    lower, upper = (
        np.take_along_axis(ordered, at.astype(int)[..., None], axis=-1)[..., 0]
        for at in (np.floor(place), np.ceil(place))
    )
    quantiles: Numbers = lower + (place - np.floor(place)) * (upper - lower)
    return quantiles
