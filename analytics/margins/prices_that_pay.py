"""The lowest price that pays, and the room between it and the rivals' lower quarter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.margins.base import LEAST_CHARGED, LEAST_RIVALS, Code, Refusal
from analytics.margins.waterfall import commission_rates, is_rate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

ROOMS = {
    "item": pl.String,
    "product": pl.String,
    "price": pl.Float64,
    "paid": pl.Float64,
    "unit_cost": pl.Float64,
    "commission_rate": pl.Float64,
    "refund_rate": pl.Float64,
    "lowest_price": pl.Float64,
    "rivals": pl.Int64,
    "rival_low": pl.Float64,
    "room": pl.Float64,
    "refusal": pl.String,
}
"""One row per product of the last 90 days, most revenue first: its price and revenue, what a unit
costs, commission and refunds as shares of what is paid (0-1; the former null where nobody tells
any), the lowest price that pays, the rivals with a price for as much and their lower quartile, the
quartile less the lowest price, and the code of what is refused of the last two."""


@dataclass(frozen=True)
class PriceRoom:
    """The rows of ROOMS; `share` the room as a share of the rivals' lower quartile, weighted by
    revenue over the `n` products that have one; `before_commission` where no line tells any."""

    products: pl.DataFrame
    share: float | None
    n: int
    before_commission: bool
    refusal: Refusal | None = None


def lowest_price(unit_cost: float, commission_rate: float, refund_rate: float) -> float | None:
    """The price at which a unit pays for itself: cost / (1 - commission - refund loss), rates as
    shares of the price (break-even price, Nagle, The Strategy and Tactics of Pricing). None where
    commission and refunds take all of any price."""
    left = 1 - commission_rate - refund_rate
    return unit_cost / left if left > 0 else None


def room(
    own: pl.DataFrame, sums: pl.DataFrame, channels: pl.DataFrame, rivals: pl.DataFrame
) -> PriceRoom:
    """Room against rivals, product by product.

    `own`: rows of `pricing/current_prices`; `sums` and `channels`: of `margins/sums` and
    `margins/channels` over a year; `rivals`: of a price index (`pricing.rivals`), per size, of the
    last 90 days. Without any commission as money in the data prices are before commission; a
    product with a commission on less than 80 % of what was paid is refused, as is one without a
    cost.
    """
    rates = commission_rates(sums, channels)
    before_commission = not rates.known or is_rate(rates) or not _total(sums, "paid")
    by_item = {row["item"]: row for row in sums.to_dicts()}
    prices = {row["item"]: row for row in rivals.to_dicts()}
    rows = [
        _row(row, by_item.get(row["item"]), prices.get(row["item"]), before_commission)
        for row in own.sort("paid", "item", descending=[True, False]).to_dicts()
    ]
    products = pl.DataFrame(rows, schema=ROOMS, orient="row")
    with_room = products.filter(pl.col("room").is_not_null())
    if with_room.is_empty():
        return PriceRoom(products, None, 0, before_commission, _refusal(products))
    shares = (with_room["room"] / with_room["rival_low"]).to_numpy()
    share = float(np.average(shares, weights=with_room["paid"].to_numpy()))
    return PriceRoom(products, share, with_room.height, before_commission)


def _row(
    own: Mapping[str, Any],
    sums: Mapping[str, Any] | None,
    rival: Mapping[str, Any] | None,
    before_commission: bool,
) -> dict[str, Any]:
    """One row of ROOMS."""
    row: dict[str, Any] = {name: own.get(name) for name in ("item", "product", "price", "paid")}
    row |= dict.fromkeys(name for name in ROOMS if name not in row)
    row["unit_cost"] = own["unit_cost"]
    if rival is not None:
        row |= {"rivals": rival["rivals"], "rival_low": rival["rival_low"]}
    if sums is not None and sums["paid"] > 0:
        row["refund_rate"] = float(sums["refunded"] / sums["paid"])
        charged = float(sums["charged_paid"] / sums["paid"])
        if charged >= LEAST_CHARGED and not before_commission:
            row["commission_rate"] = float(sums["commission"] / sums["charged_paid"])
    code = _unclear(row, before_commission)
    if code is None:
        row["lowest_price"] = lowest_price(
            row["unit_cost"], row["commission_rate"] or 0.0, row["refund_rate"]
        )
        code = "no_price_pays" if row["lowest_price"] is None else _unrivalled(row)
    if code is None:
        row["room"] = row["rival_low"] - row["lowest_price"]
    return row | {"refusal": code}


def _unclear(row: Mapping[str, Any], before_commission: bool) -> Code | None:
    """Why the lowest price is refused, other than that none pays."""
    if row["unit_cost"] is None:
        return "no_cost"
    if row["refund_rate"] is None:
        return "no_sales"
    if row["commission_rate"] is None and not before_commission:
        return "few_commissions"
    return None


def _unrivalled(row: Mapping[str, Any]) -> Code | None:
    if not row["rivals"]:
        return "no_rivals"
    return "few_rivals" if row["rivals"] < LEAST_RIVALS else None


def _refusal(products: pl.DataFrame) -> Refusal:
    """Why no product has room: the reason of most revenue."""
    if products.is_empty():
        return Refusal("no_sales")
    reasons = products.group_by("refusal").agg(pl.col("paid").sum())
    code: Code = reasons.sort("paid", "refusal", descending=[True, False])["refusal"][0]
    return Refusal(code)


def _total(rows: pl.DataFrame, name: str) -> float:
    return float(rows[name].sum() or 0)
