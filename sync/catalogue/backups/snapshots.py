"""One moment of the database, read at leisure while the catalogue goes on: nothing of it moves meanwhile.

SQLite is copied by its online backup, in one step: in several, every sale would make it begin anew. PostgreSQL reads in
one REPEATABLE READ transaction, by COPY, so that no program of another version need be installed for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.db import DatabaseError, connection, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper

from sync.catalogue.backups.archive import Kind
from sync.catalogue.backups.tables import APPLIED, Table, newest_of
from sync.catalogue.starting import CannotStart

Row = tuple[Any, ...]


class Snapshot(Protocol):
    """The database at one moment, under its last migration."""

    @property
    def migration(self) -> str: ...
    def rows(self, table: Table) -> Iterator[Row]: ...


@contextmanager
def snapshot(aside: Path) -> Iterator[Snapshot]:
    """Hold the database of the settings still; `aside` is an empty folder for a copy of it.

    Raises:
        CannotStart: there is no catalogue in it, or the file is damaged.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            if "django_migrations" not in connection.introspection.table_names(cursor):
                raise CannotStart("There is no catalogue in this database.")
            yield _PostgreSQL()
        return
    held = DatabaseWrapper({**connection.settings_dict, "NAME": str(aside / "copy.sqlite3")}, "copy")
    try:
        _copy_to(held)
        yield _SQLite(held)
    finally:
        held.close()


class _SQLite:
    def __init__(self, held: DatabaseWrapper) -> None:
        self._held = held
        with held.cursor() as cursor:
            self.migration = newest_of([name for (name,) in cursor.execute(APPLIED)])

    def rows(self, table: Table) -> Iterator[Row]:
        with self._held.cursor() as cursor:
            for row in cursor.execute(f"SELECT {_names(table)} FROM {table.name} ORDER BY 1"):
                yield tuple(map(_as_kind, row, table.kinds))


class _PostgreSQL:
    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(APPLIED)
            self.migration = newest_of([name for (name,) in cursor.fetchall()])

    def rows(self, table: Table) -> Iterator[Row]:
        raw = connection.connection
        with (
            raw.cursor() as cursor,
            cursor.copy(f"COPY (SELECT {_names(table)} FROM {table.name} ORDER BY 1) TO STDOUT") as copy,
        ):
            copy.set_types([_TYPES[kind] for kind in table.kinds])
            yield from copy.rows()


def _copy_to(held: DatabaseWrapper) -> None:
    connection.ensure_connection()
    held.ensure_connection()
    try:
        connection.connection.backup(held.connection)
        with held.cursor() as cursor:
            (found,) = cursor.execute("PRAGMA quick_check").fetchone()
    except (connection.Database.DatabaseError, DatabaseError) as error:
        raise CannotStart(f"The catalogue's database cannot be copied: {error}.") from error
    if found != "ok":
        raise CannotStart(f"The catalogue's database is damaged, and was not copied: {found}.")


def _names(table: Table) -> str:
    return ", ".join(f'"{name}"' for name in table.columns)


def _as_kind(value: Any, kind: Kind) -> Any:
    """SQLite keeps a yes or no as a number, and a round coordinate as a whole one."""
    if value is None:
        return None
    return bool(value) if kind == "bool" else float(value) if kind == "float" else value


_TYPES: dict[Kind, str] = {"int": "int8", "text": "text", "bool": "bool", "float": "float8", "bytes": "bytea"}
