"""What can go wrong, as codes and facts.

    NineSupersError         code + facts; the words live in data/text/errors.toml
    ├── FileError           a file cannot be read as a table
    ├── ImportRefused       the files can be read, but no dataset can be made of them
    ├── DatasetError        a stored dataset is missing, busy or damaged
    ├── DefinitionError     a TOML of supers or formats says something impossible
    └── UsageError          the words of a command or a link cannot be used

Trouble inside the data (a text in an amount, say) is not an exception: it is a row of the list of
problems, see `analytics.ingest.problems`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.words import Words


class NineSupersError(Exception):
    """Anything the product can explain to a person; `facts` fill the sentence behind `code`."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def sentence(self, words: Words) -> str:
        """What, where, what was found and what to do, in the reader's language."""
        return words.get(f"errors.{self.code}", **self.facts)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.code, self.facts))


def _rebuild(kind: type[NineSupersError], code: str, facts: dict[str, object]) -> NineSupersError:
    return kind(code, **facts)


class FileError(NineSupersError):
    """A file cannot be read as a table."""

    @classmethod
    def empty(cls, file: str) -> FileError:
        return cls("file_empty", file=file)

    @classmethod
    def header_only(cls, file: str, row: int) -> FileError:
        return cls("file_header_only", file=file, row=row)

    @classmethod
    def not_a_table(cls, file: str, found: str) -> FileError:
        """`found` names what the bytes are: png, jpeg, pdf, html …"""
        return cls("file_not_a_table", file=file, found=found)

    @classmethod
    def protected(cls, file: str) -> FileError:
        return cls("file_protected", file=file)

    @classmethod
    def damaged(cls, file: str) -> FileError:
        return cls("file_damaged", file=file)

    @classmethod
    def encoding(cls, file: str, row: int) -> FileError:
        return cls("file_encoding", file=file, row=row)

    @classmethod
    def wrong_encoding(cls, file: str, row: int, encoding: str) -> FileError:
        return cls("file_wrong_encoding", file=file, row=row, encoding=encoding)

    @classmethod
    def json_line(cls, file: str, row: int) -> FileError:
        return cls("file_json_line", file=file, row=row)

    @classmethod
    def too_wide(cls, file: str, columns: int, limit: int) -> FileError:
        return cls("file_too_wide", file=file, columns=columns, limit=limit)

    @classmethod
    def cell_too_long(cls, file: str, row: int, limit: int) -> FileError:
        return cls("file_cell_too_long", file=file, row=row, limit=limit)

    @classmethod
    def archive_too_many(cls, file: str, count: int, limit: int) -> FileError:
        return cls("archive_too_many", file=file, count=count, limit=limit)

    @classmethod
    def archive_too_large(cls, file: str, size_mb: int, limit_mb: int) -> FileError:
        return cls("archive_too_large", file=file, size_mb=size_mb, limit_mb=limit_mb)

    @classmethod
    def archive_nested(cls, file: str) -> FileError:
        return cls("archive_nested", file=file)

    @classmethod
    def too_slow(cls, file: str, seconds: int) -> FileError:
        return cls("file_too_slow", file=file, seconds=seconds)

    @classmethod
    def too_large(cls, file: str, size_mb: int, limit_mb: int) -> FileError:
        return cls("file_too_large", file=file, size_mb=size_mb, limit_mb=limit_mb)

    @classmethod
    def missing(cls, file: str) -> FileError:
        return cls("file_missing", file=file)

    @classmethod
    def changed(cls, file: str) -> FileError:
        return cls("file_changed", file=file)


class ImportRefused(NineSupersError):
    """The files can be read, but no dataset can be made of them."""

    @classmethod
    def unknown_table(cls, file: str, headers: str) -> ImportRefused:
        return cls("table_unknown", file=file, headers=headers)

    @classmethod
    def no_date_column(cls, file: str, row: int, headers: str) -> ImportRefused:
        return cls("no_date_column", file=file, row=row, headers=headers)

    @classmethod
    def no_usable_rows(cls, file: str, rows: int) -> ImportRefused:
        return cls("no_usable_rows", file=file, rows=rows)

    @classmethod
    def dates_ambiguous(cls, file: str, column: str, row: int, value: str) -> ImportRefused:
        return cls("dates_ambiguous", file=file, column=column, row=row, value=value)

    @classmethod
    def nothing(cls) -> ImportRefused:
        return cls("no_files")

    @classmethod
    def busy(cls) -> ImportRefused:
        return cls("import_busy")

    @classmethod
    def disk_full(cls) -> ImportRefused:
        return cls("disk_full")

    @classmethod
    def memory(cls) -> ImportRefused:
        return cls("out_of_memory")

    @classmethod
    def crashed(cls, stage: str) -> ImportRefused:
        return cls("build_crashed", stage=stage)

    @classmethod
    def cancelled(cls) -> ImportRefused:
        return cls("import_cancelled")


class DatasetError(NineSupersError):
    """A stored dataset is missing, busy or damaged."""

    @classmethod
    def missing(cls, version: str) -> DatasetError:
        return cls("dataset_missing", version=version)

    @classmethod
    def current(cls, version: str) -> DatasetError:
        return cls("dataset_is_current", version=version)

    @classmethod
    def too_slow(cls, query: str) -> DatasetError:
        return cls("query_too_slow", query=query)


class DefinitionError(NineSupersError):
    """A TOML of supers or formats says something impossible."""

    @classmethod
    def invalid(cls, file: str, key: str, found: str, expected: str) -> DefinitionError:
        return cls("definition_invalid", file=file, key=key, found=found, expected=expected)


class UsageError(NineSupersError):
    """The words of a command or a link cannot be used."""

    @classmethod
    def bad_option(cls, option: str, found: str, expected: str) -> UsageError:
        return cls("bad_option", option=option, found=found, expected=expected)

    @classmethod
    def unknown_column(cls, column: str, known: str) -> UsageError:
        return cls("unknown_column", column=column, known=known)

    @classmethod
    def bad_recipe(cls, file: str) -> UsageError:
        return cls("bad_recipe", file=file)

    @classmethod
    def needs_customers(cls) -> UsageError:
        return cls("needs_customers")

    @classmethod
    def too_early(cls, as_of: str) -> UsageError:
        return cls("as_of_too_early", as_of=as_of)

    @classmethod
    def needs_orders(cls) -> UsageError:
        return cls("needs_orders")
