"""A table of a TOML file read key by key: what is missing, unknown or impossible is refused by file
and key, never guessed. The file may be anybody's: every text is bounded."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from analytics.errors import DefinitionError
from analytics.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

LONGEST_SHOWN = 60
LONGEST_KEY = 40
_KEY = re.compile(rf"[a-z][a-z0-9_]{{0,{LONGEST_KEY - 1}}}")
_MARKS = re.compile(r"[<>\[\]{}`$*_~\\#|:]|^[=+\-@]")
"""What Markdown, a chart's label or a spreadsheet would read as more than a name."""
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Signs that steer a terminal, break the line or turn the direction of what follows."""

Leaf = Mapping[str, str]


@dataclass(frozen=True)
class Node:
    """A table at `path` of `file`."""

    file: str
    path: str
    raw: Mapping[str, Any]

    def at(self, name: str) -> str:
        """Where `name` stands, as people are told."""
        return f"{self.path}.{shown(name)}" if self.path else shown(name)

    def child(self, path: str, raw: object) -> Node:
        """A table below this one; DefinitionError when it is none."""
        if not isinstance(raw, Mapping):
            raise DefinitionError.missing_key(self.file, self.at(path))
        return Node(self.file, self.at(path), raw)

    def only(self, known: Collection[str]) -> None:
        """DefinitionError for the first key that nobody knows, with the nearest that is known."""
        for name in self.raw:
            if name not in known:
                near = nearest(name, known)
                raise DefinitionError.unknown_key(self.file, self.at(name), near)

    def text(self, name: str, longest: int) -> str:
        """A text that is there and not too long, on one line."""
        return self._text(self.at(name), self.raw.get(name), longest)

    def key(self, name: str, default: str | None = None) -> str:
        """A code: a small letter, then small letters, digits and underscores."""
        found = self.raw.get(name, default)
        if not isinstance(found, str) or not _KEY.fullmatch(found):
            raise DefinitionError.not_a_key(self.file, self.at(name), shown(found))
        return found

    def leaf(self, name: str, longest: int) -> Leaf:
        """A phrase in three languages. A plain text, or a phrase without some language, stands for
        the languages that are not there."""
        found = self.raw.get(name)
        if isinstance(found, Mapping):
            told = self.child(name, found)
            told.only(LANGUAGES)
            given = {lang: told.text(lang, longest) for lang in LANGUAGES if lang in found}
            if not given:
                raise DefinitionError.missing_key(self.file, self.at(name))
            first = next(iter(given.values()))
            return {lang: given.get(lang, given.get("en", first)) for lang in LANGUAGES}
        return dict.fromkeys(LANGUAGES, self.text(name, longest))

    def name(self, name: str, longest: int) -> Leaf:
        """A phrase that stands in charts, menus and tables: without marks."""
        found = self.leaf(name, longest)
        for text in found.values():
            if _MARKS.search(text):
                raise DefinitionError.marks(self.file, self.at(name), shown(text))
        return found

    def number(self, name: str, default: float | None, most: float) -> float:
        """A number from 0 to `most`."""
        found = finite(self.raw.get(name, default))
        if found is None or not 0 <= found <= most:
            raise DefinitionError.not_a_weight(
                self.file, self.at(name), shown(self.raw.get(name)), f"{most:g}"
            )
        return found

    def choice(self, name: str, known: Collection[str]) -> str:
        """One of a few codes."""
        found = self.raw.get(name)
        if not isinstance(found, str) or found not in known:
            raise DefinitionError.not_a_choice(
                self.file, self.at(name), shown(found), ", ".join(known)
            )
        return found

    def tables(self, name: str, most: int) -> Sequence[Any]:
        """A list of one to `most` tables."""
        found = self.raw.get(name)
        if not isinstance(found, list | tuple) or not found:
            raise DefinitionError.missing_key(self.file, self.at(name))
        if len(found) > most:
            raise DefinitionError.too_many(self.file, self.at(name), len(found), most)
        return found

    def _text(self, place: str, found: object, longest: int) -> str:
        if found is None or (isinstance(found, str) and not found.strip()):
            raise DefinitionError.missing_key(self.file, place)
        if not isinstance(found, str) or len(found) > longest or _UNSEEN.search(found):
            raise DefinitionError.not_a_text(self.file, place, shown(found), longest)
        return found.strip()


def finite(found: object) -> float | None:
    """The number, None where there is none or none that ends."""
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    try:
        number = float(found)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def shown(found: object) -> str:
    """What was found, short and without signs that a terminal or a page would obey."""
    try:
        written = "-" if found is None else str(found)
    except ValueError:
        written = type(found).__name__
    kept = _UNSEEN.sub("?", written[:LONGEST_SHOWN])
    return kept if len(written) <= LONGEST_SHOWN else f"{kept}\u2026"


def nearest(found: str, known: Collection[str]) -> str:
    """The known name most like what was found, else all of them."""
    return ", ".join(get_close_matches(found, known, n=1, cutoff=0.5) or sorted(known)[:12])
