"""Several files that make one table: found by their keys, shown, and joined if a person agrees.

    order items ─ order number ─ orders ─ buyer ─ customers
         └─ product number ─ products      └─ order number ─ refunds

`find` says what could be joined; `run` joins it in the bounded child. The rules for money are in
`rows`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from analytics.errors import ImportRefused
from analytics.ingest import sandbox
from analytics.ingest.columns.match import recognise
from analytics.ingest.joins.facts import Join, LeftOut, Lookup, Taken
from analytics.ingest.joins.keys import is_joinable, places_of, words
from analytics.ingest.joins.search import bases, join_of
from analytics.ingest.proposals import SAMPLE_ROWS, Proposal
from analytics.schema import ORDERS

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

__all__ = ["Join", "Joined", "LeftOut", "Lookup", "Met", "Taken", "find", "run"]

PART_LIMIT = 60
"""Parts among which joins are looked for; a workbook of a thousand sheets is no set of tables."""


@dataclass(frozen=True)
class Met:
    """Counts of how the rows of one lookup matched the base."""

    part: Proposal
    rows: int
    outside: int
    """Rows whose key no line of the base has, or without a key: not in the table."""
    repeated: int
    """Keys with several rows; of refunds, rows equal in all their cells."""
    differing: int
    """Keys whose rows differ in what was taken: the first cell that is not blank counts."""
    money: Decimal | None = None
    """Money of whole orders that was joined: their totals, payments or refunds."""
    undone: int = 0
    """Refunds that were refused or are open still: not counted."""
    unread: int = 0
    """Refunds whose amount cannot be read: not counted."""


@dataclass(frozen=True)
class Joined:
    """One table made of several, and the proof that nothing was multiplied."""

    proposal: Proposal
    rows_before: int
    rows_after: int
    amount_before: Decimal | None
    """Money of the base's lines, else of its orders once each; None where no part has any."""
    amount_after: Decimal | None
    """The same, added up from the file that was written."""
    unmatched: int
    """Lines of the base without a match in at least one part (refunds not counted)."""
    lookups: tuple[Met, ...]

    @property
    def repeated(self) -> tuple[Met, ...]:
        """Lookups with a key that has several rows."""
        return tuple(met for met in self.lookups if met.repeated)


def find(proposals: Sequence[Proposal]) -> tuple[Join, ...]:
    """The joins that make a table no part is alone; nothing is joined by this.

    A base is a part with order numbers and goods that lacks the day or the customer; or orders that
    lack goods, the person behind an account, or refunds from another file. Keys have the same
    meaning or the same header, and values that agree. Money of whole orders, refunds among it, goes
    into one join only, and a part that a join replaces is the base of no other.
    """
    parts = [part for part in proposals if is_joinable(part)]
    if not 1 < len(parts) <= PART_LIMIT:
        return ()
    joins: list[Join] = []
    for base in bases(parts):
        replaced = {key for join in joins for key in join.replaces}
        others = [part for part in parts if part is not base]
        spent = {lookup.part.key for join in joins for lookup in join.lookups if lookup.has_money}
        join = None if base.key in replaced else join_of(base, others, spent)
        joins += [join] if join else []
    return tuple(joins)


def run(
    join: Join,
    folder: Path,
    on_progress: Callable[[dict[str, Any]], None] = lambda _: None,
    cancelled: threading.Event | None = None,
) -> Joined:
    """The join written as a file of its own into `folder`, which must stay until it is imported.

    NineSupersError when a part cannot be read whole, or when a row or any money would have been
    gained or lost; nothing is written then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    out = _free(folder)
    try:
        limits = sandbox.build_limits(part.path for part in join.parts)
        outcome = sandbox.call(_task(join, out), limits, on_progress, cancelled)
    except sandbox.ChildFailed as error:
        _clear(out)
        raise ImportRefused.crashed(error.stage or "join") from error
    except BaseException:
        _clear(out)
        raise
    return Joined(
        _proposal(join, out, outcome),
        outcome["rows_before"],
        outcome["rows_after"],
        _decimal(outcome["amount_before"]),
        _decimal(outcome["amount_after"]),
        outcome["unmatched"],
        tuple(
            Met(lookup.part, **{**counts, "money": _decimal(counts["money"])})
            for lookup, counts in zip(join.lookups, outcome["lookups"], strict=True)
        ),
    )


def _free(folder: Path) -> Path:
    """A new empty file, created at once because two joins may run in one folder."""
    for number in count(1):
        path = folder / f"joined-{number}.csv"
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            continue
        return path
    raise AssertionError


def _clear(out: Path) -> None:
    """Remove the files of a failed join, including the copies of its parts."""
    for path in (out, *out.parent.glob(f".{out.stem}-*")):
        path.unlink(missing_ok=True)


def _task(join: Join, out: Path) -> dict[str, Any]:
    return {
        "verb": "join",
        "out": str(out.resolve()),
        "name": join.name,
        "parts": [_part_task(part) for part in join.parts],
        "lookups": [_lookup_task(join, number) for number in range(1, len(join.parts))],
        "mapping": _columns(join),
    }


def _part_task(part: Proposal) -> dict[str, Any]:
    return {
        "path": str(part.path.resolve()),
        "name": part.name,
        "sheet": part.sheet,
        "sniffed": dict(part.sniffed),
        "header_row": part.header_row,
        "headers": list(part.headers),
        "names": list(part.names),
        "as_written": list(part.as_written),
        "mends": part.mends.as_dict(),
    }


def _lookup_task(join: Join, number: int) -> dict[str, Any]:
    """The columns to take, and `carried`: keys of lookups that start from this part."""
    lookup = join.lookups[number - 1]
    places = places_of(lookup.part)
    return {
        "here": list(lookup.here),
        "there": lookup.there,
        "kind": lookup.kind,
        "finer": lookup.finer,
        "taken": [vars(taken) for taken in lookup.taken],
        "carried": [later.here[1] for later in join.lookups if later.here[0] == number],
        "states": [f"{number}.{places[name]}" for name in words("refund_states") if name in places],
    }


def _columns(join: Join) -> dict[str, str]:
    """Canonical column -> the column of the joined table, named by part and place."""
    return {column: f"{number}.{place}" for column, (number, place) in join.mapping.items()}


def _proposal(join: Join, out: Path, outcome: Mapping[str, Any]) -> Proposal:
    """The joined file as a proposal, with exactly the mapping of the join."""
    rows = tuple(tuple(row) for row in outcome["rows"])
    headers = tuple(outcome["headers"])
    header_of = dict(zip(outcome["columns"], headers, strict=True))
    settled = dict.fromkeys(ORDERS.names) | {
        column: header_of[name] for column, name in _columns(join).items()
    }
    dated_part = join.parts[join.mapping["ordered_at"][0]]
    sample = rows[1 : 1 + SAMPLE_ROWS]
    match = recognise(headers, ORDERS.name)
    return Proposal(
        out,
        join.name,
        None,
        outcome["sniffed"],
        1,
        headers,
        sample,
        match,
        dated_part.date_order,
        as_written=tuple(sorted({code for part in join.parts for code in part.as_written})),
        rows=rows,
        remarks=tuple((row, value, code) for row, value, code in outcome["remarks"]),
    ).with_mapping(settled)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
