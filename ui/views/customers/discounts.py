"""Discounts and returns, as frames and sentences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from analytics.customers.discounts import ENOUGH_LISTED
from analytics.scoring.thresholds import MIN_CUSTOMERS
from analytics.stats.intervals import Estimate, difference, wilson
from ui import format as fmt
from ui.text import literal
from ui.views.customers.journey import given
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.customers.discounts import Change, Deals
    from ui.text import Text

SOON = 90
PERCENT = 100.0
TWO = 2


def _interval(found: Estimate, text: Text) -> str:
    return fmt.interval(found.low, found.high, text.lang, rate=True, digits=1)


def deals_sentence(found: Deals, text: Text) -> str:
    """How much is sold on deal, and how deep."""
    share = text(
        "discounts.share_sentence",
        rate=fmt.percent(found.share.value, text.lang),
        interval=_interval(found.share, text),
        n=fmt.count(found.share.n, text.lang),
    )
    if found.depth.value is None:
        return joined([share, text("discounts.depth_none")], text)
    depth = text(
        "discounts.depth_sentence",
        depth=fmt.percent(found.depth.value, text.lang),
        interval=_interval(found.depth, text),
    )
    unlisted = 1 - (found.known or 0.0)
    rest = [text("discounts.unlisted", share=fmt.percent(unlisted, text.lang))] if unlisted else []
    return joined([share, depth, *rest], text)


def months(found: pl.DataFrame, text: Text) -> pl.DataFrame:
    """The share on deal by month, for the chart of bars."""
    return found.select(
        period=pl.col("month_on"),
        label=pl.Series([fmt.month(day, text.lang) for day in found["month_on"]], dtype=pl.String),
        value=PERCENT * pl.col("share"),
        shown=pl.Series(_written(found, "share", text), dtype=pl.String),
        n=pl.col("n"),
    )


def _written(found: pl.DataFrame, name: str, text: Text) -> list[str]:
    rows = found.select(name, "low", "high").iter_rows()
    return [_cell(rate, low, high, text) for rate, low, high in rows]


def _cell(rate: float | None, low: float | None, high: float | None, text: Text) -> str:
    if rate is None:
        return fmt.dash(text.lang)
    ends = fmt.interval(low, high, text.lang, rate=True, digits=1)
    return text("discounts.share_cell", value=fmt.percent(rate, text.lang), ends=ends)


def trend_sentence(found: pl.DataFrame, text: Text) -> str:
    """Which way the share on deal goes: the last month against the first."""
    if found.height < TWO:
        return text("discounts.trend_short")
    first, last = found.row(0, named=True), found.row(-1, named=True)
    sides = (found.row(at, named=True) for at in (-1, 0))
    return text(
        f"discounts.trend_{_direction(*sides)}",
        first=fmt.month(first["month_on"], text.lang),
        last=fmt.month(last["month_on"], text.lang),
        before=_cell(first["share"], first["low"], first["high"], text),
        after=_cell(last["share"], last["low"], last["high"], text),
    )


def _direction(one: dict[str, float], other: dict[str, float]) -> str:
    change = difference(*(_estimate(row, "share", "n") for row in (one, other)))
    if change.low is None or change.high is None or change.low <= 0 <= change.high:
        return "same"
    return "up" if change.low > 0 else "down"


def _estimate(row: dict[str, float], value: str, n: str) -> Estimate:
    return Estimate(row[value], row["low"], row["high"], int(row[n]))


def first_refusal(found: Deals, changes: Sequence[Change], text: Text) -> str:
    """Why full-price and discounted first purchases cannot be compared; "" where they can."""
    if (found.known or 0.0) < ENOUGH_LISTED:
        return text("discounts.first_unlisted", share=fmt.percent(found.known, text.lang))
    return "" if changes else text("discounts.first_few", least=MIN_CUSTOMERS)


def curves(found: pl.DataFrame, text: Text) -> pl.DataFrame:
    """The two curves under readable names."""
    names = {code: text(f"discounts.{code}") for code in ("full", "discounted")}
    return found.with_columns(pl.col("group").replace_strict(names, return_dtype=pl.String))


def first_sentence(changes: Sequence[Change], text: Text) -> str:
    """Who comes back more, at 90 days."""
    at = next((one for one in changes if one.day == SOON), None)
    if at is None or at.verdict is None:
        return text("discounts.first_young", days=SOON)
    return text(
        f"discounts.first_{at.verdict}",
        days=at.day,
        full=fmt.percent(at.full.value, text.lang),
        discounted=fmt.percent(at.discounted.value, text.lang),
        **_points(at, text),
        n=fmt.count(at.change.n, text.lang),
    )


def _points(one: Change, text: Text) -> dict[str, str]:
    return {
        "points": fmt.points(one.change.value, text.lang),
        "low": fmt.number(PERCENT * (one.change.low or 0.0), text.lang, 1),
        "high": fmt.number(PERCENT * (one.change.high or 0.0), text.lang, 1),
    }


def first_table(changes: Sequence[Change], text: Text) -> pl.DataFrame:
    """One row per window: both shares and the change between them."""
    rows = [
        (
            text("charts.survival.within", days=one.day),
            fmt.percent(one.full.value, text.lang),
            fmt.percent(one.discounted.value, text.lang),
            text("discounts.change_cell", **_points(one, text)),
        )
        for one in changes
        if one.change.value is not None
    ]
    heads = [text(f"discounts.first_column.{name}") for name in ("days", "full", "deal", "change")]
    return pl.DataFrame(rows, schema=heads, orient="row")


def returned_products(found: pl.DataFrame, text: Text) -> pl.DataFrame:
    """What came back, by product."""
    return pl.DataFrame(
        {
            text("discounts.return_column.product"): [
                given(one or "", text) for one in found["product"]
            ],
            text("discounts.return_column.sold"): found["sold"],
            text("discounts.return_column.back"): found["sent_back"],
            text("discounts.return_column.rate"): _written(found, "rate", text),
            text("discounts.return_column.money"): found["refunded"],
        }
    )


def returned_reasons(found: pl.DataFrame, text: Text) -> pl.DataFrame:
    """What came back, by reason."""
    return pl.DataFrame(
        {
            text("discounts.return_column.reason"): [
                given(one or "", text) for one in found["return_reason"]
            ],
            text("discounts.return_column.back"): found["quantity"],
            text("discounts.return_column.rate_of_all"): _written(found, "rate", text),
        }
    )


def returned_sentence(products: pl.DataFrame, reasons: pl.DataFrame, text: Text) -> str:
    """How much comes back in all, from where most, and why."""
    sold, back = int(products["sold"].sum()), int(products["sent_back"].sum())
    if back > sold:
        return text(
            "discounts.return_more",
            back=fmt.count(back, text.lang),
            sold=fmt.count(sold, text.lang),
        )
    whole = wilson(back, sold)
    spoken = [
        text(
            "discounts.return_sentence",
            rate=fmt.percent(whole.value, text.lang),
            interval=_interval(whole, text),
            n=fmt.count(sold, text.lang),
        )
    ]
    named = reasons.filter(pl.col("return_reason").is_not_null())
    if named.height and back:
        row = named.row(0, named=True)
        share = fmt.percent(row["quantity"] / back, text.lang, 0)
        spoken.append(
            text("discounts.reason_sentence", reason=literal(row["return_reason"]), share=share)
        )
    return joined([*spoken, *_outstanding(products, whole, text)], text)


def _outstanding(products: pl.DataFrame, whole: Estimate, text: Text) -> list[str]:
    """The product whose rate is surely above the whole's, if there is one."""
    above = products.filter(
        (pl.col("sold") >= MIN_CUSTOMERS) & (pl.col("low") > (whole.high or 1.0))
    )
    if above.is_empty():
        return [text("discounts.return_alike")]
    row = above.sort("low", "product", descending=[True, False]).row(0, named=True)
    rate = _cell(row["rate"], row["low"], row["high"], text)
    return [
        text(
            "discounts.return_worst", product=literal(given(row["product"] or "", text)), rate=rate
        )
    ]


def cohorts(found: pl.DataFrame, text: Text) -> pl.DataFrame:
    """The share of customers who sent something back, by month of the first purchase."""
    return found.select(
        period=pl.col("month_on"),
        label=pl.Series([fmt.month(day, text.lang) for day in found["month_on"]], dtype=pl.String),
        value=PERCENT * pl.col("rate"),
        shown=pl.Series(_written(found, "rate", text), dtype=pl.String),
        n=pl.col("eligible"),
    )


def cohorts_sentence(found: pl.DataFrame, days: int, text: Text) -> str:
    """How many customers send something back soon after they came, and the range of months."""
    whole = wilson(int(found["returners"].sum()), int(found["eligible"].sum()))
    sentence = text(
        "discounts.cohort_sentence",
        days=days,
        rate=fmt.percent(whole.value, text.lang),
        interval=_interval(whole, text),
        n=fmt.count(whole.n, text.lang),
    )
    solid = found.filter(pl.col("eligible") >= MIN_CUSTOMERS).sort("rate", "month_on")
    if solid.height < TWO:
        return sentence
    least, most = solid.row(0, named=True), solid.row(-1, named=True)
    spread = text(
        "discounts.cohort_range",
        least=_month(least["month_on"], text),
        low=_cell(least["rate"], least["low"], least["high"], text),
        most=_month(most["month_on"], text),
        high=_cell(most["rate"], most["low"], most["high"], text),
    )
    return joined([sentence, spread], text)


def _month(day: date, text: Text) -> str:
    return fmt.month(day, text.lang)


def exchange_sentence(counts: pl.DataFrame, text: Text) -> str:
    """What the 90-day rate becomes where exchanges are no repurchase; "" without customers."""
    eligible = int(counts["eligible"].sum())
    if not eligible:
        return ""
    rates = [int(counts[name].sum()) / eligible for name in ("came_back", "not_exchanged")]
    return text(
        "discounts.exchange_sentence",
        days=SOON,
        rate=fmt.percent(rates[0], text.lang),
        without=fmt.percent(rates[1], text.lang),
        n=fmt.count(eligible, text.lang),
    )
