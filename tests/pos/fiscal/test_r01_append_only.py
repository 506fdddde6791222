"""R01: a paid ticket is never changed; the file itself refuses every way to write over it."""

from __future__ import annotations

from datetime import datetime

import pysqlite3.dbapi2 as sqlite
import pytest

from pos.database.connection import Database
from pos.domain.tax import TaxRate
from pos.operations.cataloguing import add_product
from pos.operations.closing import close_day
from pos.operations.selling import sell
from tests.builders import exactly, product, ticket

TABLES = ("fiscal_record", "sale", "sale_line", "sale_vat", "payment", "movement")


@pytest.fixture
def sold(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> Database:
    soap = product()
    add_product(db, soap)
    for _ in range(2):
        basket = ticket(soap)
        sell(db, basket, exactly(basket), now=now, rates=rates)
    close_day(db, now=now)
    return db


def _columns(db: Database, table: str) -> list[str]:
    return [name for _, name, *_ in db.rows(f"PRAGMA table_info({table})")]


def _keys(db: Database, table: str) -> list[list[str]]:
    """Every unique key of a table; its first is named in an upsert."""
    unique = [name for _, name, is_unique, *_ in db.rows(f"PRAGMA index_list({table})") if is_unique]
    keys = [[column for _, _, column in db.rows(f"PRAGMA index_info({name})")] for name in unique]
    primary = [name for _, name, _, _, _, rank in db.rows(f"PRAGMA table_info({table})") if rank]
    return [primary, *keys]


def _writes(db: Database, table: str) -> list[str]:
    columns = _columns(db, table)
    updates = [f"UPDATE {verb} {table} SET {name} = {name}" for name in columns for verb in ("", "OR REPLACE")]
    upserts = [
        f"INSERT INTO {table} SELECT * FROM {table} WHERE true"
        f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {columns[-1]} = excluded.{columns[-1]}"
        for key in _keys(db, table)
    ]
    return [
        *updates,
        *upserts,
        f"DELETE FROM {table}",
        f"REPLACE INTO {table} SELECT * FROM {table}",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        f"INSERT OR IGNORE INTO {table} SELECT * FROM {table}",
    ]


@pytest.mark.parametrize("table", TABLES)
def test_r01_no_way_of_writing_changes_what_was_paid(sold: Database, table: str) -> None:
    before = sold.rows(f"SELECT * FROM {table}")
    assert before
    sold.execute("PRAGMA foreign_keys=OFF")  # as any other program would have them

    for write in _writes(sold, table):
        with pytest.raises(sqlite.IntegrityError, match="append-only"):
            sold.execute(write)

    assert sold.rows(f"SELECT * FROM {table}") == before


@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"])
@pytest.mark.parametrize("seq", ["seq", "seq + 100", "(SELECT max(seq) FROM fiscal_record) + 2"])
def test_r01_no_record_is_put_where_it_does_not_follow(sold: Database, verb: str, seq: str) -> None:
    before = sold.rows("SELECT * FROM fiscal_record")
    rest = ", ".join(_columns(sold, "fiscal_record")[1:])

    with pytest.raises(sqlite.IntegrityError):
        sold.execute(f"{verb} INTO fiscal_record SELECT {seq}, {rest} FROM fiscal_record")

    assert sold.rows("SELECT * FROM fiscal_record") == before


@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE"])
def test_r01_no_number_of_a_series_is_given_twice(sold: Database, verb: str) -> None:
    rest = ", ".join(_columns(sold, "fiscal_record")[1:])

    with pytest.raises(sqlite.IntegrityError):
        sold.execute(
            f"{verb} INTO fiscal_record"
            f" SELECT (SELECT max(seq) + 1 FROM fiscal_record), {rest} FROM fiscal_record LIMIT 1"
        )


def test_r01_no_payload_is_emptied_without_its_archive(sold: Database) -> None:
    with pytest.raises(sqlite.IntegrityError):
        sold.execute("UPDATE fiscal_record SET payload = x'' WHERE kind = 'TICKET'")
