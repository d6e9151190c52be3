"""The order sheet: one row per line sold or refunded, canonical names, money in cents."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from scripts.sample.plan import AS_OF, START
from scripts.sample.regions import regions
from scripts.sample.season import campaigns
from scripts.sample.words import channels, products, words

if TYPE_CHECKING:
    from scripts.sample.baskets import Lines
    from scripts.sample.customers import Customers
    from scripts.sample.refunds import Refunds
    from scripts.sample.visits import Orders

MONEY = ("unit_price", "list_price", "amount", "unit_cost")
DAYS_TO_ARRIVE = 3


def ledger(people: Customers, sales: Orders, sold: Lines, returned: Refunds) -> pl.DataFrame:
    """Sales and refunds by time; a refund repeats its line's order, negative, with a reason.

    Beside the columns of the sheet: `line` (index of the line sold), `rank` of the order.
    """
    lines = sold_lines(people, sales, sold)
    back = refund_lines(lines, returned)
    return pl.concat([lines, back]).sort("ordered_at", "order_id", "line")


def sold_lines(people: Customers, sales: Orders, sold: Lines) -> pl.DataFrame:
    """One row per line sold."""
    catalogue, orders = catalogue_frame(), order_frame(people, sales)
    late = datetime.combine(AS_OF, time.max) - timedelta(days=DAYS_TO_ARRIVE)
    status = words("orders")
    amount = sold.price * sold.quantity
    return pl.concat(
        [
            pl.DataFrame({"line": np.arange(len(amount)), "quantity": sold.quantity}),
            pl.DataFrame({"unit_price": sold.price, "amount": amount}),
            catalogue[sold.sku],
            orders[sold.order],
        ],
        how="horizontal",
    ).with_columns(
        status=pl.when(pl.col("ordered_at") > late)
        .then(pl.lit(status["shipped"]))
        .otherwise(pl.lit(status["sold"])),
        currency=pl.lit(status["currency"]),
        return_reason=pl.lit(""),
    )


def catalogue_frame() -> pl.DataFrame:
    """One row per SKU: what the order sheet says of it."""
    return pl.DataFrame(
        {
            "sku": [product.sku for product in products()],
            "product": [product.name for product in products()],
            "category": [product.category for product in products()],
            "list_price": [product.list_price * 100 for product in products()],
            "unit_cost": [round(product.unit_cost * 100) for product in products()],
        }
    )


def order_frame(people: Customers, sales: Orders) -> pl.DataFrame:
    """One row per order: whose, when, where; a referrer stands on a first order alone."""
    campaign = campaigns()
    firsts = [*zip(sales.customer, sales.rank == 1, strict=True)]
    labels = words("orders")["values"]
    return pl.DataFrame(
        {
            "order_id": sales.order_id,
            "ordered_at": sales.at,
            "customer_id": [people.customer_id[c] if c >= 0 else "" for c in sales.customer],
            "rank": sales.rank,
            "day": sales.day,
            **channel_columns(sales),
            "store_id": sales.store,
            "region": regions(sales),
            "campaign": [campaign[day] for day in sales.day],
            "referrer_id": [people.referrer[c] if first else "" for c, first in firsts],
            "referrer_kind": [
                labels.get(people.referrer_kind[c], "") if first else "" for c, first in firsts
            ],
        }
    )


def channel_columns(sales: Orders) -> dict[str, list[str]]:
    """What the channel says of each order, in the words of the sheet."""
    labels = words("orders")["values"]
    chosen = [channels()[index] for index in sales.channel]
    return {
        "channel": [channel.name for channel in chosen],
        "domain": [labels[channel.domain] for channel in chosen],
        "mode": [labels[channel.mode] for channel in chosen],
        "social_model": [labels.get(channel.social_model, "") for channel in chosen],
    }


def refund_lines(lines: pl.DataFrame, returned: Refunds) -> pl.DataFrame:
    """One row per refunded line, at the time of the refund."""
    return (
        lines[returned.line]
        .with_columns(
            ordered_at=pl.Series(returned.at),
            quantity=-pl.Series(returned.quantity),
            day=pl.Series([(at.date() - START).days for at in returned.at]),
            status=pl.lit(words("orders")["refunded"]),
            return_reason=pl.Series(returned.reason),
        )
        .with_columns(amount=pl.col("unit_price") * pl.col("quantity"))
    )


def sheet(rows: pl.DataFrame, headers: dict[str, Any]) -> bytes:
    """A CSV with the given headers, UTF-8 with a mark at the start; empty text is an empty cell."""
    columns = [
        pl.col(name).cast(pl.Decimal(12, 2)) / 100 if name in MONEY else pl.col(name)
        for name in headers
    ]
    emptied = pl.col(pl.String).replace("", None)
    text = (
        rows.select(columns)
        .with_columns(emptied)
        .rename(headers)
        .write_csv(datetime_format="%Y-%m-%d %H:%M:%S")
    )
    return b"\xef\xbb\xbf" + text.encode()
