"""The shop's file: how it is opened and written, and what its troubles are called."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest

from pos.database import connection, settings
from pos.database.connection import Database, connect, connect_reader, snapshot, transaction, translated
from pos.domain import errors
from pos.operations.opening import open_shop
from tests import builders


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up on a busy file at once rather than after five seconds."""
    monkeypatch.setattr(connection, "BUSY_MS", 0)


def test_a_shop_s_file_is_used_under_the_pragmas_that_keep_sales(db: Database) -> None:
    asked = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0,
        "cell_size_check": 1, "wal_autocheckpoint": connection.CHECKPOINT_PAGES, "busy_timeout": connection.BUSY_MS,
    }  # fmt: skip

    assert {name: db.value(f"PRAGMA {name}") for name in asked} == asked


def test_the_sqlite_in_use_is_one_without_the_fault_in_its_log() -> None:
    assert sqlite.sqlite_version_info >= connection.OLDEST_SQLITE


def test_an_older_sqlite_is_refused(shop_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "OLDEST_SQLITE", (99, 0, 0))

    with pytest.raises(errors.SqliteTooOld) as refused:
        connect(shop_path)

    assert refused.value.version == sqlite.sqlite_version
    assert not shop_path.exists()


def test_a_transaction_is_all_or_nothing(db: Database) -> None:
    with pytest.raises(RuntimeError, match="power"), transaction(db):
        settings.put(db, "a", "1")
        raise RuntimeError("power")
    with transaction(db):
        settings.put(db, "b", "2")

    assert (settings.get(db, "a"), settings.get(db, "b")) == ("", "2")
    assert not db.connection.in_transaction


def test_a_transaction_holds_the_file_from_its_first_moment(db: Database, short_patience: None) -> None:
    other = connect(db.path)
    with transaction(db), pytest.raises(errors.DatabaseBusy), transaction(other):
        pytest.fail("two transactions at once")
    with transaction(other):
        settings.put(other, "a", "1")
    other.close()

    assert settings.get(db, "a") == "1"


def test_the_second_of_two_tills_waits_for_the_first(db: Database) -> None:
    def write_too() -> None:
        other = connect(db.path)
        with transaction(other):
            settings.put(other, "order", settings.get(other, "order") + "second")
        other.close()

    second = threading.Thread(target=write_too)
    with transaction(db):
        second.start()
        settings.put(db, "order", "first, ")
        second.join(0.1)
        assert second.is_alive()
    second.join()

    assert settings.get(db, "order") == "first, second"


def test_a_snapshot_answers_from_one_moment(db: Database) -> None:
    reader = connect_reader(db.path)
    with snapshot(reader):
        assert settings.get(reader, "a") == ""
        settings.put(db, "a", "1")
        assert settings.get(reader, "a") == ""
    assert settings.get(reader, "a") == "1"
    reader.close()


def test_a_reader_writes_nothing(db: Database) -> None:
    reader = connect_reader(db.path)
    with pytest.raises(errors.DatabaseReadOnly):
        settings.put(reader, "a", "1")
    reader.close()


def test_a_checkpoint_empties_the_log_into_the_file_even_while_someone_reads(db: Database) -> None:
    reader = connect_reader(db.path)
    settings.put(db, "a", "1")
    with snapshot(reader):
        reader.row("SELECT 1 FROM setting")
        settings.put(db, "a", "2")
        db.checkpoint()
    db.checkpoint()
    reader.close()

    _, waiting, carried = db.row("PRAGMA wal_checkpoint(PASSIVE)") or (0, 0, 0)
    assert waiting == carried


def test_a_full_disk_is_called_so_and_keeps_what_was_written_before(db: Database) -> None:
    settings.put(db, "before", "kept")
    db.execute(f"PRAGMA max_page_count = {db.value('PRAGMA page_count') + 1}").fetchall()

    with pytest.raises(errors.DiskFull) as full, transaction(db):
        settings.put(db, "half", "lost")
        settings.put(db, "large", "x" * 100_000)

    assert full.value.path == db.path
    assert (settings.get(db, "before"), settings.get(db, "half")) == ("kept", "")
    db.execute("PRAGMA max_page_count = 1000000").fetchall()
    settings.put(db, "after", "works again")


@pytest.mark.parametrize("rubbish", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5_000])
def test_a_file_that_is_no_database_is_called_damaged_and_left_alone(shop_path: Path, rubbish: bytes) -> None:
    shop_path.write_bytes(rubbish)

    with pytest.raises(errors.DatabaseDamaged):
        connect(shop_path)
    with pytest.raises(errors.DatabaseDamaged):
        reader = connect_reader(shop_path)
        reader.rows("SELECT * FROM sqlite_schema")

    assert shop_path.read_bytes() == rubbish


def test_a_damaged_page_is_called_damaged(shop_path: Path, now: datetime) -> None:
    db = open_shop(shop_path, now=now, new_id=builders.ids(1))
    for place in range(200):
        settings.put(db, f"name {place}", "x" * 200)
    db.close()
    body = shop_path.read_bytes()
    leaves = [start for start in range(0, len(body), 4096) if b"name 150" in body[start : start + 4096]]
    for start in leaves:
        body = body[:start] + b"\xa5" * 4096 + body[start + 4096 :]
    shop_path.write_bytes(body)

    db = connect(shop_path)
    with pytest.raises(errors.DatabaseDamaged) as damaged:
        db.rows("SELECT * FROM setting")
    db.close()

    assert damaged.value.finding


def test_a_missing_folder_or_file_is_called_missing(tmp_path: Path) -> None:
    with pytest.raises(errors.DatabaseMissing):
        connect(tmp_path / "nowhere" / "shop.db")
    with pytest.raises(errors.DatabaseMissing):
        connect_reader(tmp_path / "shop.db")


def test_a_file_in_memory_cannot_have_a_log_and_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.DatabaseReadOnly):
        connect(tmp_path / "shop.db", open_connection=lambda _: sqlite.connect(":memory:", isolation_level=None))


def test_a_mistake_of_ours_stays_what_it_is(db: Database) -> None:
    with pytest.raises(sqlite.OperationalError, match="no such table"):
        db.rows("SELECT * FROM prodct")
    with pytest.raises(sqlite.IntegrityError):
        db.execute("INSERT INTO setting VALUES ('a', NULL)")
    with pytest.raises(sqlite.IntegrityError):
        db.execute_many("INSERT INTO setting VALUES (?, ?)", [("a", None)])
    with pytest.raises(sqlite.OperationalError):
        db.row("SELECT nothing")


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (sqlite.SQLITE_FULL, errors.DiskFull),
        (sqlite.SQLITE_READONLY, errors.DatabaseReadOnly),
        (sqlite.SQLITE_IOERR, errors.DiskFailing),
        (sqlite.SQLITE_IOERR | 4 << 8, errors.DiskFailing),
        (sqlite.SQLITE_CORRUPT, errors.DatabaseDamaged),
        (sqlite.SQLITE_NOTADB, errors.NotAShopFile),
        (sqlite.SQLITE_BUSY, errors.DatabaseBusy),
        (sqlite.SQLITE_BUSY | 2 << 8, errors.DatabaseBusy),
        (sqlite.SQLITE_CANTOPEN, errors.DatabaseMissing),
    ],
)
def test_what_sqlite_says_is_translated_by_its_code(code: int, meaning: type[Exception], tmp_path: Path) -> None:
    problem = sqlite.OperationalError("in SQLite's words")
    problem.sqlite_errorcode = code

    assert type(translated(problem, tmp_path / "shop.db")) is meaning


def test_an_error_without_a_code_is_not_explained_away(tmp_path: Path) -> None:
    problem = sqlite.InterfaceError("a bug")

    assert translated(problem, tmp_path) is problem


def test_sqlite_utils_sees_the_same_file(db: Database) -> None:
    settings.put(db, "a", "1")

    assert list(db.utils["setting"].rows) == [{"name": "a", "value": "1"}]
