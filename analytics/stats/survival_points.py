"""One point of a Kaplan-Meier curve as an estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.stats import survival
from analytics.stats.intervals import UNMEASURED, Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping


def on_day(curve: pl.DataFrame, day: int) -> Mapping[Any, Estimate]:
    """Group -> the share back by `day`; n is the customers who entered the group's curve.

    Nothing beyond the last day a group was watched: UNMEASURED there.
    """
    if curve.is_empty():
        return {}
    entered = dict(curve.group_by("group").agg(pl.col("at_risk").max()).iter_rows())
    rows = survival.at_day(curve, [day]).rows(named=True)
    return {
        row["group"]: Estimate(
            row["repurchased"], row["low"], row["high"], int(entered[row["group"]])
        )
        if row["repurchased"] is not None
        else UNMEASURED
        for row in rows
    }
