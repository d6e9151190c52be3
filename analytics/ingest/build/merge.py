"""Merge a version with newer files of the same brand: no line twice, none lost.

Order lines are identified by their order, their product and the running number of such a line in
the order; lines without an order number by all their cells. Lines in both are taken from the newer
file; lines only in the older version stay.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from analytics import schema

if TYPE_CHECKING:
    from collections.abc import Set

    from analytics.storage.engine import Builder
    from analytics.storage.versions import Manifest

Mode = Literal["new", "update", "replace"]
MODES: tuple[Mode, ...] = ("new", "update", "replace")
COME_AGAIN = {"orders": "ingest/merge_orders", "feedback": "ingest/merge_feedback"}
LISTS = ("problems", "set_aside")


def preview(builder: Builder, folder: str, base: str) -> dict[str, Any]:
    """Effect of an update of `base` by the lines in `folder`: count_new, count_changed,
    count_same, count_gone (lines of the same channels and days that the newer files lack; they
    stay), amount_before, amount_after."""
    builder.execute("ingest/merge_identities")
    frame = builder.frame("ingest/merge_preview", folder=folder, base=base)
    row: dict[str, Any] = frame.row(0, named=True)
    return row


def keep_base(builder: Builder, folder: Path, base: str, mode: Mode, brought: Set[str]) -> None:
    """Put what stays of the version in `base` beside the newer files in `folder`.

    `update` keeps every line the newer files do not bring again; `replace` keeps only the tables
    they do not bring at all. `brought` are the tables they have rows of: a sheet of the template
    without entries does not replace an older one.
    """
    builder.execute("ingest/merge_identities")
    for table in schema.TABLES:
        if mode == "replace" and table in brought:
            continue
        older = _parts(Path(base), table)
        if table in COME_AGAIN and table in brought and older:
            _keep_lines(builder, folder, Path(base), table, older)
        else:
            for path in older:
                link(path, folder / path.name)
    part_keys = {
        path.stem.partition("-")[2] for table in schema.TABLES for path in _parts(folder, table)
    }
    for name in LISTS:
        _keep_list(folder, Path(base), name, part_keys)


def reports(older: Manifest | None, base_folder: Path | None, folder: Path) -> list[dict[str, Any]]:
    """The reports of the older parts that stayed, less the rows that came again."""
    if older is None or base_folder is None:
        return []
    older_reports = []
    for report in older.files:
        name = f"{report['table']}-{report['key']}.parquet"
        if (folder / name).exists():
            gone = _count_rows(base_folder / name) - _count_rows(folder / name)
            older_reports.append(
                {**report, "rows_kept": report["rows_kept"] - gone, "rows_renewed": gone}
            )
    return older_reports


def _count_rows(path: Path) -> int:
    return int(pl.scan_parquet(path).select(pl.len()).collect().item())


def key_of(path: Path) -> str:
    """The key of the part a Parquet file holds: `orders-002.parquet` gives 002."""
    return path.stem.partition("-")[2]


def _parts(folder: Path, table: str) -> list[Path]:
    paths = sorted(folder.glob(f"{table}-*.parquet"))
    return [path for path in paths if path.stem != f"{table}-none"]


def _keep_lines(builder: Builder, folder: Path, base: Path, table: str, older: list[Path]) -> None:
    """The older parts without the lines that come again; a part that loses none as it is."""
    builder.execute(COME_AGAIN[table], folder=str(folder), base=str(base))
    again = set(builder.frame("ingest/merge_again")["file_key"])
    for path in older:
        if key_of(path) in again:
            builder.write("ingest/merge_kept", folder / path.name, part=str(path))
        else:
            link(path, folder / path.name)


def _keep_list(folder: Path, base: Path, name: str, part_keys: set[str]) -> None:
    """The older list of problems or rows set aside before the newer, for the parts that stayed."""
    path = folder / f"{name}.parquet"
    newer = pl.read_parquet(path)
    older = pl.read_parquet(base / path.name).filter(pl.col("file_key").is_in(part_keys))
    # Under its own name it would be written into the draft, which has the same bytes.
    both = path.with_name(f".{path.name}")
    pl.concat([older, newer], how="diagonal_relaxed").write_parquet(both)
    both.replace(path)


def link_base(base: Path, folder: Path) -> Path:
    """Link the files of the version in `base` below `folder`, out of reach of its deletion.

    The caller checks afterwards that the version was still complete.
    """
    base_folder = folder / ".base"
    base_folder.mkdir()
    with suppress(FileNotFoundError):
        for path in base.glob("*.parquet"):
            link(path, base_folder / path.name)
    return base_folder


def link(source: Path, target: Path) -> None:
    """The same immutable bytes under a second name; a copy where the file system has no links."""
    try:
        os.link(source, target)
    except (FileExistsError, FileNotFoundError):
        raise  # a copy would write into whatever shares the target's bytes
    except OSError:
        shutil.copyfile(source, target)
