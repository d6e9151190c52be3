"""Files that begin in UTF-8 and do not go on so are refused with the row and what it says."""

from pathlib import Path

import pytest

from analytics.errors import FileError
from analytics.ingest.files import encodings

HEADER = (
    "\u8ba2\u5355\u7f16\u53f7,\u4e0b\u5355\u65f6\u95f4,\u5ba2\u6237ID,"
    "\u5546\u54c1\u540d\u79f0,\u6570\u91cf,\u5b9e\u4ed8\u91d1\u989d\n"
)
ROW = "1001,2024-01-05,C1,\u62ff\u94c1,1,30\n"


def encoding_of(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    return encodings.encoding_of(path, path.name)


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ((HEADER + ROW * 3).encode() + ROW.encode("gb18030"), 5),
        (HEADER.encode() + (ROW * 50).encode("gb18030"), 2),
        ((HEADER + ROW * 3).encode() + ROW.encode("cp950", "ignore"), 5),
        ((HEADER + ROW).encode() + ROW.encode().replace("\u62ff".encode(), b"\xe6\x8b"), 3),
        (
            ("Kunde;Stra\u00dfe;Gr\u00f6\u00dfe;\u00dcbung;\u00c4ra\n" * 9).encode()
            + "M\u00fcller\n".encode("cp1252"),
            10,
        ),
    ],
)
def test_refused_with_the_row(tmp_path: Path, content: bytes, row: int) -> None:
    with pytest.raises(FileError) as refusal:
        encoding_of(tmp_path, content)
    assert refusal.value.code == "file_mixed_encoding"
    assert refusal.value.facts["row"] == row
    assert refusal.value.facts["value"]


@pytest.mark.parametrize("encoding", ["gb18030", "cp950", "cp932"])
def test_files_in_one_other_encoding_are_read(tmp_path: Path, encoding: str) -> None:
    text = "\u65e5\u671f,\u5546\u54c1,\u91d1\u984d\n" + "2024-01-05,\u4e2d\u6587\u5b57,30\n" * 40
    assert encoding_of(tmp_path, text.encode(encoding)) == encoding
