"""The words of the product in three languages: one catalogue, read from `data/text/<room>/*.toml`.

A file's stem is the first part of a key, nested tables are the parts after it, and a leaf is a
table with exactly the three languages: `errors.no_date_column` is `[no_date_column]` in
`errors.toml`. Supers and formats carry their own names in their own files.
"""

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
DATA = Path(__file__).parent.parent / "data"
CONTENTS = {
    "binary": "binary",
    **dict.fromkeys(("PNG", "JPEG", "GIF", "BMP"), "picture"),
    **dict.fromkeys(("RAR", "7z", "gzip"), "archive"),
    **dict.fromkeys(("EXE", "ELF"), "program"),
    "PDF": "document",
    "SQLite": "database",
    "HTML": "page",
}
"""What a refused file holds, by its magic bytes, and the phrase that says so."""


class _Agreeing(string.Formatter):
    """Fills in facts, and words that go with a number."""

    def format_field(self, value: Any, format_spec: str) -> str:
        single, stroke, several = format_spec.partition("|")
        if stroke:
            return single if str(value) == "1" else several
        formatted: str = super().format_field(value, format_spec)
        return formatted


_FORMATTER = _Agreeing()


@dataclass(frozen=True)
class Words:
    """The catalogue in one language."""

    lang: str

    def get(self, key: str, /, **facts: object) -> str:
        """The sentence behind `key` with `facts` filled in; KeyError for an unknown key.

        `{count:line|lines}` is the word that goes with the number: the first behind 1 alone.
        """
        return _FORMATTER.vformat(_phrase(key)[self.lang], (), facts)

    def shown(self, facts: Mapping[str, object]) -> dict[str, object]:
        """The facts of a refusal as its sentence takes them: the sheet behind its file, what a
        column was taken for (`field`: table and column) and why a row cannot be used (`reason`: the
        code of its problem) in words, and what a file holds that is no table."""
        shown = dict(facts)
        if shown.get("sheet"):
            shown["file"] = f"{shown['file']} [{shown['sheet']}]"
        if "field" in shown:
            shown["field"] = self.get(f"columns.{shown['field']}")
        if "reason" in shown:
            shown["reason"] = self.get(f"problems.{shown['reason']}", value=shown["value"])
        kind = shown.get("found")
        if isinstance(kind, str) and kind in CONTENTS:
            shown["found"] = self.get(f"data.content_{CONTENTS[kind]}", kind=kind)
        return shown

    def has(self, key: str) -> bool:
        """Whether the catalogue knows `key`."""
        return key in _phrases(_stem(key))

    def names(self, stem: str) -> tuple[str, ...]:
        """The names of all phrases of the file `stem`, in its order; () for no such file."""
        return tuple(key.removeprefix(f"{stem}.") for key in _phrases(stem))

    def template(self, key: str) -> str:
        """The sentence behind `key` with its facts still in braces; KeyError for an unknown key."""
        return _phrase(key)[self.lang]

    def pick(self, leaf: Mapping[str, str]) -> str:
        """This language's side of a leaf that stands beside what it names, as in a super's file."""
        return leaf[self.lang]


@cache
def words(lang: str) -> Words:
    """The catalogue in `lang`; KeyError for a language that is not in LANGUAGES."""
    if lang not in LANGUAGES:
        raise KeyError(lang)
    return Words(lang)


def nearest_language(locale: str) -> str:
    """The language for a browser's `locale` as "zh-TW"; without one Simplified Chinese, for a
    language that is none of ours English."""
    code = locale.lower()
    if code.startswith(("zh-tw", "zh-hk", "zh-mo", "zh-hant")):
        return "zh-Hant"
    return "zh-Hans" if not code or code.startswith("zh") else "en"


def is_leaf(node: object) -> bool:
    """Whether a TOML node is one phrase in the three languages."""
    return isinstance(node, dict) and set(node) == set(LANGUAGES)


def _phrase(key: str) -> dict[str, str]:
    return _phrases(_stem(key))[key]


def _stem(key: str) -> str:
    return key.partition(".")[0]


@cache
def _phrases(stem: str) -> dict[str, dict[str, str]]:
    """Every phrase of the file `stem` by its full key; none for no such file. A file is read when
    the first of its phrases is asked for: reading all takes longer than a small import."""
    phrases: dict[str, dict[str, str]] = {}
    for path in _files().get(stem, ()):
        with path.open("rb") as file:
            _collect(stem, tomllib.load(file), phrases)
    return phrases


@cache
def _files() -> dict[str, list[Path]]:
    """The files of the catalogue by their stem."""
    paths: dict[str, list[Path]] = {}
    for path in sorted((DATA / "text").rglob("*.toml")):
        paths.setdefault(path.stem, []).append(path)
    return paths


def _collect(prefix: str, node: dict[str, Any], phrases: dict[str, dict[str, str]]) -> None:
    """Add every phrase under `node` to `phrases`, by its full key."""
    for name, child in node.items():
        key = f"{prefix}.{name}"
        if is_leaf(child):
            phrases[key] = child
        else:
            _collect(key, child, phrases)
