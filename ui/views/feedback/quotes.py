"""Quotes with the words that were matched marked, safe to show whatever they contain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analytics.feedback.lexicon import lexicon
from analytics.feedback.reviews.clean import folded_characters
from ui.text import verbatim

if TYPE_CHECKING:
    from collections.abc import Iterable

TONES = {"positive": "green", "negative": "red"}
LONGEST_TERM = {True: 12, False: 30}
"""Characters of a clause that is proposed whole as a term, in Chinese and in Latin letters."""
NEIGHBOURS = {True: 4, False: 2}
"""Characters or words on either side of a matched word that make a term of it."""
PIECES = {True: re.compile(r"[a-z0-9'\-]+|\w"), False: re.compile(r"[\w'\-]+")}
LETTER = re.compile(r"\w")
PUNCTUATION = re.compile(r"[^\w\s']")
HAN_FROM = 0x2E80


def marked(quote: str, terms: Iterable[str], tone: str = "") -> str:
    """The quote in Markdown with each term on a coloured ground; everything else as written.

    `terms` are in folded form; Latin ones are marked only as whole words. `tone` is a polarity.
    """
    written = " ".join(quote.split())
    spans = _spans(written, [term for term in terms if term])
    colour = TONES.get(tone, "orange")
    markdown, at = "", 0
    for start, end in spans:
        markdown += (
            _literal_spaced(written[at:start])
            + f":{colour}-background[{verbatim(written[start:end])}]"
        )
        at = end
    return markdown + _literal_spaced(written[at:])


def proposed(clause: str, terms: str, dimension: str, polarity: str) -> dict[str, object]:
    """The row of a word list that would read this clause the other way: the clause itself where it
    is short, else the longest word that was matched with the words beside it, since that word alone
    may be right everywhere else."""
    folded_clause = _begun(" ".join("".join(folded_characters(clause)).split()))
    folded_clause = folded_clause.strip(" .,!?;:~\u3002\uff0c\uff01\uff1f\u3001")
    is_chinese = any(ord(char) >= HAN_FROM for char in folded_clause)
    is_short = 1 < len(folded_clause) <= LONGEST_TERM[is_chinese] and not PUNCTUATION.search(
        folded_clause
    )
    word = max(terms.split(" | "), key=len)
    return {
        "term": folded_clause
        if is_short or not word
        else _beside(folded_clause, word, is_chinese=is_chinese),
        "kind": "aspect",
        "dimension": dimension,
        "value": 1.0 if polarity == "negative" else -1.0,
        "quote": clause,
    }


def _begun(folded_clause: str) -> str:
    """The clause without the word that sets it against the one before."""
    first, _, rest = folded_clause.partition(" ")
    return rest if first in lexicon.marks()["contrast_latin"] and rest else folded_clause


def _beside(folded_clause: str, word: str, *, is_chinese: bool) -> str:
    """The word with its NEIGHBOURS, as far as no other sign stands between; alone where it cannot
    be found again."""
    spans = _spans(folded_clause, [word])
    if not spans:
        return word
    start, end = spans[0]
    reach, piece = NEIGHBOURS[is_chinese], PIECES[is_chinese]
    before = re.split(PUNCTUATION, folded_clause[:start])[-1]
    after = re.split(PUNCTUATION, folded_clause[end:])[0]
    left, right = list(piece.finditer(before))[-reach:], list(piece.finditer(after))[:reach]
    head = before[left[0].start() :] if left else ""
    tail = after[: right[-1].end()] if right else ""
    return f"{head}{folded_clause[start:end]}{tail}".strip()


def _literal_spaced(piece: str) -> str:
    """`verbatim`, with one blank at either end where the piece has any."""
    before = " " if piece[:1].isspace() else ""
    after = " " if piece[-1:].isspace() and piece.strip() else ""
    return f"{before}{verbatim(piece)}{after}"


def _spans(written: str, terms: list[str]) -> list[tuple[int, int]]:
    """(start, end) of each term in the text, in order and without overlap."""
    folded_text, places = "", list[int]()
    for place, piece in enumerate(folded_characters(written)):
        folded_text += piece
        places += [place] * len(piece)
    matches = sorted(
        (match.start(), -match.end())
        for term in terms
        for match in re.finditer(_pattern(term), folded_text)
    )
    spans, until = list[tuple[int, int]](), 0
    for start, end in ((start, -end) for start, end in matches):
        if end > start >= until:
            spans.append((places[start], places[end - 1] + 1))
            until = end
    return spans


def _pattern(term: str) -> str:
    """The term, with Latin letters at its ends only where a word begins or ends."""
    first, last = (LETTER.match(term[end]) and term[end].isascii() for end in (0, -1))
    before, after = (r"(?<![a-z0-9])" if first else ""), (r"(?![a-z0-9])" if last else "")
    return before + re.escape(term) + after
