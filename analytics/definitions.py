"""What a score means: a whole set of supers under one name, told apart by what it says."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from analytics.supers import Super, supers

if TYPE_CHECKING:
    from collections.abc import Mapping

BUILT_IN = "built-in"


@dataclass(frozen=True)
class Definition:
    """Supers, measures, goalposts and weights that belong together. `saved_on` is the day it was
    saved, empty for the one the product ships with."""

    name: str
    saved_on: str
    supers: tuple[Super, ...]

    def super_of(self, key: str) -> Super:
        """The super called `key`; KeyError when there is none."""
        return {one.key: one for one in self.supers}[key]

    @cached_property
    def id(self) -> str:
        """Twelve hex digits of what it says; the same supers have the same id under any name."""
        said = json.dumps([_said(one) for one in self.supers], sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(said.encode()).hexdigest()[:12]


@cache
def built_in() -> Definition:
    """The nine supers of `data/supers/`."""
    return Definition(BUILT_IN, "", supers())


def _said(one: Super) -> Mapping[str, Any]:
    """A super as plain data: a measure is its name."""
    uses = [
        {
            **{key: value for key, value in vars(use).items() if key != "measure"},
            "measure": use.measure.key,
            "goalposts": asdict(use.goalposts),
            "options": dict(use.options),
        }
        for use in one.measures
    ]
    return {**vars(one), "measures": uses}
