"""What a file is, judged by its bytes and not by its name: kind, encoding, delimiter, quote, blank
lines."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Literal

from analytics.errors import FileError
from analytics.ingest.files import archive, dialect, encodings, jsonl, markup
from analytics.ingest.files.mixed_encodings import line_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FileKind = Literal["text", "jsonl", "workbook", "parquet", "zip"]
HEAD_BYTES = 1 << 20
HEAD_CHARACTERS = 1 << 18
HEAD_RECORDS = 200
LINE_LIMIT = 10_000_000

_OTHER_KINDS = (
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
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_CONTROLS = frozenset({*range(9), *range(14, 27)})
_LINE_ENDS = b"\r\n"
_BLANK_LINE = re.compile(rb"\n\r?\n")
_BLANK_LINE_OF_RETURNS = re.compile(rb"\r\r\n")
CHUNK = 1 << 24
MOST_ENDS = 1 << 10
"""Line ends in a row of which so many tell as much as all of them."""
_HTML = (b"<!doctype html", b"<html", b"<table")


@dataclass(frozen=True)
class Sniffed:
    """Properties read from the bytes. Text fields are empty for workbooks, archives and Parquet."""

    kind: FileKind
    encoding: str = ""
    delimiter: str = ""
    has_blank_lines: bool = False
    """A blank line inside shifts row numbers in a reader that skips it."""
    quote: str = '"'
    alternatives: tuple[str, ...] = ()
    """Other encodings that read the whole file too, the likelier first."""


LEAST_LETTERS_A_NUL = 100
"""A text may hold a stray zero byte; of more than this it is no text."""


def sniff(path: Path, name: str, encoding: str = "", delimiter: str = "") -> Sniffed:
    """The kind of the file at `path`, called `name` in messages.

    `encoding` and `delimiter` override what would be sniffed. FileError for an empty file, a
    picture or other non-table, or an unknown encoding.
    """
    if path.stat().st_size == 0:
        raise FileError.empty(name)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(_ZIP) and archive.is_archive(path):
        return Sniffed("zip")
    if head.startswith((*_ZIP, b"\xd0\xcf\x11\xe0")):
        return Sniffed("workbook")
    if not (encoding or delimiter) and markup.kind_of(head):
        return Sniffed("workbook")
    if head.startswith(b"PAR1"):
        return Sniffed("parquet")
    _refuse_what_is_no_table(head, name, encoding)
    candidates = _candidate_encodings(path, name, encoding)
    return _as_text(path, candidates, delimiter)


def _candidate_encodings(path: Path, name: str, encoding: str) -> tuple[str, ...]:
    if not encoding:
        return encodings.candidates(path, name)
    return (encodings.demanded(path, name, encoding),)


def _as_text(path: Path, candidates: tuple[str, ...], delimiter: str) -> Sniffed:
    encoding, *alternatives = candidates
    lines = head_records(path, encoding)
    if not delimiter and jsonl.begins("".join(lines[:20])):
        return Sniffed("jsonl", encoding, has_blank_lines=True, alternatives=tuple(alternatives))
    quote = dialect.quote_of(lines)
    return Sniffed(
        "text",
        encoding,
        dialect.demanded(delimiter) if delimiter else dialect.delimiter_of(lines, quote),
        _has_blank_lines(path, encoding),
        quote,
        tuple(alternatives),
    )


def _refuse_what_is_no_table(head: bytes, name: str, encoding: str) -> None:
    for magic, kind in _OTHER_KINDS:
        if head.startswith(magic) and not _reads_as_text(head):
            raise FileError.not_a_table(name, kind)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_HTML):
        raise FileError.not_a_table(name, "HTML")
    is_wide = encoding or head.startswith(_UTF16) or encodings.guess_utf16(head)
    if b"\0" in head and not is_wide and not _has_stray_zeros(head):
        raise FileError.not_a_table(name, "binary")


def _has_stray_zeros(head: bytes) -> bool:
    """Whether what is not zero reads as text, and zeros are few."""
    is_rare = head.count(0) <= max(1, len(head) // LEAST_LETTERS_A_NUL)
    return is_rare and _reads_as_text(head.replace(b"\0", b""))


def _reads_as_text(head: bytes) -> bool:
    """Two capital letters at the start ("BM", "MZ") also begin honest headers."""
    return not _CONTROLS.intersection(head[:512])


def _has_blank_lines(path: Path, encoding: str) -> bool:
    """Whether a line inside the file is blank; always True for encodings other than UTF-8."""
    if encoding not in ("utf-8", "utf-8-sig"):
        return True
    ends = b""
    with path.open("rb") as file:
        # A zero is left out on the way, which the fast reader would not do.
        if file.read(1) in (b"\n", b"\r", b"\0"):
            return True
        while chunk := file.read(CHUNK):
            text = ends + chunk if ends else chunk
            end = len(text)
            while end and text[end - 1] in _LINE_ENDS:
                end -= 1
            has_returns = b"\r" in text
            if (
                b"\0" in chunk
                or _BLANK_LINE.search(text, 0, end)
                or (has_returns and _BLANK_LINE_OF_RETURNS.search(text, 0, end))
            ):
                return True
            # Line ends make a blank line only once something follows them.
            ends = text[end:]
            if len(ends) > MOST_ENDS:
                ends = ends[: MOST_ENDS // 2] + ends[-MOST_ENDS // 2 :]
    return False


def records(
    path: Path, name: str, sniffed: Sniffed, end: tuple[str, ...] = ()
) -> Iterator[list[str]]:
    """Every record of a text file in order, blank lines as empty lists; `end` as further lines.

    FileError for a line of LINE_LIMIT characters or more, or a cell that long.
    """
    with path.open(encoding=sniffed.encoding, newline="") as file:
        lines = chain(clean_lines(file, name), end)
        reader = csv.reader(lines, delimiter=sniffed.delimiter, quotechar=sniffed.quote)
        try:
            yield from reader
        except csv.Error as error:
            start = line_text(path, reader.line_num)
            raise FileError.cell_too_long(name, reader.line_num, LINE_LIMIT, start) from error


def clean_lines(file: io.TextIOWrapper, name: str) -> Iterator[str]:
    """The lines of an open file without NUL; FileError for one of LINE_LIMIT characters."""
    for number, line in enumerate(iter(partial(file.readline, LINE_LIMIT), ""), start=1):
        if len(line) == LINE_LIMIT:
            raise FileError.cell_too_long(name, number, LINE_LIMIT, line)
        yield line.replace("\0", "")


def head_records(path: Path, encoding: str) -> list[str]:
    """The first whole lines as text, for judging the delimiter."""
    with path.open(encoding=encoding, newline="") as file:
        text = file.read(HEAD_CHARACTERS)
    lines = list(islice(io.StringIO(text, newline=""), HEAD_RECORDS))
    is_cut = len(text) == HEAD_CHARACTERS and 1 < len(lines) < HEAD_RECORDS
    return [line[:10_000] for line in (lines[:-1] if is_cut else lines)]
