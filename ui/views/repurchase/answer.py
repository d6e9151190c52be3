"""Whether people come back: the answer of the Repurchase page in one line and its plain range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from ui import format as fmt
from ui.views.repurchase.repurchase import FEW, SOON

if TYPE_CHECKING:
    from ui.text import Text

SMALL = 0.05
"""Below which a rate is written with a decimal: of 1.4 % a whole number says too little."""


def headline(within: pl.DataFrame, text: Text) -> str:
    """The share that bought again within 90 days, or within the longest window that is watched by
    enough; that it is too early where none is."""
    row = _row(within)
    if row is None:
        return text("repurchase.head_young")
    return text("repurchase.head", rate=_rate(row["rate"], text), days=row["days"])


def sure(within: pl.DataFrame, text: Text) -> str:
    """How far off the share of the headline may be, and on whom it rests."""
    row = _row(within)
    if row is None:
        watched = within["eligible"].max() or 0
        return text("repurchase.sure_young", n=fmt.count(int(str(watched)), text.lang), few=FEW)
    digits = next((few for few in (0, 1) if _are_apart(row, few, text)), 2)
    return text(
        "repurchase.sure",
        low=fmt.percent(row["low"], text.lang, digits),
        high=fmt.percent(row["high"], text.lang, digits),
        n=fmt.count(row["eligible"], text.lang),
        days=row["days"],
    )


def _are_apart(row: dict[str, Any], digits: int, text: Text) -> bool:
    """Whether the limits can be told apart when written with so many decimals."""
    low, high = (fmt.percent(row[end], text.lang, digits) for end in ("low", "high"))
    return low != high


def _row(within: pl.DataFrame) -> dict[str, Any] | None:
    """The window the headline speaks of."""
    solid = within.filter(pl.col("rate").is_not_null() & (pl.col("eligible") >= FEW)).sort("days")
    if solid.is_empty():
        return None
    usual = solid.filter(pl.col("days") == SOON)
    return (usual if usual.height else solid).row(-1, named=True)


def _rate(rate: float, text: Text) -> str:
    return fmt.percent(rate, text.lang, 0 if rate >= SMALL else 1)
