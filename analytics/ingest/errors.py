"""Refusals of the import beside those of `analytics.errors`, under whose kinds they travel."""

from __future__ import annotations

from analytics.errors import ImportRefused


def numbers_ambiguous(
    file: str, column: str, row: int, value: str, cls: type[ImportRefused] = ImportRefused
) -> ImportRefused:
    """Money such as 1.234 in a column that nothing decides; `row` is the first below the header."""
    return cls("numbers_ambiguous", file=file, column=column, row=row, value=value)
