"""Realistic order lines of any size, written as CSV for the benchmarks.

Shape follows real exports: about 1.75 lines an order, customers who arrive over two years and come
back at a decaying rate, a home channel used four times in five, product popularity like a power
law, four steps of discount, 4.5 % of lines refunded. Rows are sorted by time, as an export is.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

CHANNELS = ("tmall", "douyin", "community", "group", "distribution", "store")
PRODUCTS = 5_000
DAYS = 730
CHUNK = 2_000_000
LINES_AN_ORDER = 1.75


def write_csv(path: Path, lines: int, seed: int = 7) -> None:
    """Write `lines` order lines to `path`; the same call writes the same bytes."""
    with path.open("wb") as file:
        for index, frame in enumerate(_chunks(lines, seed)):
            frame.write_csv(file, include_header=index == 0, datetime_format="%Y-%m-%d %H:%M:%S")


def _chunks(lines: int, seed: int) -> Iterator[pl.DataFrame]:
    """Consecutive slices of the same history: each covers its own share of the two years."""
    count = max(1, round(lines / CHUNK))
    sizes = [lines * (i + 1) // count - lines * i // count for i in range(count)]
    orders_before = 0
    for index, size in enumerate(sizes):
        rng = np.random.default_rng([seed, index])
        span = (DAYS * index / count, DAYS * (index + 1) / count)
        frame = _lines(rng, size, lines, span, orders_before)
        orders_before += int(size / LINES_AN_ORDER) + 1
        yield frame


def _lines(
    rng: np.random.Generator, size: int, total: int, span: tuple[float, float], first_order: int
) -> pl.DataFrame:
    """One row per order line of one slice of time."""
    orders = int(size / LINES_AN_ORDER) + 1
    order = np.minimum(np.sort(rng.integers(0, orders, size)), orders - 1)
    seconds = np.sort(rng.uniform(span[0], span[1], orders) * 86_400).astype(np.int64)
    customer = _customers(rng, seconds, max(1, total // 5))
    home = customer * 2_654_435_761 % len(CHANNELS)
    channel = np.where(rng.random(orders) < 0.8, home, rng.integers(0, len(CHANNELS), orders))
    sku = np.minimum((rng.pareto(1.1, size) * 8).astype(np.int64), PRODUCTS - 1)
    list_price = 20 + sku * 37 % 280
    depth = rng.choice([0.0, 0.0, 0.1, 0.2, 0.3], size)
    quantity = np.where(rng.random(size) < 0.045, -1, rng.choice([1, 1, 1, 2, 3], size))
    unit_price = np.round(list_price * (1 - depth), 2)
    return pl.DataFrame(
        {
            "order_id": 1_000_001 + first_order + order,
            "ordered_at": seconds[order],
            "customer_id": customer[order],
            "sku": sku,
            "quantity": quantity,
            "unit_price": unit_price,
            "list_price": list_price,
            "amount": np.round(unit_price * quantity, 2),
            "channel": channel[order],
            "domain": channel[order] >= 2,
        }
    ).select(
        pl.format("#{}", "order_id").alias("order_id"),
        pl.from_epoch(pl.col("ordered_at") + 1_690_000_000).alias("ordered_at"),
        pl.format("CUST{}", "customer_id").alias("customer_id"),
        pl.format("SKU-{}", pl.col("sku").cast(pl.String).str.zfill(4)).alias("sku"),
        "quantity",
        "unit_price",
        "list_price",
        "amount",
        pl.col("channel").replace_strict(dict(enumerate(CHANNELS)), return_dtype=pl.String),
        pl.when("domain").then(pl.lit("private")).otherwise(pl.lit("public")).alias("domain"),
    )


def _customers(rng: np.random.Generator, seconds: np.ndarray, customers: int) -> np.ndarray:
    """One customer an order: who has arrived by then, recent arrivals more likely than old ones."""
    arrived = np.maximum(1, (seconds / (DAYS * 86_400) * customers).astype(np.int64))
    recency = np.where(
        rng.random(len(seconds)) < 0.45, rng.random(len(seconds)) ** 3, rng.random(len(seconds))
    )
    chosen: np.ndarray = (arrived * (1 - recency)).astype(np.int64)
    return chosen
