"""When two spellings are one name, and which platform a spelling is of."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from analytics.words import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE = DATA / "platforms.toml"


@dataclass(frozen=True)
class Platform:
    """A platform that the product knows: its key, and its name by language."""

    key: str
    name: Mapping[str, str]


def key_of(written: str | None) -> str:
    """What stands for a name or a code however it is written: whatever its case, width and
    surrounding blanks; "" for nothing."""
    return " ".join(unicodedata.normalize("NFKC", written or "").casefold().split())


def platform_key(written: str | None) -> str:
    """The key of a platform, the same for all spellings of it; of one that the product does not
    know, its own spelling without blanks; "" for nothing."""
    plain = key_of(written).replace(" ", "")
    return _by_spelling().get(plain, plain)


def known_platform(key: str) -> Platform | None:
    """The platform of this key; None for one that the product does not know."""
    return _platforms().get(key)


def commonest(spellings: Iterable[str]) -> str:
    """The spelling that most rows have, as it is written; the first by letters of several."""
    counts = Counter(" ".join(spelling.split()) for spelling in spellings)
    return min(counts, key=lambda spelling: (-counts[spelling], spelling))


@cache
def _tables() -> Mapping[str, Mapping[str, object]]:
    tables: Mapping[str, Mapping[str, object]] = tomllib.loads(FILE.read_text("utf-8"))
    return tables


@cache
def _platforms() -> Mapping[str, Platform]:
    return {key: Platform(key, table["name"]) for key, table in _tables().items()}  # type: ignore[arg-type]


@cache
def _by_spelling() -> Mapping[str, str]:
    return {
        key_of(spelling).replace(" ", ""): key
        for key, table in _tables().items()
        for spelling in table["spellings"]  # type: ignore[attr-defined]
    }
