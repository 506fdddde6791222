"""What is done about differences: ours is marked to be sent again, in short transactions; theirs is never taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from pos.database import digests, drifts, online_log, outbox, stock, till
from pos.database.connection import Database, transaction
from pos.database.drifts import NewDrift
from pos.domain.drift import DriftKind, DriftState, Story
from pos.domain.identity import to_ms
from pos.domain.online_log import LogEvent
from sync import terms
from sync.drift import Brake, Finding, Ours, Theirs, mendable

if TYPE_CHECKING:
    from datetime import datetime

    from pos.database.online_links import OnlineLink

AT_ONCE: Final = 50
"""So many products in one transaction: a sale hardly waits for it."""
MOST_STORIES: Final = 500
"""When a person must look, so many of the differences are told with the movements behind them."""


def repair(db: Database, link: OnlineLink, findings: Sequence[Finding], *, now: datetime) -> int:
    """Mark everything that differs to be sent again under fresh versions; gives how many products that are.

    May be repeated: a product is news once. What sending again cannot mend is written down for a person.
    """
    marked = 0
    for some in _some(findings):
        told = list(_told(db, link, some, DriftState.REPAIRING))
        with transaction(db):
            if not terms.is_joined(db, link):
                return marked
            mended = [one for one in some if mendable(one, term=link.term)]
            _mark(db, link.target, mended)
            drifts.put(db, link.target, told, now_ms=to_ms(now))
        marked += len(mended)
    return marked


def hold(db: Database, link: OnlineLink, findings: Sequence[Finding], *, brake: Brake, now: datetime) -> None:
    """Write down what differs, and mend nothing: a person looks first, and says `let` or `leave`."""
    with transaction(db):
        figures = {"products": len(findings), "would_change": brake.would_change, "would_be_zero": brake.record_missing}
        online_log.note(db, link.target, LogEvent.BRAKED, now=now, **figures)
    for place, some in enumerate(_some(findings)):
        told = list(_told(db, link, some, DriftState.HELD, with_story=place * AT_ONCE < MOST_STORIES))
        with transaction(db):
            if not terms.is_joined(db, link):
                return
            drifts.put(db, link.target, told, now_ms=to_ms(now))


def let(db: Database, target: str, *, now: datetime) -> None:
    """A person says: send what is ours, however much differs. The line must be resumed afterwards.

    May be repeated. The next comparison mends what is still different then.
    """
    _decide(db, target, DriftState.REPAIRING, now=now)


def leave(db: Database, target: str, *, now: datetime) -> None:
    """A person says: leave the window as it is. The line must be resumed afterwards.

    May be repeated. The differences stay listed, and are not asked about again while the window says the same.
    """
    _decide(db, target, DriftState.FOUND, now=now)


def as_text(one: Ours | Theirs | None) -> str:
    """Figures as they are written down."""
    return msgspec.json.encode(one).decode()


def _decide(db: Database, target: str, state: DriftState, *, now: datetime) -> None:
    with transaction(db):
        if drifts.decide(db, target, state):
            answer = "repaired" if state is DriftState.REPAIRING else "left"
            online_log.note(db, target, LogEvent.BRAKE_LIFTED, now=now, answer=answer)


def note_found(db: Database, target: str, findings: Sequence[Finding], *, now: datetime) -> None:
    """Say in the log that something differs; inside a transaction."""
    first = findings[0]
    online_log.note(
        db, target, LogEvent.DRIFT_FOUND, now=now, products=len(findings), product=first.product_id, kind=first.kind
    )


def _mark(db: Database, target: str, findings: Iterable[Finding]) -> None:
    mended = list(findings)
    for one in mended:
        if one.kind is DriftKind.OUR_LEVEL:
            stock.recount(db, one.product_id, version=till.last_version(db))
    outbox.mark_afresh(
        db,
        target,
        shown=[one.product_id for one in mended if one.ours is not None],
        gone=[one.product_id for one in mended if one.ours is None],
        above=max((version for one in mended for version in _versions_there(one)), default=0),
    )


def _versions_there(finding: Finding) -> Iterator[int]:
    if finding.theirs is not None:
        yield finding.theirs.version
        if finding.theirs.level is not None:
            yield finding.theirs.level.version


def _told(
    db: Database, link: OnlineLink, findings: Iterable[Finding], state: DriftState, *, with_story: bool = True
) -> Iterator[NewDrift]:
    """What is written down of each; read outside the transaction, since a story may be a long one."""
    for one in findings:
        said = one.theirs.level.milli if one.theirs is not None and one.theirs.level is not None else None
        yield NewDrift(
            product_id=one.product_id,
            kind=one.kind,
            state=state if mendable(one, term=link.term) or state is DriftState.HELD else DriftState.FOUND,
            ours=as_text(one.ours),
            theirs=as_text(one.theirs),
            story=digests.story(db, link.target, one.product_id, said) if with_story else Story(),
        )


def _some(findings: Sequence[Finding]) -> Iterator[Sequence[Finding]]:
    for first in range(0, len(findings), AT_ONCE):
        yield findings[first : first + AT_ONCE]
