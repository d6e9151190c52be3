"""What a score means: a set of supers under one name, identified by its content, and its TOML."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import tomli_w

from analytics.definitions import supers
from analytics.definitions.supers import Super
from analytics.definitions.toml_node import Node, shown
from analytics.errors import DefinitionError, FileError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BUILT_IN = "built-in"
FORMER_BUILT_IN = ("943ef20dbb33",)
"""Ids of the built-in definitions of former releases, as links hold them."""
MOST_SUPERS = 12
LONGEST_NAME = 80
MOST_BYTES = 256 * 1024
KEYS = ("name", "saved_on", "goods", "supers")
GOODS = ("weeks", "seasons", "years")
"""How often people can need the goods again: within weeks, a few times a year, after years."""
_STEP = r"(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')"
_DEEP = re.compile(rf"(?<![\w.-]){_STEP}(?:[ \t]*+\.[ \t]*+{_STEP}){{6}}")
"""Seven steps of a dotted key; a definition has four."""


@dataclass(frozen=True)
class Definition:
    """Supers, measures, goalposts and weights that belong together. `saved_on` is the day it was
    saved as an ISO text, empty for the one the product ships with."""

    name: str
    saved_on: str
    supers: tuple[Super, ...]
    lexicon: str = ""
    """The saved word list that its voice measures read by; empty: the product's own words."""
    target: str = ""
    """The declared target that its measure of it goes by; empty: none, or no measure asks."""
    goods: str = ""
    """The kind of goods (GOODS) its goalposts are chosen for; empty: none was chosen."""

    def super_of(self, key: str) -> Super:
        """The super called `key`; KeyError when there is none."""
        return {super_.key: super_ for super_ in self.supers}[key]

    @property
    def id(self) -> str:
        """Identifies what its scores mean: `base`, and the ids of its word list and of its target
        where it has them."""
        return "-".join(part for part in (self.base, self.lexicon, self.target) if part)

    @cached_property
    def base(self) -> str:
        """The first twelve hex digits of the SHA-256 of its supers as JSON, and of its kind of
        goods where it has one; the name and the day do not count."""
        tables: Any = [supers.plain(super_) for super_ in self.supers]
        content = {"goods": self.goods, "supers": tables} if self.goods else tables
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    @property
    def is_built_in(self) -> bool:
        """Whether its supers are those the product ships with, and no kind of goods is chosen."""
        return self.base == built_in().base

    @property
    def is_shipped(self) -> bool:
        """Whether nobody saved it: the built-in one, or what it is for a kind of goods."""
        return self.name == BUILT_IN and not self.saved_on


@cache
def built_in() -> Definition:
    """The nine supers of `data/supers/`."""
    return Definition(BUILT_IN, "", supers.supers())


def written(definition: Definition) -> str:
    """The definition as the text of its file."""
    document: dict[str, Any] = {"name": definition.name}
    if definition.saved_on:
        document["saved_on"] = definition.saved_on
    if definition.goods:
        document["goods"] = definition.goods
    return tomli_w.dumps(
        {**document, "supers": [supers.plain(super_) for super_ in definition.supers]}
    )


def parsed(content: bytes, file: str) -> Definition:
    """The definition in an uploaded TOML file.

    DefinitionError for the first mistake, with the file, the key, its value and what is possible.
    """
    if len(content) > MOST_BYTES:
        raise DefinitionError.too_large(file, MOST_BYTES // 1024)
    try:
        text = content.decode("utf-8-sig")
        _refuse_deep(text, file)
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise DefinitionError.not_toml(file, shown(error)) from error
    return from_plain(raw, file)


def _refuse_deep(text: str, file: str) -> None:
    """DefinitionError for a key of more steps than a definition has: the parser builds a table for
    each step of each, and 20 KB of them take hundreds of megabytes."""
    match = _DEEP.search(text)
    if match:
        raise DefinitionError.unknown_key(file, shown(match[0]), ", ".join(KEYS))


def read(path: Path) -> Definition:
    """The definition in a file; FileError when there is no such file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError.missing(path.name) from error
    return parsed(content, path.name)


def from_plain(raw: Mapping[str, Any], file: str) -> Definition:
    """The definition from a TOML table; DefinitionError as in `parsed`."""
    node = Node(file, "", raw)
    node.only(KEYS)
    name = node.text("name", LONGEST_NAME)
    tables = node.tables("supers", MOST_SUPERS)
    read_supers = [
        supers.read(node.child("supers", table), place)
        for place, table in enumerate(tables, start=1)
    ]
    supers.refuse_twice(file, "supers", [super_.key for super_ in read_supers])
    if not any(super_.weight for super_ in read_supers):
        raise DefinitionError.weightless(file, "supers")
    ordered = tuple(sorted(read_supers, key=lambda super_: super_.order))
    kind = node.choice("goods", GOODS) if raw.get("goods") else ""
    return Definition(name, _day(node), ordered, goods=kind)


def plain(definition: Definition) -> dict[str, Any]:
    """The definition as a new TOML table that the caller may change."""
    return {
        "name": definition.name,
        "goods": definition.goods,
        "supers": [supers.plain(super_) for super_ in definition.supers],
    }


def _day(node: Node) -> str:
    """`saved_on` as an ISO text, empty where absent; TOML may hold a date or a text."""
    saved_on = node.raw.get("saved_on", "")
    try:
        return date.fromisoformat(str(saved_on)).isoformat() if saved_on else ""
    except ValueError as error:
        raise DefinitionError.not_a_choice(
            node.file, "saved_on", shown(saved_on), date.today().isoformat()
        ) from error
