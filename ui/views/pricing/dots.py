"""Product weeks behind the elasticity: frames and sentences of the picture of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ui import format as fmt
from ui import names
from ui.views.pricing.decision import price

if TYPE_CHECKING:
    from analytics.pricing.elasticity import Elasticity
    from ui.text import Text

MOST = 400
"""Dots drawn: more run into each other."""
TENTH = 10


def dots(slope: Elasticity, text: Text) -> pl.DataFrame:
    """One row per dot drawn, cheapest first: log_price and log_units (against usual), label,
    sentence; empty where the elasticity is refused. Of more than 400 product weeks those at even
    steps in the order of their price, cheapest and dearest included."""
    if slope.dots.is_empty():
        return pl.DataFrame()
    ordered = slope.dots.sort("log_price", "item", "week_on")
    count = min(ordered.height, MOST)
    rows = ordered[np.linspace(0, ordered.height - 1, count).round().astype(int)]
    sentences = [
        text(
            "pricing.dot",
            week=fmt.day(week, text.lang),
            price=price(amount, text),
            units=fmt.count(units, text.lang),
        )
        for week, amount, units in rows.select("week_on", "price", "units").iter_rows()
    ]
    return rows.select(
        "log_price",
        "log_units",
        pl.Series("label", map(names.shown, rows["product"]), pl.String),
        pl.Series("sentence", sentences, pl.String),
    )


def line(slope: Elasticity) -> tuple[float, float, float]:
    """The slope through the dots and its limits; the slope itself where it has none."""
    value = slope.value.value or 0.0
    low, high = slope.value.low, slope.value.high
    return value, value if low is None else low, value if high is None else high


def sentence(slope: Elasticity, text: Text) -> str:
    """How many dots there are, and what units do in the dearest and the cheapest tenth of them."""
    ordered = slope.dots.sort("log_price")
    size = max(ordered.height // TENTH, 1)
    cheap, dear = (
        fmt.percent(float(np.expm1(_mean(rows))), text.lang, 0)
        for rows in (ordered.head(size), ordered.tail(size))
    )
    return text("pricing.dots", all=fmt.count(ordered.height, text.lang), cheap=cheap, dear=dear)


def _mean(rows: pl.DataFrame) -> float:
    return float(np.average(rows["log_units"].to_numpy(), weights=rows["weight"].to_numpy()))


def table(slope: Elasticity) -> pl.DataFrame:
    """One row per product week, all of them: product, week_on, price, sold, and price and units
    against usual in per cent."""
    return slope.dots.select(
        "product",
        "week_on",
        "price",
        sold="units",
        over_price=100 * (pl.col("log_price").exp() - 1),
        over_units=100 * (pl.col("log_units").exp() - 1),
    )
