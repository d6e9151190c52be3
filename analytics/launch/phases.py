"""The four phases of a launch and the moments of a task, recognised in any of three languages."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.launch.base import Moment, Phase

FILE = Path(__file__).parents[2] / "data" / "launch.toml"


def phase_of(written: str | None) -> Phase | None:
    """The phase that a cell names; None for none, and for one that nobody knows."""
    tables = _tables()
    name = _named(written, tables["first"]) or _named(written, tables["phases"])
    return cast("Phase | None", name)


def moment_of(task: str | None) -> Moment | None:
    """When around its phase's event a task says it is due; None where it does not say."""
    return cast("Moment | None", _named(task, _tables()["moments"]))


def folded(written: str | None) -> str:
    """A name without spaces, case and width, so that two spellings of it are one."""
    return "".join(unicodedata.normalize("NFKC", written or "").casefold().split())


def _named(written: str | None, words: Mapping[str, Sequence[str]]) -> str | None:
    text = folded(written)
    return next((key for key, own in words.items() for word in own if folded(word) in text), None)


@cache
def _tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(FILE.read_text("utf-8"))
