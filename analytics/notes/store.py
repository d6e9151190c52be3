"""The notes of a company, one file each, so that two who write at once lose nothing.

<store>/notes/<id>.json    one note, read from there at every look: others write too
"""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from analytics.notes.errors import NoteError
from analytics.notes.note import Note, as_content, checked, from_content
from analytics.storage.atomic import write_whole
from analytics.storage.versions import full_disk_refused

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.storage.versions import Store

FOLDER = "notes"
LONGEST_FILE = 40_000
ID_LENGTH = 12
_ID = re.compile(r"[0-9a-f]{12}")
UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Library:
    """The notes, latest first, and one error per file that holds none."""

    notes: tuple[Note, ...]
    troubles: tuple[NoteError, ...]

    def resets(self, as_of: date) -> dict[str, date]:
        """By measure (or `all`) the last day until `as_of` on which its normal began anew: a day
        to come changes nothing yet."""
        return {
            note.resets: note.starts_on
            for note in sorted(self.notes, key=lambda note: note.starts_on)
            if note.resets and note.starts_on <= as_of
        }


def library(store: Store) -> Library:
    """Every note in the store's folder; none where there is no folder."""
    notes, troubles = list[Note](), list[NoteError]()
    for path in sorted((store.root / FOLDER).glob("*.json")):
        try:
            notes.append(_read(path))
        except NoteError as error:
            troubles.append(error)
    notes.sort(key=lambda note: (note.starts_on, note.written_on, note.id), reverse=True)
    return Library(tuple(notes), tuple(troubles))


def has_any(store: Store) -> bool:
    """Whether the folder holds a note that can be read; reads no more of them than it takes."""
    return any(_is_readable(path) for path in (store.root / FOLDER).glob("*.json"))


def save(store: Store, note: Note, *, today: date | None = None) -> Note:
    """Write a note, in the place of the one of its id; it comes back as stored. NoteError for what
    is no note, and for an id that was taken back meanwhile."""
    fresh = checked(note)
    if fresh.id:
        _path(store, fresh.id)
    else:
        day = today or date.today()
        fresh = replace(fresh, id=uuid.uuid4().hex[:ID_LENGTH], written_on=day)
    with full_disk_refused():
        content = json.dumps(as_content(fresh), indent=1, ensure_ascii=False)
        write_whole(store.root / FOLDER / f"{fresh.id}.json", content + "\n")
    return fresh


def find(store: Store, note: str) -> Note:
    """The note of that id; NoteError where there is none that can be read."""
    return _read(_path(store, note))


def take_back(store: Store, note: str) -> None:
    """Remove a note; nothing where it is gone already."""
    if _ID.fullmatch(note):
        (store.root / FOLDER / f"{note}.json").unlink(missing_ok=True)


def _path(store: Store, note: str) -> Path:
    path = store.root / FOLDER / f"{note}.json"
    if not _ID.fullmatch(note) or not path.is_file():
        raise NoteError.gone()
    return path


def _is_readable(path: Path) -> bool:
    try:
        _read(path)
    except NoteError:
        return False
    return True


def _read(path: Path) -> Note:
    try:
        if not _ID.fullmatch(path.stem) or path.stat().st_size > LONGEST_FILE:
            raise NoteError.unreadable(path.name)
        return from_content(json.loads(path.read_text("utf-8")), path.stem)
    except (*UNREADABLE, NoteError) as error:
        raise NoteError.unreadable(path.name) from error
