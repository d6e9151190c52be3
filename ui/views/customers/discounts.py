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
from ui.views.customers.journey import item_name
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.customers.discounts import Change, Deals
    from ui.text import Text

SOON = 90
PERCENT = 100.0
TWO = 2


def _interval(estimate: Estimate, text: Text) -> str:
    return fmt.interval(estimate.low, estimate.high, text.lang, rate=True, digits=1)


def deals_sentence(deals: Deals, text: Text) -> str:
    """The share sold on deal and the mean depth, each with its interval."""
    share = text(
        "discounts.share_sentence",
        rate=fmt.percent(deals.share.value, text.lang),
        interval=_interval(deals.share, text),
        n=fmt.count(deals.share.n, text.lang),
    )
    if deals.depth.value is None:
        return joined([share, text("discounts.depth_none")], text)
    depth = text(
        "discounts.depth_sentence",
        depth=fmt.percent(deals.depth.value, text.lang),
        interval=_interval(deals.depth, text),
    )
    unlisted = 1 - (deals.known or 0.0)
    rest = [text("discounts.unlisted", share=fmt.percent(unlisted, text.lang))] if unlisted else []
    return joined([share, depth, *rest], text)


def months(monthly: pl.DataFrame, text: Text) -> pl.DataFrame:
    """The share on deal by month, for the chart of bars."""
    return monthly.select(
        period=pl.col("month_on"),
        label=pl.Series(
            [fmt.month(day, text.lang) for day in monthly["month_on"]], dtype=pl.String
        ),
        value=PERCENT * pl.col("share"),
        shown=pl.Series(_written(monthly, "share", text), dtype=pl.String),
        n=pl.col("n"),
    )


def _written(frame: pl.DataFrame, name: str, text: Text) -> list[str]:
    rows = frame.select(name, "low", "high").iter_rows()
    return [_cell(rate, low, high, text) for rate, low, high in rows]


def _cell(rate: float | None, low: float | None, high: float | None, text: Text) -> str:
    if rate is None:
        return fmt.dash(text.lang)
    ends = fmt.interval(low, high, text.lang, rate=True, digits=1)
    return text("discounts.share_cell", value=fmt.percent(rate, text.lang), ends=ends)


def trend_sentence(monthly: pl.DataFrame, text: Text) -> str:
    """The trend of the share on deal: the last month against the first."""
    if monthly.height < TWO:
        return text("discounts.trend_short")
    first, last = monthly.row(0, named=True), monthly.row(-1, named=True)
    sides = (monthly.row(at, named=True) for at in (-1, 0))
    return text(
        f"discounts.trend_{_direction(*sides)}",
        first=fmt.month(first["month_on"], text.lang),
        last=fmt.month(last["month_on"], text.lang),
        before=_cell(first["share"], first["low"], first["high"], text),
        after=_cell(last["share"], last["low"], last["high"], text),
    )


def _direction(later: dict[str, float], earlier: dict[str, float]) -> str:
    sides = [_estimate(row, "share", "n") for row in (later, earlier)]
    change = difference(sides[0], sides[1])
    if change.low is None or change.high is None or change.low <= 0 <= change.high:
        return "same"
    return "up" if change.low > 0 else "down"


def _estimate(row: dict[str, float], value: str, n: str) -> Estimate:
    return Estimate(row[value], row["low"], row["high"], int(row[n]))


def first_refusal(deals: Deals, changes: Sequence[Change], text: Text) -> str:
    """Why full-price and discounted first purchases cannot be compared; "" where they can."""
    if (deals.known or 0.0) < ENOUGH_LISTED:
        return text("discounts.first_unlisted", share=fmt.percent(deals.known, text.lang))
    return "" if changes else text("discounts.first_few", least=MIN_CUSTOMERS)


def curves(frame: pl.DataFrame, text: Text) -> pl.DataFrame:
    """The two curves under displayed names."""
    names = {code: text(f"discounts.{code}") for code in ("full", "discounted")}
    return frame.with_columns(pl.col("group").replace_strict(names, return_dtype=pl.String))


def first_sentence(changes: Sequence[Change], text: Text) -> str:
    """The return rate at 90 days after a full-price against a discounted first purchase."""
    change = next((change for change in changes if change.day == SOON), None)
    if change is None or change.verdict is None:
        return text("discounts.first_young", days=SOON)
    return text(
        f"discounts.first_{change.verdict}",
        days=change.day,
        full=fmt.percent(change.full.value, text.lang),
        discounted=fmt.percent(change.discounted.value, text.lang),
        **_points(change, text),
        n=fmt.count(change.change.n, text.lang),
    )


def _points(change: Change, text: Text) -> dict[str, str]:
    return {
        "points": fmt.points(
            fmt.rates_apart(change.full.value, change.discounted.value), text.lang
        ),
        "low": fmt.number(PERCENT * (change.change.low or 0.0), text.lang, 1),
        "high": fmt.number(PERCENT * (change.change.high or 0.0), text.lang, 1),
    }


def first_table(changes: Sequence[Change], text: Text) -> pl.DataFrame:
    """One row per window: both shares and the change between them."""
    rows = [
        (
            text("charts.survival.within", days=change.day),
            fmt.percent(change.full.value, text.lang),
            fmt.percent(change.discounted.value, text.lang),
            text("discounts.change_cell", **_points(change, text)),
        )
        for change in changes
        if change.change.value is not None
    ]
    heads = [text(f"discounts.first_column.{name}") for name in ("days", "full", "deal", "change")]
    return pl.DataFrame(rows, schema=heads, orient="row")


def returned_products(products: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per product: quantity sold and returned, rate with limits, refunds."""
    return pl.DataFrame(
        {
            text("discounts.return_column.product"): [
                item_name(product or "", text) for product in products["product"]
            ],
            text("discounts.return_column.sold"): products["sold"],
            text("discounts.return_column.back"): products["sent_back"],
            text("discounts.return_column.rate"): _written(products, "rate", text),
            text("discounts.return_column.money"): products["refunded"],
        }
    )


def returned_reasons(reasons: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per reason: quantity returned and its share with limits."""
    return pl.DataFrame(
        {
            text("discounts.return_column.reason"): [
                item_name(reason or "", text) for reason in reasons["return_reason"]
            ],
            text("discounts.return_column.back"): reasons["quantity"],
            text("discounts.return_column.rate_of_all"): _written(reasons, "rate", text),
        }
    )


def returned_sentence(products: pl.DataFrame, reasons: pl.DataFrame, text: Text) -> str:
    """The overall return rate, the commonest reason, and the product with the highest rate."""
    sold, back = int(products["sold"].sum()), int(products["sent_back"].sum())
    if back > sold:
        return text(
            "discounts.return_more",
            back=fmt.count(back, text.lang),
            sold=fmt.count(sold, text.lang),
        )
    whole = wilson(back, sold)
    sentences = [
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
        sentences.append(
            text("discounts.reason_sentence", reason=literal(row["return_reason"]), share=share)
        )
    return joined([*sentences, *_outstanding(products, whole, text)], text)


def _outstanding(products: pl.DataFrame, whole: Estimate, text: Text) -> list[str]:
    """The product whose lower limit exceeds the overall rate's upper limit, or that none does."""
    above = products.filter(
        (pl.col("sold") >= MIN_CUSTOMERS) & (pl.col("low") > (whole.high or 1.0))
    )
    if above.is_empty():
        return [text("discounts.return_alike")]
    row = above.sort("low", "product", descending=[True, False]).row(0, named=True)
    rate = _cell(row["rate"], row["low"], row["high"], text)
    return [
        text(
            "discounts.return_worst",
            product=literal(item_name(row["product"] or "", text)),
            rate=rate,
        )
    ]


def cohorts(frame: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per month of the first purchase: the share of customers with a return, in percent."""
    return frame.select(
        period=pl.col("month_on"),
        label=pl.Series([fmt.month(day, text.lang) for day in frame["month_on"]], dtype=pl.String),
        value=PERCENT * pl.col("rate"),
        shown=pl.Series(_written(frame, "rate", text), dtype=pl.String),
        n=pl.col("eligible"),
    )


def cohorts_sentence(frame: pl.DataFrame, days: int, text: Text) -> str:
    """The share of customers with a return within `days`, and the lowest and highest month."""
    whole = wilson(int(frame["returners"].sum()), int(frame["eligible"].sum()))
    sentence = text(
        "discounts.cohort_sentence",
        days=days,
        rate=fmt.percent(whole.value, text.lang),
        interval=_interval(whole, text),
        n=fmt.count(whole.n, text.lang),
    )
    solid = frame.filter(pl.col("eligible") >= MIN_CUSTOMERS).sort("rate", "month_on")
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
    """How many of those who came back within 90 days did so by exchanges alone; "" where nobody
    did. The rate itself is the Repurchase page's."""
    back, not_exchanged = (int(counts[name].sum()) for name in ("came_back", "not_exchanged"))
    if not back:
        return ""
    if back == not_exchanged:
        return text("discounts.exchange_none", days=SOON, n=fmt.count(back, text.lang))
    return text(
        "discounts.exchange_sentence",
        days=SOON,
        share=fmt.percent(1 - not_exchanged / back, text.lang),
        n=fmt.count(back, text.lang),
    )
