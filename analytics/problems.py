"""The list of problems kept with a version, in words, and the rows set aside as a file to mend."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.words import words

if TYPE_CHECKING:
    from analytics.datasets import Store

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def listed(store: Store, version: str) -> pl.DataFrame:
    """One row per problem: file_key, file, row (1-based in the file), name (canonical column),
    header (as in the file), value, code, is_set_aside."""
    return pl.read_parquet(store.versions_folder / version / "problems.parquet")


def counted(found: pl.DataFrame) -> pl.DataFrame:
    """One row per file, column and kind of problem, commonest first: file, header, code, count,
    row and value of the first, is_set_aside."""
    return (
        found.group_by("file", "header", "name", "code", "is_set_aside", maintain_order=True)
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


def as_json(found: pl.DataFrame, file_key: str, lang: str, *, most: int) -> dict[str, Any]:
    """`problems` of one file, of many like ones the first `most`, and how many of each there
    are."""
    mine = found.filter(pl.col("file_key") == file_key)
    first = mine.with_columns(pl.int_range(pl.len()).over("name", "code").alias("place")).filter(
        pl.col("place") < most
    )
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
    counts = mine.group_by("header", "code", maintain_order=True).len("count")
    return {
        "problems": rows,
        "problem_counts": counts.rename({"header": "column"}).to_dicts(),
    }


def set_aside_csv(store: Store, version: str, lang: str) -> bytes:
    """The rows set aside with their original columns and the reasons, as CSV for Excel.

    UTF-8 with a byte-order mark; cells that a spreadsheet would take for a formula get a quote
    before them. Only a header when nothing was set aside.
    """
    found = listed(store, version).filter("is_set_aside")
    reasons: dict[tuple[str, int], list[str]] = {}
    for row in found.to_dicts():
        text = sentence(row["code"], row["value"], lang)
        reasons.setdefault((row["file_key"], row["row"]), []).append(text)
    rows = _raw_rows(store, version)
    headers = list(dict.fromkeys(header for _, _, _, cells in rows for header in cells))
    out = io.StringIO()
    writer = csv.writer(out)
    label = words(lang)
    own = [label.get(f"tables.set_aside.{name}") for name in ("file", "row", "reason")]
    writer.writerow([*own, *map(safe, headers)])
    for key, file, number, cells in rows:
        reason = " ".join(reasons.get((key, number), []))
        written = [safe(cells.get(header) or "") for header in headers]
        writer.writerow([safe(file), number, reason, *written])
    return out.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _raw_rows(store: Store, version: str) -> list[tuple[str, str, int, dict[str, str | None]]]:
    """file_key, file, row, cells by original header, for every row set aside."""
    folder = store.versions_folder / version
    saved = pl.read_parquet(folder / "set_aside.parquet")
    return [
        (row["file_key"], row["file"], row["row"], json.loads(row["cells"]))
        for row in saved.to_dicts()
    ]
