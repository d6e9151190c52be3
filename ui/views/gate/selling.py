"""On which terms either domain sells, and how much is public, as frames and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui.views.gate.verdict import share
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.gate import GateReport
    from analytics.gate.conditions import Manner
    from ui.text import Text

PERCENT = 100.0


def terms(report: GateReport, text: Text) -> pl.DataFrame:
    """One row per domain and kind of terms: label, terms, name, value (per cent), units,
    sentence."""
    rows = [
        row
        for code, manner in (("private", report.private), ("public", report.public))
        for row in _terms(code, manner, text)
    ]
    kinds = {"label": pl.String, "terms": pl.String, "name": pl.String, "value": pl.Float64}
    return pl.DataFrame(rows, schema={**kinds, "units": pl.Int64, "sentence": pl.String})


def _terms(code: str, manner: Manner, text: Text) -> list[dict[str, object]]:
    whole, domain = sum(manner.units.values()), text(f"common.domain_{code}")
    rows: list[dict[str, object]] = []
    for kind, units in manner.units.items() if whole else ():
        name = text(f"gate.terms.{kind}")
        labels = {"domain": domain, "terms": name, "units": fmt.count(units, text.lang)}
        sentence = text("gate.terms_hover", share=fmt.percent(units / whole, text.lang), **labels)
        value = PERCENT * units / whole
        facts = {"label": domain, "terms": kind, "name": name, "value": value}
        rows.append({**facts, "units": units, "sentence": sentence})
    return rows


def terms_table(frame: pl.DataFrame) -> pl.DataFrame:
    """The same as a table."""
    return frame.select(
        pl.col("label").alias("domain"),
        pl.col("name").alias("terms"),
        "units",
        pl.col("value").alias("share"),
    )


def private_only(report: GateReport, text: Text) -> str:
    """How much private revenue comes from products never sold publicly; "" without any private."""
    if report.private_only.value is None:
        return ""
    facts = share(report.private_only, text)
    facts.pop("interval")
    return text("gate.private_only", **facts)


def months(frame: pl.DataFrame, text: Text) -> pl.DataFrame:
    """The public share by month, for the chart of bars."""
    return frame.select(
        period=pl.col("month_on"),
        label=pl.Series([fmt.month(day, text.lang) for day in frame["month_on"]], dtype=pl.String),
        value=PERCENT * pl.col("public_share"),
        shown=pl.Series(
            [fmt.percent(value, text.lang) for value in frame["public_share"]], dtype=pl.String
        ),
    )


def months_table(frame: pl.DataFrame) -> pl.DataFrame:
    """The same as a table."""
    return frame.select("month_on", (PERCENT * pl.col("public_share")).alias("public_share"))


def public_sentence(report: GateReport, text: Text) -> str:
    """How much is public, and which way it goes."""
    if report.public_share.value is None:
        return text("gate.reach_unmeasured")
    sentence = text("gate.share_sentence", **share(report.public_share, text))
    trend = report.trend
    if trend.value is None or trend.low is None or trend.high is None:
        return sentence
    if trend.low <= 0 <= trend.high:
        return joined([sentence, text("gate.trend_same")], text)
    low, high = sorted((abs(trend.low), abs(trend.high)))
    facts = {
        "points": fmt.points(abs(trend.value), text.lang).removeprefix("+"),
        "interval": fmt.interval(low, high, text.lang, rate=True, digits=1).removesuffix("%"),
    }
    key = "gate.trend_up" if trend.value > 0 else "gate.trend_down"
    return joined([sentence, text(key, **facts)], text)
