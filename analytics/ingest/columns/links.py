"""Products that settle a bill rather than being sold: a difference in price, postage."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from analytics.ingest.columns.formats import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_LEFT = 1
"""Letters that may stand beside the words without naming goods."""


def price_links(names: Iterable[str]) -> list[str]:
    """Those of the names of products that only settle a bill, as they are written."""
    return [name for name in names if is_price_link(name)]


def is_price_link(name: str) -> bool:
    """Whether a product is a line to pay a difference or postage by; see _links.toml."""
    text = _folded(name)
    words = _words()
    if any(word in text for word in words["never"]):
        return False
    if any(word in text for word in words["certain"]):
        return True
    if not any(word in text for word in words["likely"]):
        return False
    rest = _either().sub(" ", text)
    return sum(unicodedata.category(sign)[0] == "L" for sign in rest) <= MOST_LEFT


def hint_pattern() -> str:
    """A regular expression that the folded name of every such product matches."""
    words = _words()
    return "|".join(re.escape(word) for word in (*words["certain"], *words["likely"]))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@cache
def _words() -> dict[str, tuple[str, ...]]:
    raw: dict[str, list[str]] = tomllib.loads((FOLDER / "_links.toml").read_text("utf-8"))
    return {key: tuple(map(_folded, words)) for key, words in raw.items()}


@cache
def _either() -> re.Pattern[str]:
    """Words and filler, the longer first; Latin ones as whole words."""
    every = sorted({*_words()["likely"], *_words()["filler"]}, key=len, reverse=True)
    return re.compile(
        "|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in every)
    )
