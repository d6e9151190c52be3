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
GOALPOSTS_ENDS = 2
NAME, SHORT, WHY, NOTE, REASON = 60, 24, 200, 500, 500
"""The longest texts, in characters."""

SUPER_KEYS = ("key", "order", "weight", "name", "short", "why", "note", "measures")
USE_KEYS = (
    *("measure", "key", "grade", "weight", "goalposts", "n_indicative", "n_sound"),
    *("reason", "name", "options", "speaks"),
)
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "survey_item": ("item",),
    "returns_for_reason": ("words",),
    "voice_share": ("dimension",),
}
"""The options required by each measure that serves several supers."""


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
    speaks: bool = False
    """Whether it can stand for its super alone (`analytics.scoring.evidence`)."""


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
    """The nine built-in supers in order; DefinitionError naming file, key and the nearest valid
    name."""
    return tuple(sorted(_folder(FOLDER), key=lambda super_: super_.order))


@cache
def templates() -> tuple[Super, ...]:
    """Supers that can take the place of another, by key."""
    return _folder(TEMPLATES)


def read(node: Node, order: int) -> Super:
    """The super from a TOML table; `order` is its place where the table has none."""
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
    """One measure of a super, from a TOML table below `parent`."""
    table = parent.child("measures", raw)
    name = table.raw.get("measure")
    if not isinstance(name, str) or name not in MEASURES:
        near = nearest(shown(name), MEASURES)
        raise DefinitionError.unknown_measure(table.file, table.at("measure"), shown(name), near)
    node = Node(table.file, parent.at(table.key("key", name)), table.raw)
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
        speaks=node.flag("speaks"),
    )


def refuse_twice(file: str, place: str, keys: list[str]) -> None:
    """DefinitionError for the first key that occurs twice."""
    for key, count in Counter(keys).items():
        if count > 1:
            raise DefinitionError.twice(file, place, key)


def plain(super_: Super) -> dict[str, Any]:
    """The super as a TOML table; an absent note is left out."""
    table: dict[str, Any] = {
        "key": super_.key,
        "order": super_.order,
        "weight": super_.weight,
        "name": dict(super_.name),
        "short": dict(super_.short),
        "why": dict(super_.why),
    }
    note = {"note": dict(super_.note)} if super_.note else {}
    return {**table, **note, "measures": [plain_use(use) for use in super_.measures]}


def plain_use(use: MeasureUse) -> dict[str, Any]:
    """A measure as a TOML table; absent name and options, and a `speaks` that is false, are left
    out, so that definitions of former releases keep their id."""
    table: dict[str, Any] = {
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
    speaks = {"speaks": True} if use.speaks else {}
    return {**table, **name, **speaks, **({"options": options} if options else {})}


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
    numbers = [end for end in ends if end is not None]
    if len(ends) != GOALPOSTS_ENDS or len(numbers) != GOALPOSTS_ENDS or numbers[0] == numbers[1]:
        raise DefinitionError.not_goalposts(node.file, place, shown(raw))
    bad, good = numbers
    if (good > bad) != (measure.better == "higher"):
        raise DefinitionError.wrong_way(node.file, place, shown(bad), shown(good), measure.better)
    low, high = measure.bounds
    outside = [end for end in numbers if not low <= end <= high]
    if outside:
        raise DefinitionError.beyond(node.file, place, f"{outside[0]:g}", f"{low:g}", f"{high:g}")
    return Goalposts(bad, good)


def _thresholds(node: Node) -> tuple[int, int]:
    indicative = _whole(node, "n_indicative", None, FEWEST_UNITS)
    return indicative, _whole(node, "n_sound", None, indicative)


def _whole(node: Node, name: str, default: int | None, fewest: int) -> int:
    units = node.raw.get(name, default)
    if isinstance(units, bool) or not isinstance(units, int) or not fewest <= units <= MOST_UNITS:
        raise DefinitionError.thresholds(node.file, node.at(name), shown(units), fewest)
    return units


def _options(node: Node, measure: str) -> Mapping[str, Any]:
    """The options of a measure: every required one, and no other."""
    names = OPTIONS.get(measure, ())
    options = node.child("options", node.raw.get("options", {}))
    options.only(names)
    for name in names:
        if name not in options.raw:
            raise DefinitionError.missing_key(node.file, options.at(name))
    if "item" in names:
        options.choice("item", SUPERS)
    if "dimension" in names:
        options.choice("dimension", SUPERS)
    if "words" in names:
        words = options.tables("words", MOST_WORDS)
        return {
            "words": [
                Node(node.file, options.path, {"words": word}).text("words", NAME) for word in words
            ]
        }
    return dict(options.raw)
