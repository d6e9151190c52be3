"""What a store keeps when an import dies, meets another, runs out of room or loses its files."""

import errno
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analytics import worker
from analytics.errors import DatasetError, FileError, ImportRefused
from analytics.ingest import drafts, jobs, recipes, sandbox
from analytics.ingest.build import merge
from analytics.ingest.drafts import Draft
from analytics.jobs import Job
from analytics.storage import versions
from analytics.storage.versions import MANIFEST, Manifest, Store
from analytics.words import words
from tests.bench import kills
from tests.conftest import Workshop

HEADER = "order_id,date,customer_id,amount\n"
FEBRUARY = HEADER + "1,2024-02-05,a,10\n2,2024-02-06,b,12\nsoon,never,b,1\n"
MARCH = HEADER + "2,2024-02-06,b,15\n3,2024-03-07,c,20\nlater,never,c,1\n"
DAY = 24 * 3600


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Workshop]:
    """A store of the test's own."""
    made = Workshop(tmp_path)
    yield made
    made.store.reader.close()


@pytest.fixture
def february(shelf: Workshop) -> Manifest:
    """Two lines, current."""
    made = shelf.load(FEBRUARY, "february.csv").manifest
    shelf.store.make_current(made.version)
    return made


def strays(store: Store) -> list[str]:
    """What no finished import leaves."""
    found = [*store.root.glob("building/*"), *store.root.glob("drafts/*")]
    found += [path for path in store.root.rglob(".*") if path.name != ".spill"]
    return sorted(str(path.relative_to(store.root)) for path in found)


def build(shelf: Workshop, draft: Draft, **options: Any) -> Manifest:
    """A version of a draft, as the page asks for it."""
    with shelf.quick():
        return drafts.import_parts(
            shelf.store, draft.parts, label="built", draft=draft, base=draft.base, **options
        )


def count(store: Store, version: str) -> int:
    """Order lines, as a page would ask for them."""
    return int(store.run("facts/about_row", version)["count_lines"].item())


class TestKills:
    """`python -m tests.bench.kills` does the same a hundred times and more."""

    def test_an_import_killed_at_any_moment_leaves_the_old_version_or_the_new(
        self, tmp_path: Path
    ) -> None:
        found = kills.run(tmp_path, times=5, lines=300, seed=20240305, lengths=kills.TYPICAL)
        assert [one for one in found if one.trouble] == []
        assert {one.victim for one in found} == set(kills.VICTIMS)


class Gate:
    """Holds the child's work of builds until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, real: Callable[..., Any]) -> None:
        self.entered, self.open = threading.Event(), threading.Event()
        self._real = real
        monkeypatch.setattr(sandbox, "call", self._call)

    def _call(self, task: dict[str, Any], *rest: object) -> Any:
        if task["verb"] == "build":
            self.entered.set()
            assert self.open.wait(20)
        return self._real(task, *rest)


class TestTwoAtOnce:
    def test_of_several_threads_one_wins_and_the_others_are_told(
        self, shelf: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parts = {
            number: shelf.look(MARCH + f"{number}9,2024-03-09,d,1\n" * number, f"m{number}.csv")
            for number in range(1, 5)
        }
        gate = Gate(monkeypatch, shelf._call)
        begin, refused, made = threading.Barrier(len(parts)), [], []

        def work(number: int) -> None:
            begin.wait()
            try:
                label = str(number)
                made.append(drafts.import_parts(shelf.store, parts[number], label=label))
            except ImportRefused as error:
                refused.append(error.code)
                if len(refused) == len(parts) - 1:
                    gate.open.set()

        run_all([threading.Thread(target=work, args=(number,)) for number in parts])
        assert refused == ["import_busy"] * 3
        (won,) = made
        assert count(shelf.store, won.version) == 2 + int(won.label)
        assert {one.version for one in shelf.store.versions()} == {february.version, won.version}
        assert [file["file"] for file in won.files] == [f"m{won.label}.csv"]
        assert strays(shelf.store) == []

    def test_of_two_processes_one_wins_and_the_other_is_told(self, tmp_path: Path) -> None:
        found = kills.race(tmp_path, lines=300)
        assert found.outcomes == ["import_busy", "switched"]
        assert found.trouble == ""

    def test_a_check_runs_beside_an_import(
        self, shelf: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        march, april = shelf.look(MARCH, "march.csv"), shelf.look(FEBRUARY, "april.csv")
        gate = Gate(monkeypatch, shelf._call)
        made: list[Manifest] = []

        def work() -> None:
            made.append(
                drafts.import_parts(
                    shelf.store, march, label="march", base=february.version, mode="update"
                )
            )

        running = threading.Thread(target=work)
        running.start()
        assert gate.entered.wait(20)
        draft = drafts.check_parts(shelf.store, april, base=february.version)
        with pytest.raises(ImportRefused, match="import_busy"):
            build(shelf, draft)
        gate.open.set()
        running.join()
        assert draft.totals["count_lines"] == 2
        assert draft.against
        assert draft.against["count_same"] == 2
        assert count(shelf.store, made[0].version) == 3
        assert build(shelf, draft, mode="update").fingerprint == february.fingerprint


def run_all(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


class TestBaseGone:
    """An update that has begun ends as if nobody had deleted what it stands on."""

    def test_the_version_deleted_under_an_update_is_still_in_it(
        self, shelf: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = shelf.load(MARCH, "other.csv").manifest
        shelf.store.make_current(other.version)
        parts = shelf.look(MARCH, "march.csv")

        def call(task: dict[str, Any], *rest: object) -> Any:
            shelf.store.delete(february.version)
            return shelf._call(task, *rest)

        monkeypatch.setattr(sandbox, "call", call)
        made = drafts.import_parts(
            shelf.store, parts, label="both", base=february.version, mode="update"
        )
        assert count(shelf.store, made.version) == 3
        assert [(one["file"], one["rows_kept"]) for one in made.files] == [
            ("february.csv", 1),
            ("march.csv", 2),
        ]
        folder = shelf.store.versions_folder
        assert sorted(path.name for path in folder.glob("v_*")) == sorted(
            [other.version, made.version]
        )
        assert list((folder / made.version).glob(".*")) == []

    def test_a_check_goes_on_beside_what_was_there_when_it_began(
        self, shelf: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shelf.store.make_current(shelf.load(MARCH).version)
        parts = shelf.look(MARCH, "march.csv")

        def call(task: dict[str, Any], *rest: object) -> Any:
            shelf.store.delete(february.version)
            return shelf._call(task, *rest)

        monkeypatch.setattr(sandbox, "call", call)
        draft = drafts.check_parts(shelf.store, parts, base=february.version)
        assert draft.against
        assert (draft.against["count_changed"], draft.against["count_new"]) == (1, 1)
        assert list(draft.folder.glob(".*")) == []

    def test_half_a_version_is_never_what_an_update_stands_on(
        self, shelf: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Deleted between being named and being held: some of its files are gone already."""
        shelf.store.make_current(shelf.load(MARCH).version)
        parts = shelf.look(MARCH, "march.csv")
        real, before = merge.link, shelf.store.versions()

        def link(source: Path, target: Path) -> None:
            if february.version in source.parts and source.parent.exists():
                shelf.store.delete(february.version)
            real(source, target)

        monkeypatch.setattr(merge, "link", link)
        with (
            pytest.raises(DatasetError, match="dataset_missing"),
            shelf.quick(),
        ):
            drafts.import_parts(
                shelf.store, parts, label="both", base=february.version, mode="update"
            )
        assert len(shelf.store.versions()) == len(before) - 1
        assert strays(shelf.store) == []

    def test_gone_before_the_import_an_update_is_refused_and_a_new_dataset_is_not(
        self, shelf: Workshop, february: Manifest
    ) -> None:
        shelf.store.make_current(shelf.load(MARCH).version)
        draft = shelf.check(shelf.look(MARCH, "march.csv"), february.version)
        shelf.store.delete(february.version)
        with pytest.raises(DatasetError, match="dataset_missing"):
            build(shelf, draft, mode="update")
        made = build(shelf, draft)
        assert (count(shelf.store, made.version), made.base) == (2, None)

    def test_what_has_become_current_meanwhile_is_not_deleted(
        self, shelf: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The look at the pointer and the deletion are one step beside a switch."""
        march = shelf.load(MARCH).manifest
        real, refused = Store.current, []

        def attempt(work: Callable[[str], None]) -> None:
            try:
                work(march.version)
            except DatasetError as error:
                refused.append(error.code)

        switching = threading.Thread(target=attempt, args=(shelf.store.make_current,))

        def current(store: Store) -> str | None:
            found = real(store)
            monkeypatch.undo()
            switching.start()
            switching.join(0.3)
            return found

        monkeypatch.setattr(Store, "current", current)
        attempt(shelf.store.delete)
        switching.join()
        assert refused == ["dataset_missing"]
        assert shelf.store.current() == february.version


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class TestFullDisk:
    """One sentence, the old version current, nothing left behind."""

    @pytest.fixture(autouse=True)
    def _as_it_was(self, shelf: Workshop, february: Manifest) -> Iterator[None]:
        yield
        assert shelf.store.current() == february.version
        assert [one.version for one in shelf.store.versions()] == [february.version]
        assert count(shelf.store, february.version) == 2
        assert strays(shelf.store) == []
        again = shelf.load(MARCH, base=february.version, mode="update")
        assert again.run("facts/about_row")["count_lines"].item() == 3
        shelf.store.delete(again.version)

    @staticmethod
    def _refused(work: Callable[[], object]) -> None:
        with pytest.raises(ImportRefused, match="disk_full") as refused:
            work()
        assert "disk is full" in refused.value.sentence(words("en"))

    @pytest.mark.parametrize(
        ("verb", "where"),
        [
            ("check", "reading._read_facts"),
            ("check", "reading._save_set_aside"),
            ("new", "reading._save_problems"),
            ("update", "merge.keep_base"),
            ("update", "build._facts"),
            ("replace", "build._facts"),
        ],
    )
    def test_the_child_meets_it(
        self,
        shelf: Workshop,
        february: Manifest,
        monkeypatch: pytest.MonkeyPatch,
        verb: str,
        where: str,
    ) -> None:
        parts = shelf.look(MARCH, "march.csv")

        def full(*_: object, **__: object) -> None:
            raise FULL

        monkeypatch.setattr(f"analytics.ingest.{where}", full)
        with shelf.quick(), monkeypatch.context() as patch:
            patch.setattr(sandbox, "call", as_in_the_child)
            if verb == "check":
                self._refused(lambda: drafts.check_parts(shelf.store, parts, base=february.version))
            else:
                self._refused(
                    lambda: drafts.import_parts(
                        shelf.store, parts, label="march", base=february.version, mode=verb
                    )
                )

    @pytest.mark.parametrize("where", ["mkdir", "link", "_to_disk", "rename", "_write_whole"])
    def test_this_process_meets_it(
        self, shelf: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch, where: str
    ) -> None:
        parts = shelf.look(MARCH, "march.csv")

        def full(*_: object, **__: object) -> None:
            raise FULL

        owner = {"mkdir": Path, "rename": Path, "link": merge}.get(where, versions)
        with shelf.quick(), monkeypatch.context() as patch:
            patch.setattr(owner, where, full)
            self._refused(
                lambda: drafts.import_parts(
                    shelf.store, parts, label="march", base=february.version, mode="update"
                )
            )

    @pytest.mark.parametrize("where", ["mkdir", "link"])
    def test_a_check_meets_it_in_this_process(
        self, shelf: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch, where: str
    ) -> None:
        parts = shelf.look(MARCH, "march.csv")

        def full(*_: object, **__: object) -> None:
            raise FULL

        with shelf.quick(), monkeypatch.context() as patch:
            patch.setattr({"mkdir": Path, "link": merge}[where], where, full)
            self._refused(lambda: drafts.check_parts(shelf.store, parts, base=february.version))

    @pytest.mark.parametrize("where", ["write_text", "replace"])
    def test_the_switch_meets_it(
        self, shelf: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch, where: str
    ) -> None:
        made = shelf.load(MARCH)
        real = getattr(Path, where)

        def full(path: Path, *rest: Any) -> None:
            if where == "write_text":
                real(path, "half", *rest[1:])
            raise FULL

        with monkeypatch.context() as patch:
            patch.setattr(Path, where, full)
            self._refused(lambda: shelf.store.make_current(made.version))
        shelf.store.delete(made.version)


def as_in_the_child(task: dict[str, Any], *_: object) -> Any:
    """The work in this process, its trouble said as the child would."""
    said: list[dict[str, Any]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "_limit", lambda _: None)
        patch.setattr(worker, "_say", said.append)
        patch.setattr("sys.stdin", Lines(json.dumps(task)))
        worker.main(0)
    last = json.loads(json.dumps(said[-1], default=str))
    if "error" in last:
        raise sandbox._rebuilt(last["error"])
    return last["result"]


class Lines:
    """Standard input with one text in it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def read(self) -> str:
        return self._text


class TestDrafts:
    def test_a_version_of_a_draft_is_the_one_that_reading_the_file_makes(
        self, shelf: Workshop
    ) -> None:
        draft = shelf.check(shelf.look(MARCH, "march.csv"))
        made = build(shelf, draft)
        direct = shelf.load(MARCH, "march.csv").manifest
        assert made.fingerprint == direct.fingerprint
        assert made.about == direct.about
        assert made.files == direct.files

    @pytest.mark.parametrize("mode", ["new", "update", "replace"])
    def test_so_is_one_beside_an_older_version(
        self, shelf: Workshop, february: Manifest, mode: str
    ) -> None:
        draft = shelf.check(shelf.look(MARCH, "march.csv"), february.version)
        made = build(shelf, draft, mode=mode)
        direct = shelf.load(MARCH, "march.csv", base=february.version, mode=mode).manifest
        assert made.fingerprint == direct.fingerprint
        assert made.about == direct.about

    @pytest.mark.parametrize("step", ["_facts", "_fingerprint"])
    def test_a_build_that_fails_leaves_it_whole_to_be_taken_up_again(
        self, shelf: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        from analytics.ingest.build import build as child

        draft = shelf.check(shelf.look(MARCH, "march.csv"), february.version)
        before = contents(draft.folder)

        def full(*_: object) -> None:
            raise ImportRefused.disk_full()

        with monkeypatch.context() as patch:
            patch.setattr(child, step, full)
            with pytest.raises(ImportRefused, match="disk_full"):
                build(shelf, draft, mode="update")
        assert contents(draft.folder) == before
        made = build(shelf, draft, mode="update")
        assert contents(draft.folder) == before
        assert count(shelf.store, made.version) == 3
        listed = pl.read_parquet(shelf.store.versions_folder / made.version / "problems.parquet")
        assert listed["file"].to_list() == ["february.csv", "march.csv"]
        draft.discard()
        assert strays(shelf.store) == []
        assert count(shelf.store, made.version) == 3

    def test_the_versions_it_stood_beside_are_left_as_they_were(
        self, shelf: Workshop, february: Manifest
    ) -> None:
        folder = shelf.store.versions_folder / february.version
        before = contents(folder)
        draft = shelf.check(shelf.look(MARCH, "march.csv"), february.version)
        for mode in ("update", "replace", "new", "update"):
            build(shelf, draft, mode=mode)
        assert contents(folder) == before

    def test_one_that_was_swept_is_read_again(self, shelf: Workshop, february: Manifest) -> None:
        """Nothing of it may be missed in silence: an update would go through without its rows."""
        draft = shelf.check(shelf.look(MARCH, "march.csv"), february.version)
        draft.discard()
        made = build(shelf, draft, mode="update")
        assert count(shelf.store, made.version) == 3
        half = shelf.check(shelf.look(MARCH, "march.csv"), february.version)
        next(half.folder.glob("orders-0*.parquet")).unlink()
        assert build(shelf, half, mode="update").fingerprint == made.fingerprint

    def test_one_of_another_base_is_no_draft_for_an_update(
        self, shelf: Workshop, february: Manifest
    ) -> None:
        """Its parts would go by the same keys as those of the base."""
        draft = shelf.check(shelf.look(MARCH, "march.csv"))
        before = contents(draft.folder)
        with pytest.raises(ValueError, match="base"), shelf.quick():
            drafts.import_parts(
                shelf.store,
                draft.parts,
                label="both",
                draft=draft,
                base=february.version,
                mode="update",
            )
        assert contents(draft.folder) == before

    def test_those_nobody_can_mean_any_more_go_with_the_next_import_too(
        self, shelf: Workshop
    ) -> None:
        old, new = (shelf.check(shelf.look(MARCH, f"{name}.csv")).folder for name in "ab")
        long_ago = time.time() - DAY - 60
        os.utime(old, (long_ago, long_ago))
        shelf.load(FEBRUARY)
        assert (old.exists(), new.exists()) == (False, True)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


class TestFilesBetweenCheckAndImport:
    def test_the_originals_kept_are_the_bytes_that_were_read(self, shelf: Workshop) -> None:
        path = shelf.folder / "march.csv"
        path.write_text(MARCH)
        draft = shelf.check(shelf.look(path))
        made = build(shelf, draft)
        kept = shelf.store.versions_folder / made.version / "originals" / "001-march.csv"
        assert kept.read_text() == MARCH

    @pytest.mark.parametrize(
        "content", [MARCH + "4,2024-03-08,d,1\n", MARCH.replace(",20\n", ",21\n")]
    )
    def test_one_that_was_written_meanwhile_is_refused(
        self, shelf: Workshop, february: Manifest, content: str
    ) -> None:
        path = shelf.folder / "march.csv"
        path.write_text(MARCH)
        draft = shelf.check(shelf.look(path), february.version)
        before = drafts.digest(draft.parts, draft.base)
        path.write_text(content)
        for mode in ("new", "update"):
            with pytest.raises(FileError, match="file_changed") as refused:
                build(shelf, draft, mode=mode)
            assert refused.value.facts["file"] == "march.csv"
        assert drafts.digest(draft.parts, draft.base) != before
        again = shelf.check(draft.parts, february.version)
        made = build(shelf, again, mode="update")
        kept = shelf.store.versions_folder / made.version / "originals" / "001-march.csv"
        assert kept.read_text() == content

    def test_without_originals_it_is_read_as_it_was_checked(self, shelf: Workshop) -> None:
        path = shelf.folder / "march.csv"
        path.write_text(MARCH)
        draft = shelf.check(shelf.look(path))
        path.write_text(MARCH + "4,2024-03-08,d,1\n")
        assert count(shelf.store, build(shelf, draft, keep_originals=False).version) == 2

    def test_one_that_was_written_while_it_was_checked_is_refused(
        self, shelf: Workshop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = shelf.folder / "march.csv"
        path.write_text(MARCH)
        parts = shelf.look(path)

        def call(task: dict[str, Any], *rest: object) -> Any:
            path.write_text(MARCH + "4,2024-03-08,d,1\n")
            return shelf._call(task, *rest)

        monkeypatch.setattr(sandbox, "call", call)
        with pytest.raises(FileError, match="file_changed"):
            drafts.check_parts(shelf.store, parts)
        assert strays(shelf.store) == []

    @pytest.mark.parametrize("verb", ["check", "import", "draft"])
    def test_one_that_is_gone_is_said_to_be_gone(self, shelf: Workshop, verb: str) -> None:
        path = shelf.folder / "march.csv"
        path.write_text(MARCH)
        parts = shelf.look(path)
        draft = shelf.check(parts) if verb == "draft" else None
        path.unlink()
        with pytest.raises(FileError, match="file_missing"), shelf.quick():
            _ = (
                drafts.check_parts(shelf.store, parts)
                if verb == "check"
                else drafts.import_parts(shelf.store, parts, label="march", draft=draft)
            )


class TestStore:
    def test_what_a_killed_switch_left_goes_with_the_next_import(
        self, shelf: Workshop, february: Manifest
    ) -> None:
        half = shelf.store.root / ".current.json.0123"
        half.write_text('{"vers')
        shelf.load(MARCH)
        assert not half.exists()
        assert shelf.store.current() == february.version

    def test_a_switch_beside_an_import_keeps_its_half_written_file(
        self, shelf: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Sweeping waits until a switch under way is over."""
        march = shelf.load(MARCH).manifest
        real, sweeping = versions._to_disk, threading.Event()

        def slow(path: Path) -> None:
            if path.name.startswith(".current.json") and not sweeping.is_set():
                sweeping.set()
                other.start()
                other.join(0.3)
            real(path)

        def sweep() -> None:
            with shelf.store.building():
                pass

        other = threading.Thread(target=sweep)
        monkeypatch.setattr(versions, "_to_disk", slow)
        shelf.store.make_current(march.version)
        other.join()
        assert shelf.store.current() == march.version
        assert strays(shelf.store) == []

    def test_a_child_that_outlived_its_importer_loses_its_folder_at_once(
        self, shelf: Workshop
    ) -> None:
        """However fast it writes, nothing stays in the way of the next import."""
        orphaned = shelf.store.root / "building" / "orphaned"
        orphaned.mkdir(parents=True)
        stop = threading.Event()

        def write() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                try:
                    (orphaned / f"{number}.parquet").write_bytes(b"x")
                except OSError:
                    return

        writing = [threading.Thread(target=write) for _ in range(3)]
        for thread in writing:
            thread.start()
        try:
            time.sleep(0.02)
            shelf.load(MARCH)
        finally:
            stop.set()
            for thread in writing:
                thread.join()
        assert strays(shelf.store) == []

    def test_the_same_rows_twice_within_a_second_are_two_versions(
        self, shelf: Workshop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parts, told = shelf.look(MARCH), iter(["000001", "000001", "000001", "000002"])
        waited: list[float] = []
        monkeypatch.setattr(time, "sleep", waited.append)
        with shelf.quick():
            made = []
            monkeypatch.setattr(
                drafts,
                "new_version",
                lambda fingerprint: f"v_20240307_{next(told)}_{fingerprint[:8]}",
            )
            for _ in range(2):
                made.append(drafts.import_parts(shelf.store, parts, label="x").version)
        assert [version[11:17] for version in made] == ["000001", "000002"]
        assert len(waited) == 2
        assert [one.version for one in shelf.store.versions()] == made[::-1]

    def test_listing_beside_deleting_never_fails(
        self, shelf: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        march = shelf.load(MARCH).manifest
        real = versions._read_manifest

        def read(path: Path) -> Manifest:
            if march.version in path.parts:
                path.unlink(missing_ok=True)
            return real(path)

        monkeypatch.setattr(versions, "_read_manifest", read)
        assert [one.version for one in shelf.store.versions()] == [february.version]
        monkeypatch.setattr(Path, "is_file", lambda _: True)
        with pytest.raises(DatasetError, match="dataset_missing"):
            shelf.store.manifest(march.version)

    def test_a_manifest_goes_before_the_rest(self, shelf: Workshop, february: Manifest) -> None:
        """What lets an update tell that its base is being deleted."""
        march = shelf.load(MARCH).manifest
        folder = shelf.store.versions_folder / march.version
        seen = []

        def watch(path: Path, **_: object) -> None:
            seen.append((folder / MANIFEST).exists())

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("shutil.rmtree", watch)
            shelf.store.delete(march.version)
        assert seen == [False]


class TestJobs:
    def test_one_cancelled_as_its_child_ends_changes_nothing(
        self, shelf: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draft = shelf.check(shelf.look(MARCH, "march.csv"), february.version)
        begun: list[Job] = []
        ready = threading.Event()

        def call(task: dict[str, Any], *rest: object) -> Any:
            found = shelf._call(task, *rest)
            assert ready.wait(20)
            begun[0].cancel()
            return found

        monkeypatch.setattr(sandbox, "call", call)
        begun.append(jobs.start_import(shelf.store, draft, jobs.Choices("march")))
        ready.set()
        assert begun[0].ended.wait(20)
        assert begun[0].error
        assert begun[0].error.code == "import_cancelled"
        assert shelf.store.current() == february.version
        assert [one.version for one in shelf.store.versions()] == [february.version]
        assert draft.folder.exists()

    def test_a_recipe_that_cannot_be_kept_does_not_undo_an_import(
        self, shelf: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draft = shelf.check(shelf.look(MARCH, "march.csv"), february.version)

        def full(*_: object) -> None:
            raise FULL

        monkeypatch.setattr(recipes, "save", full)
        monkeypatch.setattr(sandbox, "call", shelf._call)
        job = jobs.start_import(shelf.store, draft, jobs.Choices("march"))
        assert job.ended.wait(20)
        assert (job.error, shelf.store.current()) == (None, job.result and job.result.version)
        assert not draft.folder.exists()
