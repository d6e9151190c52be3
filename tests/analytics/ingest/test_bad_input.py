"""What cannot be imported is refused with one sentence that names the file, and nothing changes.

Every case goes through the command and the real bounded child, into a store with a current version.
"""

import errno
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from analytics.errors import FileError, ImportRefused
from analytics.ingest import drafts, proposals, sandbox
from analytics.storage import versions
from analytics.storage.versions import Store
from analytics.words import LANGUAGES, words
from tests.analytics.ingest.files.test_read import book
from tests.conftest import Answer, Command

HEADER = "order_id,date,customer_id,amount\n"
GOOD = HEADER + "1,2024-01-05,a,10\n2,2024-01-06,b,12\n"
AMBIGUOUS = HEADER + "1,3/5/24,a,10\n2,4/6/24,b,12\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROTECTED = OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200)


@dataclass(frozen=True)
class Desk:
    """A store with a current version, and a folder for files to import into it."""

    store: Store
    folder: Path
    command: Command

    def write(self, content: str | bytes, name: str = "march.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def save(self, content: str | bytes, name: str = "march.csv", *options: str) -> Answer:
        return self.command("import", "--save", self.write(content, name), *options)

    @property
    def strays(self) -> list[Path]:
        """What a build left behind."""
        return [*self.store.root.glob("building/*"), *self.store.root.rglob(".*.json.*")]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with one version, current."""
    folder = tmp_path_factory.mktemp("desk")
    path = folder / "february.csv"
    path.write_text(GOOD)
    new_store = versions.open_store(folder / "store")
    manifest = drafts.import_parts(
        new_store, proposals.inspect_file(path, path.name), label="february"
    )
    new_store.make_current(manifest.version)
    return new_store


@pytest.fixture
def desk(
    store: Store, tmp_path: Path, bounded_command: Command, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """The store before and after: the same versions, the same current one, nothing left behind."""
    monkeypatch.setenv(versions.HOME, str(store.root))
    before, current = store.versions(), store.current()
    new_desk = Desk(store, tmp_path, bounded_command)
    yield new_desk
    assert store.versions() == before
    assert store.current() == current == before[0].version
    assert new_desk.strays == []


class TestFilesThatAreNoTable:
    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("march.csv", b"", "file_empty"),
            ("march.csv", b" \n\n \n", "file_empty"),
            ("march.csv", HEADER.encode(), "file_header_only"),
            ("march.csv", b"Shop\n" + HEADER.encode() + b"\n\n", "file_header_only"),
            ("march.csv", PNG, "file_not_a_table"),
            ("march.xls", b"<html><table><tr><td>order_id</td></tr>", "file_not_a_table"),
            ("march.xlsx", PROTECTED, "file_protected"),
            ("march.xls", OLE + bytes(3000), "file_damaged"),
            ("march.xlsx", b"PK\x03\x04" + bytes(300), "file_damaged"),
            ("march.parquet", b"PAR1" + bytes(300), "file_damaged"),
            ("march.csv", b"\xef\xbb\xbf" + HEADER.encode() + b"1,\xff", "file_encoding"),
            ("march.csv", b"colour,shape\nblue,square\n", "table_unknown"),
            ("march.csv", b"order_id,customer_id,amount\n1,a,10\n", "no_date_column"),
            ("march.csv", AMBIGUOUS.encode(), "dates_ambiguous"),
            ("march.csv", HEADER.encode() + b"1,2024-01-05,a,ten\n", "no_usable_rows"),
            ("march.csv", HEADER.encode() + b"Total,,,10\n", "no_usable_rows"),
            ("march.csv", HEADER.encode() + b"1,2024-01-05,a,10,x\n", "no_usable_rows"),
        ],
    )
    def test_it_is_refused_by_name(self, desk: Desk, name: str, content: bytes, code: str) -> None:
        answer = desk.save(content, name)
        assert answer.error == code
        assert name in answer.message
        assert answer.body["error"]["file"] == name
        assert answer.body["error"]["message"] == answer.message
        assert "Traceback" not in answer.message

    def test_a_workbook_with_headers_alone_is_refused(self, desk: Desk) -> None:
        content = book({"Orders": [["order_id", "date", "amount"]]})
        assert desk.save(content, "march.xlsx").error == "file_header_only"

    def test_a_file_that_is_not_there_is_refused(self, desk: Desk) -> None:
        answer = desk.command("import", "--save", desk.folder / "april.csv")
        assert answer.error == "file_missing"
        assert "april.csv" in answer.message

    def test_a_folder_is_no_file(self, desk: Desk) -> None:
        assert desk.command("import", "--save", desk.folder).error == "file_missing"

    def test_one_bad_file_among_good_ones_refuses_them_all(self, desk: Desk) -> None:
        good = desk.write(GOOD, "january.csv")
        answer = desk.command("import", "--save", good, desk.write(PNG, "march.csv"))
        assert answer.error == "file_not_a_table"

    def test_refusals_say_where_to_look(self, desk: Desk) -> None:
        error = desk.save("Shop of ours\n" + AMBIGUOUS).body["error"]
        assert (error["row"], error["column"]) == (3, "date")

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_refusals_come_in_the_language_asked_for(self, desk: Desk, lang: str) -> None:
        answer = desk.save("", "march.csv", "--lang", lang)
        assert answer.message == words(lang).get("errors.file_empty", file="march.csv")


class TestFilesThatChange:
    def test_a_copy_that_does_not_settle_is_given_up(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from shutil import copyfile

        def copy_while_written(source: Path, target: Path) -> None:
            copyfile(source, target)
            with Path(source).open("a") as file:
                file.write("3,2024-01-07,c,1\n")

        monkeypatch.setattr("shutil.copyfile", copy_while_written)
        answer = desk.save(GOOD)
        assert answer.error == "file_changed"
        assert "march.csv" in answer.message

    def test_a_file_written_while_it_is_read_is_given_up(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = desk.write(GOOD)
        append = f"open({str(path)!r}, 'a').write('3,2024-01-07,c,1\\n')"
        code = (
            "from analytics.ingest.build import fact_parts\n"
            "read = fact_parts.read\n"
            f"fact_parts.read = lambda *a: (read(*a), {append})[0]\n"
        )
        monkeypatch.setattr(sandbox, "_start", child(code))
        with pytest.raises(FileError, match="file_changed"):
            attempt(desk, path)


def child(code: str) -> Callable[[sandbox.Limits], subprocess.Popen[str]]:
    """The bounded child with something done to it before it begins."""

    def start(limits: sandbox.Limits) -> subprocess.Popen[str]:
        bounds = f"{limits.memory_mb}, {limits.cpu_seconds or 0}"
        run = f"{code}\nfrom analytics.worker import main\nmain({bounds})"
        return subprocess.Popen(
            [sys.executable, "-c", run],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=sandbox.PROJECT,
            encoding="utf-8",
        )

    return start


def attempt(desk: Desk, path: Path, **options: Any) -> None:
    """Import a file that reads well, whatever then happens to the build."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "_start", REAL_START)
        parts = proposals.inspect_file(path, path.name)
    sandbox.spare.drop()
    drafts.import_parts(desk.store, parts, label="march", keep_originals=False, **options)


REAL_START = sandbox._start
DIE = "import os; from analytics.ingest.build import build, reading\n{step} = lambda *a: os.{how}\n"


class TestBuildsThatFail:
    @pytest.mark.parametrize(
        "step", ["reading._read_parts", "build._facts", "reading._save_problems"]
    )
    def test_a_child_killed_at_any_step_leaves_the_store_as_it_was(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        how = f"kill(os.getpid(), {int(signal.SIGKILL)})"
        monkeypatch.setattr(sandbox, "_start", child(DIE.format(step=step, how=how)))
        with pytest.raises(ImportRefused, match="build_crashed"):
            attempt(desk, desk.write(GOOD))

    def test_a_parser_that_aborts_is_a_damaged_file(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code = (
            "import os; from analytics.ingest.files import read\n"
            "read.sniff = lambda *a: os.abort()\n"
        )
        monkeypatch.setattr(sandbox, "_start", child(code))
        answer = desk.save(GOOD)
        assert answer.error == "file_damaged"
        assert "march.csv" in answer.message

    def test_a_parser_that_never_ends_is_stopped(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code = (
            "import time; from analytics.ingest.files import read\n"
            "read.sniff = lambda *a: time.sleep(60)\n"
        )
        monkeypatch.setattr(sandbox, "_start", child(code))
        monkeypatch.setattr(sandbox, "INSPECT", sandbox.Limits(seconds=1, memory_mb=6_000))
        assert desk.save(GOOD).error == "file_too_slow"

    def test_an_error_nobody_foresaw_is_a_crash_and_not_a_traceback(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code = "from analytics.ingest.build import build\nbuild._facts = lambda *a: 1 / 0\n"
        monkeypatch.setattr(sandbox, "_start", child(code))
        with pytest.raises(ImportRefused, match="build_crashed") as refused:
            attempt(desk, desk.write(GOOD))
        assert refused.value.facts == {"stage": "facts"}

    @pytest.mark.parametrize(
        "raised",
        [
            f"OSError({errno.ENOSPC}, 'No space left on device')",
            "duckdb.IOException('Could not write file: No space left on device')",
        ],
    )
    def test_a_full_disk_is_said_to_be_full(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, raised: str
    ) -> None:
        code = (
            "import duckdb\nfrom analytics.ingest.build import reading\n"
            f"def full(*a): raise {raised}\nreading._save_problems = full\n"
        )
        monkeypatch.setattr(sandbox, "_start", child(code))
        with pytest.raises(ImportRefused, match="disk_full"):
            attempt(desk, desk.write(GOOD))

    def test_a_disk_full_while_the_originals_are_copied_is_said_too(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr("shutil.copyfile", full)
        assert desk.save(GOOD).error == "disk_full"

    def test_a_file_that_may_not_grow_leaves_the_store_as_it_was(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        monkeypatch.setattr(sandbox, "_start", child(code))
        with pytest.raises(ImportRefused, match="build_crashed"):
            attempt(desk, desk.write(GOOD))

    def test_too_little_memory_is_said(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        code = (
            "import duckdb\nfrom analytics.ingest.build import build\n"
            "def full(*a): raise duckdb.OutOfMemoryException('failed to allocate')\n"
            "build._facts = full\n"
        )
        monkeypatch.setattr(sandbox, "_start", child(code))
        with pytest.raises(ImportRefused, match="out_of_memory"):
            attempt(desk, desk.write(GOOD))

    def test_a_cancelled_build_ends_at_once(self, desk: Desk) -> None:
        cancelled = threading.Event()
        cancelled.set()
        with pytest.raises(ImportRefused, match="import_cancelled"):
            attempt(desk, desk.write(GOOD), cancelled=cancelled)

    def test_a_second_import_is_told_to_wait(self, desk: Desk) -> None:
        with FileLock(desk.store.root / "import.lock"):
            assert desk.save(GOOD).error == "import_busy"


class TestAfterwards:
    def test_the_next_good_import_goes_through(self, desk: Desk) -> None:
        """Into a temporary store, so that this one stays as it was."""
        assert desk.save("").error == "file_empty"
        answer = desk.command("import", desk.write(GOOD))
        assert (answer.code, answer.message) == (0, "")

    def test_ambiguous_dates_go_through_once_settled(self, desk: Desk) -> None:
        for order, first in (("mdy", "2024-03-05"), ("dmy", "2024-05-03")):
            path = desk.write(AMBIGUOUS)
            answer = desk.command("cohorts", path, "--grain", "week", "--date-order", order)
            (cohort, *_) = answer.body["cohorts"]
            assert cohort["cohort"] <= first
            assert answer.body["as_of"] == {"mdy": "2024-04-06", "dmy": "2024-06-04"}[order]

    def test_json_stands_alone_on_standard_output(
        self, desk: Desk, capsys: pytest.CaptureFixture[str]
    ) -> None:
        from analytics.cli import main

        assert main.main(["import", str(desk.write("")), "--json"]) == 2
        captured = capsys.readouterr()
        assert len(captured.out.splitlines()) == 1
        assert json.loads(captured.out)["error"]["message"] == captured.err.strip()
