"""The shop's file: how it is opened, held and written.

WAL with synchronous FULL, so that a sale acknowledged is a sale kept; one writer at a time through
`transaction()`, which begins IMMEDIATE. pysqlite3 carries a SQLite new enough to be trusted with a WAL;
sqlite-utils works on the same connection where its ease is worth its price (`Database.insert_all`).
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakValueDictionary

import pysqlite3.dbapi2 as sqlite

from pos.domain import errors

if TYPE_CHECKING:
    import sqlite_utils

    from pos.database.journal.author import Author

OLDEST_SQLITE = (3, 51, 3)
"""Up to 3.51.2 two connections can damage a WAL file (SQLite's own report on the 3.51.3 release)."""

BUSY_MS = 5_000
_LOG_INDEX_BYTES = 32_768
CHECKPOINT_PAGES = 20_000
"""Checkpoints run when the till is idle; this many pages (80 MB) only bounds a day without any idle minute."""

Synchronous = Literal["FULL", "NORMAL"]
Connect = Callable[[str], Any]
Row = tuple[Any, ...]

_turns: WeakValueDictionary[Path, threading.Lock] = WeakValueDictionary()
"""Whose turn it is to write, one lock a file; SQLite itself keeps no queue and lets waiters starve."""


class Database:
    """A connection to a shop's file; belongs to one thread.

    author writes and signs its records; call_author brings one at the first need (see `pos.database.journal`).
    after_commit is called once when the running transaction is on the disk, and forgotten when it is rolled back.
    """

    def __init__(self, path: Path, connection: Any) -> None:
        self.path = path
        self.connection = connection
        self.turn = _turns.setdefault(path.absolute(), threading.Lock())
        self.author: Author | None = None
        self.call_author: Callable[[Database], Author] | None = None
        self.after_commit: Callable[[], None] | None = None

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run one statement and give its cursor; SQLite's complaints come back as our errors."""
        try:
            return self.connection.execute(sql, values)
        except sqlite.Error as problem:
            raise translated(problem, self.path) from problem

    def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one statement for every row of values."""
        try:
            self.connection.executemany(sql, rows)
        except sqlite.Error as problem:
            raise translated(problem, self.path) from problem

    def insert_all(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        """Write rows, as values by column, through sqlite-utils: for long writes."""
        try:
            self.utils.table(table).insert_all(rows)
        except sqlite.Error as problem:
            raise translated(problem, self.path) from problem

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a question."""
        try:
            rows: list[Row] = self.connection.execute(sql, values).fetchall()
        except sqlite.Error as problem:
            raise translated(problem, self.path) from problem
        return rows

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a question, or None."""
        try:
            row: Row | None = self.connection.execute(sql, values).fetchone()
        except sqlite.Error as problem:
            raise translated(problem, self.path) from problem
        return row

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.row(sql, values)
        return None if row is None else row[0]

    @cached_property
    def utils(self) -> sqlite_utils.Database:
        """The same connection seen through sqlite-utils, for long writes and a look at the schema.

        Imported at first use: it costs a tenth of a second that belongs behind the first screen.
        """
        import sqlite_utils

        return sqlite_utils.Database(self.connection, execute_plugins=False)

    def checkpoint(self) -> None:
        """Carry what the WAL holds into the file; for idle moments. A reader in the way is no matter."""
        self.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def close(self) -> None:
        """Let the file go."""
        self.connection.close()


def connect(path: Path, *, open_connection: Connect | None = None, synchronous: Synchronous = "FULL") -> Database:
    """Open a file for reading and writing, with the pragmas every shop's file is used under.

    Args:
        path: the file; made when missing, its folder must exist.
        open_connection: opens the DB-API connection; pysqlite3 unless told.
        synchronous: FULL keeps every acknowledged sale through a power cut; NORMAL is there to show it loses some.

    Raises:
        SqliteTooOld: this SQLite could damage the file.
        DatabaseError: the file or its disk cannot be used; which subclass says why.
    """
    if sqlite.sqlite_version_info < OLDEST_SQLITE:
        raise errors.SqliteTooOld(path, sqlite.sqlite_version)
    if path.is_dir():
        raise errors.DatabaseMissing(path)
    try:
        database = Database(path, (open_connection or _open_pysqlite)(str(path)))
    except sqlite.Error as problem:
        if path.parent.is_dir() and getattr(problem, "sqlite_errorcode", None) == sqlite.SQLITE_CANTOPEN:
            raise errors.DatabaseReadOnly(path) from problem
        raise translated(problem, path) from problem
    try:
        _apply_pragmas(database, synchronous)
    except BaseException:
        database.close()
        raise
    return database


def connect_reader(path: Path) -> Database:
    """Open a file read-only: for search, lists, checks and backups, so that they never make a sale wait."""
    if not path.is_file():
        raise errors.DatabaseMissing(path)
    try:
        database = Database(path, _open_to_read(path))
    except sqlite.Error as problem:
        raise translated(problem, path) from problem
    try:
        for pragma in ("query_only=ON", "trusted_schema=OFF", "cell_size_check=ON", f"busy_timeout={BUSY_MS}"):
            database.execute(f"PRAGMA {pragma}")
    except BaseException:
        database.close()
        raise
    return database


@contextlib.contextmanager
def transaction(db: Database) -> Iterator[None]:
    """All of it or nothing: begins IMMEDIATE, commits at the end, rolls back when anything is raised.

    The threads of this program take turns: a sale that waits while a list is imported has the file next.

    Raises:
        DatabaseBusy: another thread or program has held the file for too long.
    """
    with _turn(db):
        author = db.author
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            db.after_commit, db.author = None, author  # an author called meanwhile may sign with a key undone here
            with contextlib.suppress(errors.DatabaseError):
                if db.connection.in_transaction:
                    db.execute("ROLLBACK")
            raise
        tell, db.after_commit = db.after_commit, None
        if tell is not None:
            tell()


@contextlib.contextmanager
def _turn(db: Database) -> Iterator[None]:
    """Hold the file among this program's threads; one inside another on a connection is SQLite's to refuse."""
    if db.connection.in_transaction:
        yield
        return
    if not db.turn.acquire(timeout=BUSY_MS / 1000):
        raise errors.DatabaseBusy(db.path)
    try:
        yield
    finally:
        db.turn.release()


@contextlib.contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Several questions answered from one and the same moment of the file."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        with contextlib.suppress(errors.DatabaseError):
            db.execute("ROLLBACK")


def translated(problem: Exception, path: Path) -> Exception:
    """The error of ours that says what SQLite's means, or the problem itself when it is a bug of ours."""
    code = getattr(problem, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    kind = _MEANINGS.get(primary) if primary is not None else None
    if kind is errors.DiskFailing and _has_no_room(path):
        return errors.DiskFull(path)
    if kind is not None and issubclass(kind, errors.DatabaseDamaged):
        return kind(path, str(problem))
    if kind is errors.DatabaseMissing and path.is_file():
        return errors.DatabaseReadOnly(path)  # it is there; what cannot be made is the log beside it
    return kind(path) if kind else problem


def system_said(problem: OSError, path: Path) -> errors.DatabaseError:
    """The error of ours for what the system says of a file or its folder."""
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return errors.DiskFull(path)
    if problem.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return errors.DatabaseReadOnly(path)
    if problem.errno == errno.EIO:
        return errors.DiskFailing(path)
    return errors.DatabaseMissing(path)


def _has_no_room(path: Path) -> bool:
    """Whether there is no room for the index of a log beside a file; SQLite calls that an error of the disk."""
    import shutil

    try:
        return shutil.disk_usage(path.parent).free < _LOG_INDEX_BYTES
    except OSError:
        return False


_MEANINGS: dict[int, type[errors.DatabaseError]] = {
    sqlite.SQLITE_FULL: errors.DiskFull,
    sqlite.SQLITE_READONLY: errors.DatabaseReadOnly,
    sqlite.SQLITE_PERM: errors.DatabaseReadOnly,
    sqlite.SQLITE_IOERR: errors.DiskFailing,
    sqlite.SQLITE_CORRUPT: errors.DatabaseDamaged,
    sqlite.SQLITE_NOTADB: errors.NotAShopFile,
    sqlite.SQLITE_BUSY: errors.DatabaseBusy,
    sqlite.SQLITE_LOCKED: errors.DatabaseBusy,
    sqlite.SQLITE_CANTOPEN: errors.DatabaseMissing,
}


def _open_pysqlite(path: str) -> Any:
    return sqlite.connect(path, isolation_level=None, check_same_thread=True, cached_statements=256)


def _open_to_read(path: Path) -> Any:
    address = f"{path.absolute().as_uri()}?mode=ro"
    unwritable = not os.access(path.parent, os.W_OK)
    if unwritable and not path.with_name(path.name + "-wal").exists():
        # Where no log can be made beside the file (a disk that turned read-only), SQLite reads it only on this word.
        address += "&immutable=1"
    return sqlite.connect(address, uri=True, isolation_level=None)


def _apply_pragmas(db: Database, synchronous: Synchronous) -> None:
    db.execute(f"PRAGMA busy_timeout={BUSY_MS}").fetchall()
    mode = db.value("PRAGMA journal_mode=WAL")
    if mode != "wal":
        raise errors.DatabaseReadOnly(db.path)
    for pragma in (
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        f"wal_autocheckpoint={CHECKPOINT_PAGES}",
    ):
        db.execute(f"PRAGMA {pragma}").fetchall()
