"""The value models checked against what happened: fitted on the first part of the data, used to
predict the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.customers.clv import bgnbd, model, sums

if TYPE_CHECKING:
    from datetime import date

    from analytics.storage.versions import Store

MOST_FREQUENT = 7
"""Customers with this many repeat purchase days or more make one row."""


@dataclass(frozen=True)
class Holdout:
    """Predicted against actual after the day `split_on`, up to `until`.

    `by_frequency` has one row per repeat purchase days before the split (the last row: that many
    or more): customers, predicted and actual mean purchase days after it. `by_week` has one row
    per week from the first purchase on: cumulated repeat purchase days, predicted and actual, with
    `is_held_out`. `error` is predicted over actual minus one, over everybody; None where nobody
    bought. `actual` purchase days came where `low` to `high` were the middle 95 % of what the
    models made likely (None where the likelihood is too flat to tell).
    """

    split_on: date
    by_frequency: pl.DataFrame
    by_week: pl.DataFrame
    error: float | None
    actual: int
    low: float | None
    high: float | None


def check(store: Store, version: str, query: model.ClvQuery, split_on: date) -> Holdout:
    """Fit on what had happened by `split_on`, predict until `query.until`.

    ModelRefused where the first part cannot carry the model.
    """
    before = replace(query, until=split_on, has_amount=False)
    history_counts = model.histories(store, version, before, later_until=query.until)
    models = model.fit(store, version, before, history_counts)
    days = (query.until - split_on).days
    predictions = model.predicted(history_counts, models, days)
    actual = int(predictions["later"].sum())
    error = float(predictions["purchases"].sum()) / actual - 1 if actual else None
    daily = store.run("customers/daily", version, **before.params())
    weeks = _by_week(daily.filter(pl.col("ordered_on") <= query.until), models, query, split_on)
    totals = sums.totals(history_counts, models, days)
    ends = (totals["purchases_range_low"], totals["purchases_range_high"])
    return Holdout(split_on, _by_frequency(predictions), weeks, error, actual, *ends)


def _by_frequency(predictions: pl.DataFrame) -> pl.DataFrame:
    return (
        predictions.group_by(pl.col("frequency").clip(upper_bound=MOST_FREQUENT))
        .agg(pl.col("customers", "purchases", "later").sum())
        .sort("frequency")
        .select(
            "frequency",
            "customers",
            predicted=pl.col("purchases") / pl.col("customers"),
            actual=pl.col("later") / pl.col("customers"),
        )
    )


def _by_week(
    daily: pl.DataFrame, models: model.Models, query: model.ClvQuery, split_on: date
) -> pl.DataFrame:
    """Expected repeats of each day's newcomers at their age, summed at every week's end."""
    start: date = daily["ordered_on"].to_list()[0]
    span = (query.until - start).days + 1
    places = (daily["ordered_on"] - start).dt.total_days().to_numpy()
    newcomers, repeats = np.zeros(span), np.zeros(span)
    newcomers[places], repeats[places] = daily["newcomers"], daily["repeats"]
    grown = bgnbd.unconditional(models.bg_nbd, np.arange(span) / models.unit)
    ends = np.arange(6, span, 7)
    came = np.flatnonzero(newcomers)
    ages = ends[:, None] - came[None, :]
    expected = np.where(ages >= 0, grown[np.maximum(ages, 0)], 0.0) @ newcomers[came]
    weeks = [start + timedelta(days=int(end)) for end in ends]
    return pl.DataFrame(
        {
            "week_ends_on": pl.Series(weeks, dtype=pl.Date),
            "predicted": expected,
            "actual": np.cumsum(repeats)[ends],
            "is_held_out": [week > split_on for week in weeks],
        }
    )
