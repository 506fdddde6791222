"""A till for the tests of the wire: a real shop's file, a clock that only the test moves, and its line."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from pos.database import online_links, order_deeds, outbox, products, stock
from pos.database.connection import Database, connect
from pos.database.online_links import OnlineLink
from pos.domain.catalogue import Product
from pos.domain.quantity import Quantity, pieces
from pos.exchange.tax_rates import french_rates
from pos.keystore import FileKeyStore, key_file
from pos.operations.cataloguing import add_product, change_product, open_stock
from pos.operations.selling import sell
from sync.connectors import connector_opener
from sync.connectors.catalogue import Catalogue
from sync.line import Means, open_line
from sync.order_protocol import EscrowHeld
from sync.pairing import key_name, pair
from sync.push import Push
from sync.rounds import OrderRounds
from tests import builders
from tests.sync.fault_server import FaultServer

RATES = french_rates()


class SetClock:
    """A clock that stands still until told."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The moment."""
        return self.now

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by


class TillAtWork:
    """One till, its shop's file, and the online shop it is joined to."""

    def __init__(self, db: Database, *, seed: int = 1, clock: SetClock | None = None) -> None:
        self.db = db
        self.clock = clock or SetClock(builders.NOON)
        self.keys = FileKeyStore(key_file(db.path))
        self.new_id = builders.ids(seed)
        self.means = Means(self.clock, self.new_id, random.Random(seed), self.keys, connector_opener())

    def join(self, address: str, code: str) -> OnlineLink:
        """Join an online shop."""
        return pair(
            self.db,
            address=address,
            code=code,
            keys=self.keys,
            now=self.clock(),
            open_connector=self.means.open_connector,
        )

    @property
    def link(self) -> OnlineLink:
        """The online shop, as the file has it."""
        link = online_links.get(self.db)
        assert link is not None
        return link

    def add(self, name: str = "", count: int = 10, *, shown: bool = True) -> Product:
        """A new product with some pieces of it."""
        one = builders.product(name, shown_online=shown)
        add_product(self.db, one)
        open_stock(self.db, [(one.id, pieces(count))], now=self.clock())
        return one

    def sell(self, product: Product, count: int = 1) -> None:
        """Sell some pieces."""
        basket = builders.ticket((product, pieces(count)))
        sell(self.db, basket, builders.exactly(basket), now=self.clock(), rates=RATES)

    def change(self, product: Product, **changes: object) -> Product:
        """Write a product's new card."""
        held = products.get(self.db, product.id)
        assert held is not None
        changed = replace(held, **changes)  # type: ignore[arg-type]
        change_product(self.db, changed, now=self.clock())
        return changed

    @contextmanager
    def line(self) -> Iterator[Push]:
        """An open line, hung up afterwards."""
        push = open_line(self.db, self.link, self.means)
        try:
            yield push
        finally:
            push.close()

    def push(self) -> Push:
        """Send what may be sent now, as a till just started does."""
        with self.line() as push:
            push.drain()
        return push

    def push_until_quiet(self, *, longest: timedelta = timedelta(hours=2)) -> Push:
        """Send until nothing waits, letting time pass where the till waits."""
        end = self.clock() + longest
        with self.line() as push:
            push.drain()
            while push.wait is not None:
                assert self.clock() < end, "the till never got through"
                self.clock.advance(push.wait)
                push.drain()
        return push

    def talk(self) -> Push:
        """Send what may be sent, and say and hear what there is about reservations, as one round of the worker does."""
        with self.line() as push:
            rounds = OrderRounds()
            rounds.tell_deeds(self.db, push, lambda: False)
            push.drain()
            rounds.go(self.db, push, lambda: False)
        return push

    def talk_until_quiet(self, *, longest: timedelta = timedelta(hours=2)) -> Push:
        """Talk until the line is well and nothing waits, letting time pass where the till waits."""
        end = self.clock() + longest
        while True:
            push = self.talk()
            if push.wait is not None:
                assert self.clock() < end, "the till never got through"
                self.clock.advance(push.wait)
            elif not order_deeds.waiting(self.db, self.link.target) and not self.waiting.waiting:
                return push

    @property
    def waiting(self) -> outbox.Waiting:
        """What waits."""
        return outbox.waiting(self.db, self.link.target)

    @property
    def shown_levels(self) -> dict[str, Quantity]:
        """The levels of all products the shop shows."""
        shown = set(products.shown_online(self.db))
        return {one: level for one, level in stock.levels(self.db).items() if one in shown}

    def window_levels(self, address: str = "") -> dict[str, Quantity]:
        """The levels the online shop believes, asked for page by page."""
        connector = Catalogue(address or self.link.address, key=self._key)
        try:
            found: dict[str, Quantity] = {}
            after: str | None = ""
            while after is not None:
                page = connector.read_levels(after)
                found |= {row.product: Quantity(row.quantity_milli) for row in page.rows}
                after = page.after
            return found
        finally:
            connector.close()

    def window_units(self) -> dict[str, EscrowHeld]:
        """What the online shop holds of units handed over."""
        with self.line() as push:
            reply = push.ask(lambda line: line.read_escrow())
        assert reply is not None
        return {row.product: row for row in reply.rows}

    @property
    def _key(self) -> str:
        key = self.keys.load(key_name(self.link.target, _till_id(self.db)))
        assert key
        return key


def window_is_true(till: TillAtWork) -> bool:
    """Whether the online shop believes exactly what the till has, of everything shown."""
    shown = till.shown_levels
    return {one: level for one, level in till.window_levels().items() if one in shown} == shown


def reopened(till: TillAtWork, *, seed: int = 2) -> TillAtWork:
    """The same till after its program died: only the file and the keys are left. Close its database afterwards."""
    again = TillAtWork(builders.signing(connect(till.db.path)), seed=seed, clock=till.clock)
    again.means = replace(again.means, open_connector=till.means.open_connector)
    return again


def _till_id(db: Database) -> str:
    return str(db.value("SELECT id FROM till"))


def pushed(server: FaultServer, what: str) -> list[bytes]:
    """The bodies of the batches of products or levels that a server heard."""
    return [asked.body for asked in server.heard if asked.path.partition("?")[0] == f"/api/v1/{what}"]
