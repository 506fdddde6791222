"""Requirement 33: another key signs from now on; the record that says so is signed by both, and both ranges verify."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pos.database import till
from pos.database.connection import Database
from pos.database.journal import keys as kept_keys
from pos.database.journal.records import in_order, latest
from pos.domain.errors import DatabaseReadOnly, SigningKeyMissing
from pos.domain.tax import TaxRate
from pos.fiscal.canonical import parse
from pos.fiscal.events import Event
from pos.fiscal.keys import proof_message
from pos.fiscal.record import PREFIX, Kind
from pos.keystore import FileKeyStore, key_file
from pos.operations.backing_up import first_break
from pos.operations.cataloguing import add_product
from pos.operations.journalling import secret_name
from pos.operations.opening import open_shop
from pos.operations.rotating import key_standing, rotate_key
from pos.operations.selling import sell
from pos.operations.verifying import verify
from tests.builders import exactly, ids, product, ticket

SOAP = product("Savon")


class Stop(Exception):
    """The power went."""


@pytest.fixture
def keys(shop_path: Path) -> FileKeyStore:
    return FileKeyStore(key_file(shop_path))


@pytest.fixture
def shop(db: Database) -> Database:
    add_product(db, SOAP)
    return db


def sell_soap(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> int:
    basket = ticket(SOAP)
    record = sell(db, basket, exactly(basket), now=now, rates=rates).record
    assert record is not None
    return record.seq


def test_r33_both_ranges_verify_and_the_rotation_is_signed_by_both_keys(
    shop: Database, keys: FileKeyStore, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    before = sell_soap(shop, now, rates)

    rotated = rotate_key(shop, keys=keys, now=now)
    after = sell_soap(shop, now, rates)

    old, new = kept_keys.all_keys(shop)
    assert (old.key.id, new.key.id) == (rotated.old.id, rotated.new.id)
    assert old.from_seq <= before <= (old.to_seq or 0) < new.from_seq <= after
    for record in in_order(shop):
        signed_by = old.key if record.seq < new.from_seq else new.key
        assert record.writer.key_id == signed_by.id
        assert signed_by.verifies(PREFIX + record.payload, record.signature)
    announced = latest(shop, Kind.KEY)
    assert announced is not None
    said: Any = parse(announced.payload)
    assert (said["action"], said["key"]["kid"], announced.seq) == ("ROTATED", new.key.id, old.to_seq)
    proven = proof_message(new.key, previous_key_id=old.key.id, previous=bytes.fromhex(said["prev"]))
    assert new.key.verifies(proven, bytes.fromhex(said["proof"]))
    assert first_break(shop) is None


def test_r33_the_log_names_both_keys(shop: Database, keys: FileKeyStore, now: datetime) -> None:
    rotated = rotate_key(shop, keys=keys, now=now)

    [event] = [record for record in in_order(shop) if record.subject == Event.KEY_ROTATED]
    said: Any = parse(event.payload)
    assert said["data"] == {"from": rotated.old.id, "to": rotated.new.id, "store": "file"}


def test_r33_a_till_opened_again_signs_with_the_new_key(
    shop_path: Path, shop: Database, keys: FileKeyStore, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    rotated = rotate_key(shop, keys=keys, now=now)

    again = open_shop(shop_path, now=now, new_id=ids(2), keys=keys)
    sell_soap(again, now, rates)

    last = latest(again, Kind.TICKET)
    assert last is not None
    assert last.writer.key_id == rotated.new.id
    assert key_standing(again, keys=keys).key.id == rotated.new.id
    again.close()


def test_r33_a_rotation_at_a_clock_gone_back_is_proven_over_the_record_before_it(
    shop: Database, keys: FileKeyStore, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    sell_soap(shop, now, rates)

    rotated = rotate_key(shop, keys=keys, now=now - timedelta(hours=1))

    announced = latest(shop, Kind.KEY)
    assert announced is not None
    said: Any = parse(announced.payload)
    proven = proof_message(rotated.new, previous_key_id=rotated.old.id, previous=bytes.fromhex(said["prev"]))
    assert rotated.new.verifies(proven, bytes.fromhex(said["proof"]))


def test_r33_a_key_can_be_rotated_again_and_again(
    shop: Database, keys: FileKeyStore, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    for _ in range(4):
        rotate_key(shop, keys=keys, now=now)
        sell_soap(shop, now, rates)

    assert len(kept_keys.all_keys(shop)) == 5
    assert verify(shop).is_unbroken


def test_r33_without_the_old_key_nothing_is_rotated(shop: Database, keys: FileKeyStore, now: datetime) -> None:
    key_id = key_standing(shop, keys=keys).key.id
    shop.author = None
    keys.forget(secret_name(till.identity(shop).id, key_id))

    with pytest.raises(SigningKeyMissing):
        rotate_key(shop, keys=keys, now=now)
    with pytest.raises(SigningKeyMissing):
        key_standing(shop, keys=keys)


class _Cut:
    """A connection on which the power goes at the n-th statement, or right before the key store writes."""

    def __init__(self, connection: Any, after: int) -> None:
        self._connection = connection
        self.left = after

    def execute(self, *args: Any) -> Any:
        if self.left == 0 and args[0] != "ROLLBACK":
            raise Stop
        self.left -= 1
        return self._connection.execute(*args)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def test_r33_a_program_killed_at_any_statement_leaves_a_till_that_signs(
    shop_path: Path, shop: Database, keys: FileKeyStore, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    sell_soap(shop, now, rates)
    steps, done = 0, False
    while not done:
        dying = open_shop(shop_path, now=now, new_id=ids(3), keys=keys)
        key_standing(dying, keys=keys)
        connection, dying.connection = dying.connection, _Cut(dying.connection, steps)
        try:
            rotate_key(dying, keys=keys, now=now)
            done = True
        except Stop:
            steps += 1
        connection.close()
        again = open_shop(shop_path, now=now, new_id=ids(4), keys=keys)
        sell_soap(again, now, rates)
        assert verify(again).is_unbroken
        assert len(kept_keys.all_keys(again)) == 1 + done
        again.close()
    assert steps > 10, "the power went at every statement"


class _DeadProgram(FileKeyStore):
    """Its program died right after a key was saved: nobody is there to forget it again."""

    def forget(self, name: str) -> None:
        pass


def test_r33_a_key_left_over_in_the_store_is_no_matter(
    shop_path: Path, shop: Database, keys: FileKeyStore, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    standing = key_standing(shop, keys=keys)
    connection, shop.connection = shop.connection, _Cut(shop.connection, 1)
    with pytest.raises(Stop):
        rotate_key(shop, keys=_DeadProgram(key_file(shop_path)), now=now)
    shop.connection = connection

    assert len(msgspec.json.decode(key_file(shop_path).read_bytes(), type=dict[str, str])) == 2
    assert key_standing(shop, keys=keys).key.id == standing.key.id
    sell_soap(shop, now, rates)


def test_r33_a_key_store_that_takes_nothing_leaves_the_old_key_in_force(
    shop: Database, keys: FileKeyStore, now: datetime, rates: tuple[TaxRate, ...], tmp_path: Path
) -> None:
    standing = key_standing(shop, keys=keys)

    with pytest.raises(DatabaseReadOnly):
        rotate_key(shop, keys=FileKeyStore(tmp_path / "unplugged" / "keys"), now=now)

    assert key_standing(shop, keys=keys).key.id == standing.key.id
    sell_soap(shop, now, rates)
    assert first_break(shop) is None


def test_r33_no_private_key_is_ever_in_the_shops_file(
    shop_path: Path, shop: Database, keys: FileKeyStore, now: datetime
) -> None:
    rotate_key(shop, keys=keys, now=now)
    shop.checkpoint()

    held = msgspec.json.decode(key_file(shop_path).read_bytes(), type=dict[str, str])
    content = shop_path.read_bytes() + shop_path.with_name("shop.db-wal").read_bytes()
    assert len(held) == 2, "the old one stays for backups made before"
    assert all(secret.encode() not in content for secret in held.values())
