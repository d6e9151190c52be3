"""From final proposals to a dataset version: read and checked first (a draft), then built.

A draft is every row of some files read into a folder of its own, with its problems, not yet part
of any dataset; `import_parts` builds from a draft, or reads the files itself.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.errors import ImportRefused
from analytics.ingest import history, sandbox, source_files, tasks
from analytics.ingest.build import merge, pairs
from analytics.ingest.proposals import usable
from analytics.storage.versions import LAYOUT, Manifest, Store, full_disk_refused, new_version

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping, Sequence

    from analytics.ingest.build.merge import Mode
    from analytics.ingest.proposals import Proposal
    from analytics.ingest.source_files import Stamp


@dataclass(frozen=True)
class Draft:
    """Files read and checked whole, with the reports of the check."""

    folder: Path
    parts: tuple[Proposal, ...]
    base: str | None
    """The version that `against` compares with."""
    files: tuple[Mapping[str, Any], ...]
    """One report a part: key, rows_read, rows_kept, rows_set_aside, rows_mended, date_order,
    counted_in (money column -> in how many, by its header)."""
    totals: Mapping[str, Any]
    """count_lines, count_orders, amount, median_amount, first_on, last_on of the lines kept."""
    channels: tuple[Mapping[str, Any], ...]
    """Busiest first: channel, count_lines, domain, mode, social_model as in the files."""
    against: Mapping[str, Any] | None
    """Result of `merge.preview` for an update of `base`; None without one."""
    corrections: tuple[Mapping[str, Any], ...]
    """Lines that a later one of the files gives otherwise than an earlier one, as the `changes` of
    `merge.preview`; the later one counts."""
    stamps: Mapping[Path, Stamp]
    """Size and time of each file when it was read; an edited file differs."""

    def problems(self) -> pl.DataFrame:
        """One row per problem, as `analytics.ingest.problems.listed`."""
        return pl.read_parquet(self.folder / "problems.parquet", glob=False)

    def set_aside(self) -> pl.DataFrame:
        """One row per record set aside: file_key, file, row, cells (JSON by original header)."""
        return pl.read_parquet(self.folder / "set_aside.parquet", glob=False)

    def part(self, file_key: str) -> Proposal:
        """The part that a problem belongs to."""
        keys = [report["key"] for report in self.files]
        return self.parts[keys.index(file_key)]

    def discard(self) -> None:
        """Remove the draft's folder; for a draft that will not be built."""
        shutil.rmtree(self.folder, ignore_errors=True)


def check_parts(
    store: Store,
    proposals: Sequence[Proposal],
    *,
    base: str | None = None,
    on_progress: Callable[[dict[str, Any]], None] = lambda _: None,
    cancelled: threading.Event | None = None,
) -> Draft:
    """Read every row of the proposals, and compare with the version `base` where there is one.

    NineSupersError, with nothing left behind, when anything cannot be used.
    """
    parts = usable(proposals)
    older = store.manifest(base) if base else None
    stamps = source_files.stamps_of(parts)
    with full_disk_refused():
        folder = store.new_draft()
        try:
            base_folder = _link_base(store, older, folder)
            task = tasks.reading(folder, parts, tasks.part_keys(parts, older), base_folder)
            task |= {"verb": "check", "base_keys": tasks.unsettled_keys(older)}
            report = call_child(task, on_progress, cancelled)
            source_files.refuse_changed(parts, stamps)
            shutil.rmtree(folder / ".base", ignore_errors=True)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return Draft(
        folder,
        tuple(parts),
        base,
        tuple(report["files"]),
        report["totals"],
        tuple(report["channels"]),
        report["against"],
        tuple(report["corrections"]),
        stamps,
    )


def import_parts(
    store: Store,
    proposals: Sequence[Proposal],
    *,
    label: str,
    as_of: date | None = None,
    is_sample: bool = False,
    keep_originals: bool = True,
    draft: Draft | None = None,
    base: str | None = None,
    mode: Mode = "new",
    channels: Sequence[Mapping[str, Any]] = (),
    on_progress: Callable[[dict[str, Any]], None] = lambda _: None,
    cancelled: threading.Event | None = None,
) -> Manifest:
    """Build a version from the final proposals; it is not made current here.

    `draft`, of the same base, saves reading them again. `mode` is how the version `base` is merged
    (see `merge.keep_base`); it may be deleted once the import has begun. `channels` are those a
    person has placed: channel, domain, mode, social_model.
    NineSupersError, with the store as it was, when anything cannot be used.
    """
    parts = usable(proposals)
    older = store.manifest(base) if base and mode != "new" else None
    if draft and older and draft.base != base:
        raise ValueError("the draft stands beside another base")
    placed_channels = _placed(older, channels)
    stamps = draft.stamps if draft else source_files.stamps_of(parts)
    keys = [report["key"] for report in draft.files] if draft else tasks.part_keys(parts, older)
    with store.building() as folder:
        is_read = draft is not None and _take_up(draft, folder)
        if keep_originals:
            parts = source_files.copy_originals(parts, folder / "originals", stamps)
        elif not is_read:
            source_files.refuse_changed(parts, stamps)
        base_folder = _link_base(store, older, folder)
        task = {
            **tasks.reading(folder, parts, keys, base_folder),
            "verb": "build",
            "as_of": as_of.isoformat() if as_of else None,
            "reports": [dict(report) for report in draft.files] if draft and is_read else None,
            "mode": mode,
            "channels": placed_channels,
            "base_keys": tasks.unsettled_keys(older),
        }
        built = call_child(task, on_progress, cancelled)
        if cancelled and cancelled.is_set():
            raise ImportRefused.cancelled()
        brought = {part.match.table for part in parts}
        is_replaced = mode == "replace" and "orders" in brought
        manifest = Manifest(
            version=unused_version(store, built["fingerprint"]),
            label=label,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            fingerprint=built["fingerprint"],
            is_sample=is_sample,
            layout=LAYOUT,
            about=built["about"],
            files=[
                *merge.reports(older, base_folder, folder),
                *(
                    tasks.entry(part, report)
                    for part, report in zip(parts, built["files"], strict=True)
                ),
            ],
            channels=placed_channels,
            base=older.version if older else None,
            merge=_merge(older, mode, built["effect"], is_replaced=is_replaced),
        )
        store.commit(folder, manifest)
    return manifest


def _merge(
    older: Manifest | None, mode: Mode, effect: Mapping[str, Any] | None, *, is_replaced: bool
) -> dict[str, Any]:
    """How the order lines were merged, as the manifest stores it: without the lines changed."""
    rule = history.rule_of(older) if older and not is_replaced else pairs.RULE
    counts = {name: count for name, count in (effect or {}).items() if name != "changes"}
    return {"mode": mode, "rule": rule, **counts}


def unused_version(store: Store, fingerprint: str) -> str:
    """A new id; the same rows twice within a second wait for the next one."""
    while (store.versions_folder / (version := new_version(fingerprint))).exists():
        time.sleep(0.05)
    return version


def digest(proposals: Sequence[Proposal], base: str | None) -> str:
    """SHA-256 of all that a check depends on: decisions, size and time of each file, and base."""
    decisions = [
        [tasks.part_task("", part), source_files.stamp_of(part.path)] for part in proposals
    ]
    return hashlib.sha256(json.dumps([decisions, base], sort_keys=True).encode()).hexdigest()


def call_child(
    task: dict[str, Any],
    on_progress: Callable[[dict[str, Any]], None],
    cancelled: threading.Event | None,
) -> Any:
    try:
        limits = sandbox.build_limits(Path(raw["path"]) for raw in task["parts"])
        return sandbox.call(task, limits, on_progress, cancelled)
    except sandbox.ChildFailed as error:
        raise ImportRefused.crashed(error.stage or "start") from error


def _link_base(store: Store, older: Manifest | None, folder: Path) -> Path | None:
    """The folder with links to the files of a version, which survive its deletion; None without a
    version, DatasetError when it was deleted first."""
    if older is None:
        return None
    base_folder = merge.link_base(store.versions_folder / older.version, folder)
    store.manifest(older.version)
    return base_folder


def _placed(older: Manifest | None, channels: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Channels placed by a person, including those of the older version, by name."""
    placed = older.channels if older else []
    newer = [{**channel, "is_guess": False} for channel in channels]
    by_name = {channel["channel"]: dict(channel) for channel in (*placed, *newer)}
    return [by_name[name] for name in sorted(by_name)]


def _take_up(draft: Draft, folder: Path) -> bool:
    """Link the draft's files into `folder`, so that a build that fails leaves the draft whole.

    False, with nothing linked, where files of the draft have been removed meanwhile.
    """
    file_names = [
        f"{name}.parquet"
        for name in (*merge.LISTS, *(f"{table}-none" for table in merge.COME_AGAIN))
    ]
    for part, report in zip(draft.parts, draft.files, strict=True):
        file_names.append(f"{part.match.table}-{report['key']}.parquet")
    try:
        for name in file_names:
            merge.link(draft.folder / name, folder / name)
    except FileNotFoundError:
        for name in file_names:
            (folder / name).unlink(missing_ok=True)
        return False
    return True
