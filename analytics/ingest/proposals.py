"""First inspection of a file: what it is recognised as, and how each of its tables would be read.

A person or a script may correct a proposal; `drafts` reads and builds the final one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.errors import FileError, ImportRefused, UsageError
from analytics.ingest import sandbox
from analytics.ingest.columns.garbled import garbled_headers
from analytics.ingest.columns.headers import header_of, names_at
from analytics.ingest.columns.match import Match, recognise, remap
from analytics.ingest.columns.sums import is_grid, is_one_a_day, is_one_each, key_of_report
from analytics.ingest.corrections import Corrections
from analytics.ingest.errors import DamagedText, HiddenTables, NoOrders
from analytics.ingest.files.errors import LookRefused
from analytics.ingest.repairs import REPAIRS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SAMPLE_ROWS = 8
KEYED = ("parquet", "jsonl")
"""Kinds that name their columns themselves."""


@dataclass(frozen=True)
class Proposal:
    """One table found in one file and how it would be read."""

    path: Path
    name: str
    sheet: str | None
    sniffed: Mapping[str, Any]
    header_row: int
    """1-based row of the headers in the file; 0 where they are keys and no row."""
    headers: tuple[str, ...]
    sample: tuple[tuple[str | None, ...], ...]
    """The first rows below the header."""
    match: Match
    date_order: str = ""
    mends: Corrections = field(default_factory=Corrections)
    keeps_dates: bool = False
    """Whether dates in the future, or years away from all others, are right."""
    keeps_repeats: bool = False
    """Whether lines that other files of the import bring too, or only add up, count all the same.
    """
    is_hidden: bool = False
    """Whether the workbook hides the sheet. It is left out unless somebody takes it in."""
    as_written: tuple[str, ...] = ()
    """Of `repairs.REPAIRS`, what is left as the file has it."""
    ids: str = "folded"
    """Whether identifiers of people are brought into one form (`folded`), or stay as `written`."""
    decimals: str = ""
    """point or comma, as a person has settled 1.234; "" where the cells decide."""
    rows: tuple[tuple[str | None, ...], ...] = ()
    """The first rows of the table from its top, for choosing another header row."""
    remarks: tuple[tuple[int, str, str], ...] = ()
    """Of a join, what was read otherwise than its files have it: row of that file, the file with
    the text of the line, code of the sentence."""

    @property
    def key(self) -> str:
        """Names the part within its dataset."""
        return f"{self.name}|{self.sheet or ''}"

    def as_table(self, table: str) -> Proposal:
        """The same rows read as another table."""
        return replace(self, match=recognise(self.headers, table))

    def with_mapping(self, mapping: Mapping[str, str | None]) -> Proposal:
        """The same rows with canonical columns taken from other headers (None: from none)."""
        if self.match.table is None:
            return self
        return replace(self, match=remap(self.headers, self.match.table, mapping))

    def with_date_order(self, date_order: str) -> Proposal:
        """The same rows with 3/5 settled as `dmy` or `mdy`."""
        return replace(self, date_order=date_order)

    def with_header_row(self, row: int) -> Proposal:
        """The same table with its names in another row, from 1; recognised anew.

        UsageError for a row beyond the stored ones, and for one without any cell.
        """
        if self.sniffed["kind"] in KEYED or row == self.header_row:
            return self
        if not 1 <= row <= len(self.rows) or not _has_content(self.rows[row - 1]):
            raise UsageError.bad_option("header_row", str(row), f"1-{len(self.rows)}")
        headers = names_at(self.rows, row - 1)
        sample = self.rows[row : row + SAMPLE_ROWS]
        match = _unless_report(recognise(headers), headers, self.rows[row:])
        return replace(self, header_row=row, headers=headers, sample=sample, match=match)

    def with_mends(self, corrections: Corrections) -> Proposal:
        """The same rows with these cells corrected before they are read."""
        return replace(self, mends=corrections)

    def with_dates_kept(self, keeps_dates: bool) -> Proposal:
        """The same rows with every date right, or (False) those that are astray set aside."""
        return replace(self, keeps_dates=keeps_dates)

    def with_repeats_kept(self, keeps_repeats: bool) -> Proposal:
        """The same rows, each counting whatever others bring, or (False) compared with them."""
        return replace(self, keeps_repeats=keeps_repeats)

    def taken_in(self) -> Proposal:
        """The same rows as what they are recognised as, for a hidden sheet that was left out."""
        return replace(self, match=recognise(self.headers))

    def with_as_written(self, codes: Sequence[str]) -> Proposal:
        """The same rows with these repairs undone; UsageError for a code that is none."""
        for code in codes:
            if code not in REPAIRS:
                raise UsageError.bad_option("as_written", code, ", ".join(REPAIRS))
        return replace(self, as_written=tuple(sorted(set(codes))))

    def with_ids(self, ids: str) -> Proposal:
        """The same rows with identifiers of people `folded` into one form, or as `written`."""
        return replace(self, ids=ids)

    def with_decimals(self, decimals: str) -> Proposal:
        """The same rows with 1.234 settled as one and a bit (`point`) or a thousand (`comma`)."""
        return replace(self, decimals=decimals)

    def left_out(self) -> Proposal:
        """The same rows without a table: they will not be imported."""
        return replace(self, match=replace(self.match, table=None, mapping={}))

    @property
    def names(self) -> tuple[str, ...]:
        """One name a column in file order: canonical where matched, else x0, x1 …"""
        column_at = {index: column for column, index in self.match.mapping.items()}
        return tuple(column_at.get(i, f"x{i}") for i in range(len(self.headers)))


def inspect_file(
    path: Path, name: str, encoding: str = "", delimiter: str = "", *, folder: Path | None = None
) -> list[Proposal]:
    """A proposal for each table in the file, most likely one first in file order.

    `encoding` and `delimiter` override what would be sniffed. The files in an archive, called
    `archive.zip/inner.csv`, are unpacked into `folder`, or one beside it, which must stay until
    they are imported. Sheets without any row are left out; FileError when there is nothing else.
    """
    if not path.is_file():
        raise FileError.missing(name)
    path = path.resolve()
    task = {"verb": "inspect", "path": str(path), "name": name}
    task |= {"encoding": encoding} if encoding else {}
    task |= {"delimiter": delimiter} if delimiter else {}
    task |= {"folder": str(folder.resolve())} if folder else {}
    try:
        likely_next = sandbox.build_limits([path])
        inspection = sandbox.call(task, sandbox.look_limits(path), then=likely_next)
    except sandbox.ChildFailed as error:
        raise _file_failure(name, error, sandbox.INSPECT.seconds) from error
    proposals: list[Proposal] = []
    first_error: FileError | None = None
    for member in inspection["members"] or [inspection]:
        for head in member["heads"]:
            if not any(map(_has_content, head["rows"])):
                continue
            try:
                proposals.append(
                    _proposal(Path(member["path"]), member["name"], member["sniffed"], head)
                )
            except FileError as error:
                first_error = first_error or error
    if not proposals:
        raise first_error or FileError.empty(name)
    return proposals


def _has_content(row: Sequence[str | None]) -> bool:
    return any(cell and cell.strip() for cell in row)


def _proposal(
    path: Path, name: str, sniffed: Mapping[str, Any], head: Mapping[str, Any]
) -> Proposal:
    rows = tuple(tuple(row) for row in head["rows"])
    at, headers = (0, names_at(rows, 0)) if sniffed["kind"] in KEYED else header_of(rows)
    if len(rows) == at + 1 and head["count_rows"] in (None, at + 1):
        raise FileError.header_only(name, at + 1, head["sheet"])
    sample = rows[at + 1 : at + 1 + SAMPLE_ROWS]
    header_row = at + 1 if head["has_header_row"] else 0
    match = _unless_report(recognise(headers), headers, rows[at + 1 :])
    part = Proposal(
        path, name, head["sheet"], sniffed, header_row, headers, sample, match, rows=rows
    )
    return replace(part.left_out(), is_hidden=True) if head["is_hidden"] else part


def _unless_report(
    match: Match, headers: Sequence[str], rows: Sequence[Sequence[str | None]]
) -> Match:
    """The match, without a table where the rows are days, cells of days or products, and no
    orders."""
    if match.table != "orders" or match.format != match.table:
        return match
    column = key_of_report(match.mapping)
    if column is None:
        return match
    at = match.mapping[column]
    cells = [row[at] if at < len(row) else None for row in rows[:SAMPLE_ROWS]]
    if column != "ordered_at":
        is_report = is_one_each(match.mapping, cells)
    else:
        is_report = is_one_a_day(match.mapping, cells) or is_grid(match.mapping, rows)
    if not is_report:
        return match
    return replace(match, table=None, mapping={}, sums=(headers[at].strip(),))


def usable(proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals with a recognised table; ImportRefused, naming the first file, when none has
    one, and for orders without a date column."""
    if not proposals:
        raise ImportRefused.nothing()
    recognised = [proposal for proposal in proposals if proposal.match.table]
    for proposal in recognised:
        if "ordered_at" in proposal.match.missing:
            refuse_garbled(proposal)
            raise ImportRefused.no_date_column(proposal.name, **_header_of(proposal))
    if not recognised:
        hidden = [part for part in proposals if part.is_hidden and part.taken_in().match.table]
        if hidden:
            sheets = ", ".join(part.sheet or "" for part in hidden)
            raise HiddenTables.only(hidden[0].name, sheets)
        first = next((part for part in proposals if part.match.sums), proposals[0])
        if first.match.sums:
            raise NoOrders.sums_only(first.name, first.header_row, first.match.sums, first.sheet)
        if first.match.foreign:
            raise NoOrders.other_list(
                first.name, first.header_row, first.match.foreign, first.sheet
            )
        refuse_garbled(first)
        raise ImportRefused.unknown_table(first.name, **_header_of(first))
    return recognised


def _header_of(part: Proposal) -> dict[str, object]:
    headers = ", ".join(filter(None, part.headers))
    return {"sheet": part.sheet, "row": part.header_row, "headers": headers}


def refuse_garbled(part: Proposal) -> None:
    """FileError for a part with a header that is no text any more."""
    garbled = garbled_headers(part.headers)
    if garbled:
        raise DamagedText.garbled(part.name, part.header_row, garbled[0], part.sheet)


def _file_failure(name: str, error: sandbox.ChildFailed, seconds: int) -> FileError:
    if error.is_too_much:
        return LookRefused.too_much(name)
    return FileError.too_slow(name, seconds) if error.is_timeout else FileError.damaged(name)
