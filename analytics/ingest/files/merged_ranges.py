"""Merged ranges of a workbook's sheet, read from the workbook itself.

The reader of cells does not return them, so their records are looked up in the file: in
workbooks that are archives by their text or records, in old ones by the records of the container.
"""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from analytics.ingest.files import ole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

RANGE_LIMIT = 200_000
CHUNK = 1 << 20
PART_LIMIT = 1 << 24
"""The lists of sheets are small; a larger one is none."""
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^<>]*?\bref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_BINARY = re.compile(rb"\xb1\x01\x04.{4}(?=\xb0\x01\x10)", re.DOTALL)
_BINARY_RANGE = b"\xb0\x01\x10"
_SPAN = re.compile(rb"number-rows-spanned=[\"'](?!1[\"'])")
BROKEN = (
    zipfile.BadZipFile,
    ET.ParseError,
    KeyError,
    ValueError,
    IndexError,
    EOFError,
    OSError,
    struct.error,
    NotImplementedError,
)
"""What a damaged or unusual file raises on the way."""


@dataclass(frozen=True)
class Range:
    """A merged block, all counts from 0, the last row included."""

    first_row: int
    last_row: int
    column: int
    """The left one; its top cell holds the text."""


def ranges(path: Path, sheet: str) -> list[Range]:
    """The blocks of the sheet that span several rows, at most RANGE_LIMIT; none where the file
    cannot be parsed."""
    try:
        blocks = _all_ranges(path, sheet)
        return [block for block in islice(blocks, RANGE_LIMIT) if block.last_row > block.first_row]
    except BROKEN:
        return []


def _all_ranges(path: Path, sheet: str) -> Iterator[Range]:
    with path.open("rb") as file:
        mark = file.read(2)
    is_archive = mark == b"PK"  # an old workbook may hold a zip, its theme, inside
    if not is_archive and mark != b"\xd0\xcf":
        return  # markup has its cells where they belong
    if not is_archive:
        yield from (Range(*bounds) for bounds in ole.merged(path, sheet))
        return
    with zipfile.ZipFile(path) as book:
        names = set(book.namelist())
        if "content.xml" in names:
            yield from _open_document(book, sheet)
        elif "xl/workbook.bin" in names:
            yield from _binary(book, sheet)
        else:
            yield from _xml(book, sheet)


def _xml(book: zipfile.ZipFile, sheet: str) -> Iterator[Range]:
    name = sheet_part(book, sheet)
    if name is not None:
        with book.open(name) as part:
            yield from _xml_ranges(part)


def sheet_part(book: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of a workbook by text that holds a sheet, None where there is none; BROKEN for a
    file that cannot be parsed."""
    if "xl/workbook.xml" not in book.namelist():
        return None
    root = ET.fromstring(_part(book, "xl/workbook.xml"))
    for element in root.iter():
        if _local(element.tag) == "sheet" and element.get("name") == sheet:
            link = next(value for key, value in element.items() if _local(key) == "id")
            return _target(book, "xl/_rels/workbook.xml.rels", link)
    return None


def _xml_ranges(part: IO[bytes]) -> Iterator[Range]:
    """They follow the cells, so all of the text goes by; only what may hold one is looked at."""
    rest = b""
    while chunk := part.read(CHUNK):
        text = rest + chunk
        rest = text[-200:]
        if b"mergeCell" not in text:
            continue
        end = 0
        for match in _MERGE.finditer(text):
            column, first, _, last = match.groups()
            yield Range(int(first) - 1, int(last) - 1, column_number(column))
            end = match.end()
        rest = text[max(end, len(text) - 200) :]


def column_number(letters: bytes) -> int:
    """The place of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _binary(book: zipfile.ZipFile, sheet: str) -> Iterator[Range]:
    """xlsb: a list of sheets by records, and one record a block, count first."""
    encoded_name = sheet.encode("utf-16-le")
    sheet_list = _part(book, "xl/workbook.bin")
    # A bundle record ends with the length and text of the relation, then of the name.
    at = sheet_list.index(struct.pack("<I", len(sheet)) + encoded_name)
    start = sheet_list.rindex(b"r\0I\0d\0", 0, at)
    link = sheet_list[start:at].decode("utf-16-le")
    content = book.read(_target(book, "xl/_rels/workbook.bin.rels", link))
    for begin in _BINARY.finditer(content):
        at = begin.end()
        while content.startswith(_BINARY_RANGE, at):
            first, last, column, _ = struct.unpack_from("<4I", content, at + 3)
            yield Range(first, last, column)
            at += 3 + 16


def _open_document(book: zipfile.ZipFile, sheet: str) -> Iterator[Range]:
    """ods: a cell has the number of rows it spans; rows and cells may be repeated by a count."""
    if not _says_spans(book):
        return
    row = column = 0
    is_inside = False
    with book.open("content.xml") as part:
        for event, element in ET.iterparse(part, ("start", "end")):
            tag = _local(element.tag)
            attributes = {_local(key): value for key, value in element.items()}
            if event == "start" and tag == "table":
                is_inside, row = attributes.get("name") == sheet, 0
            elif event == "start" and tag == "table-row":
                column = 0
            elif event == "end" and tag in ("table-cell", "covered-table-cell"):
                spanned = int(attributes.get("number-rows-spanned", 1))
                if is_inside and spanned > 1:
                    yield Range(row, row + spanned - 1, column)
                column += int(attributes.get("number-columns-repeated", 1))
            elif event == "end" and tag == "table-row":
                row += int(attributes.get("number-rows-repeated", 1))
                element.clear()


def _says_spans(book: zipfile.ZipFile) -> bool:
    rest = b""
    with book.open("content.xml") as part:
        while chunk := part.read(CHUNK):
            if _SPAN.search(rest + chunk):
                return True
            rest = chunk[-40:]
    return False


def _part(book: zipfile.ZipFile, name: str) -> bytes:
    with book.open(name) as part:
        return part.read(PART_LIMIT)


def _target(book: zipfile.ZipFile, relations: str, link: str) -> str:
    """The part that a relation of the workbook points to."""
    root = ET.fromstring(_part(book, relations))
    target = next(relation.attrib["Target"] for relation in root if relation.get("Id") == link)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
