"""Notes beside what is taken along: as keys of a command's answer, and as a sheet in a ZIP."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from analytics.notes.note import as_content

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from analytics.notes.note import Note

SHEET = "notes"


def within(notes: Iterable[Note], first: date, last: date) -> list[Note]:
    """The notes of which any day lies between the two, oldest first. Whatever their scope: it
    stands beside each, and what is taken along is read by whoever knows what it is about."""

    def is_inside(note: Note) -> bool:
        return note.starts_on <= last and (note.ends_on or note.starts_on) >= first

    return sorted(filter(is_inside, notes), key=lambda note: (note.starts_on, note.id))


def contents(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Each note as its file holds it, with its id."""
    return [{"id": note.id} | as_content(note) for note in notes]


def zipped(name: str, rows: bytes, notes: bytes) -> bytes:
    """A ZIP of the rows under `name` and, beside them, the notes as `SHEET`."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, rows)
        archive.writestr(f"{SHEET}.csv", notes)
    return target.getvalue()
