"""What a shop chooses about its closings; every change is noted in the log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from pos.database import settings
from pos.database.connection import Database, transaction
from pos.database.journal.author import author_of
from pos.database.journal.records import head_row, note_event
from pos.domain.errors import MailAddressWrong
from pos.fiscal.canonical import Body
from pos.fiscal.events import Event
from pos.operations.describing_shop import keep_cut_off

_ADDRESS: Final = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
LATEST_CUT_OFF: Final = 11
"""The last hour at which a business day may begin: one is named after its noon."""


@dataclass(frozen=True, slots=True)
class ClosingHabits:
    """How a shop closes.

    cut_off is the hour at which a new business day begins; last_month the month its financial year ends with; blind
    says that the drawer is counted without seeing what is expected; accountant is an address, empty for none.
    """

    cut_off: time
    last_month: int = 12
    blind: bool = False
    accountant: str = ""


def closing_habits(db: Database) -> ClosingHabits:
    """How the shop closes now."""
    return ClosingHabits(
        cut_off=settings.cut_off(db),
        last_month=settings.last_month_of_year(db),
        blind=settings.counts_blind(db),
        accountant=settings.accountant_mail(db),
    )


def keep_closing_habits(db: Database, wanted: ClosingHabits, *, now: datetime) -> ClosingHabits:
    """Close like this from now on; what did not change is not noted.

    The log says only whether an accountant's address is there: it is a person's.

    Raises:
        MailAddressWrong: the accountant's address is none; nothing is kept.
        ShopDetailsWrong: a new cut-off hour would put this moment into another day while a day has takings; nothing is
            kept.
        SigningKeyMissing: there is no key to sign with; nothing is kept.
    """
    address = wanted.accountant.strip()
    if address and not _ADDRESS.fullmatch(address):
        raise MailAddressWrong(address)
    author_of(db)
    with transaction(db):
        before = closing_habits(db)
        kept = ClosingHabits(wanted.cut_off, wanted.last_month, wanted.blind, address)
        if kept.cut_off != before.cut_off:
            keep_cut_off(db, before.cut_off, kept.cut_off, now=now)
        for details in _changes(before, kept):
            note_event(db, Event.PARAM_CHANGED, now=now, details=details)
        _put(db, before, kept)
    return kept


def _put(db: Database, before: ClosingHabits, kept: ClosingHabits) -> None:
    settings.put_last_month_of_year(db, kept.last_month)
    settings.put_counts_blind(db, blind=kept.blind)
    if kept.accountant != before.accountant:
        settings.put_accountant_mail(db, kept.accountant, from_seq=head_row(db).seq)


def _changes(before: ClosingHabits, kept: ClosingHabits) -> Iterator[Body]:
    said = zip(_said(before).items(), _said(kept).items(), strict=True)
    for (name, (was, was_said)), (_, (becomes, becomes_said)) in said:
        if was != becomes:
            yield {"name": name, "before": was_said, "after": becomes_said}


def _said(habits: ClosingHabits) -> dict[str, tuple[object, str]]:
    """Each choice but the hour by its name, with what the log says of it."""
    return {
        "year.last_month": (habits.last_month, str(habits.last_month)),
        "count.blind": (habits.blind, "1" if habits.blind else ""),
        "accountant.mail": (habits.accountant, "set" if habits.accountant else ""),
    }
