"""Every refusal of a file says where it stands, what could not be read there, and what to do."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.words import LANGUAGES
from tests.analytics.ingest.files.test_read import book
from tests.conftest import Answer, Command

HEADER = "order_id,date,customer_id,amount\n"
ORDERS = [["order_id", "date", "customer_id", "amount"]]
SUMS = "date,customers,amount\n2024-01-05,3,10\n"
Place = tuple[str | None, int | None, str | None, str | None]

# By code: the name of the file, its content, and sheet, row, column and value of the refusal.
REFUSALS: dict[str, tuple[str, str | bytes, Place]] = {
    "file_empty": ("march.csv", "", (None, None, None, None)),
    "file_header_only": ("march.xlsx", book({"Orders": ORDERS}), ("Orders", 1, None, None)),
    "file_not_a_table": ("march.csv", b"%PDF-1.7\n\0\0", (None, None, None, None)),
    "file_damaged": ("march.xlsx", b"PK\x03\x04" + bytes(300), (None, None, None, None)),
    "file_encoding": (
        "march.csv",
        b"\xef\xbb\xbf" + HEADER.encode() + b"1,2024-01-05,\xff,10\n",
        (None, 2, None, "1,2024-01-05,\ufffd,10"),
    ),
    "file_mixed_encoding": (
        "march.csv",
        "\u8ba2\u5355\u53f7,\u4e0b\u5355\u65e5\u671f,\u91d1\u989d\n1,2024-01-05,10\n".encode()
        + b"2,\xd0\xff,1\n",
        (None, 3, None, "2,\ufffd\ufffd,1"),
    ),
    "file_garbled": (
        "march.csv",
        "\u93c3\u30e6\u6e61,x\n2024-01-05,1\n",
        (None, 1, "\u93c3\u30e6\u6e61", "\u93c3\u30e6\u6e61"),
    ),
    "file_json_line": (
        "march.jsonl",
        '{"order_id": 1}\n{"order_id": \n',
        (None, 2, None, '{"order_id":'),
    ),
    "table_unknown": (
        "march.xlsx",
        book({"Shapes": [["colour", "shape"], ["blue", "square"]]}),
        ("Shapes", 1, None, None),
    ),
    "table_of_sums": ("march.csv", SUMS, (None, 1, "customers", None)),
    "table_of_others": (
        "march.csv",
        "date,payee,amount\n2024-01-05,Acme,10\n",
        (None, 1, "payee", None),
    ),
    "no_date_column": ("march.csv", "order_id,customer_id,amount\n1,a,10\n", (None, 1, None, None)),
    "dates_ambiguous": (
        "march.csv",
        HEADER + "1,2024-03-01,a,10\n2,3/5/24,a,10\n3,4/6/24,b,12\n",
        (None, 3, "date", "3/5/24"),
    ),
    "numbers_ambiguous": (
        "march.csv",
        HEADER + "0,2024-01-05,a,\n1,2024-01-05,a,1.234\n2,2024-01-06,b,5.678\n",
        (None, 3, "amount", "1.234"),
    ),
    "no_usable_rows": (
        "march.xlsx",
        book({"Orders": [["Shop of ours"], *ORDERS, ["1", "soon", "a", "10"]]}),
        ("Orders", 3, "date", "soon"),
    ),
}
UNUSABLE = {
    "1,2024-01-05,a,ten\n": (2, "amount", "ten"),
    "1,2024Q1,a,10\n": (2, "date", "2024Q1"),
    "1,,a,10\n": (2, "date", "1, a, 10"),
    "Total,,,10\n": (2, "date", "Total, 10"),
    "1,2024-01-05,a,10,x\n": (2, "amount", "x"),
}


@pytest.fixture
def refused(command: Command, tmp_path: Path) -> Callable[..., Answer]:
    """The answer to one file of this name and content."""

    def run(name: str, content: str | bytes, *options: str) -> Answer:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return command("import", path, *options)

    return run


def place_of(answer: Answer) -> Place:
    error: dict[str, Any] = answer.body["error"]
    return error["sheet"], error["row"], error["column"], error["value"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_says_where_and_what(
    refused: Callable[..., Answer], code: str, lang: str
) -> None:
    name, content, place = REFUSALS[code]
    answer = refused(name, content, "--lang", lang)
    assert answer.error == code
    assert place_of(answer) == place
    assert answer.body["error"]["file"] == name
    assert answer.body["error"]["message"] == answer.message
    assert all(str(part) in answer.message for part in (name, *place) if part is not None)
    assert "None" not in answer.message.removeprefix("None of")
    assert "{" not in answer.message or code == "file_json_line"


@pytest.mark.parametrize("row", UNUSABLE)
def test_a_file_without_a_usable_row_shows_the_first(
    refused: Callable[..., Answer], row: str
) -> None:
    answer = refused("march.csv", HEADER + row)
    assert answer.error == "no_usable_rows"
    assert place_of(answer)[1:] == UNUSABLE[row]
    assert UNUSABLE[row][2] in answer.message


@pytest.mark.parametrize(
    ("lang", "field"), [("en", "Ordered at"), ("zh-Hant", "\u4e0b\u55ae\u6642\u9593")]
)
def test_a_refusal_says_what_its_column_was_taken_for(
    refused: Callable[..., Answer], lang: str, field: str
) -> None:
    name, content, _ = REFUSALS["no_usable_rows"]
    assert field in refused(name, content, "--lang", lang).message


def test_an_encoding_that_cannot_be_shows_the_row(refused: Callable[..., Answer]) -> None:
    answer = refused("march.csv", HEADER.encode() + b"1,\xff\xff,a,10\n", "--encoding", "utf-8")
    assert (answer.error, place_of(answer)[1]) == ("file_wrong_encoding", 2)
    assert place_of(answer)[3] == "1,\ufffd\ufffd,a,10"


def test_a_cell_beyond_all_limits_shows_how_its_row_begins(refused: Callable[..., Answer]) -> None:
    answer = refused("march.csv", HEADER + '1,2024-01-05,a,"' + "x" * 20_000_001)
    assert answer.error == "file_cell_too_long"
    assert answer.body["error"]["value"].startswith("1,2024-01-05,a")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("march.jsonl", json.dumps({str(key): 1 for key in range(20_000)}), "file_too_wide"),
        (
            "march.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + "EncryptedPackage".encode("utf-16-le")
            + bytes(3000),
            "file_protected",
        ),
    ],
)
def test_others_name_the_file(
    refused: Callable[..., Answer], name: str, content: str | bytes, code: str
) -> None:
    answer = refused(name, content)
    assert answer.error == code
    assert name in answer.message


def test_archives_name_themselves(refused: Callable[..., Answer]) -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", HEADER)
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    answer = refused("march.zip", outer.getvalue())
    assert answer.error == "archive_nested"
    assert answer.body["error"]["file"] == "march.zip/inner.zip"


def test_nothing_to_import_says_so(command: Command) -> None:
    assert command("import").error == "no_files"
