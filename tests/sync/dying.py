"""A program that dies between two statements: from then on nothing it says reaches the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite

from pos.database.connection import Database, connect
from tests import builders


class Died(BaseException):
    """The program is gone."""


class DyingConnection:
    """A connection whose program dies before the n-th statement from now; counts those it ran."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite.connect(path, isolation_level=None)
        self.left: int | None = None
        self.ran = 0

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run one statement, or die."""
        self._live()
        return self._connection.execute(sql, values)

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> Any:
        """Run one statement for every row of values, or die."""
        self._live()
        return self._connection.executemany(sql, rows)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return bool(self._connection.in_transaction)

    def close(self) -> None:
        """What was not committed is gone."""
        self._connection.close()

    def _live(self) -> None:
        if self.left == 0:
            raise Died
        self.ran += 1
        if self.left is not None:
            self.left -= 1


def statements_of(path: Path, story: Callable[[Database], None], *, die_before: int | None = None) -> int:
    """Tell a story on a file until it ends or its program dies; gives how many statements it ran."""
    lines: list[DyingConnection] = []

    def opened(where: str) -> DyingConnection:
        lines.append(DyingConnection(where))
        return lines[-1]

    db = builders.signing(connect(path, open_connection=opened, synchronous="NORMAL"))
    (line,) = lines
    line.ran, line.left = 0, die_before
    try:
        story(db)
    except Died:
        pass
    finally:
        line.close()
    return line.ran
