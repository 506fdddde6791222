"""The shop whose file is tampered with: a few days of real work, and what is known of it outside its file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from pos.database import products
from pos.database.connection import Database
from pos.database.journal.author import Head as KnownHead
from pos.database.journal.keys import all_keys
from pos.database.journal.records import by_kind_after, head_row
from pos.domain.catalogue import Product
from pos.domain.money import Money
from pos.domain.ticket import Ticket, remove
from pos.fiscal.record import Kind
from pos.fiscal.verify import Head
from pos.keystore import FileKeyStore, key_file
from pos.operations.backing_up import back_up
from pos.operations.cataloguing import change_product
from pos.operations.opening import open_shop
from pos.operations.restoring import restore
from pos.operations.rotating import rotate_key
from pos.operations.selling import keep_ticket
from tests import builders
from tests.pos.fiscal.year import Plan, Step, live

DAYS = 6
FIRST_DAY = date(2026, 11, 27)
"""A month ends within: its closing is there too."""
ROTATED, RESTORED = 1, 3


@dataclass(frozen=True, slots=True)
class Original:
    """A shop's file as bytes, older copies of it, and what others know: heads of paper closings, keys.

    secrets are the till's private keys by their names in records: who owns the machine has them.
    """

    image: bytes
    copies: tuple[tuple[int, bytes], ...]
    heads: tuple[Head, ...]
    fingerprints: tuple[str, ...]
    secrets: dict[str, str]


def build(folder: Path, *, tickets: int = 36, seed: int = 1) -> Original:
    """Let a shop live its days in a folder."""
    copies: list[tuple[int, bytes]] = []
    steps = {day: _day(day, folder, copies) for day in range(DAYS)}
    lived = live(
        folder / "shop.db",
        Plan(tickets=tickets, days=DAYS, first_day=FIRST_DAY, seed=seed, copies=4, on_days=steps),
    )
    db = lived.db
    closings = [record for kind in (Kind.Z, Kind.ZM) for record in by_kind_after(db, kind, 0)]
    heads = {record.seq: record.hash.hex() for record in closings}
    heads[head_row(db).seq] = head_row(db).hash.hex()
    fingerprints = tuple(span.key.fingerprint for span in all_keys(db))
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.close()
    kept = json.loads(key_file(lived.path).read_text())
    return Original(
        image=lived.path.read_bytes(),
        copies=tuple(copies),
        heads=tuple(Head(seq, digest) for seq, digest in sorted(heads.items())),
        fingerprints=fingerprints,
        secrets={name.rpartition("/")[2]: secret for name, secret in kept.items() if name.startswith("signing/")},
    )


def _day(day: int, folder: Path, copies: list[tuple[int, bytes]]) -> Step:
    def step(db: Database, now: datetime) -> Database:
        _work(db, now, day)
        if day == ROTATED:
            rotate_key(db, keys=FileKeyStore(key_file(db.path)), now=now)
        if day == RESTORED:
            db = _restored(db, folder, now)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        copies.append((head_row(db).seq, db.path.read_bytes()))
        return db

    return step


def _work(db: Database, now: datetime, day: int) -> None:
    """Lines taken off, a basket given up, a price changed."""
    shelf = _shelf(db)
    basket = builders.ticket(*shelf[day : day + 3])
    for stage in (basket, remove(basket, 0), Ticket(basket.id)):
        keep_ticket(db, stage, now=now)
    change_product(db, replace(shelf[day], price=Money(500 + day)), now=now)


def _shelf(db: Database) -> Sequence[Product]:
    found = (products.get(db, id_) for id_ in products.shown_online(db))
    return [one for one in found if one is not None and one.price is not None]


def _restored(db: Database, folder: Path, now: datetime) -> Database:
    """A backup is put back after some records more; what was known of them is said in the journal."""
    path = db.path
    copy = back_up(path, folder / "backups", now=now)
    _work(db, now, RESTORED + 1)
    head = head_row(db)
    db.close()
    restore(
        copy.path,
        path,
        now=now + timedelta(minutes=1),
        new_id=builders.new_id,
        known_heads=[_known(head.seq, head.hash)],
    )
    return open_shop(path, now=now, new_id=builders.new_id, synchronous="NORMAL")


def _known(seq: int, digest: bytes) -> KnownHead:
    return KnownHead(seq, digest, 1)
