"""Merge the imports a version rests on anew, oldest first, from the files each of them brought."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.ingest.build import merge, part_schema
from analytics.ingest.build.parts import FACT_TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from analytics.ingest.build.parts import Context


def replay(
    context: Context,
    steps: Sequence[Mapping[str, Any]],
    on_progress: Callable[[dict[str, Any]], None],
) -> list[dict[str, Any]]:
    """Leave in the folder what the imports come to together; one report per file of the result.

    A step: `folder` (links to the version an import made), `files` (the reports of the files it
    brought itself) and `mode` (how it was merged with what was there).
    """
    merged: Path | None = None
    reports: list[dict[str, Any]] = []
    for place, step in enumerate(steps):
        on_progress({"stage": "merge", "done": place, "of": len(steps)})
        is_last = place == len(steps) - 1
        folder = context.folder if is_last else context.folder / f".step{place}"
        own = [{**file, "rows_renewed": 0} for file in step["files"]]
        _place(Path(step["folder"]), folder, own)
        merge.unite(context.builder, folder, own)
        if merged is not None:
            brought = {file["table"] for file in own if file["rows_kept"]}
            merge.keep_base(context.builder, folder, str(merged), step["mode"], brought)
            reports = merge.reports_less(reports, merged, folder)
        reports += own
        merged = folder
    return reports


def _place(version: Path, folder: Path, files: Sequence[Mapping[str, Any]]) -> None:
    """Link the parts of one import into a folder of their own, with their lists of problems."""
    folder.mkdir(exist_ok=True)
    for table in FACT_TABLES:
        part_schema.empty(table).write_parquet(folder / f"{table}-none.parquet")
    for file in files:
        name = f"{file['table']}-{file['key']}.parquet"
        merge.link(version / name, folder / name)
    keys = [file["key"] for file in files]
    for name in merge.LISTS:
        rows = pl.read_parquet(version / f"{name}.parquet", glob=False)
        rows.filter(pl.col("file_key").is_in(keys)).write_parquet(folder / f"{name}.parquet")
