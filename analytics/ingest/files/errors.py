"""Why a first look at a file ends, as codes."""

from __future__ import annotations

from analytics.errors import FileError


class LookRefused(FileError):
    """The file cannot be looked at as it is."""

    @classmethod
    def ambiguous(cls, file: str, row: int, readings: str, encoding: str) -> LookRefused:
        """Several encodings read the bytes, and nothing around them decides."""
        return cls("encoding_ambiguous", file=file, row=row, readings=readings, encoding=encoding)

    @classmethod
    def excel_95(cls, file: str) -> LookRefused:
        return cls("file_excel_95", file=file)

    @classmethod
    def too_much(cls, file: str) -> LookRefused:
        return cls("file_too_much", file=file)
