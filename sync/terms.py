"""The term a till publishes under: granted at joining, and anew when its file began another epoch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pos.database import cursors, drifts, online_links, online_log, outbox, till
from pos.database.connection import Database, transaction
from pos.domain.online_log import LogEvent
from sync.protocol import TermRequest

if TYPE_CHECKING:
    from datetime import datetime

    from pos.database.online_links import OnlineLink
    from sync.connector import Connector


def renew(db: Database, link: OnlineLink, connector: Connector, *, now: datetime) -> OnlineLink:
    """Ask for the term of the file's epoch and publish everything again under it.

    What the window shows may come from a later time than a restored file: only a greater term makes the file's own
    figures count again. May be repeated: the same epoch is given the same term. What the shop did about reservations
    and was not answered waits on; their feed and the ledger of units handed over are read anew.

    Raises:
        SyncError: no term was granted; nothing was changed.
    """
    identity = till.identity(db)
    granted = connector.ask_term(TermRequest(identity.id, identity.epoch))
    with transaction(db):
        held = online_links.get(db, link.target)
        if held is None or not same(held, link):
            return link
        renewed = replace(
            held,
            shop=granted.shop or held.shop,
            term=granted.term,
            epoch=identity.epoch,
            not_before_ms=0,
            failures=0,
            rules_told=0,
        )
        online_links.put(db, renewed)
        outbox.forget_attempts(db, link.target)
        outbox.mark_everything(db, link.target)
        cursors.drop(db, link.target)
        drifts.drop_open(db, link.target)
        told = {"term": granted.term, "epoch": identity.epoch}
        online_log.note(db, link.target, LogEvent.TERM_RENEWED, now=now, **told)
    return renewed


def is_joined(db: Database, link: OnlineLink) -> bool:
    """Whether the shop is still joined as this link says."""
    return online_links.is_joined(db, link)


def same(one: OnlineLink, other: OnlineLink) -> bool:
    """Whether two links are the same joining; how the line stands does not matter."""
    return one.joining == other.joining
