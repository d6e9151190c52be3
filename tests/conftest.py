"""What any test may ask for: the sample brand, quick imports of small files, and the command."""

import csv
import gc
import io
import json
import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from filelock import FileLock
from hypothesis import settings

from analytics import worker
from analytics.assessment.assessment import Assessment, assess
from analytics.cli import main
from analytics.ingest import drafts, proposals, sample, sandbox, tasks
from analytics.ingest.build import parse_issues
from analytics.ingest.drafts import Draft
from analytics.ingest.proposals import Proposal
from analytics.storage import versions
from analytics.storage.versions import Manifest, Store

PROJECT = Path(__file__).parents[1]

# A machine that others use too may be slow at any moment, which says nothing of the code.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")


@dataclass(frozen=True)
class Reading:
    """The rows of some files as they were read; no dataset is built of them."""

    folder: Path
    files: Sequence[Mapping[str, Any]]
    """What a manifest says of each."""

    def problems(self) -> list[tuple[int, str, str, bool]]:
        """(row in the file, canonical column, code, is_set_aside), in file order."""
        frame = pl.read_parquet(self.folder / "problems.parquet")
        return frame.select("row", "name", "code", "is_set_aside").rows()

    def lines(self) -> list[dict[str, Any]]:
        """The kept order lines as read, in file order."""
        parts = set(self.folder.glob("orders-*.parquet")) - {self.folder / "orders-none.parquet"}
        is_kept = pl.col("flaws") & parse_issues.FATAL["orders"] == 0
        frames = [pl.read_parquet(path).filter(is_kept) for path in sorted(parts)]
        return pl.concat(frames).to_dicts()


@dataclass(frozen=True)
class Dataset:
    """One version in its store."""

    store: Store
    manifest: Manifest

    @property
    def version(self) -> str:
        return self.manifest.version

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.manifest.about["as_of"])

    @property
    def reading(self) -> Reading:
        return Reading(self.store.versions_folder / self.version, self.files)

    @property
    def files(self) -> Sequence[Mapping[str, Any]]:
        return self.manifest.files

    def run(self, query: str, **params: object) -> pl.DataFrame:
        return self.store.run(query, self.version, **params)

    def problems(self) -> list[tuple[int, str, str, bool]]:
        return self.reading.problems()

    def lines(self) -> list[dict[str, Any]]:
        return self.reading.lines()


@dataclass(frozen=True)
class Answer:
    """What one call of the command said."""

    code: int
    message: str
    body: dict[str, Any]

    @property
    def error(self) -> str:
        """The code of the refusal."""
        assert self.code == 2, self.body
        return str(self.body["error"]["code"])


class Workshop:
    """A store with quick imports: what the bounded child would do happens in this process."""

    def __init__(self, root: Path) -> None:
        self.store = Store(root / "store")
        self.folder = root / "files"
        self.folder.mkdir()
        self._numbers = count(1)
        self._readings: dict[tuple[str | bytes, str, str], Reading] = {}
        self._patch = pytest.MonkeyPatch()
        self._door = threading.Lock()
        self._inside = 0

    def load(
        self,
        content: str | bytes | Path,
        name: str = "orders.csv",
        *,
        as_of: date | None = None,
        date_order: str = "",
        **options: Any,
    ) -> Dataset:
        """Import one file of this content; `options` as `drafts.import_parts` takes them."""
        with self.quick():
            parts = [part.with_date_order(date_order) for part in self.look(content, name)]
            manifest = drafts.import_parts(
                self.store, parts, label=name, as_of=as_of, keep_originals=False, **options
            )
        return Dataset(self.store, manifest)

    def read(
        self, content: str | bytes | Path, name: str = "orders.csv", *, date_order: str = ""
    ) -> Reading:
        """The rows of one file, for a test that asks for nothing that is built of them. Nobody
        changes them, so that the same file is read once."""
        key = (
            content.read_bytes() if isinstance(content, Path) else content,
            content.name if isinstance(content, Path) else name,
            date_order,
        )
        if key not in self._readings:
            parts = [part.with_date_order(date_order) for part in self.look(content, name)]
            draft = self.check(parts)
            reports = zip(draft.parts, draft.files, strict=True)
            entries = [tasks.entry(part, report) for part, report in reports]
            self._readings[key] = Reading(draft.folder, entries)
        return self._readings[key]

    def look(self, content: str | bytes | Path, name: str = "orders.csv") -> list[Proposal]:
        """What a file of this content is taken for."""
        path = content if isinstance(content, Path) else self._write(content, name)
        with self.quick():
            return proposals.inspect_file(path, path.name)

    def check(self, parts: Sequence[Proposal], base: str | None = None) -> Draft:
        """Every row of these proposals read and checked."""
        with self.quick():
            return drafts.check_parts(self.store, parts, base=base)

    @contextmanager
    def quick(self) -> Iterator[None]:
        """What is called meanwhile needs no child process.

        Several threads may be in here: the first patches, and the last one out restores.
        """
        with self._door:
            self._inside += 1
            if self._inside == 1:
                self._patch.setattr(sandbox, "call", self._call)
                self._patch.setattr(drafts, "new_version", self._new_version)
        try:
            yield
        finally:
            with self._door:
                self._inside -= 1
                if self._inside == 0:
                    self._patch.undo()

    def rows(self, rows: Iterable[Mapping[str, object]], **options: Any) -> Dataset:
        """Import order lines given as mappings from canonical column to value."""
        return self.load(as_csv(rows), **options)

    def _write(self, content: str | bytes, name: str) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def _call(self, task: dict[str, Any], *rest: object, **options: object) -> Any:
        return in_this_process(task, *rest, **options)

    def _new_version(self, fingerprint: str) -> str:
        """Several imports of the same rows within one second."""
        return f"v_{next(self._numbers):08}_000000_{fingerprint[:8]}"


def in_this_process(task: dict[str, Any], *_: object, **__: object) -> Any:
    """What the child answers to a task, through the same JSON."""
    answer = worker.run(json.loads(json.dumps(task)), lambda _: None)
    return json.loads(json.dumps(answer, default=str))


_REAL_CALL = sandbox.call


def shared_by_processes(own: Path) -> Path:
    """The folder that all processes of a run share, by the base folder of one of them."""
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def as_csv(rows: Iterable[Mapping[str, object]]) -> str:
    """The rows as comma-separated text under the keys of the first; None is an empty cell."""
    records = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


@pytest.fixture(autouse=True)
def no_test_leaves_its_child_behind() -> Iterator[None]:
    """A hostile file that is read in the process of the tests may end it."""
    yield
    is_left = sandbox.call is not _REAL_CALL
    sandbox.call = _REAL_CALL
    sandbox.spare.drop()
    assert not is_left, "Workshop.quick was left open"


class Command:
    """`python -m analytics … --json` in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: object) -> Answer:
        self.capsys.readouterr()
        code = main.main([*map(str, arguments), "--json"])
        captured = self.capsys.readouterr()
        return Answer(code, captured.err.strip(), json.loads(captured.out))


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs the command and reads its JSON; what its child would do happens in this process."""
    monkeypatch.setattr(sandbox, "call", in_this_process)
    return Command(capsys)


@pytest.fixture
def bounded_command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the command with its bounded child and reads its JSON."""
    return Command(capsys)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A store of the module's own with quick imports."""
    shared = Workshop(tmp_path_factory.mktemp("workshop"))
    yield shared
    shared.store.reader.close()


@pytest.fixture(scope="session")
def brand_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample brand as its current dataset, imported once for all processes of a
    run: to be copied."""
    own = tmp_path_factory.getbasetemp()
    root = shared_by_processes(own) / "sample-brand"
    with FileLock(f"{root}.lock"):
        store = versions.open_store(root)
        store.make_current(sample.open_sample(store).version)
    return root


@pytest.fixture(scope="session")
def brand(brand_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The sample brand."""
    root = tmp_path_factory.mktemp("brand") / "store"
    shutil.copytree(brand_home, root)
    store = versions.open_store(root)
    return Dataset(store, store.manifest(store.current() or ""))


@pytest.fixture(scope="session")
def brand_assessment(brand: Dataset) -> Assessment:
    """The sample brand by the built-in definition."""
    return assess(brand.store, brand.manifest)


@pytest.fixture(scope="session")
def brand_files() -> Sequence[Path]:
    """The spreadsheets of the sample brand."""
    return sorted(
        path for path in (PROJECT / "data" / "sample").iterdir() if path.suffix in (".csv", ".xlsx")
    )


def pytest_collection_finish() -> None:
    """What is loaded by now stays: no collector need walk over it again and again."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud what was left out for want of real files."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = {str(report.longrepr[2]) for report in skipped if isinstance(report.longrepr, tuple)}
    for reason in sorted(reason for reason in reasons if "NOT TESTED" in reason):
        terminalreporter.write_line(reason.removeprefix("Skipped: "), red=True, bold=True)
