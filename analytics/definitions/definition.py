"""What a score means: a whole set of supers under one name, told apart by what it says, and the
TOML that holds it."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import tomli_w

from analytics.definitions import supers as files
from analytics.definitions.supers import Super
from analytics.definitions.toml_node import Node, shown
from analytics.errors import DefinitionError, FileError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BUILT_IN = "built-in"
MOST_SUPERS = 12
LONGEST_NAME = 80
MOST_BYTES = 256 * 1024
KEYS = ("name", "saved_on", "supers")


@dataclass(frozen=True)
class Definition:
    """Supers, measures, goalposts and weights that belong together. `saved_on` is the day it was
    saved as an ISO text, empty for the one the product ships with."""

    name: str
    saved_on: str
    supers: tuple[Super, ...]
    lexicon: str = ""
    """The saved word list that its voice measures read by; empty: the product's own words."""

    def super_of(self, key: str) -> Super:
        """The super called `key`; KeyError when there is none."""
        return {one.key: one for one in self.supers}[key]

    @property
    def id(self) -> str:
        """Stands for what its scores mean: its supers, and the word list where there is one of
        somebody's own."""
        return f"{self.base}-{self.lexicon}" if self.lexicon else self.base

    @cached_property
    def base(self) -> str:
        """Twelve hex digits of what it says; the same supers have the same under any name."""
        told = [files.plain(one) for one in self.supers]
        said = json.dumps(told, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    @property
    def is_built_in(self) -> bool:
        """Whether it says what the product ships with."""
        return self.base == built_in().base


@cache
def built_in() -> Definition:
    """The nine supers of `data/supers/`."""
    return Definition(BUILT_IN, "", files.supers())


def written(definition: Definition) -> str:
    """The definition as the text of its file."""
    told: dict[str, Any] = {"name": definition.name}
    if definition.saved_on:
        told["saved_on"] = definition.saved_on
    return tomli_w.dumps({**told, "supers": [files.plain(one) for one in definition.supers]})


def parsed(content: bytes, file: str) -> Definition:
    """The definition in a file somebody hands over.

    DefinitionError with file, key, what was found and what is possible, for the first thing in it
    that cannot be.
    """
    if len(content) > MOST_BYTES:
        raise DefinitionError.too_large(file, MOST_BYTES // 1024)
    try:
        raw = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise DefinitionError.not_toml(file, shown(error)) from error
    return from_plain(raw, file)


def read(path: Path) -> Definition:
    """The definition in a file; FileError when there is no such file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError.missing(path.name) from error
    return parsed(content, path.name)


def from_plain(raw: Mapping[str, Any], file: str) -> Definition:
    """The definition that a table says; DefinitionError as in `parsed`."""
    node = Node(file, "", raw)
    node.only(KEYS)
    name = node.text("name", LONGEST_NAME)
    listed = node.tables("supers", MOST_SUPERS)
    found = [
        files.read(node.child("supers", one), place) for place, one in enumerate(listed, start=1)
    ]
    files.refuse_twice(file, "supers", [one.key for one in found])
    if not any(one.weight for one in found):
        raise DefinitionError.weightless(file, "supers")
    return Definition(name, _day(node), tuple(sorted(found, key=lambda one: one.order)))


def plain(definition: Definition) -> dict[str, Any]:
    """The definition as a table, new and free to be changed."""
    return {
        "name": definition.name,
        "supers": [files.plain(one) for one in definition.supers],
    }


def _day(node: Node) -> str:
    """The day as an ISO text; TOML may write it as a date or as a text."""
    found = node.raw.get("saved_on", "")
    try:
        return date.fromisoformat(str(found)).isoformat() if found else ""
    except ValueError as error:
        raise DefinitionError.not_a_choice(
            node.file, "saved_on", shown(found), date.today().isoformat()
        ) from error
