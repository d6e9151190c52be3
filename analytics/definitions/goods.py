"""Kinds of goods by how often people can need them again, and the goalposts that follow from it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from analytics.definitions.definition import GOODS, Definition, built_in
from analytics.definitions.supers import GOALPOSTS_ENDS, MOST_WEIGHT, NAME, REASON, plain_use
from analytics.definitions.toml_node import Node
from analytics.errors import DefinitionError
from analytics.scoring.scoring import Goalposts
from analytics.words import DATA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.definitions.supers import MeasureUse
    from analytics.definitions.toml_node import Leaf

FILE = DATA / "goods.toml"
MOST_MEASURES = 20
MOST_WORDS = 400
FITTED = ("goalposts", "weight", "speaks", "reason")
"""What of a measure follows the kind of goods."""


@dataclass(frozen=True)
class UseChange:
    """How a kind of goods uses a measure otherwise; None: as in `data/supers`."""

    goalposts: Goalposts | None
    weight: float | None
    speaks: bool
    reason: Leaf


@dataclass(frozen=True)
class Goods:
    """A kind of goods: its words, and what it changes by measure."""

    key: str
    name: Leaf
    explains: Leaf
    words: tuple[str, ...]
    changes: Mapping[str, UseChange]


@cache
def goods() -> Mapping[str, Goods]:
    """Every kind of goods by key; DefinitionError for the first mistake in the file."""
    raw = tomllib.loads(FILE.read_text("utf-8"))
    node = Node(FILE.name, "", raw)
    node.only(GOODS)
    return {key: _goods(key, node.child(key, raw.get(key))) for key in GOODS}


def for_goods(definition: Definition, kind: str) -> Definition:
    """The definition with the goalposts and weights of a kind of goods: every measure that any kind
    changes begins again as the product ships it. KeyError for an unknown kind."""
    supers = tuple(
        replace(super_, measures=tuple(_fitted(use, kind) for use in super_.measures))
        for super_ in definition.supers
    )
    return replace(definition, supers=supers, goods=kind)


def plain_for_goods(raw: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The same for the table of a definition; "" leaves no kind chosen and takes the product's own
    goalposts."""
    tables = [
        {**table, "measures": [_plain_fitted(use, kind) for use in table["measures"]]}
        for table in raw["supers"]
    ]
    return {**raw, "goods": kind, "supers": tables}


@cache
def variants() -> Mapping[str, Definition]:
    """The built-in definition for each kind of goods, by id."""
    fitted = [for_goods(built_in(), kind) for kind in GOODS]
    return {definition.id: definition for definition in fitted}


def _goods(key: str, node: Node) -> Goods:
    node.only(("name", "explains", "words", "measures"))
    tables = node.tables("measures", MOST_MEASURES) if "measures" in node.raw else ()
    measures = [node.child("measures", table) for table in tables]
    return Goods(
        key,
        node.name("name", NAME),
        node.leaf("explains", REASON),
        tuple(str(word) for word in node.tables("words", MOST_WORDS)),
        {measure.text("measure", NAME): _change(measure) for measure in measures},
    )


def _change(node: Node) -> UseChange:
    node.only(("measure", "goalposts", "weight", "speaks", "reason"))
    ends = node.raw.get("goalposts")
    if ends is not None and len(ends) != GOALPOSTS_ENDS:
        raise DefinitionError.not_goalposts(node.file, node.at("goalposts"), str(ends))
    return UseChange(
        None if ends is None else Goalposts(*ends),
        node.number("weight", None, MOST_WEIGHT) if "weight" in node.raw else None,
        node.flag("speaks"),
        node.leaf("reason", REASON),
    )


def _fitted(use: MeasureUse, kind: str) -> MeasureUse:
    shipped = _use_of(use.measure.key, kind)
    if shipped is None:
        return use
    return replace(use, **{name: getattr(shipped, name) for name in FITTED})


def _plain_fitted(table: Mapping[str, Any], kind: str) -> dict[str, Any]:
    shipped = _use_of(table["measure"], kind)
    if shipped is None:
        return dict(table)
    others = {name: value for name, value in table.items() if name not in FITTED}
    fitted = {name: value for name, value in plain_use(shipped).items() if name in FITTED}
    return {**others, **fitted}


def _use_of(measure: str, kind: str) -> MeasureUse | None:
    """A measure as the product uses it for a kind of goods; None where it is the same for all."""
    shipped = _shipped().get(measure)
    if shipped is None or not any(measure in each.changes for each in goods().values()):
        return None
    change = goods()[kind].changes.get(measure) if kind else None
    if change is None:
        return shipped
    return replace(
        shipped,
        goalposts=change.goalposts or shipped.goalposts,
        weight=shipped.weight if change.weight is None else change.weight,
        speaks=change.speaks or shipped.speaks,
        reason=change.reason,
    )


@cache
def _shipped() -> Mapping[str, MeasureUse]:
    """The first use of every measure by the product's own supers."""
    uses = [use for super_ in built_in().supers for use in super_.measures]
    return {use.measure.key: use for use in reversed(uses)}
