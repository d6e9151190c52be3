"""The files inside a .zip, written out one by one within bounds.

The sizes an archive states are checked before anything is unpacked, and the bytes written are
counted during unpacking, because the stated sizes may be false.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.errors import FileError
from analytics.ingest.files import encodings

if TYPE_CHECKING:
    from typing import IO

MEMBER_LIMIT = 200
TOTAL_LIMIT_MB = 2_048
RATIO_LIMIT = 200
HARMLESS_MB = 64
"""Below this no ratio does harm."""
CHUNK = 1 << 20
NAME_LIMIT = 200
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_WORKBOOK = ("[content_types].xml", "content.xml", "mimetype")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError)


@dataclass(frozen=True)
class Member:
    """A file that came out of an archive."""

    path: Path
    name: str
    """`archive.zip/inner.csv`, for messages."""


def is_archive(path: Path) -> bool:
    """Whether a file that begins like a zip is a plain one, not a workbook; a broken one counts
    as a workbook, whose reader raises the error."""
    try:
        with zipfile.ZipFile(path) as file:
            names = {entry.filename.lower() for entry in file.infolist()}
    except _BROKEN:
        return False
    return not names.intersection(_WORKBOOK)


def refuse_bomb(path: Path, name: str) -> None:
    """FileError for a zip whose stated sizes exceed the limits."""
    try:
        with zipfile.ZipFile(path) as file:
            entries = file.infolist()
    except _BROKEN:
        return
    _check_sizes(entries, name)


def members(path: Path, name: str, folder: Path) -> list[Member]:
    """Every file of the archive that may be a table, written into `folder`, in archive order.

    FileError for too many, too large, suspiciously dense, protected or damaged. The names inside
    are used in messages only.
    """
    try:
        with zipfile.ZipFile(path) as file:
            entries = [entry for entry in file.infolist() if not _is_left_out(entry)]
            _check(entries, name)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            return _unpacked(file, entries, path, name, folder)
    except _BROKEN as error:
        raise FileError.damaged(name) from error


def inner_name(entry: zipfile.ZipInfo) -> str:
    """The member's decoded name without `.`, `..`, drives and control characters."""
    raw = entry.orig_filename
    if not entry.flag_bits & _UTF8_NAME:
        raw = encodings.of_bytes(raw.encode("cp437", errors="replace"))
    steps = [_CONTROLS.sub("", step).strip() for step in re.split(r"[/\\]", raw)]
    clean_steps = [step for step in steps if step not in ("", ".", "..") and not step.endswith(":")]
    return "/".join(clean_steps)[-NAME_LIMIT:]


def _is_left_out(entry: zipfile.ZipInfo) -> bool:
    """Folders, and what systems leave in them."""
    steps = inner_name(entry).split("/")
    return (
        entry.is_dir()
        or steps[0] == "__MACOSX"
        or steps[-1].startswith(".")
        or steps[-1].lower() in ("", "thumbs.db", "desktop.ini")
    )


def _check(entries: list[zipfile.ZipInfo], name: str) -> None:
    if not entries:
        raise FileError.empty(name)
    if len(entries) > MEMBER_LIMIT:
        raise FileError.archive_too_many(name, len(entries), MEMBER_LIMIT)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise FileError.protected(name)
    _check_sizes(entries, name)


def _check_sizes(entries: list[zipfile.ZipInfo], name: str) -> None:
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if _is_too_much(total, packed):
        raise FileError.archive_too_large(name, total >> 20, TOTAL_LIMIT_MB)


def _is_too_much(total: int, packed: int) -> bool:
    if total > TOTAL_LIMIT_MB << 20:
        return True
    return total > HARMLESS_MB << 20 and total > RATIO_LIMIT * max(1, packed)


def _unpacked(
    file: zipfile.ZipFile, entries: list[zipfile.ZipInfo], path: Path, name: str, folder: Path
) -> list[Member]:
    """The members on the disk, under numbers: no name from an archive becomes a path."""
    files, total = [], 0
    stem = path.name.encode("utf-8", "replace")
    # A number behind the longest of names would not fit.
    prefix = path.name if len(stem) <= NAME_LIMIT else hashlib.sha256(stem).hexdigest()
    packed = path.stat().st_size
    for number, entry in enumerate(entries, start=1):
        place = folder / f"{prefix}-{number:03}"
        with file.open(entry) as source, place.open("wb") as target:
            total = _copy(source, target, total, packed, name)
        files.append(Member(place, f"{name}/{inner_name(entry)}"))
    return files


def _copy(source: IO[bytes], target: IO[bytes], total: int, packed: int, name: str) -> int:
    while chunk := source.read(CHUNK):
        total += len(chunk)
        if _is_too_much(total, packed):
            raise FileError.archive_too_large(name, total >> 20, TOTAL_LIMIT_MB)
        target.write(chunk)
    return total
