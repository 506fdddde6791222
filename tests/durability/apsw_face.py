"""As much of the DB-API over apsw as `pos.database` asks for, so that the real thing runs on a watched file system."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import apsw
import pysqlite3.dbapi2 as sqlite

Row = tuple[Any, ...]


class Cursor:
    """The answer to one statement, already read to its end."""

    def __init__(self, rows: list[Row], changed: int) -> None:
        self._rows = iter(rows)
        self.rowcount = changed

    def fetchone(self) -> Row | None:
        """The next row, or None."""
        return next(self._rows, None)

    def fetchall(self) -> list[Row]:
        """The rows left."""
        return list(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return self._rows


class Connection:
    """A connection as pysqlite3's in autocommit mode, on a file system of apsw's."""

    def __init__(self, path: str, files: str) -> None:
        with _translated():
            self._connection = apsw.Connection(path, vfs=files)

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Cursor:
        """Run one statement to its end."""
        with _translated():
            rows = self._connection.execute(sql, tuple(values)).fetchall()
            return Cursor(rows, self._connection.changes())

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> Cursor:
        """Run one statement for every row of values."""
        with _translated():
            answered = self._connection.executemany(sql, [tuple(row) for row in rows]).fetchall()
            return Cursor(answered, self._connection.changes())

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return bool(self._connection.in_transaction)

    def close(self) -> None:
        """Let the file go."""
        with _translated():
            self._connection.close()


@contextmanager
def _translated() -> Iterator[None]:
    """Raise what pysqlite3 would."""
    try:
        yield
    except apsw.Error as problem:
        kind = sqlite.IntegrityError if isinstance(problem, apsw.ConstraintError) else sqlite.OperationalError
        raised = kind(str(problem))
        raised.sqlite_errorcode = getattr(problem, "extendedresult", None)
        raise raised from problem
