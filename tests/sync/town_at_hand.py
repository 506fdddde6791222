"""A till and the real catalogue in one process: only the socket between them is missing, and what it does is chosen."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pos.database.connection import Database
from pos.domain.online_order import OrderMode
from pos.domain.quantity import Quantity
from pos.domain.reservation_rules import ReservationRules
from pos.operations.opening import open_shop
from pos.operations.ruling import keep_rules
from sync.connectors.catalogue import Catalogue
from sync.line import Means
from sync.pairing import pair
from sync.rounds import OrderRounds
from tests import builders
from tests.builders import MemoryKeys
from tests.simulation import town as towns
from tests.simulation.machine import ADDRESS
from tests.simulation.times import TillClock, WorldTime
from tests.simulation.trace import Trace
from tests.simulation.wire import Call, Wire
from tests.sync.slow_looks import slow_looks
from tests.sync.till_at_work import TillAtWork

TARGET = "catalogue"


class TownAtHand:
    """A joined shop and its town; `late` are calls that the line holds back, and `meanwhile` happens during each."""

    def __init__(self, folder: Path, *, meanwhile: Callable[[], None] = lambda: None) -> None:
        towns.set_up()
        self.time = WorldTime()
        self.town = towns.Town(folder, self.time)
        self.late: list[Call] = []
        self._folder, self._meanwhile = folder, meanwhile
        self._forms = 0

    @contextmanager
    def open(self) -> Iterator[None]:
        """Begin an empty town, and a shop that joins it."""
        with self.town.open(), slow_looks():
            clock, keys, chance = TillClock(self.time), MemoryKeys(), random.Random(3)
            self.chance = chance
            self.db: Database = open_shop(self._folder / "shop.db", now=clock(), new_id=builders.ids(5), keys=keys)
            self.till = TillAtWork(self.db, seed=7, clock=clock)  # type: ignore[arg-type]
            self.till.keys = keys  # type: ignore[assignment]
            self.wire = Wire(self.town.hear, chance, Trace(), lambda _: self._meanwhile(), self.late.append)
            self.till.means = Means(clock, self.till.new_id, chance, keys, self._connector)
            self.rounds = OrderRounds(apart_s=0.0, every_s=0.0)
            self.join()
            try:
                yield
            finally:
                self.db.close()

    def join(self) -> None:
        """Join with a new code: under another term."""
        pair(
            self.db,
            address=ADDRESS,
            code=self.town.code(),
            keys=self.till.keys,
            now=self.till.clock(),
            open_connector=self._connector,
        )
        self.late.clear()  # what is late from an earlier key is refused

    def rule(self, mode: OrderMode, share: int) -> None:
        """Take reservations like this from now on."""
        kept = ReservationRules(mode=mode, share=Quantity(1000 * share))
        keep_rules(self.db, TARGET, kept, now=self.till.clock())

    def reserve(self, product_id: str, count: int) -> str:
        """A shopper asks for so many; gives the reservation's id, empty where they are not to be had."""
        from sync.catalogue.models import Shop
        from sync.catalogue.orders.making import NotOffered, make

        self._forms += 1
        with suppress(NotOffered):
            made, _ = make(
                shop=Shop.objects.get(pk=self.town.shop),
                lines=[(product_id, count * 1000)],
                customer=f"{self._forms:04}",
                contact="06",
                note="",
                asked=f"form-{self._forms}",
                now_ms=self.time.now_ms,
            )
            return str(made.pk)
        return ""

    def talk(self) -> None:
        """One round of the worker, however short it falls."""
        with self.till.line() as push:
            self.rounds.tell_deeds(self.db, push, lambda: False)
            push.drain()
            self.rounds.go(self.db, push, lambda: False)
            push.beat()

    def _connector(self, kind: str, address: str, key: str) -> Catalogue:
        return Catalogue(address, key=key, carrier=self.wire)
