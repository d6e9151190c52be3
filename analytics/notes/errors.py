"""What can go wrong with a note."""

from __future__ import annotations

from analytics.errors import NineSupersError


class NoteError(NineSupersError):
    """A note cannot be saved or read."""

    @classmethod
    def empty(cls) -> NoteError:
        return cls("note_empty")

    @classmethod
    def backwards(cls, start: str, end: str) -> NoteError:
        """It ends before it begins."""
        return cls("note_backwards", start=start, end=end)

    @classmethod
    def aimless(cls) -> NoteError:
        """It is about a product, a channel or a page, and names none."""
        return cls("note_aimless")

    @classmethod
    def no_range(cls) -> NoteError:
        """A decision without a range of what is expected, or one the wrong way round."""
        return cls("note_no_range")

    @classmethod
    def gone(cls) -> NoteError:
        return cls("note_gone")

    @classmethod
    def unreadable(cls, file: str) -> NoteError:
        return cls("note_unreadable", file=file)
