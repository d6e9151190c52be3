"""The verdict over one view of a dataset, and as the headless command says it in `assess`."""

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
"""Without these nothing passes. Which terms channels sell on is often untold: a manner that is
unmeasured is said, and neither passes nor fails anything."""


def assess(view: View, lines: Thresholds = DEFAULT) -> Gate:
    """The gate over the last 12 months of the period; `insufficient` where a domain or prices are
    missing.

    The channel filter is ignored: the gate compares channels.
    """
    prices, revenue = matched(view, lines), sold(view)
    private, public = manners(view)
    is_told = bool(evidence(view)["count_models"])
    conditions = (
        same_price(prices, lines),
        sold_in_public(revenue, lines),
        same_manner(private.special, public.special, is_told=is_told, lines=lines),
    )
    return Gate(_verdict(conditions), conditions, _widest(prices))


def matched(view: View, lines: Thresholds) -> pl.DataFrame:
    """The rows of `domain_prices`."""
    return _rows(view, "gate/prices", least_lines=lines.least_lines)


def sold(view: View) -> pl.DataFrame:
    """The rows of `domain_revenue`, the window split in the middle."""
    return _rows(view, "gate/revenue", middle=middle(view))


def manners(view: View) -> tuple[Manner, Manner]:
    """On which terms units are sold, privately and publicly."""
    found: tuple[Manner, Manner] = view.remember(
        "gate manners", lambda: (manner(sold(view), "private"), manner(sold(view), "public"))
    )
    return found


def evidence(view: View) -> dict[str, Any]:
    """The row of `domain_evidence`."""
    told: dict[str, Any] = _rows(view, "gate/evidence").row(0, named=True)
    return told


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
                "key": one.key,
                "value": one.estimate.value,
                "low": one.estimate.low,
                "high": one.estimate.high,
                "n": one.estimate.n,
                "line": one.line,
                "verdict": one.verdict,
            }
            for one in gate.conditions
        ],
        "widest": [{"product": product, "gap": gap} for product, gap in gate.widest],
    }


def _rows(view: View, query: str, **params: object) -> pl.DataFrame:
    """The query over the gate's window, whatever channels are chosen."""
    filters = replace(view.last_year.filters, channels=())
    asked = {**filters.params(), **params}
    found: pl.DataFrame = view.remember(
        f"gate {query} {asked}", lambda: view.store.run(query, view.manifest.version, **asked)
    )
    return found


def _verdict(conditions: tuple[Condition, ...]) -> Verdict:
    """A failed condition fails; those that are needed, and those that are measured, must pass."""
    if any(one.verdict == "fail" for one in conditions):
        return "fail"
    held = [one for one in conditions if one.key in NEEDED or one.estimate.value is not None]
    return "pass" if all(one.verdict == "pass" for one in held) else "insufficient"


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
