"""The saved definitions: each file is named by its content, so that equal definitions are stored
once and two people who save at the same time lose nothing.

<store>/definitions/<id>.toml       one definition
                    current.json    the id that pages open; absent: the built-in one
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from analytics.definitions.definition import (
    FORMER_BUILT_IN,
    Definition,
    built_in,
    read,
    written,
)
from analytics.definitions.goods import variants
from analytics.errors import DefinitionError, FileError, NineSupersError
from analytics.storage.atomic import write_whole
from analytics.storage.versions import full_disk_refused

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.storage.versions import Store

FOLDER = "definitions"
CURRENT = "current.json"
_ID = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class DefinitionLibrary:
    """The saved definitions, newest first and the built-in one last, and one error per file that
    holds none."""

    definitions: tuple[Definition, ...]
    troubles: tuple[NineSupersError, ...]


def library(store: Store) -> DefinitionLibrary:
    """Everything in the store's folder."""
    definitions, troubles = list[Definition](), list[NineSupersError]()
    for path in sorted((store.root / FOLDER).glob("*.toml")):
        try:
            definitions.append(_named(path))
        except FileError:
            continue  # deleted by somebody else since the folder was read
        except NineSupersError as error:
            troubles.append(error)
    definitions.sort(key=lambda saved: (saved.saved_on, saved.name, saved.id), reverse=True)
    return DefinitionLibrary((*definitions, built_in()), tuple(troubles))


def find(store: Store, version: str) -> Definition:
    """The definition of that id: saved, built-in, built-in for a kind of goods, or that of today
    for the built-in one of a former release. DefinitionError when there is none that can be
    used."""
    if version == built_in().id:
        return built_in()
    if not _ID.fullmatch(version):
        raise DefinitionError.gone(version)
    try:
        return _named(_path(store, version))
    except FileError as error:
        shipped = {**variants(), **dict.fromkeys(FORMER_BUILT_IN, built_in())}
        if version in shipped:
            return shipped[version]
        raise DefinitionError.gone(version) from error


def current(store: Store) -> Definition:
    """The definition in use unless a link names another; the built-in one where none was chosen or
    the chosen one cannot be read."""
    try:
        version = json.loads((store.root / FOLDER / CURRENT).read_text("utf-8"))["id"]
        return find(store, version)
    except (OSError, ValueError, KeyError, TypeError, NineSupersError):
        return built_in()


def save(store: Store, definition: Definition, *, saved_on: date | None = None) -> Definition:
    """Save a definition; it comes back as stored, with the day it was saved.

    One of equal content is replaced and takes the newer name. The built-in one is not written.
    """
    if definition.is_built_in:
        return built_in()
    day = (saved_on or date.today()).isoformat()
    dated = replace(definition, saved_on=day, lexicon="", target="")
    with full_disk_refused():
        write_whole(_path(store, dated.id), written(dated))
    return dated


def make_current(store: Store, version: str) -> None:
    """Use this definition on every page whose link names no other."""
    with full_disk_refused(), store.switching():
        find(store, version)
        write_whole(store.root / FOLDER / CURRENT, json.dumps({"id": version}))


def delete(store: Store, version: str) -> None:
    """Remove a definition; DefinitionError for the current and for the built-in one."""
    with store.switching():
        definition = find(store, version)
        if definition.is_built_in or definition.id == current(store).id:
            raise DefinitionError.in_use(definition.name)
        _path(store, version).unlink(missing_ok=True)


def _path(store: Store, version: str) -> Path:
    return store.root / FOLDER / f"{version}.toml"


def _named(path: Path) -> Definition:
    """The definition in a file of the store. DefinitionError where its id is not the file's name: a
    file changed by hand would give other scores under the same id."""
    definition = read(path)
    if definition.id != path.stem:
        raise DefinitionError.renamed(path.name, definition.id)
    return definition
