"""From a cell to text that can be matched, and the kinds of text that cannot be read.

Chinese and English are read. Everything else is counted by its kind, never guessed: no text, only
signs or emoji, numbers taken for text, other languages, what a platform wrote itself.
"""

from __future__ import annotations

from functools import cache
from unicodedata import normalize

import polars as pl

from analytics.ingest.columns.answers import platform_pattern
from analytics.words import DATA

KINDS = ("zh", "en", "empty", "signs", "numbers", "other_language", "platform")
READ = ("zh", "en")
UNREAD = tuple(kind for kind in KINDS if kind not in READ)
MOST_CHARACTERS = 5_000
"""A review is read up to here: a longer text is a pasted page, and one row must not hold up all."""
LONGEST_OF_PLATFORM = 120
TABLE = DATA / "lexicon" / "traditional.csv"
TAG = r"<(?:/?[a-zA-Z][^<>]{0,300}|!--[^<>]{0,300}--)>"
DROPPED = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2060\ufeff\ufffd]+"
NUMBER = r"^[\s\d.,:/%+\-\u00a5$\uffe5]*\d[\s\d.,:/%+\-\u00a5$\uffe5]*$"
HAN, LATIN = r"\p{Han}", r"[a-z]"
FOREIGN = (
    r"[\p{Hiragana}\p{Katakana}\p{Hangul}\p{Cyrillic}\p{Arabic}\p{Thai}\p{Hebrew}\p{Devanagari}"
    r"\p{Greek}]"
)
ACCENTED = r"[\u00df-\u00f6\u00f8-\u017f]"
COMMON_ENGLISH = (
    r"\b(?:the|a|an|is|it|its|i|my|me|and|this|that|was|for|of|to|in|not|very|so|you|with|but|"
    r"love|loved|great|good|nice|bad|product|works|too|have|are|as|on|no|best|like|poor|they|"
    r"we|will|would|really|well|perfect|excellent|amazing|awesome|beautiful|price|quality)\b"
)
COMMON_ELSEWHERE = (
    r"\b(?:le|la|les|des|est|et|pas|tres|avec|pour|une|der|die|das|und|ist|nicht|sehr|mit|el|los|"
    r"las|es|muy|con|por|para|una|que|il|non|sono|molto|nao|muito|bem|uma|com|produto|bom|"
    r"het|een|niet|zeer|du|je|ich|yang|dan|tidak|sangat)\b"
)
SPOKEN_ELSEWHERE = 2
"""A Latin text belongs to another language when so many words say so and fewer are English."""
GARBLED = (
    r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2018-\u2022\u2026"
    r"\u2030\u2039\u203a\u20ac\u2122\ufffd]"
)
"""What Chinese turns into when read as a Western encoding; no language is half of it."""
ENTITIES = {
    "&nbsp;": " ",
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
    "&apos;": "'",
}


def plain(text: pl.Expr) -> pl.Expr:
    """Text without markup, entities and invisible characters, cut to MOST_CHARACTERS; null is "".

    A tag becomes a line end, because what stands in another paragraph is another clause.
    """
    bare = text.cast(pl.String).fill_null("").str.slice(0, 4 * MOST_CHARACTERS)
    marked = bare.str.replace_all(TAG, "\n").str.replace_many(ENTITIES)
    return marked.str.replace_all(DROPPED, "").str.strip_chars().str.slice(0, MOST_CHARACTERS)


def folded(text: pl.Expr) -> pl.Expr:
    """Text in the one form the word list is written in: NFKC, lower case, Simplified characters."""
    even = text.str.normalize("NFKC").str.to_lowercase()
    return even.str.replace_many(*_forms())


def folded_characters(written: str) -> list[str]:
    """Each character by itself as `folded` writes it, which may be several: for a text or two,
    where a frame would take longer than the page it stands on."""
    forms = _form_of()
    return [
        "".join(forms.get(char, char) for char in normalize("NFKC", each).lower())
        for each in written
    ]


def kind(text: pl.Expr) -> pl.Expr:
    """One of KINDS for a folded text. Chinese when one letter in ten is Han and no other script
    has more; English when the letters are Latin and its common words are no other language's."""
    han, latin = text.str.count_matches(HAN), text.str.count_matches(LATIN)
    foreign = text.str.count_matches(FOREIGN)
    accents = text.str.count_matches(ACCENTED)
    ours = text.str.count_matches(COMMON_ENGLISH)
    theirs = text.str.count_matches(COMMON_ELSEWHERE)
    is_elsewhere = (theirs >= SPOKEN_ELSEWHERE) & (theirs > ours) | (accents > 0) & (ours == 0)
    return (
        pl.when(text.str.strip_chars() == "")
        .then(pl.lit("empty"))
        .when(is_by_platform(text))
        .then(pl.lit("platform"))
        .when(text.str.contains(NUMBER))
        .then(pl.lit("numbers"))
        .when((han == 0) & (latin == 0) & (foreign == 0))
        .then(pl.lit("signs"))
        .when(foreign * 4 > han + latin)
        .then(pl.lit("other_language"))
        .when(han * 10 >= latin)
        .then(pl.lit("zh"))
        .when(is_elsewhere)
        .then(pl.lit("other_language"))
        .otherwise(pl.lit("en"))
        .cast(pl.Enum(KINDS))
    )


def is_by_platform(text: pl.Expr) -> pl.Expr:
    """Whether a platform wrote the text, since the customer wrote none; false for null."""
    is_short = text.str.len_chars() <= LONGEST_OF_PLATFORM
    return (is_short & text.str.contains(platform_pattern())).fill_null(value=False)


def is_garbled(text: pl.Expr) -> pl.Expr:
    """Whether half of what is written are the signs of a wrong encoding."""
    signs, written = text.str.count_matches(GARBLED), text.str.count_matches(r"\S")
    return (signs > 1) & (2 * signs >= written)


@cache
def _form_of() -> dict[str, str]:
    return dict(zip(*_forms(), strict=True))


@cache
def _forms() -> tuple[list[str], list[str]]:
    """Characters and what stands for them in the word list."""
    old, new = _simplified()
    return ["\u2019", "\u2018", "`", *old], ["'", "'", "'", *new]


def _simplified() -> tuple[list[str], list[str]]:
    """Traditional characters and their Simplified ones."""
    table = pl.read_csv(TABLE, glob=False, schema_overrides={"traditional": pl.String})
    return table["traditional"].to_list(), table["simplified"].to_list()
