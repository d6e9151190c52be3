"""The files a person handed over: told from edited ones, and kept with the version as they were
read."""

from __future__ import annotations

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


def stamp_of(path: Path) -> Stamp | None:
    """What the file at `path` is told by; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def stamps_of(parts: Sequence[Proposal]) -> dict[Path, Stamp]:
    """One a file; FileError for one that is not there."""
    found = {}
    for part in parts:
        stamp = stamp_of(part.path)
        if stamp is None:
            raise FileError.missing(part.name)
        found[part.path] = stamp
    return found


def refuse_changed(parts: Sequence[Proposal], stamps: Mapping[Path, Stamp]) -> None:
    """FileError for a file that is gone, or is no longer the one that was stamped."""
    now = stamps_of(parts)
    for part in parts:
        if now[part.path] != stamps[part.path]:
            raise FileError.changed(part.name)


def kept(parts: Sequence[Proposal], folder: Path, stamps: Mapping[Path, Stamp]) -> list[Proposal]:
    """The same parts read from copies that stay with the version; FileError for a file written
    since it was stamped: a draft was read from other bytes than would be kept.

    Numbered, because two folders may hold files of one name; a workbook's sheets share a copy.
    """
    folder.mkdir(exist_ok=True)
    copies: dict[Path, Path] = {}
    for part in parts:
        if part.path not in copies:
            copy = folder / f"{len(copies) + 1:03}-{Path(part.name).name}"
            refuse_changed([part], stamps)
            shutil.copyfile(part.path, copy)
            refuse_changed([part], stamps)
            copies[part.path] = copy
    return [replace(part, path=copies[part.path]) for part in parts]
