"""The rows of a backup, written into empty tables of either database, and counted."""

from base64 import b64decode
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec
from django.db import connection, transaction

from sync.catalogue.backups.archive import Kind, Reader, TableNote
from sync.catalogue.backups.making import entry_of
from sync.catalogue.backups.tables import APP, Table
from sync.catalogue.starting import CannotStart

_AT_ONCE = 2000


def fill(read: Reader, tables: list[Table]) -> None:
    """Write all rows of a backup, in one transaction; the tables are those of its migration, and empty.

    Raises:
        CannotStart: the backup's tables are not those of its migration, or rows went missing.
    """
    if {table.name: (set(table.columns), len(table.columns)) for table in tables} != {
        name: (set(note.columns), len(note.columns)) for name, note in read.manifest.tables.items()
    }:
        raise CannotStart("The backup's tables are not those of the version it names.")
    with transaction.atomic():
        _let_rows_come_in_any_order()
        for table in tables:
            _empty(table)
        for table in sorted(tables, key=_is_written_along):
            if _is_written_along(table):
                connection.check_constraints()
                _empty(table)
            _fill_table(read, table, read.manifest.tables[table.name])
        connection.check_constraints()
        _count(read)
        _reset_sequences(tables)


def _let_rows_come_in_any_order() -> None:
    """References are looked at once all rows are there; migrating within a transaction leaves PostgreSQL stricter."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _is_written_along(table: Table) -> bool:
    """Claim that a table comes last: the database itself writes in it while others are filled (news and counts)."""
    return table.name in {f"{APP}_change", f"{APP}_shelf"}


def _empty(table: Table) -> None:
    """A migration may have written rows of its own; the backup has them as they became."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table.name}")


def _fill_table(read: Reader, table: Table, note: TableNote) -> None:
    kinds = dict(zip(table.columns, table.kinds, strict=True))
    rows = _rows(read, table.name, tuple(kinds[name] for name in note.columns))
    names = ", ".join(f'"{name}"' for name in note.columns)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([_without_nul(value) for value in row])
        return
    places = ", ".join(["%s"] * len(note.columns))
    with connection.cursor() as cursor:
        while some := list(islice(rows, _AT_ONCE)):
            cursor.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({places})", some)


def _rows(read: Reader, table: str, kinds: tuple[Kind, ...]) -> Iterator[list[Any]]:
    packed = [place for place, kind in enumerate(kinds) if kind == "bytes"]
    for line in read.lines(entry_of(table)):
        row: list[Any] = msgspec.json.decode(line, type=list[Any])
        for place in packed:
            row[place] = None if row[place] is None else b64decode(row[place])
        yield row


def _without_nul(value: Any) -> Any:
    """PostgreSQL keeps no NUL in a text; SQLite does not mind one."""
    return value.replace("\0", "") if isinstance(value, str) else value


def _count(read: Reader) -> None:
    with connection.cursor() as cursor:
        for name, note in read.manifest.tables.items():
            cursor.execute(f"SELECT count(*) FROM {name}")
            (found,) = cursor.fetchone()
            if found != note.rows:
                raise CannotStart(f"{name} holds {found} rows, and the backup {note.rows}.")


def _reset_sequences(tables: list[Table]) -> None:
    """Let PostgreSQL number on from the rows that came with their numbers; SQLite does so by itself."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in tables:
            if table.columns[0] != "id" or table.kinds[0] != "int":
                continue
            sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
            cursor.execute(f"SELECT setval({sequence}, coalesce(max(id), 1), max(id) IS NOT NULL) FROM {table.name}")
