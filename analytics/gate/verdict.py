"""The verdict over one view of a dataset, and its form in the headless command `assess`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.gate.base import DEFAULT, Condition, Gate, Thresholds, Verdict
from analytics.gate.conditions import Manner, manner, same_manner, same_price, sold_in_public
from analytics.gate.prices import log_ratios

if TYPE_CHECKING:
    from datetime import date

    from analytics.view import View

NEEDED = ("same_price", "sold_in_public")
"""Without these nothing passes. The terms that channels sell on are often missing from the data: an
unmeasured manner is reported, and neither passes nor fails the gate."""


def assess(view: View, thresholds: Thresholds = DEFAULT) -> Gate:
    """The gate over the last 12 months of the period; `insufficient` where a domain or prices are
    missing.

    The channel filter is ignored: the gate compares channels.
    """
    prices, revenue = matched(view, thresholds), sold(view)
    private, public = manners(view)
    has_social_model = bool(evidence(view)["count_models"])
    conditions = (
        same_price(prices, thresholds),
        sold_in_public(revenue, thresholds),
        same_manner(
            private.special,
            public.special,
            has_social_model=has_social_model,
            thresholds=thresholds,
        ),
    )
    return Gate(_verdict(conditions), conditions, _widest(prices))


def matched(view: View, thresholds: Thresholds) -> pl.DataFrame:
    """The rows of `domain_prices`."""
    return _rows(view, "gate/prices", least_lines=thresholds.least_lines)


def sold(view: View) -> pl.DataFrame:
    """The rows of `domain_revenue`, the window split in the middle."""
    return _rows(view, "gate/revenue", middle=middle(view))


def manners(view: View) -> tuple[Manner, Manner]:
    """On which terms units are sold, privately and publicly."""
    by_domain: tuple[Manner, Manner] = view.remember(
        "gate manners", lambda: (manner(sold(view), "private"), manner(sold(view), "public"))
    )
    return by_domain


def evidence(view: View) -> dict[str, Any]:
    """The row of `domain_evidence`."""
    row: dict[str, Any] = _rows(view, "gate/evidence").row(0, named=True)
    return row


def window(view: View) -> tuple[date, date]:
    """The first day the gate looks at, and the last."""
    start = view.last_year.filters.start
    assert start is not None
    first = view.manifest.about["first_on"]
    return max(start, start.fromisoformat(first)) if first else start, view.as_of


def middle(view: View) -> date:
    """The first day of the month in which the second half of the window begins."""
    start, end = window(view)
    half = (start.year + end.year) * 12 + start.month + end.month - 2
    months = -(-half // 2)
    return start.replace(year=months // 12, month=months % 12 + 1, day=1)


def as_json(gate: Gate) -> dict[str, Any]:
    """The gate as the headless command returns it."""
    return {
        "verdict": gate.verdict,
        "measures": [
            {
                "key": condition.key,
                "value": condition.estimate.value,
                "low": condition.estimate.low,
                "high": condition.estimate.high,
                "n": condition.estimate.n,
                "line": condition.line,
                "verdict": condition.verdict,
                **_weighted(condition),
            }
            for condition in gate.conditions
        ],
        "widest": [{"product": product, "gap": gap} for product, gap in gate.widest],
    }


def _weighted(condition: Condition) -> dict[str, Any]:
    """The price by money, under a key that the other conditions do not have."""
    if condition.by_money is None:
        return {}
    estimate = condition.by_money.estimate
    ends = {"value": estimate.value, "low": estimate.low, "high": estimate.high}
    return {"weighted": ends}


def _rows(view: View, query: str, **params: object) -> pl.DataFrame:
    """The query over the gate's window, without the channel filter."""
    filters = replace(view.last_year.filters, channels=())
    all_params = {**filters.params(), **params}
    rows: pl.DataFrame = view.remember(
        f"gate {query} {all_params}",
        lambda: view.store.run(query, view.manifest.version, **all_params),
    )
    return rows


def _verdict(conditions: tuple[Condition, ...]) -> Verdict:
    """A failed condition fails; those that are needed, and those that are measured, must pass."""
    if any(condition.verdict == "fail" for condition in conditions):
        return "fail"
    deciding = [
        condition
        for condition in conditions
        if condition.key in NEEDED or condition.estimate.value is not None
    ]
    return "pass" if all(condition.verdict == "pass" for condition in deciding) else "insufficient"


def _widest(prices: pl.DataFrame, count: int = 5) -> tuple[tuple[str, float], ...]:
    """The products whose median gap is largest, and the gap."""
    if prices.is_empty():
        return ()
    gaps = (
        log_ratios(prices)
        .group_by("product")
        .agg((pl.col("log_ratio").median().exp() - 1).alias("gap"))
        .sort(pl.col("gap").abs(), "product", descending=[True, False])
    )
    return tuple(gaps.head(count).rows())
