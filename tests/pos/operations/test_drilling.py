"""The drill: the newest copy is really put back, elsewhere, and what is wrong with it is said by name."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pos.database import backup_notes
from pos.database.connection import Database
from pos.domain.tax import TaxRate
from pos.keystore import FileKeyStore, key_file
from pos.operations.backing_up import first_place, keep_safe
from pos.operations.cataloguing import add_product
from pos.operations.drilling import note_drill, rehearse
from pos.operations.overseeing_backups import is_drill_due, is_due, standing, warn_of_key_file
from pos.operations.rotating import rotate_key
from pos.operations.selling import sell
from tests.builders import exactly, ids, product, ticket

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def shop(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> Database:
    soap = product("Savon")
    add_product(db, soap)
    for _ in range(3):
        basket = ticket(soap)
        sell(db, basket, exactly(basket), now=now, rates=rates)
    return db


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_sound_copy_is_green_and_nothing_is_left_of_the_trial(shop: Database, now: datetime) -> None:
    keep_safe(shop.path, now=now - HOUR)
    made = keep_safe(shop.path, now=now).made
    before = files(shop.path.parent), files(first_place(shop.path))

    done = rehearse(shop.path, now=now, new_id=ids(8))

    assert made.head is not None
    assert (done.copy, done.sales, done.records, done.trouble) == (made.path.name, 3, made.head.seq, "")
    assert done.is_green
    assert (files(shop.path.parent), files(first_place(shop.path))) == before, "keys, shop and copies are only read"
    assert sorted(path.name for path in first_place(shop.path).iterdir()) == sorted(before[1])


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        ("UPDATE stock_level SET quantity_milli = 7000", "LevelOff"),
        ("UPDATE totals SET perpetual_signed = 1", "TotalsOff"),
        ("UPDATE fiscal_head SET hash = zeroblob(32)", "JournalBroken"),
    ],
)
def test_what_is_wrong_with_a_copy_is_said(shop: Database, now: datetime, change: str, trouble: str) -> None:
    made = keep_safe(shop.path, now=now).made
    copy = sqlite3.connect(made.path)
    copy.execute(change)
    copy.commit()
    copy.close()

    done = rehearse(shop.path, now=now, new_id=ids(8))

    assert (done.is_green, done.trouble) == (False, trouble)


def test_a_copy_overwritten_by_something_else_is_red_and_no_copy_is_too(shop: Database, now: datetime) -> None:
    assert rehearse(shop.path, now=now, new_id=ids(8)).trouble == "NoCopy"
    keep_safe(shop.path, now=now).made.path.write_bytes(b"a letter to the bank")

    assert rehearse(shop.path, now=now, new_id=ids(8)).trouble == "NotAShopFile"


def test_how_it_went_is_kept_and_due_again_after_a_week_or_at_once_when_red(shop: Database, now: datetime) -> None:
    assert is_drill_due(backup_notes.drill(shop), now=now)
    keep_safe(shop.path, now=now)
    done = rehearse(shop.path, now=now, new_id=ids(8))
    note_drill(shop, done)

    kept = backup_notes.drill(shop)
    assert kept == done
    assert not is_drill_due(kept, now=now + 6 * DAY)
    assert is_drill_due(kept, now=now + 7 * DAY)
    first_place(shop.path).joinpath(done.copy).write_bytes(b"a letter to the bank")
    assert is_drill_due(rehearse(shop.path, now=now, new_id=ids(8)), now=now)


def test_a_copy_is_due_after_an_hour_or_a_closing_whatever_the_clock_does(now: datetime) -> None:
    last = backup_notes.LastNoted(now, is_before_closing=False)

    assert not is_due(last, now=now + 0.9 * HOUR)
    assert is_due(last, now=now + HOUR)
    assert is_due(last, now=now - DAY)
    assert is_due(backup_notes.LastNoted(now, is_before_closing=True), now=now)
    assert is_due(backup_notes.LastNoted(None, is_before_closing=False), now=now)


def test_the_standing_says_where_and_when(shop: Database, now: datetime) -> None:
    made = keep_safe(shop.path, now=now).made

    held = standing(shop, now=now)

    assert (held.first, held.count, held.newest, held.second) == (first_place(shop.path), 1, made, None)


def test_a_key_in_a_file_is_warned_of_once_and_again_for_another_key(
    shop_path: Path, shop: Database, now: datetime
) -> None:
    keys = FileKeyStore(key_file(shop_path))

    assert warn_of_key_file(shop, keys=keys) == key_file(shop_path)
    assert warn_of_key_file(shop, keys=keys) is None
    rotate_key(shop, keys=keys, now=now)
    assert warn_of_key_file(shop, keys=keys) == key_file(shop_path)
