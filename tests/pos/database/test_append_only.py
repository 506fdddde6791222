"""What was sold or moved is never changed: the file itself refuses it, whatever program asks."""

from __future__ import annotations

from datetime import datetime

import pysqlite3.dbapi2 as sqlite
import pytest

from pos.database.connection import Database, transaction
from pos.domain.tax import TaxRate
from pos.operations.cataloguing import add_product
from pos.operations.selling import sell
from tests.builders import exactly, product, ticket

TABLES = ("movement", "sale", "sale_line", "sale_vat", "payment")


@pytest.fixture
def sold(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> Database:
    """A shop that sold something."""
    soap, candle = product(), product()
    for one in (soap, candle):
        add_product(db, one)
    basket = ticket(soap, candle)
    sell(db, basket, exactly(basket), now=now, rates=rates)
    return db


def _changes(db: Database, table: str) -> list[str]:
    columns = [name for _, name, *_ in db.rows(f"PRAGMA table_info({table})")]
    keys = [name for _, name, _, _, _, rank in db.rows(f"PRAGMA table_info({table})") if rank]
    column = columns[-1]
    return [
        f"UPDATE {table} SET {column} = {column}",
        f"UPDATE OR REPLACE {table} SET {keys[0]} = {keys[0]}",
        f"DELETE FROM {table}",
        f"REPLACE INTO {table} SELECT * FROM {table}",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        f"INSERT OR IGNORE INTO {table} SELECT * FROM {table}",
        f"INSERT INTO {table} SELECT * FROM {table} WHERE true"
        f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {column} = excluded.{column}",
    ]


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_changed_taken_away_or_written_over(sold: Database, table: str) -> None:
    before = sold.rows(f"SELECT * FROM {table}")
    assert before

    for change in _changes(sold, table):
        with pytest.raises(sqlite.IntegrityError, match=f"{table} is append-only"):
            sold.execute(change)

    assert sold.rows(f"SELECT * FROM {table}") == before


@pytest.mark.parametrize("table", TABLES)
def test_a_refused_change_does_not_end_the_transaction_around_it(sold: Database, table: str) -> None:
    with transaction(sold):
        sold.execute("INSERT INTO setting VALUES ('a', '1')")
        with pytest.raises(sqlite.IntegrityError):
            sold.execute(f"DELETE FROM {table}")
        assert sold.connection.in_transaction

    assert sold.value("SELECT value FROM setting WHERE name = 'a'") == "1"


def _columns(db: Database, **other: str) -> str:
    """The columns of a sale, some of them given another value."""
    return ", ".join(other.get(str(name), str(name)) for _, name, *_ in db.rows("PRAGMA table_info(sale)"))


@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"])
def test_another_sale_never_takes_a_number_that_was_given(sold: Database, verb: str) -> None:
    """REPLACE resolves any unique key, not only the first, and fires no trigger on the row it takes away."""
    before = sold.rows("SELECT * FROM sale")
    others = _columns(sold, id="'other'")
    sold.execute("PRAGMA foreign_keys=OFF")  # as any other program would have them

    with pytest.raises(sqlite.IntegrityError):
        sold.execute(f"{verb} INTO sale SELECT {others} FROM sale")

    assert sold.rows("SELECT * FROM sale") == before


def test_another_sale_never_takes_the_place_of_one_in_the_file(sold: Database) -> None:
    before = sold.rows("SELECT * FROM sale")
    sold.execute("PRAGMA foreign_keys=OFF")
    names, values = _columns(sold), _columns(sold, id="'other'", number="2")

    with pytest.raises(sqlite.IntegrityError):
        sold.execute(f"INSERT OR REPLACE INTO sale (rowid, {names}) SELECT rowid, {values} FROM sale")

    assert sold.rows("SELECT * FROM sale") == before
