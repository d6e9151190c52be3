"""The columns of a part as `ingest/orders.sql` and `ingest/feedback.sql` write them.

Known beforehand, so that a part without rows costs no query.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from analytics.schema import SUPERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polars._typing import PolarsDataType

_MONEY, _PRICE, _POINTS = pl.Decimal(12, 2), pl.Decimal(12, 4), pl.Decimal(4, 2)


def _of(kind: PolarsDataType, names: str) -> dict[str, PolarsDataType]:
    return dict.fromkeys(names.split(), kind)


_PLACE = {
    **_of(pl.Int32, "flaws"),
    **_of(pl.String, "source_file file_key"),
    **_of(pl.Int64, "source_row first_row"),
    **_of(pl.String, "raw"),
}
PARTS: Mapping[str, Mapping[str, PolarsDataType]] = MappingProxyType(
    {
        "orders": {
            **_of(pl.String, "order_id"),
            **_of(pl.Datetime("us"), "ordered_at"),
            **_of(pl.String, "customer_id sku product category"),
            **_of(pl.Int32, "quantity"),
            **_of(_PRICE, "unit_price list_price"),
            **_of(_MONEY, "amount"),
            **_of(_PRICE, "unit_cost"),
            **_of(_MONEY, "commission refunded"),
            **_of(pl.String, "channel domain mode social_model store_id region campaign"),
            **_of(pl.String, "referrer_id"),
            **_of(pl.String, "referrer_kind currency status"),
            **_of(pl.Boolean, "is_void"),
            **_of(pl.String, "return_reason"),
            **_of(pl.Datetime("us"), "paid_at shipped_at"),
            **_PLACE,
        },
        "feedback": {
            **_of(pl.String, "feedback_id"),
            **_of(pl.Datetime("us"), "submitted_at"),
            **_of(pl.String, "customer_id sku channel source"),
            **_of(_MONEY, "rating rating_max"),
            **_of(_POINTS, "nps"),
            **_of(pl.String, "text lang"),
            **_of(pl.Int32, "images"),
            **_of(pl.String, "disappointed"),
            **_of(_POINTS, " ".join(SUPERS)),
            **_of(_MONEY, "too_cheap cheap expensive too_expensive"),
            **_of(_POINTS, "intent_cheap intent_expensive"),
            **_of(pl.String, "wave"),
            **_PLACE,
        },
    }
)
"""By table, the columns of its parts in order."""


def empty(table: str) -> pl.DataFrame:
    """A part of the table without rows."""
    return pl.DataFrame(schema=dict(PARTS[table]))
