"""The tills of a town: each a real shop's file and the real code that talks to a catalogue."""

from __future__ import annotations

import random
import shutil
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from pos.database import online_links
from pos.database.connection import Database, connect
from pos.keystore import FileKeyStore, key_file
from sync import looking
from sync.connectors import connector_opener
from sync.connectors.catalogue import Catalogue
from sync.errors import SyncError
from sync.line import Means, open_line
from sync.pairing import key_name, pair
from tests import builders
from tests.bench.shops import build
from tests.bench.town import now

_GIVEN_UP_AFTER = timedelta(minutes=10)


class Till:
    """One shop's till; every method opens its file anew, so that any thread may call it."""

    def __init__(self, folder: Path, place: int, model: Path) -> None:
        self._path = folder / f"shop-{place}.db"
        shutil.copy(model, self._path)
        self._keys = FileKeyStore(key_file(self._path))
        self._means = Means(now, builders.ids(1000 + place), random.Random(place), self._keys, connector_opener())

    def join(self, address: str, code: str) -> None:
        """Join a catalogue with a code, as a person at the till does."""
        with closing(connect(self._path)) as db:
            pair(db, address=address, code=code, keys=self._keys, now=now(), open_connector=self._means.open_connector)

    def sync(self) -> bool:
        """Send until nothing is left, by the till's own waits, and claim that every fingerprint then agrees."""
        deadline = now() + _GIVEN_UP_AFTER
        with closing(connect(self._path)) as db:
            push = open_line(db, self._link(db), self._means)
            try:
                push.drain()
                while push.wait is not None and now() < deadline:
                    time.sleep(push.wait.total_seconds())
                    push.drain()
                push.beat()
            finally:
                push.close()
            return self._agrees(db)

    def is_locked_out(self) -> bool:
        """Claim that the catalogue does not know this till's key any more."""
        with closing(connect(self._path)) as db:
            try:
                self._line(db).read_digest()
            except SyncError:
                return True
        return False

    def _agrees(self, db: Database) -> bool:
        line = self._line(db)
        with closing(line):
            digest = line.read_digest()
        link = self._link(db)
        look = looking.begin(db, link.target, digest, term=link.term, recounted=())
        return look.products > 0 and not look.left

    def _line(self, db: Database) -> Catalogue:
        link = self._link(db)
        from pos.database import till

        return Catalogue(link.address, key=self._keys.load(key_name(link.target, till.identity(db).id)) or "")

    def _link(self, db: Database) -> online_links.OnlineLink:
        link = online_links.get(db)
        if link is None:
            raise LookupError("the shop was not joined")
        return link


def shop_file(folder: Path, products: int) -> Path:
    """Build the file that every shop begins with a copy of."""
    path = folder / "model.db"
    build(path, articles=products, linked=False).close()
    return path
