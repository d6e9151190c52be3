"""Data classes that describe a join of several parts; found by `search`, run by `joins`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analytics.schema import ORDERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.ingest.joins.keys import Evidence
    from analytics.ingest.proposals import Proposal

Rule = Literal["copy", "first_line", "one_line"]
Kind = Literal["facts", "refunds", "payments"]
Why = Literal["order_money", "already_there", "nothing_new"]
NAME_BYTES = 160
"""The name becomes that of a file kept with the dataset, which most systems hold to 255 bytes."""


@dataclass(frozen=True)
class Taken:
    """One column that a lookup adds, and how its cells come to the lines of the base.

    `copy`: to every line. `first_line`: money of the whole order, to its first line, zero to the
    others. `one_line`: a refund, or a total before discounts, to the one line that bears it.
    """

    place: int
    header: str
    column: str
    """Canonical."""
    rule: Rule = "copy"


@dataclass(frozen=True)
class Lookup:
    """A part whose rows are looked up by a key of the table so far."""

    part: Proposal
    here: tuple[int, int]
    """Where the key is in the table so far: the part (0 the base, 1 the first lookup …) and the
    place of its header."""
    there: int
    taken: tuple[Taken, ...]
    evidence: Evidence
    """`shared`: the rows at hand have keys in common; `alike`: their keys are built alike."""
    kind: Kind = "facts"
    finer: tuple[int, int] | None = None
    """A refund's own line: the place of its number, or goods, in the base and in the part."""

    @property
    def has_money(self) -> bool:
        """Whether it adds money of whole orders."""
        return any(taken.rule != "copy" for taken in self.taken)

    @property
    def header_there(self) -> str:
        """The header of the key in the part."""
        return self.part.headers[self.there]


@dataclass(frozen=True)
class LeftOut:
    """A part, or one column of it, that is not joined, and why.

    `order_money`: the whole order's money, which each of its lines would repeat. `already_there`:
    another part has it. `nothing_new`: the part adds nothing to the table.
    """

    part: Proposal
    header: str
    """Empty for the whole part."""
    why: Why


@dataclass(frozen=True)
class Join:
    """One table that could be made of several parts. The base gives its rows and their order."""

    base: Proposal
    lookups: tuple[Lookup, ...]
    mapping: Mapping[str, tuple[int, int]]
    """Canonical column -> the part and the place of the header it is taken from."""
    left_out: tuple[LeftOut, ...] = ()

    @property
    def parts(self) -> tuple[Proposal, ...]:
        """The base and what is looked up, numbered from 0 in this order."""
        return (self.base, *(lookup.part for lookup in self.lookups))

    @property
    def key(self) -> str:
        """Names the join among those of the same files."""
        return " + ".join(part.key for part in self.parts)

    def header_here(self, lookup: Lookup) -> str:
        """The header of the key in the table so far."""
        number, place = lookup.here
        return self.parts[number].headers[place]

    @property
    def name(self) -> str:
        """What the joined table is called."""
        are_sheets = len({part.name for part in self.parts}) == 1
        names = dict.fromkeys((are_sheets and part.sheet) or part.name for part in self.parts)
        label = " + ".join(names)
        if len(label.encode()) > NAME_BYTES:
            label = f"{next(iter(names))} + {len(self.lookups)}"
        return f"{self.base.name} ({label})" if are_sheets else label

    @property
    def replaces(self) -> tuple[str, ...]:
        """Keys of the proposals whose place the joined one takes: imported beside it, they would
        count their money again. Members stay a table of their own."""
        return tuple(part.key for part in self.parts if part.match.table in (None, ORDERS.name))

    @property
    def adds(self) -> tuple[str, ...]:
        """Canonical columns that come, or come better, from another part than the base."""
        added = (taken.column for lookup in self.lookups for taken in lookup.taken)
        return tuple(dict.fromkeys(added))
