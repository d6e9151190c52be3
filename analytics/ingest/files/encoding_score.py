"""How likely a text is what people wrote, once its bytes were read in some East Asian or Western
encoding."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from analytics.ingest.columns.formats import FOLDER, known_headers, normalise

HEADER_WEIGHT = 0.25
LEAST_PLAUSIBLE = 0.6
LEAST_SYLLABLES = 3
"""Fewer prove nothing."""
_CELL_ENDS = re.compile(r"[,\t;|\r\n\"']+")
_WESTERN = re.compile(r"(?<![^\x00-\x7f])[\u00c0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e]")
_WESTERN_SIGNS = re.compile(
    r"(?<![^\x00-\x7f])[\u20ac\u00a3\u00a5\u00ae\u00a9\u2122\u00b0\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u00a0](?![^\x00-\x7f])"
)


@dataclass(frozen=True)
class Blocks:
    """Where an encoding keeps what people write: characters of its `codec` with a lead byte from
    `first` to `last`."""

    codec: str
    first: int
    last: int


_BLOCKS = {
    "gb18030": Blocks("gb2312", 0xB0, 0xD7),
    "cp950": Blocks("cp950", 0xA4, 0xC6),
    "big5hkscs": Blocks("cp950", 0xA4, 0xC6),
    "cp932": Blocks("cp932", 0x88, 0x98),
}


def plausibility(text: str, encoding: str) -> float:
    """0-1: the share of characters beyond ASCII that people would have written; a known header
    adds to it."""
    foreign = [char for char in text if char >= "\x80"]
    if not foreign:
        return 1.0
    return _usual_share(text, foreign, encoding) + HEADER_WEIGHT * min(4, _count_known(text))


def _usual_share(text: str, foreign: list[str], encoding: str) -> float:
    if encoding == "cp1252":
        count = len(_WESTERN.findall(text)) + len(_WESTERN_SIGNS.findall(text))
        return count / len(foreign)
    if encoding == "cp949":
        return _korean_share(foreign)
    blocks = _BLOCKS[encoding]
    return sum(_is_usual(char, blocks) for char in foreign) / len(foreign)


def _korean_share(foreign: list[str]) -> float:
    """Above 1 where syllables are what people write: Korean bytes are frequent Chinese too, while
    Chinese ones read as Korean are rare syllables and Han characters."""
    syllables = [char for char in foreign if "\uac00" <= char <= "\ud7a3"]
    count_frequent = sum(char in _frequent_syllables() for char in syllables)
    if 2 * count_frequent <= len(syllables) or len(syllables) < LEAST_SYLLABLES:
        return 0.0
    return 1.2 * len(syllables) / len(foreign)


@cache
def _frequent_syllables() -> frozenset[str]:
    table = tomllib.loads((FOLDER / "_korean.toml").read_text("utf-8"))
    return frozenset(table["syllables"].strip())


def _is_usual(char: str, blocks: Blocks) -> bool:
    """Frequent Han characters by their code; kana where Japanese is at stake; wide marks anywhere.

    Half-width kana are what every byte of Chinese looks like in Shift-JIS, and count for nothing.
    """
    if "\u3000" <= char <= "\u301f" or "\uff01" <= char <= "\uff5e" or char in "\uffe5\u00d7\u00b7":
        return True
    if "\u3041" <= char <= "\u30fe":
        return blocks.codec == "cp932"
    if "\u2010" <= char <= "\u2026" or char == "\u2103":
        return True
    try:
        code = char.encode(blocks.codec)
    except UnicodeEncodeError:
        return False
    return len(code) > 1 and blocks.first <= code[0] <= blocks.last


def _count_known(text: str) -> int:
    """How many cells of the first lines are known headers with a letter beyond ASCII."""
    cells = {cell.strip() for cell in _CELL_ENDS.split(text[:20_000]) if not cell.isascii()}
    return sum(normalise(cell) in known_headers() for cell in cells)
