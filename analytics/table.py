"""What a canonical table is: its columns, their kinds, and what recognises it. The tables
themselves: `schema`."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "time", "day", "integer", "decimal", "flag", "choice"]


@dataclass(frozen=True)
class Column:
    """One canonical column."""

    name: str
    kind: Kind = "text"
    required: bool = False
    is_input: bool = False
    """Read from files, kept only through what is worked out from it."""


@dataclass(frozen=True)
class Table:
    """One canonical table: its columns in order, the one-line grain, and what recognises it."""

    name: str
    grain: str
    columns: tuple[Column, ...]
    any_of: tuple[tuple[str, ...], ...] = ()
    """A file is this table only when each group has a column in it."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every column a file may carry, inputs included."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError when there is none."""
        return {column.name: column for column in self.columns}[name]


def columns_of(
    kind: Kind, names: str, *, required: bool = False, is_input: bool = False
) -> tuple[Column, ...]:
    """Columns of one kind, their names parted by blanks."""
    return tuple(Column(name, kind, required, is_input) for name in names.split())
