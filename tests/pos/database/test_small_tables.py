"""The till's counters, settings, open tickets, the lock beside the file, and copies of it."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos.database import backup, lock, tickets, till
from pos.database import settings as shop_settings
from pos.database.connection import Database, connect_reader, transaction
from pos.domain.errors import BackupFailed, DatabaseMissing, DatabaseReadOnly, ShopOpenElsewhere
from pos.domain.sale import TillIdentity
from pos.domain.shop import ShopIdentity
from pos.domain.ticket import Ticket
from tests.builders import product, ticket
from tests.pos.domain.strategies import tickets as some_tickets

ROOT = Path(__file__).parents[3]
takes = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, 9)), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(takes)
def test_what_is_taken_is_never_given_twice_and_nothing_is_left_out(
    db: Database, wanted: list[tuple[int, int, int]]
) -> None:
    start = till.take(db)
    numbers: list[int] = []
    places: list[int] = []
    versions: list[int] = []
    for count, moved, changed in wanted:
        taken = till.take(db, numbers=count, movements=moved, versions=changed)
        numbers += range(taken.number, taken.number + count)
        places += range(taken.first_seq, taken.first_seq + moved)
        versions += range(taken.first_version, taken.first_version + changed)

    assert numbers == list(range(start.number, start.number + len(numbers)))
    assert places == list(range(start.first_seq, start.first_seq + len(places)))
    assert versions == list(range(start.first_version, start.first_version + len(versions)))
    assert till.last_number(db) == start.number + len(numbers) - 1
    assert till.last_version(db) == start.first_version + len(versions) - 1


def test_what_was_taken_in_vain_is_given_back(db: Database) -> None:
    with pytest.raises(RuntimeError), transaction(db):
        till.take(db, numbers=1, movements=5, versions=5)
        raise RuntimeError

    taken = till.take(db, numbers=1, movements=1, versions=1)
    assert (taken.number, taken.first_seq, taken.first_version) == (1, 1, 1)


def test_a_new_epoch_counts_from_one_and_versions_go_on(db: Database) -> None:
    till.take(db, numbers=3, movements=7, versions=7)
    before = till.identity(db)

    assert till.begin_epoch(db, version_gap=1_000) == 2

    taken = till.take(db, numbers=1, movements=1, versions=1)
    assert taken.till == till.identity(db) == TillIdentity(before.id, before.name, 2)
    assert (taken.number, taken.first_seq, taken.first_version) == (1, 1, 1_008)


def test_a_file_without_a_till_gives_out_nothing(db: Database) -> None:
    db.execute("DELETE FROM till")

    with pytest.raises(LookupError):
        till.identity(db)
    with pytest.raises(LookupError):
        till.take(db, numbers=1)


def test_settings_are_kept_by_name(db: Database) -> None:
    assert shop_settings.get(db, "theme", "light") == "light"
    for value in ("dark", "light", "dark"):
        shop_settings.put(db, "theme", value)

    assert shop_settings.get(db, "theme") == "dark"


def test_the_shop_knows_who_it_is(db: Database) -> None:
    assert shop_settings.shop_identity(db) == ShopIdentity()
    shop = ShopIdentity(name="Épicerie de la Halle", city="Cœuvres", footer=("Merci !", "À bientôt"))

    shop_settings.put_shop_identity(db, shop)

    assert shop_settings.shop_identity(db) == shop


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(some_tickets())
def test_any_open_ticket_comes_back_as_it_was(db: Database, basket: Ticket) -> None:
    tickets.save(db, basket, saved_at_ms=1)

    assert tickets.load(db) == basket


def test_an_open_ticket_is_let_go_by_its_id(db: Database) -> None:
    first, second = ticket(product()), ticket(product())
    tickets.save(db, first, saved_at_ms=1)
    tickets.save(db, second, saved_at_ms=2, slot="parked")

    tickets.forget(db, first.id)

    assert (tickets.load(db), tickets.load(db, slot="parked")) == (None, second)


def test_a_second_program_on_the_same_shop_is_told_so(shop_path: Path) -> None:
    held = lock.hold(shop_path)
    program = (
        "import sys; from pathlib import Path; from pos.database import lock; from pos.domain.errors import *\n"
        "try: lock.hold(Path(sys.argv[1])); print('held')\n"
        "except ShopOpenElsewhere as told: print(told.path)"
    )

    def second() -> str:
        done = subprocess.run(
            [sys.executable, "-c", program, str(shop_path)], cwd=ROOT, capture_output=True, text=True, timeout=60
        )
        return done.stdout.strip()

    assert second() == str(shop_path)
    with pytest.raises(ShopOpenElsewhere):
        lock.hold(shop_path)
    held.release()
    assert second() == "held"


def test_a_lock_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises((DatabaseReadOnly, DatabaseMissing)):
        lock.hold(tmp_path / "file" / "shop.db")


def test_a_copy_is_one_sound_file_with_everything_in_it(db: Database, tmp_path: Path, now: datetime) -> None:
    shop_settings.put(db, "a", "1")
    copy_to = backup.beside(db.path, "before-something", now)

    backup.copy(db.path, copy_to)

    assert copy_to.name == "shop.2026-11-23-120000.before-something.db"
    assert backup.damage(copy_to) == ""
    assert sorted(path.name for path in tmp_path.glob("shop.2026*")) == [copy_to.name]
    copy = connect_reader(copy_to)
    assert shop_settings.get(copy, "a") == "1"
    copy.close()


def test_a_copy_that_does_not_verify_is_thrown_away(db: Database, tmp_path: Path) -> None:
    db.execute("PRAGMA foreign_keys=OFF")
    db.execute("INSERT INTO barcode VALUES ('42', 'nobody')")

    with pytest.raises(BackupFailed) as failed:
        backup.copy(db.path, tmp_path / "copies" / "copy.db")

    assert "point nowhere" in failed.value.finding
    assert list((tmp_path / "copies").iterdir()) == []
    assert "point nowhere" in backup.damage(db.path)


def test_a_missing_shop_is_not_copied(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing):
        backup.copy(tmp_path / "shop.db", tmp_path / "copy.db")

    assert list(tmp_path.iterdir()) == []


def test_damage_is_put_in_words(db: Database, tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.db"
    rubbish.write_bytes(b"no database" * 1_000)

    assert backup.damage(db.path) == ""
    assert backup.damage(rubbish)
    assert backup.damage(tmp_path / "missing.db")
