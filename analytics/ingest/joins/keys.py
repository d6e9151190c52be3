"""Canonical columns of a part read as orders, and whether two columns hold the same keys.

Everything here uses headers and the first rows stored with the proposal.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.ingest.columns.formats import FOLDER, normalise
from analytics.ingest.columns.match import recognise
from analytics.ingest.files.read import HEAD_ROWS
from analytics.schema import ORDERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.ingest.proposals import Proposal

Evidence = Literal["shared", "alike", ""]
GOODS = ("sku", "product")
NOBODY = r"(?i)^(?:[-\u2014]+|n/?a|#n/a|nil|null|none|nan|<na>|\d(?:\.\d+)?e\+\d{2})$"
"""Cells that are no key: a dash, an empty value, a number that a spreadsheet has cut short."""


def bare(cell: pl.Expr) -> pl.Expr:
    """The key in a cell: without Excel's wrapping, width, blanks at the ends and a `.0`."""
    plain = cell.str.normalize("NFKC").str.strip_chars()
    unwrapped = plain.str.replace(r'^=\s*"(.*)"$', "$1").str.replace(r"^'", "").str.strip_chars()
    key = unwrapped.str.replace(r"^(\d+)\.0+$", "$1")
    return pl.when((key != "") & ~key.str.contains(NOBODY)).then(key)


@cache
def words(kind: str) -> tuple[str, ...]:
    """The headers, or spellings, of one list of `_joins.toml`, normalised, in its order."""
    raw = tomllib.loads((FOLDER / "_joins.toml").read_text(encoding="utf-8"))
    return tuple(dict.fromkeys(map(normalise, raw[kind])))


def columns_of(part: Proposal) -> dict[str, int]:
    """Canonical column of orders -> place of the header, whatever table the part was taken for."""
    if part.match.table == ORDERS.name:
        columns = dict(part.match.mapping)
    else:
        columns = dict(recognise(part.headers, ORDERS.name).mapping)
    taken = set(columns.values())
    for column, kind in (("order_id", "order_keys"), ("refund_amount", "refund_amounts")):
        place = place_of(part, words(kind))
        if column not in columns and place is not None and place not in taken:
            columns[column] = place
    payment = place_of(part, words("payments"))
    if part.match.table is None and "amount" not in columns and payment is not None:
        columns["amount"] = payment
    return columns


def place_of(part: Proposal, names: Sequence[str]) -> int | None:
    """The place of the first of these normalised headers that the part has."""
    places = places_of(part)
    return next((places[name] for name in names if name in places), None)


def places_of(part: Proposal) -> dict[str, int]:
    """Normalised header -> its first index."""
    places: dict[str, int] = {}
    for index, header in enumerate(part.headers):
        places.setdefault(normalise(header), index)
    places.pop("", None)
    return places


def is_joinable(part: Proposal) -> bool:
    """True for orders, members and unrecognised parts; other tables are complete by themselves."""
    return part.match.table in (None, ORDERS.name, "members")


def is_refunds(part: Proposal, column_places: Mapping[str, int]) -> bool:
    """Whether a part lists money given back by order: with the refund's number or day, or without
    anything of a sale. A refund's state alone also appears in reports of orders."""
    if "order_id" not in column_places or "refund_amount" not in column_places:
        return False
    is_marked = place_of(part, words("refund_marks")) is not None
    return is_marked or not {"ordered_at", "amount"} & column_places.keys()


def agree(here: Proposal, at: int, there: Proposal, to: int) -> Evidence:
    """Whether two columns hold the same keys by the rows at hand.

    `shared`: a key is in both. `alike`: none is, but the heads of long files need not overlap,
    and the keys are built alike. Nothing where both files are known whole or the keys differ.
    """
    left, right = set(keys(here, at)), set(keys(there, to))
    if left & right:
        return "shared"
    if _is_whole(here) and _is_whole(there):
        return ""
    return "alike" if set(map(_shape, left)) & set(map(_shape, right)) else ""


def repeats(part: Proposal, at: int) -> float:
    """The share of the first rows whose key repeats an earlier one; 0 without keys."""
    part_keys = keys(part, at)
    return 1 - len(set(part_keys)) / len(part_keys) if part_keys else 0.0


def keys(part: Proposal, at: int) -> tuple[str, ...]:
    """The keys of a column in the rows at hand, blanks left out."""
    return _bare(tuple(row[at] if at < len(row) else None for row in _rows(part)))


def _rows(part: Proposal) -> Sequence[Sequence[str | None]]:
    """Below the header; a part that names its columns itself has them in its first row."""
    return part.rows[max(1, part.header_row) :] or part.sample


def _is_whole(part: Proposal) -> bool:
    return 0 < len(part.rows) < HEAD_ROWS


@lru_cache(maxsize=512)
def _bare(cells: tuple[str | None, ...]) -> tuple[str, ...]:
    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String}).select(bare(pl.col("cell")))
    return tuple(frame.to_series().drop_nulls().to_list())


def _shape(key: str) -> tuple[int, frozenset[str]]:
    """How long it is and of what it is made: digits, Latin letters, others, each sign."""
    return len(key), frozenset(
        "9" if sign.isdecimal() else sign if not sign.isalpha() else "a" if sign.isascii() else "z"
        for sign in key
    )
