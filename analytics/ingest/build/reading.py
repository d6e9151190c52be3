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
    order_money,
    parse_issues,
    part_schema,
    person_ids,
    progress,
    repairing,
    rewording,
    sheets,
    staging,
    total_rows,
    under_tables,
)
from analytics.ingest.build.dates import date_order_of
from analytics.ingest.build.numbers import numbers_of, powers, signs, with_powers
from analytics.ingest.build.parts import FACT_TABLES, Notice
from analytics.ingest.columns.answers import platform_pattern
from analytics.ingest.columns.garbled import is_garbled
from analytics.ingest.template import example_marks
from analytics.storage import engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from analytics.ingest.build.parts import Context, Part

LONGEST_VALUE = 60
"""Characters of a cell that a sentence quotes."""


def read(context: Context, parts: list[Part]) -> list[dict[str, Any]]:
    """Read every part into the folder, with its problems and the rows set aside."""
    reports, problems = _read_parts(context, parts)
    person_ids.settle(context, parts, reports, problems)
    _save_problems(context.folder, problems, parts)
    _save_set_aside(context, parts)
    return reports


def list_again(context: Context, parts: list[Part], file_keys: list[str]) -> None:
    """List the problems of some parts, and the rows set aside, anew after their flaws changed."""
    path = context.folder / "problems.parquet"
    others = pl.read_parquet(path).filter(~pl.col("file_key").is_in(file_keys))
    frames = [
        parse_issues.listed(context.builder, key_part.table, context.folder / name)
        for key_part in parts
        if key_part.key in file_keys
        for name in [f"{key_part.table}-{key_part.key}.parquet"]
    ]
    _save_problems(context.folder, frames, parts)
    pl.concat([others, pl.read_parquet(path)]).write_parquet(path)
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
            report, part_problems = _read_facts(context, part, span)
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


def _template(context: Context, table: str) -> None:
    names = (*schema.TABLES[table].names, "source_row", "overflow", "aside")
    context.builder.load("template", pl.DataFrame(schema=dict.fromkeys(names, pl.String)))


def _reading(
    context: Context,
    part: Part,
    date_order: str,
    manners: Mapping[str, str],
    span: days.Plausible | None,
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
        "answers": context.answers.get(part.key, answers.NONE).params,
        "example_pattern": _example_pattern(),
        "platform_pattern": platform_pattern(),
        "bits": parse_issues.bits_of(part.table),
        **(span or days.Plausible()).params,
        **repairing.NO_ODD_LINES,
    }


def _read_facts(
    context: Context, part: Part, span: days.Plausible | None
) -> tuple[dict[str, Any], pl.DataFrame]:
    """Stage and read orders or feedback; the report and the problems of the part."""
    path = context.folder / f"{part.table}-{part.key}.parquet"
    _template(context, part.table)
    is_even = staging.is_plain(part) and part.corrections.is_empty
    try:
        reading = _stage_and_write(context, part, path, span, is_even=is_even)
    except engine.UnevenRecords:
        reading = _stage_and_write(context, part, path, span, is_even=False)
    counts = parse_issues.counts(context.builder, part.table, path)
    if part.table == "orders" and (
        (counts["rows_set_aside"] and under_tables.set_aside(context, part, path))
        + total_rows.set_aside(context, part, path)
    ):
        counts = parse_issues.counts(context.builder, part.table, path)
    if counts["rows_read"] == 0:
        raise FileError.header_only(part.name, part.header_row)
    counts.pop("rows_without_date")
    counts["rows_mended"] = context.corrected_rows.pop(part.key, 0)
    problems = parse_issues.listed(context.builder, part.table, path)
    problems = pl.concat(
        [
            _notices(context, part),
            rewording.notices(context, part),
            answers.problems(context.answers[part.key], part),
            problems,
        ]
    )
    if part.table == "orders":
        differing = total_rows.differing(context, part, path, problems)
        problems = pl.concat([problems, differing]).sort("row", maintain_order=True)
        money_problems = order_money.settle(context.builder, part, path, reading)
        problems = pl.concat([problems, money_problems])
    count_examples = problems["code"].eq("template_example").sum()
    # A file of nothing but days astray could be read: other files decide that they are.
    if span is None and counts["rows_kept"] == 0 and count_examples < counts["rows_read"]:
        raise _nothing_usable(part, counts["rows_read"], problems)
    decimals = {
        name: sign.as_dict() for name, sign in context.signs.pop(part.key).items() if sign.by
    }
    ways = {
        "date_order": reading["date_order"],
        "decimals": decimals,
        "answers": [column.as_dict() for column in context.answers.pop(part.key).columns],
    }
    return {**counts, **ways}, problems


def _nothing_usable(part: Part, count_rows: int, problems: pl.DataFrame) -> ImportRefused:
    """The refusal of a part, with the first cell that nothing could be made of."""
    first = problems.filter("is_set_aside").row(0, named=True)
    header = part.header_of.get(first["name"], first["name"])
    value = (first["value"] or "")[:LONGEST_VALUE]
    return ImportRefused.no_usable_rows(
        part.name, count_rows, row=first["row"], column=header, value=value
    )


def _stage_and_write(
    context: Context, part: Part, path: Path, span: days.Plausible | None, *, is_even: bool
) -> dict[str, Any]:
    """Write the part; what it was read with, its order of day and month ("" where none was
    needed) among it."""
    staging.stage(context, part, is_even=is_even)
    staging.apply_corrections(context, part)
    staging.mark_survey_rows(context, part)
    date_column = "ordered_at" if part.table == "orders" else "submitted_at"
    date_order, counted = part.date_order, powers(part)
    context.builder.execute(f"ingest/parse_{part.table}")
    manners = dict.fromkeys(numbers_of(part), part.decimals) if part.decimals else {}

    def write(**more: Any) -> dict[str, Any]:
        reading = _reading(context, part, date_order, with_powers(manners, counted), span) | more
        context.builder.write(f"ingest/{part.table}", path, **reading)
        return reading

    context.rewordings.pop(part.key, None)
    context.signs[part.key], context.answers[part.key] = {}, answers.NONE
    reading = write()
    for most in (rewording.SAMPLE, rewording.ALL):
        if rewording.apply(context, part, path, most=most):
            reading = write()
        elif most == rewording.ALL:
            break
        before = date_order, manners, context.answers[part.key]
        sign_by_column = signs(context.builder, part, path)
        context.signs[part.key] |= sign_by_column
        manners = manners | {name: sign.manner for name, sign in sign_by_column.items()}
        if not context.answers[part.key].columns:
            context.answers[part.key] = answers.answers_of(context.builder, part, path)
        counts = parse_issues.counts(context.builder, part.table, path)
        if not date_order and date_column in part.names and counts["rows_without_date"]:
            date_order = date_order_of(context.builder, part, date_column)
        if before != (date_order, manners, context.answers[part.key]):
            reading = write()
    if is_even:
        staging.refuse_swallowed(part, path)
    if date_column in part.names and repairing.swap_days(context, part, date_column, date_order):
        reading = write()
    odd_lines = repairing.odd_lines(context, part, path)
    return write(**odd_lines) if odd_lines else reading


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
    problems = pl.concat([_notices(context, part), _example_problems(part, examples), problems])
    return {**counts, "date_order": part.date_order}, problems


def _notices(context: Context, part: Part) -> pl.DataFrame:
    """One row per thing read otherwise than it is written, as `parse_issues.listed`."""
    garbled = [
        Notice(part.header_row, name, header, "garbled_header")
        for name, header in part.header_of.items()
        if is_garbled(header)
    ]
    rows = [
        (part.key, part.name, notice.row, notice.name, notice.value, notice.code, False)
        for notice in (*garbled, *context.notices.get(part.key, []))
    ]
    return pl.DataFrame(rows, schema=parse_issues.SCHEMA, orient="row")


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
