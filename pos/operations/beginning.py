"""Beginning: what is found out about the till's records before the first sale, and going on when something is wrong.

The file is held against its anchors, and the end of its chain against itself. What is found is recorded once and holds
selling until a person has decided: the newest backup is put back, or the till goes on in a new series, for good to be
seen by whoever verifies it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from pos.database import restored, till
from pos.database.connection import Database, transaction
from pos.database.journal import holding
from pos.database.journal.author import Head, Software, author_of
from pos.database.journal.heads import KEPT, Heads, furthest
from pos.database.journal.records import head_row, note_event
from pos.database.journal.software import software
from pos.domain.errors import SigningKeyMissing
from pos.domain.hold import Hold, HoldReason
from pos.domain.identity import to_ms
from pos.fiscal.canonical import Body
from pos.fiscal.chain import Broken
from pos.fiscal.events import Event
from pos.operations.journalling import Proven, take_new_key
from pos.operations.opening_epochs import note_opening, place_body
from pos.operations.rechecking import go_over, links_before
from pos.operations.restoring import begin_anew
from pos.operations.witnessing import kept_by_witness

if TYPE_CHECKING:
    from pos.domain.identity import NewId
    from pos.keystore import KeyStore

LAST_STRETCH: Final = 200
"""So many records are gone over at every start, with every signature."""
CLOCK_BEHIND: Final = timedelta(hours=1)
"""A clock that far behind the last record is told to a person; selling goes on."""
HEADS_TOO_MANY: Final = 2 * KEPT
"""Anchors beyond which those of no more use are let go: not at every start, since all are written anew."""
MOST_NAMED: Final = 200
"""Records at fault that one event names at most."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What was found at a start.

    hold is why nothing is sold, None when all is well. last_at_ms is the moment of the last record where the clock is
    far behind it, else None. is_new_here says that this machine knows nothing of a till that has already worked.
    """

    software: Software
    hold: Hold | None = None
    last_at_ms: int | None = None
    is_new_here: bool = False
    was_cut_off: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """Something wrong, as it is noted and held."""

    event: Event
    hold: Hold
    details: Body


def begin_work(db: Database, *, now: datetime, heads: Heads | None = None) -> Beginning:
    """Find out, before any sale, whether the till's records are whole; note the start and what was found.

    Reads the last records only, so that it takes as long in a large file as in a small one. Repeating it notes another
    start, and no finding a second time.

    Args:
        db: the shop.
        now: what the clock says, in the shop's own zone.
        heads: the anchors; None for a till that keeps none.
    """
    till_id, before = till.identity(db).id, head_row(db)
    known = heads.known(till_id) if heads is not None else ()
    late = (
        before.at_ms if before.seq and to_ms(now) < before.at_ms - CLOCK_BEHIND // timedelta(milliseconds=1) else None
    )
    try:
        author = author_of(db)
    except SigningKeyMissing:
        return Beginning(software(), Hold(HoldReason.KEY, seq=before.seq, at_ms=before.at_ms), late)
    with transaction(db):
        found = [one for one in _findings(db, known) if not _is_noted(db, one)]
        was_cut_off = _note_start(db, author.software, now=now)
        for one in found:
            note_event(db, one.event, now=now, details=one.details)
            holding.hold(db, one.hold)
        hold = holding.held(db)
    if heads is not None and len(known) > HEADS_TOO_MANY:
        heads.compact(till_id)
    is_new_here = heads is not None and not known and before.seq > 0
    return Beginning(author.software, hold, late, is_new_here, was_cut_off)


def end_work(db: Database, *, now: datetime) -> None:
    """Note that the till was closed as it should be; nothing to note where nobody could sign."""
    if db.author is not None:
        with transaction(db):
            note_event(db, Event.APP_STOP, now=now)


def note_broken(db: Database, broken: Sequence[Broken], *, now: datetime) -> Hold | None:
    """Note records found broken later in the day, each once, and hold selling; gives what holds it now.

    Args:
        db: the shop.
        broken: what was found, in order.
        now: what the clock says.
    """
    author_of(db)
    with transaction(db):
        noted = _noted_broken(db)
        fresh = [one for one in broken if one.seq not in noted]
        if fresh:
            found = _broken(fresh)
            note_event(db, found.event, now=now, details=found.details)
            holding.hold(db, found.hold)
        return holding.held(db)


def go_on(db: Database, *, keys: KeyStore, heads: Heads | None, now: datetime, new_id: NewId) -> Beginning:
    """Go on selling in a new series although something is wrong; recorded for good, with what was known before.

    A till whose key is lost goes on with a new one. Tickets count from 1 again, and those that are open get new names:
    under the old ones they may have been sold in what is missing.

    Args:
        db: the shop.
        keys: where the till's key lies, and where a new one is put.
        heads: the anchors; None for a till that keeps none.
        now: what the clock says.
        new_id: names the open tickets anew.
    """
    anchored = heads.known(till.identity(db).id) if heads is not None else ()
    known = furthest([*anchored, *kept_by_witness(db)])
    with transaction(db):
        said, epoch_before = head_row(db), till.identity(db).epoch
        holding.stand_on_last(db)
        end = head_row(db)
        fresh = None if _can_sign(db) else _signed_anew(db, keys, now=now, new_id=new_id)
        restored.catch_up(db, epoch=known.epoch if known else 1, last_version=0)
        begin_anew(db, now=now, new_id=new_id)
        note_opening(
            db,
            known or Head(said.seq, said.hash, epoch_before),
            Head(end.seq, end.hash, epoch_before),
            fresh,
            now=now,
        )
        holding.release(db)
    return begin_work(db, now=now, heads=heads)


def _findings(db: Database, known: Sequence[Head]) -> list[_Found]:
    """Everything wrong with the end of the file, the gravest first."""
    said, last, epoch = head_row(db), holding.last(db), till.identity(db).epoch
    found = []
    if (said.seq, said.hash) != (last.seq, last.hash):
        found.append(_cut(said.seq, said.at_ms, last.seq, {"head": place_body(Head(said.seq, said.hash, epoch))}))
        holding.stand_on_last(db)
    top = furthest(known)
    if top is not None and (reason := _against(db, top, last)) is not None:
        found.append(_away_from(top, reason, last, epoch))
    first = max(1, last.seq - LAST_STRETCH + 1)
    broken = go_over(db, links_before(db, first), to_seq=last.seq)[1]
    noted = _noted_broken(db)
    fresh = [one for one in broken if one.seq not in noted]
    return [*found, *([_broken(fresh)] if fresh else [])]


def _against(db: Database, top: Head, last: holding.Last) -> HoldReason | None:
    """What the furthest head known says of the file; None where the file goes on from it.

    A later epoch than any known was begun by a restore, which names the head that was known then.
    """
    epoch = till.identity(db).epoch
    if epoch > top.epoch:
        explained = any(_reaches(one.details.get("head"), top) for one in holding.noted(db, Event.RESTORE))
        return None if explained else HoldReason.BEHIND
    if epoch < top.epoch or last.seq < top.seq:
        return HoldReason.BEHIND
    return None if holding.hash_at(db, top.seq) == top.hash else HoldReason.FORKED


def _reaches(head: object, top: Head) -> bool:
    """Whether a head that a record names is as far as one that is known."""
    if not isinstance(head, Mapping):
        return False
    epoch, seq = head.get("epoch", top.epoch), head.get("seq", 0)
    return isinstance(epoch, int) and isinstance(seq, int) and (epoch, seq) >= (top.epoch, top.seq)


def _cut(said_seq: int, at_ms: int, last_seq: int, details: Body) -> _Found:
    hold = Hold(HoldReason.CUT, seq=last_seq, missing=max(0, said_seq - last_seq), at_ms=at_ms)
    return _Found(Event.INTEGRITY_FAIL, hold, {"what": "end", "seq": last_seq + 1, **details})


def _away_from(top: Head, reason: HoldReason, last: holding.Last, epoch: int) -> _Found:
    missing = max(0, top.seq - last.seq) if reason is HoldReason.BEHIND else 0
    hold = Hold(reason, seq=top.seq, missing=missing, at_ms=top.at_ms)
    details: Body = {
        "what": reason.value,
        "known": place_body(top),
        "file": place_body(Head(last.seq, last.hash, epoch)),
    }
    return _Found(Event.ROLLBACK_DETECTED, hold, details)


def _broken(broken: Sequence[Broken]) -> _Found:
    """Records at fault in one event; seq and what are the first one's."""
    first = broken[0]
    details: Body = {
        "what": first.fault.value,
        "seq": first.seq,
        "seqs": [one.seq for one in broken[:MOST_NAMED]],
        "count": len(broken),
    }
    return _Found(Event.INTEGRITY_FAIL, Hold(HoldReason.BROKEN, seq=first.seq), details)


def _noted_broken(db: Database) -> set[int]:
    """The records that were noted as broken before."""
    return {seq for one in holding.noted(db, Event.INTEGRITY_FAIL) for seq in one.details.get("seqs", [])}


def _is_noted(db: Database, found: _Found) -> bool:
    """Whether a head that was known was already found to be missing: one trouble is noted once, not at every start."""
    return found.event is Event.ROLLBACK_DETECTED and any(
        one.details.get("known") == found.details["known"] for one in holding.noted(db, Event.ROLLBACK_DETECTED)
    )


def _note_start(db: Database, runs: Software, *, now: datetime) -> bool:
    """Note the start, the update and the change of the program; whether the last run came to no end of its own."""
    start = next(iter(holding.noted(db, Event.APP_START, limit=1)), None)
    stop = next(iter(holding.noted(db, Event.APP_STOP, limit=1)), None)
    was_cut_off = start is not None and (stop is None or stop.seq < start.seq)
    last = holding.last(db)
    if was_cut_off:
        note_event(db, Event.POWER_LOSS_RECOVERY, now=now, details={"last": last.seq})
    if last.seq and (last.fiscal_version, last.build) != (runs.version, runs.build):
        details: Body = {
            "from": {"fv": last.fiscal_version, "build": last.build},
            "to": {"fv": runs.version, "build": runs.build},
        }
        note_event(db, Event.UPDATE_INSTALLED, now=now, details=details)
    _note_modified(db, runs, now=now)
    note_event(db, Event.APP_START, now=now, details={"fv": runs.version, "build": runs.build})
    return was_cut_off


def _note_modified(db: Database, runs: Software, *, now: datetime) -> None:
    if runs.is_attested:
        return
    before = next(iter(holding.noted(db, Event.SOFTWARE_MODIFIED, limit=1)), None)
    if before is None or before.details.get("build") != runs.build:
        details: Body = {"build": runs.build, "changed": list(runs.changed)}
        note_event(db, Event.SOFTWARE_MODIFIED, now=now, details=details)


def _can_sign(db: Database) -> bool:
    try:
        author_of(db)
    except SigningKeyMissing:
        return False
    return True


def _signed_anew(db: Database, keys: KeyStore, *, now: datetime, new_id: NewId) -> Proven:
    """Sign with a fresh key from the next record on, as the connection's own author, whom the anchors hear of."""
    fresh = take_new_key(db, keys=keys, new_id=new_id, now=now)
    db.author = None
    author_of(db)
    return fresh
