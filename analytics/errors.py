"""What can go wrong, as codes and facts.

    NineSupersError         code + facts; the words live in data/text/shared/errors.toml
    ├── FileError           a file cannot be read as a table
    ├── ImportRefused       the files can be read, but no dataset can be made of them
    ├── DatasetError        a stored dataset is missing, busy or damaged
    ├── DefinitionError     a TOML of supers or formats says something impossible
    ├── UsageError          the words of a command or a link cannot be used
    ├── TargetError, NoteError, SendError   in `errors` of the rooms positioning, notes, alerts
    └── ModelRefused        in `analytics.customers.clv.errors`: the data cannot carry a model

Trouble inside the data (a text in an amount, say) is not an exception: it is a row of the list of
problems, see `analytics.ingest.build.parse_issues`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.words import Words

QUOTED = 60  # characters of a cell that a sentence quotes


class NineSupersError(Exception):
    """Anything the product can explain to a person; `facts` fill the sentence behind `code`."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def sentence(self, words: Words) -> str:
        """What, where, what was found and what to do, in the reader's language."""
        return words.get(f"errors.{self.code}", **words.shown(self.facts))

    def __reduce__(self) -> tuple[object, ...]:
        return (partial(type(self), self.code, **self.facts), ())


class FileError(NineSupersError):
    """A file cannot be read as a table."""

    @classmethod
    def empty(cls, file: str) -> FileError:
        return cls("file_empty", file=file)

    @classmethod
    def header_only(cls, file: str, row: int, sheet: str | None = None) -> FileError:
        return cls("file_header_only", file=file, row=row, sheet=sheet)

    @classmethod
    def not_a_table(cls, file: str, file_type: str) -> FileError:
        """`file_type` is what the bytes are: png, jpeg, pdf, html …"""
        return cls("file_not_a_table", file=file, found=file_type)

    @classmethod
    def protected(cls, file: str) -> FileError:
        return cls("file_protected", file=file)

    @classmethod
    def damaged(cls, file: str) -> FileError:
        return cls("file_damaged", file=file)

    @classmethod
    def encoding(cls, file: str, row: int, value: str) -> FileError:
        return cls("file_encoding", file=file, row=row, value=value)

    @classmethod
    def wrong_encoding(cls, file: str, row: int, encoding: str, value: str) -> FileError:
        return cls("file_wrong_encoding", file=file, row=row, encoding=encoding, value=value)

    @classmethod
    def json_line(cls, file: str, row: int, text: str) -> FileError:
        return cls("file_json_line", file=file, row=row, value=text[:QUOTED].strip())

    @classmethod
    def too_wide(cls, file: str, columns: int, limit: int) -> FileError:
        return cls("file_too_wide", file=file, columns=columns, limit=limit)

    @classmethod
    def cell_too_long(cls, file: str, row: int, limit: int, text: str) -> FileError:
        return cls("file_cell_too_long", file=file, row=row, limit=limit, value=text[:QUOTED])

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
    def unknown_table(cls, file: str, **header: object) -> ImportRefused:
        return cls("table_unknown", file=file, **header)

    @classmethod
    def no_date_column(cls, file: str, **header: object) -> ImportRefused:
        return cls("no_date_column", file=file, **header)

    @classmethod
    def no_usable_rows(cls, file: str, rows: int, **cell: object) -> ImportRefused:
        """`cell`: sheet, row, column, value, field it was matched to, reason (its problem)."""
        return cls("no_usable_rows", file=file, rows=rows, **cell)

    @classmethod
    def dates_ambiguous(cls, file: str, **cell: object) -> ImportRefused:
        return cls("dates_ambiguous", file=file, **cell)

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
    def invalid(cls, file: str, key: str, value: str, expected: str) -> DefinitionError:
        return cls("definition_invalid", file=file, key=key, found=value, expected=expected)

    @classmethod
    def not_toml(cls, file: str, reason: str) -> DefinitionError:
        return cls("definition_not_toml", file=file, found=reason)

    @classmethod
    def too_large(cls, file: str, limit_kb: int) -> DefinitionError:
        return cls("definition_too_large", file=file, limit_kb=limit_kb)

    @classmethod
    def unknown_key(cls, file: str, key: str, near: str) -> DefinitionError:
        return cls("definition_unknown_key", file=file, key=key, near=near)

    @classmethod
    def unknown_measure(cls, file: str, key: str, value: str, near: str) -> DefinitionError:
        return cls("definition_unknown_measure", file=file, key=key, found=value, near=near)

    @classmethod
    def missing_key(cls, file: str, key: str) -> DefinitionError:
        return cls("definition_missing_key", file=file, key=key)

    @classmethod
    def not_a_text(cls, file: str, key: str, value: str, longest: int) -> DefinitionError:
        return cls("definition_not_a_text", file=file, key=key, found=value, longest=longest)

    @classmethod
    def not_a_key(cls, file: str, key: str, value: str) -> DefinitionError:
        return cls("definition_not_a_key", file=file, key=key, found=value)

    @classmethod
    def marks(cls, file: str, key: str, value: str) -> DefinitionError:
        return cls("definition_marks", file=file, key=key, found=value)

    @classmethod
    def not_a_weight(cls, file: str, key: str, value: str, most: str) -> DefinitionError:
        return cls("definition_not_a_weight", file=file, key=key, found=value, most=most)

    @classmethod
    def not_a_choice(cls, file: str, key: str, value: str, choices: str) -> DefinitionError:
        return cls("definition_not_a_choice", file=file, key=key, found=value, known=choices)

    @classmethod
    def too_many(cls, file: str, key: str, count: int, most: int) -> DefinitionError:
        return cls("definition_too_many", file=file, key=key, found=count, most=most)

    @classmethod
    def twice(cls, file: str, key: str, value: str) -> DefinitionError:
        return cls("definition_twice", file=file, key=key, found=value)

    @classmethod
    def weightless(cls, file: str, key: str) -> DefinitionError:
        """Of one super's measures, or of all supers."""
        return cls("definition_weightless", file=file, key=key)

    @classmethod
    def not_goalposts(cls, file: str, key: str, value: str) -> DefinitionError:
        return cls("definition_not_goalposts", file=file, key=key, found=value)

    @classmethod
    def wrong_way(cls, file: str, key: str, bad: str, good: str, better: str) -> DefinitionError:
        """`better` is the side on which the measure is good."""
        if better == "lower":
            return cls("definition_lower_is_better", file=file, key=key, bad=bad, good=good)
        return cls("definition_higher_is_better", file=file, key=key, bad=bad, good=good)

    @classmethod
    def beyond(cls, file: str, key: str, value: str, low: str, high: str) -> DefinitionError:
        return cls("definition_beyond", file=file, key=key, found=value, low=low, high=high)

    @classmethod
    def thresholds(cls, file: str, key: str, value: str, fewest: int) -> DefinitionError:
        return cls("definition_thresholds", file=file, key=key, found=value, fewest=fewest)

    @classmethod
    def reasonless(cls, file: str, key: str) -> DefinitionError:
        """Goalposts were moved, and the reason still speaks of the old ones."""
        return cls("definition_reasonless", file=file, key=key)

    @classmethod
    def renamed(cls, file: str, name: str) -> DefinitionError:
        """A stored file whose content is not what its name promises."""
        return cls("definition_renamed", file=file, found=name)

    @classmethod
    def gone(cls, version: str) -> DefinitionError:
        return cls("definition_gone", version=version)

    @classmethod
    def in_use(cls, name: str) -> DefinitionError:
        return cls("definition_in_use", name=name)


class UsageError(NineSupersError):
    """The words of a command or a link cannot be used."""

    @classmethod
    def bad_option(cls, option: str, value: str, expected: str) -> UsageError:
        return cls("bad_option", option=option, found=value, expected=expected)

    @classmethod
    def unknown_column(cls, column: str, columns: str) -> UsageError:
        return cls("unknown_column", column=column, known=columns)

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
