"""What each kind of channel sells, at what discount and margin, and whom it brings.

A place is a social model, a domain, and online or offline; a part of it that is not placed is
UNKNOWN. Shares rest on sums of money; what cannot be measured is null, never zero.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from analytics.channels.paths import UNKNOWN
from analytics.repurchase.repurchase import RATES
from analytics.stats import survival

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.filters import Filters
    from analytics.storage.versions import Store

PLACE = ("social_model", "domain", "mode")
WINDOW = 90
MEASURES = ("revenue", "units", "discount", "refunds", "margin", "customers", "rate")
"""What can be followed by month."""
FEWEST_MONTHS = 2
"""In each half, for a trend to be reported."""
COSTED = 0.8
"""A margin that rests on a smaller share of the revenue is marked as such."""


@dataclass(frozen=True)
class Mix:
    """Every place, by month and in all.

    `table`: one row per place, the most revenue first. `months`: the same by month. Both hold
    revenue (after refunds), share (of all revenue), paid, units, discount, listed_share, refunds,
    margin, costed_share, customers, eligible, repeaters, rate, low, high. `halves`: `table` for the
    first (half 0) and the last `half` whole months (half 1), without a month in the middle or one
    that is running. No rows where there are fewer than four.
    """

    table: pl.DataFrame
    months: pl.DataFrame
    halves: pl.DataFrame
    half: int
    is_running: bool


def mix(store: Store, version: str, filters: Filters) -> Mix:
    """The mix of the period. Empty frames where nothing was sold.

    discount: 1 less money paid over list prices, of lines with a list price (`listed_share` of the
    money paid). refunds: money back over money in, null where nothing came back anywhere. margin:
    1 less cost over revenue, of goods whose cost is known (`costed_share` of revenue, 0-1).
    customers: first purchases of identified customers; `eligible`: those watched for 90 days after
    it, `repeaters` of whom bought again within them; rate: who is back by day 90 as everywhere
    (`repurchase.within`).
    """
    sales = _with_refunds(store.run("channels/mix_sales", version, **filters.params()))
    first_purchases = store.run(
        "channels/mix_customers", version, **filters.params(), window_days=WINDOW
    )
    table = _measured(sales, first_purchases, PLACE)
    months = _measured(sales, first_purchases, ("month_on", *PLACE)).sort("month_on", *PLACE)
    last: date | None = max(months["month_on"].to_list(), default=None)
    as_of = date.fromisoformat(str(store.run("facts/about_row", version)["as_of"].item()))
    is_running = last is not None and last <= as_of < _month_end(last)
    halves, half = _halves(sales, first_purchases, last if is_running else None)
    largest = table.sort("revenue", "count_lines", *PLACE, descending=[True, True, *[False] * 3])
    return Mix(largest, months, halves, half, is_running)


def channels(store: Store, version: str, filters: Filters) -> pl.DataFrame:
    """One row per channel with lines, the most lines first: channel (null: none given),
    social_model, domain, mode (null: not known), is_guessed, count_lines, amount, is_placed."""
    frame = store.run("channels/mix_channels", version, **filters.params())
    return frame.with_columns(is_placed=pl.any_horizontal(pl.col(PLACE).is_not_null()))


def currencies(store: Store, version: str, _: Filters) -> tuple[int, str]:
    """Lines in other currencies than the commonest, and which: their money counts nowhere."""
    lines, names = store.run("channels/mix_currencies", version).row(0)
    return int(lines), str(names)


def _with_refunds(sales: pl.DataFrame) -> pl.DataFrame:
    """Refunds unknown where there is none at all: such files hardly ever record them."""
    some = (pl.col("refunded") > 0).any()
    return sales.with_columns(refunded=pl.when(some).then("refunded"))


def _month_end(start: date) -> date:
    return start.replace(day=monthrange(start.year, start.month)[1])


def _halves(
    sales: pl.DataFrame, first_purchases: pl.DataFrame, running: date | None
) -> tuple[pl.DataFrame, int]:
    """The two halves of the whole months and how many months are in each."""
    all_months = pl.concat([sales["month_on"], first_purchases["month_on"]]).unique().sort()
    whole = all_months.filter(all_months != running) if running else all_months
    half = len(whole) // 2
    if half < FEWEST_MONTHS:
        whole = whole.clear()
    ends = (whole.head(half), whole.tail(half))
    parts = [
        _measured(
            sales.filter(pl.col("month_on").is_in(months.implode())),
            first_purchases.filter(pl.col("month_on").is_in(months.implode())),
            PLACE,
        ).with_columns(half=pl.lit(place))
        for place, months in enumerate(ends)
    ]
    return pl.concat(parts), half


def _measured(
    sales: pl.DataFrame, first_purchases: pl.DataFrame, keys: Sequence[str]
) -> pl.DataFrame:
    """One row per group of `keys` with every measure."""
    money, people = _sums(sales, keys), _sums(first_purchases.drop("days"), keys)
    joined = money.join(people, on=list(keys), how="full", coalesce=True).join(
        _back(first_purchases, keys), on=list(keys), how="left"
    )
    counts = ("count_lines", "units", "customers", "eligible", "repeaters")
    filled = joined.with_columns(
        pl.col(*counts).fill_null(0), pl.col("amount", "paid").fill_null(0.0)
    )
    return filled.select(
        *keys,
        "count_lines",
        revenue=pl.col("amount"),
        share=_over(pl.col("amount"), pl.col("amount").sum()),
        paid=pl.col("paid"),
        units=pl.col("units"),
        discount=1 - _over(pl.col("listed_paid"), pl.col("list_amount")),
        listed_share=_over(pl.col("listed_paid"), pl.col("paid")),
        refunds=_over(pl.col("refunded"), pl.col("paid")),
        margin=1 - _over(pl.col("cost"), pl.col("costed")),
        costed_share=_over(pl.col("costed"), pl.col("amount")).clip(0, 1),
        customers=pl.col("customers"),
        eligible=pl.col("eligible"),
        repeaters=pl.col("repeaters"),
        **{name: pl.when(pl.col("eligible") > 0).then(pl.col(name)) for name in RATES},
    )


def _back(first_purchases: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """One row per group of `keys`: rate, low and high, where its curve stands on day 90."""
    outcomes = first_purchases.with_columns(pl.col(PLACE).fill_null(UNKNOWN))
    groups = outcomes.select(keys).unique().with_row_index("group")
    counts = outcomes.join(groups, on=list(keys))
    points = survival.at_day(survival.kaplan_meier(counts), [WINDOW])
    return groups.join(points, on="group").select(*keys, **RATES)


def _sums(frame: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Sums by group; null where nothing in it is known."""
    numbers = [name for name, kind in frame.schema.items() if kind.is_numeric()]
    sums = [
        pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()).alias(name)
        for name in numbers
    ]
    return frame.with_columns(pl.col(PLACE).fill_null(UNKNOWN)).group_by(keys).agg(sums)


def _over(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """A ratio; null where there is nothing to divide by."""
    return pl.when(whole > 0).then(part / whole)
