"""Simulated product weeks with a planted elasticity."""

from datetime import date, timedelta

import numpy as np
import polars as pl

FIRST = date(2024, 1, 1)
ROWS = {
    "item": pl.String,
    "product": pl.String,
    "category": pl.String,
    "unit_cost": pl.Float64,
    "week_on": pl.Date,
    "paid": pl.Float64,
    "quantity": pl.Float64,
    "price": pl.Float64,
    "list_price": pl.Float64,
}


def shop(
    *,
    elasticity: float = -2.0,
    products: int = 40,
    movers: int = 20,
    weeks: int = 104,
    level: float = 4.0,
    deals: float = 0.1,
    deal_lift: float = 0.3,
    step: float = 0.2,
    noise: float = 0.0,
    seed: int = 1,
    pull: np.ndarray | None = None,
) -> pl.DataFrame:
    """Rows of `pricing/product_weeks`: products whose price moves once by `step` up or down, and
    sells off by a fifth in some weeks; units are Poisson, `level` their usual logarithm, `noise`
    what moves a product's weeks beside chance, `pull` what else does (products by weeks)."""
    rng = np.random.default_rng(seed)
    rows = []
    season = 0.2 * np.sin(np.arange(weeks) / 8)
    for place in range(products):
        base, usual = rng.uniform(50, 200), level + rng.normal(0, 0.4)
        moved = int(rng.integers(20, max(weeks - 20, 21)))
        factor = np.exp(rng.choice([-step, step])) if place < movers else 1.0
        drift = noise * rng.normal(size=weeks)
        for week in range(weeks):
            is_deal = rng.random() < deals
            price = base * (factor if week >= moved else 1.0) * (0.8 if is_deal else 1.0)
            mean = usual + elasticity * np.log(price / base) + deal_lift * is_deal + season[week]
            beside = drift[week] + (0.0 if pull is None else pull[place, week])
            units = float(rng.poisson(np.exp(mean + beside)))
            if units:
                names = (f"s{place:02}", f"Product {place}", "c", base * 0.4)
                day = FIRST + timedelta(weeks=week)
                rows.append((*names, day, units * price, units, price, None))
    return pl.DataFrame(rows, schema=ROWS, orient="row")


def rival_prices(products: int = 40, weeks: int = 104, seed: int = 5) -> np.ndarray:
    """What rivals cost by product and week: up or down by a fifth, twice."""
    rng = np.random.default_rng(seed)
    steps = np.zeros((products, weeks))
    for line in steps:
        for start in rng.choice(np.arange(15, weeks - 15), 2, replace=False):
            line[start:] += rng.choice([-0.2, 0.2])
    prices: np.ndarray = 100 * np.exp(steps)
    return prices
