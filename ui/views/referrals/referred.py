"""Advocates, and those they brought against everybody else, in words and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.stats import survival
from ui import format as fmt
from ui.views.referrals.referrals import masked
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.referrals.advocates import Advocates
    from analytics.referrals.referred import Comparison, Worth
    from analytics.stats.intervals import Estimate
    from ui.text import Text

CHANCE = 0.05
PERCENT = 100.0
SOON = 90
DAYS = (30, 60, 90, 180, 365)


def advocates_sentence(advocates: Advocates, text: Text) -> str:
    """The share of customers who refer, how few bring half, and on how many days they buy."""
    if not advocates.brought:
        return text("referrals.advocates_none")
    sentences = [
        text(
            "referrals.advocates_told",
            share=fmt.percent(advocates.share.value, text.lang),
            interval=_rates(advocates.share.low, advocates.share.high, text),
            n=fmt.count(advocates.share.n, text.lang),
        ),
        text(
            "referrals.advocates_few",
            half=fmt.count(advocates.half, text.lang),
            top=fmt.percent(advocates.top_share, text.lang),
        ),
    ]
    if advocates.days is not None and advocates.other_days is not None:
        own, others = (
            fmt.number(days, text.lang, 1) for days in (advocates.days, advocates.other_days)
        )
        sentences.append(text("referrals.advocates_days", days=own, others=others))
    return joined(sentences, text)


def advocates_table(
    advocates: Advocates, names: Mapping[int, str], text: Text, *, show_ids: bool
) -> tuple[pl.DataFrame, dict[str, str]]:
    """The most active, ids hidden but for their first letters unless they may be shown; columns
    without a value left out."""
    ids = [names[key] for key in advocates.top["customer_key"]]
    shown = ids if show_ids else [masked(each) for each in ids]
    table = advocates.top.with_columns(customer=pl.Series(shown, dtype=pl.String)).select(
        *("customer", "children", "paid_children", "heads", "below", "brought_value"),
        *("first_on", "generation", "count_days", "value"),
    )
    columns = [name for name in table.columns if not table[name].is_null().all()]
    return table.select(columns), {name: text(f"referrals.column.{name}") for name in columns}


def first_rows(curve: pl.DataFrame, text: Text) -> list[dict[str, Any]]:
    """What the chart of the time to the first customer brought takes."""
    return [
        {
            "label": text("charts.survival.within", days=row["day"]),
            "value": row["repurchased"],
            "low": row["low"],
            "high": row["high"],
            "shown": fmt.percent(row["repurchased"], text.lang),
            "sentence": text(
                "referrals.first_hover",
                days=row["day"],
                rate=fmt.percent(row["repurchased"], text.lang),
                interval=_ends(row, text),
                n=fmt.count(row["at_risk"], text.lang),
            ),
        }
        for row in survival.at_day(curve, DAYS).to_dicts()
    ]


def first_table(curve: pl.DataFrame, text: Text) -> tuple[pl.DataFrame, dict[str, str]]:
    """Rows and headers behind that chart, rates in per cent."""
    rows = survival.at_day(curve, DAYS).drop("group")
    headers = {
        name: text("referrals.column.percent", name=text(f"referrals.column.{name}"))
        if rows[name].dtype == pl.Float64
        else text(f"referrals.column.{name}")
        for name in rows.columns
    }
    return rows.with_columns((pl.col(pl.Float64) * PERCENT).round(2)), headers


def first_sentence(curve: pl.DataFrame, text: Text) -> str:
    """How soon customers bring somebody, and how soon those who do."""
    at = {row["day"]: row for row in survival.at_day(curve, (SOON,)).to_dicts()}
    row = at.get(SOON)
    if row is None or row["repurchased"] is None:
        return text("referrals.first_young", days=SOON)
    return text(
        "referrals.first_told",
        days=SOON,
        rate=fmt.percent(row["repurchased"], text.lang),
        interval=_ends(row, text),
        n=fmt.count(row["at_risk"], text.lang),
    )


def _ends(row: Mapping[str, Any], text: Text) -> str:
    return _rates(row["low"], row["high"], text)


def _rates(low: float | None, high: float | None, text: Text) -> str:
    return fmt.interval(low, high, text.lang, rate=True, digits=1)


def curve(comparison: Comparison, text: Text) -> pl.DataFrame:
    """The curves under readable names."""
    names = {name: text(f"referrals.group.{name}") for name in comparison.sizes["group"]}
    return comparison.curve.with_columns(
        pl.col("group").replace_strict(names, return_dtype=pl.String)
    )


def returning_sentence(comparison: Comparison, text: Text) -> str:
    """Whether those brought come back sooner, and by how much at 90 days."""
    if comparison.sizes.height < 2 or comparison.apart.p_value is None:  # noqa: PLR2004
        return text("referrals.compare_none")
    sentences = [_log_rank_sentence(comparison.apart.p_value, text)]
    for row in comparison.returning.filter(pl.col("day") == SOON).to_dicts():
        if row["change"] is None or row["low"] is None:
            continue
        sentences.append(
            text(
                "referrals.compare_told",
                group=text(f"referrals.group.{row['group']}"),
                days=SOON,
                rate=fmt.percent(row["rate"], text.lang),
                own=fmt.percent(row["reference"], text.lang),
                change=fmt.points(fmt.rates_apart(row["rate"], row["reference"]), text.lang),
                interval=_points(row, text),
            )
        )
    return joined(sentences, text)


def _log_rank_sentence(p_value: float, text: Text) -> str:
    key = "referrals.apart_sure" if p_value < CHANCE else "referrals.apart_chance"
    return text(key)


def _points(row: Mapping[str, Any], text: Text) -> str:
    return fmt.interval(100 * row["low"], 100 * row["high"], text.lang, digits=1)


def returning_table(comparison: Comparison, text: Text) -> pl.DataFrame:
    """One row per group and day: both rates and the difference with its interval."""
    rows = [
        (
            text(f"referrals.group.{row['group']}"),
            row["day"],
            fmt.percent(row["rate"], text.lang),
            fmt.percent(row["reference"], text.lang),
            fmt.points(fmt.rates_apart(row["rate"], row["reference"]), text.lang),
            fmt.dash(text.lang) if row["low"] is None else _points(row, text),
        )
        for row in comparison.returning.to_dicts()
    ]
    return _frame(rows, ("group", "days", "rate", "own", "change", "interval"), text)


def worth_sentence(comparison: Comparison, currency: str | None, text: Text) -> str:
    """What those brought are worth against those who came by themselves."""
    if not comparison.worth:
        return text("referrals.worth_none")
    sentences = []
    for worth in comparison.worth:
        if worth.days != SOON or worth.change.value is None:
            continue
        sentences.append(_worth_of_group(worth, currency, text))
    return joined(sentences, text) or text("referrals.worth_young", days=SOON)


def _worth_of_group(worth: Worth, currency: str | None, text: Text) -> str:
    low, high = worth.change.low, worth.change.high
    sure = None if low is None or high is None else low > 0 or high < 0
    key = "open" if not sure else "more" if (worth.change.value or 0) > 0 else "less"
    return text(
        f"referrals.worth_{key}",
        group=text(f"referrals.group.{worth.group}"),
        days=worth.days,
        mean=fmt.money(worth.mean.value, text.lang, currency),
        own=fmt.money(worth.own.value, text.lang, currency),
        change=fmt.money(abs(worth.change.value or 0), text.lang, currency),
        interval=_outward(worth.change, text),
    )


def _outward(change: Estimate, text: Text) -> str:
    """The limits of a change; of one that is surely less, without their sign."""
    low, high = change.low, change.high
    if low is not None and high is not None and high < 0:
        low, high = -high, -low
    return fmt.interval(low, high, text.lang)


def worth_table(comparison: Comparison, currency: str | None, text: Text) -> pl.DataFrame:
    """One row per group and window: both means, the difference with its interval, and n."""
    rows = [
        (
            text(f"referrals.group.{worth.group}"),
            worth.days,
            fmt.money(worth.mean.value, text.lang, currency),
            fmt.money(worth.own.value, text.lang, currency),
            fmt.money(worth.change.value, text.lang, currency),
            fmt.interval(worth.change.low, worth.change.high, text.lang),
            fmt.count(worth.mean.n, text.lang),
            fmt.count(worth.own.n, text.lang),
        )
        for worth in comparison.worth
    ]
    names = ("group", "days", "mean", "own", "change", "interval", "n", "own_n")
    return _frame(rows, names, text)


def _frame(rows: list[tuple[Any, ...]], names: tuple[str, ...], text: Text) -> pl.DataFrame:
    heads = [text(f"referrals.column.{name}") for name in names]
    kinds = [pl.Int64 if name == "days" else pl.String for name in names]
    return pl.DataFrame(rows, schema=dict(zip(heads, kinds, strict=True)), orient="row")


def sizes_sentence(comparison: Comparison, text: Text) -> str:
    """Who is compared with whom."""
    parts = [
        text(
            "referrals.size",
            group=text(f"referrals.group.{row['group']}"),
            n=fmt.count(row["customers"], text.lang),
        )
        for row in comparison.sizes.to_dicts()
    ]
    return text("referrals.sizes", parts=text("common.and").join(parts))
