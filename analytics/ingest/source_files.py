"""Uploaded files: stamps that show later edits, and copies stored with the version."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.ingest.proposals import Proposal

Stamp = tuple[int, int]
"""Size of a file, and when it was last written."""
LONGEST_BYTES = 200
_UNUSABLE = re.compile(r"[\x00-\x1f*?\[\]{}<>:\"|\\\ud800-\udfff]")


def stamp_of(path: Path) -> Stamp | None:
    """Size and time of the file at `path`; None where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns


def stamps_of(parts: Sequence[Proposal]) -> dict[Path, Stamp]:
    """Path -> stamp, one per file; FileError for a missing file."""
    stamps = {}
    for part in parts:
        stamp = stamp_of(part.path)
        if stamp is None:
            raise FileError.missing(part.name)
        stamps[part.path] = stamp
    return stamps


def refuse_changed(parts: Sequence[Proposal], stamps: Mapping[Path, Stamp]) -> None:
    """FileError for a file that is gone, or is no longer the one that was stamped."""
    current = stamps_of(parts)
    for part in parts:
        if current[part.path] != stamps[part.path]:
            raise FileError.changed(part.name)


def copy_originals(
    parts: Sequence[Proposal], folder: Path, stamps: Mapping[Path, Stamp]
) -> list[Proposal]:
    """The same parts with paths of copies in `folder`; FileError for a file written since it was
    stamped, because a draft was read from other bytes.

    Numbered, because two folders may hold files of one name; a workbook's sheets share a copy.
    """
    folder.mkdir(exist_ok=True)
    copies: dict[Path, Path] = {}
    for part in parts:
        if part.path not in copies:
            copy = folder / f"{len(copies) + 1:03}-{_plain(part.name)}"
            refuse_changed([part], stamps)
            shutil.copyfile(part.path, copy)
            refuse_changed([part], stamps)
            copies[part.path] = copy
    return [replace(part, path=copies[part.path]) for part in parts]


def _plain(name: str) -> str:
    """The last step of a name as any file system takes it: no sign of a pattern or of a command,
    and short enough to be numbered."""
    last = _UNUSABLE.sub("_", Path(name).name)
    stem, suffix = last.encode("utf-8", "replace"), Path(last).suffix.encode("utf-8", "replace")
    if len(stem) <= LONGEST_BYTES:
        return last
    return (stem[: LONGEST_BYTES - len(suffix[:16])] + suffix[:16]).decode("utf-8", "ignore")
