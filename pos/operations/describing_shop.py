"""Describing the shop: who it is on its papers, and at which hour its business day begins; each change is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, time
from typing import Final

from pos.database import settings
from pos.database.connection import Database, transaction
from pos.database.journal.author import author_of
from pos.database.journal.records import head_row, moment_for, note_event
from pos.domain.errors import ShopDetailsWrong
from pos.domain.shop import ShopFault, ShopField, ShopIdentity, faults, tidied
from pos.fiscal.business_day import USUAL_CUT_OFF, business_day, is_cut_off
from pos.fiscal.canonical import Body, Value
from pos.fiscal.events import Event

CUT_OFF: Final = "day.cut_off"
"""What the cut-off hour is called where its change is recorded."""


@dataclass(frozen=True, slots=True)
class ShopDetails:
    """All a shop says of itself: its identity, and the hour at which a business day begins."""

    shop: ShopIdentity
    cut_off: time = USUAL_CUT_OFF


def look_at_shop(db: Database) -> ShopDetails:
    """What the shop says of itself."""
    return ShopDetails(settings.shop_identity(db), settings.cut_off(db))


def faults_of(details: ShopDetails) -> Mapping[ShopField, ShopFault]:
    """What keeps details from being kept, by field, as far as they alone can tell."""
    found = dict(faults(tidied(details.shop)))
    if not is_cut_off(details.cut_off):
        found[ShopField.CUT_OFF] = ShopFault.CUT_OFF_UNREADABLE
    return found


def save_shop(db: Database, details: ShopDetails, *, now: datetime) -> ShopDetails:
    """Keep what the shop says of itself, with what it said before; what did not change is not recorded.

    Papers of earlier sales stay as they were: they are made from their records.

    Args:
        db: the shop.
        details: what it says from now on.
        now: the moment.

    Raises:
        ShopDetailsWrong: a number cannot be right, or a new cut-off hour would put this moment into another day while
            a day has takings; nothing is kept.
        SigningKeyMissing: there is no key to sign the record with; nothing is kept.
    """
    wanted = ShopDetails(tidied(details.shop), details.cut_off)
    found = faults_of(wanted)
    if found:
        raise ShopDetailsWrong(found)
    author_of(db)
    with transaction(db):
        before = look_at_shop(db)
        keep_identity(db, before.shop, wanted.shop, now=now)
        if wanted.cut_off != before.cut_off:
            keep_cut_off(db, before.cut_off, wanted.cut_off, now=now)
    return wanted


def keep_identity(db: Database, before: ShopIdentity, after: ShopIdentity, *, now: datetime) -> None:
    """Keep who the shop is from now on and record it, in the running transaction: closings are held against it."""
    changed = [one.name for one in fields(ShopIdentity) if getattr(before, one.name) != getattr(after, one.name)]
    if not changed:
        return
    settings.put_shop_identity(db, after)
    details: Body = {"before": _said(before, changed), "after": _said(after, changed)}
    note_event(db, Event.COMPANY_CHANGED, now=now, details=details)


def keep_cut_off(db: Database, before: time, after: time, *, now: datetime) -> None:
    """Begin business days at another hour from now on and record it, in the running transaction.

    Raises:
        ShopDetailsWrong: it would put this moment into another day while a day has takings; nothing is kept.
    """
    at = moment_for(db, now)
    if head_row(db).open_day is not None and business_day(at, before) != business_day(at, after):
        raise ShopDetailsWrong({ShopField.CUT_OFF: ShopFault.CUT_OFF_IN_AN_OPEN_DAY})
    settings.put_cut_off(db, after)
    details: Body = {
        "name": CUT_OFF,
        "before": before.isoformat(timespec="minutes"),
        "after": after.isoformat(timespec="minutes"),
    }
    note_event(db, Event.PARAM_CHANGED, now=now, details=details)


def _said(shop: ShopIdentity, names: list[str]) -> Body:
    """Some fields of a shop as a record says them."""
    said: dict[str, Value] = {}
    for name in names:
        value = getattr(shop, name)
        said[name] = int(value) if isinstance(value, bool) else list(value) if isinstance(value, tuple) else value
    return said
