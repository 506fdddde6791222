"""Counting the drawer for a closing: with it, or any time after; a difference is written down and never refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pos.database import settings
from pos.database.connection import Database, transaction
from pos.database.journal import closings
from pos.database.journal.records import by_seq, latest, note_event
from pos.domain.staff import Right
from pos.fiscal.cash_count import LONGEST_REASON, CashCount
from pos.fiscal.closing import read_closing
from pos.fiscal.events import Event
from pos.fiscal.record import Kind
from pos.operations.allowing import check_allowed


def count_cash(
    db: Database, closing_seq: int, counted: Mapping[int, int], *, reason: str, left: int, now: datetime
) -> CashCount:
    """Write down what lay in the drawer when a day was closed.

    The count of the last closing says what lies in the drawer when the day that is open began; an earlier one that is
    made up for does not.

    Args:
        db: the shop.
        closing_seq: the number in the chain of the day's closing.
        counted: how many of each coin and note, by its worth in minor units.
        reason: why it is not what was expected, in the person's own words; may be empty.
        left: what stays in the drawer, in minor units.
        now: the moment.

    Raises:
        LookupError: there is no such closing.
        NotSignedIn, NotAllowed: nobody is at the till, or somebody who may not close; nothing is written.
        SigningKeyMissing: there is no key to sign with; nothing is written.
    """
    check_allowed(db, Right.CLOSE_DAY)
    with transaction(db):
        record = by_seq(db, closing_seq)
        if record is None or record.kind is not Kind.Z:
            raise LookupError(closing_seq)
        count = CashCount(
            day=record.subject,
            closing=closing_seq,
            counted={worth: pieces for worth, pieces in counted.items() if pieces},
            expected=read_closing(record.payload).cash_expected,
            left=left,
            reason=reason.strip()[:LONGEST_REASON],
        )
        note_event(db, Event.CASH_COUNT, now=now, details=count.body)
        last = latest(db, Kind.Z)
        if last is not None and last.seq == closing_seq:
            settings.put_drawer_float(db, left)
    return count


def count_of(db: Database, closing_seq: int) -> CashCount | None:
    """The last count for a closing, or None."""
    return closings.count_of(db, closing_seq)
