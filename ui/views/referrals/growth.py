"""K in words and in rows fit to draw: how many customers a customer brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from ui import format as fmt
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.referrals.compliance import Checked
    from analytics.referrals.k_factor import Growth
    from analytics.stats.intervals import Estimate
    from ui.text import Text

FEWEST = 30
"""Fewer customers than this make no statement of K."""
DIGITS = 3
SHOWN_GENERATIONS = 8


def headline(grown: Growth, text: Text) -> str:
    """What a consultant reads out: how many were brought, and K."""
    told = text(
        "referrals.headline",
        brought=fmt.count(grown.arrived, text.lang),
        customers=fmt.count(grown.customers, text.lang),
        share=_share(grown.arrived, grown.customers, text),
    )
    return joined([told, growth_sentence(grown, text)], text)


def growth_sentence(grown: Growth, text: Text) -> str:
    """K with its interval, and what it means; too few observed say so."""
    one = grown.overall
    if one.value is None or one.n < FEWEST:
        n = fmt.count(one.n, text.lang)
        return text("referrals.k_young", days=grown.days, n=n, fewest=FEWEST)
    said = text("referrals.k_told", days=grown.days, **estimate(one, text))
    return joined([said, text(f"referrals.k_{_against_one(one)}")], text)


def _against_one(one: Estimate) -> str:
    if one.low is not None and one.low > 1:
        return "above"
    return "below" if one.high is not None and one.high < 1 else "open"


def estimate(one: Estimate, text: Text) -> dict[str, str]:
    """A mean number of people with its interval and n."""
    digits = _digits(one.value)
    return {
        "value": fmt.number(one.value, text.lang, digits),
        "interval": fmt.interval(one.low, one.high, text.lang, digits=digits),
        "n": fmt.count(one.n, text.lang),
    }


def _digits(value: float | None) -> int:
    return DIGITS if value is None or value < 1 else 2


def paid_sentence(grown: Growth, checked: Checked, text: Text) -> str:
    """How much of K was paid for."""
    if not checked.is_told:
        return text("referrals.paid_unknown")
    if not checked.links:
        return ""
    said = text(
        "referrals.paid_told",
        paid=fmt.count(checked.paid, text.lang),
        links=fmt.count(checked.links, text.lang),
        share=_share(checked.paid, checked.links, text),
    )
    if grown.overall.value is None or grown.overall.n < FEWEST:
        return said
    unpaid, paid = (estimate(one, text) for one in (grown.unpaid, grown.paid))
    parts = text(
        "referrals.paid_parts",
        unpaid=unpaid["value"],
        unpaid_interval=unpaid["interval"],
        paid=paid["value"],
        paid_interval=paid["interval"],
    )
    return joined([said, parts], text)


def generations(grown: Growth, text: Text) -> list[dict[str, Any]]:
    """What the chart of K takes: one row per generation with enough of them to draw."""
    known = grown.generations.filter(pl.col("eligible") >= FEWEST)
    rows = known.head(SHOWN_GENERATIONS).to_dicts()
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


def generations_sentence(grown: Growth, text: Text) -> str:
    """Whether those who were brought bring others in turn."""
    known = {
        row["generation"]: row
        for row in grown.generations.to_dicts()
        if row["eligible"] >= FEWEST and row["low"] is not None
    }
    if not {0, 1} <= set(known):
        return text("referrals.generations_few", fewest=FEWEST)
    first, second = known[0], known[1]
    gap = second["k"] - first["k"]
    near = (first["high"] - first["k"], second["k"] - second["low"])
    far = (first["k"] - first["low"], second["high"] - second["k"])
    reach = near if gap > 0 else far
    is_apart = gap**2 > reach[0] ** 2 + reach[1] ** 2
    key = ("more" if gap > 0 else "less") if is_apart else "same"
    values = [fmt.number(row["k"], text.lang, DIGITS) for row in (first, second)]
    return text(f"referrals.generations_{key}", first=values[0], second=values[1])


def table_of_growth(grown: Growth, text: Text) -> tuple[pl.DataFrame, dict[str, str]]:
    """Rows and headers behind the chart of K."""
    table = grown.generations
    names = [name for name in table.columns if not table[name].is_null().all()]
    headers = {name: text(f"referrals.column.{name}") for name in names}
    return table.select(names).with_columns(
        pl.col(pl.Float64).round(4)  # a column of rates below 0.05 needs more than two places
    ), headers


def _share(part: int, whole: int, text: Text) -> str:
    return fmt.percent(part / whole if whole else None, text.lang)
