"""What a file is, by its bytes."""

import io
import re
import tempfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import FileError, UsageError
from analytics.ingest.files import sniff as sniffing
from analytics.ingest.files.dialect import delimiter_of, quote_of
from analytics.ingest.files.encodings import encoding_of
from analytics.ingest.files.sniff import sniff
from tests.conftest import Workshop

HAN = "\u7cbe\u534e\u6c34\u9762\u971c\u8ba2\u5355\u65e5\u671f\u5ba2\u6237\u91d1\u989d"
CHINESE = f"\u8ba2\u5355\u53f7,\u65e5\u671f,\u5546\u54c1\n1,2024-01-05,{HAN}\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "orders.csv"


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "a")
    return out.getvalue()


class TestKind:
    @pytest.mark.parametrize(
        ("head", "kind"),
        [
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
            (b"GIF89a\x01\0\x01\0", "GIF"),
            (b"BM\x9a\0\0\0\0\0", "BMP"),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\0", "PDF"),
            (b"\x1f\x8b\x08\0\0\0\0\0", "gzip"),
            (b"7z\xbc\xaf\x27\x1c\0\4", "7z"),
            (b"SQLite format 3\0", "SQLite"),
            (b"MZ\x90\0\3\0\0\0", "EXE"),
            (b"  <html><body><p>", "HTML"),
            (b"\xef\xbb\xbf<!DOCTYPE html>", "HTML"),
            (b"\n<TABLE><tr></table>", "HTML"),
            (bytes(range(256)) * 20, "binary"),
        ],
    )
    def test_what_is_no_table_is_named(self, place: Path, head: bytes, kind: str) -> None:
        place.write_bytes(head + b"\0\1\2\3" * 20 if kind != "HTML" else head)
        with pytest.raises(FileError) as refused:
            sniff(place, "orders.csv")
        assert refused.value.code == "file_not_a_table"
        assert refused.value.facts == {"file": "orders.csv", "found": kind}

    @pytest.mark.parametrize("head", ["BMI,weight\n21,60\n", "MZ,price\n1,2\n", "GIF8,a\n1,2\n"])
    def test_headers_that_begin_like_a_picture_are_still_text(self, place: Path, head: str) -> None:
        place.write_text(head)
        assert sniff(place, "orders.csv").kind == "text"

    def test_an_empty_file_is_empty(self, place: Path) -> None:
        place.touch()
        with pytest.raises(FileError, match="file_empty"):
            sniff(place, "orders.csv")

    def test_a_workbook_is_one_whatever_its_name(self, place: Path) -> None:
        place.write_bytes(workbook())
        assert sniff(place, "orders.csv").kind == "workbook"

    def test_an_old_workbook_is_known_by_its_container(self, place: Path) -> None:
        place.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
        assert sniff(place, "orders.csv").kind == "workbook"

    def test_parquet_is_known(self, place: Path) -> None:
        pl.DataFrame({"a": [1]}).write_parquet(place)
        assert sniff(place, "orders.csv").kind == "parquet"


class TestEncoding:
    @pytest.mark.parametrize(
        ("codec", "expected"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8-sig"),
            ("gb18030", "gb18030"),
            ("gbk", "gb18030"),
            ("utf-16", "utf-16"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
        ],
    )
    def test_chinese_is_read_in_every_encoding_it_comes_in(
        self, place: Path, codec: str, expected: str
    ) -> None:
        place.write_bytes((CHINESE * 3).encode(codec))
        sniffed = sniff(place, "orders.csv")
        assert sniffed.encoding == expected
        assert place.read_bytes().decode(sniffed.encoding) == CHINESE * 3
        assert sniffed.delimiter == ","

    def test_letters_with_accents_are_western_not_chinese(self, place: Path) -> None:
        text = "order,product\n1,caf\xe9 cr\xe8me\n2,\xfcber gr\xf6\xdfe\n"
        place.write_bytes(text.encode("cp1252"))
        assert place.read_bytes().decode(encoding_of(place, "orders.csv")) == text

    def test_a_character_cut_by_the_end_of_a_chunk_is_no_error(
        self, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("analytics.ingest.files.encodings.CHUNK", 5)
        place.write_bytes((CHINESE * 3).encode("utf-8"))
        assert encoding_of(place, "orders.csv") == "utf-8"

    @pytest.mark.parametrize(
        "content",
        [
            b"\xef\xbb\xbfa,b\n1,2\n3,four\xff\n",
            b"\xff\xfe" + "a,b\n1,2\n3,".encode("utf-16-le") + b"\x00\xdc\x0a\x00",
        ],
    )
    def test_bytes_that_belie_their_mark_are_refused_with_the_line(
        self, place: Path, content: bytes
    ) -> None:
        place.write_bytes(content)
        with pytest.raises(FileError) as refused:
            encoding_of(place, "orders.csv")
        assert refused.value.code == "file_encoding"
        assert refused.value.facts.pop("value").startswith("3,")
        assert refused.value.facts == {"file": "orders.csv", "row": 3}

    @given(text=st.text(alphabet=HAN + "abc012,\n", min_size=1, max_size=60))
    def test_whatever_utf_8_says_is_what_is_read(
        self, tmp_path_factory: pytest.TempPathFactory, text: str
    ) -> None:
        path = tmp_path_factory.getbasetemp() / "given.csv"
        path.write_bytes(text.encode())
        assert encoding_of(path, "given.csv") == "utf-8"


class TestDelimiter:
    @pytest.mark.parametrize(
        ("lines", "delimiter"),
        [
            (["a,b,c", "1,2,3"], ","),
            (["a;b;c", "1,5;2,5;3"], ";"),
            (["a;b", "1,5;2,5", "2,5;3,5"], ";"),
            (["a\tb\tc", "1, 2\t3\t4"], "\t"),
            (["a|b|c", "1|2|3"], "|"),
            (["a,b\n", '"x;y;z",2\n', '"x;y",3\n'], ","),
            (["a", "1", "2"], ","),
            (["Report;of the shop,January", "a,b,c", "1,2,3", "4,5,6"], ","),
            (["Amount, EUR;Date;Customer", "1,50;2024-01-05;a", "1.234,50;2024-01-06;b"], ";"),
            (["Rate, %\tdate", "1,50\t2024-01-05", "2,5\t2024-01-06"], "\t"),
            (["text|order_id", "a, b; c|1", "d, e; f|2"], "|"),
            ([], ","),
        ],
    )
    def test_it_is_what_cuts_most_lines_alike(self, lines: list[str], delimiter: str) -> None:
        assert delimiter_of(lines) == delimiter


class TestQuote:
    @pytest.mark.parametrize(
        ("lines", "quote"),
        [
            (["'a','b'\n", "'1, 2','3'\n"], "'"),
            (["a;b\n", "'1;2';3\n", "'1;2';3\n"], "'"),
            (["a,b\n", '"1, 2",3\n'], '"'),
            (["order_id,name\n", "'001,O'Brien\n", "'002,it's\n"], '"'),
            (["a,b\n", "\"'1'\",'2'\n"], '"'),
            ([], '"'),
        ],
    )
    def test_it_is_single_only_where_cells_are_wrapped_in_it(
        self, lines: list[str], quote: str
    ) -> None:
        assert quote_of(lines) == quote

    def test_cells_in_single_quotes_are_read_without_them(self, workshop: Workshop) -> None:
        dataset = workshop.read("'order_id','date','product'\n'1','2024-01-05','a, b'\n")
        assert [(line["order_id"], line["product"]) for line in dataset.lines()] == [("1", "a, b")]

    @pytest.mark.parametrize("delimiter", ["^", "\u00a6", ":"])
    def test_a_person_may_say_the_delimiter(self, place: Path, delimiter: str) -> None:
        place.write_text(f"a{delimiter}b,c\n1{delimiter}2,3\n", encoding="utf-8")
        assert sniff(place, "orders.csv", delimiter=delimiter).delimiter == delimiter

    @pytest.mark.parametrize("delimiter", ["ab", "a", "1", '"', "\n", "."])
    def test_what_can_be_part_of_a_cell_is_no_delimiter(self, place: Path, delimiter: str) -> None:
        place.write_text("a,b\n1,2\n")
        with pytest.raises(UsageError, match="delimiter"):
            sniff(place, "orders.csv", delimiter=delimiter)


class TestBlankLines:
    @pytest.mark.parametrize(
        ("content", "has_blank"),
        [
            (b"a,b\n1,2\n", False),
            (b"a,b\r\n1,2\r\n", False),
            (b"a,b\r1,2\r", False),
            (b"a,b\n1,2\n\n\n", False),
            (b"a,b\n\n1,2\n", True),
            (b"a,b\r\n\r\n1,2\r\n", True),
            (b"\na,b\n1,2\n", True),
        ],
    )
    def test_a_blank_line_inside_is_noticed_and_one_at_the_end_is_not(
        self, place: Path, content: bytes, has_blank: bool
    ) -> None:
        place.write_bytes(content)
        assert sniff(place, "orders.csv").has_blank_lines is has_blank

    @given(st.lists(st.sampled_from([b"a", b"a", b"\n", b"\r", b"\0", b"\r\n"]), max_size=14))
    def test_it_is_noticed_wherever_a_piece_of_the_file_ends(self, parts: list[bytes]) -> None:
        """Against the same told of the file as a whole."""
        content = b"".join(parts)
        whole = content.rstrip(b"\r\n")
        expected = (
            content[:1] in (b"\n", b"\r")
            or b"\0" in content
            or re.search(rb"\n\r?\n|\r\r\n", whole) is not None
        )
        with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            patch.setattr(sniffing, "CHUNK", 2)
            path = Path(folder) / "a.csv"
            path.write_bytes(content)
            assert sniffing._has_blank_lines(path, "utf-8") is expected
