"""Versions on disk: listed when whole, switched at once, deleted only when nobody needs them."""

import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import polars as pl
import pytest

from analytics.errors import DatasetError, ImportRefused
from analytics.ingest import drafts, proposals
from analytics.storage import atomic, versions
from analytics.storage.versions import MANIFEST, Manifest, Store
from tests.conftest import PROJECT, Dataset, Workshop

GOOD = "order_id,date,customer_id,amount\n1,2024-01-05,a,10\n2,2024-01-06,b,12\n"


@pytest.fixture
def own_workshop(tmp_path: Path) -> Iterator[Workshop]:
    """A store of the test's own."""
    workshop = Workshop(tmp_path)
    yield workshop
    workshop.store.reader.close()


def manifest(number: int, **changed: object) -> Manifest:
    blank = Manifest(
        version=f"v_20240101_{number:06}_0123abcd",
        label="made",
        created_at="2024-01-01T00:00:00+00:00",
        fingerprint="0123abcd",
        is_sample=False,
        layout=versions.LAYOUT,
        about={},
    )
    return replace(blank, **changed)


def put(store: Store, version: Manifest) -> Path:
    """A version with nothing in it but its manifest."""
    folder = store.versions_folder / version.version
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_text(json.dumps(asdict(version)))
    return folder


class TestListing:
    def test_a_new_store_has_nothing(self, tmp_path: Path) -> None:
        store = versions.open_store(tmp_path / "new")
        assert (store.versions(), store.current()) == ([], None)

    def test_versions_come_newest_first(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        manifests = [manifest(2), manifest(10), manifest(1)]
        for version in manifests:
            put(store, version)
        assert [version.version[11:17] for version in store.versions()] == [
            "000010",
            "000002",
            "000001",
        ]

    def test_a_folder_without_a_manifest_is_no_version(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        (put(store, manifest(1)) / MANIFEST).unlink()
        assert store.versions() == []
        with pytest.raises(DatasetError, match="dataset_missing"):
            store.manifest(manifest(1).version)

    def test_a_version_of_another_layout_is_left_alone(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        put(store, manifest(1, layout=min(versions.OPENABLE) - 1))
        assert store.versions() == []
        with pytest.raises(DatasetError, match="dataset_missing"):
            store.make_current(manifest(1).version)

    def test_a_version_of_the_former_release_opens(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        put(store, manifest(1, layout=4))
        store.make_current(manifest(1).version)
        assert store.current() == manifest(1).version
        assert not store.manifest(manifest(1).version).has_replicates
        assert manifest(2).has_replicates

    def test_a_version_from_before_layouts_is_left_alone(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        path = put(store, manifest(1)) / MANIFEST
        path.write_text(json.dumps({"version": manifest(1).version, "rows": 7}))
        put(store, manifest(2))
        assert [version.version for version in store.versions()] == [manifest(2).version]

    @pytest.mark.parametrize(
        "version", ["..", "../../etc", "", "v_1", "v_20240101_000001_0123ABCD"]
    )
    def test_only_ids_of_our_own_making_are_looked_up(self, tmp_path: Path, version: str) -> None:
        (tmp_path / MANIFEST).write_text("{}")
        with pytest.raises(DatasetError, match="dataset_missing"):
            Store(tmp_path).manifest(version)

    def test_ids_sort_by_time_and_show_the_fingerprint(self) -> None:
        version = versions.new_version("0123abcd" * 8)
        assert re.fullmatch(r"v_\d{8}_\d{6}_0123abcd", version)

    def test_the_store_is_where_the_environment_says(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(versions.HOME, str(tmp_path / "elsewhere"))
        assert versions.open_store().root == (tmp_path / "elsewhere").resolve()
        monkeypatch.delenv(versions.HOME)
        assert versions.open_store().root == PROJECT / "store"


class TestVersion:
    def test_it_keeps_its_parquet_facts_problems_and_originals(self, tmp_path: Path) -> None:
        store, path = Store(tmp_path / "store"), tmp_path / "march.csv"
        path.write_text(GOOD)
        version = drafts.import_parts(
            store, proposals.inspect_file(path, "march.csv"), label="march"
        )
        folder = store.versions_folder / version.version
        names = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
        assert names == {
            *("manifest.json", "facts.duckdb", "problems.parquet", "set_aside.parquet"),
            *("orders-001.parquet", "orders-none.parquet", "feedback-none.parquet"),
            "originals/001-march.csv",
        }
        assert (folder / "originals" / "001-march.csv").read_text() == GOOD
        assert store.versions() == [store.manifest(version.version)] == [version]

    def test_importing_does_not_make_current(self, own_workshop: Workshop) -> None:
        dataset = own_workshop.load(GOOD)
        assert own_workshop.store.current() is None
        own_workshop.store.make_current(dataset.version)
        assert own_workshop.store.current() == dataset.version

    def test_queries_leave_every_byte_as_it_was(self, own_workshop: Workshop) -> None:
        dataset = own_workshop.load(GOOD)
        folder = own_workshop.store.versions_folder / dataset.version
        before = {path: path.read_bytes() for path in folder.iterdir()}
        dataset.run("facts/about_row")
        assert {path: path.read_bytes() for path in folder.iterdir()} == before

    def test_the_facts_tell_what_the_parquet_holds(self, own_workshop: Workshop) -> None:
        dataset = own_workshop.load(GOOD)
        folder = own_workshop.store.versions_folder / dataset.version
        assert pl.read_parquet(folder / "orders-001.parquet")["amount"].sum() == 22
        assert dataset.run("facts/about_row")["amount"].item() == 22


class TestCurrent:
    def test_the_switch_is_one_rename_of_a_whole_file(
        self, own_workshop: Workshop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = own_workshop.load(GOOD), own_workshop.load(GOOD)
        own_workshop.store.make_current(first.version)

        def fail(self: Path, target: Path) -> Path:
            assert json.loads(self.read_text())["version"] == second.version
            raise OSError(errno.EIO, "the machine stopped here")

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", fail)
            with pytest.raises(OSError, match="stopped"):
                own_workshop.store.make_current(second.version)
        assert own_workshop.store.current() == first.version
        own_workshop.store.make_current(second.version)
        assert own_workshop.store.current() == second.version

    @pytest.mark.parametrize("content", ["", "{", "[]", '{"version": "v_1"}', '{"other": 1}'])
    def test_a_damaged_pointer_is_no_version(self, own_workshop: Workshop, content: str) -> None:
        own_workshop.load(GOOD)
        (own_workshop.store.root / "current.json").write_text(content)
        assert own_workshop.store.current() is None

    def test_a_pointer_to_a_version_gone_is_no_version(self, own_workshop: Workshop) -> None:
        dataset = own_workshop.load(GOOD)
        own_workshop.store.make_current(dataset.version)
        (own_workshop.store.versions_folder / dataset.version / MANIFEST).unlink()
        assert own_workshop.store.current() is None

    def test_what_is_not_there_cannot_be_made_current(self, own_workshop: Workshop) -> None:
        with pytest.raises(DatasetError, match="dataset_missing"):
            own_workshop.store.make_current(manifest(1).version)


class TestDelete:
    def test_the_current_version_stays(self, own_workshop: Workshop) -> None:
        dataset = own_workshop.load(GOOD)
        own_workshop.store.make_current(dataset.version)
        with pytest.raises(DatasetError, match="dataset_is_current"):
            own_workshop.store.delete(dataset.version)
        assert dataset.run("facts/about_row").height == 1

    def test_another_goes_with_everything_in_it_even_while_attached(
        self, own_workshop: Workshop
    ) -> None:
        old, new = own_workshop.load(GOOD), own_workshop.load(GOOD + "3,2024-01-07,c,1\n")
        own_workshop.store.make_current(new.version)
        assert old.run("facts/about_row").height == 1
        own_workshop.store.delete(old.version)
        assert [version.version for version in own_workshop.store.versions()] == [new.version]
        assert not (own_workshop.store.versions_folder / old.version).exists()
        with pytest.raises(DatasetError, match="dataset_missing"):
            old.run("facts/about_row")
        assert new.run("facts/about_row")["count_lines"].item() == 3

    def test_what_is_not_there_cannot_be_deleted(self, own_workshop: Workshop) -> None:
        with pytest.raises(DatasetError, match="dataset_missing"):
            own_workshop.store.delete(manifest(1).version)


class TestCommit:
    def test_the_manifest_is_written_last_and_the_version_appears_whole(
        self, own_workshop: Workshop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real, listings = atomic.write_whole, []

        def watch(path: Path, content: str) -> None:
            listings.append({file.name for file in path.parent.iterdir()})
            assert own_workshop.store.versions() == []
            real(path, content)

        monkeypatch.setattr(atomic, "write_whole", watch)
        own_workshop.load(GOOD)
        assert len(listings) == 1
        assert {"facts.duckdb", "orders-001.parquet", "problems.parquet"} <= listings[0]
        assert len(own_workshop.store.versions()) == 1

    def test_a_failure_before_the_rename_leaves_nothing(
        self, own_workshop: Workshop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise OSError(errno.ENOSPC, "no room")

        with monkeypatch.context() as patch:
            patch.setattr(atomic, "write_whole", fail)
            with pytest.raises(ImportRefused, match="disk_full"):
                own_workshop.load(GOOD)
        assert own_workshop.store.versions() == []
        assert list(own_workshop.store.root.glob("building/*")) == []
        assert own_workshop.load(GOOD).run("facts/about_row").height == 1

    def test_trouble_other_than_room_is_itself(self, own_workshop: Workshop) -> None:
        with pytest.raises(PermissionError), own_workshop.store.building():
            raise PermissionError(errno.EACCES, "not yours")


class TestSweep:
    def test_the_next_build_removes_what_died(self, own_workshop: Workshop) -> None:
        whole = own_workshop.load(GOOD)
        dead = own_workshop.store.root / "building" / "dead"
        half = own_workshop.store.versions_folder / manifest(1).version
        for folder in (dead, half):
            folder.mkdir(parents=True)
            (folder / "facts.duckdb").write_bytes(b"half")
        with own_workshop.store.building() as folder:
            assert folder.is_dir()
            assert not dead.exists()
            assert not half.exists()
        assert not folder.exists()
        assert [version.version for version in own_workshop.store.versions()] == [whole.version]

    def test_two_builds_never_run_at_once(self, own_workshop: Workshop) -> None:
        with own_workshop.store.building() as folder:
            with pytest.raises(ImportRefused, match="import_busy"), own_workshop.store.building():
                pass
            assert folder.is_dir()

    def test_the_next_build_may_start_once_one_has_failed(self, own_workshop: Workshop) -> None:
        with pytest.raises(ZeroDivisionError), own_workshop.store.building():
            _ = 1 / 0
        with own_workshop.store.building() as folder:
            assert folder.is_dir()


SLOW = (
    "import sys, time\n"
    "from pathlib import Path\n"
    "from analytics.storage.versions import Store\n"
    "from analytics.ingest import drafts, proposals, sandbox\n"
    "store, path = Store(Path(sys.argv[1])), Path(sys.argv[2])\n"
    "parts = proposals.inspect_file(path, path.name)\n"
    "def hang(*_):\n"
    "    next(store.root.glob('building/*')).joinpath('facts.duckdb').write_bytes(b'half')\n"
    "    print('building', flush=True)\n"
    "    time.sleep(60)\n"
    "sandbox.call = hang\n"
    "drafts.import_parts(store, parts, label='never')\n"
)


def test_an_importer_killed_outright_leaves_the_old_version_current(
    own_workshop: Workshop, tmp_path: Path
) -> None:
    """Kill -9 of the whole importing process: no handler of ours runs."""
    old = own_workshop.load(GOOD)
    own_workshop.store.make_current(old.version)
    path = tmp_path / "march.csv"
    path.write_text(GOOD)
    importing = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(own_workshop.store.root), str(path)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert importing.stdout
    assert importing.stdout.readline() == "building\n"
    with pytest.raises(ImportRefused, match="import_busy"):
        own_workshop.load(GOOD)
    os.kill(importing.pid, signal.SIGKILL)
    importing.wait()
    importing.stdout.close()
    assert own_workshop.store.current() == old.version
    assert [version.version for version in own_workshop.store.versions()] == [old.version]
    assert len(list(own_workshop.store.root.glob("building/*"))) == 1
    new = own_workshop.load(GOOD + "3,2024-01-07,c,1\n")
    assert list(own_workshop.store.root.glob("building/*")) == []
    assert (
        Dataset(own_workshop.store, new.manifest).run("facts/about_row")["count_lines"].item() == 3
    )


def test_readers_see_the_old_pointer_or_the_new_and_never_half_of_one(
    own_workshop: Workshop,
) -> None:
    import threading

    first, second = own_workshop.load(GOOD), own_workshop.load(GOOD + "3,2024-01-07,c,1\n")
    own_workshop.store.make_current(first.version)
    read_versions: set[str | None] = set()
    stop = time.monotonic() + 0.5

    def read() -> None:
        while time.monotonic() < stop:
            read_versions.add(own_workshop.store.current())

    reading = threading.Thread(target=read)
    reading.start()
    while time.monotonic() < stop:
        own_workshop.store.make_current(second.version)
        own_workshop.store.make_current(first.version)
    reading.join()
    assert read_versions == {first.version, second.version}
