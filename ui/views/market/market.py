"""The own repeat beside the market's, and the share of searches, as frames and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui.text import literal
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.market.base import Refusal
    from analytics.market.norm import BrandNorm, Norm
    from analytics.market.search import SearchShare
    from ui.text import Text

CURVE = dict.fromkeys(("penetration", "repeat", "low", "high"), pl.Float64)


def reason(refusal: Refusal, text: Text) -> str:
    """Why there is no answer, and which sheet or row would bring it."""
    have, least = (
        "" if number is None else fmt.number(number, text.lang, 0 if number == int(number) else 1)
        for number in (refusal.have, refusal.least)
    )
    return text(f"market.refusal.{refusal.code}", have=have, least=least)


def sentence(norm: Norm, text: Text) -> str:
    """What is normal for the own brand and what is observed, else why nothing can be said."""
    if norm.refusal is not None:
        return reason(norm.refusal, text)
    if norm.own is None or norm.panel is None or norm.observed is None:
        return "" if norm.own_refusal is None else reason(norm.own_refusal, text)
    normal = text(
        "market.normal",
        brand=literal(norm.own.name),
        share=fmt.percent(norm.own.expected.penetration, text.lang),
        repeat=fmt.percent(norm.own.expected.repeat, text.lang, 0),
        days=norm.panel.days,
    )
    if norm.own_refusal is not None or norm.verdict is None:
        return joined(
            [normal, "" if norm.own_refusal is None else reason(norm.own_refusal, text)], text
        )
    observed = text(
        f"market.says.{norm.verdict}",
        rate=fmt.percent(norm.observed.value, text.lang, 0),
        range=fmt.interval(norm.observed.low, norm.observed.high, text.lang, rate=True, digits=0),
    )
    return joined([normal, observed], text)


def curve(norm: Norm) -> pl.DataFrame:
    """One row per size of brand: penetration, repeat expected, low, high."""
    return pl.DataFrame(list(norm.curve), schema=CURVE, orient="row")


def brands(norm: Norm, text: Text) -> pl.DataFrame:
    """One row per brand of the panel, and the own brand's observed repeat, for the chart."""
    rows = [_dot(each, norm, text) for each in norm.norms]
    kinds = dict.fromkeys(("low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=kinds)


def _dot(brand: BrandNorm, norm: Norm, text: Text) -> dict[str, object]:
    is_own = norm.own is not None and brand.name == norm.own.name and norm.verdict is not None
    observed = norm.observed if is_own else None
    repeat = brand.expected.repeat if observed is None else observed.value
    share = brand.observed_penetration or brand.expected.penetration
    return {
        "label": brand.name,
        "penetration": share,
        "repeat": repeat,
        "low": observed and observed.low,
        "high": observed and observed.high,
        "is_own": is_own,
        "sentence": text(
            "market.dot_own" if is_own else "market.dot",
            brand=brand.name,
            share=fmt.percent(share, text.lang),
            repeat=fmt.percent(repeat, text.lang, 0),
        ),
    }


def table(norm: Norm, text: Text) -> tuple[pl.DataFrame, dict[str, str]]:
    """One row per brand: what the sheet says and what is expected, with the headers."""
    rows = [
        {
            "brand": each.name,
            "share": each.share,
            "penetration": each.observed_penetration,
            "spread": each.spread,
            "expected_penetration": each.expected.penetration,
            "rate": each.expected.rate,
            "repeat": each.expected.repeat,
            "low": each.low,
            "high": each.high,
        }
        for each in norm.norms
    ]
    kinds = dict.fromkeys(("penetration", "spread"), pl.Float64)
    frame = pl.DataFrame(rows, schema_overrides=kinds)
    return frame, {name: text(f"market.column.{name}") for name in frame.columns}


def method(norm: Norm, text: Text) -> str:
    """How the expectation is made, with its parameters."""
    if norm.market is None or norm.spread is None or norm.spreads is None:
        return ""
    numbers = {
        "mean": norm.market.mean,
        "shape": norm.market.shape,
        "spread": norm.spread,
        "low": norm.spreads[0],
        "high": norm.spreads[1],
    }
    written = {name: fmt.number(number, text.lang, 2) for name, number in numbers.items()}
    return text("market.formula_expected", **written)


def left_out(counts: dict[str, int], text: Text) -> str:
    """Rows that were left out, and why; empty where none was."""
    reasons = [
        text("market.fault", why=text(f"market.faults.{fault}"), n=fmt.count(count, text.lang))
        for fault, count in counts.items()
    ]
    return joined(reasons, text)


def search_sentence(searches: SearchShare, text: Text) -> str:
    """The share of searches now and its change, else why nothing can be said."""
    if searches.refusal is not None:
        return reason(searches.refusal, text)
    now, change = searches.now, searches.change
    if now is None or change is None or change.value is None:
        return ""
    direction = "same"
    if change.low is not None and change.high is not None:
        direction = "up" if change.low > 0 else "down" if change.high < 0 else "same"
    low, high = change.low, change.high
    if direction == "down" and low is not None and high is not None:
        low, high = -high, -low
    return text(
        f"market.search.{direction}",
        share=fmt.percent(now.value, text.lang),
        points=fmt.points(abs(change.value), text.lang),
        range=fmt.interval(
            None if low is None else 100 * low,
            None if high is None else 100 * high,
            text.lang,
            digits=1,
        ),
    )


def weeks(searches: SearchShare, text: Text) -> pl.DataFrame:
    """One row per week for the line."""
    rows = [
        {
            "week_on": row["week_on"],
            "label": row["week_on"].isoformat(),
            "share": row["share"],
            "sentence": text(
                "market.search.week",
                week=fmt.day(row["week_on"], text.lang),
                share=fmt.percent(row["share"], text.lang),
            ),
        }
        for row in searches.weeks.to_dicts()
    ]
    return pl.DataFrame(rows)
