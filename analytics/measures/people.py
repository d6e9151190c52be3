"""The people behind a measure, in the replicate groups that a version holds.

A version of an earlier layout holds none: every function then gives None, and the measure is taken
as independent of all others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from analytics.stats import replicates
from analytics.stats.replicates import GROUPS

MOST_DAYS = 365
NEW_MONTHS = 12

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analytics.view import View

    Numbers = NDArray[np.float64]


def rows(view: View, query: str, **params: object) -> pl.DataFrame | None:
    """The rows of a query that has a column `replicate`; None where the version has no groups."""
    if not view.manifest.has_replicates:
        return None
    return view.rows(query, **params)


def sales(view: View) -> pl.DataFrame | None:
    """One row per group and product sold, as measures/replicate_sales."""
    return rows(view, "measures/replicate_sales")


def referrals(view: View) -> pl.DataFrame | None:
    """One row per group and kind of referral, as measures/replicate_referrals."""
    return rows(view, "measures/replicate_referrals")


def answers(view: View) -> pl.DataFrame | None:
    """One row per group, as measures/replicate_feedback."""
    return rows(view, "measures/replicate_feedback")


def ratio(by_group: pl.DataFrame | None, top: pl.Expr, bottom: pl.Expr) -> Numbers | None:
    """Pulls on the sum of `top` over the sum of `bottom`, each summed over the rows of a group."""
    if by_group is None:
        return None
    return replicates.ratio(*_sums(by_group, top, bottom))


def curve(view: View, again: str, new_months: int = NEW_MONTHS) -> pl.DataFrame | None:
    """One row per group, whether an IP brought them, whether they began with a product at most
    `new_months` old, and outcome: measures/replicate_curve."""
    return rows(
        view, "measures/replicate_curve", again=again, most_days=MOST_DAYS, new_months=new_months
    )


def returned(by_group: pl.DataFrame | None, day: int) -> Numbers | None:
    """Pulls on the Kaplan-Meier share that is back by `day`; rows as of `curve`."""
    if by_group is None:
        return None
    shape = (GROUPS, day + 2)
    cell = (
        by_group["replicate"].to_numpy() * shape[1] + by_group["days"].clip(0, day + 1).to_numpy()
    )
    customers = by_group["customers"].cast(pl.Float64).to_numpy()
    is_back = by_group["is_event"] & (by_group["days"] <= day)
    came = np.where(is_back.to_numpy(), customers, 0.0)
    left, events = (_table(cell, weights, shape) for weights in (customers, came))
    return replicates.returned(left[:, : day + 1] + _beyond(left, day), events[:, : day + 1])


def concentration(by_group: pl.DataFrame | None, source: str, count: str) -> Numbers | None:
    """Pulls on the concentration of `count` over the values of `source`."""
    if by_group is None:
        return None
    codes = by_group[source].rank("dense").fill_null(0).cast(pl.Int64).to_numpy()
    width = int(codes.max(initial=0)) + 1
    cell = by_group["replicate"].to_numpy() * width + codes
    counts = by_group[count].cast(pl.Float64).to_numpy()
    return replicates.concentration(_table(cell, counts, (GROUPS, width)))


def variance(
    pulls: Numbers | None,
    by_group: pl.DataFrame | None = None,
    fewest: int = replicates.FEWEST_GROUPS,
) -> float | None:
    """The sampling variance by people, infinite for fewer than `fewest` groups of them; `by_group`
    says in `one_in` how many people are looked at."""
    if pulls is None:
        return None
    one_in = 1
    if by_group is not None and "one_in" in by_group.columns and by_group.height:
        one_in = int(by_group["one_in"][0])
    return replicates.variance(pulls, one_in, fewest)


def _sums(by_group: pl.DataFrame, *numbers: pl.Expr) -> Sequence[Any]:
    columns = {
        f"n{place}": number.cast(pl.Float64).fill_null(0.0) for place, number in enumerate(numbers)
    }
    frame = by_group.select("replicate", **columns)
    group = frame["replicate"].to_numpy()
    return [
        np.bincount(group, weights=frame[name].to_numpy(), minlength=GROUPS) for name in columns
    ]


def _table(cell: NDArray[np.int64], weights: Numbers, shape: tuple[int, int]) -> Numbers:
    """The weights added up in a table whose cells are numbered row by row."""
    size = shape[0] * shape[1]
    table: Numbers = np.bincount(cell, weights=weights, minlength=size).astype(float)
    return table.reshape(shape)


def _beyond(left: Numbers, day: int) -> Numbers:
    """Who was watched for longer than `day` was at risk on it: put there as if last seen then."""
    later = np.zeros((len(left), day + 1))
    later[:, day] = left[:, day + 1 :].sum(axis=1)
    return later
