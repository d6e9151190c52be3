"""Why a word list cannot be taken or found, as codes and facts."""

from __future__ import annotations

from analytics.errors import NineSupersError


class LexiconError(NineSupersError):
    """A spreadsheet is no word list, or a saved one is not to be had."""

    @classmethod
    def gone(cls, version: str) -> LexiconError:
        return cls("lexicon_gone", found=version)

    @classmethod
    def in_use(cls, name: str) -> LexiconError:
        return cls("lexicon_in_use", name=name)

    @classmethod
    def no_columns(cls, file: str, found: str) -> LexiconError:
        """`found` is the row of names that stands there."""
        return cls("lexicon_no_columns", file=file, found=found)

    @classmethod
    def too_long(cls, file: str, most: int) -> LexiconError:
        return cls("lexicon_too_long", file=file, most=most)

    @classmethod
    def too_slow(cls, file: str) -> LexiconError:
        """The process that reads it ran out of its bounds."""
        return cls("lexicon_too_slow", file=file)

    @classmethod
    def wrong(cls, rows: int) -> LexiconError:
        """`rows` with trouble that bars the list."""
        return cls("lexicon_wrong", count=rows)
