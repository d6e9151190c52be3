"""Amounts that carry the name of their currency, other digits or another grouping, as plain ones.

Only for cells that were not read without it. What is plain is written with an exponent (10259e-1),
so that it says nothing about how the column writes decimals.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from analytics.ingest.build import word_tables
from analytics.ingest.build.word_tables import GUARDS, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LAKH = re.compile(r"\d{1,2}(?:,\d{2})*,\d{3}(?:\.\d*)?")
_GROUPED = re.compile(r"\d{1,3}(?:[' ]\d{3})+(?:[.,]\d*)?")
_BOTH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d*|\d{1,3}(?:\.\d{3})+,\d*")
_REPEATED = re.compile(r"\d{1,3}(?:(?:,\d{3}){2,}|(?:\.\d{3}){2,})")
_OPEN = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
_SIMPLE = re.compile(r"\d+(?:([.,])\d*)?|([.,])\d+")
_TIGHT = re.compile(r"(?<=\d)['\u2019](?=\d)")


@dataclass(frozen=True)
class SpeltNumber:
    """A cell as the queries read it."""

    plain: str
    currency: str = ""
    """The code, or the mark that several currencies share; "" where the cell names none."""
    is_guarded: bool = False

    @property
    def shown(self) -> str:
        """The amount without an exponent."""
        return f"{Decimal(self.plain):f}"


@dataclass(frozen=True)
class _Cell:
    sign: str
    digits: str
    currency: str
    decimals: int
    is_guarded: bool


def read(column: Iterable[str]) -> dict[str, SpeltNumber]:
    """Written -> plain of those cells of one column that can be read; 1.234 by the others of it,
    else as a thousand and more where it names a currency that has no thousandths."""
    cells = {written: cell for written in column if (cell := _cell(written))}
    decimal_signs = Counter(sign for cell in cells.values() if (sign := _decimal_sign(cell.digits)))
    spelt = {}
    for written, cell in cells.items():
        plain = _plain(cell, decimal_signs)
        if plain is not None:
            spelt[written] = SpeltNumber(cell.sign + plain, cell.currency, cell.is_guarded)
    return spelt


@cache
def _pattern() -> re.Pattern[str]:
    marks = "|".join(
        sorted(map(re.escape, word_tables.currencies()), key=lambda mark: (-len(mark), mark))
    )
    endings = "|".join(map(re.escape, word_tables.endings()))
    return re.compile(
        rf"(?P<open>\()?\s*(?P<minus>[-+])?\s*(?P<before>{marks})?\s*(?P<inner>[-+])?\s*"
        rf"(?P<digits>\d[\d., ']*\d|\d|[.,]\d+)\s*(?:{endings}|[.,])?\s*(?P<after>{marks})?"
        r"\s*(?P<behind>-)?\s*(?P<close>\))?"
    )


def _cell(written: str) -> _Cell | None:
    text = folded(written)
    bare = text.lstrip(GUARDS).strip()
    match = _pattern().fullmatch(_TIGHT.sub("'", bare))
    if match is None:
        return None
    before, after = match["before"], match["after"]
    if before and after and _code(before) != _code(after):
        return None
    minuses = [match["minus"], match["inner"], match["behind"]]
    if sum(map(bool, (*minuses, match["open"]))) > 1 or bool(match["open"]) != bool(match["close"]):
        return None
    is_negative = "-" in minuses or bool(match["open"])
    currency = word_tables.currencies().get(before or after or "")
    return _Cell(
        "-" if is_negative else "",
        match["digits"],
        currency.code if currency else "",
        currency.decimals if currency else -1,
        bare != text,
    )


def _code(mark: str) -> str:
    return word_tables.currencies()[mark].code


def _decimal_sign(digits: str) -> str:
    """The sign before decimals where the cell leaves no doubt; "" where it shows none."""
    if _BOTH.fullmatch(digits) or _GROUPED.fullmatch(digits) or _LAKH.fullmatch(digits):
        last = max(digits, key=lambda sign: digits.rfind(sign) if sign in ".," else -1)
        return (
            last if last in ".," and digits.count(last) == 1 and not _OPEN.fullmatch(digits) else ""
        )
    match = _SIMPLE.fullmatch(digits)
    if match is None or _OPEN.fullmatch(digits):
        return ""
    return match[1] or match[2] or ""


def _plain(cell: _Cell, decimal_signs: Mapping[str, int]) -> str | None:
    digits = cell.digits
    if match := _OPEN.fullmatch(digits):
        if cell.decimals < 0 and not decimal_signs:
            return digits  # the column as a whole decides
        sign = match[1]
        other = "," if sign == "." else "."
        has_thousandths = cell.decimals > 2  # noqa: PLR2004 - a few currencies count so
        is_decimal = decimal_signs.get(sign, 0) > decimal_signs.get(other, 0) or (
            has_thousandths and not decimal_signs and sign == "."
        )
        return _with_exponent(digits.replace(sign, "." if is_decimal else ""))
    if _LAKH.fullmatch(digits) or _REPEATED.fullmatch(digits):
        separator = "," if "," in digits else "."
        return _with_exponent(digits.replace(separator, ""))
    if _GROUPED.fullmatch(digits):
        return _with_exponent(digits.replace("'", "").replace(" ", "").replace(",", "."))
    if _BOTH.fullmatch(digits):
        thousands = "," if digits.rfind(".") > digits.rfind(",") else "."
        return _with_exponent(digits.replace(thousands, "").replace(",", "."))
    return _with_exponent(digits.replace(",", ".")) if _SIMPLE.fullmatch(digits) else None


def _with_exponent(number: str) -> str:
    """1025.9 as 10259e-1."""
    whole, _, decimals = number.partition(".")
    return f"{whole}{decimals}e-{len(decimals)}" if decimals else whole
