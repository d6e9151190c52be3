"""Where the list price of each product went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.margins.base import LEAST_CHARGED
from analytics.scoring.thresholds import LEAST_COSTED

if TYPE_CHECKING:
    from collections.abc import Mapping

BY_PRODUCT = {
    "item": pl.String,
    "product": pl.String,
    "units": pl.Int64,
    "list_amount": pl.Float64,
    "deals": pl.Float64,
    "refunds": pl.Float64,
    "commission": pl.Float64,
    "goods": pl.Float64,
    "remains": pl.Float64,
    "remains_share": pl.Float64,
    "costed": pl.Float64,
}
"""One row per product sold, most list money first: what each step took, null where less than 80 %
of what was paid tells it; `remains` before commission where that is null, and null without a cost;
`costed` the share of what was paid with a cost, 0-1. Gifts are no loss of the product given."""


def by_product(products: pl.DataFrame, _channels: pl.DataFrame) -> pl.DataFrame:
    """The rows of BY_PRODUCT, from those of `margins/sums`."""
    rows = [_row(row) for row in products.to_dicts() if row["paid"] > 0]
    frame = pl.DataFrame(rows, schema=BY_PRODUCT, orient="row")
    return frame.sort("list_amount", "item", descending=[True, False])


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    paid, listed = float(row["paid"]), float(row["list_amount"])
    costed, charged = (float(row[name]) / paid for name in ("costed_paid", "charged_paid"))
    goods = _whole(row, "goods_cost", costed) if costed >= LEAST_COSTED else None
    commission = _whole(row, "commission", charged) if charged >= LEAST_CHARGED else None
    remains = None
    if goods is not None:
        remains = paid - float(row["refunded"]) - (commission or 0.0) - goods
    return {
        "item": row["item"],
        "product": row["product"],
        "units": row["units"],
        "list_amount": listed,
        "deals": listed - paid,
        "refunds": float(row["refunded"]),
        "commission": commission,
        "goods": goods,
        "remains": remains,
        "remains_share": None if remains is None or not listed else remains / listed,
        "costed": costed,
    }


def _whole(row: Mapping[str, Any], name: str, share: float) -> float:
    """What a step took in all, where lines with a share of the money tell it."""
    return float(row[name]) / share
