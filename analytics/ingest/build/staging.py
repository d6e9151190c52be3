"""The cells of one part as text under canonical names: the view `staged`, whatever the file is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.ingest.build import spread_scales, surveys
from analytics.ingest.build.parts import Notice
from analytics.ingest.files import continuation, normalised_csv, read, stray_quotes
from analytics.storage import engine

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.ingest.build.parts import Context, Part

LONGEST_VALUE = 200
"""Letters of a line that a notice shows."""


def is_plain(part: Part) -> bool:
    """Whether the fast reader can take the file as it lies on the disk."""
    return (
        part.sniffed.kind == "text"
        and part.sniffed.encoding in ("utf-8", "utf-8-sig")
        and part.sniffed.quote == '"'
        and not part.sniffed.has_blank_lines
        and not any("\n" in header or "\r" in header for header in part.headers)
        and not _continues_orders(part)
    )


def _continues_orders(part: Part) -> bool:
    return part.table == "orders" and normalised_csv.continues_orders(
        part.path,
        part.name,
        part.sniffed,
        header_row=part.header_row,
        headers=part.headers,
        names=part.names,
    )


def write_normalised(context: Context, part: Part, out: Path) -> None:
    """Write the records as the fast reader takes them; stray quotes become notices."""
    short: list[tuple[int, str]] = []
    stray = normalised_csv.write(
        part.path,
        part.name,
        part.sniffed,
        header_row=part.header_row,
        names=part.names,
        out=out,
        keeps_quotes="quotes" in part.as_written,
        short=None if part.sniffed.kind == "jsonl" else short,
    )
    quotes = [(quote.row, quote.line, "stray_quote") for quote in stray]
    context.notices[part.key] = [
        Notice(row, part.names[0], text[:LONGEST_VALUE], code)
        for row, text, code in (*quotes, *((*line, "too_few_cells") for line in short))
    ]


def refuse_swallowed(part: Part, path: Path) -> None:
    """UnevenRecords where the fast reader took several lines for one record, and they are records
    of their own. `path`: the part as written. Files of one line a record are only counted."""
    if part.sniffed.kind != "text" or "quotes" in part.as_written:
        return
    count_records = pl.scan_parquet(path, glob=False).select(pl.len()).collect().item()
    count_lines = stray_quotes.count_lines(part.path) - part.header_row
    if count_lines > count_records and normalised_csv.has_swallowed(
        part.path, part.name, part.sniffed, part.names
    ):
        raise engine.UnevenRecords


def mark_survey_rows(context: Context, part: Part) -> None:
    """Mark in the view staged what a survey tool writes beside the answers."""
    if part.table != "feedback" or not surveys.has_marks(part.headers):
        return
    staged = context.builder.frame("ingest/staged_rows").drop("aside", strict=False)
    if staged["source_row"].is_null().all():
        numbers = pl.int_range(pl.len()) + part.header_row + 1
        staged = staged.with_columns(numbers.cast(pl.String).alias("source_row"))
    marked = surveys.marked(staged, part.headers, part.names, part.as_written)
    if marked["aside"].null_count() < marked.height:
        # The places of a scale stand in a row of titles.
        marked = spread_scales.gathered(marked, part.headers, part.names)
        context.builder.load("table_cells", marked)
        context.builder.execute("ingest/stage_frame")


def apply_corrections(context: Context, part: Part) -> None:
    """Replace staged cells by their corrections."""
    if part.corrections.is_empty:
        return
    staged = context.builder.frame("ingest/staged_rows").drop("overflow", strict=False)
    if staged["source_row"].is_null().all():
        numbers = pl.int_range(pl.len()) + part.header_row + 1
        staged = staged.with_columns(numbers.cast(pl.String).alias("source_row"))
    corrected = part.corrections.frame(staged)
    context.corrected_rows[part.key] = _count_changed(staged, corrected)
    context.builder.load("table_cells", corrected)
    context.builder.execute("ingest/stage_frame")


def _count_changed(before: pl.DataFrame, after: pl.DataFrame) -> int:
    """Rows in which any cell differs."""
    changed = [before[name].ne_missing(after[name]) for name in before.columns]
    return int(pl.DataFrame(changed).select(pl.any_horizontal(pl.all())).to_series().sum())


def stage(context: Context, part: Part, *, is_even: bool) -> None:
    """Make the view `staged`: the part's cells as text under canonical names."""
    context.notices.pop(part.key, None)
    if part.sniffed.kind == "workbook":
        context.builder.load("table_cells", sheet_cells(part))
        context.builder.execute("ingest/stage_frame")
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
        write_normalised(context, part, source)
        names = ["source_row", *names, "overflow"]
    columns = dict.fromkeys(names, "VARCHAR")
    context.builder.execute(
        "ingest/stage_csv", path=str(source), columns=columns, skip=skip, delimiter=delimiter
    )


def sheet_cells(part: Part) -> pl.DataFrame:
    text_columns = continuation.text_columns_of(part.table)
    return read.cells(
        part.path,
        part.name,
        part.sheet or "",
        header_row=part.header_row,
        names=part.names,
        text_columns=text_columns,
    )
