"""What customers will buy and what it is worth: BG/NBD and Gamma-Gamma over a dataset.

The models cover the net value of purchase days; refunds that come on a later day under an order
number of their own are not in it, and nothing is discounted to today. Intervals are of the
expectation (delta method on the logarithm, from the Hessian): what really comes scatters more.
Data that cannot carry the models are refused: see `ModelRefused`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.customers.clv import bgnbd, gammagamma
from analytics.customers.clv.errors import ModelRefused
from analytics.customers.clv.optimum import Optimum
from analytics.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Callable
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
STEP = 1e-3
Z_95 = 1.959964


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
    return bgnbd.Histories(x, t_x, age, _vector(history_counts["customers"]))


def times(history_counts: pl.DataFrame, unit: int) -> tuple[Vector, Vector, Vector]:
    """x, t_x and T as the models take them, in `unit` days."""
    return (
        _vector(history_counts["frequency"]),
        _vector(history_counts["recency_days"]) / unit,
        _vector(history_counts["age_days"]) / unit,
    )


def _vector(column: pl.Series) -> Vector:
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
    return gammagamma.fit(gammagamma.Spending(*(_vector(column) for column in columns)))


def predicted(history_counts: pl.DataFrame, models: Models, horizon_days: int) -> pl.DataFrame:
    """The histories with `alive` (0-1 each), and sums over those who share one: `purchases` and
    `value` expected within the horizon (value null without Gamma-Gamma)."""
    purchases, value = _sums(history_counts, models, horizon_days)
    alive = bgnbd.alive(models.bg_nbd, *times(history_counts, models.unit))
    return history_counts.with_columns(
        pl.Series("alive", alive), pl.Series("purchases", purchases), pl.Series("value", value)
    )


def _sums(history_counts: pl.DataFrame, models: Models, horizon_days: int) -> tuple[Vector, Vector]:
    """Expected purchases and value of everybody with each history."""
    x, t_x, age = times(history_counts, models.unit)
    each = bgnbd.expected(models.bg_nbd, x, t_x, age, horizon_days / models.unit)
    count = _vector(history_counts["customers"])
    if models.gamma_gamma is None:
        return each * count, np.full(len(x), np.nan)
    # The expected value is a straight line in a customer's own mean, so means may be summed.
    mean = _vector(history_counts["sum_monetary"].fill_null(0.0)) / count
    return each * count, each * count * gammagamma.expected(models.gamma_gamma, x, mean)


def totals(
    history_counts: pl.DataFrame, models: Models, horizon_days: int
) -> dict[str, float | int | None]:
    """customers, alive, and purchases and value expected within the horizon, each with low and
    high (95 %, of the expectation; null where the likelihood is too flat to tell)."""
    everybody = cohorts(
        history_counts.with_columns(first_on=pl.lit(None, pl.Date)), models, horizon_days
    )
    row: dict[str, float | int | None] = everybody.drop("cohort").row(0, named=True)
    return row


def cohorts(history_counts: pl.DataFrame, models: Models, horizon_days: int) -> pl.DataFrame:
    """One row per month of the first purchase: customers, alive (expected number), purchases and
    value within the horizon with low and high. No histories: no rows."""
    months = history_counts.select(cohort=pl.col("first_on").dt.truncate("1mo")).to_series()
    keys = months.unique().sort()

    def summed(shifted: Models) -> tuple[Vector, Vector]:
        purchases, value = _sums(history_counts, shifted, horizon_days)
        frame = pl.DataFrame({"cohort": months, "purchases": purchases, "value": value})
        sums = frame.group_by("cohort").agg(pl.col("purchases", "value").sum()).sort("cohort")
        return _vector(sums["purchases"]), _vector(sums["value"])

    alive = bgnbd.alive(models.bg_nbd, *times(history_counts, models.unit)) * _vector(
        history_counts["customers"]
    )
    counted = (
        history_counts.select("customers", cohort=months, alive=pl.Series(alive, dtype=pl.Float64))
        .group_by("cohort")
        .agg(pl.col("customers", "alive").sum())
        .sort("cohort")
    )
    at = summed(models)
    spread = _spread(models, summed)
    columns: dict[str, Vector] = {}
    for name, point, error in zip(("purchases", "value"), at, spread, strict=True):
        columns |= {name: point, f"{name}_low": point * np.exp(-Z_95 * error)}
        columns[f"{name}_high"] = point * np.exp(Z_95 * error)
    assert counted["cohort"].equals(keys, null_equal=True)
    return counted.with_columns(
        pl.Series(name, values, nan_to_null=True) for name, values in columns.items()
    )


def _spread(models: Models, of: Callable[[Models], tuple[Vector, Vector]]) -> tuple[Vector, Vector]:
    """The standard error of the logarithm of two sums, by the delta method."""
    purchases, value = np.zeros_like(of(models)[0]), np.zeros_like(of(models)[1])
    for name in ("often", "spend"):
        fitted: Optimum | None = getattr(models, name)
        if fitted is None:
            continue
        slopes = _slopes(models, name, fitted, of)
        purchases += _quadratic(slopes[0], fitted.covariance)
        value += _quadratic(slopes[1], fitted.covariance)
    return np.sqrt(purchases), np.sqrt(value)


def _slopes(
    models: Models, name: str, fitted: Optimum, of: Callable[[Models], tuple[Vector, Vector]]
) -> Vector:
    """Derivatives of the logarithms of both sums by the logarithms of the parameters."""
    slopes = []
    for place in range(len(fitted.values)):
        sides = []
        for step in (STEP, -STEP):
            values = np.array(fitted.values)
            values[place] *= np.exp(step)
            moved = replace(fitted, values=tuple(map(float, values)))
            changed = {name: moved}
            sides.append(np.log(np.array(of(replace(models, **changed)))))  # type: ignore[arg-type]
        slopes.append((sides[0] - sides[1]) / (2 * STEP))
    return np.moveaxis(np.array(slopes), 0, 1)


def _quadratic(slopes: Vector, covariance: Vector | None) -> Vector:
    if covariance is None:
        return np.full(slopes.shape[1], np.nan)
    return np.asarray(np.einsum("ic,ij,jc->c", slopes, covariance, slopes))


def errors(fitted: Optimum) -> tuple[float | None, ...]:
    """Standard errors of the parameters, in their own units; None where the likelihood is flat."""
    if fitted.covariance is None:
        return (None,) * len(fitted.values)
    spread = np.sqrt(np.diag(fitted.covariance))
    return tuple(
        float(value * error) or None for value, error in zip(fitted.values, spread, strict=True)
    )


def answer(store: Store, version: str, query: ClvQuery) -> dict[str, object]:
    """What the command line prints: parameters, their standard errors, totals with intervals.

    `gamma_gamma` and all of `value` are null without amounts; ModelRefused as `fit`.
    """
    history_counts = histories(store, version, query)
    models = fit(store, version, query, history_counts)
    sums = totals(history_counts, models, query.horizon_days)
    ends = ("", "_low", "_high")
    return {
        "as_of": query.until.isoformat(),
        "horizon_days": query.horizon_days,
        "bg_nbd": {
            **asdict(models.bg_nbd),
            "log_likelihood": models.often.log_likelihood,
            "unit": query.unit,
            "standard_errors": dict(
                zip(("r", "alpha", "a", "b"), errors(models.often), strict=True)
            ),
        },
        "gamma_gamma": models.spend
        and {
            **dict(zip(("p", "q", "v"), models.spend.values, strict=True)),
            "standard_errors": dict(zip(("p", "q", "v"), errors(models.spend), strict=True)),
        },
        "customers": sums["customers"],
        "repeaters": int(history_counts.filter(pl.col("frequency") > 0)["customers"].sum()),
        "alive": sums["alive"],
        **{f"expected_purchases{end}": sums[f"purchases{end}"] for end in ends},
        **{f"value{end}": sums[f"value{end}"] for end in ends},
    }


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
