"""The problems stored with a version, in words, and the rows set aside as a file to correct."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.exports import safe
from analytics.words import words

if TYPE_CHECKING:
    from analytics.storage.versions import Store

MOST_LETTERS = 32_767
"""Most characters in a cell of a workbook."""


def read_problems(store: Store, version: str) -> pl.DataFrame:
    """One row per problem: file_key, file, row (1-based in the file), name (canonical column),
    header (as in the file), value, code, is_set_aside."""
    return pl.read_parquet(store.versions_folder / version / "problems.parquet", glob=False)


def count_by_kind(problems: pl.DataFrame) -> pl.DataFrame:
    """One row per file, column and kind of problem, commonest first: file, header, code, count,
    row and value of the first, is_set_aside."""
    return (
        problems.group_by("file", "header", "name", "code", "is_set_aside", maintain_order=True)
        .agg(
            pl.len().alias("count"),
            pl.col("row").first(),
            pl.col("value").first(),
        )
        .sort("count", "file", "name", "code", descending=[True, False, False, False])
    )


def sentence(code: str, value: str | None, lang: str) -> str:
    """What is wrong with one cell and what was done, in the reader's language."""
    return words(lang).get(f"problems.{code}", value=value or "")


def as_json(problems: pl.DataFrame, file_key: str, lang: str, *, most: int) -> dict[str, Any]:
    """Problems of one file: the first `most` of each column and code, and the count of each."""
    file_problems = problems.filter(pl.col("file_key") == file_key)
    first = file_problems.with_columns(
        pl.int_range(pl.len()).over("name", "code").alias("place")
    ).filter(pl.col("place") < most)
    rows = [
        {
            "row": row["row"],
            "column": row["header"],
            "value": row["value"],
            "code": row["code"],
            "message": sentence(row["code"], row["value"], lang),
        }
        for row in first.to_dicts()
    ]
    counts = file_problems.group_by("header", "code", maintain_order=True).len("count")
    return {
        "problems": rows,
        "problem_counts": counts.rename({"header": "column"}).to_dicts(),
    }


def set_aside_csv(store: Store, version: str, lang: str) -> bytes:
    """The rows set aside with their original columns and the reasons, as CSV for Excel.

    UTF-8 with a byte-order mark; cells that a spreadsheet would take for a formula get a quote
    before them. Only a header when nothing was set aside.
    """
    folder = store.versions_folder / version
    rows = _rows_set_aside(
        read_problems(store, version),
        pl.read_parquet(folder / "set_aside.parquet", glob=False),
        lang,
    )
    headers = list(dict.fromkeys(header for row in rows for header in row.cells))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*_added_headers(lang), *map(safe, headers)])
    for row in rows:
        cells = [safe(row.cells.get(header) or "") for header in headers]
        writer.writerow([safe(row.file), row.number, row.reason, *cells])
    return out.getvalue().encode("utf-8-sig")


def set_aside_workbook(problems: pl.DataFrame, set_aside: pl.DataFrame, lang: str) -> bytes:
    """The same as a workbook, a sheet for each part: original columns, then row and reason.

    Every cell is text, so that ids survive. Corrected and uploaded again, a sheet is read as the
    file it came from: its headers are the same.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
    _, *added_headers = _added_headers(lang)
    for key, group in groupby(
        _rows_set_aside(problems, set_aside, lang), key=lambda row: row.file_key
    ):
        sheet, part_rows = book.add_worksheet(key), list(group)
        headers = list(dict.fromkeys(header for row in part_rows for header in row.cells))
        sheet.write_row(0, 0, [*headers, *added_headers], bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headers) + 1, 18)
        for place, row in enumerate(part_rows, start=1):
            cells = [row.cells.get(header) or "" for header in headers]
            for column, cell in enumerate([*cells, str(row.number), row.reason]):
                sheet.write_string(place, column, cell[:MOST_LETTERS], text)
    book.close()
    return out.getvalue()


@dataclass(frozen=True)
class _RowSetAside:
    """One row set aside: file and row, cells by original header, and the reason."""

    file_key: str
    file: str
    number: int
    cells: dict[str, str | None]
    reason: str


def _rows_set_aside(
    problems: pl.DataFrame, set_aside: pl.DataFrame, lang: str
) -> list[_RowSetAside]:
    reasons: dict[tuple[str, int], list[str]] = {}
    for row in problems.filter("is_set_aside").to_dicts():
        text = sentence(row["code"], row["value"], lang)
        reasons.setdefault((row["file_key"], row["row"]), []).append(text)
    return [
        _RowSetAside(
            row["file_key"],
            row["file"],
            row["row"],
            json.loads(row["cells"]),
            " ".join(reasons.get((row["file_key"], row["row"]), [])),
        )
        for row in set_aside.to_dicts()
    ]


def _added_headers(lang: str) -> list[str]:
    return [words(lang).get(f"tables.set_aside.{name}") for name in ("file", "row", "reason")]
