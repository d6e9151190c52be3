"""Whose goods a file sells, where a column of it says so."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING

from analytics.ingest.columns.formats import FOLDER, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from analytics.ingest.proposals import Proposal


def brand_of(parts: Sequence[Proposal]) -> str:
    """The one brand or shop that the first rows of the files name; "" where there is none, or more
    than one. Headers that name a brand come before those that name a shop (_brands.toml)."""
    for headers in _headers():
        names = {name for part in parts for name in _names(part, headers)}
        if len(names) == 1:
            return names.pop()
    return ""


def _names(part: Proposal, headers: Iterable[str]) -> Iterator[str]:
    wanted = frozenset(headers)
    for place, header in enumerate(part.headers):
        if normalise(header or "") in wanted:
            for row in part.sample:
                if place < len(row) and (name := " ".join((row[place] or "").split())):
                    yield name


@cache
def _headers() -> tuple[frozenset[str], ...]:
    raw: dict[str, list[str]] = tomllib.loads((FOLDER / "_brands.toml").read_text("utf-8"))
    return tuple(frozenset(map(normalise, raw[kind])) for kind in ("brand", "shop"))
