"""What customers will buy and what it is worth, as one answer: all of them, month by month of their
first purchase, and the dearest one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.customers import rfm
from analytics.customers.clv import bgnbd, draws, gammagamma, holdout, model, sums
from analytics.customers.clv.errors import ModelRefused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from numpy.typing import NDArray

    from analytics.storage.versions import Store

    Vector = NDArray[np.float64]

DEAREST = 50
DRAWS = 4_000
LIMITS = (0.05, 0.95)


@dataclass(frozen=True)
class Outlook:
    """`totals` as `sums.totals`, `by_cohort` as `sums.cohorts`, `dearest` as `dearest`.

    `held_out` is the model checked against what came later, None where the first part alone cannot
    carry it.

    `is_held`: a parameter stands at its cap. Everybody then leaves, or spends, with nearly the
    same chance; what is expected hardly depends on where the cap is.
    """

    totals: dict[str, float | int | None]
    by_cohort: pl.DataFrame
    dearest: pl.DataFrame
    is_held: bool
    held_out: holdout.Holdout | None


def report(
    store: Store,
    version: str,
    query: model.ClvQuery,
    split_on: date,
    on_progress: Callable[[float], None],
) -> Outlook:
    """Fit, sum up, list, and check a fit as of `split_on` against what came later; `on_progress`
    is called with the share done (0-1). ModelRefused as `model.fit`."""
    history_counts = model.histories(store, version, query)
    on_progress(0.1)
    models = model.fit(store, version, query, history_counts)
    on_progress(0.4)
    by_cohort = sums.cohorts(history_counts, models, query.horizon_days)
    on_progress(0.5)
    totals = sums.totals(history_counts, models, query.horizon_days)
    on_progress(0.6)
    fitted = [optimum for optimum in (models.often, models.spend) if optimum]
    is_held = any(error is None for optimum in fitted for error in model.errors(optimum))
    best = dearest(store, version, query, models)
    on_progress(0.7)
    return Outlook(totals, by_cohort, best, is_held, _checked(store, version, query, split_on))


def _checked(
    store: Store, version: str, query: model.ClvQuery, split_on: date
) -> holdout.Holdout | None:
    try:
        return holdout.check(store, version, query, split_on)
    except ModelRefused:
        return None


def dearest(
    store: Store, version: str, query: model.ClvQuery, models: model.Models
) -> pl.DataFrame:
    """One row per customer, the DEAREST by expected value (without amounts: by purchases), highest
    first: customer_id, first_on, days (purchase days), amount, alive (0-1), purchases and value
    expected within the horizon, each with low and high.

    The limits hold nine of ten futures of such a customer, drawn from the models and from how well
    they are known, with a fixed seed: they scatter far more than the expectation is uncertain.
    """
    customers = rfm.customers(
        store, version, query.until, query.filters, has_amount=query.has_amount
    )
    valued = model.each(customers, models, query.horizon_days)
    by = "value" if models.gamma_gamma else "purchases"
    best = valued.sort([by, "customer_id"], descending=[True, False], nulls_last=True).head(DEAREST)
    limits = _limits(best, models, query.horizon_days)
    return best.select(
        *("customer_id", "first_on"),
        (pl.col("frequency") + 1).alias("days"),
        *("amount", "alive", "purchases"),
        *(limits[name] for name in ("purchases_low", "purchases_high")),
        "value",
        *(limits[name] for name in ("value_low", "value_high")),
    )


def _limits(best: pl.DataFrame, models: model.Models, horizon_days: int) -> dict[str, pl.Series]:
    chance = np.random.default_rng(model.SEED)
    history = model.times(best, models.unit)
    ahead = horizon_days / models.unit
    often = bgnbd.Params(*draws.of_parameters(models.often, DRAWS, chance))
    counts = draws.purchases(often, history, ahead, chance=chance, count=DRAWS)
    limits = _ends("purchases", counts.astype(float))
    if models.spend is None:
        nothing = pl.Series([None] * best.height, dtype=pl.Float64)
        return limits | {f"value_{end}": nothing.alias(f"value_{end}") for end in ("low", "high")}
    mean = best["monetary"].fill_null(0.0).clip(lower_bound=0.0).to_numpy()
    spend = gammagamma.Params(*draws.of_parameters(models.spend, DRAWS, chance))
    return limits | _ends("value", draws.values(counts, spend, history[0], mean, chance))


def _ends(name: str, drawn: Vector) -> dict[str, pl.Series]:
    ends = np.quantile(drawn, LIMITS, axis=1) if len(drawn) else np.empty((2, 0))
    names = (f"{name}_low", f"{name}_high")
    return {column: pl.Series(column, limits) for column, limits in zip(names, ends, strict=True)}
