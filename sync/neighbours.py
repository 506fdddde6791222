"""The other shops of the town: who has something, and whether they put it aside for a customer who stands here.

Both wait for the network, with no transaction open: they are for a thread of their own, never for the one that sells.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pos.database import online_links, online_log, till
from pos.database.connection import Database, transaction
from pos.domain.errors import DatabaseError
from pos.domain.online_log import LogEvent
from sync.connectors import Connect
from sync.errors import NotLinked, SignInNeeded
from sync.pairing import key_name

if TYPE_CHECKING:
    from datetime import datetime

    from pos.keystore import KeyStore
    from sync.connector import Connector
    from sync.order_protocol import NeighbourHold, NeighbourReply, TownRow


def who_has(
    db: Database, words: str, code: str, *, language: str, keys: KeyStore, open_connector: Connect
) -> tuple[TownRow, ...]:
    """Ask which other shops have something, the likeliest first.

    Args:
        db: the shop.
        words: what is looked for.
        code: its barcode, which goes before the words; empty where none is known.
        language: of the sentences in the answer.
        keys: where the till's key lies.
        open_connector: opens the line.

    Raises:
        NotLinked: the shop is joined to no catalogue.
        SyncError: the catalogue cannot be reached or does not answer.
    """
    with _line(db, keys, open_connector) as connector:
        return connector.search_town(words, code, language).rows


def put_aside(
    db: Database, hold: NeighbourHold, *, keys: KeyStore, now: datetime, open_connector: Connect
) -> NeighbourReply:
    """Have something put aside in another shop; asking again with the same key puts nothing more aside.

    The shop's log tells of it afterwards; a file that is busy or full just then makes nothing of it undone.

    Raises:
        NotLinked: the shop is joined to no catalogue.
        Rejected: that shop does not put it aside.
        SyncError: nobody knows; ask again with the same key.
    """
    with _line(db, keys, open_connector) as connector:
        reply = connector.hold_at_neighbour(hold)
    told = {"shop": reply.shop_name, "number": reply.order.number}
    with contextlib.suppress(DatabaseError), transaction(db):
        online_log.note(db, online_links.CATALOGUE, LogEvent.HELD_IN_TOWN, now=now, **told)
    return reply


@contextlib.contextmanager
def _line(db: Database, keys: KeyStore, open_connector: Connect) -> Iterator[Connector]:
    link = online_links.get(db)
    if link is None:
        raise NotLinked(online_links.CATALOGUE)
    key = keys.load(key_name(link.target, till.identity(db).id))
    if not key:
        raise SignInNeeded
    connector = open_connector(link.kind, link.address, key)
    try:
        yield connector
    finally:
        connector.close()
