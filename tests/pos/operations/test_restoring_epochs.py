"""What a restore leaves in the journal: the chain goes on in a new epoch, and says what was known to come after it."""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import tests.old_databases
from pos.database.connection import Database, transaction
from pos.database.journal import holding
from pos.database.journal import keys as kept_keys
from pos.database.journal.author import Head
from pos.database.journal.records import by_kind_after, by_seq, head_row, in_order
from pos.database.journal.totals import totals
from pos.domain.errors import SigningKeyMissing
from pos.domain.hold import Hold, HoldReason
from pos.domain.tax import TaxRate
from pos.fiscal.canonical import parse
from pos.fiscal.events import Event
from pos.fiscal.keys import proof_message
from pos.fiscal.record import Kind, Record
from pos.fiscal.verify import KO
from pos.keystore import FileKeyStore, key_file
from pos.operations.backing_up import Backup, back_up, first_break
from pos.operations.cataloguing import add_product
from pos.operations.closing import close_day
from pos.operations.opening import open_shop
from pos.operations.restoring import restore
from pos.operations.rotating import rotate_key
from pos.operations.selling import sell
from pos.operations.training import start_training
from pos.operations.verifying import verify
from tests.builders import exactly, ids, product, ticket

SOAP = product("Savon", 250)
BEFORE, AFTER = 3, 2


@pytest.fixture
def later(now: datetime) -> datetime:
    return now + timedelta(hours=2)


@pytest.fixture
def copy(shop_path: Path, tmp_path: Path, now: datetime, rates: tuple[TaxRate, ...]) -> Backup:
    """A backup after three sales; the shop went on to sell two more and was then closed."""
    db = open_shop(shop_path, now=now, new_id=ids(1))
    add_product(db, SOAP)
    sell_soap(db, now, rates, BEFORE)
    made = back_up(shop_path, tmp_path / "copies", now=now)
    sell_soap(db, now, rates, AFTER)
    db.close()
    return made


@contextlib.contextmanager
def opened(path: Path, now: datetime) -> Iterator[Database]:
    with contextlib.closing(open_shop(path, now=now, new_id=ids(6))) as db:
        yield db


def sell_soap(db: Database, now: datetime, rates: tuple[TaxRate, ...], times: int = 1) -> list[Record]:
    records = []
    for _ in range(times):
        basket = ticket(SOAP)
        record = sell(db, basket, exactly(basket), now=now, rates=rates).record
        assert record is not None
        records.append(record)
    return records


def restores(db: Database) -> list[Record]:
    return [record for record in by_kind_after(db, Kind.JET, 0) if record.subject == Event.RESTORE]


def said(record: Record) -> Any:
    return parse(record.payload)


def test_the_epoch_opens_with_a_record_that_names_the_last_end_known_and_the_backups(
    copy: Backup, shop_path: Path, later: datetime
) -> None:
    with opened(shop_path, later) as db:
        known = head_row(db)

    done = restore(copy.path, shop_path, now=later, new_id=ids(5))

    assert copy.head is not None
    with opened(shop_path, later) as db:
        [record] = restores(db)
        assert (record.seq, record.series, record.number) == (copy.head.seq + 1, "JET/2", 1)
        assert said(record)["prev"] == copy.head.hash.hex(), "the chain goes on from the backup's end"
        assert said(record)["data"] == {
            "epoch": 2,
            "head": {"epoch": 1, "seq": known.seq, "hash": known.hash.hex()},
            "backup": {"epoch": 1, "seq": copy.head.seq, "hash": copy.head.hash.hex()},
        }
        assert (done.records_lost, done.key_is_new) == (AFTER, False)
        assert done.head == Head(record.seq, record.hash, 2)
        assert first_break(db) is None


def test_what_is_sold_afterwards_counts_in_series_of_its_own_and_totals_go_on(
    copy: Backup, shop_path: Path, later: datetime, rates: tuple[TaxRate, ...]
) -> None:
    restore(copy.path, shop_path, now=later, new_id=ids(5))

    with opened(shop_path, later) as db:
        assert totals(db).perpetual == BEFORE * 250, "as of the backup"
        [sold] = sell_soap(db, later, rates)
        assert (sold.series, sold.number) == ("TICKET/2", 1)
        assert totals(db).day == totals(db).perpetual == (BEFORE + 1) * 250
        closed = close_day(db, now=later)
        assert (closed.record.series, closed.closing.figures.from_seq) == ("Z/2", 1)
        assert verify(db).is_unbroken


def test_an_end_that_only_an_anchor_knows_is_named_and_its_epoch_is_never_used_again(
    copy: Backup, shop_path: Path, later: datetime
) -> None:
    shop_path.write_bytes(b"a letter to the bank")
    anchored = Head(99, bytes(range(32)), 7)

    done = restore(copy.path, shop_path, now=later, new_id=ids(5), known_heads=[Head(98, bytes(32), 7), anchored])

    assert done.known == anchored
    assert done.epoch > 7
    with opened(shop_path, later) as db:
        [record] = restores(db)
        assert said(record)["data"]["head"] == {"epoch": 7, "seq": 99, "hash": anchored.hash.hex()}


def test_an_older_anchor_does_not_hide_what_the_replaced_file_knew(
    copy: Backup, shop_path: Path, later: datetime
) -> None:
    done = restore(copy.path, shop_path, now=later, new_id=ids(5), known_heads=[Head(3, bytes(32), 1)])

    assert copy.head is not None
    assert done.known.seq == copy.head.seq + AFTER


def test_a_shop_put_back_where_nothing_is_known_names_the_backups_own_end(
    copy: Backup, tmp_path: Path, shop_path: Path, later: datetime
) -> None:
    new_machine = tmp_path / "new" / "shop.db"
    new_machine.parent.mkdir()
    key_file(new_machine).write_bytes(key_file(shop_path).read_bytes())

    done = restore(copy.path, new_machine, now=later, new_id=ids(5))

    assert done.known == done.backup == copy.head
    assert done.records_lost == 0


def test_the_same_backup_put_back_twice_opens_two_epochs_and_each_names_the_one_before(
    copy: Backup, shop_path: Path, later: datetime, rates: tuple[TaxRate, ...]
) -> None:
    first = restore(copy.path, shop_path, now=later, new_id=ids(5))
    with opened(shop_path, later) as db:
        [lost] = sell_soap(db, later, rates)

    second = restore(copy.path, shop_path, now=later + timedelta(minutes=1), new_id=ids(7))

    with opened(shop_path, later) as db:
        [again] = sell_soap(db, later, rates)
        [record] = restores(db)
        assert (first.epoch, second.epoch) == (2, 3)
        assert second.known == Head(lost.seq, lost.hash, 2)
        assert said(record)["data"]["head"]["epoch"] == 2
        assert (lost.series, again.series) == ("TICKET/2", "TICKET/3"), "no number is given out twice"
        assert first_break(db) is None


def test_a_backup_taken_after_a_restore_can_be_put_back_too(
    copy: Backup, shop_path: Path, tmp_path: Path, later: datetime, rates: tuple[TaxRate, ...]
) -> None:
    restore(copy.path, shop_path, now=later, new_id=ids(5))
    with opened(shop_path, later) as db:
        sell_soap(db, later, rates)
    again = back_up(shop_path, tmp_path / "copies", now=later)

    restore(again.path, shop_path, now=later, new_id=ids(7))

    with opened(shop_path, later) as db:
        assert [record.series for record in restores(db)] == ["JET/2", "JET/3"]
        assert verify(db).is_unbroken


def test_without_the_tills_key_nothing_is_put_back_unless_somebody_says_so(
    copy: Backup, shop_path: Path, later: datetime
) -> None:
    before = shop_path.read_bytes()
    key_file(shop_path).unlink()

    with pytest.raises(SigningKeyMissing) as missing:
        restore(copy.path, shop_path, now=later, new_id=ids(5))

    assert missing.value.path == shop_path
    assert shop_path.read_bytes() == before
    assert not list(shop_path.parent.glob("*.replaced.*"))


def test_with_the_key_lost_a_new_one_opens_the_epoch_proves_itself_and_is_announced(
    copy: Backup, shop_path: Path, later: datetime, rates: tuple[TaxRate, ...]
) -> None:
    key_file(shop_path).unlink()

    done = restore(copy.path, shop_path, now=later, new_id=ids(5), may_take_new_key=True)

    assert done.key_is_new
    with opened(shop_path, later) as db:
        old, new = kept_keys.all_keys(db)
        [record] = restores(db)
        assert (record.seq, record.writer.key_id) == (new.from_seq, new.key.id)
        told = said(record)["data"]
        assert told["key"] == {"kid": new.key.id, "fp": new.key.fingerprint, "spki": new.key.der.hex()}
        proven = proof_message(new.key, previous_key_id=old.key.id, previous=bytes.fromhex(said(record)["prev"]))
        assert new.key.verifies(proven, bytes.fromhex(told["proof"]))
        announced = by_seq(db, record.seq + 1)
        assert announced is not None
        assert (announced.subject, announced.writer.key_id) == (Event.KEY_CREATED, new.key.id)
        assert said(announced)["data"] == {"key": new.key.id}
        [sold] = sell_soap(db, later, rates)
        assert sold.writer.key_id == new.key.id
        assert verify(db).is_unbroken


def test_a_backup_from_before_a_rotation_is_signed_with_the_key_of_its_day(
    copy: Backup, shop_path: Path, later: datetime, rates: tuple[TaxRate, ...]
) -> None:
    with opened(shop_path, later) as db:
        rotated = rotate_key(db, keys=FileKeyStore(key_file(shop_path)), now=later)

    done = restore(copy.path, shop_path, now=later, new_id=ids(5))

    assert not done.key_is_new
    with opened(shop_path, later) as db:
        [sold] = sell_soap(db, later, rates)
        assert sold.writer.key_id == rotated.old.id


def test_the_opening_stands_first_in_its_epoch_although_the_clock_went_back(
    copy: Backup, shop_path: Path, now: datetime
) -> None:
    restore(copy.path, shop_path, now=now - timedelta(days=3), new_id=ids(5))

    with opened(shop_path, now) as db:
        [record] = restores(db)
        assert record.number == 1
        assert record.at >= now
        moments = [record.at for record in in_order(db)]
        assert moments == sorted(moments)


def test_training_and_what_the_till_was_held_for_belong_to_the_day_of_the_backup(
    copy: Backup, shop_path: Path, tmp_path: Path, later: datetime
) -> None:
    with opened(shop_path, later) as db:
        start_training(db, now=later, new_id=ids(8))
        with transaction(db):
            holding.hold(db, Hold(HoldReason.BEHIND, seq=1, missing=2))
    training = back_up(shop_path, tmp_path / "copies", now=later)

    restore(training.path, shop_path, now=later, new_id=ids(5))

    with opened(shop_path, later) as db:
        assert db.row("SELECT training, held FROM fiscal_head") == (0, "")
        assert [finding.code for finding in verify(db).ordered if finding.severity == KO] == []


def test_whoever_keeps_the_heads_hears_of_the_new_one_once_the_file_is_there(
    copy: Backup, shop_path: Path, later: datetime
) -> None:
    told: list[Head] = []

    done = restore(copy.path, shop_path, now=later, new_id=ids(5), told_heads=told.append)

    assert told == [done.head]


def test_a_backup_older_than_the_journal_begins_one_in_its_epoch(
    shop_path: Path, tmp_path: Path, later: datetime, rates: tuple[TaxRate, ...]
) -> None:
    old = tmp_path / "old.db"
    old.write_bytes(gzip.decompress(Path(tests.old_databases.__file__).with_name("m002_counter.db.gz").read_bytes()))

    done = restore(old, shop_path, now=later, new_id=ids(5))

    assert not done.key_is_new, "it is the till's first"
    with opened(shop_path, later) as db:
        subjects = [record.subject for record in in_order(db)]
        assert subjects[1:] == [Event.INIT, Event.RESTORE]
        assert first_break(db) is None
