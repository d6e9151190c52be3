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
from analytics.storage import atomic, versions
from analytics.storage.versions import MANIFEST, Manifest, Store
from analytics.words import words
from tests.bench import kills
from tests.conftest import Workshop

HEADER = "order_id,date,customer_id,amount\n"
FEBRUARY = HEADER + "1,2024-02-05,a,10\n2,2024-02-06,b,12\nsoon,never,b,1\n"
MARCH = HEADER + "2,2024-02-06,b,15\n3,2024-03-07,c,20\nlater,never,c,1\n"
DAY = 24 * 3600


@pytest.fixture
def own_workshop(tmp_path: Path) -> Iterator[Workshop]:
    """A store of the test's own."""
    workshop = Workshop(tmp_path)
    yield workshop
    workshop.store.reader.close()


@pytest.fixture
def february(own_workshop: Workshop) -> Manifest:
    """Two lines, current."""
    manifest = own_workshop.load(FEBRUARY, "february.csv").manifest
    own_workshop.store.make_current(manifest.version)
    return manifest


def strays(store: Store) -> list[str]:
    """What no finished import leaves."""
    paths = [*store.root.glob("building/*"), *store.root.glob("drafts/*")]
    paths += [path for path in store.root.rglob(".*") if path.name != ".spill"]
    return sorted(str(path.relative_to(store.root)) for path in paths)


def build(own_workshop: Workshop, draft: Draft, **options: Any) -> Manifest:
    """A version of a draft, as the page asks for it."""
    with own_workshop.quick():
        return drafts.import_parts(
            own_workshop.store, draft.parts, label="built", draft=draft, base=draft.base, **options
        )


def count(store: Store, version: str) -> int:
    """Order lines, as a page would ask for them."""
    return int(store.run("facts/about_row", version)["count_lines"].item())


class TestKills:
    """`python -m tests.bench.kills` does the same a hundred times and more."""

    def test_an_import_killed_at_any_moment_leaves_the_old_version_or_the_new(
        self, tmp_path: Path
    ) -> None:
        trials = kills.run(tmp_path, times=5, lines=300, seed=20240305, lengths=kills.TYPICAL)
        assert [trial for trial in trials if trial.trouble] == []
        assert {trial.victim for trial in trials} == set(kills.VICTIMS)


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
        self, own_workshop: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parts = {
            number: own_workshop.look(
                MARCH + f"{number}9,2024-03-09,d,1\n" * number, f"m{number}.csv"
            )
            for number in range(1, 5)
        }
        gate = Gate(monkeypatch, own_workshop._call)
        begin, refused, manifests = threading.Barrier(len(parts)), [], []

        def work(number: int) -> None:
            begin.wait()
            try:
                label = str(number)
                manifests.append(
                    drafts.import_parts(own_workshop.store, parts[number], label=label)
                )
            except ImportRefused as error:
                refused.append(error.code)
                if len(refused) == len(parts) - 1:
                    gate.open.set()

        run_all([threading.Thread(target=work, args=(number,)) for number in parts])
        assert refused == ["import_busy"] * 3
        (won,) = manifests
        assert count(own_workshop.store, won.version) == 2 + int(won.label)
        assert {manifest.version for manifest in own_workshop.store.versions()} == {
            february.version,
            won.version,
        }
        assert [file["file"] for file in won.files] == [f"m{won.label}.csv"]
        assert strays(own_workshop.store) == []

    def test_of_two_processes_one_wins_and_the_other_is_told(self, tmp_path: Path) -> None:
        race = kills.race(tmp_path, lines=300)
        assert race.outcomes == ["import_busy", "switched"]
        assert race.trouble == ""

    def test_a_check_runs_beside_an_import(
        self, own_workshop: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        march, april = (
            own_workshop.look(MARCH, "march.csv"),
            own_workshop.look(FEBRUARY, "april.csv"),
        )
        gate = Gate(monkeypatch, own_workshop._call)
        manifests: list[Manifest] = []

        def work() -> None:
            manifests.append(
                drafts.import_parts(
                    own_workshop.store, march, label="march", base=february.version, mode="update"
                )
            )

        running = threading.Thread(target=work)
        running.start()
        assert gate.entered.wait(20)
        draft = drafts.check_parts(own_workshop.store, april, base=february.version)
        with pytest.raises(ImportRefused, match="import_busy"):
            build(own_workshop, draft)
        gate.open.set()
        running.join()
        assert draft.totals["count_lines"] == 2
        assert draft.against
        assert draft.against["count_same"] == 2
        assert count(own_workshop.store, manifests[0].version) == 3
        assert build(own_workshop, draft, mode="update").fingerprint == february.fingerprint


def run_all(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


class TestBaseGone:
    """An update that has begun ends as if nobody had deleted what it stands on."""

    def test_the_version_deleted_under_an_update_is_still_in_it(
        self, own_workshop: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = own_workshop.load(MARCH, "other.csv").manifest
        own_workshop.store.make_current(other.version)
        parts = own_workshop.look(MARCH, "march.csv")

        def call(task: dict[str, Any], *rest: object) -> Any:
            own_workshop.store.delete(february.version)
            return own_workshop._call(task, *rest)

        monkeypatch.setattr(sandbox, "call", call)
        manifest = drafts.import_parts(
            own_workshop.store, parts, label="both", base=february.version, mode="update"
        )
        assert count(own_workshop.store, manifest.version) == 3
        assert [(report["file"], report["rows_kept"]) for report in manifest.files] == [
            ("february.csv", 1),
            ("march.csv", 2),
        ]
        folder = own_workshop.store.versions_folder
        assert sorted(path.name for path in folder.glob("v_*")) == sorted(
            [other.version, manifest.version]
        )
        assert list((folder / manifest.version).glob(".*")) == []

    def test_a_check_goes_on_beside_what_was_there_when_it_began(
        self, own_workshop: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own_workshop.store.make_current(own_workshop.load(MARCH).version)
        parts = own_workshop.look(MARCH, "march.csv")

        def call(task: dict[str, Any], *rest: object) -> Any:
            own_workshop.store.delete(february.version)
            return own_workshop._call(task, *rest)

        monkeypatch.setattr(sandbox, "call", call)
        draft = drafts.check_parts(own_workshop.store, parts, base=february.version)
        assert draft.against
        assert (draft.against["count_changed"], draft.against["count_new"]) == (1, 1)
        assert list(draft.folder.glob(".*")) == []

    def test_half_a_version_is_never_what_an_update_stands_on(
        self, own_workshop: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Deleted between being named and being held: some of its files are gone already."""
        own_workshop.store.make_current(own_workshop.load(MARCH).version)
        parts = own_workshop.look(MARCH, "march.csv")
        real, before = merge.link, own_workshop.store.versions()

        def link(source: Path, target: Path) -> None:
            if february.version in source.parts and source.parent.exists():
                own_workshop.store.delete(february.version)
            real(source, target)

        monkeypatch.setattr(merge, "link", link)
        with (
            pytest.raises(DatasetError, match="dataset_missing"),
            own_workshop.quick(),
        ):
            drafts.import_parts(
                own_workshop.store, parts, label="both", base=february.version, mode="update"
            )
        assert len(own_workshop.store.versions()) == len(before) - 1
        assert strays(own_workshop.store) == []

    def test_gone_before_the_import_an_update_is_refused_and_a_new_dataset_is_not(
        self, own_workshop: Workshop, february: Manifest
    ) -> None:
        own_workshop.store.make_current(own_workshop.load(MARCH).version)
        draft = own_workshop.check(own_workshop.look(MARCH, "march.csv"), february.version)
        own_workshop.store.delete(february.version)
        with pytest.raises(DatasetError, match="dataset_missing"):
            build(own_workshop, draft, mode="update")
        manifest = build(own_workshop, draft)
        assert (count(own_workshop.store, manifest.version), manifest.base) == (2, None)

    def test_what_has_become_current_meanwhile_is_not_deleted(
        self, own_workshop: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The look at the pointer and the deletion are one step beside a switch."""
        march = own_workshop.load(MARCH).manifest
        real, refused = Store.current, []

        def attempt(work: Callable[[str], None]) -> None:
            try:
                work(march.version)
            except DatasetError as error:
                refused.append(error.code)

        switching = threading.Thread(target=attempt, args=(own_workshop.store.make_current,))

        def current(store: Store) -> str | None:
            version = real(store)
            monkeypatch.undo()
            switching.start()
            switching.join(0.3)
            return version

        monkeypatch.setattr(Store, "current", current)
        attempt(own_workshop.store.delete)
        switching.join()
        assert refused == ["dataset_missing"]
        assert own_workshop.store.current() == february.version


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class TestFullDisk:
    """One sentence, the old version current, nothing left behind."""

    @pytest.fixture(autouse=True)
    def _as_it_was(self, own_workshop: Workshop, february: Manifest) -> Iterator[None]:
        yield
        assert own_workshop.store.current() == february.version
        assert [manifest.version for manifest in own_workshop.store.versions()] == [
            february.version
        ]
        assert count(own_workshop.store, february.version) == 2
        assert strays(own_workshop.store) == []
        again = own_workshop.load(MARCH, base=february.version, mode="update")
        assert again.run("facts/about_row")["count_lines"].item() == 3
        own_workshop.store.delete(again.version)

    @staticmethod
    def _refused(work: Callable[[], object]) -> None:
        with pytest.raises(ImportRefused, match="disk_full") as refused:
            work()
        assert "disk is full" in refused.value.sentence(words("en"))

    @pytest.mark.parametrize(
        ("verb", "where"),
        [
            ("check", "fact_parts.read"),
            ("check", "reading._save_set_aside"),
            ("new", "reading._save_problems"),
            ("update", "merge.keep_base"),
            ("update", "build._facts"),
            ("replace", "build._facts"),
        ],
    )
    def test_the_child_meets_it(
        self,
        own_workshop: Workshop,
        february: Manifest,
        monkeypatch: pytest.MonkeyPatch,
        verb: str,
        where: str,
    ) -> None:
        parts = own_workshop.look(MARCH, "march.csv")

        def full(*_: object, **__: object) -> None:
            raise FULL

        monkeypatch.setattr(f"analytics.ingest.build.{where}", full)
        with own_workshop.quick(), monkeypatch.context() as patch:
            patch.setattr(sandbox, "call", as_in_the_child)
            if verb == "check":
                self._refused(
                    lambda: drafts.check_parts(own_workshop.store, parts, base=february.version)
                )
            else:
                self._refused(
                    lambda: drafts.import_parts(
                        own_workshop.store, parts, label="march", base=february.version, mode=verb
                    )
                )

    @pytest.mark.parametrize("where", ["mkdir", "link", "to_disk", "rename", "write_whole"])
    def test_this_process_meets_it(
        self,
        own_workshop: Workshop,
        february: Manifest,
        monkeypatch: pytest.MonkeyPatch,
        where: str,
    ) -> None:
        parts = own_workshop.look(MARCH, "march.csv")

        def full(*_: object, **__: object) -> None:
            raise FULL

        owner = {"mkdir": Path, "rename": Path, "link": merge}.get(where, atomic)
        with own_workshop.quick(), monkeypatch.context() as patch:
            patch.setattr(owner, where, full)
            self._refused(
                lambda: drafts.import_parts(
                    own_workshop.store, parts, label="march", base=february.version, mode="update"
                )
            )

    @pytest.mark.parametrize("where", ["mkdir", "link"])
    def test_a_check_meets_it_in_this_process(
        self,
        own_workshop: Workshop,
        february: Manifest,
        monkeypatch: pytest.MonkeyPatch,
        where: str,
    ) -> None:
        parts = own_workshop.look(MARCH, "march.csv")

        def full(*_: object, **__: object) -> None:
            raise FULL

        with own_workshop.quick(), monkeypatch.context() as patch:
            patch.setattr({"mkdir": Path, "link": merge}[where], where, full)
            self._refused(
                lambda: drafts.check_parts(own_workshop.store, parts, base=february.version)
            )

    @pytest.mark.parametrize("where", ["write_text", "replace"])
    def test_the_switch_meets_it(
        self,
        own_workshop: Workshop,
        february: Manifest,
        monkeypatch: pytest.MonkeyPatch,
        where: str,
    ) -> None:
        manifest = own_workshop.load(MARCH)
        real = getattr(Path, where)

        def full(path: Path, *rest: Any) -> None:
            if where == "write_text":
                real(path, "half", *rest[1:])
            raise FULL

        with monkeypatch.context() as patch:
            patch.setattr(Path, where, full)
            self._refused(lambda: own_workshop.store.make_current(manifest.version))
        own_workshop.store.delete(manifest.version)


def as_in_the_child(task: dict[str, Any], *_: object) -> Any:
    """The work in this process, its trouble said as the child would."""
    messages: list[dict[str, Any]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "_limit", lambda *_: None)
        patch.setattr(worker, "_send", messages.append)
        patch.setattr("sys.stdin", Lines(json.dumps(task)))
        worker.main(0)
    last = json.loads(json.dumps(messages[-1], default=str))
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
        self, own_workshop: Workshop
    ) -> None:
        draft = own_workshop.check(own_workshop.look(MARCH, "march.csv"))
        manifest = build(own_workshop, draft)
        direct = own_workshop.load(MARCH, "march.csv").manifest
        assert manifest.fingerprint == direct.fingerprint
        assert manifest.about == direct.about
        assert manifest.files == direct.files

    @pytest.mark.parametrize("mode", ["new", "update", "replace"])
    def test_so_is_one_beside_an_older_version(
        self, own_workshop: Workshop, february: Manifest, mode: str
    ) -> None:
        draft = own_workshop.check(own_workshop.look(MARCH, "march.csv"), february.version)
        manifest = build(own_workshop, draft, mode=mode)
        direct = own_workshop.load(MARCH, "march.csv", base=february.version, mode=mode).manifest
        assert manifest.fingerprint == direct.fingerprint
        assert manifest.about == direct.about

    @pytest.mark.parametrize("step", ["_facts", "_fingerprint"])
    def test_a_build_that_fails_leaves_it_whole_to_be_taken_up_again(
        self, own_workshop: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        from analytics.ingest.build import build as child

        draft = own_workshop.check(own_workshop.look(MARCH, "march.csv"), february.version)
        before = contents(draft.folder)

        def full(*_: object) -> None:
            raise ImportRefused.disk_full()

        with monkeypatch.context() as patch:
            patch.setattr(child, step, full)
            with pytest.raises(ImportRefused, match="disk_full"):
                build(own_workshop, draft, mode="update")
        assert contents(draft.folder) == before
        manifest = build(own_workshop, draft, mode="update")
        assert contents(draft.folder) == before
        assert count(own_workshop.store, manifest.version) == 3
        problems = pl.read_parquet(
            own_workshop.store.versions_folder / manifest.version / "problems.parquet"
        )
        assert problems["file"].to_list() == ["february.csv", "march.csv"]
        draft.discard()
        assert strays(own_workshop.store) == []
        assert count(own_workshop.store, manifest.version) == 3

    def test_the_versions_it_stood_beside_are_left_as_they_were(
        self, own_workshop: Workshop, february: Manifest
    ) -> None:
        folder = own_workshop.store.versions_folder / february.version
        before = contents(folder)
        draft = own_workshop.check(own_workshop.look(MARCH, "march.csv"), february.version)
        for mode in ("update", "replace", "new", "update"):
            build(own_workshop, draft, mode=mode)
        assert contents(folder) == before

    def test_one_that_was_swept_is_read_again(
        self, own_workshop: Workshop, february: Manifest
    ) -> None:
        """Nothing of it may be missed in silence: an update would go through without its rows."""
        draft = own_workshop.check(own_workshop.look(MARCH, "march.csv"), february.version)
        draft.discard()
        manifest = build(own_workshop, draft, mode="update")
        assert count(own_workshop.store, manifest.version) == 3
        half = own_workshop.check(own_workshop.look(MARCH, "march.csv"), february.version)
        next(half.folder.glob("orders-0*.parquet")).unlink()
        assert build(own_workshop, half, mode="update").fingerprint == manifest.fingerprint

    def test_one_of_another_base_is_no_draft_for_an_update(
        self, own_workshop: Workshop, february: Manifest
    ) -> None:
        """Its parts would go by the same keys as those of the base."""
        draft = own_workshop.check(own_workshop.look(MARCH, "march.csv"))
        before = contents(draft.folder)
        with pytest.raises(ValueError, match="base"), own_workshop.quick():
            drafts.import_parts(
                own_workshop.store,
                draft.parts,
                label="both",
                draft=draft,
                base=february.version,
                mode="update",
            )
        assert contents(draft.folder) == before

    def test_those_nobody_can_mean_any_more_go_with_the_next_import_too(
        self, own_workshop: Workshop
    ) -> None:
        old, new = (
            own_workshop.check(own_workshop.look(MARCH, f"{name}.csv")).folder for name in "ab"
        )
        long_ago = time.time() - DAY - 60
        os.utime(old, (long_ago, long_ago))
        own_workshop.load(FEBRUARY)
        assert (old.exists(), new.exists()) == (False, True)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


class TestFilesBetweenCheckAndImport:
    def test_the_originals_kept_are_the_bytes_that_were_read(self, own_workshop: Workshop) -> None:
        path = own_workshop.folder / "march.csv"
        path.write_text(MARCH)
        draft = own_workshop.check(own_workshop.look(path))
        manifest = build(own_workshop, draft)
        original = (
            own_workshop.store.versions_folder / manifest.version / "originals" / "001-march.csv"
        )
        assert original.read_text() == MARCH

    @pytest.mark.parametrize(
        "content", [MARCH + "4,2024-03-08,d,1\n", MARCH.replace(",20\n", ",21\n")]
    )
    def test_one_that_was_written_meanwhile_is_refused(
        self, own_workshop: Workshop, february: Manifest, content: str
    ) -> None:
        path = own_workshop.folder / "march.csv"
        path.write_text(MARCH)
        draft = own_workshop.check(own_workshop.look(path), february.version)
        before = drafts.digest(draft.parts, draft.base)
        path.write_text(content)
        for mode in ("new", "update"):
            with pytest.raises(FileError, match="file_changed") as refused:
                build(own_workshop, draft, mode=mode)
            assert refused.value.facts["file"] == "march.csv"
        assert drafts.digest(draft.parts, draft.base) != before
        again = own_workshop.check(draft.parts, february.version)
        manifest = build(own_workshop, again, mode="update")
        original = (
            own_workshop.store.versions_folder / manifest.version / "originals" / "001-march.csv"
        )
        assert original.read_text() == content

    def test_without_originals_it_is_read_as_it_was_checked(self, own_workshop: Workshop) -> None:
        path = own_workshop.folder / "march.csv"
        path.write_text(MARCH)
        draft = own_workshop.check(own_workshop.look(path))
        path.write_text(MARCH + "4,2024-03-08,d,1\n")
        assert (
            count(own_workshop.store, build(own_workshop, draft, keep_originals=False).version) == 2
        )

    def test_one_that_was_written_while_it_was_checked_is_refused(
        self, own_workshop: Workshop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = own_workshop.folder / "march.csv"
        path.write_text(MARCH)
        parts = own_workshop.look(path)

        def call(task: dict[str, Any], *rest: object) -> Any:
            path.write_text(MARCH + "4,2024-03-08,d,1\n")
            return own_workshop._call(task, *rest)

        monkeypatch.setattr(sandbox, "call", call)
        with pytest.raises(FileError, match="file_changed"):
            drafts.check_parts(own_workshop.store, parts)
        assert strays(own_workshop.store) == []

    @pytest.mark.parametrize("verb", ["check", "import", "draft"])
    def test_one_that_is_gone_is_said_to_be_gone(self, own_workshop: Workshop, verb: str) -> None:
        path = own_workshop.folder / "march.csv"
        path.write_text(MARCH)
        parts = own_workshop.look(path)
        draft = own_workshop.check(parts) if verb == "draft" else None
        path.unlink()
        with pytest.raises(FileError, match="file_missing"), own_workshop.quick():
            _ = (
                drafts.check_parts(own_workshop.store, parts)
                if verb == "check"
                else drafts.import_parts(own_workshop.store, parts, label="march", draft=draft)
            )


class TestStore:
    def test_what_a_killed_switch_left_goes_with_the_next_import(
        self, own_workshop: Workshop, february: Manifest
    ) -> None:
        half = own_workshop.store.root / ".current.json.0123"
        half.write_text('{"vers')
        own_workshop.load(MARCH)
        assert not half.exists()
        assert own_workshop.store.current() == february.version

    def test_a_switch_beside_an_import_keeps_its_half_written_file(
        self, own_workshop: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Sweeping waits until a switch under way is over."""
        march = own_workshop.load(MARCH).manifest
        real, sweeping = atomic.to_disk, threading.Event()

        def slow(path: Path) -> None:
            if path.name.startswith(".current.json") and not sweeping.is_set():
                sweeping.set()
                other.start()
                other.join(0.3)
            real(path)

        def sweep() -> None:
            with own_workshop.store.building():
                pass

        other = threading.Thread(target=sweep)
        monkeypatch.setattr(atomic, "to_disk", slow)
        own_workshop.store.make_current(march.version)
        other.join()
        assert own_workshop.store.current() == march.version
        assert strays(own_workshop.store) == []

    def test_a_child_that_outlived_its_importer_loses_its_folder_at_once(
        self, own_workshop: Workshop
    ) -> None:
        """However fast it writes, nothing stays in the way of the next import."""
        orphaned = own_workshop.store.root / "building" / "orphaned"
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
            own_workshop.load(MARCH)
        finally:
            stop.set()
            for thread in writing:
                thread.join()
        assert strays(own_workshop.store) == []

    def test_the_same_rows_twice_within_a_second_are_two_versions(
        self, own_workshop: Workshop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parts, seconds = own_workshop.look(MARCH), iter(["000001", "000001", "000001", "000002"])
        waited: list[float] = []
        monkeypatch.setattr(time, "sleep", waited.append)
        with own_workshop.quick():
            versions_built = []
            monkeypatch.setattr(
                drafts,
                "new_version",
                lambda fingerprint: f"v_20240307_{next(seconds)}_{fingerprint[:8]}",
            )
            for _ in range(2):
                versions_built.append(
                    drafts.import_parts(own_workshop.store, parts, label="x").version
                )
        assert [version[11:17] for version in versions_built] == ["000001", "000002"]
        assert len(waited) == 2
        assert [manifest.version for manifest in own_workshop.store.versions()] == versions_built[
            ::-1
        ]

    def test_listing_beside_deleting_never_fails(
        self, own_workshop: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        march = own_workshop.load(MARCH).manifest
        real = versions._read_manifest

        def read(path: Path) -> Manifest:
            if march.version in path.parts:
                path.unlink(missing_ok=True)
            return real(path)

        monkeypatch.setattr(versions, "_read_manifest", read)
        assert [manifest.version for manifest in own_workshop.store.versions()] == [
            february.version
        ]
        monkeypatch.setattr(Path, "is_file", lambda _: True)
        with pytest.raises(DatasetError, match="dataset_missing"):
            own_workshop.store.manifest(march.version)

    def test_a_manifest_goes_before_the_rest(
        self, own_workshop: Workshop, february: Manifest
    ) -> None:
        """What lets an update tell that its base is being deleted."""
        march = own_workshop.load(MARCH).manifest
        folder = own_workshop.store.versions_folder / march.version
        had_manifest = []

        def watch(path: Path, **_: object) -> None:
            had_manifest.append((folder / MANIFEST).exists())

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("shutil.rmtree", watch)
            own_workshop.store.delete(march.version)
        assert had_manifest == [False]


class TestJobs:
    def test_one_cancelled_as_its_child_ends_changes_nothing(
        self, own_workshop: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draft = own_workshop.check(own_workshop.look(MARCH, "march.csv"), february.version)
        begun: list[Job] = []
        ready = threading.Event()

        def call(task: dict[str, Any], *rest: object) -> Any:
            result = own_workshop._call(task, *rest)
            assert ready.wait(20)
            begun[0].cancel()
            return result

        monkeypatch.setattr(sandbox, "call", call)
        begun.append(jobs.start_import(own_workshop.store, draft, jobs.Choices("march")))
        ready.set()
        assert begun[0].ended.wait(20)
        assert begun[0].error
        assert begun[0].error.code == "import_cancelled"
        assert own_workshop.store.current() == february.version
        assert [manifest.version for manifest in own_workshop.store.versions()] == [
            february.version
        ]
        assert draft.folder.exists()

    def test_a_recipe_that_cannot_be_kept_does_not_undo_an_import(
        self, own_workshop: Workshop, february: Manifest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draft = own_workshop.check(own_workshop.look(MARCH, "march.csv"), february.version)

        def full(*_: object) -> None:
            raise FULL

        monkeypatch.setattr(recipes, "save", full)
        monkeypatch.setattr(sandbox, "call", own_workshop._call)
        job = jobs.start_import(own_workshop.store, draft, jobs.Choices("march"))
        assert job.ended.wait(20)
        assert (job.error, own_workshop.store.current()) == (
            None,
            job.result and job.result.version,
        )
        assert not draft.folder.exists()
