"""Which encoding: files of real headers and rows in every encoding people export."""

import random
import tomllib
from pathlib import Path

import pytest

from analytics.errors import FileError, UsageError
from analytics.ingest.files import encodings, read

WORDS = tomllib.loads((Path(__file__).parent / "encodings.toml").read_text("utf-8"))
CASES = [
    (kind, codec, header, count)
    for kind, codecs in (
        ("simplified", ("gb18030", "utf-8", "utf-16-le", "utf-16-be")),
        ("traditional", ("cp950", "gb18030", "utf-8")),
        ("japanese", ("cp932", "utf-8")),
        ("western", ("cp1252", "utf-8")),
    )
    for codec in codecs
    for header in (*WORDS[kind]["headers"], WORDS["plain"])
    for count in (1, 3, 30)
]


def rows(kind: str, header: str, count: int) -> str:
    """The header and some rows of this language."""
    choose = random.Random(f"{kind}{header}{count}").choice
    vocabulary = WORDS[kind]
    lines = [
        f"{n},2024-01-05,{choose(vocabulary['who'])},{choose(vocabulary['what'])},2,9.00,{choose(vocabulary['state'])}"
        for n in range(count)
    ]
    return "\r\n".join([header, *lines, ""])


@pytest.mark.parametrize(("kind", "codec", "header", "count"), CASES)
def test_every_encoding_is_told_by_a_few_rows(
    tmp_path: Path, kind: str, codec: str, header: str, count: int
) -> None:
    path = tmp_path / "orders.csv"
    text = rows(kind, header, count)
    path.write_bytes(text.encode(codec))
    assert path.read_bytes().decode(encodings.encoding_of(path, "orders.csv")) == text


def test_what_else_reads_the_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(rows("simplified", WORDS["simplified"]["headers"][0], 3).encode("gb18030"))
    candidates = encodings.candidates(path, "orders.csv")
    assert candidates[0] == "gb18030"
    for other in candidates[1:]:
        path.read_bytes().decode(other)


def test_the_first_foreign_letter_may_stand_far_below(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    plain = WORDS["plain"] + "\n" + "1,2024-01-05,a,b,2,9.00,c\n" * 20_000
    path.write_bytes((plain + rows("simplified", WORDS["plain"], 3)).encode("gb18030"))
    assert encodings.encoding_of(path, "orders.csv") == "gb18030"


@pytest.mark.parametrize(
    ("name", "codec"), [("GBK", "gb18030"), ("Big5", "cp950"), ("Shift_JIS", "cp932")]
)
def test_a_person_may_say_the_encoding(tmp_path: Path, name: str, codec: str) -> None:
    path = tmp_path / "orders.csv"
    kind = {"gb18030": "simplified", "cp950": "traditional", "cp932": "japanese"}[codec]
    path.write_bytes(rows(kind, WORDS["plain"], 2).encode(codec))
    inspection = read.inspect(path, "orders.csv", encoding=name)
    assert inspection.sniffed.encoding == codec
    assert inspection.heads[0].rows[1][2] in WORDS[kind]["who"]


def test_an_encoding_that_cannot_be_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(("a,b\n1,2\n3," + WORDS["simplified"]["who"][0] + "\n").encode("gb18030"))
    with pytest.raises(FileError) as refused:
        read.inspect(path, "orders.csv", encoding="utf-8")
    assert refused.value.code == "file_wrong_encoding"
    assert refused.value.facts.pop("value").startswith("3,")
    assert refused.value.facts == {"file": "orders.csv", "row": 3, "encoding": "utf-8"}


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "idna", "utf-7"])
def test_an_encoding_nobody_reads_is_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(UsageError, match="bad_option"):
        read.inspect(path, "orders.csv", encoding=encoding)


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "cp950", "cp437"])
def test_a_name_without_an_encoding_is_read(codec: str) -> None:
    kind = {"cp437": "western", "cp950": "traditional"}.get(codec, "simplified")
    name = WORDS[kind]["name"]
    assert encodings.of_bytes(name.encode(codec)) == name
