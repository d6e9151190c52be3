"""The nine supers as their files define them: measures, goalposts, weights, and the words beside
them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, cast

from analytics.errors import DefinitionError
from analytics.measures import MEASURES, Measure
from analytics.scoring import Goalposts, Grade
from analytics.words import DATA, is_leaf

FOLDER = DATA / "supers"
GRADES = ("A", "B", "C", "D")

Leaf = Mapping[str, str]


@dataclass(frozen=True)
class MeasureUse:
    """One measure as a super uses it."""

    key: str
    measure: Measure
    weight: float
    grade: Grade
    goalposts: Goalposts
    n_indicative: int
    n_sound: int
    reason: Leaf
    """Why the goalposts stand where they stand."""
    name: Leaf | None
    """Its name here, where the measure serves several supers; else the measure's own words."""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Super:
    """One super: its words and its measures."""

    key: str
    order: int
    weight: float
    name: Leaf
    short: Leaf
    why: Leaf
    note: Leaf | None
    measures: tuple[MeasureUse, ...]


@cache
def supers() -> tuple[Super, ...]:
    """The supers in order; DefinitionError naming file, key and the nearest valid name."""
    found = [_super(path) for path in sorted(FOLDER.glob("*.toml"))]
    return tuple(sorted(found, key=lambda one: one.order))


def _super(path: Path) -> Super:
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError.invalid(path.name, "TOML", str(error), "TOML 1.0") from error
    for leaf in ("name", "short", "why"):
        _check(path, leaf, is_leaf(raw.get(leaf)), raw.get(leaf), "zh-Hans, zh-Hant, en")
    _check(path, "measures", bool(raw.get("measures")), raw.get("measures"), "[[measures]]")
    return Super(
        key=raw["key"],
        order=int(raw["order"]),
        weight=_weight(path, raw),
        name=raw["name"],
        short=raw["short"],
        why=raw["why"],
        note=raw.get("note"),
        measures=tuple(_use(path, use) for use in raw["measures"]),
    )


def _use(path: Path, raw: Mapping[str, Any]) -> MeasureUse:
    name = raw.get("measure", "")
    near = get_close_matches(name, MEASURES, n=1) or sorted(MEASURES)
    _check(path, "measure", name in MEASURES, name, ", ".join(near))
    _check(path, f"{name}.grade", raw.get("grade") in GRADES, raw.get("grade"), "A, B, C, D")
    _check(path, f"{name}.reason", is_leaf(raw.get("reason")), raw.get("reason"), "3 languages")
    indicative, sound = raw.get("n_indicative", 0), raw.get("n_sound", 0)
    _check(path, f"{name}.n_sound", 0 < indicative <= sound, sound, f">= {indicative} > 0")
    return MeasureUse(
        key=raw.get("key", name),
        measure=MEASURES[name],
        weight=_weight(path, raw),
        grade=cast(Grade, raw["grade"]),
        goalposts=_goalposts(path, name, raw.get("goalposts")),
        n_indicative=indicative,
        n_sound=sound,
        reason=raw["reason"],
        name=raw.get("name"),
        options=raw.get("options", {}),
    )


def _goalposts(path: Path, name: str, raw: object) -> Goalposts:
    try:
        bad, good = cast("list[float]", raw)
        return Goalposts(float(bad), float(good))
    except (TypeError, ValueError) as error:
        raise DefinitionError.invalid(
            path.name, f"{name}.goalposts", str(raw), "[0.0, 1.0]"
        ) from error


def _weight(path: Path, raw: Mapping[str, Any]) -> float:
    weight = raw.get("weight", 1)
    is_number = isinstance(weight, (int, float)) and weight >= 0
    _check(path, "weight", is_number, weight, ">= 0")
    return float(weight)


def _check(path: Path, key: str, is_valid: bool, found: object, expected: str) -> None:
    if not is_valid:
        raise DefinitionError.invalid(path.name, key, str(found), expected)
