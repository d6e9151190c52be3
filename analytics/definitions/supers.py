"""A super as its file defines it: measures, goalposts, weights, and the words beside them."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from analytics.definitions.toml_node import Leaf, Node, finite, nearest, shown
from analytics.errors import DefinitionError
from analytics.measures import MEASURES, Measure
from analytics.schema import SUPERS
from analytics.scoring.scoring import FEWEST_UNITS, Goalposts, Grade
from analytics.words import DATA

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = DATA / "supers"
TEMPLATES = DATA / "templates"
GRADES = ("A", "B", "C", "D")
MOST_MEASURES = 20
MOST_WEIGHT = 1000.0
MOST_UNITS = 10**9
MOST_WORDS = 100
BOTH_ENDS = 2
NAME, SHORT, WHY, NOTE, REASON = 60, 24, 200, 500, 500
"""The longest texts, in characters."""

SUPER_KEYS = ("key", "order", "weight", "name", "short", "why", "note", "measures")
USE_KEYS = (
    *("measure", "key", "grade", "weight", "goalposts", "n_indicative", "n_sound"),
    *("reason", "name", "options"),
)
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "survey_item": ("item",),
    "returns_for_reason": ("words",),
    "voice_share": ("dimension",),
}
"""What has to be said to a measure that serves several supers."""


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
    """The nine the product ships with, in order; DefinitionError naming file, key and the nearest
    valid name."""
    return tuple(sorted(_folder(FOLDER), key=lambda one: one.order))


@cache
def templates() -> tuple[Super, ...]:
    """Supers that can take the place of another, by key."""
    return _folder(TEMPLATES)


def read(node: Node, order: int) -> Super:
    """The super that a table says; `order` is its place where the table names none."""
    node.only(SUPER_KEYS)
    here = Node(node.file, node.key("key"), node.raw)
    uses = [read_use(here, raw) for raw in here.tables("measures", MOST_MEASURES)]
    refuse_twice(node.file, here.at("measures"), [use.key for use in uses])
    if not any(use.weight for use in uses):
        raise DefinitionError.weightless(node.file, here.at("measures"))
    return Super(
        key=here.path,
        order=_whole(here, "order", order, 1),
        weight=here.number("weight", 1.0, MOST_WEIGHT),
        name=here.name("name", NAME),
        short=here.name("short", SHORT),
        why=here.leaf("why", WHY),
        note=here.leaf("note", NOTE) if "note" in here.raw else None,
        measures=tuple(uses),
    )


def read_use(parent: Node, raw: object) -> MeasureUse:
    """The measure that a table below `parent` says, as this super uses it."""
    told = parent.child("measures", raw)
    name = told.raw.get("measure")
    if not isinstance(name, str) or name not in MEASURES:
        near = nearest(shown(name), MEASURES)
        raise DefinitionError.unknown_measure(told.file, told.at("measure"), shown(name), near)
    node = Node(told.file, parent.at(told.key("key", name)), told.raw)
    node.only(USE_KEYS)
    indicative, sound = _thresholds(node)
    return MeasureUse(
        key=node.key("key", name),
        measure=MEASURES[name],
        weight=node.number("weight", 1.0, MOST_WEIGHT),
        grade=cast(Grade, node.choice("grade", GRADES)),
        goalposts=_goalposts(node, MEASURES[name]),
        n_indicative=indicative,
        n_sound=sound,
        reason=node.leaf("reason", REASON),
        name=node.name("name", NAME) if "name" in node.raw else None,
        options=_options(node, name),
    )


def refuse_twice(file: str, place: str, keys: list[str]) -> None:
    """DefinitionError for the first key that stands twice."""
    for key, count in Counter(keys).items():
        if count > 1:
            raise DefinitionError.twice(file, place, key)


def plain(one: Super) -> dict[str, Any]:
    """The super as its file would say it; what is not said there is left out."""
    told: dict[str, Any] = {
        "key": one.key,
        "order": one.order,
        "weight": one.weight,
        "name": dict(one.name),
        "short": dict(one.short),
        "why": dict(one.why),
    }
    note = {"note": dict(one.note)} if one.note else {}
    return {**told, **note, "measures": [plain_use(use) for use in one.measures]}


def plain_use(use: MeasureUse) -> dict[str, Any]:
    """A measure as a super's file would say it."""
    told: dict[str, Any] = {
        "measure": use.measure.key,
        "key": use.key,
        "grade": use.grade,
        "weight": use.weight,
        "goalposts": [use.goalposts.bad, use.goalposts.good],
        "n_indicative": use.n_indicative,
        "n_sound": use.n_sound,
        "reason": dict(use.reason),
    }
    name = {"name": dict(use.name)} if use.name else {}
    options = {
        key: list(value) if isinstance(value, list | tuple) else value
        for key, value in use.options.items()
    }
    return {**told, **name, **({"options": options} if options else {})}


def _folder(folder: Path) -> tuple[Super, ...]:
    paths = sorted(folder.glob("*.toml"))
    return tuple(_file(path, place) for place, path in enumerate(paths, start=1))


def _file(path: Path, order: int = 1) -> Super:
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError.not_toml(path.name, str(error)) from error
    return read(Node(path.name, "", raw), order)


def _goalposts(node: Node, measure: Measure) -> Goalposts:
    """Two different numbers that the measure can reach, on the side where it is good."""
    raw, place = node.raw.get("goalposts"), node.at("goalposts")
    ends = [finite(end) for end in raw] if isinstance(raw, list | tuple) else []
    known = [end for end in ends if end is not None]
    if len(ends) != BOTH_ENDS or len(known) != BOTH_ENDS or known[0] == known[1]:
        raise DefinitionError.not_goalposts(node.file, place, shown(raw))
    bad, good = known
    if (good > bad) != (measure.better == "higher"):
        raise DefinitionError.wrong_way(node.file, place, shown(bad), shown(good), measure.better)
    low, high = measure.bounds
    outside = [end for end in known if not low <= end <= high]
    if outside:
        raise DefinitionError.beyond(node.file, place, f"{outside[0]:g}", f"{low:g}", f"{high:g}")
    return Goalposts(bad, good)


def _thresholds(node: Node) -> tuple[int, int]:
    indicative = _whole(node, "n_indicative", None, FEWEST_UNITS)
    return indicative, _whole(node, "n_sound", None, indicative)


def _whole(node: Node, name: str, default: int | None, fewest: int) -> int:
    found = node.raw.get(name, default)
    if isinstance(found, bool) or not isinstance(found, int) or not fewest <= found <= MOST_UNITS:
        raise DefinitionError.thresholds(node.file, node.at(name), shown(found), fewest)
    return found


def _options(node: Node, measure: str) -> Mapping[str, Any]:
    """What the measure has to be told, all of it and nothing else."""
    known = OPTIONS.get(measure, ())
    told = node.child("options", node.raw.get("options", {}))
    told.only(known)
    for name in known:
        if name not in told.raw:
            raise DefinitionError.missing_key(node.file, told.at(name))
    if "item" in known:
        told.choice("item", SUPERS)
    if "dimension" in known:
        told.choice("dimension", SUPERS)
    if "words" in known:
        words = told.tables("words", MOST_WORDS)
        return {
            "words": [
                Node(node.file, told.path, {"words": one}).text("words", NAME) for one in words
            ]
        }
    return dict(told.raw)
