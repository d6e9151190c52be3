"""K in words and in rows fit to draw: how many customers a customer brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.scoring.thresholds import MIN_CUSTOMERS
from ui import format as fmt
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.referrals.compliance import ComplianceReport
    from analytics.referrals.k_factor import Growth
    from analytics.stats.intervals import Estimate
    from ui.text import Text

DIGITS = 3
SHOWN_GENERATIONS = 8


def headline(growth: Growth, text: Text) -> str:
    """What a consultant reads out: how many were brought."""
    return text(
        "referrals.headline",
        brought=fmt.count(growth.arrived, text.lang),
        customers=fmt.count(growth.customers, text.lang),
        share=_share(growth.arrived, growth.customers, text),
    )


def growth_sentence(growth: Growth, text: Text) -> str:
    """K with its interval, and what it means; with fewer than MIN_CUSTOMERS observed, only that."""
    k = growth.overall
    if k.value is None or k.n < MIN_CUSTOMERS:
        n = fmt.count(k.n, text.lang)
        return text("referrals.k_young", days=growth.days, n=n, fewest=MIN_CUSTOMERS)
    sentence = text("referrals.k_told", days=growth.days, **facts(k, text))
    return joined([sentence, text(f"referrals.k_{_side_of_one(k)}")], text)


def _side_of_one(k: Estimate) -> str:
    if k.low is not None and k.low > 1:
        return "above"
    return "below" if k.high is not None and k.high < 1 else "open"


def facts(estimate: Estimate, text: Text) -> dict[str, str]:
    """A mean number of people with its interval and n, as the sentences take them."""
    digits = _digits(estimate.value)
    return {
        "value": fmt.number(estimate.value, text.lang, digits),
        "interval": fmt.interval(estimate.low, estimate.high, text.lang, digits=digits),
        "n": fmt.count(estimate.n, text.lang),
    }


def _digits(value: float | None) -> int:
    return DIGITS if value is None or value < 1 else 2


def paid_sentence(growth: Growth, compliance: ComplianceReport, text: Text) -> str:
    """How much of K was paid for."""
    if not compliance.is_told:
        return text("referrals.paid_unknown")
    if not compliance.links:
        return ""
    sentence = text(
        "referrals.paid_told",
        paid=fmt.count(compliance.paid, text.lang),
        links=fmt.count(compliance.links, text.lang),
        share=_share(compliance.paid, compliance.links, text),
    )
    if growth.overall.value is None or growth.overall.n < MIN_CUSTOMERS:
        return sentence
    unpaid, paid = (facts(k, text) for k in (growth.unpaid, growth.paid))
    parts = text(
        "referrals.paid_parts",
        unpaid=unpaid["value"],
        unpaid_interval=unpaid["interval"],
        paid=paid["value"],
        paid_interval=paid["interval"],
    )
    return joined([sentence, parts], text)


def generations(growth: Growth, text: Text) -> list[dict[str, Any]]:
    """What the chart of K takes: one row per generation with enough of them to draw."""
    frame = growth.generations.filter(pl.col("eligible") >= MIN_CUSTOMERS)
    rows = frame.head(SHOWN_GENERATIONS).to_dicts()
    return [
        {
            "label": text("referrals.generation", n=row["generation"]),
            "value": row["k"],
            "low": row["low"],
            "high": row["high"],
            "shown": fmt.number(row["k"], text.lang, _digits(row["k"])),
            "sentence": text(
                "referrals.generation_hover",
                generation=row["generation"],
                k=fmt.number(row["k"], text.lang, _digits(row["k"])),
                interval=fmt.interval(row["low"], row["high"], text.lang, digits=DIGITS),
                n=fmt.count(row["eligible"], text.lang),
            ),
        }
        for row in rows
    ]


def generations_sentence(growth: Growth, text: Text) -> str:
    """Whether those who were brought bring others in turn."""
    rows = {
        row["generation"]: row
        for row in growth.generations.to_dicts()
        if row["eligible"] >= MIN_CUSTOMERS and row["low"] is not None
    }
    if not {0, 1} <= set(rows):
        return text("referrals.generations_few", fewest=MIN_CUSTOMERS)
    first, second = rows[0], rows[1]
    gap = second["k"] - first["k"]
    near = (first["high"] - first["k"], second["k"] - second["low"])
    far = (first["k"] - first["low"], second["high"] - second["k"])
    reach = near if gap > 0 else far
    is_apart = gap**2 > reach[0] ** 2 + reach[1] ** 2
    key = ("more" if gap > 0 else "less") if is_apart else "same"
    values = [fmt.number(row["k"], text.lang, DIGITS) for row in (first, second)]
    return text(f"referrals.generations_{key}", first=values[0], second=values[1])


def table_of_growth(growth: Growth, text: Text) -> tuple[pl.DataFrame, dict[str, str]]:
    """Rows and headers behind the chart of K."""
    table = growth.generations
    names = [name for name in table.columns if not table[name].is_null().all()]
    headers = {name: text(f"referrals.column.{name}") for name in names}
    return table.select(names).with_columns(
        pl.col(pl.Float64).round(4)  # a column of rates below 0.05 needs more than two places
    ), headers


def _share(part: int, whole: int, text: Text) -> str:
    return fmt.percent(part / whole if whole else None, text.lang)
