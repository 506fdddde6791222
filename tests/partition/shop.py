"""The shop's machine: a real till that sells all the time, and its sync thread on the line to the town."""

from __future__ import annotations

import random
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pos.database import outbox, products, stock, till
from pos.database.connection import Database, connect
from pos.database.online_links import CATALOGUE
from pos.domain.catalogue import Product
from pos.domain.identity import ENTROPY_BYTES, uuid7
from pos.domain.quantity import pieces
from pos.domain.ticket import Ticket, add
from pos.exchange.tax_rates import french_rates
from pos.keystore import FileKeyStore, key_file
from pos.operations.cataloguing import add_product, open_stock
from pos.operations.opening import open_shop
from pos.operations.selling import sell
from sync.connectors import connector_opener
from sync.connectors.catalogue import Catalogue
from sync.errors import SyncError
from sync.pairing import key_name, pair
from sync.state import WindowState
from sync.worker import SyncWorker
from tests import builders
from tests.partition.talking import say, words

ARTICLES = 60
OPENING = 1_000_000
_PAUSE_S = 0.05


class Shop:
    """A till at work, and what it has been through since it was last asked."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._path = folder / "shop.db"
        self._keys = FileKeyStore(key_file(self._path))
        self._authority = folder / "authority.pem"
        self._chance = random.Random(seed)
        self._state = WindowState(linked=False)
        self._selling, self._ended = threading.Event(), threading.Event()
        self._idle = threading.Event()
        self.sold, self.longest_s = 0, 0.0
        self.problems: list[str] = []
        with closing(open_shop(self._path, now=_now(), new_id=self._new_id, keys=self._keys)) as db:
            for place in range(ARTICLES):
                one = builders.product(f"Article {place}")
                add_product(db, one)
                open_stock(db, [(one.id, pieces(OPENING))], now=_now())

    def join(self, address: str, code: str) -> None:
        """Join the town's catalogue, and begin to sell and to send."""
        opener = connector_opener(self._authority)
        with closing(connect(self._path)) as db:
            pair(db, address=address, code=code, keys=self._keys, now=_now(), open_connector=opener)
        self._worker = SyncWorker(
            self._path, clock=_now, new_id=self._new_id, keys=self._keys, report=self._hear, open_connector=opener
        )
        self._worker.start()
        self._selling.set()
        threading.Thread(target=self._sell, daemon=True).start()

    def figures(self) -> dict[str, Any]:
        """What was sold since the last question, the longest a sale took, and how the window stands."""
        state = self._state
        current = None if state.current_at is None else state.current_at.timestamp()
        with closing(connect(self._path)) as db:  # the sync thread says nothing new while it waits for an answer
            waiting = outbox.waiting(db, CATALOGUE).waiting
        told = {"sold": self.sold, "longest_ms": self.longest_s * 1000, "waiting": waiting, "current": current}
        self.sold, self.longest_s = 0, 0.0
        return {**told, "now": time.time(), "trouble": str(state.trouble or ""), "problems": self.problems}

    def compare(self) -> dict[str, Any]:
        """Sell nothing for a moment, and hold what the window shows against the file."""
        self._selling.clear()
        self._idle.wait(20)
        try:
            with closing(connect(self._path)) as db:
                return self._compared(db)
        finally:
            self._selling.set()

    def end(self) -> None:
        """Stop selling and sending."""
        self._ended.set()
        self._selling.set()
        self._worker.stop()

    def _compared(self, db: Database) -> dict[str, Any]:
        deadline = time.monotonic() + 20
        while outbox.waiting(db, CATALOGUE).waiting and time.monotonic() < deadline:
            time.sleep(0.05)
        ours = {one: level.milli for one, level in stock.levels(db).items()}
        try:
            theirs = self._window_levels(db)
        except SyncError as error:
            return {"drift": len(ours), "why": str(error)}
        off = [one for one in ours if ours[one] != theirs.get(one)]
        return {"drift": len(off) + len(theirs.keys() - ours.keys()), "why": ", ".join(off[:3])}

    def _window_levels(self, db: Database) -> dict[str, int]:
        key = self._keys.load(key_name(CATALOGUE, till.identity(db).id))
        address = db.value("SELECT address FROM online_link")
        with closing(Catalogue(str(address), key=key or "", authorities=self._authority)) as line:
            return {row.product: row.quantity_milli for row in line.read_levels().rows}

    def _sell(self) -> None:
        with closing(builders.signing(connect(self._path))) as db:
            stocked = [one for one_id in products.shown_online(db) if (one := products.get(db, one_id)) is not None]
            while not self._ended.is_set():
                self._idle.set()
                self._selling.wait()
                self._idle.clear()
                self._sell_one(db, self._chance.choice(stocked))
                time.sleep(_PAUSE_S)

    def _sell_one(self, db: Database, product: Product) -> None:
        ticket = add(Ticket(self._new_id()), product, pieces(self._chance.randint(1, 3)))
        began = time.monotonic()
        try:
            sell(db, ticket, builders.exactly(ticket), now=_now(), rates=french_rates())
        except Exception as problem:  # whatever it is: the till did not sell, and that is what is being looked for
            self.problems.append(repr(problem))
            return
        self.longest_s = max(self.longest_s, time.monotonic() - began)
        self.sold += 1
        self._worker.wake()

    def _hear(self, state: WindowState) -> None:
        self._state = state

    def _new_id(self) -> str:
        return uuid7(_now(), random.randbytes(ENTROPY_BYTES))


def main(folder: Path, seed: int) -> int:
    """Do as told until nobody speaks any more."""
    shop = Shop(folder, seed)
    say(ready=True)
    for heard in words():
        if heard["word"] == "join":
            shop.join(heard["address"], heard["code"])
            say(joined=True)
        elif heard["word"] == "compare":
            say(**shop.compare())
        else:
            say(**shop.figures())
    shop.end()
    return 0


def _now() -> datetime:
    return datetime.now(UTC).astimezone(builders.PARIS)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
