"""Every row of every part read, checked and written as canonical Parquet, with what was wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics import schema
from analytics.errors import FileError
from analytics.ingest.build import (
    answer_rows,
    days,
    examples,
    fact_parts,
    lookalikes,
    parse_issues,
    part_schema,
    person_ids,
    progress,
    sheets,
    staging,
    survey_cells,
    surveys,
)
from analytics.ingest.build.numbers import powers
from analytics.ingest.build.parts import FACT_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from analytics.ingest.build.parts import Context, Part


def read(context: Context, parts: list[Part]) -> list[dict[str, Any]]:
    """Read every part into the folder, with its problems and the rows set aside."""
    reports, problems = _read_parts(context, parts)
    person_ids.settle(context, parts, reports, problems)
    lookalikes.settle(context, parts, problems)
    _save_problems(context.folder, problems, parts)
    _save_set_aside(context, parts)
    return reports


def list_again(context: Context, parts: list[Part], file_keys: list[str]) -> None:
    """List the problems of some parts, and the rows set aside, anew after their flaws changed."""
    path = context.folder / "problems.parquet"
    others = pl.read_parquet(path, glob=False).filter(~pl.col("file_key").is_in(file_keys))
    frames = [
        parse_issues.listed(context.builder, key_part.table, context.folder / name)
        for key_part in parts
        if key_part.key in file_keys
        for name in [f"{key_part.table}-{key_part.key}.parquet"]
    ]
    _save_problems(context.folder, frames, parts)
    pl.concat([others, pl.read_parquet(path, glob=False)]).write_parquet(path)
    _save_set_aside(context, parts)


def _read_parts(
    context: Context, parts: list[Part]
) -> tuple[list[dict[str, Any]], list[pl.DataFrame]]:
    """One report and one frame of problems per part."""
    reports, problems = [], []
    for table in FACT_TABLES:
        # So that queries find the table when no file brings it.
        part_schema.empty(table).write_parquet(context.folder / f"{table}-none.parquet")
    for number, part in enumerate(parts):
        status = {"stage": "read", "file": part.name, "done": number, "of": len(parts)}
        report, part_problems = _read_part(context, part, status)
        reports.append(report)
        problems.append(part_problems)
    for table in FACT_TABLES:
        for number, span in _astray(context, parts, table):
            status = {"stage": "read", "file": parts[number].name, "done": number, "of": len(parts)}
            reports[number], problems[number] = _read_part(context, parts[number], status, span)
    return reports, problems


def _read_part(
    context: Context, part: Part, status: dict[str, Any], span: days.Plausible | None = None
) -> tuple[dict[str, Any], pl.DataFrame]:
    """The report and the problems of one part; days outside `span` are astray."""
    context.on_progress(status)
    before = part.path.stat()
    with progress.reporting(context.builder, part.path, status, context.on_progress):
        if part.table in FACT_TABLES:
            report, part_problems = fact_parts.read(context, part, span)
        else:
            report, part_problems = _read_sheet(context, part)
    after = part.path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise FileError.changed(part.name)
    identity = {"key": part.key, "table": part.table, "keeps_repeats": part.keeps_repeats}
    report = {**identity, "rows_mended": 0, "counted_in": powers(part), **report}
    return report, part_problems


def _astray(
    context: Context, parts: list[Part], table: str
) -> Iterator[tuple[int, days.Plausible]]:
    """The places of the parts with a day outside what all parts of the table together make
    plausible, and those days. Such a part is read again, for a row set aside keeps its cells."""
    judged = [
        (place, part)
        for place, part in enumerate(parts)
        if part.table == table and not part.keeps_dates
    ]
    if not judged:
        return
    span = days.plausible(context.builder, context.folder, table, context.today, context.as_of)
    for place, part in judged:
        path = context.folder / f"{table}-{part.key}.parquet"
        if not span.holds(path, days.DAY_COLUMNS[table]):
            yield place, span


def _read_sheet(context: Context, part: Part) -> tuple[dict[str, Any], pl.DataFrame]:
    """An extra sheet: small, so read through frames."""
    if part.sniffed.kind == "workbook":
        cells = staging.sheet_cells(part)
    elif part.sniffed.kind == "parquet":
        offset = part.header_row + 1
        cells = pl.read_parquet(part.path, glob=False).cast(pl.String)
        cells = cells.rename(dict(zip(cells.columns, part.names, strict=True)))
        cells = cells.with_row_index("source_row", offset=offset).cast(pl.String)
    else:
        source = context.folder / ".staged.csv"
        staging.write_normalised(context, part, source)
        names = ["source_row", *part.names, "overflow"]
        cells = pl.read_csv(
            source, glob=False, has_header=False, new_columns=names, infer_schema=False
        )
    cells, example_rows = examples.without(part.corrections.frame(cells))
    cells, aside = _survey_rows(part, cells)
    rows, silent = answer_rows.gathered(part, cells)
    frame, problems = _typed(context, part, rows)
    if frame.is_empty() and example_rows.is_empty():
        raise FileError.header_only(part.name, part.header_row, part.sheet)
    frame.write_parquet(context.folder / f"{part.table}-{part.key}.parquet")
    count_aside = example_rows.height + silent.height + aside.height
    count_kept = frame["source_row"].n_unique()
    counts = {
        "rows_read": count_kept + count_aside,
        "rows_kept": count_kept,
        "rows_set_aside": count_aside,
    }
    notices = fact_parts.notices(context, part)
    issues = pl.concat([notices, examples.problems(part, example_rows), aside, silent, problems])
    return {**counts, "date_order": part.date_order}, issues


def _survey_rows(part: Part, cells: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that are answers, and one problem per row of titles, or of no answer, that a survey
    tool writes beside them."""
    if part.table not in survey_cells.SURVEYS or not surveys.has_marks(part.headers):
        return cells, pl.DataFrame(schema=parse_issues.SCHEMA)
    marked = surveys.marked(cells, part.headers, part.names, part.as_written)
    aside = marked.filter(pl.col("aside").is_not_null()).select(
        pl.lit(part.key).alias("file_key"),
        pl.lit(part.name).alias("file"),
        pl.col("source_row").cast(pl.Int64).alias("row"),
        pl.lit(part.names[0]).alias("name"),
        pl.col(part.names[0]).alias("value"),
        pl.col("aside").alias("code"),
        pl.lit(value=True).alias("is_set_aside"),
    )
    return marked.filter(pl.col("aside").is_null()).drop("aside"), aside.cast(parse_issues.SCHEMA)


def _typed(
    context: Context, part: Part, rows: answer_rows.AnswerRows
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of a sheet in the types of its table, and what was wrong with their cells."""
    plain, rewritten = survey_cells.plain(part, rows)
    cells = plain.drop("source_row").rename({answer_rows.PLACE: "source_row"})
    table = schema.TABLES[part.table]
    frame, unread = sheets.read(context.builder, table, cells, part, context.spellings)
    placed = rows.frame(frame)
    problems = [
        rows.problems(rewritten),
        rows.problems(unread),
        survey_cells.repeated(part, placed),
    ]
    return placed, pl.concat(problems)


def _save_problems(folder: Path, frames: list[pl.DataFrame], parts: list[Part]) -> None:
    """Write the list of problems, with the headers of the file."""
    headers = pl.DataFrame(
        [(part.key, name, header) for part in parts for name, header in part.header_of.items()],
        schema={"file_key": pl.String, "name": pl.String, "header": pl.String},
        orient="row",
    )
    problems = pl.concat([pl.DataFrame(schema=parse_issues.SCHEMA), *frames])
    joined = problems.join(headers, on=["file_key", "name"], how="left", maintain_order="left")
    joined.write_parquet(folder / "problems.parquet")


def _save_set_aside(context: Context, parts: list[Part]) -> None:
    """Write the rows set aside, with their cells under the headers of their file."""
    saved = []
    for part in parts:
        if part.table not in FACT_TABLES:
            continue
        path = context.folder / f"{part.table}-{part.key}.parquet"
        for row in parse_issues.set_aside(context.builder, part.table, path).to_dicts():
            cells = json.loads(row["raw"])
            named = {header: cells.get(name) for name, header in part.header_of.items()}
            saved.append((part.key, part.name, row["row"], json.dumps(named, ensure_ascii=False)))
    columns = {"file_key": pl.String, "file": pl.String, "row": pl.Int64, "cells": pl.String}
    frame = pl.DataFrame(saved, schema=columns, orient="row")
    frame.write_parquet(context.folder / "set_aside.parquet")
