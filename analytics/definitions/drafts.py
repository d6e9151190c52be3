"""A definition being edited: the mistakes in it, and the differences from another definition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from analytics.definitions import supers
from analytics.definitions.definition import Definition, built_in, from_plain
from analytics.definitions.toml_node import Node, shown
from analytics.errors import DefinitionError
from analytics.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analytics.definitions.supers import MeasureUse, Super

OfSuper = Literal["super_added", "super_removed", "super_weight", "super_words"]
OfUse = Literal[
    "added", "removed", "goalposts", "weight", "thresholds", "reason", "grade", "speaks"
]
Kind = OfSuper | OfUse
OWN = "own"


@dataclass(frozen=True)
class Mistake:
    """One invalid entry and its super and measure; both empty where it concerns the whole."""

    super: str
    use: str
    error: DefinitionError


@dataclass(frozen=True)
class Change:
    """One difference. `before` and `after` are None where there was or is nothing."""

    kind: Kind
    before: Super | None
    after: Super | None
    use_before: MeasureUse | None = None
    use_after: MeasureUse | None = None


def checked(raw: Mapping[str, Any], file: str) -> tuple[Definition | None, tuple[Mistake, ...]]:
    """The definition from a TOML table, or None and all its mistakes, measure by measure."""
    mistakes = tuple(mistake for table in raw["supers"] for mistake in _mistakes(table, file))
    if mistakes:
        return None, mistakes
    try:
        return from_plain(raw, file), ()
    except DefinitionError as error:
        return None, (Mistake("", "", error),)


def unreasoned(before: Definition, after: Definition, file: str) -> tuple[Mistake, ...]:
    """One mistake per measure whose goalposts changed while its reason stayed the same in every
    language."""
    moved = [change for change in changes(before, after) if change.kind == "goalposts"]
    return tuple(
        Mistake(change.after.key, change.use_after.key, _reasonless(file, change.use_after))
        for change in moved
        if change.after and change.use_before and change.use_after
        if change.use_after.reason == change.use_before.reason
    )


def changes(before: Definition, after: Definition) -> tuple[Change, ...]:
    """Every difference, removed supers first, then in the order of `after`; empty when equal."""
    old = {super_.key: super_ for super_ in before.supers}
    new = {super_.key: super_ for super_ in after.supers}
    gone = [Change("super_removed", super_, None) for key, super_ in old.items() if key not in new]
    changed = [
        change for super_ in after.supers for change in _of_super(old.get(super_.key), super_)
    ]
    return (*gone, *changed)


@cache
def uses_by_key() -> Mapping[str, MeasureUse]:
    """Every measure as the product's own supers and templates use it, by key."""
    uses = [use for super_ in (*built_in().supers, *supers.templates()) for use in super_.measures]
    return {use.key: use for use in reversed(uses)}


def from_scratch(name: str, why: str, uses: Sequence[str], taken: Sequence[str]) -> dict[str, Any]:
    """A new super as a TOML table: measures of `known_uses`, under a key not in `taken`."""
    key = next(key for number in range(1, 100) if (key := f"{OWN}_{number}") not in taken)
    return {
        "key": key,
        "weight": 1.0,
        "name": dict.fromkeys(LANGUAGES, name),
        "short": dict.fromkeys(LANGUAGES, name[: supers.SHORT]),
        "why": dict.fromkeys(LANGUAGES, why),
        "measures": [supers.plain_use(uses_by_key()[use]) for use in uses],
    }


def replaced(raw: Mapping[str, Any], key: str, by: Mapping[str, Any]) -> dict[str, Any]:
    """The table with another super in the place of the one called `key`.

    DefinitionError when a super of that key is there already.
    """
    others = [table["key"] for table in raw["supers"] if table["key"] != key]
    if by["key"] in others:
        raise DefinitionError.twice(shown(raw["name"]), "supers", by["key"])
    tables = [
        {**by, "order": table["order"]} if table["key"] == key else table for table in raw["supers"]
    ]
    return {**raw, "supers": tables}


def _mistakes(table: Mapping[str, Any], file: str) -> Iterator[Mistake]:
    node = Node(file, "", table)
    is_sound = True
    for use in table["measures"]:
        try:
            supers.read_use(node, use)
        except DefinitionError as error:
            is_sound = False
            yield Mistake(table["key"], use["key"], error)
    try:
        if is_sound:
            supers.read(node, 1)
    except DefinitionError as error:
        yield Mistake(table["key"], "", error)


def _of_super(before: Super | None, after: Super) -> list[Change]:
    if before is None:
        return [Change("super_added", None, after)]
    differences = [Change("super_weight", before, after)] if before.weight != after.weight else []
    words = [(super_.name, super_.short, super_.why, super_.note) for super_ in (before, after)]
    differences += [Change("super_words", before, after)] if words[0] != words[1] else []
    old = {use.key: use for use in before.measures}
    new = {use.key: use for use in after.measures}
    differences += [
        Change("removed", before, after, use) for key, use in old.items() if key not in new
    ]
    for key, use in new.items():
        kinds: list[Kind] = _of_use(old[key], use) if key in old else ["added"]
        differences += [Change(kind, before, after, old.get(key), use) for kind in kinds]
    return differences


def _of_use(before: MeasureUse, after: MeasureUse) -> list[Kind]:
    thresholds = [(use.n_indicative, use.n_sound) for use in (before, after)]
    differs: dict[Kind, bool] = {
        "goalposts": before.goalposts != after.goalposts,
        "weight": before.weight != after.weight,
        "thresholds": thresholds[0] != thresholds[1],
        "grade": before.grade != after.grade,
        "reason": before.reason != after.reason,
        "speaks": before.speaks != after.speaks,
    }
    return [kind for kind, is_so in differs.items() if is_so]


def _reasonless(file: str, use: MeasureUse) -> DefinitionError:
    return DefinitionError.reasonless(file, f"{use.key}.reason")
