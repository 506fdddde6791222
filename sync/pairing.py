"""Joining a shop to an online shop with the code a person read out, and leaving it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from pos.database import cursors, drifts, online_links, online_log, outbox, till
from pos.database.connection import Database, transaction
from pos.database.online_links import CATALOGUE, OnlineLink
from pos.domain.online_log import LogEvent
from sync.addresses import clean_address
from sync.connectors import Connect, connector_opener
from sync.errors import PairingCodeRefused
from sync.protocol import PairReply, PairRequest

if TYPE_CHECKING:
    from datetime import datetime

    from pos.keystore import KeyStore

_CODE_LENGTHS = range(4, 33)
_PRINT = 16
_NONCE_BYTES = 16


def pair(
    db: Database,
    *,
    address: str,
    code: str,
    keys: KeyStore,
    now: datetime,
    open_connector: Connect | None = None,
    before_keeping: Callable[[], None] = lambda: None,
) -> OnlineLink:
    """Join the shared catalogue: from now on this till alone publishes, and everything it shows is news there.

    Waits for the network, outside any transaction: not for the thread that sells. A code works once; when the answer
    was lost, ask for another.

    Args:
        db: the shop.
        address: of the catalogue; https, or http on this machine.
        code: as a person read it; capitals, spaces and dashes do not matter.
        keys: where the key is kept; when its `file` is set afterwards, tell a person that it lies there.
        now: the moment.
        open_connector: opens the line; `sync.connectors` unless told.
        before_keeping: called when the answer has come and nothing of it is kept yet; what it raises ends the joining.

    Raises:
        AddressRefused: no till sends its key to such an address.
        PairingCodeRefused: the code is wrong, used or too old.
        SyncError: the catalogue cannot be reached or trusted; nothing was changed here.
    """
    where = clean_address(address)
    if len(code.strip()) not in _CODE_LENGTHS:
        raise PairingCodeRefused(code.strip(), "pairing-code")
    reply = _ask(db, where, code.strip(), open_connector or connector_opener())
    before_keeping()
    identity = till.identity(db)
    keys.save(key_name(CATALOGUE, identity.id), reply.key)
    link = OnlineLink(
        target=CATALOGUE,
        kind=CATALOGUE,
        address=where,
        shop=reply.shop,
        shop_name=reply.shop_name,
        window_url=reply.window_url,
        term=reply.term,
        epoch=identity.epoch,
        key_print=sha256(reply.key.encode()).hexdigest()[:_PRINT],
    )
    with transaction(db):
        _join(db, link)
        online_log.note(db, CATALOGUE, LogEvent.JOINED, now=now, shop=reply.shop_name, term=reply.term)
    return link


def unpair(db: Database, *, keys: KeyStore, now: datetime, target: str = CATALOGUE) -> None:
    """Leave an online shop: nothing is sent there any more; what its window shows ages there and says so."""
    with transaction(db):
        online_links.remove(db, target)
        online_log.note(db, target, LogEvent.LEFT, now=now)
    keys.forget(key_name(target, till.identity(db).id))


def key_name(target: str, till_id: str) -> str:
    """The name a till's key for an online shop is kept under."""
    return f"{target}:{till_id}"


def _ask(db: Database, address: str, code: str, open_connector: Connect) -> PairReply:
    identity = till.identity(db)
    connector = open_connector(CATALOGUE, address, "")
    nonce = secrets.token_hex(_NONCE_BYTES)
    try:
        return connector.pair(PairRequest(code, identity.id, identity.name, identity.epoch, nonce))
    finally:
        connector.close()


def _join(db: Database, link: OnlineLink) -> None:
    """Write the link; what another shop's window was shown says nothing about this one's."""
    before = online_links.get(db, link.target)
    if before is not None and (before.address, before.shop) != (link.address, link.shop):
        online_links.remove(db, link.target)
    online_links.put(db, link if before is None else _as_wished(link, before))
    cursors.drop(db, link.target)
    outbox.forget_attempts(db, link.target)
    outbox.mark_everything(db, link.target)
    drifts.drop_open(db, link.target)


def _as_wished(link: OnlineLink, before: OnlineLink) -> OnlineLink:
    """A new joining takes reservations as the one before it did, and the online shop is told so anew."""
    return replace(
        link,
        takes_orders=before.takes_orders,
        mode=before.mode,
        safety_milli=before.safety_milli,
        share_milli=before.share_milli,
        hold_minutes=before.hold_minutes,
        answer_minutes=before.answer_minutes,
        rules_version=before.rules_version,
    )
