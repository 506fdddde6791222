"""A file written by any released Comptoir opens in this one, is sound, and sells on."""

from __future__ import annotations

import gzip
from datetime import datetime
from pathlib import Path

import pytest

from pos.database import (
    cursors,
    demands,
    escrow,
    online_log,
    online_orders,
    order_deeds,
    products,
    sales,
)
from pos.database.connection import Database
from pos.database.journal.records import head_row
from pos.database.migrations import MIGRATIONS, applied
from pos.domain.money import Money
from pos.domain.online_log import LogEvent
from pos.domain.online_order import Deed, OrderMode, OrderState
from pos.domain.quantity import pieces
from pos.domain.tax import TaxRate
from pos.keystore import FileKeyStore, key_file
from pos.operations.beginning import go_on
from pos.operations.checking import check
from pos.operations.opening import open_shop
from pos.operations.selling import resume_ticket, sell
from pos.operations.verifying import verify
from tests.builders import exactly, ids, new_id, ticket

KEPT = sorted(Path(__file__).parent.glob("*.db.gz"))


def test_a_file_of_every_migration_is_kept() -> None:
    assert [path.name.removesuffix(".db.gz") for path in KEPT] == list(MIGRATIONS)


def _go_on(db: Database, shop_path: Path, now: datetime) -> int:
    """Let an old file sell here, where no key of its lies; gives the number its next ticket has.

    One that kept no journal yet gets its first key; one that did begins another series with a new key.
    """
    if head_row(db).seq == 0:
        return 2
    go_on(db, keys=FileKeyStore(key_file(shop_path)), heads=None, now=now, new_id=new_id)
    return 1


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name)
def test_an_old_file_opens_is_sound_and_sells(
    kept: Path, shop_path: Path, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    shop_path.write_bytes(gzip.decompress(kept.read_bytes()))

    db = open_shop(shop_path, now=now, new_id=ids(9))

    assert applied(db) == list(MIGRATIONS)
    assert [line.name for line in resume_ticket(db, new_id=new_id).lines] == ["Savon de Marseille"]
    (earlier,) = sales.latest(db, limit=5)
    assert (earlier.number, earlier.total) == (1, Money(1302))
    cheese = products.with_barcode(db, "2600001000009")
    assert cheese is not None
    number = _go_on(db, shop_path, now)
    basket = ticket(cheese)
    assert sell(db, basket, exactly(basket), now=now, rates=rates).sale.number == number
    assert check(db).findings == ()
    assert verify(db).is_unbroken
    db.close()


@pytest.mark.parametrize("kept", [path for path in KEPT if path.name >= "m004"], ids=lambda path: path.name)
def test_what_an_old_file_knows_of_reservations_is_known(kept: Path, shop_path: Path, now: datetime) -> None:
    shop_path.write_bytes(gzip.decompress(kept.read_bytes()))

    db = open_shop(shop_path, now=now, new_id=ids(9))

    put_aside, handed = online_orders.get(db, "catalogue", "o1"), online_orders.get(db, "catalogue", "o2")
    assert put_aside is not None
    assert handed is not None
    assert (put_aside.state, put_aside.lines[0].held) == (OrderState.CONFIRMED, pieces(2))
    assert (handed.state, handed.mode) == (OrderState.HELD, OrderMode.ESCROW)
    assert [(one.order_id, one.deed) for one in order_deeds.waiting(db, "catalogue")] == [("o1", Deed.CONFIRM)]
    assert [one.rights for one in escrow.ledger(db, "catalogue")] == [pieces(3)]
    assert cursors.get(db, "catalogue", cursors.ORDERS) == cursors.Cursor("feed", 2, "0a1b2c3d")
    assert [one.words for one in demands.since(db, 0)] == ["lessive au lavandin"]
    assert {one.event for one in online_log.entries(db, "catalogue", since_ms=0)} >= {LogEvent.ORDER_CAME}
    assert check(db).findings == ()
    db.close()
