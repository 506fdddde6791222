"""Values for tests, with everything a test does not care about filled in."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pos.database.connection import Database
from pos.database.journal.records import head_row, open_day_at
from pos.domain.catalogue import Product
from pos.domain.identity import ENTROPY_BYTES, NewId, uuid7
from pos.domain.money import Money
from pos.domain.payment import Means, Payment
from pos.domain.quantity import Quantity, Unit, pieces
from pos.domain.tax import TaxClass
from pos.domain.ticket import Ticket, add
from pos.keystore import FileKeyStore, key_file
from pos.operations.closing import close_day
from pos.operations.journalling import let_sign

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=PARIS)

_numbers = itertools.count(1)


def ids(seed: int = 0) -> NewId:
    """Fresh ids, the same ones for the same seed."""
    chance = random.Random(seed)
    steps = itertools.count()

    def new_id() -> str:
        at = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(milliseconds=next(steps))
        return uuid7(at, chance.randbytes(ENTROPY_BYTES))

    return new_id


new_id = ids(20261123)


class MemoryKeys:
    """A key store as the system's is: it has nothing to do with the shop's file, and no cut of that file touches it."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}

    @property
    def file(self) -> Path | None:
        return None

    def load(self, name: str) -> str | None:
        return self.secrets.get(name)

    def save(self, name: str, secret: str) -> None:
        self.secrets[name] = secret

    def forget(self, name: str) -> None:
        self.secrets.pop(name, None)


def signing(db: Database) -> Database:
    """A second connection to a shop, let to write records with the key that lies beside its file."""
    let_sign(db, keys=FileKeyStore(key_file(db.path)), now=NOON, new_id=new_id)
    return db


def close_day_before(db: Database, now: datetime) -> None:
    """Close the day that is open where it is an earlier one, as a shopkeeper does in the morning."""
    open_day = head_row(db).open_day
    if open_day is not None and open_day < open_day_at(db, now):
        close_day(db, now=now)


def eur(minor: int) -> Money:
    """An amount in cents."""
    return Money(minor)


def product(
    name: str = "",
    price_minor: int | None = 250,
    *,
    tax_class: TaxClass = TaxClass.STANDARD,
    unit: Unit = Unit.PIECE,
    category_id: str | None = None,
    shown_online: bool = True,
) -> Product:
    """A product; a soap at 2,50 unless told."""
    return Product(
        id=new_id(),
        name=name or f"Savon n° {next(_numbers)}",
        price=None if price_minor is None else Money(price_minor),
        tax_class=tax_class,
        unit=unit,
        category_id=category_id,
        shown_online=shown_online,
    )


def ticket(*items: Product | tuple[Product, Quantity]) -> Ticket:
    """A ticket with these products on it, one piece each unless a quantity stands beside."""
    result = Ticket(new_id())
    for item in items:
        result = add(result, *item) if isinstance(item, tuple) else add(result, item, pieces(1))
    return result


def cash(minor: int) -> Payment:
    """Coins and notes."""
    return Payment(Means.CASH, Money(minor))


def card(minor: int) -> Payment:
    """A card payment."""
    return Payment(Means.CARD, Money(minor))


def exactly(one: Ticket) -> list[Payment]:
    """The whole ticket paid by card."""
    return [Payment(Means.CARD, one.total)]


def names(products: Iterable[Product]) -> list[str]:
    """Their names, for asserts that read well."""
    return [one.name for one in products]
