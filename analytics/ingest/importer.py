"""Files in, a dataset version out: the calling side of the bounded subprocess.

`inspect_file` takes a first look and proposes how to read each table; a person, or a script, may
correct the proposal; `import_parts` builds a version from what was settled.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics import schema
from analytics.datasets import LAYOUT, Manifest, Store, new_version
from analytics.errors import FileError, ImportRefused
from analytics.ingest import sandbox
from analytics.ingest.formats import spellings
from analytics.ingest.match import Match, find_header_row, recognise, remap

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date


@dataclass(frozen=True)
class Proposal:
    """One table found in one file and how it would be read."""

    path: Path
    name: str
    sheet: str | None
    sniffed: Mapping[str, Any]
    header_row: int
    """1-based row of the headers in the file."""
    headers: tuple[str, ...]
    sample: tuple[tuple[str | None, ...], ...]
    """The first rows below the header."""
    match: Match
    date_order: str = ""

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

    def left_out(self) -> Proposal:
        """The same rows taken for nothing: they will not be imported."""
        return replace(self, match=replace(self.match, table=None, mapping={}))

    @property
    def names(self) -> tuple[str, ...]:
        """One name a column in file order: canonical where matched, else x0, x1 …"""
        taken = {index: column for column, index in self.match.mapping.items()}
        return tuple(taken.get(i, f"x{i}") for i in range(len(self.headers)))


def inspect_file(path: Path, name: str) -> list[Proposal]:
    """A proposal for each table in the file, most likely one first in file order.

    Sheets without any row are left out; FileError when there is nothing else.
    """
    if not path.is_file():
        raise FileError.missing(name)
    try:
        found = sandbox.call({"verb": "inspect", "path": str(path), "name": name}, sandbox.INSPECT)
    except sandbox.ChildFailed as error:
        raise _file_failure(name, error, sandbox.INSPECT.seconds) from error
    heads = [head for head in found["heads"] if any(map(_has_content, head["rows"]))]
    if not heads:
        raise FileError.empty(name)
    return [_proposal(path, name, found["sniffed"], head) for head in heads]


def _has_content(row: Sequence[str | None]) -> bool:
    return any(cell and cell.strip() for cell in row)


def _proposal(
    path: Path, name: str, sniffed: Mapping[str, Any], head: Mapping[str, Any]
) -> Proposal:
    rows = head["rows"]
    at = find_header_row(rows)
    headers = tuple((cell or "").strip() for cell in rows[at])
    if len(rows) == at + 1 and head["count_rows"] in (None, at + 1):
        raise FileError.header_only(name, at + 1)
    sample = tuple(tuple(row) for row in rows[at + 1 : at + 9])
    return Proposal(path, name, head["sheet"], sniffed, at + 1, headers, sample, recognise(headers))


def usable(proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals a dataset can be made of; ImportRefused, for the first that should have been
    one, when there are none."""
    if not proposals:
        raise ImportRefused.nothing()
    known = [proposal for proposal in proposals if proposal.match.table]
    for proposal in known:
        if "ordered_at" in proposal.match.missing:
            raise ImportRefused.no_date_column(
                proposal.name, proposal.header_row, ", ".join(filter(None, proposal.headers))
            )
    if not known:
        first = proposals[0]
        raise ImportRefused.unknown_table(first.name, ", ".join(filter(None, first.headers)))
    return known


def import_parts(
    store: Store,
    proposals: Sequence[Proposal],
    *,
    label: str,
    as_of: date | None = None,
    is_sample: bool = False,
    keep_originals: bool = True,
    on_progress: Callable[[dict[str, Any]], None] = lambda _: None,
    cancelled: threading.Event | None = None,
) -> Manifest:
    """Build a version from the settled proposals; it is not made current here.

    NineSupersError, with the store as it was, when anything cannot be used.
    """
    parts = usable(proposals)
    with store.building() as folder:
        if keep_originals:
            parts = _kept(parts, folder / "originals")
        task = _task(folder, parts, as_of)
        try:
            built = sandbox.call(task, sandbox.BUILD, on_progress, cancelled)
        except sandbox.ChildFailed as error:
            raise ImportRefused.crashed(error.stage or "start") from error
        manifest = Manifest(
            version=new_version(built["fingerprint"]),
            label=label,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            fingerprint=built["fingerprint"],
            is_sample=is_sample,
            layout=LAYOUT,
            about=built["about"],
            files=[_report(part, done) for part, done in zip(parts, built["files"], strict=True)],
        )
        store.commit(folder, manifest)
    return manifest


def _kept(parts: Sequence[Proposal], folder: Path) -> list[Proposal]:
    """The same parts read from copies that stay with the version; FileError if one moved meanwhile.

    Numbered, because two folders may hold files of one name; a workbook's sheets share a copy.
    """
    folder.mkdir(exist_ok=True)
    copies: dict[Path, Path] = {}
    for part in parts:
        if part.path not in copies:
            copy = folder / f"{len(copies) + 1:03}-{Path(part.name).name}"
            before = part.path.stat()
            shutil.copyfile(part.path, copy)
            after = part.path.stat()
            if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
                raise FileError.changed(part.name)
            copies[part.path] = copy
    return [replace(part, path=copies[part.path]) for part in parts]


def _task(folder: Path, parts: Sequence[Proposal], as_of: date | None) -> dict[str, Any]:
    return {
        "verb": "build",
        "folder": str(folder),
        "as_of": as_of.isoformat() if as_of else None,
        "spellings": spellings(),
        "parts": [_part_task(number, part) for number, part in enumerate(parts, start=1)],
    }


def _part_task(number: int, part: Proposal) -> dict[str, Any]:
    return {
        "key": f"{number:03}",
        "path": str(part.path.resolve()),
        "name": part.name,
        "sheet": part.sheet,
        "table": part.match.table,
        "sniffed": dict(part.sniffed),
        "header_row": part.header_row,
        "headers": list(part.headers),
        "names": list(part.names),
        "date_order": part.date_order,
    }


def _report(part: Proposal, done: Mapping[str, Any]) -> dict[str, Any]:
    """One entry of `files` as contracts ask for it; problems stand in the version's own list."""
    return {
        "key": done["key"],
        "file": part.name,
        "table": part.match.table,
        "format": part.match.format,
        "encoding": part.sniffed["encoding"] or None,
        "delimiter": part.sniffed["delimiter"] or None,
        "sheet": part.sheet,
        "header_row": part.header_row,
        "mapping": {column: part.headers[index] for column, index in part.match.mapping.items()},
        "unused": [part.headers[index] for index in part.match.unused if part.headers[index]],
        "duplicates": list(part.match.duplicates),
        "date_order": done["date_order"],
        "rows_read": done["rows_read"],
        "rows_kept": done["rows_kept"],
        "rows_set_aside": done["rows_set_aside"],
    }


def _file_failure(name: str, error: sandbox.ChildFailed, seconds: int) -> FileError:
    return FileError.too_slow(name, seconds) if error.is_timeout else FileError.damaged(name)


def table_names() -> tuple[str, ...]:
    """Every canonical table a file can be taken for."""
    return tuple(schema.TABLES)
