"""Ruling how reservations made online are taken; the online shop is told at the next occasion."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from pos.database import online_links, online_log
from pos.database.connection import Database, transaction
from pos.database.online_links import OnlineLink
from pos.domain.errors import ReservationRulesWrong, WindowLeft
from pos.domain.online_log import LogEvent
from pos.domain.online_order import OrderMode
from pos.domain.quantity import Quantity
from pos.domain.reservation_rules import ReservationRules, faults
from pos.operations.changes import Changes

_MINUTE = timedelta(minutes=1)


def rules_of(link: OnlineLink) -> ReservationRules:
    """How reservations of an online shop are taken now."""
    return ReservationRules(
        takes=link.takes_orders,
        mode=OrderMode(link.mode),
        safety=Quantity(link.safety_milli),
        share=Quantity(link.share_milli),
        hold=link.hold_minutes * _MINUTE,
        answer=link.answer_minutes * _MINUTE,
    )


def keep_rules(db: Database, target: str, wanted: ReservationRules, *, now: datetime) -> Changes:
    """Take reservations like this from now on; the sync thread must be woken when anything changed.

    What was promised before stays promised: the online shop applies the rules to what is reserved from then on.

    Args:
        db: the shop.
        target: the online shop.
        wanted: the rules from now on.
        now: the moment.

    Raises:
        ReservationRulesWrong: one of the figures cannot be meant; nothing is kept.
        WindowLeft: the shop has left the online shop meanwhile.
    """
    found = faults(wanted)
    if found:
        raise ReservationRulesWrong(found)
    with transaction(db):
        link = online_links.get(db, target)
        if link is None:
            raise WindowLeft
        if rules_of(link) == wanted:
            return Changes()
        ruled = _ruled(link, wanted)
        online_links.put_rules(db, ruled)
        online_log.note(db, target, LogEvent.RULES_CHANGED, now=now, mode=ruled.mode, version=ruled.rules_version)
    return Changes(online=True)


def _ruled(link: OnlineLink, wanted: ReservationRules) -> OnlineLink:
    return replace(
        link,
        takes_orders=wanted.takes,
        mode=wanted.mode.value,
        safety_milli=wanted.safety.milli,
        share_milli=wanted.share.milli,
        hold_minutes=wanted.hold // _MINUTE,
        answer_minutes=wanted.answer // _MINUTE,
        rules_version=link.rules_version + 1,
    )
