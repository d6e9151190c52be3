"""Build one dataset version in a folder of its own. Runs only inside the bounded subprocess.

Staged text → canonical Parquet parts → facts. The task is what `importer` makes; nothing outside
the folder is written, so a crash leaves a folder that nobody refers to.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics import engine, schema
from analytics.errors import FileError, ImportRefused
from analytics.ingest import problems, read, sheets
from analytics.ingest.dates import date_order_of
from analytics.ingest.sniff import Sniffed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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

    @property
    def header_of(self) -> dict[str, str]:
        return dict(zip(self.names, self.headers, strict=True))


@dataclass(frozen=True)
class Context:
    """What every step of one build shares."""

    builder: engine.Builder
    folder: Path
    spellings: Mapping[str, list[str]]
    say: Callable[[dict[str, Any]], None]


def build(task: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Build the version the task describes; the parts of its manifest that only building tells."""
    folder = Path(task["folder"])
    parts = [_part(raw) for raw in task["parts"]]
    spellings = {"key": list(task["spellings"]), "value": list(task["spellings"].values())}
    builder = engine.open_builder(folder, [part.path.parent for part in parts])
    context = Context(builder, folder, spellings, say)
    reports, found, frames = _read_parts(context, parts)
    _save_problems(folder, found, parts)
    _save_set_aside(context, parts)
    builder.execute("lines")
    builder.execute("order_lines", folder=task["folder"], as_of=task["as_of"])
    lines = builder.frame("fingerprint")
    say({"stage": "facts", "done": len(parts), "of": len(parts)})
    about = _facts(context, frames, task["as_of"])
    fingerprint = _fingerprint(lines, builder.frame("feedback_fingerprint"), frames)
    builder.close()
    return {"files": reports, "about": about, "fingerprint": fingerprint}


def _part(raw: dict[str, Any]) -> Part:
    fields = {**raw, "path": Path(raw["path"]), "sniffed": Sniffed(**raw["sniffed"])}
    return Part(**{**fields, "headers": tuple(raw["headers"]), "names": tuple(raw["names"])})


def _read_parts(
    context: Context, parts: list[Part]
) -> tuple[list[dict[str, Any]], list[pl.DataFrame], dict[str, pl.DataFrame]]:
    """The report of every part, the problems found, and the frames of the extra sheets."""
    reports, found = [], []
    frames = {table.name: sheets.empty(table) for table in schema.EXTRAS}
    for table in FACT_TABLES:
        _write_empty(context, table)
    for number, part in enumerate(parts):
        context.say({"stage": "read", "file": part.name, "done": number, "of": len(parts)})
        before = part.path.stat()
        if part.table in FACT_TABLES:
            report, listed = _read_facts(context, part)
        else:
            report, listed, frame = _read_sheet(context, part)
            frames[part.table] = pl.concat([frames[part.table], frame])
        after = part.path.stat()
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise FileError.changed(part.name)
        reports.append({"key": part.key, **report})
        found.append(listed)
    return reports, found, frames


def _template(context: Context, table: str) -> None:
    names = (*schema.TABLES[table].names, "source_row", "overflow")
    context.builder.load("template", pl.DataFrame(schema=dict.fromkeys(names, pl.String)))


def _write_empty(context: Context, table: str) -> None:
    """A part without rows, so that queries find the table when no file brings it."""
    _template(context, table)
    context.builder.load("table_cells", pl.DataFrame(schema={"source_row": pl.String}))
    context.builder.execute("stage_frame")
    context.builder.execute(f"parse_{table}")
    path = context.folder / f"{table}-none.parquet"
    context.builder.write(table, path, **_reading(context, None))


def _reading(context: Context, part: Part | None, date_order: str = "") -> dict[str, Any]:
    """The parameters of orders.sql and feedback.sql."""
    header = part.header_of.get("ordered_at", "") if part else ""
    return {
        "first_row": part.header_row + 1 if part else 0,
        "date_order": date_order,
        "date_header": header.strip().lower(),
        "spellings": context.spellings,
        "source_file": part.name if part else "",
        "file_key": part.key if part else "",
    }


def _read_facts(context: Context, part: Part) -> tuple[dict[str, Any], pl.DataFrame]:
    """Orders or feedback: stage, read, and count what came of it."""
    path = context.folder / f"{part.table}-{part.key}.parquet"
    _template(context, part.table)
    try:
        date_order = _stage_and_write(context, part, path, is_even=_is_plain(part))
    except engine.UnevenRecords:
        date_order = _stage_and_write(context, part, path, is_even=False)
    count = problems.counts(context.builder, part.table, path)
    if count["rows_read"] == 0:
        raise FileError.header_only(part.name, part.header_row)
    count.pop("rows_without_date")
    listed = problems.listed(context.builder, part.table, path)
    if count["rows_kept"] == 0:
        raise ImportRefused.no_usable_rows(part.name, count["rows_read"])
    return {**count, "date_order": date_order}, listed


def _is_plain(part: Part) -> bool:
    """Whether the fast reader can take the file as it lies on the disk."""
    return (
        part.sniffed.encoding in ("utf-8", "utf-8-sig")
        and not part.sniffed.has_blank_lines
        and not any("\n" in header or "\r" in header for header in part.headers)
    )


def _stage_and_write(context: Context, part: Part, path: Path, *, is_even: bool) -> str:
    """Write the part; the order of day and month that was used ("" where none was needed)."""
    _stage(context, part, is_even=is_even)
    date_column = "ordered_at" if part.table == "orders" else "submitted_at"
    date_order = part.date_order
    context.builder.execute(f"parse_{part.table}")
    context.builder.write(part.table, path, **_reading(context, part, date_order))
    if date_order or date_column not in part.names:
        return date_order
    if not problems.counts(context.builder, part.table, path)["rows_without_date"]:
        return ""
    date_order = date_order_of(context.builder, part, date_column)
    if date_order:
        context.builder.write(part.table, path, **_reading(context, part, date_order))
    return date_order


def _stage(context: Context, part: Part, *, is_even: bool) -> None:
    """Make the view `staged`: the part's cells as text under canonical names."""
    if part.sniffed.kind == "workbook":
        context.builder.load("table_cells", _sheet_cells(part))
        context.builder.execute("stage_frame")
        return
    source, names, skip, delimiter = (
        part.path,
        list(part.names),
        part.header_row,
        part.sniffed.delimiter,
    )
    if part.sniffed.kind == "parquet":
        source, skip, delimiter = context.folder / ".staged.csv", 0, ","
        read.parquet_cells(part.path, source, part.names)
    elif not is_even:
        source, skip, delimiter = context.folder / ".staged.csv", 0, ","
        read.even_records(part.path, part.sniffed, part.header_row, len(part.names), source)
        names = ["source_row", *names, "overflow"]
    columns = dict.fromkeys(names, "VARCHAR")
    context.builder.execute(
        "stage_csv", path=str(source), columns=columns, skip=skip, delimiter=delimiter
    )


def _sheet_cells(part: Part) -> pl.DataFrame:
    return read.cells(part.path, part.name, part.sheet or "", part.header_row, part.names)


def _read_sheet(context: Context, part: Part) -> tuple[dict[str, Any], pl.DataFrame, pl.DataFrame]:
    """An extra sheet: small, so read through frames."""
    if part.sniffed.kind == "workbook":
        cells = _sheet_cells(part)
    elif part.sniffed.kind == "parquet":
        offset = part.header_row + 1
        cells = pl.read_parquet(part.path).cast(pl.String)
        cells = cells.rename(dict(zip(cells.columns, part.names, strict=True)))
        cells = cells.with_row_index("source_row", offset=offset).cast(pl.String)
    else:
        source = context.folder / ".staged.csv"
        read.even_records(part.path, part.sniffed, part.header_row, len(part.names), source)
        names = ["source_row", *part.names, "overflow"]
        cells = pl.read_csv(source, has_header=False, new_columns=names, infer_schema=False)
    table = schema.TABLES[part.table]
    frame, listed = sheets.read(context.builder, table, cells, part, context.spellings)
    if frame.is_empty():
        raise FileError.header_only(part.name, part.header_row)
    frame.write_parquet(context.folder / f"{part.table}-{part.key}.parquet")
    count = {"rows_read": frame.height, "rows_kept": frame.height, "rows_set_aside": 0}
    return {**count, "date_order": part.date_order}, listed, frame


def _facts(
    context: Context, frames: Mapping[str, pl.DataFrame], as_of: str | None
) -> dict[str, Any]:
    """Build every fact and cube; what the version holds."""
    builder, folder = context.builder, str(context.folder)
    for name, frame in frames.items():
        builder.load(f"frame_{name}", frame)
    builder.execute("sheets")
    builder.execute("facts")
    builder.execute("feedback_facts", folder=folder, as_of=as_of)
    builder.execute("about", as_of=as_of)
    about: dict[str, Any] = builder.frame("about_row").row(0, named=True)
    # Feedback without any date speaks of the day it was handed in.
    return {**about, "as_of": about["as_of"] or as_of or date.today().isoformat()}


def _fingerprint(
    lines: pl.DataFrame, feedback: pl.DataFrame, frames: Mapping[str, pl.DataFrame]
) -> str:
    """The same rows give the same fingerprint, whatever file, encoding or order they came in."""
    digest = hashlib.sha256()
    for summed in (lines, feedback):
        digest.update(repr(summed.rows()).encode())
    for name in sorted(frames):
        content = frames[name].drop("source_file", "source_row")
        rows = sorted(json.dumps(row, default=str) for row in content.rows())
        digest.update(json.dumps([name, rows]).encode())
    return digest.hexdigest()


def _save_problems(folder: Path, found: list[pl.DataFrame], parts: list[Part]) -> None:
    """Keep the list of problems with the version, under the headers people know."""
    headers = pl.DataFrame(
        [(part.key, name, header) for part in parts for name, header in part.header_of.items()],
        schema={"file_key": pl.String, "name": pl.String, "header": pl.String},
        orient="row",
    )
    listed = pl.concat([pl.DataFrame(schema=problems.SCHEMA), *found])
    joined = listed.join(headers, on=["file_key", "name"], how="left", maintain_order="left")
    joined.write_parquet(folder / "problems.parquet")


def _save_set_aside(context: Context, parts: list[Part]) -> None:
    """Keep the rows set aside with their cells under the headers of their file."""
    saved = []
    for part in parts:
        if part.table not in FACT_TABLES:
            continue
        path = context.folder / f"{part.table}-{part.key}.parquet"
        for row in problems.set_aside(context.builder, part.table, path).to_dicts():
            cells = json.loads(row["raw"])
            named = {header: cells.get(name) for name, header in part.header_of.items()}
            saved.append((part.key, part.name, row["row"], json.dumps(named, ensure_ascii=False)))
    columns = {"file_key": pl.String, "file": pl.String, "row": pl.Int64, "cells": pl.String}
    frame = pl.DataFrame(saved, schema=columns, orient="row")
    frame.write_parquet(context.folder / "set_aside.parquet")
