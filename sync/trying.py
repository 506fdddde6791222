"""Trying the line to an online shop step by step, for a person who wants to know where it fails."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from pos.database import online_links, online_log, till
from pos.database.connection import transaction
from pos.domain.online_log import LogEvent
from sync import skew
from sync.errors import AddressRefused, Distrust, NotLinked, SignInNeeded, Suspended, SyncError, Temporary, Unsettled
from sync.pairing import key_name

if TYPE_CHECKING:
    from datetime import datetime

    from pos.database.connection import Database
    from pos.database.online_links import OnlineLink
    from pos.keystore import KeyStore
    from sync.connectors import Connect
    from sync.order_protocol import StatusReply


class Step(StrEnum):
    """What is tried, in this order; each needs those before it."""

    ADDRESS = "address"  # somebody answers there
    CERTIFICATE = "certificate"  # who answers proves to be who the address names
    ANSWER = "answer"  # the answer is an online shop's
    KEY = "key"  # it knows this till's key
    PUBLISHES = "publishes"  # this till is the one that publishes for the shop
    CLOCK = "clock"  # both clocks agree


class Result(StrEnum):
    """What came of a step."""

    WELL = "well"
    FAILED = "failed"
    UNTRIED = "untried"
    NEEDLESS = "needless"  # no certificate is asked of this very machine


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying the line.

    failed is the first step that did not succeed, None when all did; trouble says why where an error did, skew how
    far the till's clock is ahead where the two were compared, status what the online shop told.
    """

    address: str
    results: tuple[tuple[Step, Result], ...]
    took: timedelta
    trouble: SyncError | None = None
    status: StatusReply | None = None
    skew: timedelta | None = None

    @property
    def failed(self) -> Step | None:
        """The first step that did not succeed."""
        return next((step for step, result in self.results if result is Result.FAILED), None)


_AT_THE_ADDRESS: Final = frozenset({Unsettled.UNREACHABLE, Unsettled.TIMEOUT})
_OF_THE_KEY: Final = frozenset({Distrust.SIGN_IN, Distrust.FORBIDDEN})


def try_line(
    db: Database, *, keys: KeyStore, open_connector: Connect, now: datetime, target: str = online_links.CATALOGUE
) -> Trial:
    """Ask the online shop who this till is there, and write the result into the log; nothing else is changed.

    May be repeated. Waits for the network, outside any transaction: not for the thread that sells.

    Raises:
        NotLinked: the shop was never joined.
    """
    link = online_links.get(db, target)
    if link is None:
        raise NotLinked
    key = keys.load(key_name(target, till.identity(db).id))
    trial = _tried(link, key, open_connector)
    with transaction(db):
        skew.note(db, target, trial.skew, now=now)
        online_log.note(db, target, LogEvent.KEY_TRIED, now=now, result=trial.failed or Result.WELL.value)
    return trial


def steps_after(failed: Step | None, *, has_certificate: bool) -> tuple[tuple[Step, Result], ...]:
    """Every step with what came of it: well before the one that failed, untried after it."""
    order = tuple(Step)
    end = len(order) if failed is None else order.index(failed)
    results = [Result.WELL if place < end else Result.UNTRIED for place in range(len(order))]
    if failed is not None:
        results[end] = Result.FAILED
    if not has_certificate and results[1] is Result.WELL:
        results[1] = Result.NEEDLESS
    return tuple(zip(order, results, strict=True))


def step_of(trouble: SyncError) -> Step:
    """The step that an error of the line belongs to."""
    if isinstance(trouble, Temporary):
        return Step.ADDRESS if trouble.reason in _AT_THE_ADDRESS else Step.ANSWER
    if isinstance(trouble, Suspended) and trouble.reason is Distrust.TLS:
        return Step.CERTIFICATE
    if isinstance(trouble, Suspended) and trouble.reason in _OF_THE_KEY:
        return Step.KEY
    return Step.ADDRESS if isinstance(trouble, AddressRefused) else Step.ANSWER


def _tried(link: OnlineLink, key: str | None, open_connector: Connect) -> Trial:
    began = time.monotonic()
    has_certificate = link.address.startswith("https:")

    def ended(failed: Step | None, trouble: SyncError | None = None, **told: object) -> Trial:
        took = timedelta(seconds=time.monotonic() - began)
        results = steps_after(failed, has_certificate=has_certificate)
        return Trial(link.address, results, took, trouble, **told)  # type: ignore[arg-type]

    try:
        connector = open_connector(link.kind, link.address, key or "")
    except SyncError as error:
        return ended(step_of(error), error)
    try:
        status = connector.read_status()
    except SyncError as error:
        return ended(step_of(error), SignInNeeded() if key is None and step_of(error) is Step.KEY else error)
    finally:
        connector.close()
    differs = skew.worth_saying(None if connector.skew is None else connector.skew // timedelta(milliseconds=1))
    failed = Step.PUBLISHES if not status.publishes else Step.CLOCK if differs else None
    return ended(failed, status=status, skew=connector.skew)
