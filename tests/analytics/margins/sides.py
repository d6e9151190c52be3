"""The two frames that a waterfall takes, made by hand."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

MONEY = pl.Decimal(18, 2)
COUNTS = ("count_lines", "units", "count_unlisted_lines", "count_raised_lines")
COUNTS = (*COUNTS, "count_excess_lines", "costed_units", "given_units", "priced_given_units")
SUMS = ("list_amount", "paid", "refunded", "unlisted_paid", "raised", "commission")
SUMS = (*SUMS, "charged_paid", "excess_commission", "goods_cost", "costed_paid", "sold_cost")
SUMS = (*SUMS, "given_cost")
SCHEMA = {
    "item": pl.String,
    "product": pl.String,
    **dict.fromkeys(COUNTS, pl.Int64),
    **dict.fromkeys(SUMS, MONEY),
}
Sides = tuple[pl.DataFrame, pl.DataFrame]


def sold(item: str, units: int, paid: str, cost: str | None = None, **more: Any) -> dict[str, Any]:
    """A product sold at list price, with the cost of all its units if given; `more` by column."""
    row: dict[str, Any] = dict.fromkeys(COUNTS, 0) | dict.fromkeys(SUMS, Decimal())
    row |= {"item": item, "product": item, "units": units, "count_lines": units}
    row |= {"paid": Decimal(paid), "list_amount": Decimal(paid)}
    if cost is not None:
        row |= {"costed_paid": Decimal(paid), "costed_units": units}
        row |= {"goods_cost": Decimal(cost), "sold_cost": Decimal(cost)}
    more = {name: Decimal(value) if name in SUMS else value for name, value in more.items()}
    return row | more


def sides(*rows: Mapping[str, Any]) -> Sides:
    """Products, all sold through one channel."""
    products = pl.DataFrame(list(rows), schema=SCHEMA, orient="row")
    channels = products.select(
        pl.lit("shop").alias("channel"), pl.col("paid", "charged_paid", "commission").sum()
    )
    return products, channels
