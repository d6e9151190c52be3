"""What customers will buy and what it is worth: BG/NBD and Gamma-Gamma over a dataset.

The models cover the net value of purchase days; refunds that come on a later day under an order
number of their own are not in it, and nothing is discounted to today.
Data that cannot carry the models are refused: see `ModelRefused`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.customers.clv import bgnbd, gammagamma
from analytics.customers.clv.errors import ModelRefused
from analytics.customers.clv.optimum import Optimum
from analytics.filters import Filters

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from analytics.storage.versions import Store

    Vector = NDArray[np.float64]

UNITS = {"day": 1, "week": 7}
HORIZON_DAYS = 365
FEWEST_REPEATERS = 100
ONE_OFF_SHARE = 0.01
FEWEST_RHYTHMS = 30
CLOCKWORK = 0.2
"""Waits this much more even than chance (an Erlang of order 5) are a rhythm, and no chance."""
MOST_SPENDING_ROWS = 500_000
SEED = 20_050_824


@dataclass(frozen=True)
class ClvQuery:
    """Whose future, from which day, how far ahead."""

    until: date
    filters: Filters = Filters()
    horizon_days: int = HORIZON_DAYS
    unit: str = "day"
    """One of UNITS; only alpha and the log-likelihood depend on it."""
    has_amount: bool = True

    def params(self) -> dict[str, object]:
        return {"until": self.until, **self.filters.params()}


@dataclass(frozen=True)
class Models:
    """The fitted models; `spend` is None without amounts. Times are in `unit` days."""

    often: Optimum
    spend: Optimum | None
    unit: int

    @property
    def bg_nbd(self) -> bgnbd.Params:
        return bgnbd.Params(*self.often.values)

    @property
    def gamma_gamma(self) -> gammagamma.Params | None:
        return gammagamma.Params(*self.spend.values) if self.spend else None


def histories(
    store: Store, version: str, query: ClvQuery, later_until: date | None = None
) -> pl.DataFrame:
    """One row per distinct history up to `until`, with `later` purchase days from there up to
    `later_until`; see `customers/histories.sql`."""
    params = {**query.params(), "later_until": later_until or query.until}
    return store.run("customers/histories", version, **params)


def fit(store: Store, version: str, query: ClvQuery, history_counts: pl.DataFrame) -> Models:
    """Both models on these histories; ModelRefused where the data cannot carry them."""
    refuse(history_counts)
    rhythm = store.run("customers/rhythm", version, **query.params()).row(0, named=True)
    if rhythm["customers"] >= FEWEST_RHYTHMS and rhythm["spread"] < CLOCKWORK:
        raise ModelRefused.fixed_rhythm(rhythm["customers"])
    unit = UNITS[query.unit]
    often = bgnbd.fit(_grouped(history_counts, unit))
    return Models(often, _spend(store, version, query) if query.has_amount else None, unit)


def refuse(history_counts: pl.DataFrame) -> None:
    """ModelRefused for too few who came back, or so small a share that the goods are one-off."""
    everyone = int(history_counts["customers"].sum())
    repeaters = int(history_counts.filter(pl.col("frequency") > 0)["customers"].sum())
    if repeaters < FEWEST_REPEATERS:
        raise ModelRefused.few_repeaters(repeaters, FEWEST_REPEATERS)
    if repeaters / everyone < ONE_OFF_SHARE:
        raise ModelRefused.one_off(repeaters / everyone)


def _grouped(history_counts: pl.DataFrame, unit: int) -> bgnbd.Histories:
    """Whole days stay whole until here: week buckets would bias alpha."""
    x, t_x, age = times(history_counts, unit)
    return bgnbd.Histories(x, t_x, age, vector(history_counts["customers"]))


def times(history_counts: pl.DataFrame, unit: int) -> tuple[Vector, Vector, Vector]:
    """x, t_x and T as the models take them, in `unit` days."""
    return (
        vector(history_counts["frequency"]),
        vector(history_counts["recency_days"]) / unit,
        vector(history_counts["age_days"]) / unit,
    )


def vector(column: pl.Series) -> Vector:
    return np.asarray(column.to_numpy(), dtype=float)


def _spend(store: Store, version: str, query: ClvQuery) -> Optimum | None:
    """Gamma-Gamma; None below FEWEST_REPEATERS with money. Beyond half a million rows a seeded
    sample of them, which moves the estimates less than their standard errors."""
    spending = store.run("customers/spending", version, **query.params())
    if int(spending["customers"].sum()) < FEWEST_REPEATERS:
        return None
    if spending.height > MOST_SPENDING_ROWS:
        spending = spending.sample(MOST_SPENDING_ROWS, seed=SEED)
    columns = (spending[name] for name in ("frequency", "monetary", "customers"))
    return gammagamma.fit(gammagamma.Spending(*(vector(column) for column in columns)))


def predicted(history_counts: pl.DataFrame, models: Models, horizon_days: int) -> pl.DataFrame:
    """The histories with `alive` (0-1 each), and sums over those who share one: `purchases` and
    `value` expected within the horizon (value null without Gamma-Gamma)."""
    purchases, value = expected_sums(history_counts, models, horizon_days)
    alive = bgnbd.alive(models.bg_nbd, *times(history_counts, models.unit))
    return history_counts.with_columns(
        pl.Series("alive", alive), pl.Series("purchases", purchases), pl.Series("value", value)
    )


def expected_sums(
    history_counts: pl.DataFrame, models: Models, horizon_days: int
) -> tuple[Vector, Vector]:
    """Expected purchases and value of everybody with each history."""
    x, t_x, age = times(history_counts, models.unit)
    each = bgnbd.expected(models.bg_nbd, x, t_x, age, horizon_days / models.unit)
    count = vector(history_counts["customers"])
    if models.gamma_gamma is None:
        return each * count, np.full(len(x), np.nan)
    # The expected value is a straight line in a customer's own mean, so means may be summed.
    mean = vector(history_counts["sum_monetary"].fill_null(0.0)) / count
    return each * count, each * count * gammagamma.expected(models.gamma_gamma, x, mean)


def errors(fitted: Optimum) -> tuple[float | None, ...]:
    """Standard errors of the parameters, in their own units; None where the likelihood is flat."""
    if fitted.covariance is None:
        return (None,) * len(fitted.values)
    spread = np.sqrt(np.diag(fitted.covariance))
    return tuple(
        float(value * error) or None for value, error in zip(fitted.values, spread, strict=True)
    )


def each(customers: pl.DataFrame, models: Models, horizon_days: int) -> pl.DataFrame:
    """`rfm.listed` with alive, purchases and value of each customer within the horizon;
    value null without Gamma-Gamma."""
    alone = customers.select(
        "frequency",
        "recency_days",
        "age_days",
        customers=pl.lit(1),
        sum_monetary=pl.col("monetary"),
    )
    predictions = predicted(alone, models, horizon_days)
    return customers.with_columns(
        predictions["alive"], predictions["purchases"], predictions["value"].fill_nan(None)
    )
