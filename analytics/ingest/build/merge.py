"""Merge a version with newer files of the same brand, and files with each other: no line twice,
none lost.

Which line is which is the business of `pairs`. Lines in both are taken from the newer file; lines
only in the older version stay.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from analytics import schema
from analytics.ingest.build import pairs

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from analytics.storage.engine import Builder
    from analytics.storage.versions import Manifest

Mode = Literal["new", "update", "replace"]
MODES: tuple[Mode, ...] = ("new", "update", "replace")
COME_AGAIN = ("orders", "feedback")
LISTS = ("problems", "set_aside")
REWRITTEN = ".united.parquet"


def preview(builder: Builder, folder: Path, base: Path) -> dict[str, Any]:
    """Effect of an update of `base` by the order lines in `folder`.

    count_new, count_changed, count_other_money (of the changed, those whose money or quantity is
    another), count_same, count_gone (lines that the newer files cover and lack; they stay),
    amount_before, amount_after, and `changes`: the changed lines with both values.
    """
    return _effect(builder, folder, base, pairs.with_base(builder, "orders", folder, base))


def _effect(builder: Builder, folder: Path, base: Path, changes: pairs.Changes) -> dict[str, Any]:
    frame = builder.frame("ingest/merge_preview", folder=str(folder), base=str(base))
    return {
        **frame.row(0, named=True),
        "count_other_money": changes.count_other_money,
        "changes": changes.rows(),
    }


def keep_base(
    builder: Builder, folder: Path, base: str, mode: Mode, brought: Set[str]
) -> dict[str, Any] | None:
    """Put what stays of the version in `base` beside the newer files in `folder`.

    `update` keeps every line the newer files do not bring again; `replace` keeps only the tables
    they do not bring at all. `brought` are the tables they have rows of: a sheet of the template
    without entries does not replace an older one. The result is that of `preview` where order
    lines were merged, else None.
    """
    effect = None
    for table in schema.TABLES:
        if mode == "replace" and table in brought:
            continue
        older = _parts(Path(base), table)
        if table in COME_AGAIN and table in brought and older:
            changes = pairs.with_base(builder, table, folder, Path(base))
            if table == "orders":
                effect = _effect(builder, folder, Path(base), changes)
            _keep_lines(builder, folder, older)
        else:
            for path in older:
                link(path, folder / path.name)
    part_keys = {
        path.stem.partition("-")[2] for table in schema.TABLES for path in _parts(folder, table)
    }
    for name in LISTS:
        _keep_list(folder, Path(base), name, part_keys)
    return effect


def unite(
    builder: Builder, folder: Path, reports: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Take out of the files in `folder` what later ones of the same import bring again.

    `reports`: key, table, rows_kept and keeps_repeats (it is compared with none) of each file in
    order, brought up to date in place: rows_renewed, and `repeats` as in `pairs.repeats`. The
    result are the lines corrected by later files, as the `changes` of `preview`.
    """
    corrections: list[dict[str, Any]] = []
    for table in COME_AGAIN:
        file_keys = [
            report["key"]
            for report in reports
            if report["table"] == table and not report.get("keeps_repeats")
        ]
        if not file_keys[1:]:
            continue
        changes = pairs.among_files(builder, table, folder, file_keys)
        corrections += changes.rows()
        if table == "orders":
            _mark_shared(builder, reports)
        again = pairs.counts_by_file(builder)
        repeats = pairs.repeats(builder, table, folder) if again else {}
        for report in reports:
            if gone := again.get(report["key"], 0):
                path = folder / f"{table}-{report['key']}.parquet"
                # The bytes may be a draft's too: written anew and put in place.
                builder.write("ingest/merge_kept", folder / REWRITTEN, part=str(path))
                (folder / REWRITTEN).replace(path)
                report["rows_kept"] -= gone
                report["rows_renewed"] = gone
                report["repeats"] = repeats[report["key"]]
    return corrections


def _mark_shared(builder: Builder, reports: Sequence[dict[str, Any]]) -> None:
    """Say in the reports of orders (`has_shared`) that orders stand in several of the files with
    other lines."""
    has_shared = bool(builder.frame("ingest/merge_shared").item())
    for report in reports:
        if report["table"] == "orders":
            report["has_shared"] = has_shared


def reports(older: Manifest | None, base_folder: Path | None, folder: Path) -> list[dict[str, Any]]:
    """The reports of the older parts that stayed, less the rows that came again (`rows_renewed`:
    those of this update)."""
    if older is None or base_folder is None:
        return []
    return reports_less(older.files, base_folder, folder)


def reports_less(
    files: Sequence[dict[str, Any]], base_folder: Path, folder: Path
) -> list[dict[str, Any]]:
    """The reports of the parts that stayed in `folder`, less the rows they had in `base_folder`."""
    reports_of_parts = []
    for report in files:
        name = f"{report['table']}-{report['key']}.parquet"
        if (folder / name).exists():
            gone = _count_rows(base_folder / name) - _count_rows(folder / name)
            reports_of_parts.append(
                {**report, "rows_kept": report["rows_kept"] - gone, "rows_renewed": gone}
            )
    return reports_of_parts


def _count_rows(path: Path) -> int:
    return int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item())


def key_of(path: Path) -> str:
    """The key of the part a Parquet file holds: `orders-002.parquet` gives 002."""
    return path.stem.partition("-")[2]


def _parts(folder: Path, table: str) -> list[Path]:
    paths = sorted(folder.glob(f"{table}-*.parquet"))
    return [path for path in paths if path.stem != f"{table}-none"]


def _keep_lines(builder: Builder, folder: Path, older: list[Path]) -> None:
    """The older parts without the lines that come again; a part that loses none as it is."""
    again = pairs.counts_by_file(builder)
    for path in older:
        if key_of(path) in again:
            builder.write("ingest/merge_kept", folder / path.name, part=str(path))
        else:
            link(path, folder / path.name)


def _keep_list(folder: Path, base: Path, name: str, part_keys: set[str]) -> None:
    """The older list of problems or rows set aside before the newer, for the parts that stayed."""
    path = folder / f"{name}.parquet"
    newer = pl.read_parquet(path, glob=False)
    older = pl.read_parquet(base / path.name, glob=False).filter(
        pl.col("file_key").is_in(part_keys)
    )
    # Under its own name it would be written into the draft, which has the same bytes.
    both = path.with_name(f".{path.name}")
    pl.concat([older, newer], how="diagonal_relaxed").write_parquet(both)
    both.replace(path)


def link_base(base: Path, folder: Path, name: str = ".base") -> Path:
    """Link the files of the version in `base` below `folder`, out of reach of its deletion.

    The caller checks afterwards that the version was still complete.
    """
    base_folder = folder / name
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
