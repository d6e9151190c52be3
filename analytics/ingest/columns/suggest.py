"""Suggests unused headers for free columns, by similarity of spelling.

Suggestions only: nothing here changes a match. A column and a header are put together when each
is the other's single best; of two headers equally like one column, or two columns equally like one
header, neither is offered, and the choice stays with the person.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from analytics.ingest.columns.formats import FOLDER, formats, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analytics.ingest.columns.match import Match

FLOOR = 0.75
"""One sign of four exchanged is offered, one of three is not."""
LETTERS_FLOOR = 0.8
"""A letter carries less than a Chinese sign: below this, words that share a part are paired."""
SHORTEST = 3
"""With two signs, one exchanged leaves too little evidence."""

Spelling = tuple[str, frozenset[str]]
"""A normalised header and the telling words in it."""


@dataclass(frozen=True)
class Suggestion:
    """One header offered for one column."""

    column: str
    index: int
    """Index of the header."""
    confidence: float
    """0-1: the share of signs that both spellings have, in order; 1 is never reached."""


def suggest(headers: Sequence[str], match: Match) -> tuple[Suggestion, ...]:
    """At most one offer a column and a header, the surest first, then in the order of the columns.

    Left out are headers whose meaning is known and columns the match has, or whose format states
    that such a file has none. A match without a table gets nothing.
    """
    spellings = _spellings().get(match.format, {})
    known_names = {name for accepted in spellings.values() for name, _ in accepted}
    names = {i: normalise(headers[i]) for i in match.unused}
    unknown = {
        i: name for i, name in names.items() if len(name) >= SHORTEST and name not in known_names
    }
    free = {
        column: accepted for column, accepted in spellings.items() if column not in match.mapping
    }
    return tuple(sorted(_mutual(_offers(unknown, free)), key=lambda offer: -offer.confidence))


def _offers(
    unknown: Mapping[int, str], free: Mapping[str, tuple[Spelling, ...]]
) -> list[Suggestion]:
    """Every pair that is like enough, column by column."""
    spelling_by_index = {i: (name, _telling(name)) for i, name in unknown.items()}
    likeness = [
        Suggestion(column, i, _likeness(spelling, accepted))
        for column, accepted in free.items()
        for i, spelling in spelling_by_index.items()
    ]
    return [offer for offer in likeness if offer.confidence]


def _mutual(offers: Sequence[Suggestion]) -> list[Suggestion]:
    """The offers that nothing else equals, neither for their column nor for their header."""
    columns = _single_best((offer.column, offer.confidence) for offer in offers)
    places = _single_best((offer.index, offer.confidence) for offer in offers)
    return [
        offer
        for offer in offers
        if columns.get(offer.column) == places.get(offer.index) == offer.confidence
    ]


def _single_best(scores: Iterable[tuple[str | int, float]]) -> dict[str | int, float]:
    """The best score of each key that has it once."""
    counts = Counter(scores)
    best: dict[str | int, float] = {}
    for key, score in counts:
        best[key] = max(score, best.get(key, 0.0))
    return {key: score for key, score in best.items() if counts[key, score] == 1}


def _likeness(spelling: Spelling, accepted: Iterable[Spelling]) -> float:
    """The likeness to the nearest spelling with the same telling words; 0 below the floor."""
    name, telling = spelling
    return max(
        (
            round(Indel.normalized_similarity(name, other, score_cutoff=_floor(other)), 4)
            for other, words in accepted
            if words == telling
        ),
        default=0.0,
    )


def _floor(spelling: str) -> float:
    return LETTERS_FLOOR if spelling.isascii() else FLOOR


@cache
def _spellings() -> Mapping[str | None, Mapping[str, tuple[Spelling, ...]]]:
    """Format key -> column -> what it accepts."""
    return {
        form.key: {
            column: tuple((name, _telling(name)) for name in accepted)
            for column, accepted in form.accepted.items()
        }
        for form in formats()
    }


def _telling(name: str) -> frozenset[str]:
    return frozenset(word for word in _telling_words() if word in name)


@cache
def _telling_words() -> frozenset[str]:
    written = tomllib.loads((FOLDER / "_headers.toml").read_text(encoding="utf-8"))["telling"]
    return frozenset(normalise(word) for word in written)
