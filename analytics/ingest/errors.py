"""Refusals of files that could be read, and would be read wrongly."""

from __future__ import annotations

from analytics.errors import FileError, ImportRefused


class DamagedText(FileError):
    """The text of a file was damaged before it came here."""

    @classmethod
    def mixed_encoding(cls, file: str, row: int, value: str) -> FileError:
        """`value`: what can be read of the row."""
        return cls("file_mixed_encoding", file=file, row=row, value=value)

    @classmethod
    def garbled(cls, file: str, row: int, value: str) -> FileError:
        """`value`: the first header that is no text any more."""
        return cls("file_garbled", file=file, row=row, value=value)


class HiddenTables(ImportRefused):
    """The only tables of a workbook are on hidden sheets."""

    @classmethod
    def only(cls, file: str, sheets: str) -> HiddenTables:
        """`sheets`: their names."""
        return cls("hidden_only", file=file, sheets=sheets)


class NoOrders(ImportRefused):
    """A table looks like orders and is none."""

    @classmethod
    def sums_only(cls, file: str, row: int, headers: str) -> ImportRefused:
        """`headers`: the columns that give away that rows are sums of several orders."""
        return cls("table_of_sums", file=file, row=row, headers=headers)

    @classmethod
    def other_list(cls, file: str, row: int, headers: str) -> ImportRefused:
        """`headers`: the columns of a bank statement, of stock, of quotes ..."""
        return cls("table_of_others", file=file, row=row, headers=headers)


def numbers_ambiguous(
    file: str, column: str, row: int, value: str, cls: type[ImportRefused] = ImportRefused
) -> ImportRefused:
    """Money such as 1.234 in a column that nothing decides; `row` is the first below the header."""
    return cls("numbers_ambiguous", file=file, column=column, row=row, value=value)
