"""The first look at a file is bounded, and says what it cannot look at."""

import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from analytics.errors import FileError
from analytics.ingest import drafts, proposals, sandbox
from analytics.ingest.build import build
from analytics.ingest.files import ole
from tests.analytics.ingest.test_bad_input import child
from tests.conftest import Workshop

ROWS = "order_id,customer_id,ordered_at,amount\n1,a,2025-01-01,10\n"
SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
BURN = (
    "from analytics.ingest.files import read\n"
    "def burn(*a):\n    while True: pass\nread.sniff = burn\n"
)
HOARD = (
    "import time; from analytics.ingest.files import read\n"
    "def hoard(*a):\n    held = bytearray(b'x') * (300 << 20)\n    time.sleep(30)\n"
    "read.sniff = hoard\n"
)


def entry(name: str, kind: int, start: int, length: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBB3I", len(text), kind, 1, FREE, FREE, FREE)
    return (head + bytes(36) + struct.pack("<3I", start, length, 0)).ljust(128, b"\0")


def container(stream: str, version: int) -> bytes:
    """An OLE file with one stream of 4,096 bytes that begins as a book of that version."""
    book = struct.pack("<HHHH", 0x809, 8, version, 5).ljust(4096, b"\0")
    table = [TABLE, END, *range(3, 10), END]
    sectors = struct.pack("<128I", *table, *[FREE] * (128 - len(table)))
    folder = entry("Root Entry", 5, END, 0) + entry(stream, 2, 2, len(book)) + bytes(256)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H6x4I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0)
    head += struct.pack("<5I", 4096, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    return head + sectors + folder + book


def is_mapped(path: Path, memory_mb: int) -> bool:
    """Whether a process of so much address space can map the file."""
    code = (
        "import mmap, resource, sys; room = int(sys.argv[2]) << 20;"
        "resource.setrlimit(resource.RLIMIT_AS, (room, room));"
        "file = open(sys.argv[1], 'rb'); mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)"
    )
    call = [sys.executable, "-c", code, str(path), str(memory_mb)]
    return subprocess.run(call, capture_output=True, check=False).returncode == 0


class TestExcel95:
    @pytest.mark.parametrize("stream", ["Book", "Workbook"])
    def test_it_is_refused_at_the_look_by_its_own_sentence(
        self, stream: str, tmp_path: Path, workshop: Workshop
    ) -> None:
        path = tmp_path / "march.xls"
        path.write_bytes(container(stream, 0x500))
        assert ole.is_excel_95(path)
        with workshop.quick(), pytest.raises(FileError, match="file_excel_95"):
            proposals.inspect_file(path, path.name)

    def test_a_later_book_and_a_damaged_container_are_not(self, tmp_path: Path) -> None:
        path = tmp_path / "march.xls"
        later = container("Workbook", 0x600)
        for content in (later, later[:600], b"\xd0\xcf\x11\xe0", ROWS.encode()):
            path.write_bytes(content)
            assert not ole.is_excel_95(path)

    def test_a_sheet_that_is_not_there_is_an_error_the_reader_expects(self, tmp_path: Path) -> None:
        path = tmp_path / "march.xls"
        path.write_bytes(container("Workbook", 0x600))
        with pytest.raises(ValueError):  # noqa: PT011 - the class is what `merged_ranges` expects
            list(ole.merged(path, "gone"))


@pytest.mark.skipif(sys.platform == "win32", reason="bounded in time only there")
class TestBounds:
    @pytest.mark.parametrize(
        ("code", "limits"),
        [
            (BURN, sandbox.Limits(60, 6_000, cpu_seconds=2)),
            pytest.param(
                HOARD,
                sandbox.Limits(60, 6_000, held_mb=250),
                marks=pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no /proc"),
            ),
        ],
    )
    def test_what_uses_too_much_is_said_to_be_too_large(
        self, code: str, limits: sandbox.Limits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "march.csv").write_text(ROWS, "utf-8")
        monkeypatch.setattr(sandbox, "_start", child(code))
        monkeypatch.setattr(sandbox, "INSPECT", limits)
        with pytest.raises(FileError, match="file_too_much"):
            proposals.inspect_file(tmp_path / "march.csv", "march.csv")

    def test_a_larger_file_has_more_time_and_no_more_memory(self, tmp_path: Path) -> None:
        path = tmp_path / "large.csv"
        with path.open("wb") as file:
            file.truncate(500 << 20)
        limits = sandbox.look_limits(path)
        assert limits.cpu_seconds == 40
        assert limits.held_mb == sandbox.INSPECT.held_mb == 1_024

    def test_a_file_larger_than_the_address_space_of_a_child_can_be_mapped(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "huge.csv"
        with path.open("wb") as file:
            file.truncate(13 << 30)
        usual = sandbox.INSPECT.memory_mb, sandbox.BUILD.memory_mb
        limits = sandbox.look_limits(path), sandbox.build_limits([path])
        assert [is_mapped(path, memory_mb) for memory_mb in usual] == [False, False]
        assert [is_mapped(path, each.memory_mb) for each in limits] == [True, True]
        path.write_bytes(b"")
        assert sandbox.build_limits([path]) == sandbox.BUILD

    def test_an_ordinary_file_is_far_below(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("march.csv", ROWS * 10)
        (part,) = proposals.inspect_file(path, path.name)
        assert part.name == "a.zip/march.csv"


@pytest.mark.parametrize(
    ("text_mb", "memory_mb"), [(0, 1_600), (2_000, 1_600), (8_000, 3_100), (900_000, 3_200)]
)
def test_a_large_build_may_hold_more_in_memory_up_to_a_line(text_mb: float, memory_mb: int) -> None:
    assert build._memory_mb(text_mb) == memory_mb


class TestSpare:
    def test_the_child_of_the_call_that_follows_starts_beside_the_look(
        self, workshop: Workshop, tmp_path: Path
    ) -> None:
        path = tmp_path / "march.csv"
        path.write_text(ROWS, "utf-8")
        parts = proposals.inspect_file(path, path.name)
        assert sandbox.spare.waiting() == sandbox.BUILD
        assert drafts.check_parts(workshop.store, parts).files[0]["rows_kept"] == 1
        assert sandbox.spare.waiting() is None

    def test_it_is_taken_for_its_own_limits_and_while_it_lives(self) -> None:
        sandbox.spare.start(sandbox.BUILD)
        assert sandbox.spare.take(sandbox.INSPECT) is None
        child = sandbox.spare.take(sandbox.BUILD)
        assert child
        assert sandbox.spare.take(sandbox.BUILD) is None
        child.kill()
        child.communicate()
        sandbox.spare.start(sandbox.Limits(60, 6_000, loads="nothing.of.that.name"))
        while sandbox.spare.waiting():
            time.sleep(0.01)
        assert sandbox.spare.take(sandbox.Limits(60, 6_000, loads="nothing.of.that.name")) is None

    def test_one_that_nobody_comes_for_ends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sandbox, "SPARE_SECONDS", 0.05)
        sandbox.spare.start(sandbox.BUILD)
        deadline = time.monotonic() + 10
        while sandbox.spare.waiting() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert sandbox.spare.waiting() is None
