"""One table in one file as the bounded subprocess gets it, and the context of a build."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.ingest.build.rewordings import Rewordings
from analytics.ingest.corrections import Corrections
from analytics.ingest.files.sniff import Sniffed
from analytics.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.ingest.build.answers import Answers
    from analytics.ingest.build.numbers import Sign
    from analytics.storage.engine import Builder

FACT_TABLES = ("orders", "feedback")


@dataclass(frozen=True)
class Part:
    """One table in one file, and how it is to be read. `names` are its columns in file order:
    canonical where a header was matched, x0, x1 … elsewhere."""

    key: str
    path: Path
    name: str
    sheet: str | None
    table: str
    sniffed: Sniffed
    header_row: int
    """1-based."""
    headers: tuple[str, ...]
    names: tuple[str, ...]
    date_order: str
    corrections: Corrections
    keeps_dates: bool = False
    """Whether its dates are right, however far from the rest."""
    keeps_repeats: bool = False
    """Whether its lines count whatever the other files bring."""
    as_written: tuple[str, ...] = ()
    """Of `repairs.REPAIRS`, what is left as the file has it."""
    ids: str = "folded"
    """Whether identifiers of people are brought into one form, or stay as written."""
    decimals: str = ""
    """point or comma: how every column writes decimals; "" where the cells decide."""
    remarks: tuple[tuple[int, str, str], ...] = ()
    """Of a join, what was read otherwise than its files have it: row there, the file with the text
    of the line, code of the sentence."""

    @property
    def header_of(self) -> dict[str, str]:
        return dict(zip(self.names, self.headers, strict=True))

    def field_of(self, name: str) -> str:
        """Table and column that a column was matched to, as sentences name them; for one that was
        matched to nothing the column of days, which no table of orders or feedback does without."""
        day = "ordered_at" if self.table == "orders" else "submitted_at"
        return f"{self.table}.{name if name in TABLES[self.table].names else day}"


@dataclass(frozen=True)
class Notice:
    """One thing read otherwise than it is written: row of the file, canonical column, the cell,
    code of its sentence."""

    row: int | None
    name: str
    value: str
    code: str


@dataclass(frozen=True)
class Context:
    """What every step of one build shares."""

    builder: Builder
    folder: Path
    spellings: Mapping[str, list[str]]
    on_progress: Callable[[dict[str, Any]], None]
    today: date
    """The day of the import."""
    as_of: date | None
    corrected_rows: dict[str, int] = field(default_factory=dict)
    """Part key -> number of rows with a corrected cell."""
    rewordings: dict[str, Rewordings] = field(default_factory=dict)
    """Part key -> what was read by its words."""
    notices: dict[str, list[Notice]] = field(default_factory=dict)
    """Part key -> what was read otherwise than it is written."""
    answers: dict[str, Answers] = field(default_factory=dict)
    """Part key -> how its ratings and answers on a scale are written."""
    signs: dict[str, dict[str, Sign]] = field(default_factory=dict)
    """Part key -> column of numbers -> how it writes decimals, where that was examined."""


def part_of(raw: Mapping[str, Any]) -> Part:
    """The part that an entry of a task's `parts` describes."""
    fields = {
        **{name: value for name, value in raw.items() if name != "mends"},
        "path": Path(raw["path"]),
        "sniffed": Sniffed(**raw["sniffed"]),
        "corrections": Corrections.from_dict(raw["mends"]),
        "as_written": tuple(raw.get("as_written", ())),
        "remarks": tuple((row, value, code) for row, value, code in raw.get("remarks", ())),
    }
    return Part(**{**fields, "headers": tuple(raw["headers"]), "names": tuple(raw["names"])})
