"""How often people can need a dataset's goods again, read off the words of its categories and
products, and held against the waits between purchases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from analytics.definitions.goods import for_goods, goods

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.definitions.definition import Definition
    from analytics.storage.versions import Manifest, Store

Why = Literal["words", "mixed", "waits", "unknown"]
"""Why it is read so: its words say it; they say several things; they say what the waits do not
bear out; or too few of them are known."""

KNOWN_SHARE = 1 / 3
"""Of the order lines must be of goods whose words are known."""
MAJORITY = 1 / 2
"""Of all order lines must be of one kind, ..."""
CLEAR_SHARE = 3 / 4
"""... and of those whose words are known."""
FEWEST_WAITS = 30
WAITS: Mapping[str, tuple[float, float]] = {
    "weeks": (0.0, 183.0),
    "seasons": (14.0, 548.0),
    "years": (45.0, float("inf")),
}
"""Days between which the median wait of a kind's customers is believable."""
ASCII_LETTERS = re.compile(r"[a-z]")


@dataclass(frozen=True)
class GoodsReading:
    """The kind of goods, "" where none can be told, and why. `shares`: of the order lines, by kind
    whose words they bear. `words`: those of the kind met most, at most three. `median_days`:
    between purchases of one customer, None where there are none."""

    kind: str
    why: Why
    shares: Mapping[str, float]
    words: tuple[str, ...]
    median_days: float | None


UNREAD = GoodsReading("", "unknown", {}, (), None)
MOST_WORDS = 3


def read(store: Store, manifest: Manifest) -> GoodsReading:
    """The kind of goods of a dataset; without orders or names of products it is unknown."""
    if not manifest.has("lines"):
        return UNREAD
    rows = store.run("assessment/goods", manifest.version).rows()
    total = sum(count for _, _, count in rows) or 1
    lines: dict[str, int] = {}
    counts_by_kind: dict[str, dict[str, int]] = {}
    for category, product, count in rows:
        kind, word = kind_of(category or "") or kind_of(product or "") or ("", "")
        if kind:
            lines[kind] = lines.get(kind, 0) + count
            by_word = counts_by_kind.setdefault(kind, {})
            by_word[word] = by_word.get(word, 0) + count
    shares = {kind: count / total for kind, count in lines.items()}
    waits = store.run("assessment/goods_waits", manifest.version).row(0, named=True)
    kind, why = _settled(shares, waits["count_waits"], waits["median_days"])
    counts = counts_by_kind.get(kind or max(shares, key=lambda key: shares[key], default=""), {})
    words = sorted(counts, key=lambda word: (-counts[word], word))[:MOST_WORDS]
    return GoodsReading(kind, why, shares, tuple(words), waits["median_days"])


def fitted(definition: Definition, kind: str) -> Definition:
    """The built-in definition for a kind of goods; any other as it is."""
    # The built-in goalposts are those of goods used up within weeks.
    if not definition.is_built_in or kind in ("", "weeks"):
        return definition
    return for_goods(definition, kind)


def kind_of(text: str) -> tuple[str, str] | None:
    """The kind of goods that the longest word in the text points to, and that word; None where no
    word is known."""
    lowered = text.casefold()
    hits = [
        (len(match), kind, match)
        for kind, pattern in _patterns().items()
        for match in pattern.findall(lowered)
    ]
    if not hits:
        return None
    _, kind, word = max(hits, key=lambda hit: hit[0])
    return kind, word


def _settled(
    shares: Mapping[str, float], count_waits: int, median: float | None
) -> tuple[str, Why]:
    share_known = sum(shares.values())
    if share_known < KNOWN_SHARE:
        return "", "unknown"
    kind = max(sorted(shares), key=lambda key: shares[key])
    if shares[kind] < max(MAJORITY, CLEAR_SHARE * share_known):
        return "", "mixed"
    low, high = WAITS[kind]
    is_believable = median is None or count_waits < FEWEST_WAITS or low <= median <= high
    return (kind, "words") if is_believable else ("", "waits")


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """A pattern per kind of goods; words in Latin letters stand between word boundaries."""
    return {
        kind: re.compile(
            "|".join(
                rf"\b{re.escape(word)}\b" if ASCII_LETTERS.search(word) else re.escape(word)
                for word in sorted(each.words, key=len, reverse=True)
            )
        )
        for kind, each in goods().items()
    }
