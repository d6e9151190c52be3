"""The declared target: a saved segment or a rule, kept as versions like definitions.

<store>/targets/<id>.toml       one target; its id is its content's
                current.json    the id that pages open; absent: none was declared
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import tomli_w

from analytics.positioning.errors import TargetError
from analytics.storage.atomic import write_whole
from analytics.storage.versions import full_disk_refused

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.storage.versions import Store

FOLDER = "targets"
CURRENT = "current.json"
LONGEST_NAME = 80
_ID = re.compile(r"[0-9a-f]{12}")
LISTS = ("channels", "products", "categories")
NUMBERS = ("least_orders", "least_amount")


@dataclass(frozen=True)
class Rule:
    """Conditions that a customer meets all of: channel, product and category of the first purchase
    (one of those named), and how many orders and how much money at least. None named: everybody."""

    channels: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    least_orders: int | None = None
    least_amount: float | None = None

    @property
    def is_empty(self) -> bool:
        return self == Rule()


@dataclass(frozen=True)
class Target:
    """Whom the brand says it is for: the customers of a saved segment (the id of its version) or
    those who meet a rule. `saved_on` is the day it was saved as an ISO text."""

    name: str
    rule: Rule = Rule()
    segment: str = ""
    saved_on: str = ""

    @property
    def id(self) -> str:
        """The first twelve hex digits of the SHA-256 of what it asks; name and day do not count."""
        canonical = json.dumps(_plain(self), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class TargetLibrary:
    """The saved targets, newest first, and one error per file that holds none."""

    targets: tuple[Target, ...]
    troubles: tuple[TargetError, ...]


def library(store: Store) -> TargetLibrary:
    """Every target in the store's folder."""
    targets, troubles = list[Target](), list[TargetError]()
    for path in sorted((store.root / FOLDER).glob("*.toml")):
        try:
            targets.append(_read(path))
        except TargetError as error:
            troubles.append(error)
    targets.sort(key=lambda saved: (saved.saved_on, saved.name), reverse=True)
    return TargetLibrary(tuple(targets), tuple(troubles))


def find(store: Store, version: str) -> Target:
    """The target of that id; TargetError where there is none that can be used."""
    if not _ID.fullmatch(version):
        raise TargetError.gone(version)
    return _read(store.root / FOLDER / f"{version}.toml")


def current(store: Store) -> Target | None:
    """The declared target; None where none was declared or it cannot be read (`damage`)."""
    try:
        return _current(store)
    except TargetError:
        return None


def damage(store: Store) -> TargetError | None:
    """Why the target that was declared cannot be read; None where it can, and where none was."""
    try:
        _current(store)
    except TargetError as error:
        return error
    return None


def _current(store: Store) -> Target | None:
    version = _current_id(store)
    return None if version is None else find(store, version)


def _current_id(store: Store) -> str | None:
    path = store.root / FOLDER / CURRENT
    try:
        return str(json.loads(path.read_text("utf-8"))["id"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TargetError.gone(path.name) from error


def save(store: Store, target: Target, *, saved_on: date | None = None) -> Target:
    """Save a target; it comes back as stored, with its day. TargetError where it has no name, asks
    for nothing, or asks for a segment and a rule at once. One of equal content is replaced."""
    name = " ".join(target.name.split())[:LONGEST_NAME]
    if not name:
        raise TargetError.unnamed()
    decided(target, name)
    day = (saved_on or date.today()).isoformat()
    dated = replace(target, name=name, saved_on=day)
    document = {"name": dated.name, "saved_on": day, **_plain(dated)}
    with full_disk_refused():
        write_whole(store.root / FOLDER / f"{dated.id}.toml", tomli_w.dumps(document))
    return dated


def decided(target: Target, name: str) -> Target:
    """The target itself; TargetError where it asks for nothing, or for a segment and a rule at
    once. `name` is what the error calls it."""
    if target.rule.is_empty == (not target.segment):
        raise TargetError.undecided(name)
    return target


def make_current(store: Store, version: str) -> None:
    """Declare this target; TargetError where it is not saved."""
    with full_disk_refused(), store.switching():
        find(store, version)
        write_whole(store.root / FOLDER / CURRENT, json.dumps({"id": version}))


def withdraw(store: Store) -> None:
    """Take the declaration back: none is declared, and every target stays saved."""
    with store.switching():
        (store.root / FOLDER / CURRENT).unlink(missing_ok=True)


def delete(store: Store, version: str) -> None:
    """Remove a target; where it was the declared one, none is declared."""
    with store.switching():
        is_declared = _current_id(store) == version
        (store.root / FOLDER / f"{version}.toml").unlink(missing_ok=True)
        if is_declared:
            (store.root / FOLDER / CURRENT).unlink(missing_ok=True)


def parsed(content: bytes, file: str) -> Target:
    """The target in a TOML file: a name, and `segment` or conditions of Rule. TargetError for the
    first mistake, with the file and the key."""
    try:
        raw = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise TargetError.unreadable(file) from error
    allowed = {"name", "saved_on", "segment", "rule"}
    for key in raw:
        if key not in allowed:
            raise TargetError.invalid(file, key, ", ".join(sorted(allowed)))
    for key in ("name", "saved_on", "segment"):
        if not isinstance(raw.get(key, ""), str):
            raise TargetError.invalid(file, key, '"..."')
    return Target(
        raw.get("name", ""), _rule(raw.get("rule", {}), file), raw.get("segment", ""),
        raw.get("saved_on", ""),
    )  # fmt: skip


def _rule(raw: Any, file: str) -> Rule:
    names = [field.name for field in fields(Rule)]
    if not isinstance(raw, dict):
        raise TargetError.invalid(file, "rule", ", ".join(names))
    for key, value in raw.items():
        if key not in names:
            raise TargetError.invalid(file, f"rule.{key}", ", ".join(names))
        is_list = isinstance(value, list) and all(isinstance(name, str) for name in value)
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
        if not (is_list if key in LISTS else is_number):
            raise TargetError.invalid(
                file, f"rule.{key}", '["..."]' if key in LISTS else "0, 1 ..."
            )
    conditions: dict[str, Any] = {
        key: tuple(value) if key in LISTS else value for key, value in raw.items()
    }
    return Rule(**conditions)


def _plain(target: Target) -> dict[str, Any]:
    """What a target asks, as its file holds it."""
    if target.segment:
        return {"segment": target.segment}
    conditions = {
        key: list(value) if key in LISTS else value
        for key, value in asdict(target.rule).items()
        if value not in ((), None)
    }
    return {"rule": conditions}


def _read(path: Path) -> Target:
    """The target in a file of the store; TargetError where its id is not the file's name."""
    try:
        target = parsed(path.read_bytes(), path.name)
    except OSError as error:
        raise TargetError.gone(path.stem) from error
    if target.id != path.stem:
        raise TargetError.gone(path.stem)
    return target
