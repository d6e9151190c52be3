"""Votes as the sheet `votes` takes them, and a pasted sheet as votes of a room."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from analytics.ingest.columns.formats import normalise
from analytics.workshop.errors import WorkshopError
from analytics.workshop.room import Ballot, is_voter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.definitions.definition import Definition
    from analytics.workshop.room import Room

MOST_PASTED = 500_000
"""Letters: more is no table of a room."""
_CELLS = re.compile(r"\t|,|;|\uff0c|\uff1b")


def as_sheet(room: Room, votes: pl.DataFrame) -> pl.DataFrame:
    """One row per voter, super and round in the columns of the sheet `votes`: voter, super, score,
    round, voted_on. A voter is a number: who voted what stays in the room."""
    voters = votes["voter"].unique().sort().to_list()
    numbers = {voter: f"{room.code}-{place + 1}" for place, voter in enumerate(voters)}
    return votes.sort("round", "voter", "super").select(
        pl.col("voter").replace_strict(numbers, return_dtype=pl.String),
        "super",
        "score",
        pl.col("round").cast(pl.String),
        pl.col("voted_at").str.slice(0, 10).alias("voted_on"),
    )


def pasted(text: str, definition: Definition, supers: Sequence[str]) -> tuple[Ballot, ...]:
    """Ballots from a table pasted out of a spreadsheet: a row a person, a column a super.

    The first row names the supers by key, name or short name in any language; a first column that
    names none holds the people. Empty cells are no answer. WorkshopError for a table without a
    super, and for a score that is no whole number from 0 to 10.
    """
    lines = [line for line in text[:MOST_PASTED].splitlines() if line.strip()]
    if not lines:
        return ()
    header = _CELLS.split(lines[0])
    keys = [_key(cell, definition, supers) for cell in header]
    if not any(keys):
        raise WorkshopError.no_such_super(lines[0][:40])
    has_names = keys[0] is None
    return tuple(
        _ballot(number, _CELLS.split(line), keys, has_names=has_names)
        for number, line in enumerate(lines[1:], start=1)
    )


def _key(cell: str, definition: Definition, supers: Sequence[str]) -> str | None:
    return _names(definition, supers).get(normalise(cell.strip()))


def _names(definition: Definition, supers: Sequence[str]) -> Mapping[str, str]:
    return {
        normalise(name): super_.key
        for super_ in definition.supers
        if super_.key in supers
        for name in (super_.key, *super_.name.values(), *super_.short.values())
    }


def _ballot(
    number: int, cells: Sequence[str], keys: Sequence[str | None], *, has_names: bool
) -> Ballot:
    written = cells[0].strip() if has_names else ""
    scores = {
        key: _score(cell.strip())
        for key, cell in zip(keys, cells, strict=False)
        if key is not None and cell.strip()
    }
    return Ballot(written if is_voter(written) else f"row {number}", scores)


def _score(cell: str) -> int:
    try:
        number = float(cell)
    except ValueError:
        raise WorkshopError.no_such_score(cell[:20]) from None
    if not number.is_integer():
        raise WorkshopError.no_such_score(cell[:20])
    return int(number)
