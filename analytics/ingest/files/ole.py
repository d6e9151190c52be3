"""The container of an old .xls: its stream of records, and the merged blocks they name."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_Item = TypeVar("_Item")
_BOUNDSHEET, _MERGED, _BOF, _EOF = 0x85, 0xE5, 0x809, 0x0A
_EXCEL_95 = 0x500
_MAGIC = b"\xd0\xcf\x11\xe0"
_ROOT = 5
_LAST = 0xFFFFFFFA
"""Sector numbers from here on are marks."""


def merged(path: Path, sheet: str) -> Iterator[tuple[int, int, int]]:
    """First row, last row and left column of every merged block of the sheet, from 0.

    struct.error, ValueError or IndexError for a container that is damaged.
    """
    stream = _workbook(path.read_bytes())
    at = _first(start for start, name in _sheets(stream) if name == sheet)
    depth = 0
    for kind, body in _records(stream, at):
        depth += (kind == _BOF) - (kind == _EOF)
        if kind == _MERGED:
            (count,) = struct.unpack_from("<H", body)
            for number in range(count):
                first, last, left, _ = struct.unpack_from("<4H", body, 2 + 8 * number)
                yield first, last, left
        if depth == 0:
            return


def is_excel_95(path: Path) -> bool:
    """Whether the container holds only a book of Excel 5 or 95, whose texts are in the code page of
    whoever wrote it; False for a damaged one."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            return False
    try:
        kind, _, version = struct.unpack_from("<HHH", _workbook(path.read_bytes()))
    except (struct.error, ValueError, IndexError):
        return False
    return kind == _BOF and version == _EXCEL_95


def _first(candidates: Iterator[_Item]) -> _Item:
    """ValueError where there is none: running out inside a generator would be no error of ours."""
    for candidate in candidates:
        return candidate
    raise ValueError


def _sheets(stream: bytes) -> Iterator[tuple[int, str]]:
    """Where each sheet's records begin, and its name."""
    for kind, body in _records(stream, 0):
        if kind == _BOUNDSHEET:
            (start,) = struct.unpack_from("<I", body)
            length, is_wide = body[6], body[7] & 1
            text = body[8 : 8 + length * (1 + is_wide)]
            yield start, text.decode("utf-16-le" if is_wide else "latin-1")
        elif kind == _EOF:
            return


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _workbook(data: bytes) -> bytes:
    """The stream named Workbook, put together from its sectors."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    directory_at, small_limit = (
        struct.unpack_from("<I", data, 48)[0],
        struct.unpack_from("<I", data, 56)[0],
    )
    table = _sector_table(data, size)
    directory = _chain(data, table, directory_at, size, size)
    entries = [directory[at : at + 128] for at in range(0, len(directory), 128)]
    root = _first(entry for entry in entries if entry[66] == _ROOT)
    book = _first(entry for entry in entries if _name(entry) in ("workbook", "book"))
    start, length = struct.unpack_from("<II", book, 116)
    if length >= small_limit:
        return _chain(data, table, start, size, size)[:length]
    mini_table_at = struct.unpack_from("<I", data, 60)[0]
    mini_table_bytes = _chain(data, table, mini_table_at, size, size)
    mini_table = struct.unpack(f"<{len(mini_table_bytes) // 4}I", mini_table_bytes)
    mini_stream = _chain(data, table, struct.unpack_from("<I", root, 116)[0], size, size)
    return _chain(mini_stream, mini_table, start, 64, 0)[:length]


def _sector_table(data: bytes, size: int) -> tuple[int, ...]:
    """Sector -> the sector after it."""
    parts = list(struct.unpack_from("<109I", data, 76))
    more, _ = struct.unpack_from("<II", data, 68)
    for _ in range(len(data) // size):
        if more >= _LAST:
            break
        sectors = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        parts, more = [*parts, *sectors[:-1]], sectors[-1]
    content = b"".join(
        data[(sector + 1) * size : (sector + 2) * size] for sector in parts if sector < _LAST
    )
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _chain(data: bytes, table: tuple[int, ...], at: int, size: int, offset: int) -> bytes:
    """The sectors from `at` on; ValueError for a chain that never ends."""
    sectors: list[bytes] = []
    while at < _LAST:
        if len(sectors) > len(table):
            raise ValueError(at)
        sectors.append(data[offset + at * size : offset + (at + 1) * size])
        at = table[at]
    return b"".join(sectors)


def _name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, length - 2)].decode("utf-16-le", errors="replace").lower()
