"""What a file is, judged by its bytes and not by its name: kind, encoding, delimiter, blank
lines."""

from __future__ import annotations

import codecs
import csv
import mmap
import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Literal

from analytics.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FileKind = Literal["text", "workbook", "parquet"]
DELIMITERS = (",", "\t", ";", "|")
HEAD_BYTES = 1 << 20
CHUNK = 1 << 22
HEAD_RECORDS = 200

_PICTURES_AND_SUCH = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"RIFF", "RIFF"),
    (b"%PDF", "PDF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = frozenset({*range(9), *range(14, 27)})
_BLANK_LINE = re.compile(rb"\n\r?\n")
_BLANK_LINE_OF_RETURNS = re.compile(rb"\r\r\n")
_HTML = (b"<!doctype html", b"<html", b"<table")


@dataclass(frozen=True)
class Sniffed:
    """What the bytes say. The text fields are empty for workbooks and Parquet."""

    kind: FileKind
    encoding: str = ""
    delimiter: str = ""
    has_blank_lines: bool = False
    """A blank line inside shifts row numbers in a reader that skips it."""


def sniff(path: Path, name: str) -> Sniffed:
    """The kind of the file at `path`, called `name` in messages.

    FileError for an empty file, a picture or other non-table, or an encoding nobody can name.
    """
    if path.stat().st_size == 0:
        raise FileError.empty(name)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Sniffed("workbook")
    if head.startswith(b"PAR1"):
        return Sniffed("parquet")
    _refuse_what_is_no_table(head, name)
    encoding = encoding_of(path, name)
    return Sniffed(
        "text",
        encoding,
        delimiter_of(head_records(path, encoding)),
        _has_blank_lines(path, encoding),
    )


def _refuse_what_is_no_table(head: bytes, name: str) -> None:
    for magic, found in _PICTURES_AND_SUCH:
        if head.startswith(magic) and not _reads_as_text(head):
            raise FileError.not_a_table(name, found)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_HTML):
        raise FileError.not_a_table(name, "HTML")
    if b"\0" in head and not head.startswith(_UTF16) and not _guess_utf16(head):
        raise FileError.not_a_table(name, "binary")


def _reads_as_text(head: bytes) -> bool:
    """Two capital letters at the start ("BM", "MZ") also begin honest headers."""
    return not _CONTROLS.intersection(head[:512])


def encoding_of(path: Path, name: str) -> str:
    """The encoding that reads the whole file without a single error.

    Byte-order mark first, then UTF-16 without one, strict UTF-8, GB18030, and Western as the last
    resort for short files of letters with accents.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(codecs.BOM_UTF8):
        return _certain(path, name, "utf-8-sig")
    if head.startswith(_UTF16):
        return _certain(path, name, "utf-16")
    if b"\0" in head:
        return _certain(path, name, _guess_utf16(head) or "utf-16-le")
    for encoding in ("utf-8", "gb18030", "cp1252"):
        if _first_bad_line(path, encoding) is None and _is_plausible(head, encoding):
            return encoding
    raise FileError.encoding(name, _first_bad_line(path, "utf-8") or 1)


def _certain(path: Path, name: str, encoding: str) -> str:
    bad = _first_bad_line(path, encoding)
    if bad is not None:
        raise FileError.encoding(name, bad)
    return encoding


def _guess_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark shows as every second byte zero in ASCII stretches."""
    sample = head[:4096]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    enough = len(sample) // 10
    if odd > enough and odd > 10 * even:
        return "utf-16-le"
    if even > enough and even > 10 * odd:
        return "utf-16-be"
    return None


def _first_bad_line(path: Path, encoding: str) -> int | None:
    """The 1-based line that cannot be decoded, or None when all of it can."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    # Plain ASCII reads the same in all of them, and telling is ten times as fast as decoding.
    is_plain = not encoding.startswith("utf-16")
    read = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            try:
                if not (is_plain and chunk.isascii() and not decoder.getstate()[0]):
                    decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return _line_at(path, read + error.start)
            read += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _line_at(path, read)
    return None


def _line_at(path: Path, offset: int) -> int:
    """The 1-based line a byte stands in."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data[:offset].count(b"\n") + 1


def _is_plausible(head: bytes, encoding: str) -> bool:
    """GB18030 reads almost any bytes; text that is really Chinese is mostly common Han
    characters."""
    if encoding != "gb18030":
        return True
    text = head[:HEAD_BYTES].decode(encoding, errors="ignore")
    foreign = [char for char in text if not char.isascii()]
    common = sum(
        "\u4e00" <= char <= "\u9fff"
        or "\u3000" <= char <= "\u303f"
        or "\uff00" <= char <= "\uffef"
        or char in "\u2014\u2018\u2019\u201c\u201d\u2026\u00b7\u00a5\u00d7"
        for char in foreign
    )
    return common >= 0.7 * len(foreign)


def _has_blank_lines(path: Path, encoding: str) -> bool:
    """Whether a line inside the file is blank; always assumed where bytes cannot tell."""
    if encoding not in ("utf-8", "utf-8-sig"):
        return True
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        end = len(data)
        while end and data[end - 1 : end] in (b"\n", b"\r"):
            end -= 1
        starts_blank = data[:1] in (b"\n", b"\r")
        has_returns = data.find(b"\r", 0, end) >= 0
        return (
            starts_blank
            or _BLANK_LINE.search(data, 0, end) is not None
            or (has_returns and _BLANK_LINE_OF_RETURNS.search(data, 0, end) is not None)
        )


def records(
    path: Path, encoding: str, delimiter: str, end: tuple[str, ...] = ()
) -> Iterator[list[str]]:
    """Every record of a text file in order, blank lines as empty lists; `end` as further lines."""
    with path.open(encoding=encoding, newline="") as file:
        yield from csv.reader(chain(_without_nul(file), end), delimiter=delimiter)


def _without_nul(lines: Iterator[str]) -> Iterator[str]:
    return (line.replace("\0", "") for line in lines)


def head_records(path: Path, encoding: str) -> list[str]:
    """The first lines as text, for judging the delimiter."""
    with path.open(encoding=encoding, newline="") as file:
        return [line[:10_000] for line in islice(file, HEAD_RECORDS)]


def delimiter_of(lines: list[str]) -> str:
    """The delimiter that cuts most lines into one and the same number of cells, more than one."""
    return max(
        DELIMITERS,
        key=lambda delimiter: (_evenness(lines, delimiter), -DELIMITERS.index(delimiter)),
    )


def _evenness(lines: list[str], delimiter: str) -> float:
    """Cells cut the same way in most lines count most; one cell a line counts nothing."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0
    usual = max(set(widths), key=widths.count, default=1)
    if usual == 1:
        return 0.001 * sum(width > 1 for width in widths)
    return widths.count(usual) / len(widths) + 0.001 * usual
