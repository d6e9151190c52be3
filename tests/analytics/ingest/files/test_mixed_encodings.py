"""Files that begin in UTF-8 and do not go on so are refused with the row and what it says."""

from pathlib import Path

import pytest

from analytics.errors import FileError
from analytics.ingest.files import encodings

HEADER = "订单编号,下单时间,客户ID,商品名称,数量,实付金额\n"
ROW = "1001,2024-01-05,C1,拿铁,1,30\n"


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
        ((HEADER + ROW).encode() + ROW.encode().replace("拿".encode(), b"\xe6\x8b"), 3),
        (("Kunde;Straße;Größe;Übung;Ära\n" * 9).encode() + "Müller\n".encode("cp1252"), 10),
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
    text = "日期,商品,金額\n" + "2024-01-05,中文字,30\n" * 40
    assert encoding_of(tmp_path, text.encode(encoding)) == encoding
