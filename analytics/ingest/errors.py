"""Refusals of files that could be read, and would be read wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.errors import FileError, ImportRefused

if TYPE_CHECKING:
    from collections.abc import Sequence


class DamagedText(FileError):
    """The text of a file was damaged before it came here."""

    @classmethod
    def mixed_encoding(cls, file: str, row: int, value: str) -> FileError:
        """`value`: what can be read of the row."""
        return cls("file_mixed_encoding", file=file, row=row, value=value)

    @classmethod
    def garbled(cls, file: str, row: int, value: str, sheet: str | None = None) -> FileError:
        """`value`: the first header that is no text any more."""
        return cls("file_garbled", file=file, sheet=sheet, row=row, column=value, value=value)


class HiddenTables(ImportRefused):
    """The only tables of a workbook are on hidden sheets."""

    @classmethod
    def only(cls, file: str, sheets: str) -> HiddenTables:
        """`sheets`: their names."""
        return cls("hidden_only", file=file, sheets=sheets)


class NoOrders(ImportRefused):
    """A table looks like orders and is none."""

    @classmethod
    def sums_only(
        cls, file: str, row: int, headers: Sequence[str], sheet: str | None = None
    ) -> ImportRefused:
        """`headers`: the columns that give away that rows are sums of several orders."""
        return cls("table_of_sums", **_given_away(file, row, headers, sheet))

    @classmethod
    def other_list(
        cls, file: str, row: int, headers: Sequence[str], sheet: str | None = None
    ) -> ImportRefused:
        """`headers`: the columns of a bank statement, of stock, of quotes ..."""
        return cls("table_of_others", **_given_away(file, row, headers, sheet))


def _given_away(
    file: str, row: int, headers: Sequence[str], sheet: str | None
) -> dict[str, object]:
    names = ", ".join(headers)
    return {"file": file, "sheet": sheet, "row": row, "column": headers[0], "headers": names}


def numbers_ambiguous(file: str, **cell: object) -> ImportRefused:
    """Money such as 1.234 in a column that nothing decides; `cell`: sheet, row, column, value and
    field (table and column it was matched to)."""
    cls = ImportRefused
    return cls("numbers_ambiguous", file=file, **cell)
