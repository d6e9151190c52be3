"""The share of customers who are back by a day, as every measure of returning takes it.

Where the Kaplan-Meier curve stands on that day: the figure that the Repurchase page draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.repurchase import repurchase
from analytics.stats import survival
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.stats.survival_points import on_day

if TYPE_CHECKING:
    import polars as pl

    from analytics.view import View


def back_by(
    view: View, day: int, again: repurchase.Again = "any", by: str = "all", group: str = "all"
) -> Estimate:
    """Of the customers in a `group` of `by`, those back by `day` in the way of `again`; n entered
    the curve. Unmeasured where nobody was watched for so long."""
    query = repurchase.RepurchaseQuery(view.filters, by, again)
    curve: pl.DataFrame = view.remember(
        f"curve {query}", lambda: repurchase.curve(view.store, view.manifest.version, query)
    )
    return on_day(curve, day).get(group, UNMEASURED)


def back_by_of(counts: pl.DataFrame, day: int) -> Estimate:
    """The same of counts that are at hand: days, is_event, customers, as `survival` takes them."""
    curve = survival.kaplan_meier(counts.with_columns(group=1))
    return on_day(curve, day).get(1, UNMEASURED)
