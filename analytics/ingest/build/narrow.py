"""The parts of a version narrowed to the rows of some of its customers; in the bounded child."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.ingest.build.merge import LISTS

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.storage.engine import Builder

PEOPLE = ".people.parquet"
"""In the building folder: one row per customer_id."""
QUERIES = {"orders": "ingest/segment_orders", "feedback": "ingest/segment_feedback"}
SHEETS = ("members", "event_attendance", "beta_testers", "needs")
"""Sheets of customers; every other sheet stays whole."""
WRITTEN = ".narrowed.parquet"


def keep(builder: Builder, folder: Path) -> None:
    """Leave in every part below `folder` only the rows of those in PEOPLE, and no list of problems:
    it has rows of others too.

    The parts may share their bytes with an older version: each is written anew and put in place.
    """
    builder.execute("ingest/segment_begin", folder=str(folder), people=str(folder / PEOPLE))
    for table, query in QUERIES.items():
        for path in sorted(folder.glob(f"{table}-*.parquet")):
            builder.write(query, folder / WRITTEN, part=str(path))
            (folder / WRITTEN).replace(path)
    people = pl.read_parquet(folder / PEOPLE, glob=False)
    for table in SHEETS:
        for path in sorted(folder.glob(f"{table}-*.parquet")):
            _rewrite(
                path, pl.read_parquet(path, glob=False).join(people, on="customer_id", how="semi")
            )
    for name in LISTS:
        path = folder / f"{name}.parquet"
        _rewrite(path, pl.read_parquet(path, glob=False).clear())


def _rewrite(path: Path, rows: pl.DataFrame) -> None:
    temporary = path.with_name(WRITTEN)
    rows.write_parquet(temporary)
    temporary.replace(path)
