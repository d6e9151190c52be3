"""A table of a TOML file read key by key: a missing, unknown or impossible value is refused with
its file and key, never guessed. The file may come from anybody: every text is bounded."""

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
        """The dotted path of `name`, as error messages show it."""
        return f"{self.path}.{shown(name)}" if self.path else shown(name)

    def child(self, path: str, raw: object) -> Node:
        """A table below this one; DefinitionError when it is none."""
        if not isinstance(raw, Mapping):
            raise DefinitionError.missing_key(self.file, self.at(path))
        return Node(self.file, self.at(path), raw)

    def only(self, allowed: Collection[str]) -> None:
        """DefinitionError for the first key not in `allowed`, with the nearest allowed one."""
        for name in self.raw:
            if name not in allowed:
                near = nearest(name, allowed)
                raise DefinitionError.unknown_key(self.file, self.at(name), near)

    def text(self, name: str, longest: int) -> str:
        """A text that is there and not too long, on one line."""
        return self._text(self.at(name), self.raw.get(name), longest)

    def key(self, name: str, default: str | None = None) -> str:
        """A code: a small letter, then small letters, digits and underscores."""
        value = self.raw.get(name, default)
        if not isinstance(value, str) or not _KEY.fullmatch(value):
            raise DefinitionError.not_a_key(self.file, self.at(name), shown(value))
        return value

    def leaf(self, name: str, longest: int) -> Leaf:
        """A phrase in three languages. A plain text, or a phrase without some language, stands for
        the languages that are not there."""
        value = self.raw.get(name)
        if isinstance(value, Mapping):
            table = self.child(name, value)
            table.only(LANGUAGES)
            texts = {lang: table.text(lang, longest) for lang in LANGUAGES if lang in value}
            if not texts:
                raise DefinitionError.missing_key(self.file, self.at(name))
            first = next(iter(texts.values()))
            return {lang: texts.get(lang, texts.get("en", first)) for lang in LANGUAGES}
        return dict.fromkeys(LANGUAGES, self.text(name, longest))

    def name(self, name: str, longest: int) -> Leaf:
        """A phrase that stands in charts, menus and tables: without marks."""
        leaf = self.leaf(name, longest)
        for text in leaf.values():
            if _MARKS.search(text):
                raise DefinitionError.marks(self.file, self.at(name), shown(text))
        return leaf

    def number(self, name: str, default: float | None, most: float) -> float:
        """A number from 0 to `most`."""
        number = finite(self.raw.get(name, default))
        if number is None or not 0 <= number <= most:
            raise DefinitionError.not_a_weight(
                self.file, self.at(name), shown(self.raw.get(name)), f"{most:g}"
            )
        return number

    def flag(self, name: str) -> bool:
        """True or false; false where it is absent."""
        value = self.raw.get(name, False)
        if not isinstance(value, bool):
            raise DefinitionError.not_a_choice(
                self.file, self.at(name), shown(value), "true, false"
            )
        return value

    def choice(self, name: str, choices: Collection[str]) -> str:
        """One of a few codes."""
        value = self.raw.get(name)
        if not isinstance(value, str) or value not in choices:
            raise DefinitionError.not_a_choice(
                self.file, self.at(name), shown(value), ", ".join(choices)
            )
        return value

    def tables(self, name: str, most: int) -> Sequence[Any]:
        """A list of one to `most` tables."""
        tables = self.raw.get(name)
        if not isinstance(tables, list | tuple) or not tables:
            raise DefinitionError.missing_key(self.file, self.at(name))
        if len(tables) > most:
            raise DefinitionError.too_many(self.file, self.at(name), len(tables), most)
        return tables

    def _text(self, place: str, value: object, longest: int) -> str:
        if value is None or (isinstance(value, str) and not value.strip()):
            raise DefinitionError.missing_key(self.file, place)
        if not isinstance(value, str) or len(value) > longest or _UNSEEN.search(value):
            raise DefinitionError.not_a_text(self.file, place, shown(value), longest)
        return value.strip()


def finite(value: object) -> float | None:
    """The value as a float; None where it is no number or not finite."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def shown(value: object) -> str:
    """The value as text, short and without signs that a terminal or a page would obey."""
    try:
        written = "-" if value is None else str(value)
    except ValueError:
        written = type(value).__name__
    readable = _UNSEEN.sub("?", written[:LONGEST_SHOWN])
    return readable if len(written) <= LONGEST_SHOWN else f"{readable}\u2026"


def nearest(name: str, names: Collection[str]) -> str:
    """The known name most similar to `name`, else the first twelve of all."""
    return ", ".join(get_close_matches(name, names, n=1, cutoff=0.5) or sorted(names)[:12])
