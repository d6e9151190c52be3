"""Dataset versions on disk: immutable once made, one of them current, the switch one atomic rename.

<store>/versions/<id>/manifest.json   what it holds; written last, so a folder with one is whole
                     orders-*.parquet feedback-*.parquet <sheet>-*.parquet   the truth
                     facts.duckdb problems.parquet originals/
<store>/current.json                  which version pages open
<store>/building/<id>/                a build under way; swept at the next start if it died
<store>/drafts/<id>/                  files read and checked, not imported; swept after a day
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import time
import uuid
from contextlib import contextmanager, suppress
from dataclasses import MISSING, asdict, dataclass, field, fields
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from analytics.errors import DatasetError, ImportRefused
from analytics.schema import source_params
from analytics.storage import atomic, engine
from analytics.storage.errors import PathRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    import polars as pl

HOME = "NINE_SUPERS_HOME"
LAYOUT = 9
"""Raised whenever the facts change shape."""
OPENABLE = frozenset({4, 5, 6, 7, 8, LAYOUT})
"""Versions of any other layout are left alone and not listed."""
REPLICATES_SINCE, ANSWER_SHEETS_SINCE, MONEY_SINCE, MARKET_SINCE, REGIONS_SINCE = 5, 6, 7, 8, 9
DEFAULT_STORE = Path(__file__).parents[2] / "store"
MANIFEST = "manifest.json"
DRAFT_SECONDS = 24 * 3600
_ID = re.compile(r"v_\d{8}_\d{6}_[0-9a-f]{8}")


@dataclass(frozen=True)
class Manifest:
    """What a version holds. Dates are ISO texts; `files` are the reports of the import."""

    version: str
    label: str
    created_at: str
    fingerprint: str
    is_sample: bool
    layout: int
    about: dict[str, Any]
    files: list[dict[str, Any]] = field(default_factory=list)
    channels: list[dict[str, Any]] = field(default_factory=list)
    """The channels a person has placed: channel, domain, mode, social_model, is_guess."""
    base: str | None = None
    """The version whose rows were kept beside the newer files."""
    merge: dict[str, Any] | None = None
    """How the order lines were merged: mode, rule, and the counts of `merge.preview` where there
    was anything to merge with. None in versions of releases that did not note it."""
    segment: dict[str, Any] | None = None
    """Of a saved segment: parent, parent_label, and how its customers were chosen."""

    def has(self, count: str) -> bool:
        """Whether `about` counts any of a thing: `has("customers")` reads count_customers."""
        return bool(self.about.get(f"count_{count}"))

    @property
    def has_replicates(self) -> bool:
        """Whether its facts hold the replicate groups of people; else measures are independent."""
        return self.layout >= REPLICATES_SINCE

    @property
    def has_answer_sheets(self) -> bool:
        """Whether its facts have tables for needs, claims, ratings and answers on prices."""
        return self.layout >= ANSWER_SHEETS_SINCE

    @property
    def has_money(self) -> bool:
        """Whether its facts tell where the list price went, and what events and stores cost."""
        return self.layout >= MONEY_SINCE

    @property
    def has_outside_days(self) -> bool:
        """Whether the facts hold `outside_days`: those of earlier releases do not."""
        return "count_outside_orders" in self.about

    @property
    def has_celled_products(self) -> bool:
        """Whether the cohorts of any product are added up beforehand: not in versions of earlier
        releases, nor of products that brought few."""
        return self.has("celled_products")


@dataclass(frozen=True)
class Store:
    """The folder of versions."""

    root: Path

    @property
    def versions_folder(self) -> Path:
        return self.root / "versions"

    @cached_property
    def reader(self) -> engine.Reader:
        """The process's reader of this store."""
        return engine.open_reader(self.versions_folder)

    def versions(self) -> list[Manifest]:
        """Every whole version, newest first."""
        folders = self.versions_folder.glob(f"*/{MANIFEST}")
        manifests = [_manifest_in(path.parent) for path in folders]
        readable = [manifest for manifest in manifests if manifest and manifest.layout in OPENABLE]
        return sorted(readable, key=lambda manifest: manifest.version, reverse=True)

    def manifest(self, version: str) -> Manifest:
        """What `version` holds; DatasetError when there is no such version."""
        manifest = _manifest_in(self.versions_folder / version) if _ID.fullmatch(version) else None
        if manifest is None or manifest.layout not in OPENABLE:
            raise DatasetError.missing(version)
        return manifest

    def current(self) -> str | None:
        """The current version's id, None before the first import."""
        try:
            version = json.loads((self.root / "current.json").read_text("utf-8"))["version"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        try:
            return self.manifest(str(version)).version
        except DatasetError:
            return None

    def make_current(self, version: str) -> None:
        """Switch every page that does not name a version to `version`."""
        with full_disk_refused(), _switching(self.root):
            self.manifest(version)
            atomic.write_whole(self.root / "current.json", _as_text({"version": version}))

    def switching(self) -> AbstractContextManager[None]:
        """Hold this while deciding what is current, or what may go because it is not."""
        return _switching(self.root)

    def delete(self, version: str) -> None:
        """Remove a version; DatasetError for the current one, which pages are reading."""
        with _switching(self.root):
            if version == self.current():
                raise DatasetError.current(version)
            folder = self.versions_folder / self.manifest(version).version
            self.reader.forget(version)
            # First of all: an update that holds files of this version checks for its manifest.
            (folder / MANIFEST).unlink()
        shutil.rmtree(folder, ignore_errors=True)

    def run(self, query: str, version: str, **params: object) -> pl.DataFrame:
        """The rows of `queries/<query>.sql` over one version; which sources of feedback count where
        is given to every query that asks."""
        return self.reader.run(query, version, **{**source_params(), **params})

    @contextmanager
    def building(self) -> Iterator[Path]:
        """A new folder to build a version in; gone at the end unless `commit` moved it.

        ImportRefused while another import holds the store.
        """
        if "?" in str(self.root):
            # DuckDB ends a database's path there when it names its log.
            raise PathRefused.pattern(str(self.root))
        folder = self.root / "building" / uuid.uuid4().hex
        with full_disk_refused():
            self.root.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.root / "import.lock", timeout=0)
            try:
                lock.acquire()
            except Timeout as error:
                raise ImportRefused.busy() from error
            try:
                _sweep(self.root)
                folder.mkdir(parents=True)
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
                lock.release()

    def new_draft(self) -> Path:
        """A new folder for files being checked; removed by a later call once DRAFT_SECONDS old."""
        folder = self.root / "drafts" / uuid.uuid4().hex
        _sweep_drafts(folder.parent)
        folder.mkdir(parents=True)
        return folder

    def commit(self, folder: Path, manifest: Manifest) -> None:
        """Turn a finished building folder into a version."""
        for leftover in folder.glob(".*"):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        atomic.write_whole(folder / MANIFEST, _as_text(asdict(manifest)))
        for path in (*folder.rglob("*"), folder):
            atomic.to_disk(path)
        self.versions_folder.mkdir(parents=True, exist_ok=True)
        folder.rename(self.versions_folder / manifest.version)
        atomic.to_disk(self.versions_folder)


def open_store(root: Path | None = None) -> Store:
    """The store at `root`, else where NINE_SUPERS_HOME says, else `store/` in the project."""
    chosen = root or Path(os.environ.get(HOME) or DEFAULT_STORE)
    return Store(chosen.resolve())


def new_version(fingerprint: str) -> str:
    """An id that sorts by time and shows the first letters of the fingerprint."""
    return f"v_{datetime.now(UTC):%Y%m%d_%H%M%S}_{fingerprint[:8]}"


def _manifest_in(folder: Path) -> Manifest | None:
    """What a version holds; None where there is none, or none any more."""
    try:
        return _read_manifest(folder / MANIFEST)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _read_manifest(path: Path) -> Manifest:
    """The manifest in a file. One of another layout reads too, with None for fields it lacks."""
    raw: dict[str, Any] = dict.fromkeys(
        attribute.name for attribute in fields(Manifest) if attribute.default_factory is MISSING
    )
    raw |= json.loads(path.read_text("utf-8"))
    return Manifest(
        **{
            attribute.name: raw[attribute.name]
            for attribute in fields(Manifest)
            if attribute.name in raw
        }
    )


def _as_text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, default=str)


def _sweep(root: Path) -> None:
    """Remove builds and switches that died, versions half deleted and drafts left long ago; the
    caller holds the import lock."""
    _sweep_builds(root)
    _sweep_drafts(root / "drafts")
    with _switching(root):
        for half in root.glob(".current.json.*"):
            half.unlink(missing_ok=True)
    for folder in (root / "versions").glob("*"):
        if folder.is_dir() and not folder.name.startswith(".") and not (folder / MANIFEST).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _sweep_builds(root: Path) -> None:
    """Under another name first: a child that outlived its importer may still be writing, and finds
    no way to its folder any more."""
    dead = root / f".building.{uuid.uuid4().hex}"
    with suppress(OSError):
        (root / "building").rename(dead)
    for folder in (*root.glob(".building.*"), root / "building"):
        shutil.rmtree(folder, ignore_errors=True)


def _sweep_drafts(folder: Path) -> None:
    """Remove drafts whose page was left long ago."""
    for draft in folder.glob("*"):
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > DRAFT_SECONDS:
                shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def _switching(root: Path) -> Iterator[None]:
    """Lock for changing which version is current, or deleting one that is not."""
    root.mkdir(parents=True, exist_ok=True)
    with FileLock(root / "current.lock"):
        yield


@contextmanager
def full_disk_refused() -> Iterator[None]:
    """Turn a full disk into ImportRefused; every other OSError passes through."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ImportRefused.disk_full() from error
        raise
