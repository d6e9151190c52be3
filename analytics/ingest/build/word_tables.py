"""The words of dates and money in people's files, from `data/formats/_dates.toml` and
`_money.toml`, read when a cell needs them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from analytics.ingest.columns.formats import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GUARDS = "'`\u00b4\u2018\u2019\u201b"
"""Marks before a value that keep a spreadsheet from reading it as a number."""
_ACCENTS = range(0x300, 0x370)
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ARABIC_MARKS = {0x66B: ".", 0x66C: ",", 0x2212: "-", 0x2013: "-", 0x2010: "-", 0x2019: "'"}


@dataclass(frozen=True)
class Era:
    """A count of years: the common year is the count plus `offset`."""

    key: str
    offset: int
    marks: tuple[str, ...]
    letter: str
    years: range
    """Those that are taken for it without a mark; empty for none."""


@dataclass(frozen=True)
class Currency:
    """One currency, or a mark that several share (`code` is then the mark)."""

    code: str
    decimals: int


def folded(text: str) -> str:
    """Lower case, full width narrowed, accents and invisible characters dropped, digits of every
    script as 0-9, blanks single."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_ARABIC_MARKS))
    signs = "".join(
        str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in decomposed
        if ord(sign) not in _ACCENTS and unicodedata.category(sign) != "Cf"
    )
    return " ".join(unicodedata.normalize("NFC", signs).split())


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, each whole where its script has blanks
    between words."""
    unique = sorted({folded(word) for word in words}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(_whole, unique)) + ")"


def _whole(word: str) -> str:
    if _UNSPACED.search(word):
        return re.escape(word)
    before = r"(?<![^\W\d_])" if word[0].isalpha() else ""
    behind = r"(?![^\W\d_])" if word[-1].isalpha() else r"(?!\d)" if word[-1].isdigit() else ""
    return before + re.escape(word) + behind


@cache
def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / f"_{name}.toml").read_text("utf-8"))


@cache
def months() -> Mapping[str, int]:
    """Folded word -> month."""
    return {
        folded(word): int(number)
        for number, words in _table("dates")["months"].items()
        for word in words
    }


@cache
def dates() -> Mapping[str, Mapping[str, list[str]]]:
    """The other sections of words of dates: clock, noise, units, zones."""
    return {key: _table("dates")[key] for key in ("clock", "noise", "units", "zones")}


@cache
def eras() -> tuple[Era, ...]:
    """Every count of years but the common one."""
    return tuple(
        Era(
            key,
            raw["offset"],
            tuple(folded(mark) for mark in raw["marks"]),
            raw.get("letter", ""),
            range(raw.get("from", 0), raw.get("until", -1) + 1),
        )
        for key, raw in _table("dates")["eras"].items()
    )


@cache
def currencies() -> Mapping[str, Currency]:
    """Folded mark or code -> its currency."""
    by_mark = {}
    for mark in _table("money")["shared"]["marks"]:
        by_mark[folded(mark)] = Currency(mark.rstrip("."), 2)
    for code, raw in _table("money")["currencies"].items():
        for mark in (code, *raw["marks"]):
            by_mark[folded(mark)] = Currency(code, raw.get("decimals", 2))
    return by_mark


@cache
def currency_spellings() -> dict[str, str]:
    """`"currency:<mark>"` -> code, of marks that belong to a single currency."""
    return {
        f"currency:{mark}": currency.code
        for mark, currency in currencies().items()
        if mark != folded(currency.code)
        and len(currency.code) == len("CNY")
        and currency.code.isupper()
    }


@cache
def endings() -> tuple[str, ...]:
    """What may stand behind an amount without a meaning of its own."""
    return tuple(_table("money")["endings"]["marks"])
