"""The witness outside the shop: told the end of the till's chain, and asked what it remembers.

A shopkeeper owns the machine, so a file put back from an old copy can only be found out by somebody who was told what
came after. Nothing of this is needed to sell; what cannot be told now is told with the next heartbeat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pos.database import online_links, till, witnessed
from pos.database.connection import Database, snapshot, transaction
from pos.database.journal.author import Head
from pos.database.journal.records import by_seq, head_row
from pos.database.witnessed import Witnessed
from sync.errors import SyncError
from sync.pairing import key_name
from sync.protocol import WitnessedHead, WitnessRequest

if TYPE_CHECKING:
    from pos.keystore import KeyStore
    from sync.connector import Connector
    from sync.connectors import Connect

_TRIES: Final = 2
"""The second time with what the answer said is kept: the first answer may have been lost."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The witness keeps an end of the chain that this file never came to: it is an old copy, or somebody else's."""

    kept: Head
    own: Head


def tell_head(db: Database, connector: Connector, *, hurried: bool = False) -> Contradiction | None:
    """Tell the witness how far the chain has come, and compare with what it keeps; None when all agrees.

    Waits for the network, outside any transaction. May be repeated: the witness only moves forward.

    Args:
        db: the shop.
        connector: the line to the witness.
        hurried: give up after a second (the till is closing).

    Raises:
        SyncError: the witness could not be asked; nothing was changed here.
    """
    own, known = _own_head(db), witnessed.last_witnessed(db)
    if own is None:
        return None
    for _ in range(_TRIES):
        request = WitnessRequest(till.identity(db).id, _told(own), None if known is None else _told(known))
        kept = connector.tell_witness(request, hurried=hurried)
        if _contradicts(db, kept):
            return Contradiction(_head(kept), _head(_told(own)))
        known = _keep(db, kept)
        if known == own:
            break
    return None


def ask_head(db: Database, *, keys: KeyStore, open_connector: Connect) -> Head | None:
    """The end of the chain that the witness of a joined shop keeps; None where it keeps none or cannot be asked.

    Args:
        db: the shop; a reader will do.
        keys: holds the till's key for the online shop.
        open_connector: opens the line.
    """
    link = online_links.get(db)
    key = None if link is None else keys.load(key_name(link.target, till.identity(db).id))
    if link is None or key is None:
        return None
    try:
        connector = open_connector(link.kind, link.address, key)
        try:
            kept = connector.ask_witness()
        finally:
            connector.close()
    except SyncError:
        return None
    return None if kept is None else _head(kept)


def _own_head(db: Database) -> Witnessed | None:
    with snapshot(db):
        row = head_row(db)
        return Witnessed(till.identity(db).epoch, row.seq, row.hash.hex(), row.at_ms) if row.seq else None


def _contradicts(db: Database, kept: WitnessedHead) -> bool:
    """Whether this file cannot have come to what the witness keeps.

    An end of an earlier epoch may be lost with what a restore lost: the record that opened this epoch says so.
    """
    with snapshot(db):
        epoch = till.identity(db).epoch
        if kept.epoch != epoch:
            return kept.epoch > epoch
        record = by_seq(db, kept.seq)
    return record is None or record.hash.hex() != kept.hash


def _keep(db: Database, kept: WitnessedHead) -> Witnessed:
    now = Witnessed(kept.epoch, kept.seq, kept.hash, kept.at_ms)
    if now != witnessed.last_witnessed(db):
        with transaction(db):
            witnessed.put_last_witnessed(db, now)
    return now


def _told(one: Witnessed) -> WitnessedHead:
    return WitnessedHead(one.epoch, one.seq, one.hash, one.at_ms)


def _head(one: WitnessedHead) -> Head:
    return Head(one.seq, bytes.fromhex(one.hash), one.epoch)
