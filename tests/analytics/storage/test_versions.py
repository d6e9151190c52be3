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
from analytics.storage import versions
from analytics.storage.versions import MANIFEST, Manifest, Store
from tests.conftest import PROJECT, Dataset, Workshop

GOOD = "order_id,date,customer_id,amount\n1,2024-01-05,a,10\n2,2024-01-06,b,12\n"


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Workshop]:
    """A store of the test's own."""
    made = Workshop(tmp_path)
    yield made
    made.store.reader.close()


def manifest(number: int, **changed: object) -> Manifest:
    made = Manifest(
        version=f"v_20240101_{number:06}_0123abcd",
        label="made",
        created_at="2024-01-01T00:00:00+00:00",
        fingerprint="0123abcd",
        is_sample=False,
        layout=versions.LAYOUT,
        about={},
    )
    return replace(made, **changed)


def put(store: Store, made: Manifest) -> Path:
    """A version with nothing in it but its manifest."""
    folder = store.versions_folder / made.version
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_text(json.dumps(asdict(made)))
    return folder


class TestListing:
    def test_a_new_store_has_nothing(self, tmp_path: Path) -> None:
        store = versions.open_store(tmp_path / "new")
        assert (store.versions(), store.current()) == ([], None)

    def test_versions_come_newest_first(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        made = [manifest(2), manifest(10), manifest(1)]
        for one in made:
            put(store, one)
        assert [one.version[11:17] for one in store.versions()] == ["000010", "000002", "000001"]

    def test_a_folder_without_a_manifest_is_no_version(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        (put(store, manifest(1)) / MANIFEST).unlink()
        assert store.versions() == []
        with pytest.raises(DatasetError, match="dataset_missing"):
            store.manifest(manifest(1).version)

    def test_a_version_of_another_layout_is_left_alone(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        put(store, manifest(1, layout=versions.LAYOUT - 1))
        assert store.versions() == []
        with pytest.raises(DatasetError, match="dataset_missing"):
            store.make_current(manifest(1).version)

    def test_a_version_from_before_layouts_is_left_alone(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        path = put(store, manifest(1)) / MANIFEST
        path.write_text(json.dumps({"version": manifest(1).version, "rows": 7}))
        put(store, manifest(2))
        assert [one.version for one in store.versions()] == [manifest(2).version]

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
        made = drafts.import_parts(store, proposals.inspect_file(path, "march.csv"), label="march")
        folder = store.versions_folder / made.version
        names = {str(kept.relative_to(folder)) for kept in folder.rglob("*") if kept.is_file()}
        assert names == {
            *("manifest.json", "facts.duckdb", "problems.parquet", "set_aside.parquet"),
            *("orders-001.parquet", "orders-none.parquet", "feedback-none.parquet"),
            "originals/001-march.csv",
        }
        assert (folder / "originals" / "001-march.csv").read_text() == GOOD
        assert store.versions() == [store.manifest(made.version)] == [made]

    def test_importing_does_not_make_current(self, shelf: Workshop) -> None:
        found = shelf.load(GOOD)
        assert shelf.store.current() is None
        shelf.store.make_current(found.version)
        assert shelf.store.current() == found.version

    def test_queries_leave_every_byte_as_it_was(self, shelf: Workshop) -> None:
        found = shelf.load(GOOD)
        folder = shelf.store.versions_folder / found.version
        before = {path: path.read_bytes() for path in folder.iterdir()}
        found.run("facts/about_row")
        assert {path: path.read_bytes() for path in folder.iterdir()} == before

    def test_the_facts_tell_what_the_parquet_holds(self, shelf: Workshop) -> None:
        found = shelf.load(GOOD)
        folder = shelf.store.versions_folder / found.version
        assert pl.read_parquet(folder / "orders-001.parquet")["amount"].sum() == 22
        assert found.run("facts/about_row")["amount"].item() == 22


class TestCurrent:
    def test_the_switch_is_one_rename_of_a_whole_file(
        self, shelf: Workshop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = shelf.load(GOOD), shelf.load(GOOD)
        shelf.store.make_current(first.version)

        def fail(self: Path, target: Path) -> Path:
            assert json.loads(self.read_text())["version"] == second.version
            raise OSError(errno.EIO, "the machine stopped here")

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", fail)
            with pytest.raises(OSError, match="stopped"):
                shelf.store.make_current(second.version)
        assert shelf.store.current() == first.version
        shelf.store.make_current(second.version)
        assert shelf.store.current() == second.version

    @pytest.mark.parametrize("content", ["", "{", "[]", '{"version": "v_1"}', '{"other": 1}'])
    def test_a_damaged_pointer_is_no_version(self, shelf: Workshop, content: str) -> None:
        shelf.load(GOOD)
        (shelf.store.root / "current.json").write_text(content)
        assert shelf.store.current() is None

    def test_a_pointer_to_a_version_gone_is_no_version(self, shelf: Workshop) -> None:
        found = shelf.load(GOOD)
        shelf.store.make_current(found.version)
        (shelf.store.versions_folder / found.version / MANIFEST).unlink()
        assert shelf.store.current() is None

    def test_what_is_not_there_cannot_be_made_current(self, shelf: Workshop) -> None:
        with pytest.raises(DatasetError, match="dataset_missing"):
            shelf.store.make_current(manifest(1).version)


class TestDelete:
    def test_the_current_version_stays(self, shelf: Workshop) -> None:
        found = shelf.load(GOOD)
        shelf.store.make_current(found.version)
        with pytest.raises(DatasetError, match="dataset_is_current"):
            shelf.store.delete(found.version)
        assert found.run("facts/about_row").height == 1

    def test_another_goes_with_everything_in_it_even_while_attached(self, shelf: Workshop) -> None:
        old, new = shelf.load(GOOD), shelf.load(GOOD + "3,2024-01-07,c,1\n")
        shelf.store.make_current(new.version)
        assert old.run("facts/about_row").height == 1
        shelf.store.delete(old.version)
        assert [one.version for one in shelf.store.versions()] == [new.version]
        assert not (shelf.store.versions_folder / old.version).exists()
        with pytest.raises(DatasetError, match="dataset_missing"):
            old.run("facts/about_row")
        assert new.run("facts/about_row")["count_lines"].item() == 3

    def test_what_is_not_there_cannot_be_deleted(self, shelf: Workshop) -> None:
        with pytest.raises(DatasetError, match="dataset_missing"):
            shelf.store.delete(manifest(1).version)


class TestCommit:
    def test_the_manifest_is_written_last_and_the_version_appears_whole(
        self, shelf: Workshop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real, seen = versions._write_whole, []

        def watch(path: Path, content: dict[str, object]) -> None:
            seen.append({kept.name for kept in path.parent.iterdir()})
            assert shelf.store.versions() == []
            real(path, content)

        monkeypatch.setattr(versions, "_write_whole", watch)
        shelf.load(GOOD)
        assert len(seen) == 1
        assert {"facts.duckdb", "orders-001.parquet", "problems.parquet"} <= seen[0]
        assert len(shelf.store.versions()) == 1

    def test_a_failure_before_the_rename_leaves_nothing(
        self, shelf: Workshop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise OSError(errno.ENOSPC, "no room")

        with monkeypatch.context() as patch:
            patch.setattr(versions, "_write_whole", fail)
            with pytest.raises(ImportRefused, match="disk_full"):
                shelf.load(GOOD)
        assert shelf.store.versions() == []
        assert list(shelf.store.root.glob("building/*")) == []
        assert shelf.load(GOOD).run("facts/about_row").height == 1

    def test_trouble_other_than_room_is_itself(self, shelf: Workshop) -> None:
        with pytest.raises(PermissionError), shelf.store.building():
            raise PermissionError(errno.EACCES, "not yours")


class TestSweep:
    def test_the_next_build_removes_what_died(self, shelf: Workshop) -> None:
        kept = shelf.load(GOOD)
        dead = shelf.store.root / "building" / "dead"
        half = shelf.store.versions_folder / manifest(1).version
        for folder in (dead, half):
            folder.mkdir(parents=True)
            (folder / "facts.duckdb").write_bytes(b"half")
        with shelf.store.building() as folder:
            assert folder.is_dir()
            assert not dead.exists()
            assert not half.exists()
        assert not folder.exists()
        assert [one.version for one in shelf.store.versions()] == [kept.version]

    def test_two_builds_never_run_at_once(self, shelf: Workshop) -> None:
        with shelf.store.building() as folder:
            with pytest.raises(ImportRefused, match="import_busy"), shelf.store.building():
                pass
            assert folder.is_dir()

    def test_the_next_build_may_start_once_one_has_failed(self, shelf: Workshop) -> None:
        with pytest.raises(ZeroDivisionError), shelf.store.building():
            _ = 1 / 0
        with shelf.store.building() as folder:
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
    shelf: Workshop, tmp_path: Path
) -> None:
    """Kill -9 of the whole importing process: no handler of ours runs."""
    old = shelf.load(GOOD)
    shelf.store.make_current(old.version)
    path = tmp_path / "march.csv"
    path.write_text(GOOD)
    importing = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(shelf.store.root), str(path)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert importing.stdout
    assert importing.stdout.readline() == "building\n"
    with pytest.raises(ImportRefused, match="import_busy"):
        shelf.load(GOOD)
    os.kill(importing.pid, signal.SIGKILL)
    importing.wait()
    importing.stdout.close()
    assert shelf.store.current() == old.version
    assert [one.version for one in shelf.store.versions()] == [old.version]
    assert len(list(shelf.store.root.glob("building/*"))) == 1
    new = shelf.load(GOOD + "3,2024-01-07,c,1\n")
    assert list(shelf.store.root.glob("building/*")) == []
    assert Dataset(shelf.store, new.manifest).run("facts/about_row")["count_lines"].item() == 3


def test_readers_see_the_old_pointer_or_the_new_and_never_half_of_one(shelf: Workshop) -> None:
    import threading

    first, second = shelf.load(GOOD), shelf.load(GOOD + "3,2024-01-07,c,1\n")
    shelf.store.make_current(first.version)
    seen: set[str | None] = set()
    stop = time.monotonic() + 0.5

    def read() -> None:
        while time.monotonic() < stop:
            seen.add(shelf.store.current())

    reading = threading.Thread(target=read)
    reading.start()
    while time.monotonic() < stop:
        shelf.store.make_current(second.version)
        shelf.store.make_current(first.version)
    reading.join()
    assert seen == {first.version, second.version}
