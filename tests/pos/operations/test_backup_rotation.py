"""Copies kept by the hour, the day and the month, in two places; never more is thrown away than meant."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pos.database.connection import Database, connect_reader, transaction
from pos.database.journal import purges
from pos.database.journal.records import append, head_row, latest
from pos.domain.copies import DAILY, HOURLY
from pos.domain.errors import BackupFailed, BackupPlaceAway, BackupPlaceTaken, JournalBroken
from pos.domain.tax import TaxRate
from pos.fiscal.canonical import Body, parse
from pos.fiscal.events import Event
from pos.fiscal.record import Kind
from pos.operations.backing_up import (
    MARK,
    choose_second_place,
    copies,
    first_break,
    first_place,
    keep_safe,
    look_into,
    note_backup,
    thin_out,
)
from pos.operations.cataloguing import add_product
from pos.operations.opening import open_shop
from pos.operations.selling import sell
from tests.builders import exactly, ids, product, ticket

SOAP = product("Savon")
HOUR = timedelta(hours=1)


@pytest.fixture
def shop(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> Database:
    add_product(db, SOAP)
    sell_soap(db, now, rates, 3)
    return db


def sell_soap(db: Database, now: datetime, rates: tuple[TaxRate, ...], times: int = 1) -> None:
    for _ in range(times):
        basket = ticket(SOAP)
        sell(db, basket, exactly(basket), now=now, rates=rates)


def named(folder: Path, moment: datetime) -> Path:
    return folder / f"shop-{moment:%Y-%m-%d-%H%M%S}.db"


def break_journal(path: Path, change: str) -> None:
    """Change a record as somebody would who has the file: the guards taken off first."""
    db = sqlite3.connect(path)
    for (guard,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {guard}")
    db.execute("UPDATE sale SET record_seq = NULL")
    db.execute(change)
    db.commit()
    db.close()


def test_a_round_makes_a_copy_beside_the_shop_that_says_what_it_holds(shop: Database, now: datetime) -> None:
    done = keep_safe(shop.path, now=now)

    assert done.made.path == named(shop.path.parent / "backups", now)
    assert (done.made.sales, done.thrown_away, done.second, done.second_trouble) == (3, 0, None, None)
    head = head_row(shop)
    assert done.made.head is not None
    assert (done.made.head.seq, done.made.head.hash, done.made.head.epoch) == (head.seq, head.hash, 1)
    assert copies(shop.path, first_place(shop.path), now=now) == [(now, done.made.path)]
    assert look_into(done.made.path, now) == done.made


def test_a_backup_is_noted_once_it_stands_with_its_name_and_the_end_of_its_chain(shop: Database, now: datetime) -> None:
    done = keep_safe(shop.path, now=now)
    note_backup(shop, done, now=now)

    event = latest(shop, Kind.JET)
    assert event is not None
    said: Any = parse(event.payload)
    assert (event.subject, said["data"]["name"], said["data"]["sales"]) == (Event.BACKUP, done.made.path.name, 3)
    assert said["data"]["head"] == {"epoch": 1, "seq": event.seq - 1, "hash": said["prev"]}, "the copy ends before it"
    assert said["data"]["second"] == 0


def test_older_copies_go_when_their_hour_day_and_month_have_a_newer_one(shop: Database, now: datetime) -> None:
    moments = [now - hour * HOUR for hour in range(24 * 40)]
    first_place(shop.path).mkdir()
    keep_safe(shop.path, now=now - 41 * 24 * HOUR)
    content = copies(shop.path, first_place(shop.path), now=now)[0][1].read_bytes()
    for moment in moments[1:]:
        named(first_place(shop.path), moment).write_bytes(content)

    done = keep_safe(shop.path, now=now)

    left = [moment for moment, _ in copies(shop.path, first_place(shop.path), now=now)]
    assert left[:HOURLY] == moments[:HOURLY]
    assert len({moment.date() for moment in left}) >= DAILY
    assert done.thrown_away == len(moments) + 1 - len(left) > 800


def test_what_comptoir_did_not_put_there_is_left_alone(shop: Database, tmp_path: Path, now: datetime) -> None:
    folder = first_place(shop.path)
    keep_safe(shop.path, now=now - 400 * 24 * HOUR)
    stranger = open_shop(tmp_path / "other" / "shop.db", now=now, new_id=ids(9))
    stranger.close()
    theirs = keep_safe(stranger.path, now=now).made.path.read_bytes()
    others = [folder / name for name in ("shop.db", "photo.jpg", "shop-2020-01-01.db", "shop-2020-13-01-120000.db")]
    letter, foreign = named(folder, now - 500 * 24 * HOUR), named(folder, now - 501 * 24 * HOUR)
    for other in (*others, letter):
        other.write_bytes(b"a letter to the bank")
    foreign.write_bytes(theirs)
    for hour in range(100):
        named(folder, now - hour * HOUR).write_bytes(theirs)

    keep_safe(shop.path, now=now)

    assert all(other.exists() for other in (*others, letter, foreign))
    assert len(list(folder.iterdir())) == 1 + len(others) + 2 + 100 + 1, "the other till's are its own to thin out"


def test_a_copy_that_was_cut_off_is_cleared_away_after_a_day(shop: Database, now: datetime) -> None:
    folder = first_place(shop.path)
    folder.mkdir()
    old, fresh = (named(folder, now - ago).with_suffix(".db.part") for ago in (25 * HOUR, HOUR))
    old.touch()
    fresh.touch()

    thin_out(shop.path, folder, now=now)

    assert (old.exists(), fresh.exists()) == (False, True)


def test_every_copy_goes_to_the_second_place_too(shop: Database, tmp_path: Path, now: datetime) -> None:
    choose_second_place(shop, tmp_path / "usb")

    done = keep_safe(shop.path, now=now)
    note_backup(shop, done, now=now)

    assert done.second == named(tmp_path / "usb", now)
    assert done.second.read_bytes() == done.made.path.read_bytes()
    event = latest(shop, Kind.JET)
    assert event is not None
    said: Any = parse(event.payload)
    assert said["data"]["second"] == 1
    later = keep_safe(shop.path, now=now + HOUR)
    assert later.second is not None
    choose_second_place(shop, None)
    assert keep_safe(shop.path, now=now + 2 * HOUR).second is None


def test_a_disk_that_is_not_plugged_in_is_said_and_no_folder_is_made_in_its_place(
    shop: Database, tmp_path: Path, now: datetime
) -> None:
    place = tmp_path / "media" / "usb"
    choose_second_place(shop, place)
    (place / MARK).unlink()

    away = keep_safe(shop.path, now=now)
    place.rmdir()
    gone = keep_safe(shop.path, now=now + HOUR)

    for done in (away, gone):
        assert isinstance(done.second_trouble, BackupPlaceAway)
        assert done.second is None
        assert done.made.path.exists(), "the first place has its copy all the same"
    assert not place.exists()


def test_the_first_place_is_no_second_one(shop: Database, tmp_path: Path, now: datetime) -> None:
    with pytest.raises(BackupPlaceTaken):
        choose_second_place(shop, first_place(shop.path))
    (tmp_path / "file").touch()
    with pytest.raises(BackupFailed):
        choose_second_place(shop, tmp_path / "file")
    assert keep_safe(shop.path, now=now).second_trouble is None


@pytest.mark.parametrize(
    ("change", "seq"),
    [
        ("UPDATE fiscal_record SET payload = CAST(replace(payload, 'Savon', 'Sapin') AS BLOB) WHERE seq = 4", 4),
        ("UPDATE fiscal_record SET payload = x'' WHERE seq = 4", 4),
        ("DELETE FROM fiscal_record WHERE seq = 3", 3),
        ("DELETE FROM fiscal_record WHERE seq = 5", 5),
        ("UPDATE fiscal_head SET seq = 4", 6),
        ("UPDATE fiscal_record SET sig = zeroblob(64) WHERE seq = 4", 4),
    ],
)
def test_a_journal_that_does_not_hold_gives_no_copy(shop: Database, now: datetime, change: str, seq: int) -> None:
    shop_copy = shop.path.parent / "broken" / "shop.db"
    shop_copy.parent.mkdir()
    made = keep_safe(shop.path, now=now).made.path
    shop_copy.write_bytes(made.read_bytes())
    break_journal(shop_copy, change)

    with pytest.raises(JournalBroken) as broken:
        keep_safe(shop_copy, now=now)

    assert broken.value.seq == seq
    assert list(first_place(shop_copy).iterdir()) == []


def test_a_purged_record_counts_by_its_hash(shop: Database, now: datetime) -> None:
    with transaction(shop):
        body: Body = {"from": 3, "to": 4, "archive": "x", "hashes": purges.digest_of(shop, 3, 4)}
        record = append(shop, Kind.PURGE, body, now=now, subject="3-4")
        purges.take_away(shop, 3, 4, record_seq=record.seq)

    assert first_break(shop) is None
    assert keep_safe(shop.path, now=now).made.sales == 1


def test_a_total_that_is_not_the_sum_of_its_tickets_is_found(shop: Database) -> None:
    assert first_break(shop) is None

    shop.execute("UPDATE totals SET perpetual_signed = perpetual_signed + 1")

    assert first_break(shop) == 6


def test_a_shop_older_than_the_journal_is_copied_as_it_is(shop_path: Path, now: datetime) -> None:
    import gzip

    import tests.old_databases

    old = Path(tests.old_databases.__file__).with_name("m002_counter.db.gz")
    shop_path.write_bytes(gzip.decompress(old.read_bytes()))

    done = keep_safe(shop_path, now=now)

    assert done.made.head is None
    reader = connect_reader(done.made.path)
    assert not reader.rows("SELECT name FROM sqlite_schema WHERE name = 'fiscal_record'")
    reader.close()
