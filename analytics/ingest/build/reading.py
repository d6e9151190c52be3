"""Every row of every part read, checked and written as canonical Parquet, with what was wrong."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics import schema
from analytics.errors import FileError, ImportRefused
from analytics.ingest.build import (
    answers,
    days,
    parse_issues,
    part_schema,
    progress,
    sheets,
    staging,
)
from analytics.ingest.build.dates import date_order_of
from analytics.ingest.build.numbers import number_manners, powers, with_powers
from analytics.ingest.build.parts import FACT_TABLES
from analytics.ingest.columns.answers import platform_pattern
from analytics.ingest.template import example_marks
from analytics.storage import engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from analytics.ingest.build.parts import Context, Part


def read(context: Context, parts: list[Part]) -> list[dict[str, Any]]:
    """Read every part into the folder, with its problems and the rows set aside."""
    reports, problems = _read_parts(context, parts)
    _save_problems(context.folder, problems, parts)
    _save_set_aside(context, parts)
    return reports


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
            report, part_problems = _read_facts(context, part, span)
        else:
            report, part_problems = _read_sheet(context, part)
    after = part.path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise FileError.changed(part.name)
    identity = {"key": part.key, "table": part.table}
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


def _template(context: Context, table: str) -> None:
    names = (*schema.TABLES[table].names, "source_row", "overflow")
    context.builder.load("template", pl.DataFrame(schema=dict.fromkeys(names, pl.String)))


def _reading(
    context: Context,
    part: Part,
    date_order: str,
    manners: Mapping[str, str],
    span: days.Plausible | None,
    *,
    worded: answers.Answers = answers.NONE,
) -> dict[str, Any]:
    """The parameters of ingest/orders.sql and ingest/feedback.sql."""
    header = part.header_of.get("ordered_at", "")
    return {
        "first_row": part.header_row + 1,
        "date_order": date_order,
        "date_header": header.strip().lower(),
        "spellings": context.spellings,
        "number_manners": {"key": list(manners), "value": list(manners.values())},
        "source_file": part.name,
        "file_key": part.key,
        "answers": worded.params,
        "example_pattern": _example_pattern(),
        "platform_pattern": platform_pattern(),
        "bits": parse_issues.bits_of(part.table),
        **(span or days.Plausible()).params,
    }


def _read_facts(
    context: Context, part: Part, span: days.Plausible | None
) -> tuple[dict[str, Any], pl.DataFrame]:
    """Stage and read orders or feedback; the report and the problems of the part."""
    path = context.folder / f"{part.table}-{part.key}.parquet"
    _template(context, part.table)
    is_even = staging.is_plain(part) and part.corrections.is_empty
    try:
        date_order, worded = _stage_and_write(context, part, path, span, is_even=is_even)
    except engine.UnevenRecords:
        date_order, worded = _stage_and_write(context, part, path, span, is_even=False)
    counts = parse_issues.counts(context.builder, part.table, path)
    if counts["rows_read"] == 0:
        raise FileError.header_only(part.name, part.header_row)
    counts.pop("rows_without_date")
    counts["rows_mended"] = context.corrected_rows.pop(part.key, 0)
    problems = pl.concat(
        [answers.problems(worded, part), parse_issues.listed(context.builder, part.table, path)]
    )
    count_examples = problems["code"].eq("template_example").sum()
    # A file of nothing but days astray could be read: other files decide that they are.
    if span is None and counts["rows_kept"] == 0 and count_examples < counts["rows_read"]:
        raise ImportRefused.no_usable_rows(part.name, counts["rows_read"])
    read = [column.as_dict() for column in worded.columns]
    return {**counts, "date_order": date_order, "answers": read}, problems


def _stage_and_write(
    context: Context, part: Part, path: Path, span: days.Plausible | None, *, is_even: bool
) -> tuple[str, answers.Answers]:
    """Write the part; the order of day and month that was used ("" where none was needed), and how
    its answers are written."""
    staging.stage(context, part, is_even=is_even)
    staging.apply_corrections(context, part)
    date_column = "ordered_at" if part.table == "orders" else "submitted_at"
    date_order, counted = part.date_order, powers(part)
    context.builder.execute(f"ingest/parse_{part.table}")
    reading = _reading(context, part, date_order, with_powers({}, counted), span)
    context.builder.write(f"ingest/{part.table}", path, **reading)
    manners = number_manners(context.builder, part, path)
    worded = answers.answers_of(context.builder, part, path)
    counts = parse_issues.counts(context.builder, part.table, path)
    if not date_order and date_column in part.names and counts["rows_without_date"]:
        date_order = date_order_of(context.builder, part, date_column)
    if manners or worded.columns or date_order != part.date_order:
        counted_manners = with_powers(manners, counted)
        reading = _reading(context, part, date_order, counted_manners, span, worded=worded)
        context.builder.write(f"ingest/{part.table}", path, **reading)
    return date_order, worded


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
        staging.write_normalised(part, source)
        names = ["source_row", *part.names, "overflow"]
        cells = pl.read_csv(
            source, glob=False, has_header=False, new_columns=names, infer_schema=False
        )
    table = schema.TABLES[part.table]
    cells, examples = _without_examples(part.corrections.frame(cells))
    frame, problems = sheets.read(context.builder, table, cells, part, context.spellings)
    if frame.is_empty() and examples.is_empty():
        raise FileError.header_only(part.name, part.header_row)
    frame.write_parquet(context.folder / f"{part.table}-{part.key}.parquet")
    counts = {
        "rows_read": frame.height + examples.height,
        "rows_kept": frame.height,
        "rows_set_aside": examples.height,
    }
    problems = pl.concat([_example_problems(part, examples), problems])
    return {**counts, "date_order": part.date_order}, problems


def _example_pattern() -> str:
    """What the codes of the template's own examples begin with, in any language."""
    return rf"^\s*(?:{'|'.join(map(re.escape, example_marks()))})"


def _without_examples(cells: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that are not the template's own examples, and those that are: their codes carry
    its mark. Orders among them have dates that nothing reads; the query recognises responses."""
    marked = pl.exclude("source_row").str.contains(_example_pattern())
    is_example = pl.any_horizontal(marked.fill_null(value=False))
    return cells.filter(~is_example), cells.filter(is_example)


def _example_problems(part: Part, examples: pl.DataFrame) -> pl.DataFrame:
    """One row per example set aside, as `problems.listed`, of the first column."""
    name = part.names[0]
    return examples.select(
        pl.lit(part.key).alias("file_key"),
        pl.lit(part.name).alias("file"),
        pl.col("source_row").cast(pl.Int64).alias("row"),
        pl.lit(name).alias("name"),
        pl.col(name).alias("value"),
        pl.lit("template_example").alias("code"),
        pl.lit(value=True).alias("is_set_aside"),
    ).cast(parse_issues.SCHEMA)


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
