"""Money in text cells, exactly: enough to add up refunds and to prove that no sum has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

EXACT = pl.Decimal(38, 4)
SIGNS = (
    r"(?i)^[a-z]{0,3}\s*[$\u00a5\u20ac\u00a3]"
    r"|cny|rmb|usd|twd|ntd|hkd|eur|gbp|jpy|[\u5143\u5706\u5713\s']"
)
"""Currencies around a number, and blanks or apostrophes between thousands."""
COMMA, POINT = r",\d{1,2}\D*$", r"\.(?:\d{1,2}|\d{4,})\D*$"


def money(frame: pl.DataFrame, name: str) -> pl.Expr:
    """The column's amounts; null for a cell that is no amount.

    A column writes decimal commas where some cell can only be that and none has a decimal point.
    """
    cells = frame[name]
    is_comma = bool(cells.str.contains(COMMA).any() and not cells.str.contains(POINT).any())
    plain = pl.col(name).str.normalize("NFKC").str.replace_all(SIGNS, "")
    is_minus = plain.str.contains(r"^[-(]|-$")
    digits = plain.str.replace_all(r"^[-+(]|[-)]$", "").str.replace_all(
        "." if is_comma else ",", "", literal=True
    )
    number = digits.str.replace(",", ".", literal=True) if is_comma else digits
    amount = (
        pl.when(number.str.contains(r"^(?:\d+\.?\d*|\.\d+)$"))
        .then(number)
        .cast(EXACT, strict=False)
    )
    return pl.when(is_minus).then(-amount).otherwise(amount)


def written(name: str) -> pl.Expr:
    """Amounts as the import reads them, without zeros at the end."""
    return pl.col(name).cast(pl.String).str.replace(r"\.?0+$", "")


def line_money(frame: pl.DataFrame, mapping: Mapping[str, str]) -> Decimal | None:
    """The lines' money together: what was paid, else price times quantity; None without either.

    `mapping`: canonical column -> column of the frame; others are passed over.
    """
    names = {column: name for column, name in mapping.items() if name in frame.columns}
    if "amount" in names:
        return total(frame, names["amount"])
    if "unit_price" not in names:
        return None
    amounts = money(frame, names["unit_price"])
    if "quantity" in names:
        amounts = amounts * money(frame, names["quantity"]).fill_null(1)
    return _sum(frame, amounts)


def total(frame: pl.DataFrame, name: str) -> Decimal:
    """The sum of a column of amounts."""
    return _sum(frame, money(frame, name))


def _sum(frame: pl.DataFrame, amounts: pl.Expr) -> Decimal:
    amount_sum: Decimal = frame.select(amounts.sum()).item()
    return amount_sum
