"""What each kind of channel sells and brings, as frames and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.channels.mix import COSTED, PLACE
from analytics.channels.paths import UNKNOWN
from analytics.scoring.thresholds import MIN_CUSTOMERS
from ui import format as fmt
from ui.views.channels.paths import name
from ui.views.channels.places import named
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.channels.mix import Mix
    from ui.text import Text

COUNTED = ("units", "customers", "rate")
"""Measures that need no money."""
MONEY = ("revenue", "share", "discount", "refunds", "margin", "costed_share")
RATES = ("discount", "refunds", "margin", "rate")
MOST = 8
PERCENT = 100.0
COLUMNS = (
    *(*PLACE, "revenue", "share", "customers", "rate", "again_interval"),
    *("margin", "costed_share", "discount", "refunds", "units", "eligible"),
)
"""The most wanted columns first: on a narrow screen the last ones are scrolled to."""
CALLED = {
    "customers": "new_customers",
    "rate": "again",
    "eligible": "again_of",
}
"""What the columns of the table are called, where other tables use the same names otherwise."""


def place(row: Mapping[str, Any], text: Text) -> str:
    """A social model, a domain, and online or offline, as far as each is known."""
    dimensions = [part for part in PLACE if row[part] != UNKNOWN]
    if not dimensions:
        return text("channels.unknown")
    parts = dimensions if "social_model" in dimensions else ["social_model", *dimensions]
    return text("channels.dot").join(name(part, row[part], text) for part in parts)


def share_sentence(mix: Mix, currency: str | None, text: Text) -> str:
    """How revenue lies on the domains, the biggest place, and which way the private share went."""
    total = float(mix.table["revenue"].sum())
    if total <= 0:
        return text("channels.share_none")
    sums = dict(mix.table.group_by("domain").agg(pl.col("revenue").sum()).rows())
    parts = [
        text(
            "channels.share_of",
            domain=name("domain", domain, text),
            share=fmt.percent(sums[domain] / total, text.lang),
        )
        for domain in ("private", "public", UNKNOWN)
        if domain in sums
    ]
    top = mix.table.row(0, named=True)
    sentence = text(
        "channels.share_told",
        total=fmt.money(total, text.lang, currency, compact=True),
        parts=text("common.and").join(parts),
        top=place(top, text),
        share=fmt.percent(top["share"], text.lang),
    )
    trend = _private_trend(mix, text)
    return joined([sentence, trend] if trend else [sentence], text)


def measure_sentence(mix: Mix, measure: str, currency: str | None, text: Text) -> str:
    """Where a measure is highest and lowest, among places with enough behind it, and how that of
    the highest has changed."""
    rows = _measurable(mix.table, measure).sort(measure, *PLACE, descending=[True, *[False] * 3])
    label = text(f"channels.measure.{measure}")
    if rows.is_empty():
        return text("channels.measure_none", measure=label)
    top, bottom = rows.row(0, named=True), rows.row(-1, named=True)
    facts = {"measure": label, "top": place(top, text)}
    facts["top_value"] = value(top, measure, currency, text)
    if rows.height == 1:
        sentence = text("channels.measure_one", **facts)
    else:
        last = value(bottom, measure, currency, text)
        sentence = text(
            "channels.measure_told", bottom=place(bottom, text), bottom_value=last, **facts
        )
    trend = _trend(mix, top, measure, currency, text)
    return joined([sentence, trend] if trend else [sentence], text)


def value(row: Mapping[str, Any], measure: str, currency: str | None, text: Text) -> str:
    """A measure of a place, with its interval and n where it has one."""
    if measure == "rate":
        ends = fmt.interval(row["low"], row["high"], text.lang, rate=True, digits=1)
        n = fmt.count(row["eligible"], text.lang)
        rate = fmt.percent(row["rate"], text.lang)
        return text("common.value_with_interval", value=rate, interval=ends, n=n)
    if measure == "revenue":
        return fmt.money(row[measure], text.lang, currency, compact=True)
    if measure in RATES:
        return fmt.percent(row[measure], text.lang)
    return fmt.count(row[measure], text.lang, compact=True)


def table(mix: Mix, text: Text) -> pl.DataFrame:
    """One row per place; shares in per cent; columns without a value are left out."""
    ends = [
        fmt.interval(row["low"], row["high"], text.lang, rate=True, digits=1)
        for row in mix.table.to_dicts()
    ]
    frame = mix.table.with_columns(
        *(named(mix.table, part, text) for part in PLACE),
        *(_percent(column) for column in ("share", *RATES, "costed_share")),
        pl.col("revenue").round().cast(pl.Int64),
        again_interval=pl.Series(ends, dtype=pl.String),
    )
    filled = [column for column in COLUMNS if not frame[column].is_null().all()]
    is_all_costed = (frame["costed_share"] == PERCENT).all()
    columns = [column for column in filled if column != "costed_share" or not is_all_costed]
    return frame.select(columns).rename(CALLED, strict=False)


def panels(mix: Mix, measure: str, currency: str | None, text: Text) -> pl.DataFrame:
    """One row per place and month with the measure: panel, period, label, value, sentence. The
    biggest places; of shares of people only months with 30 of them."""
    names = [place(row, text) for row in mix.table.head(MOST).to_dicts()]
    places = mix.table.head(MOST).select(*PLACE, panel=pl.Series(names, dtype=pl.String))
    rows = _measurable(mix.months, measure).join(places.with_row_index("at"), on=PLACE, how="inner")
    ordered = rows.sort("at", "month_on")
    sentences = [_hover(row, measure, currency, text) for row in ordered.to_dicts()]
    return ordered.select(
        "panel",
        period="month_on",
        value=pl.col(measure).cast(pl.Float64),
        sentence=pl.Series(sentences, dtype=pl.String),
    )


def notes(mix: Mix, text: Text) -> list[str]:
    """On how much discount and margin rest, where it is not nearly everything."""
    is_open = mix.table["refunds"].is_null().all()
    sentences = [text("channels.refunds_unknown")] if is_open else []
    for measure, share, weight in (
        ("discount", "listed_share", "paid"),
        ("margin", "costed_share", "revenue"),
    ):
        covered = _covered(mix.table, share, weight)
        if not covered:
            sentences.append(text(f"channels.{measure}_unknown"))
        elif covered < COSTED:
            sentences.append(
                text(f"channels.{measure}_partly", share=fmt.percent(covered, text.lang))
            )
    return sentences


def _private_trend(mix: Mix, text: Text) -> str:
    """The private share of what is placed in the first and the last half; "" where only one domain
    is known or there are too few months."""
    halves = mix.halves.filter(pl.col("domain") != UNKNOWN)
    sums = halves.group_by("half").agg(
        private=pl.col("revenue").filter(pl.col("domain") == "private").sum(),
        total=pl.col("revenue").sum(),
    )
    shares = {half: private / total for half, private, total in sums.rows() if total > 0}
    if halves["domain"].n_unique() == 1 or set(shares) != {0, 1}:
        return ""
    first, last = (fmt.percent(shares[half], text.lang) for half in (0, 1))
    return text("channels.trend_private", months=mix.half, first=first, last=last)


def _trend(mix: Mix, top: Mapping[str, Any], measure: str, currency: str | None, text: Text) -> str:
    rows = mix.halves.filter(pl.all_horizontal(pl.col(part) == top[part] for part in PLACE))
    halves = {row["half"]: row for row in _measurable(rows, measure).to_dicts()}
    if set(halves) != {0, 1}:
        return ""
    first, last = (value(halves[half], measure, currency, text) for half in (0, 1))
    return text(
        "channels.trend_told", top=place(top, text), months=mix.half, first=first, last=last
    )


def _measurable(frame: pl.DataFrame, measure: str) -> pl.DataFrame:
    enough = pl.col("eligible") >= MIN_CUSTOMERS if measure == "rate" else pl.lit(value=True)
    return frame.filter(pl.col(measure).is_not_null() & enough)


def _percent(column: str) -> pl.Expr:
    return (pl.col(column) * PERCENT).round(1)


def _covered(frame: pl.DataFrame, share: str, weight: str) -> float:
    rows = frame.filter(pl.col(weight) > 0)
    total = float(rows[weight].sum())
    part = rows.select((pl.col(share).fill_null(0.0) * pl.col(weight)).sum()).item()
    return float(part) / total if total > 0 else 0.0


def _hover(row: Mapping[str, Any], measure: str, currency: str | None, text: Text) -> str:
    return text(
        "channels.panel_hover",
        place=row["panel"],
        month=fmt.month(row["month_on"], text.lang),
        measure=text(f"channels.measure.{measure}"),
        value=value(row, measure, currency, text),
        n=fmt.count(row["count_lines"], text.lang),
    )
