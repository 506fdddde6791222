"""A till that works day after day on a real file, with its anchors and its key apart from it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pos.database.connection import Database
from pos.database.journal import holding
from pos.database.journal.heads import Heads
from pos.database.journal.records import in_order
from pos.domain.catalogue import Product
from pos.exchange.tax_rates import french_rates
from pos.fiscal.canonical import parse
from pos.fiscal.events import Event
from pos.fiscal.record import Record
from pos.keystore import FileKeyStore
from pos.operations.beginning import Beginning, begin_work, end_work, go_on
from pos.operations.cataloguing import add_product
from pos.operations.opening import open_shop
from pos.operations.selling import Sold, sell
from tests import builders
from tests.builders import NOON, exactly, product, ticket

GUARDS = ("fiscal_record_no_update", "fiscal_record_no_delete", "fiscal_record_no_reuse")


@dataclass
class WorkingTill:
    """One machine: a shop's file in one folder, keys and anchors in others."""

    folder: Path
    now: datetime = NOON
    soap: Product = field(default_factory=lambda: product("Savon", 250))
    database: Database | None = None

    def __post_init__(self) -> None:
        self.shop_path = self.folder / "shop" / "shop.db"
        self.keys = FileKeyStore(self.folder / "keys")
        self.heads = Heads(self.folder / "state")
        self.new_id = builders.ids(7)

    @property
    def db(self) -> Database:
        assert self.database is not None
        return self.database

    def open(self) -> Beginning:
        """Open the shop in the morning."""
        first = not self.shop_path.exists()
        self.database = open_shop(
            self.shop_path, now=self.now, new_id=self.new_id, keys=self.keys, told_heads=self.heads.note
        )
        if first:
            add_product(self.database, self.soap)
        return begin_work(self.database, now=self.now, heads=self.heads)

    def sell(self, times: int = 1) -> list[Sold]:
        """Sell the soap a few times, a minute apart."""
        return [self._sell() for _ in range(times)]

    def _sell(self) -> Sold:
        self.now += timedelta(minutes=1)
        basket = ticket(self.soap)
        return sell(self.db, basket, exactly(basket), now=self.now, rates=french_rates())

    def go_on(self) -> Beginning:
        """Decide to go on in a new series."""
        return go_on(self.db, keys=self.keys, heads=self.heads, now=self.now, new_id=self.new_id)

    def close(self) -> None:
        """Leave as one should."""
        end_work(self.db, now=self.now)
        self.cut_power()

    def cut_power(self) -> None:
        """Leave without a goodbye."""
        self.db.close()
        self.database = None
        self.heads.close()

    def work(self, sales: int) -> Beginning:
        """A whole run: open, sell, close."""
        begun = self.open()
        self.sell(sales)
        self.close()
        return begun

    def copy(self, to: Path) -> Path:
        """Copy the folder of the shop, as a shopkeeper would."""
        return Path(shutil.copytree(self.shop_path.parent, to))

    def put_back(self, copy: Path) -> None:
        """Put such a copy in the shop's place."""
        shutil.rmtree(self.shop_path.parent)
        shutil.copytree(copy, self.shop_path.parent)

    def tamper(self, *statements: str, guards: bool = False) -> None:
        """Write into the file past the till; guards tells whether what guards the records is left standing."""
        db = open_shop(self.shop_path, now=self.now, new_id=self.new_id, keys=self.keys)
        db.execute("PRAGMA foreign_keys=OFF")
        if not guards:
            drop_guards(db)
        for statement in statements:
            db.execute(statement)
        db.close()

    @property
    def records(self) -> list[Record]:
        return list(in_order(self.db))

    def events(self) -> list[str]:
        """The log, in order."""
        return [one.subject for one in self.records if one.kind == "JET"]

    def details(self, event: Event) -> list[Any]:
        """What was noted of an event, oldest first."""
        return [one.details for one in reversed(holding.noted(self.db, event))]


def drop_guards(db: Database) -> None:
    """Take away every trigger that refuses changes."""
    for (name,) in db.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
        db.execute(f"DROP TRIGGER {name}")


def fields(record: Record) -> dict[str, Any]:
    """What a record says."""
    return dict(parse(record.payload))


def count(rows: list[Any], wanted: Callable[[Any], bool]) -> int:
    return sum(map(wanted, rows))
