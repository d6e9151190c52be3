"""Who the customers are: their histories, the eight RFM groups, concentration, and comings and
goings by month.

The eight groups split recency, number of purchase days and net value at their means over the
customers looked at: Hughes's RFM in the two-way form taught in China as eight named kinds of
customer, from `key_value` (recent, often, much) to `plain_winback` (none of the three). Skewed
data put the mean above the median, so "above" is the smaller half: the reader sees the thresholds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.filters import Filters

if TYPE_CHECKING:
    from datetime import date

    from analytics.storage.versions import Store

SEGMENTS = (
    "key_value",
    "key_develop",
    "key_keep",
    "key_winback",
    "plain_value",
    "plain_develop",
    "plain_keep",
    "plain_winback",
)
"""Key or plain by value; then recent and often, recent only, often only, neither."""
FEWEST = 3
"""Customers: the mean of fewer splits nobody."""
TOPS = (0.01, 0.1, 0.2)
LORENZ_POINTS = 101
LAPSE_DAYS = 180


@dataclass(frozen=True)
class Thresholds:
    """The means that split the groups: days since the last purchase, purchase days, net value."""

    days_since: float
    purchase_days: float
    amount: float


def customers(
    store: Store,
    version: str,
    until: date,
    filters: Filters = Filters(),
    *,
    has_amount: bool = True,
) -> pl.DataFrame:
    """One row per customer with a purchase by `until`, as of that day, by customer_id.

    `frequency` is repeat purchase days, `recency_days` first to last purchase, `age_days` first
    purchase to `until`; `monetary` is the mean net value of the repeat purchase days, as
    Gamma-Gamma needs it (the first left out, so null without a repeat); `amount` is all net value,
    later refunds taken off. Money is null without amounts. `segment` as `segmented`.
    """
    customers = store.run("customers/listed", version, until=until, **filters.params())
    if not has_amount:
        nothing = pl.lit(None, dtype=pl.Float64)
        customers = customers.with_columns(monetary=nothing, amount=nothing)
    return segmented(customers)


def thresholds(customers: pl.DataFrame) -> Thresholds | None:
    """Where the groups split; None for fewer than FEWEST customers or without amounts."""
    if customers.height < FEWEST or not customers["amount"].count():
        return None
    means = customers.select(
        days_since=(pl.col("age_days") - pl.col("recency_days")).mean(),
        purchase_days=(pl.col("frequency") + 1).mean(),
        amount=pl.col("amount").mean(),
    )
    return Thresholds(**means.row(0, named=True))


def segmented(customers: pl.DataFrame) -> pl.DataFrame:
    """The same rows with `segment`, one of SEGMENTS; null where there are no thresholds.

    Strictly fewer days since the last purchase, more purchase days, more value than the mean.
    """
    split = thresholds(customers)
    if split is None:
        return customers.with_columns(segment=pl.lit(None, dtype=pl.String))
    is_recent = pl.col("age_days") - pl.col("recency_days") < split.days_since
    is_often = pl.col("frequency") + 1 > split.purchase_days
    is_much = pl.col("amount") > split.amount
    kind = (
        pl.when(is_recent & is_often)
        .then(pl.lit("value"))
        .when(is_recent)
        .then(pl.lit("develop"))
        .when(is_often)
        .then(pl.lit("keep"))
        .otherwise(pl.lit("winback"))
    )
    rank = pl.when(is_much).then(pl.lit("key_")).otherwise(pl.lit("plain_"))
    return customers.with_columns(segment=rank + kind)


def groups(customers: pl.DataFrame) -> pl.DataFrame:
    """One row per RFM group in the order of SEGMENTS: customers, their share 0-1, net value and
    its share; a group with nobody in it has 0. Without groups no rows."""
    grouped = customers.filter(pl.col("segment").is_not_null())
    counted = grouped.group_by("segment").agg(customers=pl.len(), amount=pl.col("amount").sum())
    everyone = pl.DataFrame({"segment": SEGMENTS if grouped.height else ()}, {"segment": pl.String})
    return everyone.join(counted, on="segment", how="left", maintain_order="left").select(
        "segment",
        pl.col("customers").fill_null(0).cast(pl.Int64),
        (pl.col("customers").fill_null(0) / grouped.height).alias("share"),
        pl.col("amount").fill_null(0.0),
        (pl.col("amount").fill_null(0.0) / _positive(float(grouped["amount"].sum()))).alias(
            "amount_share"
        ),
    )


@dataclass(frozen=True)
class Concentration:
    """How unevenly net value lies on `n` customers.

    `gini` is the population form (divisor n, as in Lorenz's area), `gini_sample` the same times
    n / (n - 1), which is 1 where one of n customers holds everything; both None below FEWEST
    customers or without positive value. `lorenz` has one row per point: share of customers from
    the smallest up, share of value. `tops` has one row per share of customers in TOPS (the number
    of them rounded up): their share of value. Customers refunded below zero count as zero.
    """

    n: int
    gini: float | None
    gini_sample: float | None
    lorenz: pl.DataFrame
    tops: pl.DataFrame


def concentration(amounts: pl.Series) -> Concentration:
    """Of one net value per customer; nulls are left out."""
    values = amounts.drop_nulls().cast(pl.Float64).clip(lower_bound=0).sort()
    n, total = values.len(), float(values.sum())
    if n < FEWEST or total <= 0:
        return Concentration(n, None, None, _lorenz(values[:0]), _tops(values[:0]))
    ranked = float((values * pl.Series(range(1, n + 1), dtype=pl.Float64)).sum())
    gini = 2 * ranked / (n * total) - (n + 1) / n
    return Concentration(n, gini, gini * n / (n - 1), _lorenz(values), _tops(values))


def _lorenz(values: pl.Series) -> pl.DataFrame:
    """At most LORENZ_POINTS points of the curve, its ends among them."""
    n = values.len()
    if not n:
        return pl.DataFrame(schema={"customers": pl.Float64, "amount": pl.Float64})
    summed = pl.concat([pl.Series([0.0]), values.cum_sum()])
    last = min(n, LORENZ_POINTS - 1)
    places = sorted({round(n * step / last) for step in range(last + 1)})
    return pl.DataFrame(
        {
            "customers": [place / n for place in places],
            "amount": summed.gather(places) / summed[-1],
        }
    )


def _tops(values: pl.Series) -> pl.DataFrame:
    n = values.len()
    counts = [-int(-n * top // 1) for top in TOPS] if n else []
    return pl.DataFrame(
        {
            "top": TOPS[: len(counts)],
            "customers": counts,
            "amount_share": [
                float(values.tail(count).sum()) / float(values.sum()) for count in counts
            ],
        },
        schema={"top": pl.Float64, "customers": pl.Int64, "amount_share": pl.Float64},
    )


def flows(
    store: Store,
    version: str,
    until: date,
    filters: Filters = Filters(),
    lapse_days: int = LAPSE_DAYS,
) -> pl.DataFrame:
    """One row per month and kind: customers, orders, net value in the dataset's currency.

    Kinds are new, returning, reactivated (after more than `lapse_days` without a purchase),
    refunded (days without a purchase: money back, an exchange, a gift) and lapsed: customers whose
    `lapse_days` ran out, with what they had paid in the `lapse_days` up to their last purchase.

    Nobody counts twice in a month and kind. All but lapsed add up to the month's purchases and net
    value of everybody identified, those who never bought among them where there are no filters; the
    new ones add up to all customers. Versions without `outside_days` lack what was sent back before
    a first purchase. No customers: no rows.
    """
    is_whole = store.manifest(version).has_outside_days
    query = "customers/flows" if is_whole else "customers/flows_of_buyers"
    return store.run(query, version, until=until, lapse_days=lapse_days, **filters.params())


def _positive(total: float) -> float | None:
    """A share of nothing is no share."""
    return total if total > 0 else None
