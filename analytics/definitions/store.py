"""The definitions a store keeps: named by what they say, so that the same one is kept once and two
people who save at the same time lose nothing.

<store>/definitions/<id>.toml       one definition
                    current.json    which one pages open; none: the one the product ships with
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from analytics.definitions.definition import Definition, built_in, read, written
from analytics.errors import DefinitionError, FileError, NineSupersError
from analytics.storage.atomic import write_whole
from analytics.storage.versions import room_minded

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.storage.versions import Store

FOLDER = "definitions"
CURRENT = "current.json"
_ID = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class DefinitionLibrary:
    """What a store keeps: definitions, newest first and the product's own last, and what is wrong
    with the files that are none."""

    definitions: tuple[Definition, ...]
    troubles: tuple[NineSupersError, ...]


def listed(store: Store) -> DefinitionLibrary:
    """Everything in the store's folder."""
    found, troubles = list[Definition](), list[NineSupersError]()
    for path in sorted((store.root / FOLDER).glob("*.toml")):
        try:
            found.append(_named(path))
        except NineSupersError as error:
            troubles.append(error)
    newest = sorted(found, key=lambda one: (one.saved_on, one.name, one.id), reverse=True)
    return DefinitionLibrary((*newest, built_in()), tuple(troubles))


def find(store: Store, version: str) -> Definition:
    """The definition of that id; DefinitionError when there is none that can be used."""
    if version == built_in().id:
        return built_in()
    if not _ID.fullmatch(version):
        raise DefinitionError.gone(version)
    try:
        return _named(_path(store, version))
    except FileError as error:
        raise DefinitionError.gone(version) from error


def current(store: Store) -> Definition:
    """What scores mean here unless a link says otherwise; the product's own where nothing was
    chosen or what was chosen is gone."""
    try:
        version = json.loads((store.root / FOLDER / CURRENT).read_text("utf-8"))["id"]
        return find(store, version)
    except (OSError, ValueError, KeyError, TypeError, NineSupersError):
        return built_in()


def save(store: Store, definition: Definition, *, saved_on: date | None = None) -> Definition:
    """Keep a definition; as it stands in the store, with the day it was saved.

    What says the same as one already kept is that one, under the newer name.
    """
    if definition.is_built_in:
        return built_in()
    day = (saved_on or date.today()).isoformat()
    kept = replace(definition, saved_on=day, lexicon="")
    with room_minded():
        write_whole(_path(store, kept.id), written(kept))
    return kept


def make_current(store: Store, version: str) -> None:
    """Let scores mean this on every page whose link does not say otherwise."""
    with room_minded(), store.switching():
        find(store, version)
        write_whole(store.root / FOLDER / CURRENT, json.dumps({"id": version}))


def delete(store: Store, version: str) -> None:
    """Remove a definition; DefinitionError for the current one and for the product's own."""
    with store.switching():
        found = find(store, version)
        if found.is_built_in or found.id == current(store).id:
            raise DefinitionError.in_use(found.name)
        _path(store, version).unlink(missing_ok=True)


def _path(store: Store, version: str) -> Path:
    return store.root / FOLDER / f"{version}.toml"


def _named(path: Path) -> Definition:
    """The definition in a file of the store, which must say what its name promises: a file changed
    by hand would give other scores under the same id."""
    found = read(path)
    if found.id != path.stem:
        raise DefinitionError.renamed(path.name, found.id)
    return found
