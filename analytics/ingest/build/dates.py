"""Is 3/5 the third of May or the fifth of March? Decided per column, on all of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.errors import ImportRefused
from analytics.ingest.files.day_base import counts_from_1904

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from analytics.ingest.build.parts import Part
    from analytics.storage.engine import Builder

DATE_ORDERS = ("mdy", "dmy")
MANNERS = (*DATE_ORDERS, "ymd", "epoch", "1904")
"""What a column may be read as: an order of short dates, seconds or milliseconds since 1970, or
days since 1904. The last only on request of the caller: the cells give no evidence of it."""
MOST_DAYS_OF_A_FILE = 400
LEAST_YEARS_ASTRAY = 5
LEAST_STEPS = 6


@dataclass(frozen=True)
class Settled:
    """How a column of dates is read, what decided it, and the evidence for each order."""

    manner: str
    by: str
    """caller, none (no such dates), readable, future, span, row_order, digits, or undecided."""
    evidence: tuple[Mapping[str, Any], ...] = ()
    """One mapping an order: date_order, count_read, count_future, first_on, last_on, example."""

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        keys = ("date_order", "count_short", "count_read", "count_future", "example")
        return {
            "manner": self.manner,
            "by": self.by,
            "evidence": [
                {
                    **{key: row[key] for key in keys},
                    **{key: row[key] and row[key].isoformat() for key in ("first_on", "last_on")},
                }
                for row in self.evidence
            ],
        }


def date_order_of(builder: Builder, part: Part, column: str) -> str:
    """The manner of `settle` alone."""
    return settle(builder, part, column).manner


def base_of_days(part: Part) -> str:
    """`1904` for a workbook that counts its days from there, so that plain counts are read so."""
    return "1904" if part.sniffed.kind == "workbook" and counts_from_1904(part.path) else ""


def settle(
    builder: Builder, part: Part, column: str, today: Callable[[], date] = date.today
) -> Settled:
    """How the staged column is read, decided only by evidence that is certain.

    ImportRefused for orders when nothing decides: a person must choose, and is shown the
    outcome of each order (`evidence` among the facts). Other tables leave such dates unread.
    """
    rows = builder.frame(
        "ingest/date_evidence", name=column, today_on=today().isoformat()
    ).to_dicts()
    settled = decide(rows)
    if settled.by != "undecided" or part.table != "orders":
        return settled
    example = settled.evidence[0]["example"]
    refusal = ImportRefused.dates_ambiguous(part.name, **cell_of(builder, part, column, example))
    refusal.facts["evidence"] = settled.as_dict()["evidence"]
    raise refusal


def cell_of(builder: Builder, part: Part, column: str, text: str) -> dict[str, object]:
    """Where a text first stands, and what its column was matched to, for a refusal."""
    ((place, source_row),) = builder.frame("ingest/text_place", name=column, text=text).rows()
    return {
        "sheet": part.sheet,
        "row": source_row or part.header_row + place,
        "column": part.header_of[column],
        "value": text,
        "field": part.field_of(column),
    }


def decide(rows: Sequence[Mapping[str, Any]]) -> Settled:
    """The manner that the rows of ingest/date_evidence.sql leave possible.

    In turn: a number above 12 (the order that reads most cells; the others become problems), an
    order that alone puts no order into the future, one that alone keeps a file within a year or so
    where the rest scatter it over many, one that alone follows the order of the rows, unless the
    file is simply sorted by the text.
    """
    if not rows:
        return Settled("", "none")
    if rows[0]["count_epoch"] == rows[0]["count_cells"]:
        return Settled("epoch", "digits")
    if not rows[0]["count_short"]:
        return Settled("", "none")
    evidence = tuple(row for row in rows if row["count_read"])
    most = max((row["count_read"] for row in evidence), default=0)
    candidates = [row for row in evidence if row["count_read"] == most]
    if len(candidates) == 1:
        return Settled(candidates[0]["date_order"], "readable", evidence)
    if most < rows[0]["count_short"]:
        return Settled("", "undecided", tuple(rows))
    for by, is_possible in (("future", _is_past), ("span", _is_close), ("row_order", _is_in_order)):
        possible = [row for row in candidates if is_possible(row, candidates)]
        if len(possible) == 1:
            return Settled(possible[0]["date_order"], by, evidence)
        candidates = possible or candidates
    return Settled("", "undecided", evidence)


def _is_past(row: Mapping[str, Any], _: Sequence[Mapping[str, Any]]) -> bool:
    return not row["count_future"]


def _days(row: Mapping[str, Any]) -> int:
    return int((row["last_on"] - row["first_on"]).days)


def _is_close(row: Mapping[str, Any], rivals: Sequence[Mapping[str, Any]]) -> bool:
    """Not scattered over years while another order keeps enough different days together."""
    has_close = any(
        _days(rival) <= MOST_DAYS_OF_A_FILE and rival["count_days"] >= LEAST_STEPS
        for rival in rivals
    )
    return not has_close or _days(row) < LEAST_YEARS_ASTRAY * 365


def _is_in_order(row: Mapping[str, Any], _: Sequence[Mapping[str, Any]]) -> bool:
    """Rows run one way in time, often enough, and not merely because their texts do."""
    rises, falls = row["count_rises"], row["count_falls"]
    if min(rises, falls) or max(rises, falls) < LEAST_STEPS:
        return False
    return bool(row["count_text_falls"] if rises else row["count_text_rises"])
