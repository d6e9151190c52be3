"""A definition being changed: what is wrong with it so far, and in what it differs from another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from analytics.definitions import supers as files
from analytics.definitions.definition import Definition, built_in, from_plain
from analytics.definitions.toml_node import Node, shown
from analytics.errors import DefinitionError
from analytics.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analytics.definitions.supers import MeasureUse, Super

OfSuper = Literal["super_added", "super_removed", "super_weight", "super_words"]
OfUse = Literal["added", "removed", "goalposts", "weight", "thresholds", "reason", "grade"]
Kind = OfSuper | OfUse
OWN = "own"


@dataclass(frozen=True)
class Mistake:
    """What cannot be, in which super and measure; both empty where it is about the whole."""

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
    """The definition a table says, or else everything that is wrong with it, measure by measure."""
    found = tuple(mistake for one in raw["supers"] for mistake in _mistakes(one, file))
    if found:
        return None, found
    try:
        return from_plain(raw, file), ()
    except DefinitionError as error:
        return None, (Mistake("", "", error),)


def unreasoned(before: Definition, after: Definition, file: str) -> tuple[Mistake, ...]:
    """Goalposts that moved while their reason, in every language, stayed what it was."""
    moved = [one for one in changes(before, after) if one.kind == "goalposts"]
    return tuple(
        Mistake(one.after.key, one.use_after.key, _reasonless(file, one.use_after))
        for one in moved
        if one.after and one.use_before and one.use_after
        if one.use_after.reason == one.use_before.reason
    )


def changes(before: Definition, after: Definition) -> tuple[Change, ...]:
    """Every difference, super by super in the order of `after`; none when both say the same."""
    old = {one.key: one for one in before.supers}
    new = {one.key: one for one in after.supers}
    gone = [Change("super_removed", one, None) for key, one in old.items() if key not in new]
    told = [change for one in after.supers for change in _of_super(old.get(one.key), one)]
    return (*gone, *told)


@cache
def known_uses() -> Mapping[str, MeasureUse]:
    """Every measure as the product's own supers and templates use it, by key."""
    listed = [use for one in (*built_in().supers, *files.templates()) for use in one.measures]
    return {use.key: use for use in reversed(listed)}


def from_scratch(name: str, why: str, uses: Sequence[str], taken: Sequence[str]) -> dict[str, Any]:
    """A super of one's own as a table: measures of `known_uses`, under a key not yet taken."""
    key = next(key for number in range(1, 100) if (key := f"{OWN}_{number}") not in taken)
    return {
        "key": key,
        "weight": 1.0,
        "name": dict.fromkeys(LANGUAGES, name),
        "short": dict.fromkeys(LANGUAGES, name[: files.SHORT]),
        "why": dict.fromkeys(LANGUAGES, why),
        "measures": [files.plain_use(known_uses()[use]) for use in uses],
    }


def replaced(raw: Mapping[str, Any], key: str, by: Mapping[str, Any]) -> dict[str, Any]:
    """The table with another super in the place of the one called `key`.

    DefinitionError when a super of that key is there already.
    """
    others = [one["key"] for one in raw["supers"] if one["key"] != key]
    if by["key"] in others:
        raise DefinitionError.twice(shown(raw["name"]), "supers", by["key"])
    listed = [{**by, "order": one["order"]} if one["key"] == key else one for one in raw["supers"]]
    return {**raw, "supers": listed}


def _mistakes(one: Mapping[str, Any], file: str) -> Iterator[Mistake]:
    node = Node(file, "", one)
    is_sound = True
    for use in one["measures"]:
        try:
            files.read_use(node, use)
        except DefinitionError as error:
            is_sound = False
            yield Mistake(one["key"], use["key"], error)
    try:
        if is_sound:
            files.read(node, 1)
    except DefinitionError as error:
        yield Mistake(one["key"], "", error)


def _of_super(before: Super | None, after: Super) -> list[Change]:
    if before is None:
        return [Change("super_added", None, after)]
    told = [Change("super_weight", before, after)] if before.weight != after.weight else []
    words = [(one.name, one.short, one.why, one.note) for one in (before, after)]
    told += [Change("super_words", before, after)] if words[0] != words[1] else []
    old = {use.key: use for use in before.measures}
    new = {use.key: use for use in after.measures}
    told += [Change("removed", before, after, use) for key, use in old.items() if key not in new]
    for key, use in new.items():
        kinds: list[Kind] = _of_use(old[key], use) if key in old else ["added"]
        told += [Change(kind, before, after, old.get(key), use) for kind in kinds]
    return told


def _of_use(before: MeasureUse, after: MeasureUse) -> list[Kind]:
    thresholds = [(one.n_indicative, one.n_sound) for one in (before, after)]
    differs: dict[Kind, bool] = {
        "goalposts": before.goalposts != after.goalposts,
        "weight": before.weight != after.weight,
        "thresholds": thresholds[0] != thresholds[1],
        "grade": before.grade != after.grade,
        "reason": before.reason != after.reason,
    }
    return [kind for kind, is_so in differs.items() if is_so]


def _reasonless(file: str, use: MeasureUse) -> DefinitionError:
    return DefinitionError.reasonless(file, f"{use.key}.reason")
