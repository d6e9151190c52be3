"""Guesses by a sales channel's name: public or private, online or offline, social model.

The rules and the reason for each are in `data/channels.toml`. A person confirms a guess; a code
that no rule gives stays None.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.errors import DefinitionError
from analytics.schema import CHOICES
from analytics.words import DATA, is_leaf

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

PATH = DATA / "channels.toml"
CODES = ("domain", "mode", "social_model")
RANKS = ("kind", "place", "model", "said")
"""From the least to the most telling: a kind of place, a place by its own name, a way of selling,
and domain or mode in so many words."""
_KEYS = ("rank", *CODES, "reason", "names", "exact")
_LATIN = "0-9a-z\u00df-\u024f"
_GAP = r"[\s_./|&+\-]*"


@dataclass(frozen=True)
class Guess:
    """Codes guessed from a channel's name; None where no rule matches."""

    domain: str | None = None
    mode: str | None = None
    social_model: str | None = None
    why: str = ""
    """The names that hit, as the rules write them, joined by a plus; empty when nothing did."""
    groups: tuple[str, ...] = ()
    """The groups they belong to: each has its reason."""


@dataclass(frozen=True)
class Group:
    """Names that give the same codes, and the reason."""

    key: str
    rank: int
    codes: Mapping[str, str]
    """Those of domain, mode, social_model that the names give."""
    reason: Mapping[str, str]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    """Each name as written and how it is found."""


@dataclass(frozen=True)
class _Hit:
    group: Group
    name: str
    start: int
    end: int

    def weight(self) -> tuple[int, int, int]:
        """The highest rank, then the longest, then the last counts."""
        return self.group.rank, self.end - self.start, self.end

    def is_within(self, other: _Hit) -> bool:
        inside = other.start <= self.start and self.end <= other.end
        return inside and self.end - self.start < other.end - other.start


def guess(channel: str) -> Guess:
    """The guess for a channel's name; all None for an unknown or empty name."""
    hits = _hits(_folded(channel))
    best = {
        code: max((hit for hit in hits if code in hit.group.codes), key=_Hit.weight, default=None)
        for code in CODES
    }
    codes = {code: hit.group.codes[code] for code, hit in best.items() if hit}
    deciding = [hit for hit in hits if hit in best.values()]
    why = dict.fromkeys(hit.name for hit in deciding)
    groups = dict.fromkeys(hit.group.key for hit in deciding)
    return Guess(**codes, why=" + ".join(why), groups=tuple(groups))


def guesses(channels: Sequence[str]) -> pl.DataFrame:
    """One row per different channel, in the order given: channel, domain, mode, social_model, why
    (null where nothing is known) and is_guess, whether anything is."""
    names = list(dict.fromkeys(channels))
    name_guesses = [guess(name) for name in names]
    columns: dict[str, list[str | None]] = {
        "channel": [*names],
        **{code: [getattr(name_guess, code) for name_guess in name_guesses] for code in CODES},
        "why": [name_guess.why or None for name_guess in name_guesses],
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return frame.with_columns(is_guess=pl.col("why").is_not_null())


@cache
def groups() -> Mapping[str, Group]:
    """Every group of names by its key, in the order of the file."""
    return load(PATH)


def load(path: Path) -> Mapping[str, Group]:
    """The groups of a file; DefinitionError for the first invalid one."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError.invalid(path.name, "", str(error), "TOML") from error
    owner: dict[str, str] = {}
    for key, group in raw.items():
        _check(path.name, key, group)
        for name in (*group.get("names", []), *group.get("exact", [])):
            folded = re.sub(_GAP, "", _folded(name))
            if not folded or owner.setdefault(folded, key) != key:
                raise DefinitionError.invalid(path.name, key, name, owner.get(folded, "a name"))
    return {key: _group(key, group) for key, group in raw.items()}


def _group(key: str, raw: Mapping[str, Any]) -> Group:
    anywhere = [(name, _pattern(name)) for name in raw.get("names", [])]
    whole = [(name, re.compile(rf"\A\s*{_body(name)}\s*\Z")) for name in raw.get("exact", [])]
    codes = {code: raw[code] for code in CODES if code in raw}
    rank = RANKS.index(raw["rank"])
    return Group(key, rank, codes, raw["reason"], (*anywhere, *whole))


def _pattern(name: str) -> re.Pattern[str]:
    """The name anywhere; where it begins or ends in Latin letters, only as a word."""
    folded = _folded(name)
    head = f"(?<![{_LATIN}])" if re.match(f"[{_LATIN}]", folded[0]) else ""
    tail = f"(?![{_LATIN}])" if re.match(f"[{_LATIN}]", folded[-1]) else ""
    return re.compile(f"{head}{_body(name)}{tail}")


def _body(name: str) -> str:
    """The name with any gap, or none, where it has a blank."""
    return _GAP.join(re.escape(word) for word in _folded(name).split())


def _folded(text: str) -> str:
    """Width and case do not count."""
    return unicodedata.normalize("NFKC", text).casefold()


def _hits(text: str) -> list[_Hit]:
    """Every name found in a folded text, from its start; what lies within a longer one is out."""
    hits = [
        _Hit(group, name, *match.span())
        for group in groups().values()
        for name, pattern in group.patterns
        for match in pattern.finditer(text)
    ]
    outer = [hit for hit in hits if not any(hit.is_within(other) for other in hits)]
    return sorted(outer, key=lambda hit: (hit.start, hit.end))


def _check(file: str, key: str, group: Any) -> None:
    """DefinitionError for the first thing in a group that cannot be."""
    if not isinstance(group, dict):
        raise DefinitionError.invalid(file, key, str(group), "a group of names")
    for name in group:
        _one_of(file, f"{key}.{name}", name, _KEYS)
    _one_of(file, f"{key}.rank", group.get("rank"), RANKS)
    for code in CODES:
        if code in group:
            _one_of(file, f"{key}.{code}", group[code], CHOICES[code])
    if not is_leaf(group.get("reason")) or not all(group["reason"].values()):
        raise DefinitionError.invalid(
            file, f"{key}.reason", str(group.get("reason")), "zh-Hans, zh-Hant, en"
        )
    for field in ("names", "exact"):
        spellings = group.get(field, [])
        if not isinstance(spellings, list) or not all(isinstance(name, str) for name in spellings):
            raise DefinitionError.invalid(file, f"{key}.{field}", str(spellings), "a list of texts")
    if not group.get("names") and not group.get("exact"):
        raise DefinitionError.invalid(file, f"{key}.names", "", "a list of texts")


def _one_of(file: str, key: str, actual: Any, expected: Collection[str]) -> None:
    """DefinitionError that names the nearest expected name, or all of them when none is near."""
    if actual not in expected:
        near = get_close_matches(str(actual), expected, n=1) or expected
        raise DefinitionError.invalid(file, key, str(actual or ""), ", ".join(near))
