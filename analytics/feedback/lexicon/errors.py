"""Why a word list cannot be read, saved or found, as codes and facts."""

from __future__ import annotations

from analytics.errors import NineSupersError


class LexiconError(NineSupersError):
    """A spreadsheet is no word list, or a saved list is missing, damaged or in use."""

    @classmethod
    def gone(cls, version: str) -> LexiconError:
        return cls("lexicon_gone", found=version)

    @classmethod
    def in_use(cls, name: str) -> LexiconError:
        return cls("lexicon_in_use", name=name)

    @classmethod
    def no_columns(cls, file: str, header: str) -> LexiconError:
        """`header` is the first row of the file that is not empty."""
        return cls("lexicon_no_columns", file=file, found=header)

    @classmethod
    def too_long(cls, file: str, most: int) -> LexiconError:
        return cls("lexicon_too_long", file=file, most=most)

    @classmethod
    def too_slow(cls, file: str) -> LexiconError:
        """The process that reads it exceeded its limits."""
        return cls("lexicon_too_slow", file=file)

    @classmethod
    def wrong(cls, rows: int) -> LexiconError:
        """`rows` is the number of rows with a fatal problem."""
        return cls("lexicon_wrong", count=rows)
