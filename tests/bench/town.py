"""A real catalogue to measure against: the program itself on loopback, and shops that join it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import requests

from pos.database.connection import Database
from pos.keystore import FileKeyStore, key_file
from sync.connectors import Connect
from sync.connectors.catalogue import Catalogue
from sync.line import Means
from sync.pairing import pair
from sync.protocol import MEDIA_TYPE, PairReply, PairRequest
from tests import builders
from tests.sync.catalogue_server import RunningCatalogue

TIMEOUT_S = 30
NO_QUOTAS = {"CATALOGUE_SHOP_CALLS": "0", "CATALOGUE_SHOP_ROWS": "0"}
"""What is measured is how fast it goes, not how far a shop may go."""


@contextmanager
def running_town(folder: Path) -> Iterator[RunningCatalogue]:
    """A catalogue that runs for one measurement."""
    town = RunningCatalogue()
    town.start(folder, environment=NO_QUOTAS)
    try:
        yield town
    finally:
        town.stop()


def now() -> datetime:
    """The moment: a measurement lives in the world's time."""
    return datetime.now(UTC).astimezone()


def join(db: Database, town: RunningCatalogue, name: str, connect: Connect) -> Means:
    """Pair a shop with the town; gives what its line is opened with."""
    keys = FileKeyStore(key_file(db.path))
    code = town.invite(name, figures="counts")
    pair(db, address=town.url, code=code, keys=keys, now=now(), open_connector=connect)
    return Means(now, builders.ids(crc32(name.encode())), random.Random(1), keys, connect)


@dataclass(frozen=True, slots=True)
class BareLine:
    """What a few lines of requests can do: one session, one key, bodies as they are."""

    session: requests.Session
    url: str
    term: int

    def put(self, stream: str, body: bytes) -> None:
        """Send a body and wait for its answer."""
        answer = self.session.put(f"{self.url}/api/v1/{stream}", data=body, timeout=TIMEOUT_S)
        answer.raise_for_status()


def join_barely(town: RunningCatalogue, name: str) -> BareLine:
    """Join another shop, with nothing of ours between it and the town."""
    line = Catalogue(town.url)
    reply: PairReply = line.pair(PairRequest(town.invite(name, figures="counts"), f"till of {name}", "1", 1))
    line.close()
    session = requests.Session()
    session.headers.update({"Authorization": f"Bearer {reply.key}", "Content-Type": MEDIA_TYPE})
    return BareLine(session, town.url, reply.term)
