"""The SQLite file of the workshops: one transaction a change, on the disk before it is confirmed.

<store>/workshops.sqlite3    what phones, the facilitator's window and the projector share
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.workshop.errors import WorkshopError

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "workshops.sqlite3"
STATEMENTS = Path(__file__).parent / "sqlite"
PATIENCE_SECONDS = 10.0
FORM = 1
"""Of the tables, as the file itself says it; raised when they change."""


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction that no other writer comes between; undone where it raises."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _connected(path) as connection:
        connection.execute("begin immediate")
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """One state of the file for all that is read."""
    with _connected(path) as connection:
        connection.execute("begin")
        yield connection
        connection.rollback()


def run(connection: sqlite3.Connection, name: str, **facts: object) -> sqlite3.Cursor:
    """The rows of `sqlite/<name>.sql`, its `:names` filled in by the driver."""
    return connection.execute(_sql(name), facts)


def count(connection: sqlite3.Connection, name: str, **facts: object) -> int:
    """The only number of the only row of a statement."""
    return int(run(connection, name, **facts).fetchone()[0])


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection of this thread alone. WorkshopError where the file is busy or no database."""
    try:
        connection = sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)
        with closing(connection):
            connection.row_factory = sqlite3.Row
            # A crash of the machine, too, loses nothing that was confirmed.
            connection.execute("pragma synchronous = full")
            connection.execute("pragma foreign_keys = on")
            _prepare(connection)
            yield connection
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise WorkshopError.busy() from error
        raise WorkshopError.unreadable(path.name) from error
    except sqlite3.DatabaseError as error:
        raise WorkshopError.unreadable(path.name) from error


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the tables where there are none."""
    (form,) = connection.execute("pragma user_version").fetchone()
    if form > FORM:
        raise WorkshopError.unreadable(FILE)
    if form == FORM:
        return
    # Readers go on reading while a phone writes.
    connection.execute("pragma journal_mode = wal")
    connection.executescript(_sql("schema"))


@cache
def _sql(name: str) -> str:
    return (STATEMENTS / f"{name}.sql").read_text("utf-8")
