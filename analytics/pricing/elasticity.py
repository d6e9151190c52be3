"""How much less is bought when a price rises: own-price elasticity within products."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from analytics.pricing.base import (
    LEAST_PRODUCTS,
    LEAST_SPREAD,
    LEAST_WEEKS,
    MOST_ALIKE,
    Refusal,
)
from analytics.pricing.rival_weeks import RivalTerm, rival_term
from analytics.pricing.weeks import ProductWeeks
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.stats.panel import added_variable, least_squares, poisson, without_effects
from analytics.stats.quantiles import student_t

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Flags = NDArray[np.bool_]

HALF = 0.5
"""Added to counts before their logarithm, which small counts would else pull down, on average by
1 / (2 x units) (Haldane 1956); weeks without a sale take no logarithm at all."""
Method = Literal["least_squares", "poisson"]
DOTS = {
    "item": pl.String,
    "product": pl.String,
    "week_on": pl.Date,
    "price": pl.Float64,
    "units": pl.Float64,
    "log_price": pl.Float64,
    "log_units": pl.Float64,
    "weight": pl.Float64,
}
"""One row per product week: `log_price` and `log_units` are logarithms against what is usual for
the product and the week, deals and rivals' prices taken out; the slope of the one over the other,
weighted by `weight`, is the elasticity. In weeks without a sale `price` is the usual one."""


@dataclass(frozen=True)
class Elasticity:
    """`value`: by how many percent units change when the price rises by one percent, -2 = twice
    as much the other way; `deal`: by which factor, as a logarithm, a deal week sells more than its
    price alone says (unmeasured without deals); `rival`: by how many percent units change when the
    median price of the rivals rises by one percent, unmeasured where `rival_refusal` says why the
    term is left out; `dots` what the value is the slope of (rows of DOTS, none when refused).

    What it rests on: products, those whose regular price moved, weeks, product weeks, product weeks
    without a sale; `spread`, the standard deviation of the log price within products that moved,
    deals aside; `alike`, the correlation of price and deal within products and weeks.
    """

    value: Estimate
    deal: Estimate
    method: Method | None
    products: int
    moved: int
    weeks: int
    rows: int
    empty_weeks: int
    spread: float | None
    alike: float | None
    refusal: Refusal | None = None
    rival: Estimate = UNMEASURED
    rival_refusal: Refusal | None = None
    dots: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=DOTS), compare=False)


def elasticity(table: ProductWeeks, rival_prices: Numbers | None = None) -> Elasticity:
    """ln units = product + week + elasticity x ln price + deal + t x ln rivals' price, over weeks
    in which a product was on sale; where there are weeks without a sale, the same as the mean of a
    Poisson count, at the usual price of the time. Errors by product. `rival_prices` as
    `rival_weeks` gives them; their term is there only where `rival_term` allows it.

    Products sold for fewer than 26 weeks say nothing. Refused below 8 products whose regular price
    moved or 26 weeks, where the price hardly varies but for deals, and where price and deal move
    together. Published elasticities average -2.6 (Bijmolt, van Heerde and Pieters 2005), a check
    and no prior. It is association: prices are set by people who expect sales, and a week out of
    stock looks like one that nobody wanted.

    Of 120 simulated shops a line (`python -m tests.bench.price_coverage`) with 20 or 60 products,
    half of which moved, 94 to 98 intervals in 100 held the truth, but 88 with ten that moved and
    nothing but chance between weeks. With rivals' prices (`--only rivals`, 60 shops a line) 92 to
    97 intervals of their term in 100 held it, but 88 and 90 where it was planted and nothing but
    chance was between weeks; of the own price beside them 87 to 100.
    """
    chosen = table.on_sale.sum(axis=1) >= LEAST_WEEKS
    used = table.on_sale & chosen[:, None] & np.isfinite(_price(table))
    product, week = np.nonzero(used)
    log_price, units = np.log(_price(table)[used]), table.units[used]
    is_deal = table.is_deal[used].astype(float)
    movers = sorted({move.product for move in table.moves if chosen[move.product]})
    weeks = int((table.units > 0).any(axis=0).sum())
    spread = _spread(log_price, product, (is_deal == 0) & np.isin(product, movers))
    alike = _alike(log_price, is_deal, product, week)
    refusal = _refusal(len(units), len(movers), weeks, spread, alike)
    facts = {
        "products": len(np.unique(product)),
        "moved": len(movers),
        "weeks": weeks,
        "rows": len(units),
        "empty_weeks": int((units == 0).sum()),
        "spread": spread,
        "alike": alike,
    }
    if refusal is not None:
        return Elasticity(UNMEASURED, UNMEASURED, None, **facts, refusal=refusal)  # type: ignore[arg-type]
    columns = log_price[:, None] if alike is None else np.column_stack([log_price, is_deal])
    term = rival_term(rival_prices, product, week, columns)
    stretch = product
    if isinstance(term, RivalTerm):
        columns, stretch = np.column_stack([columns, term.log_price]), term.stretch
    has_empty = bool((units == 0).any())
    is_told = np.isin(week, week[units > 0]) & np.isin(stretch, stretch[units > 0])
    product, week, units, columns = (
        product[is_told],
        week[is_told],
        units[is_told],
        columns[is_told],
    )
    effects = [stretch[is_told], week]
    if has_empty:
        fit = poisson(units, columns, effects, product)
    else:
        fit = least_squares(np.log(units + HALF), columns, effects, product)
    over_price, over_units = added_variable(fit, columns, effects, 0)
    dots = pl.DataFrame(
        {
            "item": [table.items[place] for place in product.tolist()],
            "product": [table.products[place] for place in product.tolist()],
            "week_on": [table.weeks[place] for place in week.tolist()],
            "price": np.exp(columns[:, 0]),
            "units": units,
            "log_price": over_price,
            "log_units": over_units,
            "weight": fit.weights,
        },
        schema=DOTS,
    )
    if isinstance(term, RivalTerm):
        rival, left_out = _for_movers(fit.estimate(-1), term.moved), None
    else:
        rival, left_out = UNMEASURED, term
    return Elasticity(
        value=_for_movers(fit.estimate(0), len(movers)),
        deal=UNMEASURED if alike is None else fit.estimate(1),
        method="poisson" if has_empty else "least_squares",
        **facts,  # type: ignore[arg-type]
        rival=rival,
        rival_refusal=left_out,
        dots=dots,
    )


def optimum(slope: Estimate, unit_cost: float | None) -> Estimate | Refusal:
    """The price that earns most, cost x e / (1 + e); refused unless the whole interval of the
    elasticity lies below -1, since otherwise every rise earns more."""
    if unit_cost is None or not unit_cost > 0:
        return Refusal("no_cost")
    if slope.value is None or slope.low is None or slope.high is None or slope.high >= -1:
        return Refusal("not_elastic", slope.high, -1.0)
    low, value, high = (unit_cost * end / (1 + end) for end in (slope.low, slope.value, slope.high))
    return Estimate(value, low, high, slope.n)


def expected_change(
    slope: Estimate, price: float, candidate: float, seen: tuple[float, float]
) -> Estimate | Refusal:
    """By which share units change from a price to another one, -0.1 = a tenth fewer; refused
    outside the prices `seen`, lowest and highest, of which alone the data speak."""
    if slope.value is None:
        return Refusal("no_variation")
    if not seen[0] <= candidate <= seen[1]:
        return Refusal("beyond_seen", candidate, seen[0] if candidate < seen[0] else seen[1])
    ratio = candidate / price
    value = ratio**slope.value - 1
    if slope.low is None or slope.high is None:
        return Estimate(value, None, None, slope.n)
    ends = sorted(ratio**end - 1 for end in (slope.low, slope.high))
    return Estimate(value, ends[0], ends[1], slope.n)


def _for_movers(value: Estimate, moved: int) -> Estimate:
    """Limits as for the products whose price, or whose rivals', moved: only these say anything of
    it, deals aside."""
    if value.low is None or value.high is None or value.value is None:
        return value
    wider = student_t(moved - 1) / student_t(value.n - 1)
    down, up = value.value - value.low, value.high - value.value
    return Estimate(value.value, value.value - wider * down, value.value + wider * up, value.n)


def _price(table: ProductWeeks) -> Numbers:
    """The price paid; in weeks without a sale the usual one of the weeks around."""
    prices: Numbers = np.where(np.isfinite(table.price), table.price, table.usual)
    return prices


def _spread(log_price: Numbers, product: NDArray[np.intp], regular: Flags) -> float | None:
    if not regular.any():
        return None
    values, code = log_price[regular], np.unique(product[regular], return_inverse=True)[1]
    within = without_effects(values[:, None], [code], np.ones(len(values)))
    return float(within.std())


def _alike(
    log_price: Numbers, is_deal: Numbers, product: NDArray[np.intp], week: NDArray[np.intp]
) -> float | None:
    """Correlation of price and deal within products and weeks; None without deals."""
    if not is_deal.any():
        return None
    codes = [np.unique(code, return_inverse=True)[1] for code in (product, week)]
    both = without_effects(np.column_stack([log_price, is_deal]), codes, np.ones(len(log_price)))
    spread = both.std(axis=0)
    if not (spread > 0).all():
        return None
    return abs(float((both[:, 0] * both[:, 1]).mean() / spread.prod()))


def _refusal(
    rows: int, moved: int, weeks: int, spread: float | None, alike: float | None
) -> Refusal | None:
    if not weeks:
        return Refusal("no_sales")
    if weeks < LEAST_WEEKS or not rows:
        return Refusal("few_weeks", weeks, LEAST_WEEKS)
    if moved < LEAST_PRODUCTS:
        return Refusal("few_products", moved, LEAST_PRODUCTS)
    if spread is None or spread < LEAST_SPREAD:
        return Refusal("no_variation", spread, LEAST_SPREAD)
    if alike is not None and alike > MOST_ALIKE:
        return Refusal("deal_is_price", alike, MOST_ALIKE)
    return None
