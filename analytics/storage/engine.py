"""The only module that knows DuckDB: queries by file name in, Polars frames out.

A *reader* serves pages: one hardened in-memory root connection per process and store, never
queried itself, with versions attached read-only; every call takes a cursor of its own, because one
connection under several threads fails in DuckDB 2.0. A *builder* serves one build, in a process of
its own, and may write only below its folder.
"""

from __future__ import annotations

import atexit
import re
import threading
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from analytics.errors import DatasetError, ImportRefused
from analytics.storage import hardening
from analytics.storage.aliases import Aliases
from analytics.storage.fragments import whole_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

QUERIES = Path(__file__).parents[1] / "queries"
FACTS = "facts.duckdb"
READ_LIMIT_MS = 30_000
READ_MEMORY = "4GB"
BUILD_MEMORY_MB = 1_600
PLANNED_FOR_MANY_ROWS = ("statistics_propagation", "compressed_materialization")
"""Steps of planning that cost as much for ten rows as for ten million."""
WRITTEN_FOR_FEW_ROWS = "(recovery_mode no_wal_writes, block_size 16384)"
"""No log, for a build that ends before its checkpoint is thrown away; and small blocks, for each
column takes one at least."""
MOST_ATTACHED = 8
"""Versions a reader has open at once, beyond those being read."""
FULL = ("no space left", "not enough space", "disk full")
_VERSION = re.compile(r"[0-9a-z_]{1,64}")


# What pages read has few rows: copying them costs less than the second binding of a relation.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)


class UnevenRecords(Exception):
    """DuckDB's strict CSV reader met a record that does not fit the header."""


@cache
def sql(name: str) -> str:
    """The whole text of `queries/<name>.sql`, what it includes written out; `name` is the room and
    the stem, as `gate/prices`."""
    return whole_text(QUERIES, name)


@cache
def statements(name: str) -> tuple[duckdb.Statement, ...]:
    """Every statement of a query, parsed once."""
    return tuple(duckdb.extract_statements(sql(name)))


@cache
def parameters(name: str) -> frozenset[str]:
    """The `$names` the query asks for."""
    return frozenset().union(*(statement.named_parameters for statement in statements(name)))


def statement(name: str) -> duckdb.Statement:
    """The only statement of a query."""
    return statements(name)[-1]


@cache
def _copied(name: str) -> duckdb.Statement:
    """The rows of a query into the Parquet file `$path_written`, parsed once."""
    rows = sql(name).strip().rstrip(";")
    text = f"copy ({rows}\n) to $path_written (format parquet, compression snappy)"
    return duckdb.extract_statements(text)[-1]


@dataclass(frozen=True)
class Reader:
    """Read-only access to the versions below one folder."""

    root: Path
    connection: duckdb.DuckDBPyConnection
    attached: dict[str, int] = field(default_factory=dict)
    """How many queries each open version is being read by, the version read last at the end."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, query: str, version: str, **params: object) -> pl.DataFrame:
        """The rows of `queries/<query>.sql` over one version.

        Parameters the query does not name are left out, so that shared filters can be handed to
        every query; a named one that is missing raises. `$folder` is the version's own folder.
        DatasetError when the version is gone or the query exceeds the time limit.
        """
        from polars import DataFrame, from_arrow  # an import may end without ever reading

        wanted = parameters(query)
        given = {"folder": str(self._folder(version)), **params}
        with self._open(version):
            cursor = self.connection.cursor()
            try:
                cursor.execute(f"use {_alias(version)}").fetchall()
                cursor.execute(statement(query), {name: given[name] for name in wanted})
                return DataFrame(from_arrow(cursor.to_arrow_table(), rechunk=False))
            except duckdb.InterruptException as error:
                raise DatasetError.too_slow(query) from error
            except (duckdb.CatalogException, duckdb.IOException) as error:
                if (self._folder(version) / FACTS).is_file():
                    raise
                raise DatasetError.missing(version) from error
            finally:
                cursor.close()

    def forget(self, version: str) -> None:
        """Detach a version, before its folder is deleted."""
        with self.lock:
            if version in self.attached:
                self._detach(version)

    def close(self) -> None:
        """Let go of every file; for a store that is about to be removed."""
        self.connection.close()

    def _folder(self, version: str) -> Path:
        return self.root / version

    @contextmanager
    def _open(self, version: str) -> Iterator[None]:
        """A version that stays attached while it is read. Of those that nobody reads, the ones not
        read for longest are let go once there are many."""
        with self.lock:
            if version not in self.attached:
                self._attach(version)
            self.attached[version] = self.attached.pop(version, 0) + 1
        try:
            yield
        finally:
            with self.lock:
                if version in self.attached:
                    self.attached[version] -= 1
                idle = [name for name, readers in self.attached.items() if not readers]
                for oldest in idle[: max(len(self.attached) - MOST_ATTACHED, 0)]:
                    self._detach(oldest)

    def _attach(self, version: str) -> None:
        path = self._folder(version) / FACTS
        if not _VERSION.fullmatch(version) or not path.is_file():
            raise DatasetError.missing(version)
        try:
            attach = f"attach {hardening.literal(path)} as {_alias(version)} (read_only)"
            self.connection.cursor().execute(attach).fetchall()
        except duckdb.IOException as error:
            if path.is_file():
                raise
            raise DatasetError.missing(version) from error

    def _detach(self, version: str) -> None:
        self.connection.cursor().execute(f"detach {_alias(version)}").fetchall()
        self.attached.pop(version, None)


@dataclass(frozen=True)
class Builder:
    """A connection that builds one version; `facts` is the database being written."""

    connection: duckdb.DuckDBPyConnection

    def execute(self, query: str, **params: object) -> None:
        """Run every statement of `queries/<query>.sql` for its effect."""
        _run_all(self.connection, query, params)

    def frame(self, query: str, **params: object) -> pl.DataFrame:
        """The rows of `queries/<query>.sql`."""
        from polars import DataFrame, from_arrow

        wanted = {name: params[name] for name in parameters(query)}
        with translated():
            # A relation would be bound twice.
            self.connection.execute(statement(query), wanted)
            return DataFrame(from_arrow(self.connection.to_arrow_table()))

    def write(self, query: str, path: Path, **params: object) -> None:
        """The rows of `queries/<query>.sql` as one Parquet file, in order.

        UnevenRecords when a delimited file underneath is not what it was taken for.
        """
        wanted = {name: params[name] for name in parameters(query)}
        with translated():
            try:
                self.connection.execute(
                    _copied(query), {**wanted, "path_written": str(path)}
                ).fetchall()
            except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
                raise UnevenRecords from error

    def load(self, name: str, frame: pl.DataFrame) -> None:
        """Make a small frame readable to the queries that follow, under `name`."""
        self.connection.register(name, frame)

    def progress(self) -> float | None:
        """How much of the running query is done, 0-1; None while that cannot be told."""
        percent = self.connection.query_progress()
        return percent / 100 if percent >= 0 else None

    def close(self) -> None:
        """Write everything into the file and let go: closing alone would hide a full disk."""
        with translated():
            self.connection.execute("checkpoint facts").fetchall()
        self.connection.close()


def open_reader(root: Path) -> Reader:
    """The process's one reader of the versions below `root`."""
    return _reader(root.resolve())


@cache
def _reader(root: Path) -> Reader:
    root.mkdir(parents=True, exist_ok=True)
    aliases = Aliases()
    atexit.register(aliases.close)
    exact = aliases.of(root)
    connection = duckdb.connect(config={"max_execution_time": str(READ_LIMIT_MS)})
    _harden(connection, hardening.settings([exact], memory=READ_MEMORY, spill=exact / ".spill"))
    return Reader(exact, connection)


def open_builder(
    folder: Path,
    readable: Sequence[Path],
    memory_mb: int = BUILD_MEMORY_MB,
    *,
    is_small: bool = False,
) -> Builder:
    """A builder that writes below `folder` and reads there and below `readable`. For what
    `is_small`, the steps of planning that take longer than they then save are left out."""
    connection = duckdb.connect()
    options = WRITTEN_FOR_FEW_ROWS if is_small else ""
    connection.execute(f"attach {hardening.literal(folder / FACTS)} as facts {options}").fetchall()
    # It would hoist the costly fallbacks of `coalesce` out of it and run them on every row.
    passed_over = ("common_subexpressions", *(PLANNED_FOR_MANY_ROWS if is_small else ()))
    connection.execute(f"set disabled_optimizers = '{','.join(passed_over)}'").fetchall()
    memory, spill = f"{memory_mb}MB", folder / ".spill"
    # Few rows are done before a second thread has begun.
    threads = 1 if is_small else hardening.THREADS
    folders = [folder, *readable]
    _harden(connection, hardening.settings(folders, memory=memory, spill=spill, threads=threads))
    connection.execute("use facts").fetchall()
    builder = Builder(connection)
    builder.execute("ingest/macros")
    builder.execute("facts/packing")
    return builder


def _harden(connection: duckdb.DuckDBPyConnection, settings: Sequence[str]) -> None:
    """Close what queries never need."""
    for setting in settings:
        connection.execute(f"set {setting}").fetchall()


def _run_all(connection: duckdb.DuckDBPyConnection, query: str, params: Mapping[str, Any]) -> None:
    with translated():
        for statement in statements(query):
            wanted = {name: params[name] for name in statement.named_parameters}
            connection.execute(statement, wanted).fetchall()


class translated:  # noqa: N801 - reads as a word in `with translated():`
    """DuckDB's own complaints about room become sentences; everything else passes unchanged."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, duckdb.OutOfMemoryException):
            raise ImportRefused.memory() from error
        is_ours = isinstance(error, (duckdb.Error, OSError))
        if is_ours and any(words in str(error).lower() for words in FULL):
            raise ImportRefused.disk_full() from error


def _alias(version: str) -> str:
    """A version's name as a database; versions are named by us, and checked before they get
    here."""
    return f'"{version}"'
