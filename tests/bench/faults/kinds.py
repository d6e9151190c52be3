"""The kinds of faults: each plants one in a clean export and knows what is right."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.faults import exports, writing
from tests.bench.faults.exports import Export


@dataclass(frozen=True)
class Planted:
    """Files with one fault, to be imported in one call."""

    export: Export
    paths: list[Path]
    expected: dict[str, Any] | None
    """Totals; null where nobody can know them and the loss has to be told."""
    codes: frozenset[str] = frozenset()
    """Any of these problems or refusals says what is wrong."""
    must_say: bool = False
    """Right only where it is also said: something is left out."""


CLEAN = "clean"
"""The row of exports without any fault."""

Kind = Callable[[random.Random, Path], Planted]
KINDS: dict[str, Kind] = {}


def kind(name: str) -> Callable[[Kind], Kind]:
    """Register a planter under the words of the table."""

    def register(planter: Kind) -> Kind:
        KINDS[name] = planter
        return planter

    return register


def with_columns(*roles: str) -> tuple[str, ...]:
    """Platforms whose exports have all these columns."""
    return tuple(
        name
        for name, about in exports.PLATFORMS.items()
        if set(roles) <= {role for _, role in about["columns"]}
    )


def with_people(*manners: str) -> tuple[str, ...]:
    """Platforms that write their customers so."""
    return tuple(name for name, about in exports.PLATFORMS.items() if about["customers"] in manners)


def planted(
    export: Export, folder: Path, *codes: str, expected: Any = "", must_say: bool = False
) -> Planted:
    """The export written as one file; right is what its lines come to unless `expected`."""
    path = writing.write(export, folder, "orders")
    right = exports.totals(export.lines) if expected == "" else expected
    return Planted(export, [path], right, frozenset(codes), must_say)


@kind(CLEAN)
def clean(rng: random.Random, folder: Path) -> Planted:
    return planted(exports.make(rng), folder)
