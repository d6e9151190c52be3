"""Bytes that several encodings read are asked about where nothing around them decides."""

from pathlib import Path

import pytest

from analytics.errors import FileError
from analytics.ingest.files import encodings
from tests.conftest import Command

HEAD = "order_id,customer_id,ordered_at,amount,gender,channel\n"
WOMAN, MAN, SHOE, ROAD = "\u5973", "\u7537", "\u978b", "\u8def"


def table(cell: str, count: int = 3) -> str:
    return HEAD + "".join(
        f"{number},c{number},2025-01-0{number},10,{cell},Tmall\n" for number in range(1, count + 1)
    )


def write(folder: Path, text: str, encoding: str) -> Path:
    path = folder / "orders.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    "cell", [WOMAN, f"{WOMAN}{SHOE}", f"Nike{WOMAN}{SHOE}", f"iPhone{WOMAN}", f"{SHOE} 38"]
)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_letters_nobody_writes_alone_are_asked_about(cell, encoding, tmp_path: Path) -> None:
    path = write(tmp_path, table(cell), encoding)
    if encoding == "utf-8":
        assert encodings.encoding_of(path, "orders.csv") == "utf-8"
        return
    with pytest.raises(FileError, match="encoding_ambiguous") as refused:
        encodings.encoding_of(path, "orders.csv")
    assert refused.value.facts["row"] == 2
    assert f"{WOMAN}" in refused.value.facts["readings"] or SHOE in refused.value.facts["readings"]


def test_it_is_asked_about_in_big5_too(tmp_path: Path) -> None:
    # The bytes C4 B5 and C5 A5 are the letters U+0135 and U+0165 in UTF-8.
    text = b"\xc4\xb5\xc5\xa5".decode("cp950")
    path = write(tmp_path, table(text), "cp950")
    with pytest.raises(FileError, match="encoding_ambiguous") as refused:
        encodings.encoding_of(path, "orders.csv")
    assert f"{text} (cp950)" in refused.value.facts["readings"]


@pytest.mark.parametrize(
    "cell",
    [
        *("Caf\u00e9", "\u00d6l", "M\u00fcnchen", "\u0160koda", "\u00c5ngstr\u00f6m", "na\u00efve"),
        *("\u041c\u043e\u0441\u043a\u0432\u0430", "\u0391\u03b8\u03ae\u03bd\u03b1", "5\u00b0C"),
        *("\u00a3", "\u00a5", "2\u00d73", "\u00ae", "Nike\u00ae", "\u00a0", "\u041c", "\u0416"),
        *(WOMAN, "\u00f6\u00e9 Caf\u00e9 Caf\u00e9 \u00d6l", "\u0645\u062f\u064a\u0646\u0629"),
    ],
)
def test_what_people_write_in_utf_8_is_no_question(cell: str, tmp_path: Path) -> None:
    assert encodings.encoding_of(write(tmp_path, table(cell), "utf-8"), "orders.csv") == "utf-8"


def test_a_file_that_is_no_table_of_ours_is_no_question(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b,c\n1,2,\u02a4\n", "utf-8")
    assert encodings.encoding_of(path, "orders.csv") == "utf-8"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (
            "\u8ba2\u5355\u7f16\u53f7,\u4e70\u5bb6\u5b9e\u9645\u652f\u4ed8\u91d1\u989d\n1,2\n",
            "gb18030",
        ),
        ("\u8a02\u55ae\u7de8\u865f,\u8cb7\u5bb6\u5e33\u865f,\u91d1\u984d\n1,2,3\n", "cp950"),
        ("\u6ce8\u6587\u756a\u53f7,\u6ce8\u6587\u65e5\u6642,\u6c0f\u540d\n1,2,3\n", "cp932"),
        ("name,city\nCaf\u00e9,M\u00fcnchen\nAnd\u00e9,K\u00f6ln\n", "cp1252"),
    ],
)
def test_files_with_words_enough_are_no_question(text, encoding, tmp_path: Path) -> None:
    assert encodings.encoding_of(write(tmp_path, text, encoding), "orders.csv") == encoding


def test_two_encodings_in_which_few_signs_are_as_frequent(tmp_path: Path) -> None:
    # GB18030 and Big5 keep these bytes among their frequent characters, UTF-8 does not read them.
    path = tmp_path / "orders.csv"
    path.write_bytes(table("x").encode().replace(b",x,", b",\xbb\xf9\xb5\xd8,"))
    with pytest.raises(FileError, match="encoding_ambiguous") as refused:
        encodings.encoding_of(path, "orders.csv")
    assert {"gb18030", "cp950"} <= {
        reading.rpartition("(")[2].rstrip(")")
        for reading in refused.value.facts["readings"].split(" / ")
    }


class TestCommand:
    def test_the_option_decides(self, command: Command, tmp_path: Path) -> None:
        path = write(tmp_path, table(WOMAN), "gb18030")
        assert command("import", path).error == "encoding_ambiguous"
        for encoding in ("gb18030", "utf-8", "GBK"):
            answer = command("import", path, "--encoding", encoding).body
            assert answer["files"][0]["encoding"] == encodings.codec_of(encoding)
            assert answer["totals"]["lines"] == 3

    def test_an_unknown_one_is_a_sentence(self, command: Command, tmp_path: Path) -> None:
        path = write(tmp_path, table(WOMAN), "gb18030")
        assert command("import", path, "--encoding", "klingon").error == "bad_option"
