"""Archives: every file inside as its own, within bounds, and no name that leads anywhere."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from analytics.errors import FileError
from analytics.ingest.files import archive, read
from tests.analytics.ingest.files.test_read import book
from tests.conftest import Workshop

ORDERS = b"order_id,date,customer_id,amount\n1,2024-01-05,a,10\n"
HAN = "\u8ba2\u5355\u660e\u7ec6"


def packed(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return out.getvalue()


def names_of(folder: Path, content: bytes) -> list[str]:
    path = folder / "orders.zip"
    path.write_bytes(content)
    return [member.name for member in read.inspect(path, "orders.zip").members]


def refused(folder: Path, content: bytes) -> FileError:
    with pytest.raises(FileError) as error:
        names_of(folder, content)
    return error.value


def test_every_file_inside_is_read_as_its_own(workshop: Workshop) -> None:
    book_of_orders = book({"Orders": [["order_id", "date", "amount"], ["2", "2024-01-06", 5]]})
    dataset = workshop.read(packed({"a.csv": ORDERS, "b/c.xlsx": book_of_orders}), "orders.zip")
    assert [file["file"] for file in dataset.files] == [
        "orders.zip/a.csv",
        "orders.zip/b/c.xlsx",
    ]
    assert sorted(line["order_id"] for line in dataset.lines()) == ["1", "2"]


def test_what_systems_leave_and_pictures_are_left_out(tmp_path: Path) -> None:
    content = packed(
        {
            "__MACOSX/._a.csv": b"\0\1",
            ".DS_Store": b"\0",
            "b/.hidden.csv": b"x",
            "photo.png": b"\x89PNG\r\n\x1a\n\0\0",
            "empty.csv": b"",
            "a.csv": ORDERS,
        }
    )
    assert names_of(tmp_path, content) == ["orders.zip/a.csv"]


@pytest.mark.parametrize("codec", ["gbk", "utf-8"])
def test_a_chinese_name_without_a_note_of_its_encoding_is_read(tmp_path: Path, codec: str) -> None:
    raw = HAN.encode(codec)
    content = packed({"x" * len(raw) + ".csv": ORDERS}).replace(b"x" * len(raw), raw)
    assert names_of(tmp_path, content) == [f"orders.zip/{HAN}.csv"]


def test_a_chinese_name_with_its_note_is_read(tmp_path: Path) -> None:
    assert names_of(tmp_path, packed({f"{HAN}.csv": ORDERS})) == [f"orders.zip/{HAN}.csv"]


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "/etc/evil.csv", "C:\\evil.csv", "a\n/evil.csv"]
)
def test_a_name_that_leads_elsewhere_leads_nowhere(tmp_path: Path, name: str) -> None:
    (member_name,) = names_of(tmp_path, packed({name: ORDERS}))
    assert member_name.endswith("/evil.csv")
    assert ".." not in member_name
    (member_path,) = (tmp_path / "orders.zip.members").iterdir()
    assert member_path.name == "orders.zip-001"
    assert {path.name for path in tmp_path.iterdir()} == {"orders.zip", "orders.zip.members"}


def test_an_archive_inside_is_refused_by_name(tmp_path: Path) -> None:
    error = refused(tmp_path, packed({"inner.zip": packed({"a.csv": ORDERS})}))
    assert (error.code, error.facts["file"]) == ("archive_nested", "orders.zip/inner.zip")


def test_trouble_inside_is_told_with_the_file_inside(tmp_path: Path) -> None:
    error = refused(tmp_path, packed({"a.csv": ORDERS, "b.parquet": b"PAR1" + bytes(99)}))
    assert (error.code, error.facts["file"]) == ("file_damaged", "orders.zip/b.parquet")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MEMBER_LIMIT", 2)
    error = refused(tmp_path, packed({f"{n}.csv": ORDERS for n in range(3)}))
    assert error.code == "archive_too_many"


def test_an_archive_packed_too_tight_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    error = refused(tmp_path, packed({"a.csv": bytes(80 << 20)}))
    assert error.code == "archive_too_large"
    assert not (tmp_path / "orders.zip.members").exists()


@pytest.mark.parametrize("declared_size", [1_000, 20 << 20])
def test_an_archive_that_lies_about_its_size_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, declared_size: int
) -> None:
    monkeypatch.setattr(archive, "TOTAL_LIMIT_MB", 24)
    size = 30 << 20
    honest = packed({"a.csv": bytes(size)})
    error = refused(
        tmp_path, honest.replace(size.to_bytes(4, "little"), declared_size.to_bytes(4, "little"))
    )
    assert error.code in ("file_damaged", "archive_too_large")
    written = sum(path.stat().st_size for path in tmp_path.rglob("*-001"))
    assert written <= 25 << 20


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(
        packed({"[Content_Types].xml": b"<x/>", "xl/sharedStrings.xml": bytes(80 << 20)})
    )
    with pytest.raises(FileError, match="archive_too_large"):
        read.inspect(path, "orders.xlsx")


def test_an_archive_without_any_file_is_empty(tmp_path: Path) -> None:
    assert refused(tmp_path, packed({})).code == "file_empty"
