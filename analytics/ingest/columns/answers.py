"""One cell of a rating or of a question on a scale: its number, written in words, stars or with a
label; and the texts that platforms write in a customer's place. The words: `_answers.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from analytics.ingest.columns.formats import FOLDER

PERCENT = 100.0
HALF = 0.5
STARS = 5.0
NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
SIGNS = r"[\s\-\u2010-\u2015=:,.;|/()\[\]<>\u3001\u3010\u3011\u2192]*"
"""Between a number and its label."""
GAP = r"[\p{P}\p{S}\s]*"
"""Around and between the sentences of a platform."""


@dataclass(frozen=True)
class Answer:
    """A number as it stands; `top` is the highest there is where the cell says so, `label` what
    stands beside it ("" = nothing)."""

    value: float
    top: float | None = None
    label: str = ""


def even(cell: str) -> str:
    """What counts of a cell: NFKC, lower case, single blanks, no marks of emoji."""
    plain = unicodedata.normalize("NFKC", cell).replace("\ufe0f", "").lower()
    return " ".join(plain.split()).strip("\"'")


def numbered(cell: str) -> Answer | None:
    """The number that a cell shows beside signs, stars, a unit, its scale or its label; None where
    it shows none, or more than one."""
    text = even(cell)
    return _of_stars(text) or _of_percent(text) or _of_scale(text) or _labelled(text)


def levels(cell: str) -> tuple[float | None, ...]:
    """What the cell is worth, 1 to 5, on each scale of words; None where it has no such word."""
    text = even(cell).strip(" .!")
    return tuple(scale.get(text) for scale in _scales())


def end(label: str) -> int:
    """-1 where a label names the worst end of a scale, 1 for the best, 0 for neither."""
    worst, best = _ends()
    if worst.search(label):
        return -1
    return 1 if best.search(label) else 0


@cache
def platform_pattern() -> str:
    """A pattern, for RE2 and for Rust, that a text written by the platform matches from end to
    end."""
    texts = _words()["platform"]
    silence, late, default = ("|".join(texts[name]) for name in ("silence", "late", "default"))
    sentence = f"(?:{silence}|(?:{late}){GAP}(?:{default})|{default})"
    return f"(?i)^{GAP}(?:{sentence}{GAP})+$"


def _of_stars(text: str) -> Answer | None:
    words = _words()
    signs = text.replace(" ", "")
    full = sum(signs.count(sign) for sign in words["full_stars"])
    empty = sum(signs.count(sign) for sign in words["empty_stars"])
    half = sum(signs.count(sign) for sign in (*words["half"], "1/2", "1\u20442"))
    rest = re.sub(r"1[/\u2044]2", "", signs).strip(
        words["full_stars"] + words["empty_stars"] + words["half"]
    )
    if rest or full + empty == 0 or half > 1 or (full == 0 and half == 0 and empty < STARS):
        return None
    top = full + empty + (half if empty else 0)
    return Answer(full + HALF * half, max(STARS, top))


def _of_percent(text: str) -> Answer | None:
    match = re.fullmatch(rf"({NUMBER})\s*%", text)
    value = _number(match[1]) if match else PERCENT + 1
    return Answer(value, PERCENT) if value <= PERCENT else None


def _of_scale(text: str) -> Answer | None:
    match = _scale_pattern().fullmatch(text)
    if not match:
        return None
    value, top = _number(match["value"]), _number(match["top"])
    return Answer(value, top) if 0 <= value <= top and top > 1 else None


def _labelled(text: str) -> Answer | None:
    """A number with a unit or a label before or behind it; a label holds letters and no digits."""
    for pattern in _label_patterns():
        match = pattern.fullmatch(text)
        if match:
            label = (match["label"] or "").strip(" ()[]-.,:;=!")
            value = _number(match["value"])
            if label in _words()["half"]:
                value, label = value + HALF if label else value, ""
            return Answer(value, STARS if match["star"] and value <= STARS else None, label)
    return None


def _number(written: str) -> float:
    numerals: dict[str, int] = _words()["numerals"]
    return float(numerals[written] if written in numerals else written.replace(",", "."))


@cache
def _scale_pattern() -> re.Pattern[str]:
    words = _words()
    number = f"(?:{NUMBER}|{_any(words['numerals'])})"
    unit = rf"(?:[\s\-]*(?:{_any((*words['stars'], *words['units']))}))?"
    before = rf"(?:(?:{_any(words['before'])})\s*:?\s*)?"
    return re.compile(
        rf"{before}(?P<value>{number}){unit}[\s(]*(?:{_any(words['out_of'])})\s*"
        rf"(?P<top>{number}){unit}\s*\)?\.?"
    )


@cache
def _label_patterns() -> tuple[re.Pattern[str], ...]:
    """A number in words with its unit, a number with a unit or a label behind, one behind its
    label."""
    words = _words()
    units = _any(words["units"])
    star = _any(words["stars"])
    numeral = _any(words["numerals"])
    spelt = _any([word for word in words["numerals"] if word.isascii()])
    label = r"(?P<label>[^\d]*[^\W\d_][^\d]*)?"
    unit = rf"(?:[\s\-]*(?:(?P<star>{star})|{units})(?![a-z]))?"
    return (
        re.compile(rf"(?P<value>{numeral})[\s\-]*(?P<star>{star})(?P<label>[^\d]*)"),
        re.compile(rf"(?P<value>{spelt})(?P<star>)(?P<label>)"),
        re.compile(rf"(?P<star>{star})\s*(?P<value>{NUMBER})(?P<label>)"),
        re.compile(rf"[(\[\u3010]?(?P<value>{NUMBER})[)\]\u3011]?{unit}{SIGNS}{label}"),
        re.compile(rf"{label}{SIGNS}(?P<value>{NUMBER}){unit}[\s)\]\u3011]*"),
    )


def _any(words: Any) -> str:
    """A pattern of any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _scales() -> tuple[dict[str, float], ...]:
    return tuple(
        {even(word): STARS - place for place, level in enumerate(scale["levels"]) for word in level}
        for scale in _words()["scales"]
    )


@cache
def _ends() -> tuple[re.Pattern[str], re.Pattern[str]]:
    ends = _words()["ends"]
    return re.compile(_any(ends["worst"])), re.compile(_any(ends["best"]))


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "_answers.toml").read_text(encoding="utf-8"))
