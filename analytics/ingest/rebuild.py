"""A version built anew from the files of every import it rests on, by the rule of today."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from analytics.errors import DatasetError, ImportRefused
from analytics.ingest import drafts, history
from analytics.ingest.build import merge, pairs
from analytics.jobs import Job, start
from analytics.storage.versions import LAYOUT, Manifest

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from pathlib import Path

    from analytics.ingest.history import History
    from analytics.storage.versions import Store

ORIGINALS = "originals"


def start_rebuild(store: Store, version: str) -> Job[Manifest]:
    """Begin building a version anew; on success the result is made current, and the job holds
    it."""

    def work(job: Job[Manifest]) -> Manifest:
        manifest = rebuild(store, version, on_progress=job.progress.update, cancelled=job.cancelled)
        store.make_current(manifest.version)
        return manifest

    return start(work)


def rebuild(
    store: Store,
    version: str,
    *,
    on_progress: Callable[[dict[str, Any]], None] = lambda _: None,
    cancelled: threading.Event | None = None,
) -> Manifest:
    """A new version of the same imports, merged in the order they were made; `version` stays.

    DatasetError where one of the imports has been deleted.
    """
    older = store.manifest(version)
    imports = history.of_version(store, older)
    if imports.missing is not None:
        raise DatasetError.missing(imports.missing)
    with store.building() as folder:
        task: dict[str, Any] = {
            "verb": "build",
            "today_on": date.today().isoformat(),
            "folder": str(folder),
            "spellings": {},
            "base": None,
            "parts": [],
            "reports": [],
            "mode": "new",
            "steps": _steps(store, imports, folder),
            "as_of": None,
            "channels": older.channels,
        }
        built = drafts.call_child(task, on_progress, cancelled)
        if cancelled and cancelled.is_set():
            raise ImportRefused.cancelled()
        _link_originals(store, imports, folder)
        manifest = Manifest(
            version=drafts.unused_version(store, built["fingerprint"]),
            label=older.label,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            fingerprint=built["fingerprint"],
            is_sample=older.is_sample,
            layout=LAYOUT,
            about=built["about"],
            files=built["files"],
            channels=older.channels,
            merge={"mode": "new", "rule": pairs.RULE},
        )
        store.commit(folder, manifest)
    return manifest


def _steps(store: Store, imports: History, folder: Path) -> list[dict[str, Any]]:
    """The imports as `replay.replay` takes them, with links that survive their deletion."""
    steps = []
    older = None
    for place, manifest in enumerate(imports.versions):
        links = merge.link_base(store.versions_folder / manifest.version, folder, f".import{place}")
        store.manifest(manifest.version)
        steps.append(
            {
                "folder": str(links),
                "files": history.own_files(older, manifest),
                "mode": history.mode_of(older, manifest),
            }
        )
        older = manifest
    return steps


def _link_originals(store: Store, imports: History, folder: Path) -> None:
    """The files of every import that are still there, numbered on, so that the new version stands
    without the older ones."""
    originals = [
        path
        for manifest in imports.versions
        for path in sorted((store.versions_folder / manifest.version / ORIGINALS).glob("*"))
    ]
    if originals:
        (folder / ORIGINALS).mkdir()
    for place, path in enumerate(originals, start=1):
        name = path.name.partition("-")[2] or path.name
        merge.link(path, folder / ORIGINALS / f"{place:03}-{name}")
